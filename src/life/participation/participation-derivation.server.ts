/**
 * From records to what is current: each activity in its latest version, and one row for each person's part in it. Withdrawn
 * records and records of acts that were taken back leave no row.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Derivation } from '../../store/append.server.ts';

/** The latest version of each record that an organization holds, as the sources now say. */
const current = (filter: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select * from (
    select distinct on (id) * from record r
    where owner_id is null and ${filter}
      and not exists (select from act_taken_back b where b.act_id = r.act_id)
    order by id, version desc) latest
  where not withdrawn)`;

export const participationDerivation: Derivation = {
  name: '活动和参加记录',
  tables: ['activity', 'participation'],
  async derive(tx, touched) {
    if (touched !== 'all' && touched.records.length === 0) return;
    const of = (column: string): RawBuilder<unknown> =>
      touched === 'all' ? sql`true` : sql`${sql.ref(column)} = any(${touched.records}::uuid[])`;
    await sql`delete from activity where ${of('record_id')}`.execute(tx);
    await sql`delete from participation where ${of('record_id')}`.execute(tx);
    await sql`
      insert into activity (record_id, version, kind, org_id, held_on, starts_at, place, due, present, people, body, author, stands_for,
        recorded_at)
      select id, version, kind, org_id, held_on, starts_at, place, due, present, people, body, author, stands_for, recorded_at
      from ${current(of('id'))} c`.execute(tx);
    await sql`
      insert into participation (record_id, person_id, part, version, kind, org_id, held_on, name, reason)
      select p.record_id, p.person_id, p.part, p.version, c.kind, c.org_id, c.held_on, p.name, p.reason
      from ${current(of('id'))} c join record_person p on p.record_id = c.id and p.version = c.version`.execute(tx);
  },
};
