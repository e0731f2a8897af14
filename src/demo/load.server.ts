/**
 * Puts the sample city into the database: generated, copied into the source tables in one transaction, then derived in another.
 * A city is whole when it has been derived; `hasDemo` tells, so that a load cut short is made again.
 */
import pg from 'pg';
import { Refusal } from '../core/record/room.ts';
import { readLedgerRules } from '../duties/rules/rules.server.ts';
import { ledgerIdOf } from '../ledgers/ledger/ledger-id.server.ts';
import { actIdOf } from '../life/activities/append-record.server.ts';
import { hashPassword } from '../platform/identity/password.server.ts';
import { keyPlanIdOf } from '../registry/responsibility/key-plan-id.server.ts';
import type { Sources } from '../store/append.server.ts';
import { type City, Database } from '../store/database.server.ts';
import { createCity, dropCity } from '../store/migrate.server.ts';
import { DEMO_PASSWORD } from './accounts.logic.ts';
import { DEMO_NOW, DEMO_SEED, FULL_NOW, generateCity } from './city.logic.ts';
import { copyInto } from './copy.server.ts';
import type { Size } from './model.logic.ts';
import type { Progress } from './progress.logic.ts';
import { type TableRows, tablesOf } from './rows.server.ts';
import { withUsernames } from './usernames.server.ts';

export const DEMO_CODE = 'demo';

export interface DemoLoad {
  /** The owner's connection. */
  admin: pg.PoolConfig;
  sources: Sources;
  size: Size;
  /** The server's now; the city's clock is set so that it shows `until` at this instant. */
  now: Date;
  progress?: (at: Progress) => void;
  seed?: string;
  /** The city's own now, when not that of its size; nothing in it is recorded later. */
  until?: Date;
}

export interface LoadedDemo {
  city: City;
  /** Rows written, by table. */
  rows: Readonly<Record<string, number>>;
}

/** Runs with one connection of the owner's. */
async function withClient<T>(admin: pg.PoolConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(admin as pg.ClientConfig);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** `whole`: loaded to the end. `part`: a load was cut short. `real`: the code belongs to a city that is no sample. */
async function demoState(admin: pg.PoolConfig): Promise<'none' | 'part' | 'whole' | 'real'> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ schema_name: string; demo: boolean }>(
      'select schema_name, demo from xieshi.city where code = $1',
      [DEMO_CODE],
    );
    const city = rows[0];
    if (!city) return 'none';
    if (!city.demo) return 'real';
    const derived = await client.query(`select from ${pg.escapeIdentifier(city.schema_name)}.org_span limit 1`);
    return derived.rowCount === 0 ? 'part' : 'whole';
  });
}

/** Whether the sample city is there and was loaded to its end. */
export const hasDemo = async (admin: pg.PoolConfig): Promise<boolean> => (await demoState(admin)) === 'whole';

/** Makes the sample city anew; one that is there is dropped. Throws a Refusal when the code belongs to a real city. */
export async function loadDemo(load: DemoLoad): Promise<LoadedDemo> {
  const { admin, sources, size, now, progress = () => undefined, seed = DEMO_SEED } = load;
  const until = load.until ?? (size === 'full' ? FULL_NOW : DEMO_NOW);
  const state = await demoState(admin);
  if (state === 'real') {
    throw new Refusal({
      code: 'city-taken',
      status: 409,
      what: `城市代码“${DEMO_CODE}”已用于一个正式城市，没有动它`,
      now: '样例城市请装到另一个数据文件夹：XIESHI_DATA=…',
    });
  }
  progress({ phase: '生成', done: 0, total: 1 });
  const passwordHash = hashPassword(DEMO_PASSWORD);
  const ids = {
    ledgerIdOf: ledgerIdOf.bind(undefined, DEMO_CODE),
    keyPlanIdOf: keyPlanIdOf.bind(undefined, DEMO_CODE),
    actIdOf,
  };
  const generated = generateCity({ seed, size, until, rules: readLedgerRules(), ids });
  const tables = tablesOf(generated, seed, withUsernames(generated.accounts), await passwordHash);
  progress({ phase: '生成', done: 1, total: 1 });
  if (state !== 'none') await dropCity(admin, DEMO_CODE);
  const clockShiftMs = until.getTime() - now.getTime();
  const city = await createCity(admin, { code: DEMO_CODE, name: '示例市', demo: true, clockShiftMs }, now);
  await write(admin, city, tables, progress);
  await derive(admin, city, sources, progress);
  return { city, rows: Object.fromEntries(tables.map(({ table, count }) => [table, count])) };
}

async function write(
  admin: pg.PoolConfig,
  city: City,
  tables: readonly TableRows[],
  progress: (at: Progress) => void,
): Promise<void> {
  const total = tables.reduce((sum, { count }) => sum + count, 0);
  let done = 0;
  const tell = (rows: number): void => {
    done += rows;
    progress({ phase: '写入', done, total });
  };
  await withClient(admin, async (client) => {
    await client.query(`set search_path to ${pg.escapeIdentifier(city.schema)}`);
    await client.query('begin');
    for (const { table, columns, rows } of tables) await copyInto(client, table, columns, rows(), tell);
    // Accounts came with their numbers: the next one made by hand goes on from there.
    await client.query(`select setval(pg_get_serial_sequence('account', 'id'), (select max(id) from account))`);
    await client.query('commit');
    // Without statistics the derivations would be planned for empty tables.
    await client.query(`analyze ${[...new Set(tables.map(({ table }) => table))].join(', ')}`);
  });
}

async function derive(
  admin: pg.PoolConfig,
  city: City,
  sources: Sources,
  progress: (at: Progress) => void,
): Promise<void> {
  const owner = new Database({ ...admin, max: 1 });
  try {
    const total = sources.derivations.length;
    await owner.inCityAsOwner(city, async (tx) => {
      for (const [done, derivation] of sources.derivations.entries()) {
        progress({ phase: '推导', done, total });
        await derivation.derive(tx, 'all');
      }
    });
    progress({ phase: '推导', done: total, total });
  } finally {
    await owner.close();
  }
  const derived = sources.derivations.flatMap(({ tables }) => tables);
  await withClient(admin, async (client) => {
    await client.query(`set search_path to ${pg.escapeIdentifier(city.schema)}`);
    // Vacuumed too: the index by which people are found has been filled a moment ago, and is searched through what is pending.
    await client.query(`vacuum (analyze) ${derived.join(', ')}`);
  });
}
