/**
 * Deriving everything anew from the sources. `check` does it beside the stored tables and compares, table by table and both
 * ways; otherwise the stored tables are replaced. Runs as the owner, past row security.
 */
import { sql } from 'kysely';
import type pg from 'pg';
import type { Derivation } from '../store/append.server.ts';
import { type City, Database, type Tx } from '../store/database.server.ts';
import { DERIVATIONS } from './derivations.server.ts';

/** How a stored table differs from what its sources give. */
export interface TableDifference {
  table: string;
  /** Rows that the sources give and the table lacks. */
  missing: number;
  /** Rows that stand in the table and the sources do not give. */
  surplus: number;
  /** A few of them, as the database sees them. */
  examples: { side: 'missing' | 'surplus'; row: Record<string, unknown> }[];
}

export interface Rebuilt {
  /** Every derived table with its number of rows. */
  tables: { table: string; rows: number }[];
  /** Differences found; always empty after replacing. */
  differences: TableDifference[];
}

const EXAMPLES = 3;

/** Every table that they fill. */
export const tablesOf = (derivations: readonly Derivation[]): string[] => [
  ...new Set(derivations.flatMap((derivation) => derivation.tables)),
];

async function derive(tx: Tx, derivations: readonly Derivation[], progress: (name: string) => void): Promise<void> {
  for (const derivation of derivations) {
    progress(derivation.name);
    await derivation.derive(tx, 'all');
    // Later derivations join these; without statistics a city's size is a surprise to the planner.
    for (const table of derivation.tables) await sql`analyze ${sql.table(table)}`.execute(tx);
  }
}

async function count(tx: Tx, table: string): Promise<{ table: string; rows: number }> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx);
  return { table, rows: rows[0]!.n };
}

async function compare(tx: Tx, city: City, table: string): Promise<TableDifference> {
  const stored = sql`(select * from ${sql.table(`${city.schema}.${table}`)})`;
  const derived = sql`(select * from ${sql.table(`pg_temp.${table}`)})`;
  const sides = { missing: sql`${derived} except all ${stored}`, surplus: sql`${stored} except all ${derived}` };
  const found: TableDifference = { table, missing: 0, surplus: 0, examples: [] };
  for (const side of ['missing', 'surplus'] as const) {
    const { rows } = await sql<{ n: number; examples: Record<string, unknown>[] }>`
      with difference as materialized (${sides[side]})
      select (select count(*)::int from difference) as n,
        (select coalesce(json_agg(d), '[]') from (select * from difference limit ${EXAMPLES}) d) as examples`.execute(
      tx,
    );
    found[side] = rows[0]!.n;
    found.examples.push(...rows[0]!.examples.map((row) => ({ side, row })));
  }
  return found;
}

class Finished extends Error {
  readonly result: Rebuilt;
  constructor(result: Rebuilt) {
    super('rolled back on purpose');
    this.result = result;
  }
}

/** Derives into temporary tables of the same names, which stand before the stored ones, and compares. Leaves no trace. */
async function check(database: Database, city: City, progress: (name: string) => void): Promise<Rebuilt> {
  const tables = tablesOf(DERIVATIONS);
  const work = database.inCityAsOwner(city, async (tx): Promise<never> => {
    // One snapshot for sources and stored tables: acts that arrive meanwhile are in neither.
    await sql`set transaction isolation level repeatable read`.execute(tx);
    for (const table of tables) {
      await sql`create temporary table ${sql.table(table)} (like ${sql.table(`${city.schema}.${table}`)} including all)`.execute(
        tx,
      );
    }
    await derive(tx, DERIVATIONS, progress);
    const differences: TableDifference[] = [];
    const counted: Rebuilt['tables'] = [];
    for (const table of tables) {
      counted.push(await count(tx, table));
      const difference = await compare(tx, city, table);
      if (difference.missing > 0 || difference.surplus > 0) differences.push(difference);
    }
    throw new Finished({ tables: counted, differences });
  });
  return work.catch((error: unknown) => {
    if (error instanceof Finished) return error.result;
    throw error;
  });
}

/** Replaces what is stored. Appends wait until it is done, so that none falls between. */
async function replace(database: Database, city: City, progress: (name: string) => void): Promise<Rebuilt> {
  return database.inCityAsOwner(city, async (tx) => {
    await sql`lock table act, act_taken_back in share row exclusive mode`.execute(tx);
    await derive(tx, DERIVATIONS, progress);
    const tables: Rebuilt['tables'] = [];
    for (const table of tablesOf(DERIVATIONS)) tables.push(await count(tx, table));
    return { tables, differences: [] };
  });
}

/** Rebuilds a city's derived tables, or with `check` only compares them. `admin` is the owner's connection. */
export async function rebuild(options: {
  admin: pg.PoolConfig;
  city: City;
  check: boolean;
  progress?: (name: string) => void;
}): Promise<Rebuilt> {
  const database = new Database({ ...options.admin, max: 1 });
  const progress = options.progress ?? (() => undefined);
  try {
    return await (options.check ? check : replace)(database, options.city, progress);
  } finally {
    await database.close();
  }
}
