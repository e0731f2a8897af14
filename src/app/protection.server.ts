/** What every answer tells the browser to keep to, and how much is taken from one sender and from all together. */
import { createHash } from 'node:crypto';
import { getHeapStatistics } from 'node:v8';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../core/record/room.ts';
import { bearerOf, sessionCookieOf } from './credential.server.ts';
import type { NetworkRules } from './network-rules.server.ts';
import { contentPolicy, PERMISSIONS_POLICY } from './page-policy.logic.ts';

const HALF_A_YEAR_S = 182 * 24 * 3600;

/** Headers that hold for every answer; a page's own answer adds the nonce of its styles. */
async function protectAnswers(server: FastifyInstance, { framedBy }: NetworkRules): Promise<void> {
  const policy = contentPolicy(framedBy);
  await server.register(helmet, {
    contentSecurityPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
    // The older header knows no list; the content policy says the same and more.
    xFrameOptions: framedBy.length === 0 ? { action: 'sameorigin' } : false,
    hsts: false,
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', policy).header('permissions-policy', PERMISSIONS_POLICY);
    // Said over plain HTTP it would count for nothing; a proxy that is trusted says how the browser came.
    if (request.protocol === 'https') reply.header('strict-transport-security', `max-age=${HALF_A_YEAR_S}`);
  });
}

/** Credentials that were recognized of late, so that invented ones are counted by where they come from. */
class Recognized {
  static readonly #MOST = 20_000;
  readonly #digests = new Set<string>();

  static digestOf(request: FastifyRequest): string | undefined {
    const credential = bearerOf(request) ?? sessionCookieOf(request);
    return credential === '' ? undefined : createHash('sha256').update(credential).digest('base64url');
  }

  keyOf(request: FastifyRequest): string {
    const digest = Recognized.digestOf(request);
    return digest !== undefined && this.#digests.has(digest) ? digest : request.ip;
  }

  add(request: FastifyRequest): void {
    const digest = Recognized.digestOf(request);
    if (digest === undefined || this.#digests.has(digest)) return;
    if (this.#digests.size >= Recognized.#MOST) this.#digests.delete(this.#digests.values().next().value ?? '');
    this.#digests.add(digest);
  }
}

/** A whole office may stand behind one address, and all of it signs in within the same minutes. */
const ADDRESS_MAY_MORE = 4;

/**
 * One sign-in may send so many requests a minute, and so may, some times over, whoever has not signed in from one address. Far
 * above what hands can do: it ends a program that has gone wild, and leaves a month's end alone.
 */
async function limitSenders(server: FastifyInstance, { requestsPerMinute }: NetworkRules): Promise<void> {
  const recognized = new Recognized();
  await server.register(rateLimit, {
    max: (request, key) => (key === request.ip ? requestsPerMinute * ADDRESS_MAY_MORE : requestsPerMinute),
    timeWindow: 60_000,
    cache: 20_000,
    hook: 'onRequest',
    keyGenerator: (request) => recognized.keyOf(request),
    allowList: (request) => !request.url.startsWith('/api/'),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
    errorResponseBuilder: (_request, { ttl }) => {
      const seconds = Math.max(1, Math.ceil(ttl / 1000));
      return new Refusal({
        code: 'too-many-requests',
        status: 429,
        what: '一分钟里发来的请求太多',
        now: `请${seconds}秒后再试；内容还在页面上`,
        data: { seconds },
      });
    },
  });
  server.addHook('onResponse', async (request, reply) => {
    if (request.cityCode !== undefined && reply.statusCode < 400) recognized.add(request);
  });
}

const busy = (): Refusal =>
  new Refusal({
    code: 'busy',
    status: 503,
    what: '现在用的人太多，这次没有办成',
    now: '内容还在页面上，请过几秒再试',
    data: { seconds: 3 },
  });

/** Of the memory that the program may have: beyond it the next large answer could end the process, and all requests with it. */
const MAX_HEAP = 0.9;
/** At a month's end some 60 requests are under way at a time. */
const MAX_UNDER_WAY = 1_000;

/** Turns requests away with words before those under way choke on them. */
async function shedLoad(server: FastifyInstance): Promise<void> {
  let underWay = 0;
  await server.register(underPressure, {
    maxHeapUsedBytes: Math.round(getHeapStatistics().heap_size_limit * MAX_HEAP),
    pressureHandler: async (request) => {
      if (request.url.startsWith('/api/')) throw busy();
    },
  });
  server.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    if (underWay >= MAX_UNDER_WAY) throw busy();
    underWay += 1;
    // Also when the other side hangs up before its answer.
    reply.raw.once('close', () => {
      underWay -= 1;
    });
  });
}

export async function protect(server: FastifyInstance, rules: NetworkRules): Promise<void> {
  await protectAnswers(server, rules);
  await limitSenders(server, rules);
  await shedLoad(server);
}
