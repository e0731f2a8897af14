/** From an account to an actor: roles in force today, organizations below them, people in one's charge. */
import { sql } from 'kysely';
import type { Actor, HeldRole, Role } from '../../core/scope/room.ts';
import type { Day } from '../../core/time/room.ts';
import { type City, type Database, STEWARD_DUTIES, type Tx, type TxScope } from '../../store/database.server.ts';
import { countRightsChanges } from '../../store/rights-change.server.ts';
import { PREPARED } from '../../store/statements.server.ts';
import { type Ability, GRANTS, isAdministrator, organizationsOf, reachesOf, standsFor } from './abilities.logic.ts';
import { keptId } from './kept-person.server.ts';

/** Ids of the organizations at and below some, on a day. */
export async function organizationsBelow(tx: Tx, tops: readonly number[], today: Day): Promise<number[]> {
  const below = await belowEach(tx, tops, today);
  return [...new Set([...below.values()].flat())].sort((a, b) => a - b);
}

/** The same for each of them. */
async function belowEach(tx: Tx, tops: readonly number[], today: Day): Promise<Map<number, number[]>> {
  if (tops.length === 0) return new Map();
  const { rows } = await sql<{ top: number; org_ids: number[] }>`
    with recursive below as (
      select org_id as top, org_id from org_span where org_id = any(${tops as number[]}::int[])
      union
      select b.top, s.org_id from org_span s join below b on s.parent_id = b.org_id
      where s.valid_from <= ${today} and s.valid_to > ${today})
    select top, array_agg(org_id order by org_id) as org_ids from below group by top`.execute(tx);
  return new Map(rows.map((row) => [row.top, row.org_ids]));
}

interface GivenRole {
  account_id: number;
  role: Role;
  org_id: number | null;
  rests_on: 'nothing' | 'post' | 'membership';
  rests_org_name: string | null;
  holds: boolean;
  since: Day | null;
}

/** Roles given to accounts and in force today, each with whether what it rests on still holds. Runs as xieshi_gate. */
async function givenRoles(
  tx: Tx,
  accounts: readonly { id: number; personId: number | null }[],
  today: Day,
): Promise<GivenRole[]> {
  const { rows } = await sql<GivenRole>`${PREPARED}
    select r.account_id, r.role, r.org_id, r.rests_on, b.holds, b.since,
      (select coalesce(o.short_names[1], o.name) from org_span o where o.org_id = r.rests_org_id
        order by o.valid_from desc limit 1) as rests_org_name
    from unnest(${accounts.map(({ id }) => id)}::int[], ${accounts.map(({ personId }) => personId)}::int[]) as a(id, person_id)
    join account_role r on r.account_id = a.id and r.valid_from <= ${today} and r.valid_to > ${today}
    cross join lateral (
      select true as holds, null::date as since where r.rests_on = 'nothing'
      union all
      select coalesce(bool_or(valid_from <= ${today} and valid_to > ${today}), false), max(valid_to) filter (where valid_to <= ${today})
      from post_span where r.rests_on = 'post' and person_id = a.person_id and org_id = r.rests_org_id and post = r.rests_post
      having r.rests_on = 'post'
      union all
      select coalesce(bool_or(valid_from <= ${today} and valid_to > ${today}), false), max(valid_to) filter (where valid_to <= ${today})
      from membership_span where r.rests_on = 'membership' and person_id = a.person_id and org_id = r.rests_org_id
      having r.rests_on = 'membership') b
    order by r.account_id, r.role, r.org_id`.execute(tx);
  return rows;
}

/** What is typed for others: in force, and only where who stands for it still may himself. Runs as xieshi_gate. */
async function delegatedRoles(tx: Tx, accountId: number, today: Day): Promise<HeldRole[]> {
  const { rows: given } = await sql<{ account_id: number; person_id: number; name: string; org_id: number }>`${PREPARED}
    select d.account_id, coalesce(m.into_id, d.person_id) as person_id, d.name, d.org_id from delegation d
    left join person_alias m on m.person_id = d.person_id
    join account a on a.id = d.account_id and not a.disabled
    where d.to_account_id = ${accountId} and d.valid_from <= ${today} and d.valid_to > ${today} and d.ended_at is null
    order by d.org_id, d.given_at`.execute(tx);
  if (given.length === 0) return [];
  const givers = new Map(given.map((row) => [row.account_id, { id: row.account_id, personId: row.person_id }]));
  const held = (await givenRoles(tx, [...givers.values()], today)).filter(
    ({ role, holds }) => holds && GRANTS[role]['delegation.own'] === 'unit',
  );
  const tops = [...held.flatMap(({ org_id }) => org_id ?? []), ...given.map(({ org_id }) => org_id)];
  const below = await belowEach(tx, tops, today);
  return given
    .filter(({ account_id, org_id }) =>
      held.some((role) => role.account_id === account_id && below.get(role.org_id ?? 0)?.includes(org_id)),
    )
    .map(({ person_id, name, org_id }) => ({
      role: 'delegate',
      orgId: org_id,
      orgIds: below.get(org_id) ?? [],
      standsFor: { personId: person_id, name },
    }));
}

/** The entries that were merged into some people, by whom they were merged into. */
async function mergedInto(tx: Tx, people: readonly number[]): Promise<Map<number, number[]>> {
  const { rows } = await sql<{ person_id: number; into_id: number }>`${PREPARED}
    select person_id, into_id from person_alias where into_id = any(${people as number[]}::int[]) order by person_id`.execute(
    tx,
  );
  return new Map([...Map.groupBy(rows, (row) => row.into_id)].map(([id, of]) => [id, of.map((row) => row.person_id)]));
}

/** The actor behind an account today. Runs as xieshi_gate. */
export async function readActor(
  tx: Tx,
  bound: { id: number; name: string; personId: number | null },
  today: Day,
): Promise<Actor> {
  // An account that is bound to an entry which was merged is that of the entry that was kept.
  const account = { ...bound, personId: bound.personId === null ? null : await keptId(tx, bound.personId) };
  const given = await givenRoles(tx, [account], today);
  const roles = given.filter(({ holds }) => holds);
  const { rows: charges } = await sql<{ person_id: number }>`${PREPARED}
    select person_id from charge_span
    where leader_id = ${account.personId} and valid_from <= ${today} and valid_to > ${today} order by person_id`.execute(
    tx,
  );
  const below = await belowEach(
    tx,
    roles.flatMap(({ org_id }) => org_id ?? []),
    today,
  );
  const chargeIds = charges.map((row) => row.person_id);
  const merged = await mergedInto(tx, [...chargeIds, ...(account.personId === null ? [] : [account.personId])]);
  // An administrator types for nobody: he sees no business data.
  const delegated = given.some(({ role }) => isAdministrator(role)) ? [] : await delegatedRoles(tx, account.id, today);
  return {
    accountId: account.id,
    name: account.name,
    personId: account.personId,
    roles: [
      ...roles.map(({ role, org_id }) => ({ role, orgId: org_id, orgIds: below.get(org_id ?? 0) ?? [] })),
      ...delegated,
    ],
    lapsed: given.flatMap(({ role, rests_on, rests_org_name, holds, since }) =>
      holds || rests_on === 'nothing' ? [] : [{ role, restsOn: rests_on, orgName: rests_org_name ?? '', since }],
    ),
    chargeIds,
    merged: {
      own: merged.get(account.personId ?? 0) ?? [],
      inCharge: chargeIds.flatMap((id) => merged.get(id) ?? []),
    },
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
    ability === 'delegation.own' ||
    ability === 'registry.write' ||
    ability === 'import.run' ||
    ability === 'correction.answer' ||
    ability === 'ledger.check';
  const orgs = organizationsOf(actor, ability);
  const stands = writing ? orgs.map((org) => ({ org, who: standsFor(actor, org) })) : [];
  return {
    as: 'actor',
    actor,
    reaches,
    writes: writing ? reaches : [],
    orgs,
    // Where a role looks up the whole city, its own organizations are those of a transaction that is scoped for another reason.
    registryOrgs: actor.roles.flatMap(({ role, orgIds }) => (GRANTS[role]['registry.read'] ? orgIds : [])),
    delegated: stands.flatMap(({ org, who }) => (who ? [org] : [])),
    standsFor: stands.flatMap(({ who }) => who?.personId ?? []),
    ...(ability === 'registry.read' || ability === 'person.own' || ability === 'delegation.own'
      ? { area: AREAS[ability] }
      : {}),
  };
}

const AREAS = { 'registry.read': 'registry', 'person.own': 'own', 'delegation.own': 'delegation' } as const;

/**
 * Actors of a city for a short while, so that not every request walks the tree. Forgotten at once when this process changes the
 * registry or roles; what another process changes is seen within a second, by counting the changes.
 */
export class ActorCache {
  readonly #database: Database;
  readonly #kept = new Map<string, { actor: Actor; until: number }>();
  readonly #changes = new Map<string, { count: number; until: number }>();
  /** Goes up when all is forgotten: what was read before is not kept after. */
  #generation = 0;
  static readonly KEEP_MS = 300_000;
  static readonly LOOK_EVERY_MS = 1_000;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(
    city: City,
    account: { id: number; name: string; personId: number | null },
    today: Day,
    nowMs: number,
  ): Promise<Actor> {
    await this.#look(city);
    const key = `${city.code}/${account.id}/${today}`;
    const kept = this.#kept.get(key);
    if (kept && kept.until > nowMs) return kept.actor;
    const generation = this.#generation;
    const actor = await this.#database.inCity(city, { as: 'gate' }, (tx) => readActor(tx, account, today));
    if (generation === this.#generation) this.#kept.set(key, { actor, until: nowMs + ActorCache.KEEP_MS });
    return actor;
  }

  /** Forgets the actors when rights changed since the last look. By the machine's own time: a test's clock stands still. */
  async #look(city: City): Promise<void> {
    const known = this.#changes.get(city.code);
    const now = performance.now();
    if (known && known.until > now) return;
    const until = now + ActorCache.LOOK_EVERY_MS;
    // Those who come while it is looked at go on with what is known.
    if (known) known.until = until;
    const count = await this.#database.inCity(city, { as: 'gate' }, countRightsChanges);
    if (known && known.count !== count) this.forget();
    this.#changes.set(city.code, { count, until });
  }

  forget(): void {
    this.#generation += 1;
    this.#kept.clear();
  }
}
