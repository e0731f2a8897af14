/**
 * The backups of a server: making one, verifying it, removing old ones, and how all that stands. One process at a time; what the
 * page shows lies in the backup folder, so that it does not matter which process is at work. Times are the machine's, as those of
 * PostgreSQL's log are.
 */
import { mkdir, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Refusal } from '../core/record/refusal.logic.ts';
import { makeLogicalBackup, verifyLogical } from './backup-logical.server.ts';
import {
  type Backup,
  backupsIn,
  MANIFEST,
  type Manifest,
  VERIFIED,
  type Verification,
} from './backup-manifest.server.ts';
import { makePhysicalBackup } from './backup-physical.server.ts';
import { backupName, isBackupDue, outdated } from './backup-plan.logic.ts';
import { comparePhysical } from './backup-verify.server.ts';
import type { City } from './database.server.ts';
import { lockFile } from './embedded-lock.server.ts';
import { needSpace, settle, writeJson } from './packed-file.server.ts';
import { clearScratch, withRestored } from './restore.server.ts';
import { archiveOf, backupFolder, pruneArchives } from './wal-archive.server.ts';

export interface BackupsOptions {
  dataFolder: string;
  /** Where backups lie; below the data folder when not given. */
  folder?: string | undefined;
  /** How many are kept. */
  keep: number;
  /** Minutes of the day in Shanghai at which one is made; undefined where nothing is made by itself. */
  at?: number | undefined;
  /** The owner's connection. */
  admin: pg.PoolConfig;
  embedded: boolean;
  cities(): Promise<City[]>;
  /** Tables that are derived, and how a city's are derived anew. */
  derived: readonly string[];
  derive(admin: pg.PoolConfig, city: City): Promise<void>;
  program: string;
  /** The machine's clock. */
  wall(): Date;
  log(line: string): void;
}

/** What is under way: of how many steps how many are done. */
export interface BackupProgress {
  startedAt: string;
  phase: 'copy' | 'verify';
  done: number;
  total: number;
}

export interface BackupFailure {
  at: string;
  what: string;
  now: string;
}

export interface BackupsState {
  /** By the machine's clock. */
  now: Date;
  folder: string;
  kind: Manifest['kind'];
  /** Minutes of the day; null where nothing is made by itself. */
  at: number | null;
  keep: number;
  /** The newest first. */
  backups: { name: string; startedAt: string; bytes: number; verification: Verification | null }[];
  running: BackupProgress | null;
  /** Of the last attempt, when it failed. */
  failure: BackupFailure | null;
}

const PROGRESS = 'progress.json';
const FAILURE = 'failed.json';
const TELL_EVERY_MS = 1_000;
/** Told that long ago, it comes from a process that is no more. */
const STALE_MS = 20_000;
const AFTER_FAILURE_MS = 30 * 60_000;

const underWay = (): Refusal =>
  new Refusal({
    code: 'backup-under-way',
    what: '正在备份，不能同时再做一份',
    now: '请等这一份做完',
    status: 409,
  });

const stopped = (): Refusal =>
  new Refusal({
    code: 'backup-stopped',
    what: '服务停止，备份没有做完',
    now: '没有留下半成的备份，下次会重新做',
    status: 503,
  });

async function read<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

export class Backups {
  readonly #options: BackupsOptions;
  readonly #since: Date;
  #running: Promise<unknown> | undefined;
  #abort = new AbortController();
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(options: BackupsOptions) {
    this.#options = options;
    this.#since = options.wall();
  }

  get folder(): string {
    return this.#options.folder ?? join(this.#options.dataFolder, 'backups');
  }

  async state(): Promise<BackupsState> {
    const { at, keep, embedded, wall } = this.#options;
    const [found, progress, failure] = await Promise.all([
      backupsIn(this.folder),
      read<BackupProgress & { toldAt: string }>(join(this.folder, PROGRESS)),
      read<BackupFailure>(join(this.folder, FAILURE)),
    ]);
    const alive = progress !== undefined && wall().getTime() - Date.parse(progress.toldAt) < STALE_MS;
    return {
      now: wall(),
      folder: this.folder,
      kind: embedded ? 'physical' : 'logical',
      at: at ?? null,
      keep,
      backups: found.reverse().map(({ name, manifest, verification }) => ({
        name,
        startedAt: manifest.startedAt,
        bytes: manifest.bytes,
        verification: verification ?? null,
      })),
      running: alive ? progress : null,
      failure: failure ?? null,
    };
  }

  /** Begins a backup that goes on by itself; how it fares is in the state. Throws a Refusal when one is under way. */
  async begin(): Promise<void> {
    if (this.#running || (await this.state()).running) throw underWay();
    // Its failure is kept for the state.
    void this.run({ verify: true }).catch(() => undefined);
  }

  /** The daily one, when it is due and the last attempt did not fail just now. */
  async runWhenDue(): Promise<void> {
    const { at, wall } = this.#options;
    if (at === undefined || this.#running || Date.now() - this.#failedAt < AFTER_FAILURE_MS) return;
    const last = (await backupsIn(this.folder)).at(-1);
    if (!isBackupDue(wall(), at, last && new Date(last.manifest.startedAt), this.#since)) return;
    await this.run({ verify: true });
  }

  /** Makes a backup, verifies it when asked to, and removes old ones. */
  run(wanted: { verify: boolean }): Promise<Backup> {
    if (this.#running) return Promise.reject(underWay());
    this.#abort = new AbortController();
    const run = this.#locked(wanted).finally(() => {
      this.#running = undefined;
    });
    this.#running = run;
    return run;
  }

  /** Ends what is under way, leaving nothing half, and resolves when it has ended. */
  async stop(): Promise<void> {
    this.#abort.abort(stopped());
    await this.#running?.catch(() => undefined);
  }

  async #locked(wanted: { verify: boolean }): Promise<Backup> {
    await backupFolder(this.folder);
    const folder = await realpath(this.folder);
    const lock = await lockFile(join(folder, 'backup.lock'), 'exclusive', 0);
    if (lock === undefined) throw underWay();
    const progress = new Teller(folder, this.#options.wall());
    try {
      await this.#clear(folder);
      const backup = await this.#make(folder, progress);
      if (wanted.verify) backup.verification = await this.#verify(folder, backup, progress);
      await this.#prune(folder);
      await rm(join(folder, FAILURE), { force: true });
      return backup;
    } catch (error) {
      throw await this.#failed(folder, error);
    } finally {
      await progress.end();
      lock.release();
    }
  }

  /** Removes what a process left behind that was ended. */
  async #clear(folder: string): Promise<void> {
    for (const name of await readdir(folder)) {
      if (/\.(making|verifying)$/.test(name)) await clearScratch(join(folder, name), this.#options.log);
    }
  }

  async #make(folder: string, progress: Teller): Promise<Backup> {
    const { wall, embedded, program, log } = this.#options;
    const signal = this.#abort.signal;
    const startedAt = wall();
    const name = backupName(startedAt);
    const making = join(folder, `${name}.making`);
    await needSpace(folder, await this.#estimate());
    log('正在备份……');
    await mkdir(making, { mode: 0o700 });
    try {
      const work = { ...this.#options, backups: folder, making, signal, progress: progress.copied };
      const made = await (embedded ? makePhysicalBackup(work) : makeLogicalBackup(work));
      const bytes = await bytesBelow(making);
      const times = { startedAt: startedAt.toISOString(), endedAt: wall().toISOString() };
      const manifest: Manifest = { format: 'xieshi-backup/1', program, ...times, bytes, ...made };
      await settle(making);
      await writeJson(join(making, MANIFEST), manifest);
      signal.throwIfAborted();
      await rename(making, join(folder, name));
      return { name, folder: join(folder, name), manifest };
    } finally {
      await rm(making, { recursive: true, force: true });
    }
  }

  /** Half of what the databases take: packed they are smaller. */
  async #estimate(): Promise<number> {
    const client = new pg.Client(this.#options.admin as pg.ClientConfig);
    await client.connect();
    try {
      const { rows } = await client.query<{ bytes: number }>(
        'select pg_database_size(current_database())::float8 / 2 as bytes',
      );
      return rows[0]!.bytes;
    } finally {
      await client.end();
    }
  }

  async #verify(folder: string, backup: Backup, progress: Teller): Promise<Verification> {
    const { log, wall } = this.#options;
    const signal = this.#abort.signal;
    progress.verifying();
    log('正在恢复到另一处核对……');
    const { manifest } = backup;
    const scratch = join(folder, `${backup.name}.verifying`);
    const seen =
      manifest.kind === 'physical'
        ? await withRestored(backup, scratch, log, ({ admin }) => comparePhysical(admin, manifest, wall, signal))
        : await verifyLogical(backup.folder, manifest, scratch, this.#options, signal);
    await writeJson(join(backup.folder, VERIFIED), seen);
    if (seen.differences.length > 0) {
      throw new Refusal({
        code: 'backup-differs',
        what: `备份 ${backup.name} 恢复后与原来不一致：${seen.differences.join('；')}`,
        now: '这份备份不要使用；请检查磁盘，再做一份',
        status: 500,
      });
    }
    return seen;
  }

  async #prune(folder: string): Promise<void> {
    const found = await backupsIn(folder);
    const old = outdated(
      found.map(({ name, verification }) => ({ name, verified: verification?.differences.length === 0 })),
      this.#options.keep,
    );
    for (const name of old) {
      // Renamed first: half removed, it must not look like a backup.
      const leaving = join(folder, `${name}.making`);
      await rename(join(folder, name), leaving);
      await rm(leaving, { recursive: true });
    }
    if (!this.#options.embedded) return;
    const needed = new Map<string, string>();
    for (const { name, manifest } of found) {
      if (old.includes(name) || manifest.kind !== 'physical') continue;
      const first = needed.get(manifest.wal.archive);
      if (first === undefined || manifest.wal.first < first) needed.set(manifest.wal.archive, manifest.wal.first);
    }
    await pruneArchives(folder, needed, await archiveOf(join(this.#options.dataFolder, 'database')));
  }

  /** Keeps what went wrong for the page, in words. */
  async #failed(folder: string, error: unknown): Promise<unknown> {
    if (this.#abort.signal.aborted) return stopped();
    this.#failedAt = Date.now();
    const told = inWords(error, folder);
    const { what, now = '' } = told.detail;
    await writeJson(join(folder, FAILURE), { at: this.#options.wall().toISOString(), what, now }).catch(
      () => undefined,
    );
    return told.detail.code === 'backup-failed' ? error : told;
  }
}

function inWords(error: unknown, folder: string): Refusal {
  if (error instanceof Refusal) return error;
  const code = (error as { code?: string }).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Refusal({
      code: 'no-space',
      what: `备份文件夹 ${folder} 所在的磁盘已满，这份备份没有做成`,
      now: '请腾出空间，或用 XIESHI_BACKUP 换到另一块磁盘；已有的备份没有受影响',
      status: 503,
    });
  }
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return new Refusal({
      code: 'backup-folder-not-writable',
      what: `备份文件夹 ${folder} 不可写`,
      now: '请改正它的权限，或用 XIESHI_BACKUP 换一个位置',
      status: 503,
    });
  }
  return new Refusal({ code: 'backup-failed', what: '备份没有做成', now: '原因在运行日志里；稍后会再试', status: 500 });
}

async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}

/** Writes down how far it is, for whoever looks. */
class Teller {
  readonly #file: string;
  readonly #at: BackupProgress;
  readonly #timer: NodeJS.Timeout;
  #telling: Promise<void>;

  constructor(folder: string, startedAt: Date) {
    this.#file = join(folder, PROGRESS);
    this.#at = { startedAt: startedAt.toISOString(), phase: 'copy', done: 0, total: 0 };
    this.#telling = this.#tell();
    this.#timer = setInterval(() => {
      this.#telling = this.#telling.then(() => this.#tell());
    }, TELL_EVERY_MS);
    this.#timer.unref();
  }

  copied = (done: number, total: number): void => {
    Object.assign(this.#at, { done, total });
  };

  verifying(): void {
    Object.assign(this.#at, { phase: 'verify', done: 0, total: 0 });
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#telling;
    await rm(this.#file, { force: true });
  }

  #tell(): Promise<void> {
    // A disk that is full is told by the backup itself.
    return writeJson(this.#file, { ...this.#at, toldAt: new Date().toISOString() }).catch(() => undefined);
  }
}
