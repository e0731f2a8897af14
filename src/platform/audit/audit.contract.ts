/** Reading the audit log: who did and who read what. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { ABILITIES, type Ability } from '../access/room.ts';
import { route } from '../open/room.ts';

export const AUDIT_PAGE = 100;

export const auditLineShape = z.object({
  seq: z.int(),
  at: z.string(),
  actor: z.string(),
  /** What was done: title of the route. */
  what: z.string(),
  ability: z.string(),
  /** What it was done to, by name where there is one. */
  subject: z.string(),
  outcome: z.enum(['done', 'read', 'refused']),
});
export type AuditLineShape = z.infer<typeof auditLineShape>;

export const auditLines = route({
  id: 'audit.lines',
  method: 'GET',
  path: '/audit',
  title: '审计日志',
  ability: 'audit.read',
  query: z.object({
    from: daySchema.optional(),
    to: daySchema.optional(),
    ability: z.enum([...(Object.keys(ABILITIES) as [Ability, ...Ability[]]), 'open']).optional(),
    outcome: z.enum(['done', 'read', 'refused']).optional(),
    /** In the name of who did it, or of whose file it was. */
    text: z.string().trim().max(40).optional(),
    /** Lines older than this one. */
    before: z.coerce.number<number>().int().positive().optional(),
  }),
  answer: z.object({
    total: z.int(),
    lines: z.array(auditLineShape),
    /** Ask for lines before this one; null at the end. */
    next: z.int().nullable(),
  }),
});
