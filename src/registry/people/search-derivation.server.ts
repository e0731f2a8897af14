/**
 * Search entries of people and organizations. An entry stands on what was said last about its subject, whatever the day: search
 * is for finding somebody, the page that it opens says what was so when.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Derivation, Touched } from '../../store/append.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { haystackOf } from './search-text.server.ts';

interface EntryRow {
  subject_id: number;
  name: string;
  names: string[];
  detail: string;
  org_ids: number[];
  leading_cadre: boolean;
}

/** Rows a statement carries at once. */
const BATCH = 5_000;

/** The newest span of each organization, with the short name that people use. */
const newestOrgs = sql`
  select distinct on (org_id) org_id, parent_id, name, coalesce(short_names[1], name) as short_name,
    valid_to < 'infinity' as dissolved
  from org_span order by org_id, valid_from desc`;

async function organizationEntries(tx: Tx, filter: RawBuilder<unknown>): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    with newest as (${newestOrgs}),
    called as (
      select org_id, array_agg(distinct name) as names from (
        select org_id, name from org_span union select org_id, unnest(short_names) from org_span) n
      group by org_id)
    select o.org_id as subject_id, o.name, c.names,
      coalesce(p.short_name, '') || case when o.dissolved then '（已撤销）' else '' end as detail,
      '{}'::int[] as org_ids, false as leading_cadre
    from newest o join called c using (org_id) left join newest p on p.org_id = o.parent_id
    where ${filter}`.execute(tx);
  return rows;
}

async function personEntries(tx: Tx, filter: RawBuilder<unknown>): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    with newest as (${newestOrgs}),
    -- What still holds before what ended, a leading post before others, the newest first.
    place as (
      select distinct on (person_id) person_id, org_id, title from (
        select person_id, org_id, title, rank is not null as leads, true as is_post, valid_from, valid_to from post_span
        union all
        select person_id, org_id, '', false, false, valid_from, valid_to from membership_span) x
      where ${filter}
      order by person_id, valid_to desc, leads desc, is_post desc, valid_from desc, org_id, title)
    select s.person_id as subject_id, s.name, s.names || coalesce(m.names, '{}') as names, s.org_ids, s.leading_cadre,
      concat_ws('　', o.short_name, nullif(p.title, '')) as detail
    from (
      select distinct on (person_id) person_id, name, org_ids, leading_cadre,
        array_agg(name) over (partition by person_id) as names
      from person_span where ${filter} order by person_id, valid_from desc) s
    -- Whoever looks for him by the name of an entry that was merged into his finds him.
    left join (select a.into_id as person_id, array_agg(distinct f.name) as names
      from person_alias a join person_fact f on f.person_id = a.person_id
      where not f.ended and not exists (select from act_taken_back b where b.act_id = f.act_id) group by a.into_id) m using (person_id)
    left join place p using (person_id) left join newest o using (org_id)`.execute(tx);
  return rows;
}

async function replace(
  tx: Tx,
  subject: 'person' | 'organization',
  ids: readonly number[] | 'all',
  entries: readonly EntryRow[],
): Promise<void> {
  const which = ids === 'all' ? sql`true` : sql`subject_id = any(${ids as number[]}::int[])`;
  await sql`delete from search_entry where subject = ${subject} and ${which}`.execute(tx);
  for (let at = 0; at < entries.length; at += BATCH) {
    const rows = entries.slice(at, at + BATCH).map(({ names, ...entry }) => ({
      ...entry,
      haystack: haystackOf(names, subject),
    }));
    await sql`
      insert into search_entry (subject, subject_id, name, haystack, detail, org_ids, leading_cadre)
      select ${subject}, e.* from json_to_recordset(${JSON.stringify(rows)}::json)
        as e(subject_id int, name text, haystack text, detail text, org_ids int[], leading_cadre boolean)`.execute(tx);
  }
}

/** Who and what shows a touched organization's name: itself, those right below it, and the people in it. */
async function reachedBy(tx: Tx, touched: Touched): Promise<{ orgs: number[]; people: number[] }> {
  const { orgs } = touched;
  const { rows } = await sql<{ orgs: number[]; people: number[] }>`
    select
      array(select org_id from org_span where parent_id = any(${orgs}::int[]) union select unnest(${orgs}::int[])) as orgs,
      array(select person_id from membership_span where org_id = any(${orgs}::int[])
        union select person_id from post_span where org_id = any(${orgs}::int[])
        union select unnest(${touched.people}::int[])) as people`.execute(tx);
  return rows[0]!;
}

export const searchDerivation: Derivation = {
  name: '查找条目',
  tables: ['search_entry'],
  async derive(tx, touched) {
    if (touched === 'all') {
      await replace(tx, 'organization', 'all', await organizationEntries(tx, sql`true`));
      await replace(tx, 'person', 'all', await personEntries(tx, sql`true`));
      return;
    }
    if (touched.orgs.length === 0 && touched.people.length === 0) return;
    const { orgs, people } = await reachedBy(tx, touched);
    const orgEntries = await organizationEntries(tx, sql`o.org_id = any(${orgs}::int[])`);
    await replace(tx, 'organization', orgs, orgEntries);
    await replace(tx, 'person', people, await personEntries(tx, sql`person_id = any(${people}::int[])`));
  },
};
