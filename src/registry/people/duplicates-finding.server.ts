/** Pairs of entries that may be one person, and what speaks for it. */
import { sql } from 'kysely';
import type { Day } from '../../core/time/room.ts';
import type { Tx } from '../../store/database.server.ts';

/** What two entries of one name have in common besides. */
export interface FoundPair {
  oneId: number;
  otherId: number;
  sameUnit: boolean;
  /** One belongs to a unit at or below a unit of the other, committees of the city and its counties left out. */
  relatedUnit: boolean;
  sameJoined: boolean;
  /** At least one of the two is known by the month only. */
  sameJoinedMonth: boolean;
  sameBorn: boolean;
}

export interface PairPage {
  total: number;
  pairs: FoundPair[];
}

/**
 * Entries of one name that share a unit, the time of joining or the month of birth today, those with most in common first. Pairs
 * that were said to be two people are left out.
 */
export async function findPairs(
  tx: Tx,
  today: Day,
  { q, limit, offset }: { q: string; limit: number; offset: number },
): Promise<PairPage> {
  const on = (table: string) =>
    sql`${sql.ref(`${table}.valid_from`)} <= ${today} and ${sql.ref(`${table}.valid_to`)} > ${today}`;
  const { rows } = await sql<FoundPair & { total: number }>`
    with recursive
    -- Everybody is below the committees of the city and of a county: that says nothing.
    line as (
      select org_id, case when kind in ('municipalCommittee', 'countyCommittee') then '{}'::int[] else array[org_id] end as ids
      from org_span o where ${on('o')} and parent_id is null
      union all
      select o.org_id, case when o.kind in ('municipalCommittee', 'countyCommittee') then l.ids else l.ids || o.org_id end
      from org_span o join line l on l.org_id = o.parent_id where ${on('o')}),
    shared as materialized (
      select name from person_span p where ${on('p')} and (${q} = '' or name = ${q}) group by name having count(*) > 1),
    living as materialized (
      select person_id, p.name, joined_on, joined_precision, born_month
      from person_span p join shared using (name) where ${on('p')}),
    placed as (
      select n.person_id, array_agg(u.org_id) as units, array_agg(u.org_id) || array_agg(a.id) as lines
      from living n cross join lateral (
        select n.person_id, org_id from membership_span m where m.person_id = n.person_id and ${on('m')}
        union select n.person_id, org_id from post_span t where t.person_id = n.person_id and ${on('t')}) u
      left join line l on l.org_id = u.org_id left join lateral unnest(l.ids) as a(id) on true
      group by n.person_id),
    entry as materialized (
      select n.*, coalesce(p.units, '{}') as units, coalesce(p.lines, '{}') as lines
      from living n left join placed p using (person_id)),
    pair as (
      select a.name, a.person_id as "oneId", b.person_id as "otherId",
        a.units && b.units as "sameUnit",
        a.units && b.lines or b.units && a.lines as "relatedUnit",
        coalesce(a.joined_on = b.joined_on and a.joined_precision = 'day' and b.joined_precision = 'day', false) as "sameJoined",
        coalesce(date_trunc('month', a.joined_on) = date_trunc('month', b.joined_on)
          and (a.joined_precision = 'month' or b.joined_precision = 'month'), false) as "sameJoinedMonth",
        coalesce(a.born_month = b.born_month, false) as "sameBorn"
      from entry a join entry b on b.name = a.name and b.person_id > a.person_id)
    select "oneId", "otherId", "sameUnit", "relatedUnit", "sameJoined", "sameJoinedMonth", "sameBorn",
      count(*) over ()::int as total
    from pair p
    where ("sameUnit" or "relatedUnit" or "sameJoined" or "sameJoinedMonth" or "sameBorn")
      and not exists (select from registry_act r where r.kind = 'person.distinct' and r.people @> array["oneId", "otherId"]
        and not exists (select from act_taken_back b where b.act_id = r.act_id))
    order by ("sameUnit" or "relatedUnit")::int + ("sameJoined" or "sameJoinedMonth")::int + "sameBorn"::int desc,
      "sameUnit" desc, "sameJoined" desc, name, "oneId", "otherId"
    limit ${limit} offset ${offset}`.execute(tx);
  return {
    total: rows[0]?.total ?? 0,
    pairs: rows.map(({ total: _, ...pair }) => pair),
  };
}
