/**
 * HTTP: every declared route becomes one endpoint that does the same things in the same order — who is it, may he, is the input
 * well formed, one transaction under his scope, the handler, the audit line, the answer checked against its declaration.
 */
import type { Socket } from 'node:net';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { forbidden, Refusal, type RefusalDetail } from '../core/record/room.ts';
import { monthOf } from '../core/time/room.ts';
import { itemsFor } from '../duties/rules/room.ts';
import { readLedgerRules } from '../duties/rules/rules.server.ts';
import { ABILITIES, type Ability, may, openToMachines } from '../platform/access/room.ts';
import { type ActorCache, scopeFor } from '../platform/access/scope.server.ts';
import type { Provider } from '../platform/identity/provider.server.ts';
import type { SessionPresets } from '../platform/identity/sessions.server.ts';
import type { FileAnswer, Handler, RouteInput } from '../platform/open/handler.server.ts';
import type { Route, ServiceState } from '../platform/open/room.ts';
import type { Metrics } from '../platform/operation/metrics.server.ts';
import type { Sources } from '../store/append.server.ts';
import { type AuditLine, writeAuditLine } from '../store/audit.server.ts';
import type { Backups } from '../store/backups.server.ts';
import type { City, Database } from '../store/database.server.ts';
import type { Keys } from '../store/keys.server.ts';
import { newId } from '../store/new-id.server.ts';
import { tellRightsChange } from '../store/rights-change.server.ts';
import { bearerOf, signedIn } from './credential.server.ts';
import { refuseForeignWrite } from './foreign-write.server.ts';
import { inputWords, unstorable } from './input-words.logic.ts';
import type { NetworkRules } from './network-rules.server.ts';
import { measureRequests } from './operation-endpoints.server.ts';
import { protect } from './protection.server.ts';
import { refusalFor, TOO_LONG, UNSTORABLE, withLapsed } from './refusals.server.ts';
import { type LogOptions, logging, logRequests } from './request-log.server.ts';
import { filesOf } from './uploads.server.ts';

z.config({ localeError: inputWords });

/** What every request needs; made once at start. */
export interface House {
  database: Database;
  /** The same for routes that may take minutes. */
  slowDatabase: Database;
  sources: Sources;
  actors: ActorCache;
  /** The server's clock; a sample city's is shifted from it. */
  clock: () => Date;
  presets: SessionPresets;
  keys: Keys;
  backups: Backups;
  /** The unit's identity provider; absent when none is configured. */
  provider?: Provider;
  /** Throws a Refusal while no write can be taken: the disk is full, the machine's clock has gone back. */
  mayWrite: () => Promise<void>;
  /** Cities, re-read when one is made. */
  cities: () => Promise<City[]>;
}

/** A route that runs before anybody has signed in: it gets the house itself. */
export interface OpenHandler {
  route: Route;
  answerOpen(house: House, input: RouteInput<Route>, request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
}

/** Parses one part of the input by its declaration; the first fault becomes a refusal that names the field. */
function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const where = unstorable(value);
  if (where !== undefined) throw new Refusal({ ...UNSTORABLE, where: where || undefined });
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Refusal({
    code: 'input-invalid',
    what: issue?.message ?? '内容不合要求',
    where: issue?.path.join('.') || undefined,
    now: '请改正后再提交',
    data: result.error.issues.map(({ path, message }) => ({ where: path.join('.'), what: message })),
  });
}

/** What stands in the address comes from no field: nobody can correct it there. */
function parsedAddress<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal({
    code: 'input-invalid',
    what: '地址里的编号不对，没有这一页',
    where: result.error.issues[0]?.path.join('.') || undefined,
    now: '请回到上一页，从页面上重新打开',
  });
}

const inputOf = (route: Route, request: FastifyRequest): RouteInput<Route> => ({
  params: parsedAddress(route.params, request.params),
  query: parsed(route.query, request.query),
  body: route.method === 'GET' || route.upload ? {} : parsed(route.body, request.body),
});

/** Statuses of refusals that are told of in the log as such, also where what was kept stays kept. */
const TURNED_AWAY: ReadonlySet<number> = new Set([403, 429]);

async function answerSignedIn(
  house: House,
  handler: Handler,
  request: FastifyRequest,
  { rules, service }: Service,
): Promise<unknown> {
  const { route } = handler;
  const ability = route.ability as Ability;
  const { city, session, machine, actor, now, today } = await signedIn(house, request, route);
  request.cityCode = city.code;
  if (session.mustChange && ability !== 'account.own') {
    throw new Refusal({
      code: 'password-must-change',
      status: 403,
      what: '首次登录请先改密码',
      now: '到“我的账号”改密码',
    });
  }
  const line = (outcome: AuditLine['outcome'], subject: object = {}): AuditLine => ({
    id: newId(now),
    at: now,
    accountId: actor.accountId,
    actor: actor.name,
    ability,
    route: route.id,
    outcome,
    ...subject,
  });
  if (!may(actor, ability) || (machine && !openToMachines(ability))) {
    await house.database.inCity(city, { as: 'gate' }, (tx) => writeAuditLine(tx, line('refused')));
    throw withLapsed(forbidden(`您的角色不能${ABILITIES[ability]}`, '安全管理员'), actor);
  }
  if (request.method !== 'GET') await house.mayWrite();
  const input = inputOf(route, request);
  const files = route.upload ? await filesOf(request, rules.uploadMegabytes) : [];
  let subject: object | undefined;
  let changed = false;
  const database = route.slow ? house.slowDatabase : house.database;
  const work = database.inCity(city, scopeFor(actor, ability), async (tx) => {
    const result = await handler.answer(
      {
        tx,
        city,
        actor,
        session,
        now,
        today,
        files,
        address: request.ip,
        keys: house.keys,
        service,
        backups: house.backups,
        itemsOn: (on) => itemsFor(readLedgerRules(), monthOf(on)),
        sources: house.sources,
        audit: (about) => {
          subject = about;
        },
        registryChanged: () => {
          changed = true;
        },
      },
      input,
    );
    if (changed) await tellRightsChange(tx, now);
    const turnedAway = result instanceof Refusal && TURNED_AWAY.has(result.detail.status ?? 0);
    if (route.method !== 'GET') await writeAuditLine(tx, line(turnedAway ? 'refused' : 'done', subject));
    else if (route.readsPersonFile) await writeAuditLine(tx, line('read', subject));
    return result;
  });
  const answer = await work.catch(async (error: unknown) => {
    // Its transaction is gone, and with it the line of the act: that somebody was turned away is kept by itself.
    if (refusalFor(error).status === 403)
      await house.database.inCity(city, { as: 'gate' }, (tx) => writeAuditLine(tx, line('refused', subject)));
    throw withLapsed(error, actor);
  });
  if (changed) house.actors.forget();
  if (answer instanceof Refusal) throw answer;
  return answer;
}

function sendFile(reply: FastifyReply, file: FileAnswer): FastifyReply {
  return reply
    .type(file.type)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .send(Buffer.from(file.bytes));
}

const refused = (reply: FastifyReply, detail: RefusalDetail): FastifyReply => {
  const { status = 422, ...error } = detail;
  reply.request.refusal = error.code;
  const seconds = [429, 503].includes(status) && (error.data as { seconds?: number } | undefined)?.seconds;
  if (seconds) reply.header('retry-after', seconds);
  return reply.code(status).send({ error });
};

/** What the server needs besides the house. */
export interface Service {
  log: false | LogOptions;
  rules: NetworkRules;
  /** How the service fares, for its administrator. */
  service: () => Promise<ServiceState>;
  metrics: Metrics;
}

/** Nobody foresaw it: who meets it can name it to whoever reads the log. What was only read was not to be stored. */
const withNumber = (detail: RefusalDetail, request: FastifyRequest): RefusalDetail =>
  detail.status === 500
    ? {
        ...detail,
        what: request.method === 'GET' ? '系统出了没有料到的差错，没有读出来' : detail.what,
        now: `请稍后再试；还不行请把编号 ${request.id} 告诉系统管理员`,
      }
    : detail;

/** A preview carries what it is about in its address: 200 changes of charges, a branch of some thousand members that is split. */
const MOST_HEADER_BYTES = 128 * 1024;

/** Answers what Node refuses before there is a request, in our words. */
function answerUnread(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return;
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const [status, detail] = tooLong
    ? ['431 Request Header Fields Too Large', TOO_LONG]
    : ['400 Bad Request', refusalFor({ code: 'FST_ERR_UNREAD' })];
  const { status: _, ...told } = detail;
  const body = JSON.stringify({ error: told });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** Makes the server with all routes; the caller adds static files and listens. */
export async function makeServer(
  house: House,
  handlers: readonly Handler[],
  openHandlers: readonly OpenHandler[],
  service: Service,
): Promise<FastifyInstance> {
  const { rules } = service;
  const server = Fastify({
    ...logging(service.log),
    bodyLimit: 4 * 1024 * 1024,
    http: { maxHeaderSize: MOST_HEADER_BYTES },
    clientErrorHandler: answerUnread,
    trustProxy: rules.proxies.length > 0 ? [...rules.proxies] : false,
  });
  // Nothing of ours is sent as plain text.
  server.removeContentTypeParser('text/plain');
  logRequests(server);
  measureRequests(server, service.metrics);
  await server.register(cookie);
  await server.register(multipart);
  await server.register(compress, { threshold: 1024 });
  server.setErrorHandler((error, request, reply) => {
    const detail = refusalFor(error);
    if (detail.status === 500)
      request.log.error({ route: request.routeOptions.config.id, err: error }, 'request failed');
    return refused(reply, withNumber(detail, request));
  });
  await protect(server, rules);

  for (const { route, answerOpen } of openHandlers) {
    server.route({
      method: route.method,
      url: `/api${route.path}`,
      config: { id: route.id },
      handler: async (request, reply) => {
        refuseForeignWrite(request, rules.publicUrl);
        const answer = await answerOpen(house, inputOf(route, request), request, reply);
        return reply.sent ? reply : route.answer.parse(answer ?? {});
      },
    });
  }
  for (const handler of handlers) {
    const { route } = handler;
    server.route({
      method: route.method,
      url: `/api${route.path}`,
      config: { id: route.id },
      handler: async (request, reply) => {
        // A token is sent by a program that means it; no page of another site can add one.
        if (bearerOf(request) === undefined) refuseForeignWrite(request, rules.publicUrl);
        const answer = await answerSignedIn(house, handler, request, service);
        return route.file ? sendFile(reply, answer as FileAnswer) : route.answer.parse(answer ?? {});
      },
    });
  }
  return server;
}
