/**
 * How statements go to the server. Most of what is asked while something is recorded touches a few rows by their keys: the way
 * there and the planning take several times as long as doing it.
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

/** The pool as Kysely takes it: fewer ways to the server, and statements that bear the mark under a name. */
export function kyselyPool(pool: pg.Pool): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client) ?? kyselyClient(client);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}

function kyselyClient(client: pg.PoolClient): PostgresPoolClient {
  /** A transaction was begun and the server not told yet: it goes with what sets the transaction up, always its next statement. */
  let beginning = false;
  async function query(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    if (text === 'begin') {
      beginning = true;
      return { command: 'BEGIN', rowCount: null, oid: 0, rows: [], fields: [] };
    }
    if (beginning) {
      beginning = false;
      // Several statements in one text answer a result each.
      if (values.length === 0) return [await client.query(`begin;${text}`)].flat().at(-1)!;
      await client.query('begin');
    }
    return client.query({
      ...(text.startsWith(MARK) ? { name: nameOf(text) } : {}),
      text,
      values: [...values],
    });
  }
  const { processID } = client as unknown as PostgresPoolClient;
  return {
    // Kysely's second form takes a cursor, which is never given.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
    processID,
  };
}
