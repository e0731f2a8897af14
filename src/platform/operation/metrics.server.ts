/**
 * Figures for whoever watches the machine, in the text format of Prometheus. They tell how the service fares and never who uses
 * it or how much: no figure is parted by person, organization or city.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DatabaseUse } from '../../store/database.server.ts';
import type { ServiceState } from '../open/room.ts';

/** What is asked when somebody fetches the figures. */
export interface Measured {
  version: string;
  databaseUse: () => DatabaseUse;
  service: () => Promise<ServiceState>;
  /** When the newest backup was begun, by the machine's clock. */
  lastBackup: () => Promise<Date | undefined>;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'route' | 'method' | 'status'>;
  readonly #refusals: Counter<'code'>;

  constructor({ version, databaseUse, service, lastBackup }: Measured) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      name: 'xieshi_http_request_seconds',
      help: 'Requests by route, method and status',
      labelNames: ['route', 'method', 'status'],
      buckets: SECONDS,
      registers,
    });
    this.#refusals = new Counter({
      name: 'xieshi_refusals_total',
      help: 'Requests that were refused, by code of the refusal',
      labelNames: ['code'],
      registers,
    });
    new Gauge({
      name: 'xieshi_build_info',
      help: 'Version of the program',
      labelNames: ['version', 'node'],
      registers,
    }).set({ version, node: process.version }, 1);
    new Counter({
      name: 'xieshi_transactions_total',
      help: 'Transactions by how they ended',
      labelNames: ['outcome'],
      registers,
      collect() {
        this.reset();
        const { committed, undone } = databaseUse();
        this.inc({ outcome: 'committed' }, committed);
        this.inc({ outcome: 'undone' }, undone);
      },
    });
    new Gauge({
      name: 'xieshi_database_connections',
      help: 'Connections to the database, and requests that wait for one',
      labelNames: ['state'],
      registers,
      collect() {
        const { busy, idle, waiting } = databaseUse();
        this.set({ state: 'busy' }, busy);
        this.set({ state: 'idle' }, idle);
        this.set({ state: 'waiting' }, waiting);
      },
    });
    new Gauge({
      name: 'xieshi_backup_last_timestamp_seconds',
      help: 'When the newest backup was begun; absent where there is none',
      registers,
      async collect() {
        const at = await lastBackup();
        if (at) this.set(at.getTime() / 1000);
        else this.remove();
      },
    });
    this.#serviceFigures(service);
  }

  #serviceFigures(service: () => Promise<ServiceState>): void {
    const registers = [this.#registry];
    new Gauge({
      name: 'xieshi_ready',
      help: '1 when the service can do all its work, as /readyz says',
      registers,
      async collect() {
        this.set((await service()).troubles.length === 0 ? 1 : 0);
      },
    });
    new Gauge({
      name: 'xieshi_disk_free_bytes',
      help: 'Free space on the disk of the data folder',
      registers,
      async collect() {
        const { disk } = await service();
        if (disk) this.set(disk.freeBytes);
      },
    });
    new Gauge({
      name: 'xieshi_round_last_done_timestamp_seconds',
      help: 'When each round of the service was last done',
      labelNames: ['round'],
      registers,
      async collect() {
        for (const { name, lastDoneAt } of (await service()).rounds)
          if (lastDoneAt) this.set({ round: name }, lastDoneAt.getTime() / 1000);
      },
    });
    new Counter({
      name: 'xieshi_round_failures_total',
      help: 'Runs of each round that failed since the start',
      labelNames: ['round'],
      registers,
      async collect() {
        this.reset();
        for (const { name, failures } of (await service()).rounds) this.inc({ round: name }, failures);
      },
    });
  }

  requestEnded(route: string, method: string, status: number, seconds: number): void {
    this.#requests.observe({ route, method, status }, seconds);
  }

  refused(code: string): void {
    this.#refusals.inc({ code });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
