/**
 * Rights change with the registry, with roles and with delegations. Each such act adds a row, and every process counts the rows
 * now and then: another number means that what it knows of who may do what is old.
 */
import { sql } from 'kysely';
import type { Tx } from './database.server.ts';
import { PREPARED } from './statements.server.ts';

/** Says that this transaction may change somebody's rights. */
export async function tellRightsChange(tx: Tx, now: Date): Promise<void> {
  await sql`insert into rights_change (at) values (${now})`.execute(tx);
}

/** How often rights have changed in this city. Runs as xieshi_gate. */
export async function countRightsChanges(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`${PREPARED}select count(*)::int as count from rights_change`.execute(
    tx,
  );
  return rows[0]!.count;
}
