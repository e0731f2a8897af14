/** The backups of the server, for the system administrator. Times are the machine's. */
import { z } from 'zod';
import { route } from '../open/room.ts';

const progress = z.object({
  startedAt: z.string(),
  phase: z.enum(['copy', 'verify']),
  done: z.int(),
  total: z.int(),
});

export const backupsState = z.object({
  folder: z.string(),
  /** `physical`: the whole embedded server; `logical`: each city by itself, from a server of the city's own. */
  kind: z.enum(['physical', 'logical']),
  /** Minutes of the day in Shanghai; null where none is made by itself. */
  at: z.int().nullable(),
  keep: z.int(),
  /** The newest first. */
  backups: z.array(
    z.object({
      name: z.string(),
      startedAt: z.string(),
      bytes: z.int(),
      /** What restoring it into a second place has shown; null when it was not tried. */
      verified: z.object({ at: z.string(), same: z.boolean(), tables: z.int(), rows: z.int() }).nullable(),
    }),
  ),
  /** The newest is too old to be last night's. */
  late: z.boolean(),
  running: progress.nullable(),
  failure: z.object({ at: z.string(), what: z.string(), now: z.string() }).nullable(),
  /** The log of the embedded server since its first backup; `failing` when the last segment could not be put away. */
  archive: z.object({ lastAt: z.string().nullable(), failing: z.boolean() }).nullable(),
});
export type BackupsAnswer = z.infer<typeof backupsState>;

export const backupsRead = route({
  id: 'operation.backups',
  method: 'GET',
  path: '/operation/backups',
  title: '备份情况',
  ability: 'operation.read',
  answer: backupsState,
});

export const backUp = route({
  id: 'operation.backUp',
  method: 'POST',
  path: '/operation/backups',
  title: '现在备份',
  ability: 'operation.run',
});
