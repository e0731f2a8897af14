/** Signing in: the password, then the second factor where there is one; and what one does with one's own factor. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../core/record/room.ts';
import type { Actor } from '../core/scope/room.ts';
import { dayOf } from '../core/time/room.ts';
import { readActor } from '../platform/access/scope.server.ts';
import {
  acceptCode,
  confirmFactor,
  dropFactor,
  factorState,
  newRecoveryCodes,
} from '../platform/identity/factor.server.ts';
import { type AccountRow, accountNamed, describeMe, passwordOpens } from '../platform/identity/identity.server.ts';
import {
  DEVICE_COOKIE,
  DEVICE_COOKIE_SECONDS,
  knownDevice,
  rememberedDevice,
} from '../platform/identity/known-device.server.ts';
import {
  factorConfirm,
  factorOff,
  factorRenewCodes,
  type Me,
  mustHaveFactor,
  passwordLapsed,
  secondFactor,
  signIn,
  stageAfterPassword,
  waitsForSecond,
} from '../platform/identity/room.ts';
import { readSecurity } from '../platform/identity/security.server.ts';
import {
  completeSession,
  countWrongCode,
  endAllSessions,
  endSession,
  startSession,
} from '../platform/identity/sessions.server.ts';
import { MOST_CODES_A_SESSION } from '../platform/identity/throttle.logic.ts';
import { type Admitted, admit, codeGates, passwordGates } from '../platform/identity/throttle.server.ts';
import type { RouteInput } from '../platform/open/handler.server.ts';
import type { Route } from '../platform/open/room.ts';
import { type AuditLine, writeAuditLine } from '../store/audit.server.ts';
import type { City, Tx } from '../store/database.server.ts';
import { newId } from '../store/new-id.server.ts';
import { cityNow, keepSession, type SignedIn, signedIn } from './credential.server.ts';
import type { House, OpenHandler } from './http.server.ts';

const rolesOf = (actor: Actor) => actor.roles.map(({ role }) => role);

const wrongPassword = (): Refusal =>
  new Refusal({
    code: 'sign-in-wrong',
    status: 401,
    what: '用户名或密码不对',
    now: '请核对后再试；忘了密码请找安全管理员重设',
  });

/** Who tried a name that no account has. What he typed is not kept: it is now and then a password. */
const NOBODY = { id: null, name: '没有这个用户名' } as const;

function lineOf(
  route: Route,
  who: { id: number; name: string } | typeof NOBODY,
  now: Date,
  outcome: AuditLine['outcome'],
): AuditLine {
  return {
    id: newId(now),
    at: now,
    accountId: who.id,
    actor: who.name,
    ability: 'account.own',
    route: route.id,
    ...(who.id === null ? {} : { subjectKind: 'account', subjectId: String(who.id) }),
    outcome,
  };
}

/** Makes the device known to the account: a way of its own to try, which nobody elsewhere can shut. */
function rememberDevice(
  house: House,
  city: City,
  accountId: number,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const kept = rememberedDevice(house.keys, request.cookies[DEVICE_COOKIE], { cityCode: city.code, accountId });
  const secure = request.protocol === 'https';
  reply.setCookie(DEVICE_COOKIE, kept, {
    path: '/api',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: DEVICE_COOKIE_SECONDS,
  });
}

const deviceOf = (house: House, city: City, accountId: number, request: FastifyRequest): string | undefined =>
  knownDevice(house.keys, request.cookies[DEVICE_COOKIE], { cityCode: city.code, accountId });

/** Lets somebody in whose first step was right; what is left to do stands in the answer. */
export async function enter(
  house: House,
  city: City,
  account: AccountRow,
  { request, reply, route }: { request: FastifyRequest; reply: FastifyReply; route: Route },
  admitted?: Admitted,
): Promise<Me> {
  const now = cityNow(city, house.clock());
  const today = dayOf(now);
  const { token, me } = await house.database.inCity(city, { as: 'gate' }, async (tx) => {
    await admitted?.right(tx);
    const actor = await readActor(tx, { id: account.id, name: account.name, personId: account.person_id }, today);
    const security = await readSecurity(tx);
    const { since, mustEnroll } = await factorState(tx, account.id);
    const must = mustEnroll || mustHaveFactor(rolesOf(actor), security.factorPolicy);
    const stage = stageAfterPassword(since !== null, must);
    const mustChange = account.must_change || passwordLapsed(account.password_at, now, security);
    await writeAuditLine(tx, lineOf(route, account, now, 'done'));
    const device = String(request.headers['user-agent'] ?? '');
    return {
      token: await startSession(tx, { accountId: account.id, stage, device, address: request.ip }, now),
      me: await describeMe(tx, city, actor, { mustChange, stage }, today),
    };
  });
  keepSession(request, reply, city, token);
  if (me.stage === 'full') rememberDevice(house, city, account.id, request, reply);
  return me;
}

async function givePassword(
  house: House,
  input: RouteInput<typeof signIn>['body'],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Me> {
  const city = (await house.cities()).find((known) => known.code === input.city);
  if (!city) throw new Refusal({ code: 'city-unknown', status: 404, what: '没有这个城市', now: '请刷新页面再选' });
  const gate = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => house.database.inCity(city, { as: 'gate' }, work);
  const account = await gate((tx) => accountNamed(tx, input.username));
  const device = account && deviceOf(house, city, account.id, request);
  const gates = passwordGates(input.username, request.ip, device);
  const admitted = await gate((tx) => admit(tx, house.keys, gates, house.clock()));
  // The same for a name that nobody has: how long the answer takes must not tell.
  const turnAway = () =>
    gate((tx) => writeAuditLine(tx, lineOf(signIn, account ?? NOBODY, cityNow(city, house.clock()), 'refused')));
  if (admitted instanceof Refusal) {
    await turnAway();
    throw admitted;
  }
  // No transaction stands open while the password is judged.
  if (!(await passwordOpens(account, input.password)) || !account) {
    await turnAway();
    throw wrongPassword();
  }
  if (account.awaits !== null) {
    await gate(admitted.right);
    await turnAway();
    throw waitsForSecond();
  }
  return enter(house, city, account, { request, reply, route: signIn }, admitted);
}

interface Asked {
  house: House;
  signed: SignedIn;
  route: Route;
  request: FastifyRequest;
  reply: FastifyReply;
}

const ownerOf = ({ city, actor }: SignedIn) => ({ cityCode: city.code, accountId: actor.accountId });

/** Does `work` in the transaction that takes the code; a wrong one is counted, and told of in the log. */
async function withCode<T>(asked: Asked, code: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { house, signed, route, request } = asked;
  const { city, actor, session, now } = signed;
  const gate = <R>(act: (tx: Tx) => Promise<R>): Promise<R> => house.database.inCity(city, { as: 'gate' }, act);
  const device = deviceOf(house, city, actor.accountId, request);
  const admitted = await gate((tx) => admit(tx, house.keys, codeGates(actor.accountId, device), house.clock()));
  const turnedAway = (tx: Tx) =>
    writeAuditLine(tx, lineOf(route, { id: actor.accountId, name: actor.name }, now, 'refused'));
  if (admitted instanceof Refusal) {
    await gate(turnedAway);
    throw admitted;
  }
  const taken = await gate(async (tx) => {
    if (!(await acceptCode(tx, house.keys, ownerOf(signed), code, house.clock()))) return undefined;
    await admitted.right(tx);
    return { answer: await work(tx) };
  });
  if (taken) return taken.answer;
  const over = await gate(async (tx) => {
    await turnedAway(tx);
    if (session.stage === 'full' || (await countWrongCode(tx, session.id)) < MOST_CODES_A_SESSION) return false;
    return endSession(tx, actor.accountId, session.id, now);
  });
  throw over ? beginAgain() : wrongCode(code);
}

const wrongCode = (code: string): Refusal =>
  new Refusal({
    code: 'code-wrong',
    where: 'code',
    ...(/^[\d\s]*$/.test(code)
      ? { what: '口令不对，或已经用过', now: '请等手机上换出下一个再输入；每个只能用一次' }
      : { what: '恢复码不对，或已经用过', now: '请逐位核对；每个只能用一次' }),
  });

const beginAgain = (): Refusal =>
  new Refusal({
    code: 'sign-in-again',
    status: 401,
    what: '口令错了几次，这次登录已作废',
    now: '请从用户名和密码重新开始',
  });

/** Ends the sign-in well: a new token, and a device that the account knows. */
function completed<A>({ house, signed, request, reply }: Asked, { token, answer }: { token: string; answer: A }): A {
  keepSession(request, reply, signed.city, token);
  rememberDevice(house, signed.city, signed.actor.accountId, request, reply);
  return answer;
}

async function giveCode(asked: Asked, { code }: RouteInput<typeof secondFactor>['body']): Promise<Me> {
  const { city, actor, session, now, today } = asked.signed;
  if (session.stage !== 'password') {
    throw new Refusal({ code: 'second-factor-done', status: 409, what: '已经登录好了', now: '请刷新页面' });
  }
  const done = await withCode(asked, code, async (tx) => {
    await writeAuditLine(tx, lineOf(asked.route, { id: actor.accountId, name: actor.name }, now, 'done'));
    return {
      token: await completeSession(tx, session.id),
      answer: await describeMe(tx, city, actor, { mustChange: session.mustChange, stage: 'full' }, today),
    };
  });
  return completed(asked, done);
}

async function setFactor(
  asked: Asked,
  { code, former }: RouteInput<typeof factorConfirm>['body'],
): Promise<{ recoveryCodes: string[] }> {
  const { house, signed } = asked;
  const { city, actor, session, now } = signed;
  const owner = ownerOf(signed);
  const work = async (tx: Tx) => {
    if (!(await confirmFactor(tx, house.keys, owner, code, { server: house.clock(), city: now })))
      throw wrongCode(code);
    // A lost phone may lie beside a browser that is signed in.
    if (former !== undefined) await endAllSessions(tx, actor.accountId, now, session.id);
    await writeAuditLine(tx, lineOf(asked.route, { id: actor.accountId, name: actor.name }, now, 'done'));
    return {
      token: await completeSession(tx, session.id),
      answer: { recoveryCodes: await newRecoveryCodes(tx, house.keys, owner, now) },
    };
  };
  const gate = { as: 'gate' } as const;
  const { since } = await house.database.inCity(city, gate, (tx) => factorState(tx, actor.accountId));
  if (since === null) return completed(asked, await house.database.inCity(city, gate, work));
  if (former === undefined) {
    throw new Refusal({
      code: 'former-code-needed',
      what: '这个账号已有动态口令',
      where: 'former',
      now: '请同时输入原来手机上的口令，或一个恢复码',
    });
  }
  return completed(asked, await withCode(asked, former, work));
}

function renewCodes(
  asked: Asked,
  { code }: RouteInput<typeof factorRenewCodes>['body'],
): Promise<{ recoveryCodes: string[] }> {
  const { house, signed } = asked;
  const { actor, now } = signed;
  return withCode(asked, code, async (tx) => {
    await writeAuditLine(tx, lineOf(asked.route, { id: actor.accountId, name: actor.name }, now, 'done'));
    return { recoveryCodes: await newRecoveryCodes(tx, house.keys, ownerOf(signed), now) };
  });
}

function switchOff(asked: Asked, { code }: RouteInput<typeof factorOff>['body']): Promise<object> {
  const { actor, session, now } = asked.signed;
  if (mustHaveFactor(rolesOf(actor), session.factorPolicy)) {
    throw new Refusal({
      code: 'factor-required',
      status: 403,
      what: '按本市的规定，这个账号必须用动态口令',
      now: '换了手机请在这里重新设',
    });
  }
  return withCode(asked, code, async (tx) => {
    await dropFactor(tx, actor.accountId, now, false);
    await writeAuditLine(tx, lineOf(asked.route, { id: actor.accountId, name: actor.name }, now, 'done'));
    return {};
  });
}

/** A route of one's own that needs the cookie or counts tries by itself, so that it cannot run inside one transaction. */
const own = <R extends Route>(
  route: R,
  act: (asked: Asked, body: RouteInput<R>['body']) => Promise<unknown>,
): OpenHandler => ({
  route,
  async answerOpen(house, { body }, request, reply) {
    const signed = await signedIn(house, request, route);
    if (signed.machine) {
      throw new Refusal({ code: 'forbidden', status: 403, what: '令牌没有动态口令', now: '请由人登录后办理' });
    }
    await house.mayWrite();
    return act({ house, signed, route, request, reply }, body as RouteInput<R>['body']);
  },
});

/** Everything that happens between the sign-in page and the first page. */
export const signInHandlers: readonly OpenHandler[] = [
  {
    route: signIn,
    answerOpen: (house, { body }, request, reply) =>
      givePassword(house, body as RouteInput<typeof signIn>['body'], request, reply),
  },
  own(secondFactor, giveCode),
  own(factorConfirm, setFactor),
  own(factorRenewCodes, renewCodes),
  own(factorOff, switchOff),
];
