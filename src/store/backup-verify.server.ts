/** Whether a backup is good: restored into a second place and compared, table by table, with what its manifest says. */
import pg from 'pg';
import type { PhysicalManifest, Verification } from './backup-manifest.server.ts';
import { type CityTable, cityTables, digestOf, ONE_TEXT, type TableDigest } from './city-tables.server.ts';

/** Compares a server restored from a physical backup with the backup's manifest. Reads every page of every city's tables. */
export async function comparePhysical(
  admin: pg.PoolConfig,
  manifest: PhysicalManifest,
  now: () => Date,
  signal?: AbortSignal,
): Promise<Verification> {
  const client = new pg.Client(admin as pg.ClientConfig);
  await client.connect();
  const differences: string[] = [];
  const compared: TableDigest[] = [];
  try {
    await client.query(ONE_TEXT);
    for (const city of manifest.cities) {
      const tables = new Map((await cityTables(client, city.schema)).map((table) => [table.name, table]));
      for (const told of city.tables) {
        signal?.throwIfAborted();
        const found = await digested(client, tables.get(told.table), manifest.snapshot);
        const difference = differenceOf(`${city.code}.${told.table}`, told, found);
        if (difference) differences.push(difference);
        compared.push(told);
      }
      // Whatever else stands there may have changed since, but its pages must be whole: reading checks them.
      for (const { name, appendOnly } of tables.values()) {
        if (!appendOnly) await client.query(`select count(*) from ${city.schema}.${pg.escapeIdentifier(name)}`);
      }
    }
  } finally {
    await client.end();
  }
  const rows = compared.reduce((sum, table) => sum + table.rows, 0);
  return { at: now().toISOString(), differences, tables: compared.length, rows };
}

const digested = async (client: pg.Client, table: CityTable | undefined, snapshot: string) =>
  table && digestOf(client, table, snapshot);

/** What differs, in Chinese; undefined when nothing does. */
export function differenceOf(name: string, told: TableDigest, found: TableDigest | undefined): string | undefined {
  if (!found) return `${name}：恢复出来没有这张表`;
  if (found.rows !== told.rows) return `${name}：应有${told.rows}行，恢复出来${found.rows}行`;
  return found.sha256 === told.sha256 ? undefined : `${name}：行数相同，内容的摘要不同`;
}
