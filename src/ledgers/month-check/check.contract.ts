/** The desk of the leader in charge: the queue, one ledger with its facts, and the acts on it. */
import { z } from 'zod';
import { daySchema, monthSchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { ledgerReading, ledgerStateSchema, monthLedgerBody } from '../ledger/room.ts';

const ofLedger = z.object({ ledgerId: z.uuid() });
/** The version that was looked at: an act on an older one is refused, so that nobody accepts what he has not seen. */
const onVersion = { actId: z.uuid(), version: z.int().positive() };

export const queueRow = z.object({
  /** Null while nothing was submitted. */
  ledgerId: z.uuid().nullable(),
  personId: z.int(),
  person: z.string(),
  unit: z.string(),
  state: ledgerStateSchema,
  version: z.int(),
  submittedAt: z.string().nullable(),
  entries: z.int(),
  signals: z.int(),
  unwritten: z.int(),
  returns: z.int(),
});
export type QueueRow = z.infer<typeof queueRow>;

export const checkQueue = route({
  id: 'check.queue',
  method: 'GET',
  path: '/checks',
  title: '分管干部一个月的清单',
  ability: 'ledger.check',
  /** Left out: the latest month in which something waits, else the month before this one. */
  query: z.object({ period: monthSchema.optional() }),
  answer: z.object({
    period: monthSchema,
    /** Months that can be chosen, the latest first, with how many wait in each. */
    periods: z.array(z.object({ period: monthSchema, waiting: z.int() })),
    rows: z.array(queueRow),
  }),
});

export const checkOpen = route({
  id: 'check.open',
  method: 'GET',
  path: '/checks/:ledgerId',
  title: '打开一份待检查的清单',
  ability: 'ledger.check',
  params: ofLedger,
  readsPersonFile: true,
  answer: ledgerReading.extend({
    may: z.array(z.enum(['accept', 'return', 'comment'])),
    /** The month's records in which he has a part. */
    participation: z.array(
      z.object({
        recordId: z.uuid(),
        kind: z.string(),
        kindName: z.string(),
        orgName: z.string(),
        on: daySchema,
        title: z.string(),
        /** On the roll and there, on the roll and not there, or otherwise part of it. */
        presence: z.enum(['present', 'absent', 'otherwise']),
        parts: z.array(z.string()),
        reason: z.string().nullable(),
        /** Whether an entry of the ledger stands on it. */
        inLedger: z.boolean(),
      }),
    ),
    /** This year's months so far. */
    months: z.array(
      z.object({ period: monthSchema, ledgerId: z.uuid().nullable(), state: ledgerStateSchema, returns: z.int() }),
    ),
  }),
});

export const checkVersion = route({
  id: 'check.version',
  method: 'GET',
  path: '/checks/:ledgerId/versions/:version',
  title: '看清单以前的一稿',
  ability: 'ledger.check',
  params: ofLedger.extend({ version: z.coerce.number().int().positive() }),
  readsPersonFile: true,
  answer: monthLedgerBody,
});

export const checkAccept = route({
  id: 'check.accept',
  method: 'POST',
  path: '/checks/:ledgerId/accept',
  title: '通过清单',
  ability: 'ledger.check',
  params: ofLedger,
  body: z.object(onVersion),
});

export const checkReturn = route({
  id: 'check.return',
  method: 'POST',
  path: '/checks/:ledgerId/return',
  title: '退回清单',
  ability: 'ledger.check',
  params: ofLedger,
  body: z.object({ ...onVersion, reason: z.string().trim().min(1, '请写明退回原因').max(500, '退回原因最多500字') }),
});

export const checkComment = route({
  id: 'check.comment',
  method: 'POST',
  path: '/checks/:ledgerId/comments',
  title: '在清单的一条上批注',
  ability: 'ledger.check',
  params: ofLedger,
  body: z.object({
    ...onVersion,
    entryKey: z.string().min(1).max(60),
    text: z.string().trim().min(1, '请写明批注').max(300, '批注最多300字'),
  }),
});

export const checkAcceptMany = route({
  id: 'check.acceptMany',
  method: 'POST',
  path: '/checks/accept-many',
  title: '一次通过多份清单',
  ability: 'ledger.check',
  body: z.object({
    acts: z
      .array(z.object({ ledgerId: z.uuid(), ...onVersion }))
      .min(1)
      .max(500),
    /** Ledgers with signals or missing items that are meant all the same. */
    named: z.array(z.uuid()).default([]),
  }),
  answer: z.object({
    accepted: z.array(z.uuid()),
    /** What was left alone, with the reason in words. */
    left: z.array(z.object({ ledgerId: z.uuid(), person: z.string(), why: z.string() })),
  }),
});
