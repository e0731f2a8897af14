/**
 * A city from its export, on any server of the same or a newer structure. The city is there once all of it is: its tables are
 * filled and compared, everything derived is derived anew and compared, and only then is it listed.
 */
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Refusal } from '../core/record/refusal.logic.ts';
import { differenceOf } from './backup-verify.server.ts';
import { type CityManifest, fileOf, readCityManifest } from './city-export.server.ts';
import { type CityTable, cityTables, digestOf, ONE_TEXT } from './city-tables.server.ts';
import type { City } from './database.server.ts';
import { createCity, migrationDigests } from './migrate.server.ts';
import { pour } from './packed-file.server.ts';

export interface Import {
  admin: pg.PoolConfig;
  folder: string;
  /** The code on this server; the exported one when not given. */
  code?: string;
  /** Derives everything of a city anew. */
  derive(city: City): Promise<void>;
  now: Date;
  progress?(what: string): void;
}

export interface Imported {
  city: City;
  tables: number;
  rows: number;
  /** Whether the structure was newer here, so that the city was brought up to it. */
  migrated: boolean;
}

/** Imports a city. Throws a Refusal, leaving nothing, when the export is damaged, newer than this program, or its code is taken. */
export async function importCity(work: Import): Promise<Imported> {
  const manifest = await readCityManifest(work.folder);
  const migrated = refuseNewer(manifest);
  const code = work.code ?? manifest.city.code;
  await refuseUsable(work.admin, code);
  const city = await createCity(work.admin, { ...manifest.city, code }, work.now, {
    migrations: new Set(manifest.migrations.map(({ name }) => name)),
    fill: (client, schema) => fill(client, schema, manifest, work),
    finish: (client, made) => derive(client, made, manifest, work),
  });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  return { city, tables: manifest.tables.length, rows, migrated };
}

/** @returns whether this program has more migrations than the export */
function refuseNewer(manifest: CityManifest): boolean {
  const known = migrationDigests();
  for (const { name, digest } of manifest.migrations) {
    const ours = known.get(name);
    if (ours === digest) continue;
    throw new Refusal({
      code: 'export-newer',
      what: ours ? `导出时的结构 ${name} 与这个程序的不一致` : `导出它的程序比这个新（结构里有 ${name}）`,
      now: '请在这台服务器上换用导出时的那一版或更新的写实，再导入',
    });
  }
  return known.size > manifest.migrations.length;
}

async function refuseUsable(admin: pg.PoolConfig, code: string): Promise<void> {
  if (!/^[a-z][a-z0-9]{1,19}$/.test(code)) {
    throw new Refusal({
      code: 'city-code',
      what: `城市代码“${code}”不合规`,
      where: '--code',
      now: '用小写字母开头，2至20位字母或数字',
    });
  }
  const client = new pg.Client(admin as pg.ClientConfig);
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from xieshi.city where code = $1', [code]);
    if (!rowCount) return;
  } finally {
    await client.end();
  }
  throw new Refusal({
    code: 'city-taken',
    what: `这台服务器上已经有城市“${code}”`,
    where: '--code',
    now: '请用 --code 给一个新的代码；已有的城市没有动',
  });
}

async function fill(client: pg.Client, schema: string, manifest: CityManifest, work: Import): Promise<void> {
  await client.query(`begin; ${ONE_TEXT}`);
  const tables = new Map((await cityTables(client, schema)).map((table) => [table.name, table]));
  for (const name of await inOrder(client, schema, [...tables.keys()])) {
    const told = manifest.tables.find(({ table }) => table === name);
    if (!told) continue;
    work.progress?.(name);
    const columns = told.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
    const into = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    // What migrations put into a new city is in the export, if it still stood there.
    await client.query(`delete from ${into}`);
    await pour(work.folder, fileOf(told), client.query(copyFrom(`copy ${into} (${columns}) from stdin`)));
    const difference = differenceOf(name, told, await digestOf(client, tables.get(name)!));
    if (difference) throw notTheSame(difference);
  }
  await setSequences(client, schema);
  await client.query('commit');
  // Vacuumed too: an index that has just been filled keeps what is pending in a list, and is searched through all of it.
  await client.query(
    `vacuum (analyze) ${[...tables.keys()].map((name) => `${schema}.${pg.escapeIdentifier(name)}`).join(', ')}`,
  );
}

/** Tables after those that they refer to. */
async function inOrder(client: pg.Client, schema: string, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `select f.relname as from, t.relname as to from pg_constraint c
       join pg_class f on f.oid = c.conrelid join pg_class t on t.oid = c.confrelid
     where c.contype = 'f' and c.connamespace = $1::regnamespace and c.conrelid <> c.confrelid`,
    [schema],
  );
  const ordered: string[] = [];
  const visit = (name: string): void => {
    if (ordered.includes(name)) return;
    for (const { from, to } of rows) if (from === name) visit(to);
    ordered.push(name);
  };
  for (const name of names) visit(name);
  return ordered;
}

/** Numbers given from now on follow those that came. */
async function setSequences(client: pg.Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = $1::regnamespace and c.relkind = 'r' and a.attidentity <> '' and not a.attisdropped`,
    [schema],
  );
  for (const { table, column } of rows) {
    const [from, name] = [`${schema}.${pg.escapeIdentifier(table)}`, pg.escapeIdentifier(column)];
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${name}), 0) + 1, false) from ${from}`,
      [from, column],
    );
  }
}

async function derive(client: pg.Client, city: City, manifest: CityManifest, work: Import): Promise<void> {
  work.progress?.('推导');
  await work.derive(city);
  await client.query(ONE_TEXT);
  // A newer structure may derive more than the old one did; what it derives is held by `rebuild --check`.
  if (migrationDigests().size > manifest.migrations.length) return;
  const tables = new Map<string, CityTable>();
  for (const table of await cityTables(client, city.schema)) tables.set(table.name, table);
  for (const told of manifest.derived) {
    const table = tables.get(told.table);
    const difference = differenceOf(told.table, told, table && (await digestOf(client, table)));
    if (difference) throw notTheSame(difference);
  }
}

const notTheSame = (difference: string): Refusal =>
  new Refusal({
    code: 'import-differs',
    what: `导入后核对不一致：${difference}`,
    now: '没有导入任何内容；请重新导出，或用 rebuild --check 在原来的服务器上核对',
  });
