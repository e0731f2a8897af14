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

/** A query for one part of the canonical texts of the acts `$1`: rows of an act and its text. */
type Part = string;

/** What the acts brought into a table: a line each, in the order of a key. */
const broughtInto = (table: string, columns: string, owner = 'act_id', order = 'seq'): Part =>
  `select x.${owner} as act, pg_catalog.string_agg(${row(table, 'x', columns)}, E'\\n' order by x.${order}) as text
    from ${table} x where x.${owner} = any ($1) group by x.${owner}`;

const fact = (table: string, columns: string): Part => broughtInto(table, `act_id, seq, recorded_at, ${columns}`);

const itself: Part = `select a.id as act,
  ${row('act', 'a', 'id, seq, kind, account_id, author, stands_for, summary, detail, recorded_at')} as text
  from act a where a.id = any ($1)`;

const takenBack = broughtInto('act_taken_back', 'act_id, by_act_id, recorded_at', 'by_act_id', 'act_id');
const charges = fact('charge_fact', 'leader_id, person_id, valid_from, ended');
const posts = fact('post_fact', 'person_id, org_id, post, valid_from, ended, title, rank');

/** Versions of records with their people and confidential part; ordered by bytes, whatever the database's language. */
const records: Part = `select r.act_id as act, pg_catalog.string_agg(pg_catalog.concat_ws(E'\\n',
    ${row('record', 'r', 'id, version, seq, kind, org_id, owner_id, about_id, held_on, starts_at, ends_at, place, due, present, people, body, withdrawn, reason, act_id, account_id, author, stands_for, recorded_at')},
    (select pg_catalog.string_agg(${row('record_person', 'p', 'record_id, version, person_id, part, name, reason, org_id')},
        E'\\n' order by p.person_id, p.part collate "C")
      from record_person p where p.record_id = r.id and p.version = r.version),
    (select pg_catalog.string_agg(${row('record_confidential', 'c', 'record_id, version, people, body, org_id')}, E'\\n')
      from record_confidential c where c.record_id = r.id and c.version = r.version)),
    E'\\n' order by r.id, r.version) as text
  from record r where r.act_id = any ($1) group by r.act_id`;

/**
 * The parts of an act's text, in their order. A query each, not one with ten joins: a table that came in one import looks to
 * the planner as if every act had brought all of it, and planning so many joins takes longer than what they answer.
 */
const ACT_PARTS: Readonly<Record<number, readonly Part[]>> = {
  1: [
    itself,
    takenBack,
    fact('organization_fact', 'org_id, valid_from, ended, name, short_names, kind, sector, parent_id, term_expires_on'),
    fact('person_fact', 'person_id, valid_from, ended, name, sex, joined_on, joined_precision'),
    fact('membership_fact', 'person_id, org_id, valid_from, ended, category'),
    posts,
    charges,
    records,
  ],
  // Form 2: the registry in depth (migration 0017).
  2: [
    itself,
    takenBack,
    fact(
      'organization_fact',
      'org_id, valid_from, ended, name, short_names, kind, sector, parent_id, term_expires_on, second_parent_id, covers',
    ),
    fact(
      'person_fact',
      'person_id, valid_from, ended, name, sex, joined_on, joined_precision, born_month, merged_into',
    ),
    fact('membership_fact', 'person_id, org_id, valid_from, ended, category, situation'),
    posts,
    charges,
    fact('org_charge_fact', 'leader_id, org_id, relation, valid_from, ended'),
    fact('item_charge_fact', 'leader_id, org_id, item_id, valid_from, ended'),
    broughtInto(
      'registry_act',
      'act_id, recorded_at, kind, effective_on, org_ids, people, basis, document_number, note',
      'act_id',
      'act_id',
    ),
    records,
  ],
};

const ACT_HEADS = `select a.id, pg_catalog.to_json(a.recorded_at) #>> '{}' as at, a.author as who, a.summary as what,
  null as outcome from act a where a.id = any ($1)`;

const LINES = `select l.id, ${row(
  'audit_line',
  'l',
  'id, seq, at, account_id, actor, ability, route, subject_kind, subject_id, subject_person, act_id, outcome',
)} as text, pg_catalog.to_json(l.at) #>> '{}' as at, l.actor as who, l.route as what, l.outcome
  from audit_line l where l.id = any ($1)`;

/** What the session must be set to, so that instants are written in UTC and days the same way everywhere. */
export const CANONICAL_SESSION = `set local time zone 'UTC'; set local datestyle to 'ISO, YMD'`;

/** The rows that a query of this file answers for ids. */
async function rowsFor<T>(tx: Tx, query: string, ids: readonly string[]): Promise<T[]> {
  const { rows } = await sql<T>`${sql.join(
    query.split('$1').map((part) => sql.raw(part)),
    sql`${ids}::uuid[]`,
  )}`.execute(tx);
  return rows;
}

async function readActs(tx: Tx, parts: readonly Part[], ids: readonly string[]): Promise<Map<string, Item>> {
  const texts = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const part of parts) {
    for (const { act, text } of await rowsFor<{ act: string; text: string }>(tx, part, ids)) texts.get(act)!.push(text);
  }
  const heads = await rowsFor<Omit<Item, 'text'>>(tx, ACT_HEADS, ids);
  return new Map(heads.map((head) => [head.id, { ...head, text: texts.get(head.id)!.join('\n') }]));
}

/** Items as they stand in the sources, with their canonical text in a form. Nothing for a form that this program does not know. */
export async function readItems(
  tx: Tx,
  kind: ItemKind,
  form: number,
  ids: readonly string[],
): Promise<Map<string, Item>> {
  const parts = ACT_PARTS[form];
  if (parts === undefined || ids.length === 0) return new Map();
  if (kind === 'act') return readActs(tx, parts, ids);
  const lines = await rowsFor<Item>(tx, LINES, ids);
  return new Map(lines.map((line) => [line.id, line]));
}
