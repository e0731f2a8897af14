/** Finds out whether the service can do its work: the database, its structure, the disk, whether writes are taken. */
import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import { Refusal } from '../../core/record/room.ts';
import type { City, Database } from '../../store/database.server.ts';
import { cityMigrations } from '../../store/migrate.server.ts';
import type { ServiceState } from '../open/room.ts';
import { type Findings, troublesOf } from './readiness.logic.ts';

export interface Looked {
  database: Database;
  cities: () => Promise<City[]>;
  mayWrite: () => Promise<void>;
  dataFolder: string;
}

/** Whoever asks whether the service is ready does not wait longer. */
const PATIENCE_MS = 3_000;
/** Those who ask often get what was found a moment ago: asking costs the database nothing. */
const FRESH_MS = 2_000;

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function structureOf({ database, cities }: Looked, known: ReadonlySet<string>): Promise<Findings['structure']> {
  const all = await cities();
  const [first] = all;
  if (!first) {
    await database.ping();
    return [];
  }
  return database.inCity(first, { as: 'steward', duty: 'operation.read' }, async (tx) => {
    const found: { city: string; missing: string[]; unknown: string[] }[] = [];
    for (const { code, schema } of all) {
      const { rows } = await sql<{ name: string }>`select name from ${sql.table(`${schema}.migration`)}`.execute(tx);
      const applied = new Set(rows.map(({ name }) => name));
      found.push({
        city: code,
        missing: [...known].filter((name) => !applied.has(name)),
        unknown: [...applied].filter((name) => !known.has(name)),
      });
    }
    return found;
  });
}

async function diskOf(folder: string): Promise<ServiceState['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}

async function writesStopped(looked: Looked): Promise<Findings['writesStopped']> {
  try {
    await looked.mayWrite();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.detail;
    throw error;
  }
}

async function look(looked: Looked, known: ReadonlySet<string>): Promise<Omit<ServiceState, 'rounds'>> {
  const [structure, disk, stopped] = await Promise.all([
    inTime(structureOf(looked, known)).catch(() => undefined),
    diskOf(looked.dataFolder),
    writesStopped(looked),
  ]);
  const troubles = troublesOf({
    databaseAnswers: structure !== undefined,
    structure: structure ?? [],
    freeBytes: disk?.freeBytes ?? null,
    writesStopped: stopped,
  });
  return { troubles, disk };
}

/** A look at the service that is taken anew only when the last is old. */
export function lookout(looked: Looked): () => Promise<Omit<ServiceState, 'rounds'>> {
  // As they are when this program starts: an upgrade may lay its files down while this one runs.
  const known = new Set(cityMigrations());
  let last: Promise<Omit<ServiceState, 'rounds'>> | undefined;
  let until = 0;
  return () => {
    if (last === undefined || performance.now() > until) {
      last = look(looked, known);
      until = performance.now() + FRESH_MS;
    }
    return last;
  };
}
