import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { type Cluster, startEmbedded } from './embedded.server.ts';

const root = process.getuid?.() === 0;
const folders: string[] = [];
const clusters: Cluster[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const cluster of clusters.splice(0)) await cluster.stop();
  for (const folder of folders.splice(0)) {
    if (alive(await postmasterOf(folder))) await (await start(folder)).stop();
    clusters.length = 0;
    await rm(folder, { recursive: true, force: true });
  }
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'xieshi-embedded-'));
  folders.push(folder);
  return folder;
}

async function start(dataFolder: string): Promise<Cluster> {
  const cluster = await startEmbedded({ dataFolder, log: () => {} });
  clusters.push(cluster);
  return cluster;
}

async function query(config: pg.PoolConfig, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(config);
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

/** Number of the server's process by its own file; 0 when there is none. */
async function postmasterOf(folder: string): Promise<number> {
  const file = await readFile(join(folder, 'database', 'postmaster.pid'), 'utf8').catch(() => '0');
  return Number(file.split('\n')[0]);
}

/** A process that has ended but was not yet collected by its parent has no command line any more. */
function alive(pid: number): boolean {
  return pid > 1 && existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
}

/** Another process that starts the cluster, says so on its output, and stops when told to. */
async function startInProcess(folder: string): Promise<{ child: ChildProcess; startedHere: boolean }> {
  const source = `
    import { startEmbedded } from ${JSON.stringify(new URL('./embedded.server.ts', import.meta.url).href)};
    const cluster = await startEmbedded({ dataFolder: process.argv[1], log: () => {} });
    process.on('SIGTERM', async () => { await cluster.stop(); process.exit(0); });
    process.on('SIGINT', () => process.exit(0));
    process.on('exit', () => cluster.stopNow());
    console.log(cluster.startedHere);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, startedHere: line.toString().trim() === 'true' };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await once(child, 'exit');
}

test('a first start makes a checked UTF-8 cluster with an application role that is no superuser', async () => {
  const folder = await temporaryFolder();
  const cluster = await start(folder);
  expect(cluster.startedHere).toBe(true);
  expect(
    await query(
      cluster.app,
      `select current_user as me, rolsuper, rolbypassrls, rolcreaterole, current_database() as database,
              current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums,
              current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync
       from pg_roles where rolname = current_user`,
    ),
  ).toEqual([
    {
      me: 'xieshi_app',
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      database: 'xieshi',
      encoding: 'UTF8',
      checksums: 'on',
      addresses: '',
      fsync: 'on',
    },
  ]);
  expect(await query(cluster.admin, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([
    { rolsuper: true },
  ]);
});

test('passwords are readable by their owner alone, and a wrong one does not sign in', async () => {
  const folder = await temporaryFolder();
  const cluster = await start(folder);
  expect((await stat(join(folder, 'passwords.json'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'database'))).mode & 0o777).toBe(0o700);
  await expect(query({ ...cluster.app, password: 'guess' }, 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

test('a second start keeps the data', async () => {
  const folder = await temporaryFolder();
  const first = await start(folder);
  await query(first.admin, "create table note as select '写实' as text");
  await first.stop();
  expect(await postmasterOf(folder)).toBe(0);
  const second = await start(folder);
  expect(second.startedHere).toBe(true);
  expect(await query(second.admin, 'select text from note')).toEqual([{ text: '写实' }]);
});

test('after kill -9 of the server a start recovers every committed row', async () => {
  const folder = await temporaryFolder();
  const first = await start(folder);
  await query(first.admin, 'create table note as select generate_series(1, 1000) as id');
  const killed = await postmasterOf(folder);
  process.kill(killed, 'SIGKILL');
  const second = await start(folder);
  expect(second.startedHere).toBe(true);
  expect(await postmasterOf(folder)).not.toBe(killed);
  expect(await query(second.admin, 'select count(*)::int as rows from note')).toEqual([{ rows: 1000 }]);
});

test('after kill -9 of the application the next start joins the server it left, and ends it', async () => {
  const folder = await temporaryFolder();
  const { child } = await startInProcess(folder);
  const left = await postmasterOf(folder);
  await end(child, 'SIGKILL');
  expect(alive(left)).toBe(true);
  const cluster = await start(folder);
  expect(cluster.startedHere).toBe(false);
  expect(await postmasterOf(folder)).toBe(left);
  expect(await query(cluster.app, 'select 1 as one')).toEqual([{ one: 1 }]);
  await cluster.stop();
  expect(alive(left)).toBe(false);
});

test('two processes that start at once share one server, and the last one out ends it', async () => {
  const folder = await temporaryFolder();
  const [one, other] = await Promise.all([startInProcess(folder), startInProcess(folder)]);
  expect([one.startedHere, other.startedHere].sort()).toEqual([false, true]);
  const pid = await postmasterOf(folder);
  const [starter, guest] = one.startedHere ? [one, other] : [other, one];
  await end(starter.child, 'SIGTERM');
  expect(alive(pid)).toBe(true);
  await end(guest.child, 'SIGTERM');
  expect(alive(pid)).toBe(false);
});

test('a process that exits without waiting takes its server with it', async () => {
  const folder = await temporaryFolder();
  const { child } = await startInProcess(folder);
  const pid = await postmasterOf(folder);
  await end(child, 'SIGINT');
  await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false);
});

test('a start during the last moments of a server waits and starts another', async () => {
  const folder = await temporaryFolder();
  const first = await start(folder);
  first.stopNow();
  const second = await start(folder);
  expect(await query(second.app, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('the number of a dead server borne by another process does not prevent a start', async () => {
  const folder = await temporaryFolder();
  await (await start(folder)).stop();
  const file = join(folder, 'database', 'postmaster.pid');
  await writeFile(file, `${process.pid}\n${join(folder, 'database')}\n1\n5432\n${join(folder, 'run')}\n\n\nready   \n`);
  const second = await start(folder);
  expect(second.startedHere).toBe(true);
});

test('the copy of a folder whose server runs, made with another owner, gets a server of its own', async () => {
  const folder = await temporaryFolder();
  const first = await start(folder);
  const copy = await temporaryFolder();
  await cp(folder, copy, { recursive: true, filter: (path) => !path.includes('.s.PGSQL') });
  const second = await start(copy);
  expect(second.startedHere).toBe(true);
  expect(await postmasterOf(copy)).not.toBe(await postmasterOf(folder));
  expect(await query(first.app, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a first start cut short is made again from the beginning', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'database.making'));
  await writeFile(join(folder, 'database.making', 'PG_VERSION'), '18\n');
  const cluster = await start(folder);
  expect(await query(cluster.app, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(existsSync(join(folder, 'database.making'))).toBe(false);
});

test('a path too long for a socket is served from a private folder', async () => {
  const folder = await temporaryFolder();
  const long = join(folder, '很长的文件夹名称'.repeat(8));
  if (root) await chmod(folder, 0o711);
  const cluster = await start(long);
  const sockets = String(cluster.app.host);
  expect(sockets.startsWith(long)).toBe(false);
  expect((await stat(sockets)).mode & 0o777).toBe(0o700);
  expect(await query(cluster.app, 'select 1 as one')).toEqual([{ one: 1 }]);
  await cluster.stop();
  await rm(sockets, { recursive: true });
});

test('a data folder of another version of PostgreSQL is left alone, with words', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'database'));
  await writeFile(join(folder, 'database', 'PG_VERSION'), '15\n');
  await writeFile(join(folder, 'passwords.json'), '{"postgres":"a","xieshi_app":"b"}');
  await expect(start(folder)).rejects.toMatchObject({ detail: { code: 'database-version' } });
});

test('a database without its passwords is left alone, with words', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'database'));
  await expect(start(folder)).rejects.toMatchObject({ detail: { code: 'passwords-missing' } });
});

test('a file in the place of the data folder is refused with words', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'data'), '');
  await expect(start(join(folder, 'data'))).rejects.toMatchObject({ detail: { code: 'data-folder-no-folder' } });
  await expect(start(join(folder, 'data', 'below'))).rejects.toMatchObject({
    detail: { code: 'data-folder-no-folder' },
  });
});

test.runIf(root)('as root, a data folder inside one that only root can enter is refused with words', async () => {
  const folder = await temporaryFolder();
  await expect(start(join(folder, 'data'))).rejects.toMatchObject({ detail: { code: 'data-folder-unreachable' } });
});

test.runIf(!root)('as an ordinary user, a folder that is not writable is refused with words', async () => {
  const folder = await temporaryFolder();
  await chmod(folder, 0o500);
  await expect(start(join(folder, 'data'))).rejects.toMatchObject({ detail: { code: 'data-folder-not-writable' } });
});

test('a server that dies while the application runs is started again by itself, with every committed row', async () => {
  const folder = await temporaryFolder();
  const cluster = await start(folder);
  await query(cluster.admin, 'create table note as select generate_series(1, 1000) as id');
  const killed = await postmasterOf(folder);
  process.kill(killed, 'SIGKILL');
  const rows = () => query(cluster.admin, 'select count(*)::int as rows from note').catch((error: Error) => error);
  await expect.poll(rows, { timeout: 10_000, interval: 20 }).toEqual([{ rows: 1000 }]);
  expect(await postmasterOf(folder)).not.toBe(killed);
});

test('a server that stays with nobody who works is ended and started again', async () => {
  const folder = await temporaryFolder();
  const cluster = await start(folder);
  const stuck = await postmasterOf(folder);
  const children = (await readFile(`/proc/${stuck}/task/${stuck}/children`, 'utf8')).trim().split(' ').map(Number);
  const titles = await Promise.all(children.map((child) => readFile(`/proc/${child}/cmdline`, 'utf8')));
  // Stopped, it cannot notice that they are gone and begin again: as it was seen on a full disk.
  process.kill(stuck, 'SIGSTOP');
  for (const [at, child] of children.entries()) if (!titles[at]!.includes(': logger')) process.kill(child, 'SIGKILL');
  const one = () => query(cluster.app, 'select 1 as one').catch((error: Error) => error);
  await expect.poll(() => alive(stuck), { timeout: 15_000 }).toBe(false);
  await expect.poll(one, { timeout: 15_000, interval: 100 }).toEqual([{ one: 1 }]);
});

test('of two processes on one folder exactly one starts the server that died again', async () => {
  const folder = await temporaryFolder();
  await Promise.all([startInProcess(folder), startInProcess(folder)]);
  const cluster = await start(folder);
  for (let times = 0; times < 3; times += 1) {
    const killed = await postmasterOf(folder);
    process.kill(killed, 'SIGKILL');
    const one = () => query(cluster.app, 'select 1 as one').catch((error: Error) => error);
    await expect.poll(one, { timeout: 10_000, interval: 20 }).toEqual([{ one: 1 }]);
    const pid = await postmasterOf(folder);
    expect(pid).not.toBe(killed);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await postmasterOf(folder)).toBe(pid);
  }
});

test('a server that was asked to end stays ended', async () => {
  const folder = await temporaryFolder();
  const cluster = await start(folder);
  await cluster.stop();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await postmasterOf(folder)).toBe(0);
});

test('a server that cannot come back says why, and comes back once it can', async () => {
  const folder = await temporaryFolder();
  const cluster = await start(folder);
  const database = join(folder, 'database');
  // What an administrator's slip does: the folder passes to nobody who runs the server.
  const mode = (await stat(database)).mode & 0o777;
  process.kill(await postmasterOf(folder), 'SIGKILL');
  await chmod(database, 0o100);
  await expect.poll(() => cluster.trouble()?.detail.code, { timeout: 10_000 }).toBe('data-folder-not-writable');
  await chmod(database, mode);
  const one = () => query(cluster.app, 'select 1 as one').catch((error: Error) => error);
  await expect.poll(one, { timeout: 15_000 }).toEqual([{ one: 1 }]);
  await expect.poll(() => cluster.trouble()).toBeUndefined();
});
