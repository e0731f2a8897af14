/** The backup of a server of the city's own: every city exported, each in one snapshot; verified by importing them elsewhere. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Refusal } from '../core/record/refusal.logic.ts';
import type { LogicalManifest, Verification } from './backup-manifest.server.ts';
import { exportCity } from './city-export.server.ts';
import { importCity } from './city-import.server.ts';
import type { City } from './database.server.ts';
import { startEmbedded } from './embedded.server.ts';
import { migrate } from './migrate.server.ts';
import { keepPlain } from './packed-file.server.ts';

interface LogicalWork {
  admin: pg.PoolConfig;
  dataFolder: string;
  making: string;
  cities(): Promise<City[]>;
  derived: readonly string[];
  program: string;
  wall(): Date;
  signal: AbortSignal;
  progress(done: number, total: number): void;
}

type Found = Omit<LogicalManifest, 'format' | 'program' | 'startedAt' | 'endedAt' | 'bytes'>;

/** Fills a folder with an export of each city and answers what the backup's manifest says. */
export async function makeLogicalBackup(work: LogicalWork): Promise<Found> {
  const { admin, derived, program, signal, making } = work;
  const cities = await work.cities();
  for (const [at, city] of cities.entries()) {
    work.progress(at, cities.length);
    await exportCity({ admin, city, derived, program, signal, into: join(making, city.code), now: work.wall() });
  }
  const keys = existsSync(join(work.dataFolder, 'keys.json'))
    ? [await keepPlain(join(work.dataFolder, 'keys.json'), making, 'keys.json')]
    : [];
  return {
    kind: 'logical',
    postgres: await versionOf(admin),
    files: keys,
    cities: cities.map(({ code, name }) => ({ code, name })),
  };
}

async function versionOf(admin: pg.PoolConfig): Promise<string> {
  const client = new pg.Client(admin as pg.ClientConfig);
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
    return rows[0]!.version;
  } finally {
    await client.end();
  }
}

/** Imports every city of a backup into an embedded server made for it; importing compares all tables. */
export async function verifyLogical(
  folder: string,
  manifest: LogicalManifest,
  scratch: string,
  how: { derive(admin: pg.PoolConfig, city: City): Promise<void>; wall(): Date },
  signal: AbortSignal,
): Promise<Verification> {
  const found: Verification = { at: '', differences: [], tables: 0, rows: 0 };
  try {
    const { admin, app, stop, stopNow } = await startEmbedded({ dataFolder: scratch, log: () => undefined });
    process.on('exit', stopNow);
    try {
      await migrate(admin, String(app.user), how.wall());
      for (const { code } of manifest.cities) {
        signal.throwIfAborted();
        const derive = (city: City): Promise<void> => how.derive(admin, city);
        const work = { admin, folder: join(folder, code), derive, now: how.wall() };
        const imported = await importCity(work).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
          found.differences.push(`${code}：${error.detail.what}`);
          return undefined;
        });
        found.tables += imported?.tables ?? 0;
        found.rows += imported?.rows ?? 0;
      }
    } finally {
      await stop();
      process.off('exit', stopNow);
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return { ...found, at: how.wall().toISOString() };
}
