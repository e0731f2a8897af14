/**
 * Statements that each connection keeps with their plan. Most of what is asked while something is recorded touches a few rows
 * by their keys: planning it takes several times as long as doing it.
 */
import { createHash } from 'node:crypto';
import { type PostgresPool, type PostgresPoolClient, sql } from 'kysely';
import type pg from 'pg';

const MARK = '/* prepared */';

/**
 * Stands at the beginning of a statement that is to be kept. Only where one plan fits everybody: rows found by key, the text
 * always the same. A list whose length goes by who asks is planned each time.
 */
export const PREPARED = sql.raw(MARK);

const names = new Map<string, string>();
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `xieshi_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
    names.set(text, name);
  }
  return name;
}

/** The pool as Kysely takes it: with statements that bear the mark under a name. */
export function withPrepared(pool: pg.Pool): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const wrapped = (client: pg.PoolClient): PostgresPoolClient => {
    const plain = client as unknown as PostgresPoolClient;
    const query = (text: string, values: readonly unknown[]) =>
      text.startsWith(MARK)
        ? client.query({ name: nameOf(text), text, values: [...values] })
        : client.query(text, [...values]);
    return {
      // Kysely's second form takes a cursor, which is never given.
      query: query as unknown as PostgresPoolClient['query'],
      release: (destroy) => client.release(destroy),
      get processID() {
        return plain.processID;
      },
    };
  };
  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client) ?? wrapped(client);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}
