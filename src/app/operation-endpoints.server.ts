/**
 * What programs ask that watch over the service: is it alive, can it work, how does it fare. Outside /api and without signing in;
 * the answers tell nothing of a city.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../core/record/room.ts';
import type { ServiceState } from '../platform/open/room.ts';
import type { Metrics } from '../platform/operation/metrics.server.ts';
import { bearerOf } from './credential.server.ts';
import { routeOf } from './request-log.server.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const same = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

function isLoopback(address: string | undefined): boolean {
  const plain = address?.replace(/^::ffff:/, '') ?? '';
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

/** Headers that a proxy adds: what it passes on comes from elsewhere, though the proxy stands on this machine. */
const PASSED_ON = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'];

const fromThisMachine = (request: FastifyRequest): boolean =>
  isLoopback(request.socket.remoteAddress) && PASSED_ON.every((name) => request.headers[name] === undefined);

function mayMeasure(request: FastifyRequest, token: string | undefined): boolean {
  const bearer = bearerOf(request);
  if (bearer !== undefined) return token !== undefined && same(bearer, token);
  return fromThisMachine(request);
}

/** Counts every request by its route, and every refusal by its code. */
export function measureRequests(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', async (request, reply) => {
    metrics.requestEnded(routeOf(request), request.method, reply.statusCode, reply.elapsedTime / 1000);
    if (request.refusal !== undefined) metrics.refused(request.refusal);
  });
}

export function serveOperation(
  server: FastifyInstance,
  metrics: Metrics,
  service: () => Promise<ServiceState>,
  token: string | undefined,
): void {
  server.addHook('onSend', async (request, reply) => {
    if (request.routeOptions.config.id?.startsWith('watch.')) reply.header('cache-control', 'no-store');
  });
  server.get('/healthz', { config: { id: 'watch.alive' } }, async () => ({ alive: true }));
  server.get('/readyz', { config: { id: 'watch.ready' } }, async (_request, reply) => {
    const { troubles } = await service();
    return reply.code(troubles.length === 0 ? 200 : 503).send({ ready: troubles.length === 0, reasons: troubles });
  });
  server.get('/metrics', { config: { id: 'watch.metrics' } }, async (request, reply) => {
    if (!mayMeasure(request, token))
      throw new Refusal({
        code: 'metrics-closed',
        status: 403,
        what: '运行指标只有本机，或带着令牌才能取',
        now: '请在 XIESHI_METRICS_TOKEN 里设令牌，取的时候带上',
      });
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}
