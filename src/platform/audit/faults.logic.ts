/** What the check of the chain can find, and how it is told. */

export const FAULT_KINDS = {
  edited: '改过',
  removed: '删掉',
  reordered: '调换了次序',
  inserted: '不经本系统补入',
  cut: '末尾被截掉',
  'head-hash': '与链头不符',
  'head-signature': '链头签名不对',
  'head-city': '别的城市的链头',
  'head-key': '链头不是本系统签的',
} as const;
export type FaultKind = keyof typeof FAULT_KINDS;

export interface Fault {
  kind: FaultKind;
  /** The link; null for what is in no link. */
  n: number | null;
  /** When it was done, or linked where that is not known any more. */
  when: string | null;
  item: { kind: string; id: string } | null;
  /** What it was about, in words; empty when nothing of it is left. */
  about: string;
  /** One sentence in Chinese. */
  says: string;
}

/** Faults told one by one; the others are counted. */
export const TOLD = 20;

/** Keeps the first faults and counts all. */
export class Faults {
  readonly told: Fault[] = [];
  readonly counts: Partial<Record<FaultKind, number>> = {};
  total = 0;

  add(fault: Fault): void {
    this.total += 1;
    this.counts[fault.kind] = (this.counts[fault.kind] ?? 0) + 1;
    if (this.told.length < TOLD) this.told.push(fault);
  }
}

const OUTCOMES: Readonly<Record<string, string>> = { done: '做了', read: '看了', refused: '被拒绝' };
const ITEMS: Readonly<Record<string, string>> = { act: '操作', line: '审计行' };

export const itemName = (kind: string): string => ITEMS[kind] ?? kind;

/** An act by its author and summary, a line by who did what: `titles` names routes. */
export function aboutItem(
  item: { who: string; what: string; outcome: string | null },
  titles: ReadonlyMap<string, string>,
): string {
  const { who, what, outcome } = item;
  if (outcome === null) return `${who}　${what}`;
  return `${who}　${OUTCOMES[outcome] ?? outcome}　${titles.get(what) ?? what}`;
}

/** `2017-06-28 14:00:05` of an instant as JSON has it, in the time of China; the text itself when it is none. */
export function localTime(instant: string): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return instant;
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
