/** Who sends a request: the credential it carries, the session behind it, the actor of the day. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../core/record/room.ts';
import type { Actor } from '../core/scope/room.ts';
import { type Day, dayOf } from '../core/time/room.ts';
import { findSession, type SessionRow } from '../platform/identity/sessions.server.ts';
import type { City } from '../store/database.server.ts';
import type { House } from './http.server.ts';

const isSecure = (request: FastifyRequest): boolean => request.protocol === 'https';

/** Its name over plain HTTP. */
export const SESSION_COOKIE = 'xieshi';

/** Behind TLS the browser itself holds the cookie to this host, this path and encrypted ways: the prefix makes it. */
const cookieName = (request: FastifyRequest): string => (isSecure(request) ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE);
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
  actor: Actor;
  now: Date;
  today: Day;
}

/** The city's own instant. */
export const cityNow = (city: City, serverNow: Date): Date => new Date(serverNow.getTime() + city.clockShiftMs);

const notSignedIn = (what: string): Refusal =>
  new Refusal({ code: 'not-signed-in', status: 401, what, now: '请重新登录；没交的内容已存在本机' });

/** Who sends this request, by the session cookie `city.token`. */
export async function signedIn(house: House, request: FastifyRequest): Promise<SignedIn> {
  const [code, token] = sessionCookieOf(request).split('.', 2);
  const city = code && token ? (await house.cities()).find((known) => known.code === code) : undefined;
  if (!city || !token) throw notSignedIn('还没有登录，或登录已过期');
  const now = cityNow(city, house.clock());
  const session = await house.database.inCity(city, { as: 'gate' }, (tx) => findSession(tx, token, now, house.limits));
  if (!session) throw notSignedIn('登录已过期');
  const today = dayOf(now);
  const actor = await house.actors.of(
    city,
    { id: session.accountId, name: session.name, personId: session.personId },
    today,
    now.getTime(),
  );
  return { city, session, actor, now, today };
}
