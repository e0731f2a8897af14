/**
 * The log of the service: one line of JSON a request on standard error. It says what was asked of which route and how it went,
 * for whoever keeps the machine. It never says who asked, from where, for what, or any word that was sent: who did what is in
 * the audit log, which only the audit administrator reads.
 */
import { randomInt } from 'node:crypto';
import type { Writable } from 'node:stream';
import { type FastifyInstance, type FastifyRequest, type FastifyServerOptions, LogController } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The id of a declared route: `ledger.open`; others have a name of their own: `page`. */
    id?: string;
  }
  interface FastifyRequest {
    /** Code of the city that the request was for, once it is known. */
    cityCode?: string;
    /** Code of the refusal that answered it. */
    refusal?: string;
  }
}

export interface LogOptions {
  level: string;
  stream?: Writable;
}

/** Without letters and digits that are taken for one another when they are read out over the telephone. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';
const requestNumber = (): string => Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

const BUGS = new Set(['TypeError', 'ReferenceError']);

/**
 * What the log says of an error: where it arose, and words only where they cannot hold what somebody wrote: those of the
 * operating system and of faults in the program. A message of the database or of a reader may repeat a name or a text.
 */
export function errorForLog(error: unknown): { [key: string]: unknown; type: string; message: string; stack: string } {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const fault = error as Error & Partial<Record<'code' | 'syscall' | 'table' | 'constraint' | 'routine', unknown>>;
  const { code, syscall, table, constraint, routine } = fault;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line));
  return {
    type: error.name,
    code,
    syscall,
    table,
    constraint,
    routine,
    message: BUGS.has(error.name) || syscall !== undefined ? error.message : '',
    stack: frames.map((line) => line.trim()).join('\n'),
    ...(error.cause === undefined ? {} : { cause: errorForLog(error.cause) }),
  };
}

/** What fastify is made with so that its log is ours. */
export function logging(options: false | LogOptions): Partial<FastifyServerOptions> {
  return {
    genReqId: requestNumber,
    requestIdHeader: false,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    logger: options && {
      level: options.level,
      base: undefined,
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: {
        err: errorForLog,
        req: () => ({}),
        res: () => ({}),
      },
      stream: options.stream ?? process.stderr,
    },
  };
}

/** The declared route that a request reached; `file` for one of the pages' own files, `none` where nothing is declared. */
export function routeOf({ routeOptions: { config, url } }: FastifyRequest): string {
  return config.id ?? (url === '/*' ? 'file' : 'none');
}

/** Gives every answer its request's number, and every request its line. */
export function logRequests(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = routeOf(request);
    const line = {
      route,
      method: request.method,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      city: request.cityCode,
      refusal: request.refusal,
    };
    if (route === 'file') request.log.debug(line, 'request');
    else request.log.info(line, 'request');
  });
}
