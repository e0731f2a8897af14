/** Sign-in and one's own account. */
import { sql } from 'kysely';
import { Refusal } from '../../core/record/room.ts';
import type { Actor } from '../../core/scope/room.ts';
import type { Day } from '../../core/time/room.ts';
import type { City, Tx } from '../../store/database.server.ts';
import { abilitiesOf } from '../access/room.ts';
import { type Handler, handle } from '../open/handler.server.ts';
import { changePassword, endSession, type Me, mySessions, whoAmI } from './identity.contract.ts';
import { decoyHash, hashPassword, verifyPassword } from './password.server.ts';
import { endSession as end, endAllSessions, listSessions } from './sessions.server.ts';

export interface AccountRow {
  id: number;
  name: string;
  person_id: number | null;
  password_hash: string;
  must_change: boolean;
}

const wrong = (): Refusal =>
  new Refusal({
    code: 'sign-in-wrong',
    status: 401,
    what: '用户名或密码不对',
    now: '请核对后再试；忘了密码请找安全管理员重设',
  });

/** The account that this name and password open; refuses without telling which of the two was wrong. Runs as xieshi_gate. */
export async function checkPassword(tx: Tx, username: string, password: string): Promise<AccountRow> {
  const { rows } = await sql<AccountRow>`
    select id, name, person_id, password_hash, must_change from account where username = ${username} and not disabled`.execute(
    tx,
  );
  const account = rows[0];
  const right = await verifyPassword(account?.password_hash ?? (await decoyHash()), password);
  if (!account || !right) throw wrong();
  return account;
}

/** What a page needs to know about who is signed in. Runs as xieshi_gate. */
export async function describeMe(
  tx: Tx,
  city: City,
  actor: Actor,
  mustChangePassword: boolean,
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
    mustChangePassword,
    city: { code: city.code, name: city.name, demo: city.demo },
    today,
  };
}

/** Runs inside a request, so the session at hand is known by the app; see app/door.server.ts for signing in and out. */
export const identityHandlers: readonly Handler[] = [
  handle(whoAmI, async ({ tx, city, actor, today, session }) => describeMe(tx, city, actor, session.mustChange, today)),
  handle(changePassword, async ({ tx, actor, now, session, audit }, { body }) => {
    const { rows } = await sql<{
      password_hash: string;
    }>`select password_hash from account where id = ${actor.accountId}`.execute(tx);
    if (!(await verifyPassword(rows[0]!.password_hash, body.current))) {
      throw new Refusal({ code: 'password-wrong', what: '现在的密码不对', where: 'current', now: '请重新输入' });
    }
    await sql`update account set password_hash = ${await hashPassword(body.next)}, must_change = false
      where id = ${actor.accountId}`.execute(tx);
    await endAllSessions(tx, actor.accountId, now, session.id);
    audit({ subjectKind: 'account', subjectId: String(actor.accountId) });
    return {};
  }),
  handle(mySessions, async ({ tx, actor, session }) =>
    (await listSessions(tx, actor.accountId)).map((row) => ({
      id: row.id,
      startedAt: row.started_at.toISOString(),
      lastUsedAt: row.last_used_at.toISOString(),
      device: row.device,
      current: row.id === session.id,
    })),
  ),
  handle(endSession, async ({ tx, actor, now, audit }, { params }) => {
    await end(tx, actor.accountId, params.id, now);
    audit({ subjectKind: 'session', subjectId: params.id });
    return {};
  }),
];
