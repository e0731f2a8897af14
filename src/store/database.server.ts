/**
 * Connections and transactions. Every query runs in a transaction that sets the city's search_path, one of five roles that
 * are no superusers, and the reader's scope as settings for row security. SET LOCAL, since set_config does not reach the
 * workers of a Citus cluster.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Actor, Reach } from '../core/scope/room.ts';
import { type AwayReason, DatabaseAway, isAway } from './database-away.logic.ts';
import { kyselyPool } from './statements.server.ts';

// Dates stay text (`2017-06-05`), since a Date would drag a time zone along; bigint counts fit a number here.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** Tables are read by plain SQL with the row type named at the query. */
export type Tx = Transaction<unknown>;

export interface City {
  code: string;
  name: string;
  schema: string;
  demo: boolean;
  /** Added to the server's clock; not zero only for the sample city. */
  clockShiftMs: number;
}

/**
 * Which of the three administrators' work is at hand; none does another's, but for `factor.reset`, what takes two of them.
 * `retention` is nobody's: the service's own daily clearing of what has lapsed.
 */
export const STEWARD_DUTIES = [
  'account.manage',
  'security.settings',
  'token.manage',
  'factor.reset',
  'audit.read',
  'operation.read',
  'operation.run',
  'retention',
] as const;
export type StewardDuty = (typeof STEWARD_DUTIES)[number];

/** What a transaction may touch: the reader and the reaches of the ability at hand. */
export type TxScope =
  | { as: 'gate' }
  /** Reads the sources and links them into the audit chain; no request runs as this. */
  | { as: 'chain' }
  | { as: 'steward'; duty: StewardDuty }
  | {
      as: 'actor';
      actor: Actor;
      reaches: readonly Reach[];
      writes: readonly Reach[];
      /** Organizations in which the ability reads, and writes where it writes at all. */
      orgs: readonly number[];
      /** Organizations whose people may be looked up. */
      registryOrgs: readonly number[];
      /** Of `orgs` those for which he types for another, and the people who stand for it. */
      delegated: readonly number[];
      standsFor: readonly number[];
      /**
       * `registry`: looks up organizations and people, and reads nothing that was recorded. `own`: reads what is held on oneself,
       * where it came from and who read it. `delegation`: lets somebody type for him.
       */
      area?: 'registry' | 'own' | 'delegation';
    };

/** How long work that has not begun waits for a server that is away: as long as nobody wonders. */
const PATIENCE_MS = 3_000;
const TRY_EVERY_MS = 100;
const CLOSE_WITHIN_MS = 1_000;

/** How connections are used just now, and how transactions have ended since the start. */
export interface DatabaseUse {
  busy: number;
  idle: number;
  waiting: number;
  committed: number;
  undone: number;
}

export class Database {
  readonly #pool: pg.Pool;
  readonly #clients = new Set<pg.PoolClient>();
  readonly #kysely: Kysely<unknown>;
  readonly #whyAway: () => AwayReason | undefined;
  #committed = 0;
  #undone = 0;

  /** @param whyAway what is known of the reason while the server is away */
  constructor(config: pg.PoolConfig, whyAway: () => AwayReason | undefined = () => undefined) {
    this.#pool = new pg.Pool({ max: 16, ...config });
    // A broken connection is replaced by the pool; without listeners it would end the process, idle or at work.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => {
      client.on('error', () => undefined);
      this.#clients.add(client);
    });
    this.#pool.on('remove', (client) => this.#clients.delete(client));
    this.#kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: kyselyPool(this.#pool) }) });
    this.#whyAway = whyAway;
  }

  /** Runs `work` in one transaction of a city under a scope; commits when it resolves. Throws DatabaseAway as `#transact` does. */
  inCity<T>(city: City, scope: TxScope, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#transact(preamble(city.schema, scope), work);
  }

  /** A transaction of the connection's own role, past row security when that is the owner: rebuilds, the sample city, tests. */
  inCityAsOwner<T>(city: City, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#transact(`set local search_path to ${checkedSchema(city.schema)}`, work);
  }

  /**
   * A server that is away is waited for a moment, as long as the work has not begun: nothing is done twice. One that leaves
   * later gives DatabaseAway at once.
   */
  async #transact<T>(opening: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const patience = Date.now() + PATIENCE_MS;
    for (;;) {
      let stage: 'opening' | 'working' | 'committing' = 'opening';
      try {
        const result = await this.#kysely.transaction().execute(async (tx) => {
          await sql.raw(opening).execute(tx);
          stage = 'working';
          const worked = await work(tx);
          stage = 'committing';
          return worked;
        });
        this.#committed += 1;
        return result;
      } catch (error) {
        this.#undone += 1;
        if (!isAway(error)) throw error;
        if (reached(stage, 'opening') && Date.now() < patience) await pause(TRY_EVERY_MS);
        else throw this.#away(error, reached(stage, 'committing') ? 'unknown' : 'no');
      }
    }
  }

  #away(error: unknown, stored: 'no' | 'unknown'): DatabaseAway {
    return new DatabaseAway(this.#whyAway() ?? 'database-unreachable', stored, error);
  }

  /** All cities. Waits for a server that is away as a transaction does. */
  async cities(): Promise<City[]> {
    const patience = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await this.#readCities();
      } catch (error) {
        if (!isAway(error)) throw error;
        if (Date.now() >= patience) throw this.#away(error, 'no');
        await pause(TRY_EVERY_MS);
      }
    }
  }

  async #readCities(): Promise<City[]> {
    const { rows } = await sql<{ code: string; name: string; schema_name: string; demo: boolean; shift: number }>`
      select code, name, schema_name, demo, extract(epoch from clock_shift)::float8 * 1000 as shift
      from xieshi.city order by created_at, code`.execute(this.#kysely);
    return rows.map((row) => ({
      code: row.code,
      name: row.name,
      schema: row.schema_name,
      demo: row.demo,
      clockShiftMs: Math.round(row.shift),
    }));
  }

  use(): DatabaseUse {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return {
      busy: totalCount - idleCount,
      idle: idleCount,
      waiting: waitingCount,
      committed: this.#committed,
      undone: this.#undone,
    };
  }

  /** Answers when the server can be reached; throws at once otherwise. */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.#kysely);
  }

  /** Lets transactions under way end for a moment; those that do not are broken off and so undone. */
  async close(): Promise<void> {
    const closed = this.#kysely.destroy();
    await Promise.race([closed, pause(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    await Promise.all([...this.#clients].map((client) => client.end()));
    await Promise.race([closed, pause(CLOSE_WITHIN_MS, undefined, { ref: false })]);
  }
}

/** The stage as it is by now: the compiler does not see that the transaction's function has changed it. */
const reached = (stage: string, which: 'opening' | 'committing'): boolean => stage === which;

const ints = (values: readonly number[]): string => {
  if (!values.every(Number.isSafeInteger)) throw new RangeError('ids must be integers');
  return `'{${values.join(',')}}'`;
};

function checkedSchema(schema: string): string {
  if (!/^city_[a-z][a-z0-9]*$/.test(schema)) throw new RangeError(`not a city schema: ${schema}`);
  return schema;
}

/** The statements that open a transaction. Everything in them is a checked name or a list of integers. */
function preamble(schema: string, scope: TxScope): string {
  const lines = [`set local search_path to ${checkedSchema(schema)}`];
  if (scope.as === 'steward') lines.push(`set local xieshi.duty = '${scope.duty}'`);
  if (scope.as !== 'actor') return `${lines.join(';')}; set local role xieshi_${scope.as}`;
  const { actor, reaches, writes } = scope;
  const wide = reaches.includes('city') || writes.includes('city');
  if (scope.area) lines.push(`set local xieshi.area = '${scope.area}'`);
  lines.push(
    `set local role ${wide ? 'xieshi_wide' : 'xieshi_scoped'}`,
    `set local xieshi.account = '${Number(actor.accountId)}'`,
    `set local xieshi.person = '${actor.personId === null ? '' : Number(actor.personId)}'`,
    `set local xieshi.orgs = ${ints(scope.orgs)}`,
    `set local xieshi.writes = ${ints(writes.length > 0 ? scope.orgs : [])}`,
    `set local xieshi.writes_city = '${writes.includes('city') ? 'on' : ''}'`,
    `set local xieshi.registry = ${ints(scope.registryOrgs)}`,
    `set local xieshi.delegated = ${ints(scope.delegated)}`,
    `set local xieshi.stands_for = ${ints(scope.standsFor)}`,
    `set local xieshi.charge = ${ints(reaches.includes('charge') || writes.includes('charge') ? [...actor.chargeIds, ...(actor.merged?.inCharge ?? [])] : [])}`,
    `set local xieshi.merged = ${ints(actor.merged?.own ?? [])}`,
  );
  return lines.join(';');
}
