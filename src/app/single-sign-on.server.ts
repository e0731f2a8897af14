/** Signing in by way of the unit's identity provider: away to it, and back. What must be known meanwhile the browser keeps, signed. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../core/record/room.ts';
import { matchAccount } from '../platform/identity/match-account.server.ts';
import { type Provider, stateLost } from '../platform/identity/provider.server.ts';
import { beginElsewhere, endElsewhere } from '../platform/identity/room.ts';
import { keptState, readState, STATE_SECONDS } from '../platform/identity/sign-in-state.server.ts';
import type { RouteInput } from '../platform/open/handler.server.ts';
import { cityNow } from './credential.server.ts';
import type { House, OpenHandler } from './http.server.ts';
import { enter } from './sign-in.server.ts';

const STATE_COOKIE = 'xieshi-elsewhere';
/** Says that the session began at the provider, so that signing out goes there too. No secret. */
const CAME_COOKIE = 'xieshi-came';

const options = (request: FastifyRequest, path: string) => ({
  path,
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: request.protocol === 'https',
});
const STATE_PATH = `/api${beginElsewhere.path}`;
const CAME_PATH = '/api/sign-out';

function providerOf({ provider }: House): Provider {
  if (provider) return provider;
  throw new Refusal({
    code: 'no-provider',
    status: 404,
    what: '这里没有设统一认证',
    now: '请用用户名和密码登录',
  });
}

async function cityNamed(house: House, code: string) {
  const city = (await house.cities()).find((known) => known.code === code);
  if (!city) throw new Refusal({ code: 'city-unknown', status: 404, what: '没有这个城市', now: '请刷新页面再选' });
  return city;
}

/** Where to go to sign out at the provider too, when the session began there and it offers that. */
export function leaveElsewhere(house: House, request: FastifyRequest, reply: FastifyReply): { leaveAt?: string } {
  if (request.cookies[CAME_COOKIE] === undefined) return {};
  reply.clearCookie(CAME_COOKIE, options(request, CAME_PATH));
  const leaveAt = house.provider?.leaveAddress();
  return leaveAt === undefined ? {} : { leaveAt };
}

export const singleSignOnHandlers: readonly OpenHandler[] = [
  {
    route: beginElsewhere,
    async answerOpen(house, { body }, request, reply) {
      const { city } = body as RouteInput<typeof beginElsewhere>['body'];
      const provider = providerOf(house);
      const { code } = await cityNamed(house, city);
      const { address, ...begun } = await provider.begin();
      const state = { ...begun, city: code, until: house.clock().getTime() + STATE_SECONDS * 1000 };
      reply.setCookie(STATE_COOKIE, keptState(house.keys, state), {
        ...options(request, STATE_PATH),
        maxAge: STATE_SECONDS,
      });
      return { address };
    },
  },
  {
    route: endElsewhere,
    async answerOpen(house, { body }, request, reply) {
      const { answer } = body as RouteInput<typeof endElsewhere>['body'];
      const provider = providerOf(house);
      const state = readState(house.keys, request.cookies[STATE_COOKIE] ?? '', house.clock().getTime());
      // Good for one return, whatever comes of it.
      reply.clearCookie(STATE_COOKIE, options(request, STATE_PATH));
      if (!state) throw stateLost();
      const city = await cityNamed(house, state.city);
      const vouched = await provider.finish(answer, state);
      const account = await house.database.inCity(city, { as: 'gate' }, (tx) =>
        matchAccount(tx, vouched, cityNow(city, house.clock())),
      );
      const me = await enter(house, city, account, { request, reply, route: endElsewhere });
      reply.setCookie(CAME_COOKIE, '1', options(request, CAME_PATH));
      return me;
    },
  },
];
