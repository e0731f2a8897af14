/** Files on the way in, refused before anything reads them: how they come, how many, how large, how named. */
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../core/record/room.ts';
import type { UploadedFile } from '../platform/open/handler.server.ts';
import { cleanFileName } from '../platform/open/room.ts';

const MOST_FILES = 20;
const MEGABYTE = 1024 * 1024;
/** Of all files of one upload together, since they are in memory at once: this many times the largest. */
const TOGETHER = 5;

const tooLarge = (what: string, where?: string): Refusal =>
  new Refusal({
    code: 'too-large',
    status: 413,
    what,
    where,
    now: '请分几次传；表格里有图片的，先删去图片再传',
  });

const isTooMany = (error: unknown): boolean => (error as { code?: unknown }).code === 'FST_FILES_LIMIT';

/** The files of a request in the order in which they come. Throws a Refusal at the first that may not come in. */
export async function filesOf(request: FastifyRequest, megabytes: number): Promise<UploadedFile[]> {
  if (!request.isMultipart())
    throw new Refusal({ code: 'not-files', status: 415, what: '没有收到文件', now: '请选择文件后再传' });
  const most = megabytes * MEGABYTE;
  const together = tooLarge(`一次传的文件加起来超过了${megabytes * TOGETHER}MB`);
  if (Number(request.headers['content-length'] ?? 0) > most * TOGETHER + MEGABYTE) throw together;
  const files: UploadedFile[] = [];
  let total = 0;
  try {
    const limits = { fileSize: most, files: MOST_FILES, fields: MOST_FILES };
    // Cut off instead of thrown, so that it is told which one was too large.
    for await (const part of request.files({ limits, throwFileSizeLimit: false })) {
      const name = cleanFileName(part.filename ?? '');
      if (name === undefined)
        throw new Refusal({
          code: 'file-name-unusable',
          what: '文件名是空的，或者太长',
          where: part.filename?.slice(0, 40),
          now: '请改一个短些的文件名再传',
        });
      const bytes = await part.toBuffer();
      if (part.file.truncated) throw tooLarge(`“${name}”超过了${megabytes}MB`, name);
      total += bytes.length;
      if (total > most * TOGETHER) throw together;
      files.push({ name, bytes });
    }
  } catch (error) {
    if (!isTooMany(error)) throw error;
    throw new Refusal({
      code: 'too-many-files',
      status: 413,
      what: `一次最多传${MOST_FILES}个文件`,
      now: '请分几次传',
    });
  }
  if (files.length === 0) throw new Refusal({ code: 'no-files', what: '没有收到文件', now: '请选择文件后再传' });
  return files;
}
