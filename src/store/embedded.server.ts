/**
 * PostgreSQL without an administrator: `startEmbedded` gives a server on a data folder, whether it must be made, started,
 * recovered after a crash, or is running already. Used by processes side by side; the last one out ends the server. While any
 * of them is in, a server that dies is started again.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { Refusal } from '../core/record/refusal.logic.ts';
import {
  accountFor,
  letPass,
  prepareBinaries,
  prepareDataFolder,
  refusalFor,
  takeOver,
} from './embedded-host.server.ts';
import { type FileLock, lockFile, lockFileNow } from './embedded-lock.server.ts';
import {
  askToEnd,
  endPostmaster,
  ensureCluster,
  findPostmaster,
  type Log,
  launch,
  lifelessEnder,
  type Place,
  type Postmaster,
  placeOf,
  port,
  shortOfSpace,
  whenReady,
} from './embedded-postmaster.server.ts';
import { supervise } from './embedded-supervisor.server.ts';

export interface Cluster {
  /** Superuser on the database `xieshi`, above row security: for migrations and backups only. */
  admin: pg.PoolConfig;
  /** Role `xieshi_app`, no superuser and under row security: for all the application's work. */
  app: pg.PoolConfig;
  /** False when a server was running on the data folder. */
  startedHere: boolean;
  /** Why a server that is away is not back yet: the disk is full, the folder is not writable … */
  trouble(): Refusal | undefined;
  /** Ends the server (fast shutdown) and waits; when another process still uses it, that one ends it instead. */
  stop(): Promise<void>;
  /** The same without waiting for the end: for `process.on('exit')`, where nothing can be awaited. */
  stopNow(): void;
}

interface Passwords {
  postgres: string;
  xieshi_app: string;
}

const database = 'xieshi';
const role = 'xieshi_app';

/** PostgreSQL's codes for "starting up" and "shutting down", and the system's for a socket nobody listens on. */
const comingOrGoing = ['57P01', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT'];

/**
 * Starts PostgreSQL on a data folder, or joins the one that runs there.
 * @param options.dataFolder made when missing
 * @param options.log takes lines in Chinese about whatever takes a while
 * @throws Refusal when the folder, the disk or the machine does not allow it
 */
export async function startEmbedded(options: { dataFolder: string; log: Log }): Promise<Cluster> {
  const { dataFolder, log } = options;
  await prepareDataFolder(dataFolder);
  const place = placeOf(realpathSync(dataFolder));
  const starting = await held(place, 'start.lock', 'exclusive');
  let users: FileLock | undefined;
  try {
    const passwords = await ownPasswords(place);
    users = await held(place, 'users.lock', 'shared');
    const running = await join(place, passwords, log);
    const postmaster = running ?? (await launchNew(place, passwords, log));
    return clusterOf(place, postmaster, passwords, running === undefined, users, log);
  } catch (error) {
    users?.release();
    throw error;
  } finally {
    starting.release();
  }
}

async function held(place: Place, name: string, mode: 'exclusive' | 'shared'): Promise<FileLock> {
  const lock = await lockFile(path.join(place.dataFolder, name), mode, 600);
  if (lock !== undefined) return lock;
  throw new Refusal({
    code: 'start-under-way',
    what: `另一个进程十分钟来一直在启动 ${place.dataFolder} 上的数据库`,
    now: '请查看它的输出；确认它已停住时结束它，再重新启动',
    status: 503,
  });
}

/** The server alive on the folder once it takes connections; undefined when there is none, or it was just leaving. */
async function join(place: Place, passwords: Passwords, log: Log): Promise<Postmaster | undefined> {
  for (let found = findPostmaster(place); found !== undefined; found = findPostmaster(place)) {
    const ready = await whenReady(place, found.pid, log);
    if (ready === undefined) continue;
    try {
      await ensureContents(ready, passwords);
      return ready;
    } catch (error) {
      if (!comingOrGoing.includes((error as { code?: string }).code ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return undefined;
}

async function launchNew(place: Place, passwords: Passwords, log: Log): Promise<Postmaster> {
  const account = await accountFor(place.database);
  await letPass(account, place.dataFolder);
  const binaries = await prepareBinaries();
  await ensureCluster(place, binaries, account, passwords.postgres, log);
  await takeOver(place.database, account);
  const postmaster = await launch(place, binaries, account, log);
  try {
    await ensureContents(postmaster, passwords);
  } catch (error) {
    await endPostmaster(place, log);
    throw error;
  }
  return postmaster;
}

/** The role and the database of the application; made when missing, which a first start cut short may leave them. */
async function ensureContents(postmaster: Postmaster, passwords: Passwords): Promise<void> {
  const login = { user: 'postgres', password: passwords.postgres, connectionTimeoutMillis: 10_000 };
  const client = new pg.Client({ ...address(postmaster), ...login });
  // A server that dies under a query rejects the query; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `select exists(select from pg_roles where rolname = $1) as role,
              exists(select from pg_database where datname = $2) as database`,
      [role, database],
    );
    if (!rows[0]?.role) {
      const password = client.escapeLiteral(passwords.xieshi_app);
      await client.query(
        `create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password ${password}`,
      );
    }
    if (!rows[0]?.database) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}

/** PG… variables of the environment are meant for other servers: all that they could change is given. */
function address(postmaster: Postmaster): pg.ClientConfig {
  return { host: postmaster.socketFolder, port, database: 'postgres', ssl: false };
}

function clusterOf(
  place: Place,
  postmaster: Postmaster,
  passwords: Passwords,
  startedHere: boolean,
  users: FileLock,
  log: Log,
): Cluster {
  const usersLock = path.join(place.dataFolder, 'users.lock');
  /** Held while this process brings the server back. */
  let reviving: FileLock | undefined;
  let stopping: Promise<void> | undefined;
  let missed = false;
  const revive = async (): Promise<void> => {
    reviving = await held(place, 'start.lock', 'exclusive');
    try {
      // Another process may have been faster, or we were asked to stop while waiting.
      if (stopping !== undefined || (await join(place, passwords, log)) !== undefined) return;
      if (!missed) log('数据库意外停止，正在重新启动……');
      missed = true;
      await launchNew(place, passwords, log);
      missed = false;
      log('数据库已恢复。');
    } finally {
      reviving.release();
      reviving = undefined;
    }
  };
  const endedLifeless = lifelessEnder(place, log);
  const isThere = (): boolean => {
    const found = findPostmaster(place);
    return found !== undefined && !endedLifeless(found);
  };
  const supervisor = supervise(isThere, revive, log);
  const stopInTurn = async (): Promise<void> => {
    const starting = await held(place, 'start.lock', 'exclusive');
    users.release();
    const alone = await lockFile(usersLock, 'exclusive', 0);
    try {
      if (alone !== undefined) await endPostmaster(place, log);
    } finally {
      alone?.release();
      starting.release();
    }
  };
  return {
    admin: { ...address(postmaster), database, user: 'postgres', password: passwords.postgres },
    app: { ...address(postmaster), database, user: role, password: passwords.xieshi_app },
    startedHere,
    trouble: () => supervisor.trouble() ?? shortOfSpace(place),
    stop() {
      supervisor.stop();
      stopping ??= stopInTurn();
      return stopping;
    },
    stopNow() {
      supervisor.stop();
      if (stopping !== undefined) return;
      stopping = Promise.resolve();
      users.release();
      // When another that starts holds the lock, it uses the server.
      const starting = reviving ?? lockFileNow(path.join(place.dataFolder, 'start.lock'), 'exclusive');
      const alone = starting && lockFileNow(usersLock, 'exclusive');
      if (alone !== undefined) askToEnd(place);
      alone?.release();
      starting?.release();
    },
  };
}

/** Passwords of the two roles, drawn once for a data folder and kept beside the cluster, readable by us alone. */
async function ownPasswords(place: Place): Promise<Passwords> {
  const file = path.join(place.dataFolder, 'passwords.json');
  try {
    const kept = await readFile(file, 'utf8').catch((error) => {
      if (error.code !== 'ENOENT') throw error;
      return undefined;
    });
    if (kept !== undefined) return JSON.parse(kept) as Passwords;
    if (existsSync(place.database)) throw passwordsMissing(place, file);
    const draw = (): string => randomBytes(24).toString('base64url');
    const passwords = { postgres: draw(), xieshi_app: draw() };
    await writeFile(`${file}.new`, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(`${file}.new`, file);
    return passwords;
  } catch (error) {
    throw refusalFor(error, file);
  }
}

function passwordsMissing(place: Place, file: string): Refusal {
  return new Refusal({
    code: 'passwords-missing',
    what: `数据文件夹 ${place.dataFolder} 中有数据库，却没有它的口令文件 passwords.json`,
    now: `请从备份中恢复 ${file}；数据没有受影响`,
    status: 503,
  });
}
