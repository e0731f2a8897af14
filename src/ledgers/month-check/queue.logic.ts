/** The queue of a desk: which stand out, which are suggested for accepting together, which comes next. */
import type { QueueRow } from './check.contract.ts';

export type QueueFilter = 'all' | 'signals' | 'missing' | 'clean';

export const isWaiting = (row: QueueRow): boolean => row.state === 'submitted' && row.ledgerId !== null;
/** Nothing stands out: neither a signal nor a missing item. */
export const isClean = (row: QueueRow): boolean => row.signals === 0 && row.unwritten === 0;

const PASSES: Readonly<Record<QueueFilter, (row: QueueRow) => boolean>> = {
  all: () => true,
  signals: (row) => isWaiting(row) && row.signals > 0,
  missing: (row) => isWaiting(row) && row.unwritten > 0,
  clean: (row) => isWaiting(row) && isClean(row),
};

export const filtered = (rows: readonly QueueRow[], filter: QueueFilter): QueueRow[] => rows.filter(PASSES[filter]);

/** How many of those that wait each view holds. */
export const counted = (rows: readonly QueueRow[], filter: QueueFilter): number =>
  filtered(rows, filter).filter(isWaiting).length;

/** Suggested for accepting together: those that wait and where nothing stands out. */
export const suggested = (rows: readonly QueueRow[]): string[] =>
  rows.filter((row) => isWaiting(row) && isClean(row)).map((row) => row.ledgerId!);

/** The ledger `step` places on in the list as shown; undefined at its end. */
export function neighbor(rows: readonly QueueRow[], current: string | undefined, step: 1 | -1): string | undefined {
  const opened = rows.filter((row) => row.ledgerId !== null);
  const at = opened.findIndex((row) => row.ledgerId === current);
  return opened[at + step]?.ledgerId ?? undefined;
}

/** After a decision: the next that waits, below first and then from the top; undefined when none is left. */
export function nextWaiting(rows: readonly QueueRow[], current: string | undefined): string | undefined {
  const at = rows.findIndex((row) => row.ledgerId === current);
  const order = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))];
  return order.find((row) => isWaiting(row) && row.ledgerId !== current)?.ledgerId ?? undefined;
}
