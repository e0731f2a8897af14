/** Backups as they lie in the backup folder: `<name>/manifest.json`, and `<name>/verified.json` once one was restored elsewhere. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal } from '../core/record/refusal.logic.ts';

const file = z.object({
  path: z.string().regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$)).+$/),
  size: z.int(),
  sha256: z.string(),
  plain: z.literal(true).optional(),
});
const digest = z.object({ table: z.string(), rows: z.int(), sha256: z.string() });
const city = z.object({ code: z.string(), name: z.string(), schema: z.string(), tables: z.array(digest) });

const common = {
  format: z.literal('xieshi-backup/1'),
  program: z.string(),
  postgres: z.string(),
  startedAt: z.iso.datetime(),
  /** What was acknowledged until then is in it. */
  endedAt: z.iso.datetime(),
  /** On the disk, in bytes. */
  bytes: z.int(),
  files: z.array(file),
};

const physical = z.object({
  ...common,
  kind: z.literal('physical'),
  startLsn: z.string(),
  stopLsn: z.string(),
  wal: z.object({ archive: z.string(), first: z.string(), last: z.string() }),
  /** What the digests saw. */
  snapshot: z.string(),
  /** Folders of the cluster, empty ones too. */
  folders: z.array(z.string()),
  cities: z.array(city),
});
const logical = z.object({
  ...common,
  kind: z.literal('logical'),
  /** Each lies in a folder of its own, in the format xieshi-city/1. */
  cities: z.array(z.object({ code: z.string(), name: z.string() })),
});
const manifest = z.discriminatedUnion('kind', [physical, logical]);

export type PhysicalManifest = z.infer<typeof physical>;
export type LogicalManifest = z.infer<typeof logical>;
export type Manifest = z.infer<typeof manifest>;

const verification = z.object({
  at: z.iso.datetime(),
  /** Empty when all is the same. */
  differences: z.array(z.string()),
  tables: z.int(),
  rows: z.int(),
});
/** What restoring a backup into a second place has shown. */
export type Verification = z.infer<typeof verification>;

export interface Backup {
  name: string;
  folder: string;
  manifest: Manifest;
  verification?: Verification;
}

export const MANIFEST = 'manifest.json';
export const VERIFIED = 'verified.json';

/** Names of folders that may be backups; what is being made or verified ends otherwise. */
const NAME = /^\d{8}-\d{6}$/;

const noBackup = (folder: string, why: string): Refusal =>
  new Refusal({
    code: 'no-backup',
    what: `${folder} 不是一份完整的备份：${why}`,
    where: folder,
    now: '备份文件夹里以日期时间命名、含 manifest.json 的才是备份',
  });

/** Reads a backup. Throws a Refusal that says why a folder is none, or of which format it is. */
export async function readBackup(folder: string, name: string): Promise<Backup> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => {
    throw noBackup(folder, '没有清单 manifest.json');
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw noBackup(folder, '清单 manifest.json 损坏');
  }
  const format = (content as { format?: unknown } | null)?.format;
  if (typeof format === 'string' && format !== 'xieshi-backup/1') {
    throw new Refusal({
      code: 'backup-version',
      what: `${folder} 的格式是 ${format}，这个程序认识的是 xieshi-backup/1`,
      now: format === 'xieshi-city/1' ? '这是一个城市的导出，请用 city import' : '请换用做这份备份的那一版程序',
    });
  }
  const read = manifest.safeParse(content);
  if (!read.success) throw noBackup(folder, `清单 manifest.json 损坏（${read.error.issues[0]?.path.join('.')}）`);
  const seen = await readFile(join(folder, VERIFIED), 'utf8').catch(() => undefined);
  const verified = seen === undefined ? undefined : verification.safeParse(JSON.parse(seen)).data;
  return { name, folder, manifest: read.data, ...(verified ? { verification: verified } : {}) };
}

/** All whole backups of a folder, the oldest first. */
export async function backupsIn(folder: string): Promise<Backup[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const found: Backup[] = [];
  for (const name of names.filter((one) => NAME.test(one)).sort()) {
    const backup = await readBackup(join(folder, name), name).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      return undefined;
    });
    if (backup) found.push(backup);
  }
  return found;
}
