/** Migrations: plain SQL files, forward only, by one process at a time, for the platform and then for every city. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Refusal } from '../core/record/refusal.logic.ts';
import type { City } from './database.server.ts';

const FOLDER = join(import.meta.dirname, 'migrations');
/** One number all processes agree on: whoever holds this advisory lock migrates. */
const MIGRATION_LOCK = 7_216_017;

interface Migration {
  name: string;
  text: string;
  digest: string;
}

function migrationsIn(part: 'platform' | 'city'): Migration[] {
  return readdirSync(join(FOLDER, part))
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(FOLDER, part, name), 'utf8');
      return { name, text, digest: createHash('sha256').update(text).digest('hex') };
    });
}

/** Names of the migrations that this program has for a city. */
export const cityMigrations = (): string[] => migrationsIn('city').map(({ name }) => name);

/** The same with the digests of their texts. */
export const migrationDigests = (): ReadonlyMap<string, string> =>
  new Map(migrationsIn('city').map(({ name, digest }) => [name, digest]));

/** The roles that the service acts as, one a transaction. */
export const SERVICE_ROLES = ['xieshi_gate', 'xieshi_scoped', 'xieshi_wide', 'xieshi_steward', 'xieshi_chain'] as const;

/**
 * Applies what is missing in one schema. Throws when an applied file has been changed since, or the schema is newer than this program.
 * @param only names to stop at; all when not given
 */
async function bring(
  client: pg.Client,
  schema: string,
  part: 'platform' | 'city',
  now: Date,
  only?: ReadonlySet<string>,
): Promise<void> {
  const known = migrationsIn(part);
  await client.query(`create schema if not exists ${schema}`);
  await client.query(`grant usage on schema ${schema} to ${SERVICE_ROLES.join(', ')}`);
  await client.query(`create table if not exists ${schema}.migration (
    name text not null constraint migration_pk primary key, digest text not null, applied_at timestamptz not null)`);
  const { rows } = await client.query<{ name: string; digest: string }>(
    `select name, digest from ${schema}.migration order by name`,
  );
  for (const row of rows) {
    const file = known.find((m) => m.name === row.name);
    if (!file)
      throw new Refusal({
        code: 'program-old',
        what: `库里的结构比程序新（${schema} 已有 ${row.name}）`,
        now: '请换用更新的程序，不要用旧程序打开',
      });
    if (file.digest !== row.digest)
      throw new Refusal({
        code: 'migration-changed',
        what: `迁移文件 ${row.name} 与库中已执行的不一致，程序可能被改动，已停止启动`,
        now: '请重新安装原来的版本，或更新的版本',
      });
  }
  const done = new Set(rows.map((row) => row.name));
  for (const migration of known) {
    if (done.has(migration.name) || (only && !only.has(migration.name))) continue;
    await client.query('begin');
    try {
      await client.query(`set local search_path to ${schema}`);
      await client.query(migration.text);
      await client.query(`insert into ${schema}.migration (name, digest, applied_at) values ($1, $2, $3)`, [
        migration.name,
        migration.digest,
        now,
      ]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  }
}

async function withLock<T>(admin: pg.PoolConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(admin as pg.ClientConfig);
  // A server that dies under a query rejects the query; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes roles, brings the platform schema and every city to this program's structure. `appRole` may act as the roles of the service. */
export async function migrate(admin: pg.PoolConfig, appRole: string, now: Date): Promise<void> {
  await withLock(admin, async (client) => {
    for (const role of SERVICE_ROLES) {
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      if (!rowCount) await client.query(`create role ${role} nologin nosuperuser nobypassrls`);
      await client.query(`grant ${role} to ${pg.escapeIdentifier(appRole)}`);
    }
    await client.query('create schema if not exists xieshi');
    await bring(client, 'xieshi', 'platform', now);
    await client.query(`grant usage on schema xieshi to ${pg.escapeIdentifier(appRole)}`);
    await client.query(`grant select on xieshi.city to ${pg.escapeIdentifier(appRole)}`);
    const { rows } = await client.query<{ schema_name: string }>('select schema_name from xieshi.city');
    for (const row of rows) await bring(client, row.schema_name, 'city', now);
  });
}

/** The role that a connection signs in as. */
export async function loginRole(config: pg.PoolConfig): Promise<string> {
  const client = new pg.Client(config as pg.ClientConfig);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('select session_user as name');
    return rows[0]!.name;
  } finally {
    await client.end();
  }
}

/** How a new city comes to its content before it is listed. */
export interface Filling {
  /** The structure that the content was made in. */
  migrations: ReadonlySet<string>;
  /** In that structure. Has a connection without a transaction. */
  fill(client: pg.Client, schema: string): Promise<void>;
  /** In the structure of this program. */
  finish(client: pg.Client, city: City): Promise<void>;
}

/** Makes a city, empty or filled from elsewhere; until all is done there is none. Throws when the code is taken. */
export async function createCity(
  admin: pg.PoolConfig,
  city: { code: string; name: string; demo?: boolean; clockShiftMs?: number },
  now: Date,
  filling?: Filling,
): Promise<City> {
  if (!/^[a-z][a-z0-9]{1,19}$/.test(city.code))
    throw new Error(`城市代码“${city.code}”不合规：用小写字母开头，2至20位字母或数字`);
  const schema = `city_${city.code}`;
  const { code, name, demo = false, clockShiftMs = 0 } = city;
  const made: City = { code, name, schema, demo, clockShiftMs };
  return withLock(admin, async (client) => {
    const taken = await client.query('select 1 from xieshi.city where code = $1', [code]);
    if (taken.rowCount) throw new Error(`城市代码“${code}”已被使用`);
    // What a process left that was ended while it made the city: nobody lists it, so nobody uses it.
    await discard(client, schema);
    try {
      if (filling) {
        await bring(client, schema, 'city', now, filling.migrations);
        await filling.fill(client, schema);
      }
      await bring(client, schema, 'city', now);
      await filling?.finish(client, made);
    } catch (error) {
      if (filling) await discard(client, schema);
      throw error;
    }
    await client.query(
      `insert into xieshi.city (code, name, schema_name, clock_shift, demo, created_at)
       values ($1, $2, $3, make_interval(secs => $4), $5, $6)`,
      [code, name, schema, clockShiftMs / 1000, demo, now],
    );
    return made;
  });
}

async function discard(client: pg.Client, schema: string): Promise<void> {
  // Ends what a failed filling left open.
  await client.query('rollback');
  await client.query(`drop schema if exists ${schema} cascade`);
}

/** Removes a city and all that is in it; for sample cities and tests. */
export async function dropCity(admin: pg.PoolConfig, code: string): Promise<void> {
  await withLock(admin, async (client) => {
    const { rows } = await client.query<{ schema_name: string }>(
      'delete from xieshi.city where code = $1 returning schema_name',
      [code],
    );
    for (const row of rows) await client.query(`drop schema ${row.schema_name} cascade`);
  });
}
