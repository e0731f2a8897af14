/**
 * From records to what is current: each activity in its latest version, and one row for each person's part in it. Withdrawn
 * records and records of acts that were taken back leave no row. People stand in it as who they turned out to be: what was
 * recorded under an entry that was merged into another counts for that other.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Derivation } from '../../store/append.server.ts';
import { PREPARED } from '../../store/statements.server.ts';

/** The latest version of each record that an organization holds, as the sources now say. */
const current = (filter: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select * from (
    select distinct on (id) * from record r
    where owner_id is null and ${filter}
      and not exists (select from act_taken_back b where b.act_id = r.act_id)
    order by id, version desc) latest
  where not withdrawn)`;

/** The people of a record as who they turned out to be, each once, in the order of the record. */
const asKept = (people: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  case when exists (select from person_alias a where a.person_id = any(${people})) then array(
      select coalesce(a.into_id, p.id) from unnest(${people}) with ordinality as p(id, place)
      left join person_alias a on a.person_id = p.id
      group by coalesce(a.into_id, p.id) order by min(p.place))
    else ${people} end`;

export const participationDerivation: Derivation = {
  name: '活动和参加记录',
  tables: ['activity', 'participation'],
  async derive(tx, touched) {
    if (touched !== 'all' && touched.records.length === 0) return;
    const of = (column: string): RawBuilder<unknown> =>
      touched === 'all' ? sql`true` : sql`${sql.ref(column)} = any(${touched.records}::uuid[])`;
    await sql`${PREPARED}
      with gone as (delete from activity where ${of('record_id')})
      delete from participation where ${of('record_id')}`.execute(tx);
    await sql`${PREPARED}
      insert into activity (record_id, version, kind, org_id, held_on, starts_at, place, due, present, people, body, author, stands_for,
        recorded_at)
      select id, version, kind, org_id, held_on, starts_at, place, due, present, ${asKept(sql`people`)}, body, author,
        coalesce((select into_id from person_alias where person_id = c.stands_for), c.stands_for), recorded_at
      from ${current(of('id'))} c`.execute(tx);
    await sql`${PREPARED}
      insert into participation (record_id, person_id, part, version, kind, org_id, held_on, name, reason)
      select p.record_id, k.id, p.part, p.version, c.kind, c.org_id, c.held_on, p.name, p.reason
      from ${current(of('id'))} c join record_person p on p.record_id = c.id and p.version = c.version
      left join person_alias a on a.person_id = p.person_id
      cross join lateral (select coalesce(a.into_id, p.person_id) as id) k
      -- Of two entries of one member in one part one row remains; and where either was there, he was not absent.
      where not (k.id in (select into_id from person_alias) and exists (
        select from record_person o left join person_alias oa on oa.person_id = o.person_id
        where o.record_id = p.record_id and o.version = p.version and o.person_id <> p.person_id
          and coalesce(oa.into_id, o.person_id) = k.id
          and (p.part = 'absent' and o.part <> 'absent'
            or p.part = o.part and (o.person_id = k.id or p.person_id <> k.id and o.person_id < p.person_id))))`.execute(
      tx,
    );
  },
};
