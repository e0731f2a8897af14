/** Who sends a request: the credential it carries, the session behind it, the actor of the day. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal, type RefusalDetail } from '../core/record/room.ts';
import type { Actor } from '../core/scope/room.ts';
import { type Day, dayOf } from '../core/time/room.ts';
import { cityOfToken, mustHaveFactor } from '../platform/identity/room.ts';
import { findSession, type SessionRow } from '../platform/identity/sessions.server.ts';
import { findToken } from '../platform/identity/tokens.server.ts';
import type { Route, Stage } from '../platform/open/room.ts';
import type { City, Tx } from '../store/database.server.ts';
import type { House } from './http.server.ts';

const isSecure = (request: FastifyRequest): boolean => request.protocol === 'https';

/** Its name over plain HTTP. */
export const SESSION_COOKIE = 'xieshi';

/** Behind TLS the browser itself holds the cookie to this host, this path and encrypted ways: the prefix makes it. */
const cookieName = (request: FastifyRequest): string =>
  isSecure(request) ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE;
const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(request) }) as const;

/** The session that the browser sends, as `city.token`; empty when there is none. */
export const sessionCookieOf = (request: FastifyRequest): string => request.cookies[cookieName(request)] ?? '';

/** Has the browser keep a session until it is closed or the session ends. */
export function keepSession(request: FastifyRequest, reply: FastifyReply, city: City, token: string): void {
  reply.setCookie(cookieName(request), `${city.code}.${token}`, cookieOptions(request));
}

export function forgetSession(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(cookieName(request), cookieOptions(request));
}

export interface SignedIn {
  city: City;
  session: SessionRow;
  /** Another system with its token, rather than somebody in a browser. */
  machine: boolean;
  actor: Actor;
  now: Date;
  today: Day;
}

/** The city's own instant. */
export const cityNow = (city: City, serverNow: Date): Date => new Date(serverNow.getTime() + city.clockShiftMs);

const notSignedIn = (what: string): Refusal =>
  new Refusal({ code: 'not-signed-in', status: 401, what, now: '请重新登录；没交的内容已存在本机' });

const tokenRefused = (): Refusal =>
  new Refusal({
    code: 'token-refused',
    status: 401,
    what: '这个令牌不能用：没有发过，已到期，或已收回',
    now: '请向安全管理员要新的令牌',
  });

/** The token that a request carries instead of a session. */
export const bearerOf = (request: FastifyRequest): string | undefined =>
  /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];

const UNFINISHED: Readonly<Record<Exclude<Stage, 'full'>, RefusalDetail>> = {
  password: { code: 'second-factor-needed', status: 403, what: '登录还差第二步', now: '请刷新页面，输入动态口令' },
  enroll: {
    code: 'enrollment-needed',
    status: 403,
    what: '这个账号要先设好动态口令',
    now: '请刷新页面，按提示设好',
  },
};

/** Where a session stands now: a role or a rule that came after the sign-in may want a second factor that is not there. */
function stageNow({ stage, hasFactor, mustEnroll, factorPolicy }: SessionRow, actor: Actor): Stage {
  const roles = actor.roles.map(({ role }) => role);
  const must = mustEnroll || mustHaveFactor(roles, factorPolicy);
  return stage === 'full' && !hasFactor && must ? 'enroll' : stage;
}

/**
 * Who sends this request to a route, by its token or by the session cookie `city.token`; with a token no cookie is looked at.
 * Refuses while the sign-in is not done, but for the routes that finish it.
 */
export async function signedIn(house: House, request: FastifyRequest, route: Pick<Route, 'stages'>): Promise<SignedIn> {
  const bearer = bearerOf(request);
  const [code, token] = bearer === undefined ? sessionCookieOf(request).split('.', 2) : [cityOfToken(bearer), bearer];
  const city = code && token ? (await house.cities()).find((known) => known.code === code) : undefined;
  if (!city || !token) throw bearer === undefined ? notSignedIn('还没有登录，或登录已过期') : tokenRefused();
  const now = cityNow(city, house.clock());
  const today = dayOf(now);
  const session = await house.database.inCity(city, { as: 'gate' }, (tx) =>
    bearer === undefined ? findSession(tx, token, now, house.presets) : machineSession(tx, token, today),
  );
  if (!session) throw bearer === undefined ? notSignedIn('登录已过期') : tokenRefused();
  const actor = await house.actors.of(
    city,
    { id: session.accountId, name: session.name, personId: session.personId },
    today,
    now.getTime(),
  );
  const stage = stageNow(session, actor);
  if (stage !== 'full' && !route.stages?.includes(stage)) throw new Refusal(UNFINISHED[stage]);
  return { city, session: { ...session, stage }, machine: bearer !== undefined, actor, now, today };
}

/** What stands for a session when a machine asks: the token itself. */
async function machineSession(tx: Tx, token: string, today: Day): Promise<SessionRow | undefined> {
  const found = await findToken(tx, token, today);
  if (!found) return undefined;
  const limits = { idleMinutes: Number.POSITIVE_INFINITY, absoluteHours: Number.POSITIVE_INFINITY };
  // It is drawn at random and handed over by a person, so that no second factor stands beside it.
  return {
    ...found,
    personId: null,
    mustChange: false,
    stage: 'full',
    hasFactor: true,
    mustEnroll: false,
    factorPolicy: 'nobody',
    limits,
  };
}
