/**
 * Who an entry turned out to be. An entry counts as merged by what was said last about it, and leads to the end of its chain: when
 * the kept one is itself merged later, both lead to the last.
 */
import { sql } from 'kysely';
import type { Derivation } from '../../store/append.server.ts';

const aliases = sql`
  with recursive latest as (
    select distinct on (person_id) person_id, case when ended then merged_into end as into_id from person_fact f
    where person_id in (select person_id from person_fact where merged_into is not null)
      and not exists (select from act_taken_back b where b.act_id = f.act_id)
    order by person_id, valid_from desc, seq desc),
  merged as (select person_id, into_id from latest where into_id is not null),
  chain as (
    select person_id, into_id from merged
    union
    select c.person_id, m.into_id from chain c join merged m on m.person_id = c.into_id)
  select person_id, into_id from chain where into_id not in (select person_id from merged)`;

export const aliasDerivation: Derivation = {
  name: '合并的人员条目',
  tables: ['person_alias'],
  async derive(tx, touched) {
    if (touched !== 'all' && touched.people.length === 0) return;
    // There are few, and most acts change none of them: only what differs is written, so that acts do not wait for one another.
    await sql`
      with now as (${aliases})
      delete from person_alias a
      where not exists (select from now n where n.person_id = a.person_id and n.into_id = a.into_id)`.execute(tx);
    await sql`
      with now as (${aliases})
      insert into person_alias (person_id, into_id) select person_id, into_id from now
      on conflict do nothing`.execute(tx);
  },
};
