/** A write must come from our own pages: a page of another site that the reader has open must not write in his name. */
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../core/record/room.ts';

/** Whether the browser says that one of our own pages asks. Programs that are no browser say nothing of it. */
function fromOurPages(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = request.headers;
  if (origin === undefined) return true;
  // A sandboxed frame sends `null`, which is nobody's address.
  const from = URL.parse(origin);
  return from !== null && (from.host === request.host || from.origin === publicUrl);
}

/** Throws unless a write carries the header that no form can set and comes from our own pages. */
export function refuseForeignWrite(request: FastifyRequest, publicUrl: string | undefined): void {
  if (request.method === 'GET') return;
  if (request.headers['x-xieshi'] === '1' && fromOurPages(request, publicUrl)) return;
  throw new Refusal({
    code: 'foreign-write',
    status: 403,
    what: '这次写入不是从本系统页面发出的，已拒绝',
    now: '请在本系统页面里重新操作',
  });
}
