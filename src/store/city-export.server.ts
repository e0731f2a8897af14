/** One city as a folder of files, from any server, in one snapshot, while people work (docs/decisions/0010-backup-formats.md). */
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { Refusal } from '../core/record/refusal.logic.ts';
import { cityTables, digestOf, NOT_CARRIED, ONE_TEXT, rowsOf } from './city-tables.server.ts';
import type { City } from './database.server.ts';
import { type PackedFile, packStream, settle, writeJson } from './packed-file.server.ts';

const digest = z.object({ table: z.string().regex(/^[a-z_]+$/), rows: z.int(), sha256: z.string() });
const cityManifest = z.object({
  format: z.literal('xieshi-city/1'),
  program: z.string(),
  exportedAt: z.iso.datetime(),
  city: z.object({ code: z.string(), name: z.string(), demo: z.boolean(), clockShiftMs: z.int() }),
  migrations: z.array(z.object({ name: z.string(), digest: z.string() })),
  /** A file each: `<table>.copy.gz`. */
  tables: z.array(digest.extend({ columns: z.array(z.string()), size: z.int() })),
  /** What deriving from these tables must give. */
  derived: z.array(digest),
  notCarried: z.array(z.string()),
});
export type CityManifest = z.infer<typeof cityManifest>;

export interface Export {
  /** The owner's connection. */
  admin: pg.PoolConfig;
  city: City;
  /** The folder to make. */
  into: string;
  /** Tables that are derived from others. */
  derived: readonly string[];
  program: string;
  now: Date;
  signal?: AbortSignal;
  progress?(table: string): void;
}

export const fileOf = (table: CityManifest['tables'][number]): PackedFile => ({
  path: `${table.table}.copy`,
  size: table.size,
  sha256: table.sha256,
});

/** @throws Refusal when there is something in the folder */
export async function refuseFilled(into: string): Promise<void> {
  const found = await stat(into).catch(() => undefined);
  if (found === undefined || (found.isDirectory() && (await readdir(into)).length === 0)) return;
  throw new Refusal({
    code: 'folder-not-empty',
    what: `${into} 里已经有内容`,
    where: '--into',
    now: '请给一个空的或还不存在的文件夹；里面的内容没有动',
  });
}

/** Exports a city. Made beside the folder and renamed, so that the folder is whole or not there. */
export async function exportCity(work: Export): Promise<CityManifest> {
  await refuseFilled(work.into);
  const making = `${work.into}.making`;
  await rm(making, { recursive: true, force: true });
  try {
    await mkdir(making, { recursive: true, mode: 0o700 });
    const manifest = await write(work, making);
    await writeJson(join(making, 'manifest.json'), manifest);
    await settle(making);
    await rename(making, work.into);
    return manifest;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function write({ admin, city, derived, program, now, signal, progress }: Export, making: string) {
  const client = new pg.Client(admin as pg.ClientConfig);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`begin isolation level repeatable read read only; ${ONE_TEXT}`);
    const { rows: migrations } = await client.query<{ name: string; digest: string }>(
      `select name, digest from ${pg.escapeIdentifier(city.schema)}.migration order by name`,
    );
    const manifest: CityManifest = {
      format: 'xieshi-city/1',
      program,
      exportedAt: now.toISOString(),
      city: { code: city.code, name: city.name, demo: city.demo, clockShiftMs: city.clockShiftMs },
      migrations,
      tables: [],
      derived: [],
      notCarried: Object.keys(NOT_CARRIED),
    };
    for (const table of await cityTables(client, city.schema)) {
      signal?.throwIfAborted();
      if (table.name in NOT_CARRIED) continue;
      progress?.(table.name);
      if (derived.includes(table.name)) {
        manifest.derived.push(await digestOf(client, table));
        continue;
      }
      const rows = rowsOf(client, table);
      const packed = await packStream(rows, join(making, `${table.name}.copy.gz`), signal);
      manifest.tables.push({ table: table.name, rows: rows.rowCount, ...packed, columns: [...table.columns] });
    }
    return manifest;
  } finally {
    await client.end();
  }
}

/** Reads the manifest of an export. Throws a Refusal for a folder that is none, or is of another format. */
export async function readCityManifest(folder: string): Promise<CityManifest> {
  const unusable = (why: string): Refusal =>
    new Refusal({
      code: 'no-export',
      what: `${folder} 不是一个完整的城市导出：${why}`,
      where: folder,
      now: '请给 city export 做出的文件夹，或按城市的备份里那个城市的文件夹',
    });
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw unusable('没有清单 manifest.json');
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw unusable('清单 manifest.json 损坏');
  }
  const format = (content as { format?: unknown } | null)?.format;
  if (format === 'xieshi-backup/1') throw unusable('这是一份整机备份，请用 restore');
  const read = cityManifest.safeParse(content);
  if (!read.success) throw unusable(`清单损坏，或格式不是 xieshi-city/1（${read.error.issues[0]?.path.join('.')}）`);
  return read.data;
}
