/** How the system runs, for the system administrator: no business data. */
import { z } from 'zod';
import { route } from '../open/room.ts';

export const operationState = z.object({
  version: z.string(),
  node: z.string(),
  startedAt: z.string(),
  now: z.string(),
  /** What keeps the service from its work; empty when all is well. */
  troubles: z.array(z.object({ code: z.string(), what: z.string(), now: z.string() })),
  /** The disk of the data folder. */
  disk: z.object({ freeBytes: z.int(), totalBytes: z.int() }).nullable(),
  /** What the service does by itself, again and again. */
  rounds: z.array(
    z.object({ name: z.string(), lastDoneAt: z.string().nullable(), failures: z.int(), failing: z.boolean() }),
  ),
  database: z.object({
    version: z.string(),
    /** The one that comes with the program, or a server of the city's own. */
    embedded: z.boolean(),
    bytes: z.int(),
    connections: z.int(),
  }),
  cities: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      demo: z.boolean(),
      bytes: z.int(),
      migrations: z.array(z.object({ name: z.string(), appliedAt: z.string() })),
    }),
  ),
});
export type OperationState = z.infer<typeof operationState>;

export const operationRead = route({
  id: 'operation.read',
  method: 'GET',
  path: '/operation',
  title: '系统运行情况',
  ability: 'operation.read',
  answer: operationState,
});
