/** Which write is sent next, and what an outcome does to it. Pure; the outbox itself keeps the rows. */

export interface Waiting {
  id: string;
  subject: string;
  madeAt: number;
  refused: boolean;
}

/** The oldest write that may go now: writes about a subject of which one was refused wait until that one is settled. */
export function nextToSend<W extends Waiting>(rows: readonly W[]): W | undefined {
  const held = new Set(rows.filter((row) => row.refused).map((row) => row.subject));
  let next: W | undefined;
  for (const row of rows) {
    if (row.refused || held.has(row.subject)) continue;
    if (next === undefined || row.madeAt < next.madeAt || (row.madeAt === next.madeAt && row.id < next.id)) next = row;
  }
  return next;
}

/** How an attempt ended: an HTTP status, or `lost` when no answer came. */
export type Outcome = number | 'lost';

/**
 * What follows from an outcome: `done` it is in; `later` try again, nothing after it goes first; `signIn` the session
 * has ended, wait for its owner; `refused` the server said no, somebody must look.
 */
export function consequence(outcome: Outcome): 'done' | 'later' | 'signIn' | 'refused' {
  if (outcome === 'lost') return 'later';
  if (outcome < 400) return 'done';
  if (outcome === 401) return 'signIn';
  if (outcome === 408 || outcome === 425 || outcome === 429 || outcome >= 500) return 'later';
  return 'refused';
}

/** Milliseconds until the next attempt: 2 s, doubling, at most a minute. */
export const waitBefore = (tries: number): number => Math.min(60_000, 2_000 * 2 ** Math.max(0, tries - 1));
