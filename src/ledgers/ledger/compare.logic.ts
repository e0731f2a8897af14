/** Two submitted versions of one month, entry beside entry, with what changed marked. */
import { commonRuns, type Run } from '../../platform/signals/room.ts';
import { saysSame } from './assemble.logic.ts';
import type { LedgerEntry, MonthLedgerBody } from './month-ledger.logic.ts';
import { byDay } from './proposals.logic.ts';

export interface ComparedEntry {
  key: string;
  section: string;
  before: LedgerEntry | undefined;
  after: LedgerEntry | undefined;
  changed: boolean;
  /** Words of content and result, marked where both have them; only for a changed entry that both versions have. */
  runs?: { before: Run[]; after: Run[] };
}

const wording = (entry: LedgerEntry): string =>
  entry.result === '' ? entry.content : `${entry.content}成效：${entry.result}`;

/** All entries of both versions, by section order of the later one and then by day. */
export function compareVersions(before: MonthLedgerBody, after: MonthLedgerBody): ComparedEntry[] {
  const old = new Map(before.entries.map((entry) => [entry.key, entry]));
  const now = new Map(after.entries.map((entry) => [entry.key, entry]));
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((key): ComparedEntry => {
      const a = old.get(key);
      const b = now.get(key);
      const changed = !a || !b || !saysSame(a, b) || (a.explanation ?? '') !== (b.explanation ?? '');
      const runs = a && b && changed ? commonRuns(wording(a), wording(b)) : undefined;
      return {
        key,
        section: (b ?? a)!.section,
        before: a,
        after: b,
        changed,
        ...(runs ? { runs: { before: runs.a, after: runs.b } } : {}),
      };
    })
    .sort((a, b) => byDay((a.after ?? a.before)!, (b.after ?? b.before)!));
}

/** Sections whose "nothing this month" was said in one version and not in the other. */
export function nothingChanged(before: MonthLedgerBody, after: MonthLedgerBody): string[] {
  const old = new Set(before.nothing.map(({ item }) => item));
  const now = new Set(after.nothing.map(({ item }) => item));
  return [...new Set([...old, ...now])].filter((item) => old.has(item) !== now.has(item));
}
