/** From an account to an actor: roles in force today, organizations below them, people in one's charge. */
import { sql } from 'kysely';
import type { Actor, Role } from '../../core/scope/room.ts';
import type { Day } from '../../core/time/room.ts';
import { type City, type Database, STEWARD_DUTIES, type Tx, type TxScope } from '../../store/database.server.ts';
import { type Ability, reachesOf } from './abilities.logic.ts';

/** Ids of the organizations at and below some, on a day. */
export async function organizationsBelow(tx: Tx, tops: readonly number[], today: Day): Promise<number[]> {
  if (tops.length === 0) return [];
  const { rows } = await sql<{ org_id: number }>`
    with recursive below as (
      select org_id from org_span where org_id = any(${tops as number[]}::int[])
      union
      select s.org_id from org_span s join below b on s.parent_id = b.org_id
      where s.valid_from <= ${today} and s.valid_to > ${today})
    select org_id from below order by org_id`.execute(tx);
  return rows.map((row) => row.org_id);
}

/** The actor behind an account today. Runs as xieshi_gate. */
export async function readActor(
  tx: Tx,
  account: { id: number; name: string; personId: number | null },
  today: Day,
): Promise<Actor> {
  const { rows: roles } = await sql<{ role: Role; org_id: number | null }>`
    select role, org_id from account_role
    where account_id = ${account.id} and valid_from <= ${today} and valid_to > ${today} order by role, org_id`.execute(
    tx,
  );
  const { rows: charges } = await sql<{ person_id: number }>`
    select person_id from charge_span
    where leader_id = ${account.personId} and valid_from <= ${today} and valid_to > ${today} order by person_id`.execute(
    tx,
  );
  const tops = roles.flatMap((held) => (held.org_id === null ? [] : [held.org_id]));
  return {
    accountId: account.id,
    name: account.name,
    personId: account.personId,
    roles: roles.map((held) => ({ role: held.role, orgId: held.org_id })),
    orgIds: await organizationsBelow(tx, tops, today),
    chargeIds: charges.map((row) => row.person_id),
  };
}

/** The database scope for one ability of an actor: no more than this route needs. */
export function scopeFor(actor: Actor, ability: Ability): TxScope {
  if (ability === 'account.own') return { as: 'gate' };
  const duty = STEWARD_DUTIES.find((one) => one === ability);
  if (duty) return { as: 'steward', duty };
  const reaches = reachesOf(actor, ability);
  const writing =
    ability === 'record.write' ||
    ability === 'registry.write' ||
    ability === 'import.run' ||
    ability === 'correction.answer' ||
    ability === 'ledger.check';
  return {
    as: 'actor',
    actor,
    reaches,
    writes: writing ? reaches : [],
    registry: reachesOf(actor, 'registry.read'),
    ...(ability === 'registry.read' ? { area: 'registry' } : ability === 'person.own' ? { area: 'own' } : {}),
  };
}

/** Actors of a city for a short while, so that not every request walks the tree. Forgotten at once when the registry or roles change. */
export class ActorCache {
  readonly #database: Database;
  readonly #kept = new Map<string, { actor: Actor; until: number }>();
  static readonly KEEP_MS = 30_000;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(
    city: City,
    account: { id: number; name: string; personId: number | null },
    today: Day,
    nowMs: number,
  ): Promise<Actor> {
    const key = `${city.code}/${account.id}/${today}`;
    const kept = this.#kept.get(key);
    if (kept && kept.until > nowMs) return kept.actor;
    const actor = await this.#database.inCity(city, { as: 'gate' }, (tx) => readActor(tx, account, today));
    this.#kept.set(key, { actor, until: nowMs + ActorCache.KEEP_MS });
    return actor;
  }

  forget(): void {
    this.#kept.clear();
  }
}
