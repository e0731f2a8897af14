/** The running service: house, routes and pages on one port. */
import type { FastifyInstance } from 'fastify';
import type { ServiceState } from '../platform/open/room.ts';
import { Metrics } from '../platform/operation/metrics.server.ts';
import { PROGRAM_VERSION } from '../platform/operation/operation.server.ts';
import { lookout } from '../platform/operation/readiness.server.ts';
import { createCity } from '../store/migrate.server.ts';
import { doorHandlers } from './door.server.ts';
import { HANDLERS } from './handlers.server.ts';
import type { OpenHouse } from './house.server.ts';
import { ROUNDS } from './house-rounds.server.ts';
import { makeServer } from './http.server.ts';
import { type NetworkRules, PLAIN_NETWORK } from './network-rules.server.ts';
import { openApiDocument } from './open-api.server.ts';
import { serveOperation } from './operation-endpoints.server.ts';
import type { LogOptions } from './request-log.server.ts';
import { type Round, type Rounds, startRounds } from './rounds.server.ts';
import { warmUp } from './warming.server.ts';
import { serveWebFiles } from './web-files.server.ts';

/** Makes the service on a house; the caller listens and closes. */
export async function makeService(
  house: OpenHouse,
  options: { log: false | LogOptions; rules?: NetworkRules; rounds?: readonly Round[] },
): Promise<FastifyInstance> {
  const { log, rules = PLAIN_NETWORK } = options;
  let rounds: Rounds | undefined;
  const look = lookout(house);
  const service = async (): Promise<ServiceState> => ({ ...(await look()), rounds: rounds?.states() ?? [] });
  const metrics = new Metrics({
    version: PROGRAM_VERSION,
    databaseUse: () => house.database.use(),
    service,
    async lastBackup() {
      const [newest] = (await house.backups.state()).backups;
      return newest && new Date(newest.startedAt);
    },
  });
  const door = doorHandlers((city) => createCity(house.admin, city, house.clock()));
  const server = await makeServer(house, HANDLERS, door, { log, rules, service, metrics });
  // Declarations only: what may be called, no data; so it is open like the sign-in page.
  const description = openApiDocument();
  server.get('/api/openapi.json', () => description);
  serveOperation(server, metrics, service, rules.metricsToken);
  await serveWebFiles(server, rules.framedBy);
  rounds = startRounds(house, options.rounds ?? ROUNDS, (round, error) =>
    server.log.error({ round, err: error }, 'round failed'),
  );
  let closing = false;
  server.addHook('onListen', () => {
    // Nobody waits for it; where it fails, the first tree is slower.
    warmUp(house, () => closing).catch((error: unknown) => closing || server.log.warn({ err: error }, 'not warmed up'));
  });
  server.addHook('onClose', async () => {
    closing = true;
    // A backup takes minutes; nobody waits for it.
    await house.backups.stop();
    await rounds?.stop();
  });
  return server;
}
