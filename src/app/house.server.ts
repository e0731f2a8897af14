/** Opens the house: the database server, its structure, and what every request needs. */
import type pg from 'pg';
import { ActorCache } from '../platform/access/scope.server.ts';
import { Sources } from '../store/append.server.ts';
import { Database } from '../store/database.server.ts';
import { startEmbedded } from '../store/embedded.server.ts';
import { readKeys } from '../store/keys.server.ts';
import { loginRole, migrate } from '../store/migrate.server.ts';
import { DERIVATIONS } from './derivations.server.ts';
import type { House } from './http.server.ts';
import type { Settings } from './settings.server.ts';

export interface OpenHouse extends House {
  /** The owner's connection: migrations, making cities, rebuilds. Requests never have it. */
  admin: pg.PoolConfig;
  /** Whether PostgreSQL is the one that npm brought. */
  embedded: boolean;
  close(): Promise<void>;
  /** For `process.on('exit')`. */
  closeNow(): void;
}

/** Starts or reaches PostgreSQL, brings its structure to this program's, and answers the house. */
export async function openHouse(
  settings: Pick<Settings, 'dataFolder' | 'databaseUrl' | 'sessionHours'>,
  options: { log: (line: string) => void; clock?: () => Date },
): Promise<OpenHouse> {
  const clock = options.clock ?? (() => new Date());
  const cluster = settings.databaseUrl
    ? undefined
    : await startEmbedded({ dataFolder: settings.dataFolder, log: options.log });
  const external = { connectionString: settings.databaseUrl };
  const admin = cluster?.admin ?? external;
  try {
    await migrate(admin, cluster ? String(cluster.app.user) : await loginRole(admin), clock());
  } catch (error) {
    await cluster?.stop();
    throw error;
  }
  const database = new Database(cluster?.app ?? external);
  const keys = await readKeys(settings.dataFolder);
  return {
    database,
    keys,
    sources: new Sources(DERIVATIONS),
    actors: new ActorCache(database),
    clock,
    limits: { idleHours: settings.sessionHours, absoluteHours: settings.sessionHours },
    cities: () => database.cities(),
    admin,
    embedded: cluster !== undefined,
    async close() {
      await database.close();
      await cluster?.stop();
    },
    closeNow: () => cluster?.stopNow(),
  };
}
