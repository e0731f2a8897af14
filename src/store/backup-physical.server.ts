/**
 * A physical backup of the embedded server while people work: the cluster's files as they are, and the log that makes them one
 * state again. What was acknowledged before `pg_backup_stop` is in it.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import pg from 'pg';
import type { PhysicalManifest } from './backup-manifest.server.ts';
import { nextSegment } from './backup-plan.logic.ts';
import { cityTables, digestOf, ONE_TEXT, type TableDigest } from './city-tables.server.ts';
import { accountFor } from './embedded-host.server.ts';
import { keepPlain, linkPacked, type PackedFile, packFile, packStream } from './packed-file.server.ts';
import { ensureArchive, notArchived } from './wal-archive.server.ts';

/** Their content belongs to the running server or is made anew at a start; the folders themselves must be there. */
const EMPTIED =
  /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans|log)\/|(^|\/)pgsql_tmp/;
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|archive\.conf(\.new)?|current_logfiles(\.tmp)?|backup_label(\.old)?|tablespace_map(\.old)?)$|(^|\/)pg_internal\.init/;
/** Copied last, so that nothing in it is newer than what was copied. */
const LAST = 'global/pg_control';

const STOP_TIMEOUT_MS = 180_000;

export interface PhysicalWork {
  admin: pg.PoolConfig;
  /** With `database`, `keys.json` and `passwords.json`. */
  dataFolder: string;
  /** Where backups and archives lie. */
  backups: string;
  /** The folder to fill. */
  making: string;
  signal: AbortSignal;
  progress(done: number, total: number): void;
}

type Found = Omit<PhysicalManifest, 'format' | 'program' | 'startedAt' | 'endedAt' | 'bytes'>;

async function connected(admin: pg.PoolConfig): Promise<pg.Client> {
  const client = new pg.Client(admin as pg.ClientConfig);
  // A server that dies fails the query under way; the event alone must not end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Fills a folder with a backup and answers what its manifest says of it. */
export async function makePhysicalBackup(work: PhysicalWork): Promise<Found> {
  const database = join(work.dataFolder, 'database');
  const client = await connected(work.admin);
  const looking = await connected(work.admin);
  try {
    const archive = await ensureArchive(client, database, work.backups, await accountFor(database));
    const { rows: begun } = await client.query<{ lsn: string; first: string; version: string }>(
      `with start as materialized (select pg_backup_start('xieshi', fast => true) as lsn)
       select lsn::text, pg_walfile_name(lsn) as first, current_setting('server_version') as version from start`,
    );
    const { files, folders } = await copyCluster(work, database);
    // The snapshot comes first: whatever it sees was committed, and so is in the log up to the stop.
    await looking.query(`begin isolation level repeatable read read only; ${ONE_TEXT}`);
    const { rows: seen } = await looking.query<{ snapshot: string }>('select pg_current_snapshot()::text as snapshot');
    const { lsn, label, last } = await stop(client, archive);
    files.push(await labelFile(work.making, label));
    for (const name of ['keys.json', 'passwords.json']) {
      files.push(await keepPlain(join(work.dataFolder, name), work.making, name));
    }
    const { lsn: startLsn, first, version: postgres } = begun[0]!;
    files.push(...(await keepSegments(archive, first, last, work)));
    const cities = await digests(looking, work.signal);
    return {
      kind: 'physical',
      postgres,
      startLsn,
      stopLsn: lsn,
      wal: { archive: basename(archive), first, last },
      snapshot: seen[0]!.snapshot,
      folders,
      files,
      cities,
    };
  } finally {
    // Ending the session ends a backup that was not stopped.
    await Promise.all([client.end(), looking.end()]);
  }
}

async function copyCluster(work: PhysicalWork, database: string): Promise<{ files: PackedFile[]; folders: string[] }> {
  const folders = ['database'];
  const paths: string[] = [];
  for (const entry of await readdir(database, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(database.length + 1);
    if (EMPTIED.test(path) || LEFT_OUT.test(path) || path === LAST) continue;
    if (entry.isDirectory()) folders.push(join('database', path));
    else if (entry.isFile()) paths.push(path);
  }
  folders.push('database/pg_wal/archive_status');
  for (const folder of folders) await mkdir(join(work.making, folder), { recursive: true, mode: 0o700 });
  const files: PackedFile[] = [];
  paths.push(LAST);
  for (const [at, path] of paths.entries()) {
    const kept = join('database', path);
    const packed = await packFile(join(database, path), join(work.making, `${kept}.gz`), work.signal);
    if (packed) files.push({ path: kept, ...packed });
    work.progress(at + 1, paths.length);
  }
  return { files, folders };
}

/** Ends the backup once all of its log is in the archive. */
async function stop(client: pg.Client, archive: string): Promise<{ lsn: string; label: string; last: string }> {
  await client.query(`set statement_timeout = ${STOP_TIMEOUT_MS}`);
  try {
    const { rows } = await client.query<{ lsn: string; label: string; last: string }>(
      `with stop as materialized (select * from pg_backup_stop(wait_for_archive => true))
       select lsn::text, labelfile as label, pg_walfile_name(lsn) as last from stop`,
    );
    return rows[0]!;
  } catch (error) {
    if ((error as { code?: string }).code !== '57014') throw error;
    throw await notArchived(client, archive);
  }
}

/** What tells PostgreSQL from where to replay. */
async function labelFile(making: string, label: string): Promise<PackedFile> {
  const path = 'database/backup_label';
  return { path, ...(await packStream(Readable.from([Buffer.from(label)]), join(making, `${path}.gz`))) };
}

/** The segments that the backup cannot do without, so that its folder alone can be restored. */
async function keepSegments(
  archive: string,
  first: string,
  last: string,
  { making, signal }: PhysicalWork,
): Promise<PackedFile[]> {
  const files: PackedFile[] = [];
  await mkdir(join(making, 'wal'), { mode: 0o700 });
  for (let name = first; name <= last; name = nextSegment(name)) {
    const path = join('wal', name);
    files.push({ path, ...(await linkPacked(join(archive, `${name}.gz`), join(making, `${path}.gz`), signal)) });
  }
  return files;
}

async function digests(client: pg.Client, signal: AbortSignal): Promise<PhysicalManifest['cities']> {
  const { rows } = await client.query<{ code: string; name: string; schema: string }>(
    'select code, name, schema_name as schema from xieshi.city order by code',
  );
  const cities: PhysicalManifest['cities'] = [];
  for (const city of rows) {
    const tables: TableDigest[] = [];
    for (const table of await cityTables(client, city.schema)) {
      signal.throwIfAborted();
      if (table.appendOnly) tables.push(await digestOf(client, table));
    }
    cities.push({ ...city, tables });
  }
  return cities;
}
