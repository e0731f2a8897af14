/** A request for correction and the acts on it, as records: each act is a record about the request. */
import { z } from 'zod';
import { stateAfter } from '../../core/process/room.ts';
import {
  type Day,
  dayOf,
  UncoveredYear,
  type WorkingDayCalendar,
  workingDayAfter,
  workingDaysBetween,
} from '../../core/time/room.ts';
import { type CorrectionState, correctionProcess } from './correction-process.logic.ts';

export const CORRECTION_REQUEST = 'correctionRequest';
export const CORRECTION_ACT = 'correctionAct';

/** Classes whose items may be asked about. */
export const CORRECTABLE = ['registry', 'records', 'ledgerActs'] as const;
export type CorrectableClass = (typeof CORRECTABLE)[number];

/** Body of a request: what it is about in the words of the day it was asked on. */
export const correctionRequestBody = z.object({
  item: z.object({ of: z.enum(CORRECTABLE), key: z.string(), what: z.string(), says: z.string() }),
  person: z.string(),
  wrong: z.string(),
  shouldBe: z.string(),
  note: z.string(),
  /** Of a record: the version that was asked about. */
  version: z.int().nullable(),
});
export type CorrectionRequestBody = z.infer<typeof correctionRequestBody>;

/** What corrected it: a later version of the record, or the act that changed the registry. */
export const correctionLink = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('record'), recordId: z.uuid(), version: z.int().positive() }),
  z.object({ kind: z.literal('act'), actId: z.uuid(), summary: z.string() }),
]);
export type CorrectionLink = z.infer<typeof correctionLink>;

export const correctionActBody = z.object({
  act: z.enum(['accept', 'decline', 'finish', 'withdraw']),
  reason: z.string().optional(),
  link: correctionLink.optional(),
});

/** One step of the thread. */
export const correctionStep = z.object({
  act: z.enum(['ask', 'accept', 'decline', 'finish', 'withdraw']),
  at: z.string(),
  by: z.string(),
  reason: z.string().nullable(),
  link: correctionLink.nullable(),
});
export type CorrectionStep = z.infer<typeof correctionStep>;

export interface StoredCorrection {
  id: string;
  orgId: number;
  ownerId: number;
  recordId: string | null;
  body: CorrectionRequestBody;
  askedAt: string;
  state: CorrectionState;
  steps: CorrectionStep[];
}

interface RecordRow {
  id: string;
  org_id: number;
  owner_id: number;
  about_id: string | null;
  body: unknown;
  author: string;
  recorded_at: Date;
}

/** A request with the acts on it in the order of recording. Throws when an act was not possible: the source is then wrong. */
export function correctionOf(request: RecordRow, acts: readonly RecordRow[]): StoredCorrection {
  const done = acts.map((row) => ({ row, body: correctionActBody.parse(row.body) }));
  const askedAt = request.recorded_at.toISOString();
  return {
    id: request.id,
    orgId: request.org_id,
    ownerId: request.owner_id,
    recordId: request.about_id,
    body: correctionRequestBody.parse(request.body),
    askedAt,
    state: stateAfter(
      correctionProcess,
      done.map(({ body }) => body.act),
    ),
    steps: [
      { act: 'ask', at: askedAt, by: request.author, reason: null, link: null },
      ...done.map(
        ({ row, body }): CorrectionStep => ({
          act: body.act,
          at: row.recorded_at.toISOString(),
          by: row.author,
          reason: body.reason ?? null,
          link: body.link ?? null,
        }),
      ),
    ],
  };
}

/** The last day for an answer, and working days left from today; null while the year's calendar is not there. */
export function answerDue(
  askedAt: string,
  today: Day,
  workingDays: number,
  calendar: WorkingDayCalendar,
): { due: Day; left: number } | null {
  try {
    const due = workingDayAfter(calendar, dayOf(new Date(askedAt)), workingDays);
    return { due, left: workingDaysBetween(calendar, today, due) };
  } catch (error) {
    if (error instanceof UncoveredYear) return null;
    throw error;
  }
}
