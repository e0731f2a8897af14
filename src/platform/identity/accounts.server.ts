/** Accounts and their roles. */
import { sql } from 'kysely';
import type { Role } from '../../core/scope/room.ts';
import type { Day } from '../../core/time/room.ts';
import type { Tx } from '../../store/database.server.ts';
import { type Rests, restsOf } from './accounts.logic.ts';
import { hashPassword } from './password.server.ts';

export interface NewAccount {
  username: string;
  name: string;
  personId: number | null;
  password: string;
  mustChange: boolean;
  roles: readonly GivenRole[];
}

export interface GivenRole {
  role: Role;
  orgId: number | null;
  rests?: Rests;
}

/** Gives a role from a day on. The caller checks who may. */
export async function giveRole(tx: Tx, accountId: number, given: GivenRole, from: Day): Promise<void> {
  const rests = restsOf(given);
  await sql`
    insert into account_role (account_id, role, org_id, rests_on, rests_org_id, rests_post, valid_from)
    values (${accountId}, ${given.role}, ${given.orgId}, ${rests.on}, ${rests.on === 'nothing' ? null : rests.orgId},
      ${rests.on === 'post' ? rests.post : null}, ${from})`.execute(tx);
}

/** Makes an account with its roles; answers its id. The caller checks who may. Fails on `account_username_once`. */
export async function createAccount(tx: Tx, account: NewAccount, from: Day, now: Date): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into account (username, name, person_id, password_hash, must_change, created_at)
    values (${account.username}, ${account.name}, ${account.personId}, ${await hashPassword(account.password)}, ${account.mustChange}, ${now})
    returning id`.execute(tx);
  const id = rows[0]!.id;
  for (const given of account.roles) await giveRole(tx, id, given, from);
  return id;
}
