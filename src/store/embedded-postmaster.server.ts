/**
 * One PostgreSQL cluster in a data folder: is a server alive on it, make it, launch it, end it.
 *
 * The data folder holds `database` (the cluster, its log in `database/log`), `run` (the socket), `start.log` (what
 * PostgreSQL said before its own log began), `passwords.json` and the files of two locks. There is no TCP port.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, statfsSync, statSync, unlinkSync } from 'node:fs';
import { readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../core/record/refusal.logic.ts';
import {
  type Account,
  type Binaries,
  handOver,
  noSpace,
  notWritable,
  postgresEnvironment,
  privateFolder,
  refusalFor,
  runAs,
  socketFolder,
} from './embedded-host.server.ts';

export interface Place {
  dataFolder: string;
  /** The cluster itself. */
  database: string;
  /** Shown in the titles of the server's processes: how those of this cluster are told from others. */
  clusterName: string;
}

/** A server alive on a cluster. */
export interface Postmaster {
  pid: number;
  socketFolder: string;
  /** As PostgreSQL writes it: starting, ready, stopping … */
  status: string;
}

export type Log = (line: string) => void;

export const port = 5432;
const socketName = `.s.PGSQL.${port}`;
const smallestFreeSpace = 300 * 1024 * 1024;
/** One segment of its log, which recovery may need to make. */
const smallestFreeSpaceToRun = 16 * 1024 * 1024;

/** Recovery of a large database after a crash takes minutes; nothing else does. */
const patienceSeconds = 600;

/** So many looks, a second apart, a server may be between one process that carries it and the next. */
const LIFELESS_LOOKS = 5;

/** For a server of an office: two cores, a few GB. */
const configuration = (place: Place): string => `# Written by Xieshi at each start. Changes belong in local.conf beside.
cluster_name = '${place.clusterName}'
listen_addresses = ''
port = ${port}
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
jit = off
fsync = on
synchronous_commit = on
full_page_writes = on
wal_level = replica
archive_mode = on
archive_command = 'true'
max_wal_size = 1GB
checkpoint_timeout = 15min
password_encryption = scram-sha-256
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
log_destination = stderr
logging_collector = on
log_directory = log
log_filename = 'postgres-%a.log'
log_file_mode = 0600
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_line_prefix = '%m [%p] %u '
log_checkpoints = off
# From the first backup on: where finished segments of the log go (wal-archive.server.ts). Until then they go nowhere.
include_if_exists = 'archive.conf'
include_if_exists = 'local.conf'
`;

/** @param dataFolder its real path, without links */
export function placeOf(dataFolder: string): Place {
  const database = join(dataFolder, 'database');
  return { dataFolder, database, clusterName: `xieshi-${digest(database)}` };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * The server alive on the cluster, by its postmaster.pid. A process that only bears the number written there, or that
 * serves the folder ours was copied from, is none.
 * @throws Refusal when a server is alive that we cannot use
 */
export function findPostmaster(place: Place): Postmaster | undefined {
  const file = join(place.database, 'postmaster.pid');
  const [pidLine = '', startedIn = '', , , socketLine = '', , , status = ''] = read(file).split('\n');
  const pid = Number(pidLine);
  if (!(pid > 1)) return undefined;
  const served = servedFolder(pid);
  if (served === undefined) return undefined;
  const found = { pid, socketFolder: socketLine, status: status.trim() };
  if (served === place.database) return found;
  // The number went to the server of another folder after ours had died.
  if (served.startsWith('/') && served !== startedIn) return undefined;
  const here = statSync(file, { throwIfNoEntry: false });
  const there = statSync(join(startedIn, 'postmaster.pid'), { throwIfNoEntry: false });
  // The same folder by another name, or one that was copied while its server ran.
  if (there !== undefined) return there.dev === here?.dev && there.ino === here?.ino ? found : undefined;
  // Moved under a running server: two on one folder would destroy it.
  throw new Refusal({
    code: 'database-in-use',
    what: `数据文件夹 ${place.dataFolder} 正被另一处启动的 PostgreSQL（进程 ${pid}）使用`,
    now: `请先停止它（kill -INT ${pid}），再重新启动`,
    status: 503,
  });
}

/** The folder a postmaster was told to serve; undefined when the process is none. /proc/…/cwd is not for every root. */
function servedFolder(pid: number): string | undefined {
  const words = read(`/proc/${pid}/cmdline`).split('\0');
  if (!/(^|\/)postgres$/.test(words[0] ?? '')) return undefined;
  return words[words.indexOf('-D') + 1] ?? '';
}

/** Processes of the cluster that outlived their postmaster. */
function orphans(place: Place): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isOfCluster(place, name))
    .map(Number);
}

const isOfCluster = (place: Place, pid: string, title = ''): boolean =>
  read(`/proc/${pid}/cmdline`).startsWith(`postgres: ${place.clusterName}: ${title}`);

/**
 * Whether a postmaster has nobody who works or gets it to work. On a full disk one was seen to stay like that after its recovery
 * had failed, for ever.
 */
function isLifeless(place: Place, pid: number): boolean {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim();
  // Its log has a process from the first moment on; without any, it has not got that far, or the kernel does not tell.
  if (children === '') return false;
  return !children
    .split(' ')
    .some((child) => isOfCluster(place, child, 'startup') || isOfCluster(place, child, 'checkpointer'));
}

/**
 * A look that ends a server which stays lifeless; one for each watch, called again and again.
 * @returns whether it was ended just now
 */
export function lifelessEnder(place: Place, log: Log): (found: Postmaster) => boolean {
  let looked = Date.now();
  // Looks and not seconds: after a pause of the whole machine one look would stand for all that time.
  let lifeless = 0;
  return ({ pid, status }) => {
    if (Date.now() - looked < 1_000) return false;
    looked = Date.now();
    lifeless = status !== 'stopping' && isLifeless(place, pid) ? lifeless + 1 : 0;
    if (lifeless < LIFELESS_LOOKS) return false;
    lifeless = 0;
    log('数据库停在半途，没有进程在工作，已令它结束……');
    signal(pid, 'SIGKILL');
    return true;
  };
}

/**
 * Waits until the server takes connections.
 * @returns undefined when it ended instead
 */
export async function whenReady(place: Place, pid: number, log: Log): Promise<Postmaster | undefined> {
  const start = Date.now();
  const endedLifeless = lifelessEnder(place, log);
  for (let told = start; ; ) {
    const found = findPostmaster(place);
    if (found?.pid === pid && found.status === 'ready') return found;
    // The file comes a moment after the process; until then the process itself is the sign of life.
    if (found?.pid !== pid && servedFolder(pid) === undefined) return undefined;
    if (Date.now() - told > 5_000) {
      told = Date.now();
      log(`数据库正在恢复，请稍候（已 ${Math.round((told - start) / 1000)} 秒）……`);
    }
    if (found?.pid === pid) endedLifeless(found);
    if (Date.now() - start > patienceSeconds * 1000) throw failed(place, `${patienceSeconds} 秒后仍未就绪`);
    await pause(15);
  }
}

/** Why a server that is away is not back: the disk has no room for it. Undefined when it has. */
export const shortOfSpace = (place: Place): Refusal | undefined =>
  isShort(place) ? noSpace(place.dataFolder) : undefined;

function isShort(place: Place): boolean {
  const { bavail, bsize } = statfsSync(place.dataFolder);
  return bavail * bsize < smallestFreeSpaceToRun;
}

/**
 * Makes the cluster when there is none. It is made beside and renamed, so that a start cut short leaves nothing half.
 * @param password of the superuser `postgres`
 */
export async function ensureCluster(
  place: Place,
  binaries: Binaries,
  account: Account,
  password: string,
  log: Log,
): Promise<void> {
  const version = read(join(place.database, 'PG_VERSION')).trim();
  if (version === binaries.major) return;
  if (version !== '') {
    throw new Refusal({
      code: 'database-version',
      what: `数据文件夹 ${place.dataFolder} 属于 PostgreSQL ${version}，随附的是 ${binaries.major} 版，两者不能直接换用`,
      now: '请用原来的版本导出数据后再导入，或换一个数据文件夹；数据没有受影响',
      status: 503,
    });
  }
  log('正在建立数据库（只在第一次）……');
  const { bavail, bsize } = await statfs(place.dataFolder);
  if (bavail * bsize < smallestFreeSpace) throw noSpace(place.dataFolder);
  const making = `${place.database}.making`;
  const passwordFile = `${making}.password`;
  try {
    await rm(making, { recursive: true, force: true });
    await privateFolder(making, account);
    await writeFile(passwordFile, password, { mode: 0o600 });
    await handOver(passwordFile, account, 0o600);
    await initialize(place, binaries, account, making, passwordFile);
    await rename(making, place.database);
  } catch (error) {
    throw refusalFor(error, place.dataFolder);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(making, { recursive: true, force: true });
  }
}

async function initialize(place: Place, binaries: Binaries, account: Account, folder: string, passwordFile: string) {
  const args = ['-D', folder, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  // The built-in locale orders the same on every machine, whatever its C library says.
  args.push('--data-checksums', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8');
  const { code, output } = await runAs(account, join(binaries.folder, 'bin', 'initdb'), args, postgresEnvironment);
  if (code !== 0) throw failed(place, output);
  const main = join(folder, 'postgresql.conf');
  await writeFile(main, `${await readFile(main, 'utf8')}\ninclude = 'xieshi.conf'\n`);
  const own = join(folder, 'local.conf');
  await writeFile(own, '# Settings of this office, for instance: shared_buffers = 1GB\n');
  await handOver(own, account, 0o600);
}

/**
 * Starts a server on a cluster that has none.
 * @returns it, taking connections
 */
export async function launch(place: Place, binaries: Binaries, account: Account, log: Log): Promise<Postmaster> {
  const sockets = socketFolder(place.dataFolder, socketName);
  const startLog = join(place.dataFolder, 'start.log');
  let output: number;
  try {
    await clearRemains(place, sockets);
    await privateFolder(sockets, account);
    const own = join(place.database, 'xieshi.conf');
    await rm(own, { force: true });
    await writeFile(own, configuration(place));
    await handOver(own, account, 0o600);
    await rm(startLog, { force: true });
    output = openSync(startLog, 'ax', 0o600);
  } catch (error) {
    throw refusalFor(error, place.dataFolder);
  }
  const list = `unix_socket_directories="${sockets.replaceAll('"', '""')}"`;
  // A session of its own: Ctrl-C at the terminal is for the application, which then ends the server in order.
  const child = spawn(join(binaries.folder, 'bin', 'postgres'), ['-D', place.database, '-c', list], {
    ...account,
    cwd: '/',
    env: postgresEnvironment,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const spawned = await new Promise<Error | undefined>((resolve) => {
    child.once('error', resolve);
    child.once('spawn', () => resolve(undefined));
  });
  if (spawned !== undefined || child.pid === undefined) throw failed(place, spawned?.message ?? '');
  child.unref();
  const ready = await whenReady(place, child.pid, log);
  if (ready === undefined) throw failed(place, read(startLog) + lastLines(place));
  return ready;
}

/** Removes what a server that did not end in order left behind; the cluster then recovers by its log. */
async function clearRemains(place: Place, sockets: string): Promise<void> {
  const patience = Date.now() + 5_000;
  for (let left = orphans(place); left.length > 0; left = orphans(place)) {
    // They see that their postmaster is gone and leave by themselves; one in a long query is told to.
    if (Date.now() > patience) for (const pid of left) signal(pid, 'SIGQUIT');
    if (Date.now() > patience + 10_000) throw failed(place, `旧的数据库进程 ${left.join('、')} 没有结束`);
    await pause(20);
  }
  removeFile(join(place.database, 'postmaster.pid'));
  for (const name of [socketName, `${socketName}.lock`]) removeFile(join(sockets, name));
}

/** Removes a file that need not be there. Not by rmSync, which tells of a read-only disk without its code. */
function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Ends the server in order (fast shutdown: open transactions are rolled back) and waits for the end. */
export async function endPostmaster(place: Place, log: Log): Promise<void> {
  const start = Date.now();
  for (let asked = ''; ; ) {
    const found = findPostmaster(place);
    if (found === undefined) return;
    const waited = Date.now() - start;
    const wanted = waited > 60_000 ? 'SIGQUIT' : 'SIGINT';
    if (wanted !== asked) signal(found.pid, wanted);
    if (wanted === 'SIGQUIT' && asked === 'SIGINT')
      log('数据库一分钟内没有停下，已令其立即停止；下次启动时会自行恢复。');
    asked = wanted;
    if (waited > 90_000) throw failed(place, `进程 ${found.pid} 没有停下`);
    await pause(15);
  }
}

/** Asks the server to end, without waiting. */
export function askToEnd(place: Place): void {
  const found = findPostmaster(place);
  if (found !== undefined) signal(found.pid, 'SIGINT');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The end of PostgreSQL's own log of the day, for the message of a failed start. */
function lastLines(place: Place): string {
  const folder = join(place.database, 'log');
  try {
    const logs = readdirSync(folder).map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs }));
    const newest = logs.sort((a, b) => b.time - a.time)[0];
    return newest === undefined ? '' : read(join(folder, newest.name)).slice(-2000);
  } catch {
    return '';
  }
}

function failed(place: Place, output: string): Refusal {
  // A full disk also keeps PostgreSQL from writing down that it is full.
  if (isShort(place) || /No space left on device|Disk quota exceeded/.test(output)) return noSpace(place.dataFolder);
  if (/Read-only file system|Permission denied/.test(output)) return notWritable(place.dataFolder);
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const reason = lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? '没有说明原因';
  return new Refusal({
    code: 'database-failed',
    what: `数据库没有启动成功：${reason.trim()}`,
    where: place.dataFolder,
    now: `请查看 ${join(place.dataFolder, 'start.log')} 与 ${join(place.database, 'log')}；数据没有被改动`,
    status: 503,
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
