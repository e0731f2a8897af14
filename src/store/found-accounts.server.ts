/** Whether people whom a transaction has found in the registry can sign in; of nobody else does it learn that. */
import { sql } from 'kysely';
import type { Tx } from './database.server.ts';

/** Accounts in use by their person, of these people only. Runs as xieshi_scoped. */
export async function findAccountsOf(tx: Tx, people: readonly number[]): Promise<Map<number, number>> {
  if (!people.every(Number.isSafeInteger)) throw new RangeError('ids must be integers');
  await sql.raw(`set local xieshi.found = '{${people.join(',')}}'`).execute(tx);
  const { rows } = await sql<{ id: number; person_id: number }>`
    select id, person_id from account where kind = 'person' and not disabled`.execute(tx);
  return new Map(rows.map((row) => [row.person_id, row.id]));
}
