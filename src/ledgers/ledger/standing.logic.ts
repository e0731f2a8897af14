/** From the records of one ledger — its versions and the acts on them — to where it stands. */
import { z } from 'zod';
import { stateAfter } from '../../core/process/room.ts';
import { type LedgerAct, type LedgerState, ledgerProcess } from './ledger-process.logic.ts';

/** Body of a `ledgerAct` record. */
export const ledgerActBody = z.object({
  act: z.enum(['withdraw', 'accept', 'return']),
  /** The version that it was done to. */
  version: z.int().positive(),
  reason: z.string().optional(),
});
/** Body of a `ledgerComment` record. */
export const ledgerCommentBody = z.object({ entryKey: z.string(), version: z.int().positive(), text: z.string() });

/** What happened to a ledger, in the order of recording. */
export const ledgerEventSchema = z.object({
  what: z.enum(['submit', 'withdraw', 'accept', 'return', 'comment']),
  version: z.int(),
  /** Instant, ISO. */
  at: z.string(),
  by: z.string(),
  reason: z.string().nullable(),
  /** Of a comment. */
  entryKey: z.string().nullable(),
  text: z.string().nullable(),
});
export type LedgerEvent = z.infer<typeof ledgerEventSchema>;

export interface Standing {
  state: LedgerState;
  /** The latest version; 0 when nothing was submitted yet. */
  version: number;
  submittedAt: string | null;
  decidedAt: string | null;
  decidedBy: string | null;
  returns: number;
}

/** An act on a version that was taken back fell with it. */
const standing = (events: readonly LedgerEvent[]): LedgerEvent[] => {
  const versions = new Set(events.filter(({ what }) => what === 'submit').map(({ version }) => version));
  return events.filter(({ version }) => versions.has(version));
};

/** Where a ledger stands after these events. Throws when an act was not possible: the source is then wrong. */
export function standingOf(events: readonly LedgerEvent[]): Standing {
  const valid = standing(events);
  const acts = valid.flatMap(({ what }): LedgerAct[] => (what === 'comment' ? [] : [what]));
  const state = stateAfter(ledgerProcess, acts);
  const last = valid.findLast(({ what }) => what === 'submit');
  const decided = state === 'accepted' ? valid.findLast(({ what }) => what === 'accept') : undefined;
  return {
    state,
    version: last?.version ?? 0,
    submittedAt: last?.at ?? null,
    decidedAt: decided?.at ?? null,
    decidedBy: decided?.by ?? null,
    returns: acts.filter((act) => act === 'return').length,
  };
}
