/** What the city holds, as far as importing must know it. */
import { sql } from 'kysely';
import type { Day, Month } from '../core/time/room.ts';
import type { LayoutId } from '../platform/open/room.ts';
import {
  activityKey,
  type HeldMembership,
  type HeldPost,
  type KnownLedger,
  ledgerKey,
  type RoughDay,
  type World,
  type WorldOrg,
  type WorldPerson,
} from '../registry/organizations/room.ts';
import { chargesFrom, knownKeyPlans } from '../registry/responsibility/import-reading.server.ts';
import type { Tx } from '../store/database.server.ts';
import { kindById } from './kinds.logic.ts';

/** The end of a span; one that has none lasts. */
const endOf = (to: string): Day | null => (to === 'infinity' ? null : (to as Day));

async function readOrgs(tx: Tx, today: Day): Promise<Map<number, WorldOrg>> {
  const { rows } = await sql<WorldOrg>`
    select org_id as id, name, short_names as "shortNames", kind, sector, parent_id as "parentId" from org_span
    where valid_from <= ${today} and valid_to > ${today} order by org_id`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

async function readPeople(tx: Tx, today: Day): Promise<Map<number, WorldPerson>> {
  const { rows: people } = await sql<{
    id: number;
    name: string;
    day: Day | null;
    precision: RoughDay['precision'];
    sex: 'male' | 'female' | null;
    bornMonth: Month | null;
    since: Day;
  }>`
    select person_id as id, name, joined_on as day, joined_precision as precision, sex,
      to_char(born_month, 'YYYY-MM') as "bornMonth", valid_from as since from person_span
    where valid_from <= ${today} and valid_to > ${today} order by person_id`.execute(tx);
  const { rows: memberships } = await sql<{ id: number; to: string } & Omit<HeldMembership, 'to'>>`
    select person_id as id, org_id as "orgId", valid_from as "from", valid_to as "to", category from membership_span
    order by person_id, valid_from`.execute(tx);
  const { rows: posts } = await sql<{ id: number; to: string } & Omit<HeldPost, 'to'>>`
    select person_id as id, org_id as "orgId", valid_from as "from", valid_to as "to", post, title, rank from post_span
    order by person_id, valid_from, org_id`.execute(tx);
  const membershipsOf = Map.groupBy(memberships, (row) => row.id);
  const postsOf = Map.groupBy(posts, (row) => row.id);
  return new Map(
    people.map(({ id, name, day, precision, sex, bornMonth, since }) => [
      id,
      {
        id,
        name,
        joinedOn: day === null ? null : { day, precision },
        sex,
        bornMonth,
        since,
        memberships: (membershipsOf.get(id) ?? []).map(({ id: _, to, ...held }) => ({ ...held, to: endOf(to) })),
        posts: (postsOf.get(id) ?? []).map(({ id: _, to, ...held }) => ({ ...held, to: endOf(to) })),
      },
    ]),
  );
}

async function readActivities(tx: Tx): Promise<Set<string>> {
  const { rows } = await sql<{ kind: string; orgId: number; heldOn: Day; topic: string | null; people: number[] }>`
    select kind, org_id as "orgId", held_on as "heldOn", body ->> 'topic' as topic, people from activity`.execute(tx);
  return new Set(
    rows.flatMap(({ kind: id, orgId, heldOn, topic, people }) => {
      const kind = kindById.get(id);
      return kind ? [activityKey(kind, orgId, heldOn, topic ?? '', people)] : [];
    }),
  );
}

/** Months of ledgers; of those cadres whom the files name also what stands in them, so that its other part can join it. */
async function readLedgers(tx: Tx, text: string): Promise<Map<string, KnownLedger>> {
  const { rows } = await sql<{
    personId: number;
    name: string | null;
    period: string;
    version: number;
    state: KnownLedger['state'];
  }>`
    select r.owner_id as "personId", (select max(p.name) from person_span p where p.person_id = r.owner_id) as name,
      r.body ->> 'period' as period, max(r.version) as version, min(l.state) as state
    from record r left join ledger l on l.ledger_id = r.id
    where r.kind = 'monthLedger' and r.about_id is null group by r.owner_id, r.body ->> 'period'`.execute(tx);
  const named = [...new Set(rows.flatMap(({ personId, name }) => (name && text.includes(name) ? [personId] : [])))];
  const bodies = await readBodies(tx, named);
  return new Map(
    rows.map(({ personId, period, version, state }) => {
      const stored = bodies.get(ledgerKey(personId, period));
      return [ledgerKey(personId, period), { state, version, ...(stored ? { stored } : {}) }];
    }),
  );
}

async function readBodies(tx: Tx, people: readonly number[]): Promise<Map<string, Record<string, unknown>>> {
  if (people.length === 0) return new Map();
  const { rows } = await sql<{ personId: number; period: string; body: Record<string, unknown> }>`
    select distinct on (id) owner_id as "personId", body ->> 'period' as period, body from record
    where kind = 'monthLedger' and about_id is null and owner_id = any(${people}::int[])
    order by id, version desc`.execute(tx);
  return new Map(rows.map(({ personId, period, body }) => [ledgerKey(personId, period), body]));
}

/**
 * Reads the world as it is today. Activities and ledgers are many and are read only for files that bring some.
 * `ledgerText`: what the files of ledgers say, by which it is known whose they are. New ids follow all that were ever given, also those of imports taken back.
 */
export async function readWorld(tx: Tx, today: Day, layouts: ReadonlySet<LayoutId>, ledgerText = ''): Promise<World> {
  const { rows } = await sql<{ org: number; person: number }>`
    select coalesce((select max(org_id) from organization_fact), 0) as org,
      coalesce((select max(person_id) from person_fact), 0) as person`.execute(tx);
  return {
    orgs: await readOrgs(tx, today),
    people: await readPeople(tx, today),
    nextOrgId: rows[0]!.org + 1,
    nextPersonId: rows[0]!.person + 1,
    activities: layouts.has('life') || layouts.has('training') ? await readActivities(tx) : new Set(),
    ledgers: layouts.has('ledger') ? await readLedgers(tx, ledgerText) : new Map(),
    charges: layouts.has('responsibility') ? await chargesFrom(tx, today) : new Set(),
    keyPlans: layouts.has('keyPlan') ? await knownKeyPlans(tx) : new Map(),
  };
}
