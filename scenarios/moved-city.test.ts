/** One city moves to another server by export and import: digests, derivations, sign-in, audit chain; and what is refused. */
import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DERIVATIONS } from '../src/app/derivations.server.ts';
import { ROUTE_TITLES } from '../src/app/handlers.server.ts';
import { rebuild, tablesOf } from '../src/app/rebuild.server.ts';
import { verifyCity } from '../src/platform/audit/verify.server.ts';
import { exportCity } from '../src/store/city-export.server.ts';
import { importCity } from '../src/store/city-import.server.ts';
import { cityTables, digestOf, NOT_CARRIED, ONE_TEXT, type TableDigest } from '../src/store/city-tables.server.ts';
import { type City, Database } from '../src/store/database.server.ts';
import { arrangeHalves, HALVES } from './access-city.ts';
import { PASSWORD, signInOver, startTestHouse, type TestCity, type TestHouse } from './harness.ts';

let old: TestHouse;
let other: TestHouse;
let source: TestCity;
let place: string;
let folder: string;

beforeAll(async () => {
  [old, other] = await Promise.all([startTestHouse(), startTestHouse()]);
  place = mkdtempSync(join(tmpdir(), 'xieshi-moved-'));
  folder = join(place, 'out');
  source = await old.makeCity('first');
  await arrangeHalves(source, ['2017-02', '2017-03']);
  await source.signIn('secretary', [{ role: 'branchSecretary', orgId: HALVES.north.branch }], HALVES.north.secretary);
  await chained(source);
  await exportFirst(folder);
});
afterAll(async () => {
  await Promise.all([old?.close(), other?.close()]);
  await rm(place, { recursive: true, force: true });
});

const exportFirst = (into: string) =>
  exportCity({
    admin: old.house.admin,
    city: source.city,
    into,
    derived: tablesOf(DERIVATIONS),
    program: 'test',
    now: old.house.clock(),
  });

const importAs = (code: string, from = folder) =>
  importCity({
    admin: other.house.admin,
    folder: from,
    code,
    derive: async (city) => {
      await rebuild({ admin: other.house.admin, city, check: false });
    },
    now: other.house.clock(),
  });

/** Waits until every line and act is linked. */
async function chained(city: TestCity): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 100) {
    const [row] = await city.asOwner<{ open: number }>(
      `select ((select count(*) from act) + (select count(*) from audit_line) - (select count(*) from audit_link))::int as open`,
    );
    if (row!.open === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the chain does not catch up');
}

async function digestsOf(house: TestHouse, city: City): Promise<TableDigest[]> {
  const client = new pg.Client(house.house.admin as pg.ClientConfig);
  await client.connect();
  try {
    await client.query(ONE_TEXT);
    const tables = (await cityTables(client, city.schema)).filter(({ name }) => !(name in NOT_CARRIED));
    const digests: TableDigest[] = [];
    for (const table of tables) digests.push(await digestOf(client, table));
    return digests;
  } finally {
    await client.end();
  }
}

const listed = async (): Promise<string[]> => (await other.house.cities()).map(({ code }) => code);

test('every table arrives as it was, derived ones too, and people sign in and go on recording', async () => {
  const before = await digestsOf(old, source.city);
  const { city, rows } = await importAs('moved');
  expect(await digestsOf(other, city)).toEqual(before);
  expect(rows).toBeGreaterThan(50);

  const check = await rebuild({ admin: other.house.admin, city, check: true });
  expect(check.differences).toEqual([]);
  expect(check.tables.find(({ table }) => table === 'participation')!.rows).toBeGreaterThan(4);

  const owner = new Database(other.house.admin);
  const verified = await verifyCity(owner, city, { titles: ROUTE_TITLES });
  await owner.close();
  expect(verified.links).toBeGreaterThan(10);
  expect(verified.faults.told).toEqual([]);

  const secretary = await signInOver(other.address, 'moved', 'secretary', PASSWORD);
  const branch = await secretary.get<object>(`/branches/${HALVES.north.branch}/months/2017-06`);
  expect(branch.status).toBe(200);
  // A new line takes its number after those that came.
  const { rows: lines } = await numbers(other, city);
  expect(lines.newest).toBeGreaterThan(lines.carried);
});

async function numbers(house: TestHouse, city: City) {
  const client = new pg.Client(house.house.admin as pg.ClientConfig);
  await client.connect();
  const { rows } = await client.query<{ carried: number; newest: number }>(
    `select max(seq) filter (where tx = '0') as carried, max(seq) filter (where tx <> '0') as newest
     from ${city.schema}.audit_line`,
  );
  await client.end();
  return { rows: rows[0]! };
}

test('a damaged export is refused and leaves no city', async () => {
  const file = join(folder, 'record.copy.gz');
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, whole.length - 20));
  await expect(importAs('damaged')).rejects.toMatchObject({ detail: { code: 'backup-damaged', where: file } });
  await writeFile(file, whole);
  expect(await listed()).not.toContain('damaged');
  // And the code is free.
  expect((await importAs('damaged')).city.code).toBe('damaged');
});

test('an export of a newer program, and a code that is taken, are refused', async () => {
  const file = join(folder, 'manifest.json');
  const told = await readFile(file, 'utf8');
  const manifest = JSON.parse(told) as { migrations: { name: string; digest: string }[] };
  manifest.migrations.push({ name: '9999-later.sql', digest: '' });
  await writeFile(file, JSON.stringify(manifest));
  await expect(importAs('later')).rejects.toMatchObject({ detail: { code: 'export-newer' } });
  await writeFile(file, told);
  const [taken] = await listed();
  await expect(importAs(taken!)).rejects.toMatchObject({ detail: { code: 'city-taken' } });
});

test('an export of an older structure is filled as it was and then brought up', async () => {
  const older = join(place, 'older');
  await exportFirst(older);
  const file = join(older, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { migrations: { name: string }[] };
  // Of derived tables and indexes only: the files are the same before and after.
  manifest.migrations = manifest.migrations.filter(({ name }) => name !== '0014-search-by-scope.sql');
  await writeFile(file, JSON.stringify(manifest));
  const { city, migrated } = await importAs('older', older);
  expect(migrated).toBe(true);
  expect((await rebuild({ admin: other.house.admin, city, check: true })).differences).toEqual([]);
  expect(await digestsOf(other, city)).toEqual(await digestsOf(old, source.city));
});

test('an export never writes over what is there, and carries neither sessions nor second factors', async () => {
  await expect(exportFirst(folder)).rejects.toMatchObject({ detail: { code: 'folder-not-empty' } });
  const files = await readdir(folder);
  expect(files).toContain('audit_link.copy.gz');
  for (const table of ['session', 'account_factor', 'recovery_code', 'sign_in_throttle', 'participation', 'migration'])
    expect(files).not.toContain(`${table}.copy.gz`);
});
