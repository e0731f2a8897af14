/** Opens the house: the database server, its structure, and what every request needs. */
import { availableParallelism } from 'node:os';
import type pg from 'pg';
import { ActorCache } from '../platform/access/scope.server.ts';
import type { Algorithm } from '../platform/audit/room.ts';
import { openIdProvider, type Provider } from '../platform/identity/provider.server.ts';
import { PROGRAM_VERSION } from '../platform/operation/operation.server.ts';
import { Sources } from '../store/append.server.ts';
import { Backups } from '../store/backups.server.ts';
import { Database } from '../store/database.server.ts';
import type { AwayReason } from '../store/database-away.logic.ts';
import { type Cluster, startEmbedded } from '../store/embedded.server.ts';
import { readKeys } from '../store/keys.server.ts';
import { lastRecorded } from '../store/last-recorded.server.ts';
import { loginRole, migrate } from '../store/migrate.server.ts';
import { DERIVATIONS } from './derivations.server.ts';
import type { House } from './http.server.ts';
import { rebuild, tablesOf } from './rebuild.server.ts';
import type { Settings } from './settings.server.ts';
import { steadyClock } from './steady-clock.logic.ts';
import { writeGuard } from './write-guard.server.ts';

export interface OpenHouse extends House {
  /** The owner's connection: migrations, making cities, rebuilds. Requests never have it. */
  admin: pg.PoolConfig;
  dataFolder: string;
  /** Whether PostgreSQL is the one that npm brought. */
  embedded: boolean;
  /** What new links of the audit chain are hashed with. */
  auditHash: Algorithm;
  close(): Promise<void>;
  /** For `process.on('exit')`. */
  closeNow(): void;
}

const AWAY_REASONS: Readonly<Record<string, AwayReason>> = {
  'no-space': 'no-space',
  'data-folder-not-writable': 'not-writable',
};

/**
 * Connections for requests, where PostgreSQL runs on the same machine. Twice as many as it has cores keep it busy; with more, a
 * crowd that is beyond them for a moment makes everything slower and does not get out of it for half a minute.
 */
const quickConnections = (cores: number): number => Math.min(16, Math.max(4, 2 * cores));

/** For routes that may take minutes: however many of them run, others are not kept waiting. */
const SLOW_CONNECTIONS = 4;

/** Why the embedded server is away, as far as its supervisor knows. */
const whyAway = (cluster: Cluster | undefined): AwayReason | undefined =>
  AWAY_REASONS[cluster?.trouble()?.detail.code ?? ''];

type ProviderSettings = Pick<
  Settings,
  'oidcIssuer' | 'oidcClient' | 'oidcSecret' | 'oidcName' | 'oidcClaim' | 'publicUrl'
>;

/** The identity provider that is set; undefined when none is. The settings were checked to be whole. */
function providerOf(settings: Partial<ProviderSettings>): { provider?: Provider } {
  const { oidcIssuer: issuer, oidcClient: client, oidcSecret: secret, publicUrl } = settings;
  const { oidcName: name = '统一认证', oidcClaim: claim = 'preferred_username' } = settings;
  if (!issuer || !client || !secret || !publicUrl) return {};
  return { provider: openIdProvider({ issuer, client, secret, publicUrl, name, claim }) };
}

/**
 * Starts or reaches PostgreSQL, brings its structure to this program's, and answers the house.
 * @param options.clock a clock that a test sets, taken as it is
 * @param options.wall the machine's clock, which may be set back
 */
export async function openHouse(
  settings: Pick<Settings, 'dataFolder' | 'databaseUrl' | 'sessionHours'> &
    Partial<Pick<Settings, 'clock' | 'auditHash' | 'backupFolder' | 'backupAt' | 'backupKeep'> & ProviderSettings>,
  options: { log: (line: string) => void; clock?: () => Date; wall?: () => Date },
): Promise<OpenHouse> {
  const wall = options.wall ?? (() => new Date());
  const cluster = settings.databaseUrl
    ? undefined
    : await startEmbedded({ dataFolder: settings.dataFolder, log: options.log });
  const external = { connectionString: settings.databaseUrl };
  const admin = cluster?.admin ?? external;
  try {
    await migrate(admin, cluster ? String(cluster.app.user) : await loginRole(admin), (options.clock ?? wall)());
  } catch (error) {
    await cluster?.stop();
    throw error;
  }
  // A server that swallows everything, and a queue that never ends, are told after a while.
  const patient = { ...(cluster?.app ?? external), connectionTimeoutMillis: 10_000, keepAlive: true };
  const away = () => whyAway(cluster);
  const database = new Database(
    cluster ? { ...patient, max: quickConnections(availableParallelism()) } : patient,
    away,
  );
  const slowDatabase = new Database({ ...patient, max: SLOW_CONNECTIONS }, away);
  const keys = await readKeys(settings.dataFolder);
  const floor = options.clock || settings.clock === 'trust' ? undefined : await lastRecorded(admin);
  const steady = options.clock ? undefined : steadyClock(wall, floor);
  const clock = options.clock ?? (() => steady!.now());
  const guard = writeGuard({ folder: cluster && settings.dataFolder, clock: steady }, options.log);
  const backups = new Backups({
    dataFolder: settings.dataFolder,
    folder: settings.backupFolder,
    keep: settings.backupKeep ?? 7,
    at: settings.backupAt === 'off' ? undefined : settings.backupAt,
    admin,
    embedded: cluster !== undefined,
    cities: () => database.cities(),
    derived: tablesOf(DERIVATIONS),
    derive: async (owner, city) => {
      await rebuild({ admin: owner, city, check: false });
    },
    program: PROGRAM_VERSION,
    wall,
    log: options.log,
  });
  return {
    database,
    slowDatabase,
    mayWrite: guard.mayWrite,
    keys,
    ...providerOf(settings),
    sources: new Sources(DERIVATIONS),
    actors: new ActorCache(database),
    clock,
    presets: { absoluteHours: settings.sessionHours },
    cities: () => database.cities(),
    admin,
    dataFolder: settings.dataFolder,
    embedded: cluster !== undefined,
    auditHash: settings.auditHash ?? 'sha256',
    backups,
    async close() {
      await backups.stop();
      await Promise.all([database.close(), slowDatabase.close()]);
      await cluster?.stop();
    },
    closeNow: () => cluster?.stopNow(),
  };
}
