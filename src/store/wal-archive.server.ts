/**
 * The archive of the embedded server's log (WAL): a folder `wal-<id>` among the backups, one gzip file a segment. It begins with
 * the first backup. The id belongs to one data folder: `archive.conf`, which names it, is in no backup, so that two clusters can
 * never write into one archive.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type pg from 'pg';
import { Refusal } from '../core/record/refusal.logic.ts';
import {
  type Account,
  handOver,
  postgresEnvironment,
  privateFolder,
  refusalFor,
  runAs,
} from './embedded-host.server.ts';

const CONF = 'archive.conf';
/** At most so much of what was acknowledged is not in the archive yet. */
const TIMEOUT_SECONDS = 60;
const SEGMENT = /^[0-9A-F]{24}\.gz$/;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A path as a word of a command of PostgreSQL's, in which `%` has a meaning of its own. */
const word = (path: string): string => `'${path.replaceAll("'", "'\\''").replaceAll('%', '%%')}'`;

/** Packs beside and renames. A segment that is there already must be the same: PostgreSQL asks twice after a crash. */
function archiveCommand(folder: string): string {
  const [target, part] = [`${word(folder)}/%f.gz`, `${word(folder)}/%f.part`];
  const same = `gzip -dc ${target} | cmp -s - "%p"`;
  const add = `gzip -1 -c "%p" > ${part} && sync ${part} && mv ${part} ${target} && sync ${word(folder)}`;
  return `if test -f ${target}; then ${same}; else ${add}; fi`;
}

/** How a file is fetched from a folder of packed segments during recovery. */
export function restoreCommand(folder: string): string {
  const file = `${word(folder)}/%f.gz`;
  return `test -f ${file} && gzip -dc ${file} > "%p"`;
}

/** A text as a value of a configuration file. */
export const confValue = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** The archive that a cluster writes to; undefined before its first backup. */
export async function archiveOf(database: string): Promise<string | undefined> {
  const text = await readFile(join(database, CONF), 'utf8').catch(() => '');
  return /^# folder: (.+)$/m.exec(text)?.[1];
}

/** Makes a folder that everybody may pass through and nobody but us may list. */
export async function backupFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const { mode } = await stat(folder);
    if ((mode & 0o011) !== 0o011) await chmod(folder, (mode & 0o7700) | 0o011);
  } catch (error) {
    throw refusalFor(error, folder);
  }
}

/**
 * Sees that the log is archived below `backups`, and that it arrives there.
 * @param client superuser on the cluster
 * @returns the archive
 */
export async function ensureArchive(
  client: pg.Client,
  database: string,
  backups: string,
  account: Account,
): Promise<string> {
  const current = await archiveOf(database);
  if (current !== undefined && dirname(current) === backups && existsSync(current)) return current;
  const { rows } = await client.query<{ mode: string }>(`select current_setting('archive_mode') as mode`);
  if (rows[0]!.mode === 'off') {
    throw new Refusal({
      code: 'archive-off',
      what: '数据库是由旧版程序启动的，还不能归档日志',
      now: '请停止写实后重新启动，再备份',
      status: 409,
    });
  }
  const folder = join(backups, `wal-${randomUUID().slice(0, 8)}`);
  await privateFolder(folder, account);
  await seeThatItMayWrite(account, folder);
  const conf = join(database, CONF);
  const lines = [
    '# Written at the first backup; in no backup itself.',
    `# folder: ${folder}`,
    `archive_command = ${confValue(archiveCommand(folder))}`,
    `archive_timeout = ${TIMEOUT_SECONDS}`,
  ];
  await writeFile(`${conf}.new`, `${lines.join('\n')}\n`, { mode: 0o600 });
  await handOver(`${conf}.new`, account, 0o600);
  await rename(`${conf}.new`, conf);
  await client.query('select pg_reload_conf()');
  if (await arrives(client, folder)) return folder;
  await rm(conf);
  await client.query('select pg_reload_conf()');
  throw await notArchived(client, folder);
}

async function seeThatItMayWrite(account: Account, folder: string): Promise<void> {
  const { code } = await runAs(account, 'test', ['-w', folder], postgresEnvironment);
  if (code === 0) return;
  await rm(folder, { recursive: true, force: true });
  throw new Refusal({
    code: 'backup-folder-unreachable',
    what: `运行数据库的系统用户到不了备份文件夹 ${dirname(folder)}`,
    where: 'XIESHI_BACKUP',
    now: '请换一个位置，或让上级文件夹可以进入（chmod o+x）',
    status: 503,
  });
}

/** Segments finished before the archiver has read its new configuration go nowhere: only one that is seen there counts. */
async function arrives(client: pg.Client, folder: string): Promise<boolean> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { rows } = await client.query<{ file: string }>(
      `select pg_walfile_name(pg_create_restore_point('xieshi archive begins')) as file`,
    );
    await client.query('select pg_switch_wal()');
    const file = join(folder, `${rows[0]!.file}.gz`);
    for (let waited = 0; waited < 4_000; waited += 50) {
      if (existsSync(file)) return true;
      await pause(50);
    }
  }
  return false;
}

/** What to say when the log does not arrive in its archive. */
export async function notArchived(client: pg.Client, folder: string): Promise<Refusal> {
  const { rows } = await client.query<{ file: string | null }>(
    `select case when last_failed_time > coalesce(last_archived_time, '-infinity') then last_failed_wal end as file from pg_stat_archiver`,
  );
  return new Refusal({
    code: 'wal-not-archived',
    what: `数据库日志${rows[0]?.file ? `（${rows[0].file}）` : ''}没有归档到 ${folder}，这份备份没有做成`,
    now: '请检查备份文件夹所在的磁盘是否已满、是否可写；数据没有受影响',
    status: 503,
  });
}

/** The segments of an archive in order, without their ending. */
export async function segmentsOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .filter((name) => SEGMENT.test(name))
    .map((name) => basename(name, '.gz'))
    .sort();
}

/** When a segment came into the archive: all that was acknowledged before its first byte is in those before it. */
export async function archivedAt(folder: string, segment: string): Promise<Date> {
  return (await stat(join(folder, `${segment}.gz`))).mtime;
}

/**
 * Removes segments that no kept backup needs, and archives that neither a backup nor the running cluster uses.
 * @param needed by archive name the first segment that a kept backup begins with
 */
export async function pruneArchives(
  backups: string,
  needed: ReadonlyMap<string, string>,
  current: string | undefined,
): Promise<void> {
  for (const name of await readdir(backups)) {
    if (!/^wal-[0-9a-f]{8}$/.test(name)) continue;
    const folder = join(backups, name);
    const first = needed.get(name);
    if (first === undefined) {
      if (folder !== current) await rm(folder, { recursive: true, force: true });
      continue;
    }
    // Notes on backups begin with the name of their segment.
    for (const file of await readdir(folder)) {
      if (/^[0-9A-F]{24}/.test(file) && file.slice(0, first.length) < first)
        await rm(join(folder, file), { force: true });
    }
  }
}
