/**
 * Registry assertions to spans [valid_from, valid_to): one declaration a table, one statement for some keys or for all, and the
 * same statement for what was known at an earlier instant.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './database.server.ts';

interface SpanTable {
  facts: string;
  spans: string;
  /** Columns that together name what the assertion is about. */
  keys: readonly string[];
  values: readonly string[];
  /** Which touched ids select rows of this table. */
  touchedBy: readonly { ids: 'orgs' | 'people'; column: string }[];
}

const TABLES = {
  organization: {
    facts: 'organization_fact',
    spans: 'org_span',
    keys: ['org_id'],
    values: ['name', 'short_names', 'kind', 'sector', 'parent_id', 'term_expires_on', 'second_parent_id', 'covers'],
    touchedBy: [{ ids: 'orgs', column: 'org_id' }],
  },
  membership: {
    facts: 'membership_fact',
    spans: 'membership_span',
    keys: ['person_id', 'org_id'],
    values: ['category', 'situation'],
    touchedBy: [{ ids: 'people', column: 'person_id' }],
  },
  post: {
    facts: 'post_fact',
    spans: 'post_span',
    keys: ['person_id', 'org_id', 'post'],
    values: ['title', 'rank'],
    touchedBy: [{ ids: 'people', column: 'person_id' }],
  },
  charge: {
    facts: 'charge_fact',
    spans: 'charge_span',
    keys: ['leader_id', 'person_id'],
    values: [],
    touchedBy: [{ ids: 'people', column: 'person_id' }],
  },
  orgCharge: {
    facts: 'org_charge_fact',
    spans: 'org_charge_span',
    keys: ['leader_id', 'org_id', 'relation'],
    values: [],
    touchedBy: [{ ids: 'people', column: 'leader_id' }],
  },
  itemCharge: {
    facts: 'item_charge_fact',
    spans: 'item_charge_span',
    keys: ['leader_id', 'org_id', 'item_id'],
    values: [],
    touchedBy: [{ ids: 'people', column: 'leader_id' }],
  },
  person: {
    facts: 'person_fact',
    spans: 'person_span',
    keys: ['person_id'],
    values: ['name', 'sex', 'joined_on', 'joined_precision', 'born_month'],
    touchedBy: [{ ids: 'people', column: 'person_id' }],
  },
} as const satisfies Record<string, SpanTable>;

export type SpanName = keyof typeof TABLES;
export interface TouchedKeys {
  orgs: readonly number[];
  people: readonly number[];
}

const columns = (names: readonly string[]): RawBuilder<unknown> => sql.join(names.map((name) => sql.ref(name)));

/** Rows of a fact table that were known at an instant (now when left out): not unsaid by then. */
function known(table: string, knownAt?: Date): RawBuilder<unknown> {
  return knownAt
    ? sql`(select f.* from ${sql.table(table)} f where f.recorded_at <= ${knownAt}
        and not exists (select from act_taken_back b where b.act_id = f.act_id and b.recorded_at <= ${knownAt}))`
    : sql`(select f.* from ${sql.table(table)} f where not exists (select from act_taken_back b where b.act_id = f.act_id))`;
}

/** The select that yields a table's spans: columns of the span table in order. */
export function spansOf(name: SpanName, filter: RawBuilder<unknown> = sql`true`, knownAt?: Date): RawBuilder<unknown> {
  const table: SpanTable = TABLES[name];
  const keys = columns(table.keys);
  const all = columns([...table.keys, 'valid_from', 'valid_to', ...table.values]);
  // The later recorded of two assertions with the same beginning wins; each holds until the next one begins.
  return sql`select ${all} from (
    select *, coalesce(lead(valid_from) over (partition by ${keys} order by valid_from), 'infinity') as valid_to from (
      select distinct on (${keys}, valid_from) * from ${known(table.facts, knownAt)} k
      where ${filter} order by ${keys}, valid_from, seq desc) d) s where not ended`;
}

/**
 * Definitions for a `with` that hide the span tables of the same names: the statement behind them reads spans as they were known
 * at an instant.
 */
export const spansKnownAt = (names: readonly SpanName[], knownAt: Date): RawBuilder<unknown> =>
  sql.join(names.map((name) => sql`${sql.ref(TABLES[name].spans)} as (${spansOf(name, sql`true`, knownAt)})`));

/** Replaces the spans of the touched keys (or all) by what the facts now say. */
export async function deriveSpans(tx: Tx, touched: TouchedKeys | 'all'): Promise<void> {
  for (const name of Object.keys(TABLES) as SpanName[]) {
    const table: SpanTable = TABLES[name];
    const filter =
      touched === 'all'
        ? sql`true`
        : sql.join(
            table.touchedBy.map(({ ids, column }) => sql`${sql.ref(column)} = any(${touched[ids] as number[]}::int[])`),
            sql` or `,
          );
    await sql`delete from ${sql.table(table.spans)} where ${filter}`.execute(tx);
    if (name === 'person') {
      await sql`insert into person_span
        select p.person_id, p.valid_from, p.valid_to, p.name, p.sex, p.joined_on, p.joined_precision,
          coalesce(o.org_ids, '{}'), coalesce(l.leading_cadre, false), p.born_month
        from (${spansOf('person', filter)}) p
        left join (select person_id, array_agg(distinct org_id order by org_id) as org_ids from (
            select person_id, org_id from membership_span union select person_id, org_id from post_span) m
          group by person_id) o using (person_id)
        left join (select person_id, true as leading_cadre from post_span where rank is not null group by person_id) l using (person_id)`.execute(
        tx,
      );
    } else {
      await sql`insert into ${sql.table(table.spans)} ${spansOf(name, filter)}`.execute(tx);
    }
  }
}
