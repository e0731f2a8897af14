/** Sign-in and one's own account. */
import { sql } from 'kysely';
import { Refusal } from '../../core/record/room.ts';
import type { Actor } from '../../core/scope/room.ts';
import type { Day } from '../../core/time/room.ts';
import type { City, Tx } from '../../store/database.server.ts';
import { abilitiesOf, lapsedWords } from '../access/room.ts';
import { type CallSession, type Handler, handle } from '../open/handler.server.ts';
import { deviceWords } from './device.logic.ts';
import { factorBegin, factorRead } from './factor.contract.ts';
import { beginFactor, factorState, factorUri } from './factor.server.ts';
import { changePassword, endOtherSessions, endSession, type Me, mySessions, whoAmI } from './identity.contract.ts';
import { decoyHash, hashPassword, verifyPassword } from './password.server.ts';
import { checkNewPassword } from './password-rules.server.ts';
import { mustHaveFactor } from './security.logic.ts';
import { readSecurity } from './security.server.ts';
import { endSession as end, endAllSessions, listSessions } from './sessions.server.ts';
import { admit, ownPasswordGates } from './throttle.server.ts';
import type { Awaited } from './waiting.logic.ts';

export interface AccountRow {
  id: number;
  name: string;
  person_id: number | null;
  password_hash: string;
  must_change: boolean;
  password_at: Date;
  /** What a second administrator has to confirm before anybody gets in. */
  awaits: Awaited | null;
}

/** The account of a person that signs in under this name; undefined when there is none, or it is switched off. Runs as xieshi_gate. */
export async function accountNamed(tx: Tx, username: string): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`
    select id, name, person_id, password_hash, must_change, coalesce(password_at, created_at) as password_at, awaits
    from account where username = ${username} and kind = 'person' and not disabled`.execute(tx);
  return rows[0];
}

/** Whether the password opens the account; takes as long when there is none. */
export const passwordOpens = async (account: AccountRow | undefined, password: string): Promise<boolean> =>
  verifyPassword(account?.password_hash ?? (await decoyHash()), password);

/** What a page needs to know about who is signed in. Runs as xieshi_gate. */
export async function describeMe(
  tx: Tx,
  city: City,
  actor: Actor,
  session: Pick<CallSession, 'mustChange' | 'stage'>,
  today: Day,
): Promise<Me> {
  const ids = actor.roles.flatMap((held) => (held.orgId === null ? [] : [held.orgId]));
  const { rows } = await sql<{ org_id: number; name: string }>`
    select org_id, coalesce(short_names[1], name) as name from org_span
    where org_id = any(${ids}::int[]) and valid_from <= ${today} and valid_to > ${today}`.execute(tx);
  const names = new Map(rows.map((row) => [row.org_id, row.name]));
  return {
    accountId: actor.accountId,
    name: actor.name,
    personId: actor.personId,
    roles: actor.roles.map(({ role, orgId }) => ({
      role,
      orgId,
      orgName: orgId === null ? null : (names.get(orgId) ?? null),
    })),
    abilities: abilitiesOf(actor),
    lapsed: actor.lapsed.map((role) => lapsedWords(role)),
    mustChangePassword: session.mustChange,
    stage: session.stage,
    leastLength: (await readSecurity(tx)).leastLength,
    city: { code: city.code, name: city.name, demo: city.demo },
    today,
  };
}

/** Runs inside a request, so the session at hand is known by the app; see app/door.server.ts for signing in and out. */
export const identityHandlers: readonly Handler[] = [
  handle(whoAmI, async ({ tx, city, actor, today, session }) => describeMe(tx, city, actor, session, today)),
  handle(changePassword, async ({ tx, city, actor, now, session, keys, audit }, { body }) => {
    audit({ subjectKind: 'account', subjectId: String(actor.accountId) });
    const serverNow = new Date(now.getTime() - city.clockShiftMs);
    const admitted = await admit(tx, keys, ownPasswordGates(actor.accountId, session.id), serverNow);
    if (admitted instanceof Refusal) return admitted;
    const { rows } = await sql<{ username: string; name: string; password_hash: string }>`
      select username, name, password_hash from account where id = ${actor.accountId}`.execute(tx);
    const account = rows[0]!;
    if (!(await verifyPassword(account.password_hash, body.current))) {
      // Told and not thrown, so that the try stays counted.
      return new Refusal({
        code: 'password-wrong',
        status: 403,
        what: '现在的密码不对',
        where: 'current',
        now: '请重新输入',
      });
    }
    await admitted.right(tx);
    const { leastLength } = await readSecurity(tx);
    const owner = { username: account.username, name: account.name, cityName: city.name };
    await checkNewPassword(body.next, leastLength, owner, 'next', body.current);
    await sql`update account set password_hash = ${await hashPassword(body.next)}, must_change = false, password_at = ${now}
      where id = ${actor.accountId}`.execute(tx);
    await endAllSessions(tx, actor.accountId, now, session.id);
    return {};
  }),
  handle(mySessions, async ({ tx, actor, now, session }) =>
    (await listSessions(tx, actor.accountId, now, session.limits)).map((row) => ({
      id: row.id,
      startedAt: row.started_at.toISOString(),
      lastUsedAt: row.last_used_at.toISOString(),
      device: deviceWords(row.device),
      address: row.address,
      current: row.id === session.id,
    })),
  ),
  handle(endSession, async ({ tx, actor, now, audit }, { params }) => {
    await end(tx, actor.accountId, params.id, now);
    audit({ subjectKind: 'session', subjectId: params.id });
    return {};
  }),
  handle(endOtherSessions, async ({ tx, actor, now, session, audit }) => {
    await endAllSessions(tx, actor.accountId, now, session.id);
    audit({ subjectKind: 'account', subjectId: String(actor.accountId) });
    return {};
  }),
  handle(factorRead, async ({ tx, actor }) => {
    const { since, recoveryLeft } = await factorState(tx, actor.accountId);
    const roles = actor.roles.map(({ role }) => role);
    return {
      since: since?.toISOString() ?? null,
      must: mustHaveFactor(roles, (await readSecurity(tx)).factorPolicy),
      recoveryLeft,
    };
  }),
  handle(factorBegin, async ({ tx, city, actor, keys, audit }) => {
    audit({ subjectKind: 'account', subjectId: String(actor.accountId) });
    const secret = await beginFactor(tx, keys, { cityCode: city.code, accountId: actor.accountId });
    return { secret, uri: factorUri(secret, `${city.name} ${actor.name}`) };
  }),
];
