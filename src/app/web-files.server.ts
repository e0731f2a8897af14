/** The built pages: hashed files kept for a year, everything else asked for anew; unknown paths get the page itself. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

export const WEB_FOLDER = join(import.meta.dirname, '..', '..', 'dist', 'web');

export async function serveWebFiles(server: FastifyInstance, folder = WEB_FOLDER): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return;
  await server.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
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
    return reply.sendFile('index.html');
  });
}
