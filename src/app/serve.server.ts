/** The running service: house, routes and pages on one port. */
import type { FastifyInstance } from 'fastify';
import { createCity } from '../store/migrate.server.ts';
import { doorHandlers } from './door.server.ts';
import { HANDLERS } from './handlers.server.ts';
import type { OpenHouse } from './house.server.ts';
import { ROUNDS } from './house-rounds.server.ts';
import { makeServer } from './http.server.ts';
import { openApiDocument } from './open-api.server.ts';
import { startRounds } from './rounds.server.ts';
import { serveWebFiles } from './web-files.server.ts';

/** Makes the service on a house; the caller listens and closes. */
export async function makeService(
  house: OpenHouse,
  options: { log: boolean | { level: string } },
): Promise<FastifyInstance> {
  const door = doorHandlers((city) => createCity(house.admin, city, house.clock()));
  const server = await makeServer(house, HANDLERS, door, options);
  // Declarations only: what may be called, no data; so it is open like the sign-in page.
  const description = openApiDocument();
  server.get('/api/openapi.json', () => description);
  await serveWebFiles(server);
  const rounds = startRounds(house, ROUNDS, (round, error) => server.log.error({ round, err: error }, 'round failed'));
  server.addHook('onClose', () => rounds.stop());
  return server;
}
