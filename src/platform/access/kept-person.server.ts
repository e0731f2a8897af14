/** Who an entry is by now: two entries of one person were merged (registry/people), and what was recorded names both. */
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../store/database.server.ts';
import { PREPARED } from '../../store/statements.server.ts';

/** The id under which somebody is kept; his own when he was merged into nobody. */
export async function keptId(tx: Tx, personId: number): Promise<number> {
  const { rows } = await sql<{
    id: number;
  }>`${PREPARED}select into_id as id from person_alias where person_id = ${personId}`.execute(tx);
  return rows[0]?.id ?? personId;
}

/** Of some ids those that were merged, with the ids under which they are kept. */
export async function keptIds(tx: Tx, people: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ person_id: number; into_id: number }>`${PREPARED}
    select person_id, into_id from person_alias where person_id = any(${people as number[]}::int[])`.execute(tx);
  return new Map(rows.map((row) => [row.person_id, row.into_id]));
}

/** In SQL: his id with those of the entries that were merged into him. */
export const idsOf = (personId: number | null): RawBuilder<number[]> =>
  sql`(array(select person_id from person_alias where into_id = ${personId}) || ${personId}::int)`;

/** In SQL: the id under which the person of a column is kept. */
export const keptOf = (column: string): RawBuilder<number> =>
  sql`coalesce((select into_id from person_alias where person_id = ${sql.ref(column)}), ${sql.ref(column)})`;
