/** Reads what planning an adjustment must know. */
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../store/database.server.ts';
import { EMPTY_STATE, type RegistryState } from './state.logic.ts';
import { type HeldFact, keyOf, type OrgFact, type Said, type Timeline } from './timeline.logic.ts';

type Row<F> = F & { seq: number; actId: string };

/** An act, to see the registry as it was when the act was made: its own facts count, though it was taken back since. */
export interface MadeBy {
  actId: string;
  at: Date;
}

/** Facts that count now, or counted when an act was made. */
const counts = (then: MadeBy | undefined): RawBuilder<unknown> =>
  then
    ? sql`(f.act_id = ${then.actId} or f.recorded_at <= ${then.at}
        and not exists (select from act_taken_back b where b.act_id = f.act_id and b.recorded_at <= ${then.at}))`
    : sql`not exists (select from act_taken_back b where b.act_id = f.act_id)`;

function timelines<F extends OrgFact | HeldFact>(rows: readonly Row<F>[]): Map<string, Timeline<F>> {
  const found = new Map<string, Said<F>[]>();
  for (const { seq, actId, ...fact } of rows) {
    const said = { seq: Number(seq), actId, fact: fact as unknown as F };
    const key = keyOf(said.fact);
    const known = found.get(key);
    if (known) known.push(said);
    else found.set(key, [said]);
  }
  return found;
}

async function readOrganizations(tx: Tx, then: MadeBy | undefined): Promise<Map<number, Timeline<OrgFact>>> {
  const { rows } = await sql<Row<OrgFact>>`
    select f.seq, f.act_id as "actId", 'organization' as fact, f.org_id as "orgId", f.valid_from as "validFrom", f.ended, f.name,
      f.short_names as "shortNames", f.kind, f.sector, f.parent_id as "parentId", f.term_expires_on as "termExpiresOn",
      f.second_parent_id as "secondParentId", f.covers
    from organization_fact f where ${counts(then)} order by f.org_id, f.valid_from, f.seq`.execute(tx);
  return new Map([...timelines(rows).values()].map((timeline) => [timeline[0]!.fact.orgId, timeline]));
}

/** Everybody who was ever a member or had a post in some organizations. */
async function peopleIn(tx: Tx, orgIds: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select person_id as id from membership_fact where org_id = any(${orgIds}::int[])
    union select person_id from post_fact where org_id = any(${orgIds}::int[])`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The state around some organizations, now or when an act was made. */
export async function readState(tx: Tx, orgIds: readonly number[], then?: MadeBy): Promise<RegistryState> {
  const orgs = await readOrganizations(tx, then);
  const { rows: ids } = await sql<{ last: number }>`
    select coalesce(max(org_id), 0) as last from organization_fact`.execute(tx);
  const nextOrgId = ids[0]!.last + 1;
  if (orgIds.length === 0) return { ...EMPTY_STATE, orgs, nextOrgId };
  const people = await peopleIn(tx, orgIds);
  const of = sql`(f.person_id = any(${people}::int[])) and ${counts(then)}`;
  const inside = sql`f.org_id = any(${orgIds as number[]}::int[]) and ${counts(then)}`;
  const { rows: memberships } = await sql<Row<HeldFact>>`
    select f.seq, f.act_id as "actId", 'membership' as fact, f.person_id as "personId", f.org_id as "orgId",
      f.valid_from as "validFrom", f.ended, f.category, f.situation
    from membership_fact f where ${of} order by f.valid_from, f.seq`.execute(tx);
  const { rows: posts } = await sql<Row<HeldFact>>`
    select f.seq, f.act_id as "actId", 'post' as fact, f.person_id as "personId", f.org_id as "orgId", f.post,
      f.valid_from as "validFrom", f.ended, f.title, f.rank
    from post_fact f where ${of} order by f.valid_from, f.seq`.execute(tx);
  const { rows: orgCharges } = await sql<Row<HeldFact>>`
    select f.seq, f.act_id as "actId", 'orgCharge' as fact, f.leader_id as "leaderId", f.org_id as "orgId", f.relation,
      f.valid_from as "validFrom", f.ended
    from org_charge_fact f where ${inside} order by f.valid_from, f.seq`.execute(tx);
  const { rows: itemCharges } = await sql<Row<HeldFact>>`
    select f.seq, f.act_id as "actId", 'itemCharge' as fact, f.leader_id as "leaderId", f.org_id as "orgId",
      f.item_id as "itemId", f.valid_from as "validFrom", f.ended
    from item_charge_fact f where ${inside} order by f.valid_from, f.seq`.execute(tx);
  const leaders = [...orgCharges, ...itemCharges].flatMap((row) => ('leaderId' in row ? [row.leaderId] : []));
  const { rows: names } = await sql<{ id: number; name: string }>`
    select distinct on (person_id) person_id as id, name from person_span
    where person_id = any(${[...people, ...leaders]}::int[]) order by person_id, valid_from desc`.execute(tx);
  return {
    nextOrgId,
    orgs,
    held: timelines([...memberships, ...posts, ...orgCharges, ...itemCharges]),
    names: new Map(names.map(({ id, name }) => [id, name])),
  };
}

/** Organizations around which the state must be read to judge an act: in which it said anything, or which it brought. */
export async function organizationsOfAct(tx: Tx, actId: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select org_id as id from membership_fact where act_id = ${actId}
    union select org_id from post_fact where act_id = ${actId}
    union select org_id from org_charge_fact where act_id = ${actId}
    union select org_id from item_charge_fact where act_id = ${actId}
    union select org_id from organization_fact where act_id = ${actId}`.execute(tx);
  return rows.map(({ id }) => id);
}
