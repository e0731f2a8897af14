/** The running system from the database's own books. Runs as xieshi_steward. */
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { City, Tx } from '../../store/database.server.ts';
import { type Call, type Handler, handle } from '../open/handler.server.ts';
import { type OperationState, operationRead } from './operation.contract.ts';

const PACKAGE = new URL('../../../package.json', import.meta.url);
export const PROGRAM_VERSION = (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version;

async function database(tx: Tx): Promise<OperationState['database']> {
  const { rows } = await sql<{ version: string; bytes: number; connections: number; embedded: boolean }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
      (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
      -- The embedded one listens on no port: a socket in its own data folder is its only door.
      current_setting('listen_addresses') = '' as embedded`.execute(tx);
  return rows[0]!;
}

async function cities(tx: Tx): Promise<OperationState['cities']> {
  const { rows } = await sql<{ code: string; name: string; demo: boolean; schema_name: string; bytes: number }>`
    select c.code, c.name, c.demo, c.schema_name, coalesce((
      select sum(pg_total_relation_size(t.oid)) from pg_class t join pg_namespace n on n.oid = t.relnamespace
      where n.nspname = c.schema_name and t.relkind = 'r'), 0)::float8 as bytes
    from xieshi.city c order by c.created_at, c.code`.execute(tx);
  const answer: OperationState['cities'] = [];
  for (const { schema_name: schema, ...city } of rows) {
    const { rows: migrations } = await sql<{ name: string; applied_at: Date }>`
      select name, applied_at from ${sql.table(`${schema}.migration`)} order by name`.execute(tx);
    answer.push({
      ...city,
      migrations: migrations.map((row) => ({ name: row.name, appliedAt: row.applied_at.toISOString() })),
    });
  }
  return answer;
}

/** Times by the city's clock, as all others on the page. */
async function serviceState(
  service: Call['service'],
  { clockShiftMs }: City,
): Promise<Pick<OperationState, 'troubles' | 'disk' | 'rounds'>> {
  const { troubles, disk, rounds } = await service();
  const shown = (at: Date | null): string | null => at && new Date(at.getTime() + clockShiftMs).toISOString();
  return {
    troubles: [...troubles],
    disk,
    rounds: rounds.map((round) => ({ ...round, lastDoneAt: shown(round.lastDoneAt) })),
  };
}

export const operationHandlers: readonly Handler[] = [
  handle(operationRead, async ({ tx, city, now, service }) => ({
    version: PROGRAM_VERSION,
    node: process.version,
    startedAt: new Date(now.getTime() - process.uptime() * 1000).toISOString(),
    now: now.toISOString(),
    ...(await serviceState(service, city)),
    database: await database(tx),
    cities: await cities(tx),
  })),
];
