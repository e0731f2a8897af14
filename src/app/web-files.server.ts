/**
 * The built pages: hashed files kept for a year, everything else asked for anew; unknown paths get the page itself. Each answer
 * with the page brings a nonce of its own for the styles that antd writes while it runs.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { contentPolicy, NONCE_PLACE } from './page-policy.logic.ts';

export const WEB_FOLDER = join(import.meta.dirname, '..', '..', 'dist', 'web');

export async function serveWebFiles(
  server: FastifyInstance,
  framedBy: readonly string[],
  folder = WEB_FOLDER,
): Promise<void> {
  const file = join(folder, 'index.html');
  if (!existsSync(file)) return;
  const page = await readFile(file, 'utf8');
  const sendPage = (reply: FastifyReply): FastifyReply => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .header('cache-control', 'no-cache')
      .header('content-security-policy', contentPolicy(framedBy, nonce))
      .type('text/html; charset=utf-8')
      .send(page.replaceAll(NONCE_PLACE, nonce));
  };
  for (const url of ['/', '/index.html'])
    server.get(url, { config: { id: 'page' } }, async (_request, reply) => sendPage(reply));
  await server.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    index: false,
    setHeaders(response, path) {
      const kept = path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.header('cache-control', kept);
    },
  });
  server.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || request.url.startsWith('/api/')) {
      return reply
        .code(404)
        .send({ error: { code: 'no-such-route', what: '没有这个接口', now: '请刷新页面，可能程序刚升级过' } });
    }
    return sendPage(reply);
  });
}
