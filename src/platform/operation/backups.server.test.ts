import { mkdtempSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { DERIVATIONS } from '../../app/derivations.server.ts';
import { rebuild, tablesOf } from '../../app/rebuild.server.ts';
import { readBackup } from '../../store/backup-manifest.server.ts';
import { Backups, type BackupsOptions } from '../../store/backups.server.ts';
import { restore } from '../../store/restore.server.ts';
import type { BackupsAnswer } from './room.ts';

let house: TestHouse;
let city: TestCity;
let admin: Client;
let place: string;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'xieshi-logical-'));
  await chmod(place, 0o755);
  house = await startTestHouse();
  city = await house.makeCity('first');
  admin = await city.signIn('xitong', [{ role: 'systemAdmin', orgId: null }]);
});
afterAll(async () => {
  await house.close();
  await rm(place, { recursive: true, force: true });
});

const state = async (): Promise<BackupsAnswer> => (await admin.get<BackupsAnswer>('/operation/backups')).body;

async function whenDone(): Promise<BackupsAnswer> {
  for (let waited = 0; waited < 40_000; waited += 200) {
    const found = await state();
    if (found.running === null && found.backups.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the backup does not end');
}

test('the system administrator presses 现在备份, leaves, and finds it made and verified', async () => {
  expect(await state()).toMatchObject({ backups: [], running: null, failure: null, at: null, late: false });
  expect((await admin.post('/operation/backups')).status).toBe(200);
  expect(await admin.post('/operation/backups')).toMatchObject({ status: 409, error: { code: 'backup-under-way' } });
  expect((await state()).running).toMatchObject({ phase: 'copy' });
  const done = await whenDone();
  expect(done.failure).toBeNull();
  expect(done.backups[0]!.verified).toMatchObject({ same: true });
  expect(done.backups[0]!.bytes).toBeGreaterThan(100_000);
  if (house.house.embedded) expect(done.archive).toMatchObject({ failing: false, lastAt: expect.any(String) });
});

function otherwise(options: Partial<BackupsOptions>): Backups {
  return new Backups({
    dataFolder: house.house.dataFolder,
    folder: join(place, 'backups'),
    keep: 7,
    admin: house.house.admin,
    embedded: false,
    cities: house.house.cities,
    derived: tablesOf(DERIVATIONS),
    derive: async (owner, made) => {
      await rebuild({ admin: owner, city: made, check: false });
    },
    program: 'test',
    wall: () => new Date(),
    log: () => undefined,
    ...options,
  });
}

test('a server of the city’s own is backed up city by city, and verified by importing them', async () => {
  const backup = await otherwise({}).run({ verify: true });
  expect(backup.manifest).toMatchObject({ kind: 'logical', cities: [{ code: 'first' }] });
  expect(backup.verification).toMatchObject({ differences: [] });
  expect(backup.verification!.rows).toBeGreaterThan(2);
  await expect(restore(backup, join(place, 'into'), undefined, () => undefined)).rejects.toMatchObject({
    detail: { code: 'backup-logical' },
  });
  await rm(join(backup.folder, 'first', 'act.copy.gz'));
  expect(await readBackup(backup.folder, backup.name)).toMatchObject({ name: backup.name });
});

test('the daily one is made when its hour has come, once, and a failure is told and not tried again at once', async () => {
  const folder = join(place, 'daily');
  let now = new Date('2017-06-28T02:00:00+08:00');
  const daily = otherwise({ folder, at: 150, wall: () => now });
  await daily.runWhenDue();
  expect((await daily.state()).backups).toEqual([]);
  now = new Date('2017-06-28T02:31:00+08:00');
  await daily.runWhenDue();
  await daily.runWhenDue();
  expect((await daily.state()).backups.map(({ name }) => name)).toEqual(['20170628-023100']);

  const taken = join(place, 'taken');
  await writeFile(taken, '');
  const failing = otherwise({ folder, at: 150, wall: () => now, dataFolder: taken, admin: { host: taken } });
  now = new Date('2017-06-29T02:31:00+08:00');
  await expect(failing.runWhenDue()).rejects.toThrow();
  await failing.runWhenDue();
  expect(await failing.state()).toMatchObject({ failure: { what: '备份没有做成', at: now.toISOString() } });
  expect((await failing.state()).backups).toHaveLength(1);
});
