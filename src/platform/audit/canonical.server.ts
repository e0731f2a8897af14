/**
 * The canonical text of what the chain links (decision 6). A form names its columns one by one: a migration that adds a column
 * adds a form here and leaves the old one as it is, or every link of before would no longer fit.
 */
import { sql } from 'kysely';
import type { Tx } from '../../store/database.server.ts';
import type { ItemKind } from './chain.logic.ts';

/** The form of links that are made now. */
export const FORM = 2;

/** An item as the chain sees it, with what a reader needs to know which it is. */
export interface Item {
  id: string;
  text: string;
  /** When it was done, as JSON has it. */
  at: string;
  /** Who did it. */
  who: string;
  /** Of an act its summary, of a line its route. */
  what: string;
  outcome: string | null;
}

/** A row as one line of JSON. Names are qualified, so that no function of the same name in the city's schema is called. */
const row = (table: string, alias: string, columns: string): string =>
  `pg_catalog.json_build_array('${table}', ${columns
    .split(/,\s*/)
    .map((column) => `${alias}.${column}`)
    .join(', ')})::text`;

/**
 * What the acts at hand brought into a table, joined to them: a line each, in the order of a key. By sets and not act by act:
 * a table that came in one import looks to the planner as if every act had brought all of it.
 */
const broughtInto = (table: string, columns: string, owner = 'act_id', order = 'seq'): string =>
  `left join (select x.${owner} as act, pg_catalog.string_agg(${row(table, 'x', columns)}, E'\\n' order by x.${order}) as text
    from ${table} x where x.${owner} = any ($1) group by x.${owner}) ${table} on ${table}.act = a.id`;

const fact = (table: string, columns: string): string => broughtInto(table, `act_id, seq, recorded_at, ${columns}`);

/** People and confidential part of the version `r`; texts are ordered by their bytes, whatever the database's language. */
const OF_RECORD_1 = `
  (select pg_catalog.string_agg(${row('record_person', 'p', 'record_id, version, person_id, part, name, reason, org_id')},
      E'\\n' order by p.person_id, p.part collate "C")
    from record_person p where p.record_id = r.id and p.version = r.version),
  (select pg_catalog.string_agg(${row('record_confidential', 'c', 'record_id, version, people, body, org_id')}, E'\\n')
    from record_confidential c where c.record_id = r.id and c.version = r.version)`;

const RECORD_1 =
  'id, version, seq, kind, org_id, owner_id, about_id, held_on, starts_at, ends_at, place, due, present, people, body, withdrawn, reason, act_id, account_id, author, stands_for, recorded_at';

const ACT_1 = `pg_catalog.concat_ws(E'\\n',
  ${row('act', 'a', 'id, seq, kind, account_id, author, stands_for, summary, detail, recorded_at')},
  act_taken_back.text, organization_fact.text, person_fact.text, membership_fact.text, post_fact.text, charge_fact.text,
  (select pg_catalog.string_agg(pg_catalog.concat_ws(E'\\n', ${row('record', 'r', RECORD_1)}, ${OF_RECORD_1}),
      E'\\n' order by r.id, r.version)
    from record r where r.act_id = a.id))`;

const FROM_1 = `act a
  ${broughtInto('act_taken_back', 'act_id, by_act_id, recorded_at', 'by_act_id', 'act_id')}
  ${fact('organization_fact', 'org_id, valid_from, ended, name, short_names, kind, sector, parent_id, term_expires_on')}
  ${fact('person_fact', 'person_id, valid_from, ended, name, sex, joined_on, joined_precision')}
  ${fact('membership_fact', 'person_id, org_id, valid_from, ended, category')}
  ${fact('post_fact', 'person_id, org_id, post, valid_from, ended, title, rank')}
  ${fact('charge_fact', 'leader_id, person_id, valid_from, ended')}`;

// Form 2: the registry in depth (migration 0017).
const ACT_2 = ACT_1.replace(
  'charge_fact.text,',
  'charge_fact.text, org_charge_fact.text, item_charge_fact.text, registry_act.text,',
);
const FROM_2 = `act a
  ${broughtInto('act_taken_back', 'act_id, by_act_id, recorded_at', 'by_act_id', 'act_id')}
  ${fact('organization_fact', 'org_id, valid_from, ended, name, short_names, kind, sector, parent_id, term_expires_on, second_parent_id, covers')}
  ${fact('person_fact', 'person_id, valid_from, ended, name, sex, joined_on, joined_precision, born_month, merged_into')}
  ${fact('membership_fact', 'person_id, org_id, valid_from, ended, category, situation')}
  ${fact('post_fact', 'person_id, org_id, post, valid_from, ended, title, rank')}
  ${fact('charge_fact', 'leader_id, person_id, valid_from, ended')}
  ${fact('org_charge_fact', 'leader_id, org_id, relation, valid_from, ended')}
  ${fact('item_charge_fact', 'leader_id, org_id, item_id, valid_from, ended')}
  ${broughtInto('registry_act', 'act_id, recorded_at, kind, effective_on, org_ids, people, basis, document_number, note', 'act_id', 'act_id')}`;

const LINE_1 = row(
  'audit_line',
  'l',
  'id, seq, at, account_id, actor, ability, route, subject_kind, subject_id, subject_person, act_id, outcome',
);

const actIn = (text: string, from: string): string =>
  `select a.id, ${text} as text, pg_catalog.to_json(a.recorded_at) #>> '{}' as at, a.author as who, a.summary as what,
    null as outcome from ${from} where a.id = any ($1)`;
const LINES_1 = `select l.id, ${LINE_1} as text, pg_catalog.to_json(l.at) #>> '{}' as at, l.actor as who, l.route as what,
  l.outcome from audit_line l where l.id = any ($1)`;

const FORMS: Readonly<Record<number, Readonly<Record<ItemKind, string>>>> = {
  1: { act: actIn(ACT_1, FROM_1), line: LINES_1 },
  2: { act: actIn(ACT_2, FROM_2), line: LINES_1 },
};

/** What the session must be set to, so that instants are written in UTC and days the same way everywhere. */
export const CANONICAL_SESSION = `set local time zone 'UTC'; set local datestyle to 'ISO, YMD'`;

/** Items as they stand in the sources, with their canonical text in a form. Nothing for a form that this program does not know. */
export async function readItems(
  tx: Tx,
  kind: ItemKind,
  form: number,
  ids: readonly string[],
): Promise<Map<string, Item>> {
  const text = FORMS[form]?.[kind];
  if (text === undefined || ids.length === 0) return new Map();
  const parts = text.split('$1').map((part) => sql.raw(part));
  const { rows } = await sql<Item>`${sql.join(parts, sql`${ids}::uuid[]`)}`.execute(tx);
  return new Map(rows.map((item) => [item.id, item]));
}
