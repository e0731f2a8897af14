/** Entries as they are laid side by side. */
import { sql } from 'kysely';
import { type Day, monthOf } from '../../core/time/room.ts';
import type { Tx } from '../../store/database.server.ts';
import type { DuplicateEntry } from './duplicates.contract.ts';

/** Entries by id, as they stand today; those that are not there are left out. */
export async function readEntries(tx: Tx, ids: readonly number[], today: Day): Promise<Map<number, DuplicateEntry>> {
  const { rows } = await sql<Omit<DuplicateEntry, 'bornMonth'> & { bornMonth: Day | null }>`
    select p.person_id as "personId", p.name, p.sex, p.joined_on as "joinedOn", p.joined_precision as "joinedPrecision",
      p.born_month as "bornMonth",
      array(select o.name from membership_span m
        cross join lateral (select coalesce(short_names[1], name) as name from org_span s where s.org_id = m.org_id
          and s.valid_from <= ${today} order by s.valid_from desc limit 1) o
        where m.person_id = p.person_id and m.valid_from <= ${today} and m.valid_to > ${today} order by m.valid_from) as units,
      array(select o.name || '　' || t.title from post_span t
        cross join lateral (select coalesce(short_names[1], name) as name from org_span s where s.org_id = t.org_id
          and s.valid_from <= ${today} order by s.valid_from desc limit 1) o
        where t.person_id = p.person_id and t.valid_from <= ${today} and t.valid_to > ${today} order by t.valid_from) as posts
    from (select distinct on (person_id) * from person_span where person_id = any(${ids as number[]}::int[])
      order by person_id, (valid_from <= ${today}) desc, valid_from desc) p`.execute(tx);
  return new Map(
    rows.map((row) => [row.personId, { ...row, bornMonth: row.bornMonth === null ? null : monthOf(row.bornMonth) }]),
  );
}
