/** Signals at the entries of one month: recorded late, or nearly the words of an earlier month (M49). Shown, explained, never counted. */
import { z } from 'zod';
import { daySchema, type Month, monthSchema } from '../../core/time/room.ts';
import type { MonthRule } from '../../duties/rules/room.ts';
import { commonRuns, lateBy, likeness, type Sketch, sketch } from '../../platform/signals/room.ts';
import type { LedgerEntry } from './month-ledger.logic.ts';

const run = z.object({ text: z.string(), same: z.boolean() });
const place = z.object({ period: monthSchema, on: daySchema.nullable(), runs: z.array(run) });

export const ledgerSignalSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('late'),
    key: z.string(),
    section: z.string(),
    on: daySchema,
    recordedAt: z.string(),
    /** Days between the event and its recording. */
    days: z.int(),
    explanation: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('nearCopy'),
    key: z.string(),
    section: z.string(),
    /** Share of text in common, 0–1. */
    share: z.number(),
    there: place,
    here: place,
    explanation: z.string().nullable(),
  }),
]);
export type LedgerSignal = z.infer<typeof ledgerSignalSchema>;

/** An earlier month of the same person, to compare with. */
export interface EarlierMonth {
  period: Month;
  entries: readonly LedgerEntry[];
}

/** Words of the cadre himself; what the system proposed and he left is the system's own repetition. */
const isOwnWords = (entry: LedgerEntry & { origin?: string }): boolean =>
  entry.source === null || entry.edited === true || entry.origin === 'edited';

interface Candidate {
  month: EarlierMonth;
  entry: LedgerEntry;
  sketch: Sketch;
}

function nearest(
  entry: LedgerEntry,
  candidates: readonly Candidate[],
  rule: Pick<MonthRule, 'nearCopy' | 'nearCopyMinChars'>,
): (Candidate & { share: number }) | undefined {
  const own = sketch(entry.content);
  if (own.length < rule.nearCopyMinChars) return undefined;
  let best: (Candidate & { share: number }) | undefined;
  for (const candidate of candidates) {
    const other = candidate.sketch;
    // Dice cannot reach the threshold when one text is much longer than the other.
    if (2 * Math.min(own.length, other.length) < rule.nearCopy * (own.length + other.length) - 2) continue;
    const share = likeness(own, other);
    if (share >= rule.nearCopy && (!best || share >= best.share)) best = { ...candidate, share };
  }
  return best;
}

/** Signals of a month's entries in their order; earlier months in any order, the latest of equal likeness is named. */
export function ledgerSignals(
  period: Month,
  entries: readonly (LedgerEntry & { origin?: string })[],
  earlier: readonly EarlierMonth[],
  rule: Pick<MonthRule, 'lateAfterDays' | 'nearCopy' | 'nearCopyMinChars'>,
): LedgerSignal[] {
  const candidates = [...earlier]
    .sort((a, b) => (a.period < b.period ? -1 : 1))
    .flatMap((month) => month.entries.map((entry) => ({ month, entry, sketch: sketch(entry.content) })));
  return entries.flatMap((entry): LedgerSignal[] => {
    const about = { key: entry.key, section: entry.section, explanation: entry.explanation?.trim() || null };
    const signals: LedgerSignal[] = [];
    const near = isOwnWords(entry) ? nearest(entry, candidates, rule) : undefined;
    if (near) {
      const runs = commonRuns(near.entry.content, entry.content);
      signals.push({
        kind: 'nearCopy',
        ...about,
        share: near.share,
        there: { period: near.month.period, on: near.entry.on, runs: runs.a },
        here: { period, on: entry.on, runs: runs.b },
      });
    }
    if (entry.on !== null && entry.recordedAt !== null) {
      const days = lateBy(entry.on, entry.recordedAt, rule.lateAfterDays);
      if (days !== undefined)
        signals.push({ kind: 'late', ...about, on: entry.on, recordedAt: entry.recordedAt, days });
    }
    return signals;
  });
}
