/**
 * Bringing a physical backup back: files unpacked and checked beside the place, the log replayed by a server of its own up to the
 * wanted instant, that server ended, the folder renamed. So the place holds a whole data folder or nothing.
 */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { Refusal } from '../core/record/refusal.logic.ts';
import type { Backup, PhysicalManifest } from './backup-manifest.server.ts';
import { inShanghai, nextSegment } from './backup-plan.logic.ts';
import { type Cluster, startEmbedded } from './embedded.server.ts';
import { prepareBinaries } from './embedded-host.server.ts';
import { endPostmaster, placeOf } from './embedded-postmaster.server.ts';
import { copyPacked, damaged, needSpace, unpackFile } from './packed-file.server.ts';
import { archivedAt, confValue, restoreCommand, segmentsOf } from './wal-archive.server.ts';

type Physical = Backup & { manifest: PhysicalManifest };

export interface Restored {
  folder: string;
  /** The newest act in it, by the clock of the server that wrote it; null when the backup's own log brought none. */
  lastCommitAt: Date | null;
  /** Segments of the archive that were there beyond the backup's own. */
  segments: number;
}

/** Room for what replaying writes. */
const SPARE_BYTES = 512 * 1024 * 1024;
/** Inside the cluster's folder, so that it goes to the same account; removed at the end. */
const SEGMENTS = 'restore-wal';

const TOO_SHORT = /recovery ended before configured recovery target/;

/** A physical backup that this program's PostgreSQL can read. */
export async function physicalBackup(backup: Backup): Promise<Physical> {
  const { manifest, folder } = backup;
  if (manifest.kind !== 'physical') {
    throw new Refusal({
      code: 'backup-logical',
      what: `${folder} 是按城市导出的备份`,
      now: `请对其中每个城市的文件夹用 city import，例如 city import ${join(folder, manifest.cities[0]?.code ?? '')}`,
    });
  }
  const { major } = await prepareBinaries();
  const made = manifest.postgres.split('.')[0];
  if (made !== major) {
    throw new Refusal({
      code: 'backup-version',
      what: `备份是 PostgreSQL ${made} 的，随附的是 ${major} 版，两者不能直接换用`,
      now: '请用做这份备份的那一版写实恢复，再用 city export 和 city import 搬到新版',
    });
  }
  return { ...backup, manifest };
}

/**
 * Restores into a folder that does not exist yet, or is empty.
 * @param at the instant to go back to; undefined for all that the archive holds
 * @param log takes lines in Chinese
 */
export async function restore(
  given: Backup,
  into: string,
  at: Date | undefined,
  log: (line: string) => void,
): Promise<Restored> {
  const backup = await physicalBackup(given);
  await refuseTaken(into);
  const archive = join(dirname(backup.folder), backup.manifest.wal.archive);
  const segments = await laterSegments(backup.manifest, archive);
  if (at !== undefined) await refuseOutside(at, backup.manifest, archive, segments);
  const making = `${into}.making`;
  await clearScratch(making, log);
  try {
    await mkdir(making, { recursive: true, mode: 0o700 });
    log('正在取出备份并逐个核对文件……');
    await unpack(backup, making, archive, segments);
    log('正在重放日志……');
    const lastCommitAt = await replay(making, at, log);
    await rename(making, into).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EBUSY' && error.code !== 'EXDEV') throw error;
      throw taken(into, '是另一块磁盘的挂载点', `请给它里面一个还不存在的名字，例如 ${join(into, 'data')}`);
    });
    return { folder: into, lastCommitAt, segments: segments.length };
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/**
 * Runs `work` on a server that holds a backup's state as of its end, in a folder that is removed afterwards.
 * @param scratch a folder that does not exist
 */
export async function withRestored<T>(
  given: Backup,
  scratch: string,
  log: (line: string) => void,
  work: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const backup = await physicalBackup(given);
  try {
    await mkdir(scratch, { mode: 0o700 });
    await unpack(backup, scratch, '', []);
    // Neither its memory nor the life of its files matters: it is there for minutes.
    await appendFile(
      join(scratch, 'database', 'local.conf'),
      '\nshared_buffers = 64MB\nfsync = off\narchive_mode = off\n',
    );
    const { cluster } = await replaying(scratch, undefined, log);
    process.on('exit', cluster.stopNow);
    try {
      return await work(cluster);
    } finally {
      await cluster.stop();
      process.off('exit', cluster.stopNow);
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Removes a folder in which a process was at work that was ended; a server that it left there is ended first. */
export async function clearScratch(folder: string, log: (line: string) => void): Promise<void> {
  if (existsSync(join(folder, 'database'))) await endPostmaster(placeOf(await realpath(folder)), log);
  await rm(folder, { recursive: true, force: true });
}

const taken = (into: string, what: string, now: string): Refusal =>
  new Refusal({ code: 'folder-not-empty', what: `${into} ${what}，不能恢复到那里`, where: '--into', now });

async function refuseTaken(into: string): Promise<void> {
  const found = await stat(into).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) throw taken(into, '是一个文件', '请给一个还不存在的文件夹');
  if ((await readdir(into)).length > 0)
    throw taken(into, '不是空的', '请给一个空的或还不存在的文件夹；里面的内容没有动');
}

/** What the archive holds beyond the backup, without a gap. */
async function laterSegments(manifest: PhysicalManifest, archive: string): Promise<string[]> {
  const later = (await segmentsOf(archive)).filter((name) => name > manifest.wal.last);
  let expected = nextSegment(manifest.wal.last);
  for (const name of later) {
    if (name !== expected) throw await brokenArchive(archive, expected, '不见了', manifest);
    expected = nextSegment(name);
  }
  return later;
}

/** What to do when a segment is missing or cannot be read: the state just before it can still be had. */
async function brokenArchive(archive: string, name: string, how: string, manifest: PhysicalManifest): Promise<Refusal> {
  const before = (await segmentsOf(archive)).filter((one) => one < name && one > manifest.wal.last).at(-1);
  const until = before ? await archivedAt(archive, before) : new Date(manifest.endedAt);
  return new Refusal({
    code: 'wal-damaged',
    what: `归档的日志损坏：${join(archive, `${name}.gz`)} ${how}`,
    where: join(archive, `${name}.gz`),
    now: `请先另外保存归档文件夹，再把 ${name} 及其后的文件移走，可以恢复到约 ${inShanghai(until)}；没有留下半成的内容`,
  });
}

async function refuseOutside(at: Date, manifest: PhysicalManifest, archive: string, later: readonly string[]) {
  const earliest = new Date(manifest.endedAt);
  if (at < earliest) {
    throw new Refusal({
      code: 'instant-before-backup',
      what: `这份备份做完于 ${inShanghai(earliest)}，回不到更早的 ${inShanghai(at)}`,
      where: '--at',
      now: '请换用更早的一份备份',
    });
  }
  const newest = later.at(-1);
  const until = newest ? await archivedAt(archive, newest) : earliest;
  if (at <= until) return;
  throw new Refusal({
    code: 'instant-after-archive',
    what: `归档的日志只到 ${inShanghai(until)}，到不了 ${inShanghai(at)}`,
    where: '--at',
    now: '不写 --at 就恢复到归档的最后一刻',
  });
}

async function unpack(backup: Physical, into: string, archive: string, segments: readonly string[]): Promise<void> {
  const { manifest, folder } = backup;
  const sizes = await Promise.all(segments.map((name) => stat(join(archive, `${name}.gz`)).then(({ size }) => size)));
  const content = manifest.files.reduce((sum, file) => sum + file.size, 0);
  await needSpace(into, content + sizes.reduce((sum, size) => sum + size, 0) + SPARE_BYTES);
  for (const path of manifest.folders) await mkdir(join(into, path), { recursive: true, mode: 0o700 });
  const kept = join(into, 'database', SEGMENTS);
  await mkdir(kept, { mode: 0o700 });
  for (const file of manifest.files) {
    if (!file.path.startsWith('wal/')) await unpackFile(folder, file, into);
    else await keepSegment(join(folder, `${file.path}.gz`), kept, file.sha256);
  }
  for (const name of segments) {
    const found = await keepSegment(join(archive, `${name}.gz`), kept);
    if (!found) throw await brokenArchive(archive, name, '解不开', manifest);
  }
}

/** Takes a packed segment along, if its content is whole. */
async function keepSegment(source: string, kept: string, sha256?: string): Promise<boolean> {
  const measured = await copyPacked(source, join(kept, basename(source)));
  const whole = measured !== undefined && (sha256 === undefined || measured.sha256 === sha256);
  if (!whole && sha256 !== undefined) throw damaged(source, measured ? '与清单上的摘要不符' : '不见了或解不开');
  return whole;
}

/** Replays, puts the settings of a restored cluster in order, and ends the server. */
async function replay(folder: string, at: Date | undefined, log: (line: string) => void): Promise<Date | null> {
  const { cluster, lastCommitAt } = await replaying(folder, at, log);
  await cluster.stop();
  await rm(join(folder, 'database', SEGMENTS), { recursive: true });
  return lastCommitAt;
}

/** Starts a server that replays up to the instant, or all there is, and then takes connections as one of its own. */
async function replaying(
  folder: string,
  at: Date | undefined,
  log: (line: string) => void,
): Promise<{ cluster: Cluster; lastCommitAt: Date | null }> {
  const database = join(folder, 'database');
  // Written with an offset: the server reads this before it knows names of time zones, Z among them.
  const target = at
    ? `recovery_target_time = '${at.toISOString().replace('Z', '+00')}'\nrecovery_target_action = promote\n`
    : '';
  const settings = `restore_command = ${confValue(restoreCommand(join(database, SEGMENTS)))}\nhot_standby = off\n`;
  const conf = join(database, 'postgresql.auto.conf');
  await appendFile(conf, settings + target);
  await writeFile(join(database, 'recovery.signal'), '', { mode: 0o600 });
  const cluster = await startEmbedded({ dataFolder: folder, log }).catch(async (error: unknown) => {
    // Nothing was committed between the last act of the log and the instant: the end of the log is that instant.
    if (!(error instanceof Refusal) || at === undefined || !TOO_SHORT.test(error.detail.what)) throw error;
    await writeFile(conf, (await readFile(conf, 'utf8')).replace(target, ''));
    return startEmbedded({ dataFolder: folder, log });
  });
  try {
    return { cluster, lastCommitAt: await settleSettings(cluster) };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function settleSettings(cluster: Cluster): Promise<Date | null> {
  const client = new pg.Client(cluster.admin as pg.ClientConfig);
  await client.connect();
  try {
    const { rows } = await client.query<{ at: Date | null }>('select pg_last_xact_replay_timestamp() as at');
    for (const name of ['restore_command', 'hot_standby', 'recovery_target_time', 'recovery_target_action']) {
      await client.query(`alter system reset ${name}`);
    }
    return rows[0]!.at;
  } finally {
    await client.end();
  }
}
