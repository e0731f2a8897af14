/**
 * From the last release to today's program. `released/0007.jsonl` is a city as that release left it: made by its own program over
 * HTTP, read out row by row, every table with rows. The last migration named in it marks where the release ended.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbedded } from '../src/store/embedded.server.ts';
import { cityMigrations } from '../src/store/migrate.server.ts';
import { PASSWORD } from './harness.ts';
import { adminOf, ended, freePort, type ServiceProcess, startService, untilItAnswers } from './service-process.ts';

type Row = Record<string, unknown>;

const MIGRATIONS = join(import.meta.dirname, '..', 'src', 'store', 'migrations');
const [first, ...lines] = readFileSync(join(import.meta.dirname, 'released', '0007.jsonl'), 'utf8')
  .trim()
  .split('\n');
/** `cookie` is of somebody who was signed in when the release was shut down. */
const RELEASED = JSON.parse(first!) as { city: string; cookie: string };
const TABLES = new Map<string, Row[]>();
for (const line of lines) {
  const { table, row } = JSON.parse(line) as { table: string; row: Row };
  TABLES.set(table, [...(TABLES.get(table) ?? []), row]);
}
const rowsOf = (table: string): Row[] => TABLES.get(table) ?? [];
const namesOf = (table: string): string[] => rowsOf(table).map(({ name }) => String(name));
const ROLES = ['xieshi_gate', 'xieshi_scoped', 'xieshi_wide', 'xieshi_steward'];
/** What nobody may touch: sources, the log, and who may sign in. */
const KEPT = [
  ...['act', 'act_taken_back', 'record', 'record_person', 'record_confidential', 'audit_line'],
  ...['organization_fact', 'person_fact', 'membership_fact', 'post_fact', 'charge_fact'],
  ...['account', 'account_role', 'draft', 'draft_fork', 'import_tray', 'ledger'],
];

/** The database as the release left it. */
async function asReleased(dataFolder: string): Promise<void> {
  const cluster = await startEmbedded({ dataFolder, log: () => undefined });
  const client = new pg.Client(cluster.admin as pg.ClientConfig);
  await client.connect();
  const schema = `city_${RELEASED.city}`;
  const bring = async (into: string, part: string, names: readonly string[]): Promise<void> => {
    await client.query(`create schema ${into}; grant usage on schema ${into} to ${ROLES.join(', ')};
      create table ${into}.migration (
        name text not null constraint migration_pk primary key, digest text not null, applied_at timestamptz not null);
      set search_path to ${into}`);
    for (const name of names) await client.query(readFileSync(join(MIGRATIONS, part, name), 'utf8'));
  };
  try {
    for (const role of ROLES)
      await client.query(`create role ${role} nologin nosuperuser nobypassrls; grant ${role} to xieshi_app`);
    await bring('xieshi', 'platform', namesOf('xieshi.migration'));
    await bring(schema, 'city', namesOf('migration'));
    const shift = Math.round((Date.parse('2017-06-28T14:05:00+08:00') - Date.now()) / 1000);
    await client.query(
      `insert into xieshi.city (code, name, schema_name, clock_shift, created_at)
       values ($1, '示例市', $2, make_interval(secs => $3), '2017-06-01')`,
      [RELEASED.city, schema, shift],
    );
    for (const [table, rows] of TABLES)
      await client.query(
        `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table.includes('.') ? '' : `${schema}.`}${table}, $1)`,
        [JSON.stringify(rows)],
      );
    const { rows: numbered } = await client.query<{ table: string; column: string }>(
      `select table_name as table, column_name as column from information_schema.columns
       where table_schema = $1 and is_identity = 'YES'`,
      [schema],
    );
    for (const { table, column } of numbered)
      await client.query(
        `select setval(pg_get_serial_sequence('${schema}.${table}', '${column}'), (select max(${column}) from ${table}))`,
      );
  } finally {
    await client.end();
    await cluster.stop();
  }
}

describe('an upgrade from the last release', () => {
  let dataFolder: string;
  const services: ServiceProcess[] = [];
  const serve = async (): Promise<ServiceProcess> => {
    const service = startService(dataFolder, await freePort());
    services.push(service);
    return service;
  };
  const inDatabase = async <R extends object>(text: string, values: unknown[] = []): Promise<R[]> => {
    const admin = await adminOf(dataFolder);
    try {
      await admin.query(`set search_path to city_${RELEASED.city}`);
      return (await admin.query<R>(text, values)).rows;
    } finally {
      await admin.end();
    }
  };

  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'xieshi-upgrade-'));
    chmodSync(dataFolder, 0o755);
    await asReleased(dataFolder);
  });
  afterAll(async () => {
    for (const { child } of services) child.kill('SIGTERM');
    for (const { child } of services) await ended(child);
    rmSync(dataFolder, { recursive: true, force: true });
  });

  test('two that start at once: one migrates, the other waits, and both serve', async () => {
    const both = [await serve(), await serve()];
    await Promise.all(both.map((service) => untilItAnswers(service)));
    for (const { address } of both)
      expect(await (await fetch(`${address}/readyz`)).json()).toEqual({ ready: true, reasons: [] });
    const applied = await inDatabase<{ name: string }>('select name from migration order by name');
    expect(applied.map(({ name }) => name)).toEqual(cityMigrations());
  });

  test.each(KEPT)('every row of %s is there as it was', async (table) => {
    const [answer] = await inDatabase<{ missing: number }>(
      `select count(*)::int as missing from jsonb_array_elements($1::jsonb) was
       where not exists (select 1 from ${table} x where to_jsonb(x) @> was)`,
      [JSON.stringify(rowsOf(table))],
    );
    expect(rowsOf(table).length).toBeGreaterThan(0);
    expect(answer!.missing).toBe(0);
  });

  test('the password still opens, and who was signed in still is', async () => {
    const [{ address }] = services as [ServiceProcess];
    const signIn = await fetch(`${address}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xieshi': '1' },
      body: JSON.stringify({ city: RELEASED.city, username: 'shuji', password: PASSWORD }),
    });
    expect([signIn.status, await signIn.json()]).toMatchObject([200, { name: 'shuji' }]);
    const me = await fetch(`${address}/api/me`, { headers: { cookie: RELEASED.cookie } });
    expect([me.status, await me.json()]).toMatchObject([200, { name: 'ganbu' }]);
    const records = await fetch(`${address}/api/participation?from=2017-05-01&to=2017-06-30`, {
      headers: { cookie: RELEASED.cookie },
    });
    expect(records.status).toBe(200);
  });

  test('what is derived is what the sources give', async () => {
    const rebuild = startService(dataFolder, 0, {}, ['rebuild', '--check']);
    expect([await ended(rebuild.child), rebuild.said()]).toEqual([0, expect.stringContaining('"differences":[]')]);
  });

  test('the program of the release does not open the newer structure', async () => {
    await inDatabase("insert into migration (name, digest, applied_at) values ('9999-later.sql', 'x', now())");
    const older = await serve();
    expect(await ended(older.child)).toBe(1);
    expect(older.said()).toContain('库里的结构比程序新');
    expect(older.said()).toContain('请换用更新的程序');
    expect(older.said()).not.toContain('    at ');
    await inDatabase("delete from migration where name = '9999-later.sql'");
  });
});
