/** Whoever makes administrators does not make them alone: what was done waits for an administrator of another kind. */
import { sql } from 'kysely';
import type { Role } from '../../core/scope/room.ts';
import type { Tx } from '../../store/database.server.ts';
import { newId } from '../../store/new-id.server.ts';
import { isAdministrator } from '../access/room.ts';
import type { Call } from '../open/handler.server.ts';
import { endAllSessions } from './sessions.server.ts';
import type { Awaited } from './waiting.logic.ts';

/** Which of the three somebody is who does an administrator's work. */
export const kindOf = ({ actor }: Call): Role => actor.roles.find(({ role }) => isAdministrator(role))!.role;

/** Takes back what was asked for an account: it was for what the account was to be before. */
async function withdraw({ tx, actor, now }: Call, accountId: number): Promise<void> {
  await sql`update factor_reset set canceled_by = ${actor.accountId}, canceled_at = ${now}
    where account_id = ${accountId} and kind <> 'factor' and confirmed_at is null and canceled_at is null`.execute(tx);
}

/** Shuts an administrator's account until another administrator has confirmed it, and asks for that. */
export async function awaitSecond(call: Call, accountId: number, kind: Awaited, role: Role): Promise<void> {
  const { tx, actor, now } = call;
  // The former request first, as confirming does: the two must not wait for each other.
  await withdraw(call, accountId);
  await sql`insert into factor_reset (id, account_id, kind, role, reason, asked_by, asked_role, asked_at)
    values (${newId(now)}, ${accountId}, ${kind}, ${role}, '', ${actor.accountId}, ${kindOf(call)}, ${now})`.execute(
    tx,
  );
  await sql`update account set awaits = ${kind} where id = ${accountId}`.execute(tx);
  await endAllSessions(tx, accountId, now);
}

/** The account is no administrator's anymore: nothing is left to confirm. */
export async function awaitNobody(call: Call, accountId: number): Promise<void> {
  await withdraw(call, accountId);
  await sql`update account set awaits = null where id = ${accountId} and awaits is not null`.execute(call.tx);
}

/** Lets a waiting account work. Runs with the duty `factor.reset`. */
export async function releaseAccount(tx: Tx, accountId: number): Promise<void> {
  await sql`update account set awaits = null where id = ${accountId} and awaits is not null`.execute(tx);
}

/** What a new password of an administrator's account waits for; undefined when a second factor stands, so that it opens nothing. */
export async function awaitedByPassword(tx: Tx, accountId: number): Promise<Awaited | undefined> {
  const { rows } = await sql<{ awaits: Awaited | null; stands: boolean }>`
    select awaits, exists (select from account_factor f where f.account_id = account.id and f.secret is not null) as stands
    from account where id = ${accountId}`.execute(tx);
  const { awaits, stands } = rows[0]!;
  // Asked anew under the same name: who confirms must know that the account never worked.
  return awaits ?? (stands ? undefined : 'password');
}
