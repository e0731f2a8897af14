import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { chmod, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Backup, backupsIn, type PhysicalManifest, readBackup } from './backup-manifest.server.ts';
import { comparePhysical } from './backup-verify.server.ts';
import { Backups } from './backups.server.ts';
import { type Cluster, startEmbedded } from './embedded.server.ts';
import { readKeys } from './keys.server.ts';
import { createCity, migrate } from './migrate.server.ts';
import { restore, withRestored } from './restore.server.ts';
import { archiveOf } from './wal-archive.server.ts';

const silent = (): void => undefined;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let place: string;
let cluster: Cluster;
let client: pg.Client;
const made: Backups[] = [];

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'xieshi-backups-'));
  await chmod(place, 0o755);
  cluster = await startEmbedded({ dataFolder: join(place, 'data'), log: silent });
  await readKeys(join(place, 'data'));
  await migrate(cluster.admin, 'xieshi_app', new Date());
  await createCity(cluster.admin, { code: 'first', name: '示例市' }, new Date());
  client = await connected(cluster);
});
afterAll(async () => {
  await client?.end();
  await cluster?.stop();
  await rm(place, { recursive: true, force: true });
});
afterEach(async () => {
  for (const backups of made.splice(0)) await backups.stop();
});

async function connected({ admin }: Pick<Cluster, 'admin'>): Promise<pg.Client> {
  const one = new pg.Client(admin as pg.ClientConfig);
  await one.connect();
  await one.query('set search_path to city_first');
  return one;
}

function backupsOf(options: { keep?: number; folder?: string } = {}): Backups {
  const backups = new Backups({
    dataFolder: join(place, 'data'),
    keep: 7,
    admin: cluster.admin,
    embedded: true,
    cities: async () => [],
    derived: [],
    derive: async () => undefined,
    program: 'test',
    wall: () => new Date(),
    log: silent,
    ...options,
  });
  made.push(backups);
  return backups;
}

const write = (by: pg.Client, kind: string): Promise<unknown> =>
  by.query(
    `insert into act (id, kind, account_id, author, summary, recorded_at) values (gen_random_uuid(), $1, 0, '测试', '', now())`,
    [kind],
  );

/** Starts what was restored and answers the kinds of its acts. */
async function actsIn(folder: string): Promise<string[]> {
  const restored = await startEmbedded({ dataFolder: folder, log: silent });
  const reading = await connected(restored);
  const { rows } = await reading.query<{ kind: string }>('select kind from act order by seq');
  await reading.end();
  await restored.stop();
  return rows.map(({ kind }) => kind);
}

const at = async (): Promise<Date> => (await client.query<{ at: Date }>('select clock_timestamp() as at')).rows[0]!.at;

/** Closes the segment at hand and waits until it is in the archive. */
async function archived(): Promise<void> {
  const { rows } = await client.query<{ file: string }>(
    `select pg_walfile_name(pg_create_restore_point('test')) as file`,
  );
  await client.query('select pg_switch_wal()');
  const folder = await archiveOf(join(place, 'data', 'database'));
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (await stat(join(folder!, `${rows[0]!.file}.gz`)).catch(() => undefined)) return;
    await pause(50);
  }
  throw new Error(`${rows[0]!.file} did not arrive`);
}

test('a backup made while four clients write holds all that was acknowledged, and verifies', async () => {
  const writers = await Promise.all([1, 2, 3, 4].map(() => connected(cluster)));
  const acknowledged: string[] = [];
  let going = true;
  const writing = writers.map(async (writer, number) => {
    for (let at = 0; going; at += 1) {
      await write(writer, `w${number}-${at}`);
      acknowledged.push(`w${number}-${at}`);
    }
  });
  const running = backupsOf().run({ verify: true });
  await pause(300);
  const early = [...acknowledged];
  const backup = await running;
  going = false;
  await Promise.all(writing);
  await Promise.all(writers.map((writer) => writer.end()));

  expect(early.length).toBeGreaterThan(10);
  expect(backup.verification).toMatchObject({ differences: [] });
  expect(backup.verification!.rows).toBeGreaterThanOrEqual(early.length);
  expect(await readFile(join(backup.folder, 'keys.json'), 'utf8')).toBe(
    await readFile(join(place, 'data', 'keys.json'), 'utf8'),
  );
  expect((await stat(join(backup.folder, 'passwords.json'))).mode & 0o777).toBe(0o600);

  await archived();
  const { folder } = await restore(backup, join(place, 'all'), undefined, silent);
  // The archive brings what was written after the backup too.
  expect(new Set(await actsIn(folder))).toEqual(new Set(acknowledged));
});

test('restoring to an instant brings what was written before it and nothing after', async () => {
  const backup = await backupsOf().run({ verify: false });
  await write(client, 'one');
  await write(client, 'two');
  // An instant here has whole milliseconds, commits have finer ones.
  await pause(20);
  const between = await at();
  await pause(20);
  await write(client, 'three');
  await archived();

  const { folder, lastCommitAt } = await restore(backup, join(place, 'instant'), between, silent);
  const kinds = await actsIn(folder);
  expect(kinds.slice(-2)).toEqual(['one', 'two']);
  expect(lastCommitAt!.getTime()).toBeLessThanOrEqual(between.getTime());

  const before = new Date(Date.parse(backup.manifest.endedAt) - 1);
  const after = new Date(Date.now() + 3600_000);
  const into = join(place, 'nowhere');
  await expect(restore(backup, into, before, silent)).rejects.toMatchObject({
    detail: { code: 'instant-before-backup' },
  });
  await expect(restore(backup, into, after, silent)).rejects.toMatchObject({
    detail: { code: 'instant-after-archive' },
  });
  await expect(restore(backup, folder, undefined, silent)).rejects.toMatchObject({
    detail: { code: 'folder-not-empty' },
  });
  expect(await readdir(place)).not.toContain('nowhere');
});

test('a damaged file is named, and nothing is left where it was to be restored', async () => {
  const backup = await backupsOf().run({ verify: false });
  const into = join(place, 'damaged');
  const restoring = async (): Promise<unknown> =>
    restore(await readBackup(backup.folder, backup.name), into, undefined, silent);
  const refusal = (file: string) => ({ detail: { code: 'backup-damaged', where: join(backup.folder, file) } });

  const control = join(backup.folder, 'database/global/pg_control.gz');
  const whole = await readFile(control);
  await writeFile(control, whole.subarray(0, whole.length - 12));
  await expect(restoring()).rejects.toMatchObject(refusal('database/global/pg_control.gz'));
  await writeFile(control, whole);
  await rm(join(backup.folder, 'keys.json'));
  await expect(restoring()).rejects.toMatchObject(refusal('keys.json'));
  await writeFile(join(backup.folder, 'keys.json'), '{}');
  await expect(restoring()).rejects.toMatchObject(refusal('keys.json'));
  await writeFile(join(backup.folder, 'manifest.json'), '{"format":"xieshi-backup/9"}');
  await expect(restoring()).rejects.toMatchObject({ detail: { code: 'backup-version' } });
  await rm(join(backup.folder, 'manifest.json'));
  await expect(restoring()).rejects.toMatchObject({ detail: { code: 'no-backup' } });
  expect((await readdir(place)).filter((name) => name.startsWith('damaged'))).toEqual([]);
});

test('a segment that is missing or damaged in the archive is named instead of ending the replay early', async () => {
  const backup = await backupsOf().run({ verify: false });
  const archive = (await archiveOf(join(place, 'data', 'database')))!;
  await archived();
  await archived();
  const last = (await readdir(archive))
    .filter((name) => name.endsWith('.gz'))
    .sort()
    .at(-1)!;
  await truncate(join(archive, last), 100);
  await expect(restore(backup, join(place, 'gap'), undefined, silent)).rejects.toMatchObject({
    detail: { code: 'wal-damaged', where: join(archive, last) },
  });
  await rm(join(archive, last));
});

test('a verification that finds other content says in which table', async () => {
  const backups = backupsOf();
  const backup = await backups.run({ verify: false });
  const manifest = join(backup.folder, 'manifest.json');
  const told = await readFile(manifest, 'utf8');
  const content = JSON.parse(told) as PhysicalManifest;
  content.cities[0]!.tables.find(({ table }) => table === 'act')!.rows += 1;
  await writeFile(manifest, JSON.stringify(content));
  const changed = await readBackup(backup.folder, backup.name);
  const seen = await withRestored(changed, join(place, 'second'), silent, ({ admin }) =>
    comparePhysical(admin, changed.manifest as PhysicalManifest, () => new Date()),
  );
  expect(seen.differences).toEqual([expect.stringMatching(/^first\.act：应有\d+行，恢复出来\d+行$/)]);
  await writeFile(manifest, told);
});

test('a process killed in the middle leaves no backup that looks whole, and the next one clears away', async () => {
  const folder = join(place, 'killed');
  const source = `
    import { Backups } from ${JSON.stringify(new URL('./backups.server.ts', import.meta.url).href)};
    const options = JSON.parse(process.argv[1]);
    new Backups({ ...options, cities: async () => [], derived: [], derive: async () => {}, program: 'test',
      wall: () => new Date(), log: () => {} }).run({ verify: false });`;
  const options = { dataFolder: join(place, 'data'), folder, keep: 7, admin: cluster.admin, embedded: true };
  const child = spawn(process.execPath, ['--input-type=module', '-e', source, JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const copying = async (): Promise<boolean> =>
    (await readdir(folder, { recursive: true }).catch((): string[] => [])).some((name) => /making\/.*\.gz$/.test(name));
  while (!(await copying())) await pause(5);
  child.kill('SIGKILL');
  await once(child, 'exit');

  expect((await readdir(folder)).filter((name) => name.endsWith('.making'))).toHaveLength(1);
  expect(await backupsIn(folder)).toEqual([]);
  await backupsOf({ folder }).run({ verify: false });
  expect((await readdir(folder)).filter((name) => name.endsWith('.making'))).toEqual([]);
  expect(await backupsIn(folder)).toHaveLength(1);
  await rm(folder, { recursive: true });
});

test('old backups go with the log that only they needed, and one that is stopped leaves nothing', async () => {
  const folder = join(place, 'few');
  const backups = backupsOf({ folder, keep: 2 });
  const names: string[] = [];
  let newest: Backup | undefined;
  for (let count = 0; count < 3; count += 1) {
    newest = await backups.run({ verify: false });
    names.push(newest.name);
  }
  const kept = await backupsIn(folder);
  expect(kept.map(({ name }) => name)).toEqual(names.slice(1));
  const first = (kept[0]!.manifest as PhysicalManifest).wal;
  expect((await readdir(join(folder, first.archive))).sort()[0]).toMatch(first.first);

  const stopped = expect(backups.run({ verify: false })).rejects.toMatchObject({ detail: { code: 'backup-stopped' } });
  await expect(backups.run({ verify: false })).rejects.toMatchObject({ detail: { code: 'backup-under-way' } });
  await backups.stop();
  await stopped;
  expect((await backups.state()).backups.map(({ name }) => name)).toEqual(names.slice(1).reverse());
});
