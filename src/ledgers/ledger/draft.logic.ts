/** Changes to a draft, and what becomes of two drafts that met. All pure: a draft in, a new draft out. */
import { saysSame } from './assemble.logic.ts';
import type { LedgerDraft, LedgerEntry, MonthLedgerBody } from './month-ledger.logic.ts';
import { byDay } from './proposals.logic.ts';

const without = (draft: LedgerDraft, key: string): LedgerEntry[] => draft.entries.filter((entry) => entry.key !== key);

/** Writes an entry, new or changed. An entry that says again what its record proposes is no change any more. */
export function withEntry(draft: LedgerDraft, entry: LedgerEntry, proposals: readonly LedgerEntry[]): LedgerDraft {
  const proposal = proposals.find(({ key }) => key === entry.key);
  const unchanged = proposal !== undefined && saysSame(entry, proposal) && !entry.explanation;
  return {
    ...draft,
    entries: unchanged ? without(draft, entry.key) : [...without(draft, entry.key), entry].sort(byDay),
    removed: draft.removed.filter((key) => key !== entry.key),
  };
}

/** Takes an entry out: one from a record can be put back, one by hand is gone (the screen offers undo). */
export function withoutEntry(draft: LedgerDraft, key: string, proposals: readonly LedgerEntry[]): LedgerDraft {
  if (proposals.some((proposal) => proposal.key === key)) {
    return { ...draft, removed: [...new Set([...draft.removed, key])].sort() };
  }
  return { ...draft, entries: without(draft, key) };
}

/** Puts a prefilled entry back, as it was edited. */
export const restored = (draft: LedgerDraft, key: string): LedgerDraft => ({
  ...draft,
  removed: draft.removed.filter((one) => one !== key),
});

/** Says "nothing this month" for sections. */
export function sayingNothing(draft: LedgerDraft, sections: readonly string[], at: string): LedgerDraft {
  const said = draft.nothing.filter(({ item }) => !sections.includes(item));
  return { ...draft, nothing: [...said, ...sections.map((item) => ({ item, saidAt: at }))] };
}

export const unsayingNothing = (draft: LedgerDraft, section: string): LedgerDraft => ({
  ...draft,
  nothing: draft.nothing.filter(({ item }) => item !== section),
});

/**
 * A saved draft as the server keeps it: a client says what an entry says; where it came from and when it was recorded is known
 * here. A new entry by hand is recorded now, a known one keeps its instant; so does each "nothing this month".
 * @param now instant, ISO
 */
export function settleDraft(
  incoming: LedgerDraft,
  before: LedgerDraft,
  proposals: readonly LedgerEntry[],
  now: string,
): LedgerDraft {
  const proposed = new Map(proposals.map((entry) => [entry.key, entry]));
  const known = new Map(before.entries.map((entry) => [entry.key, entry]));
  const settle = (entry: LedgerEntry): LedgerEntry => {
    const { edited: _edited, ...said } = entry;
    const proposal = proposed.get(entry.key);
    const earlier = known.get(entry.key);
    if (!proposal) return { ...said, source: earlier?.source ?? null, recordedAt: earlier ? earlier.recordedAt : now };
    const version = Math.min(entry.source?.version ?? proposal.source!.version, proposal.source!.version);
    return { ...said, source: { ...proposal.source!, version }, recordedAt: proposal.recordedAt };
  };
  const said = new Map(before.nothing.map(({ item, saidAt }) => [item, saidAt]));
  return {
    entries: incoming.entries.map(settle).sort(byDay),
    removed: [...new Set(incoming.removed)].sort(),
    nothing: [...new Set(incoming.nothing.map(({ item }) => item))].map((item) => ({
      item,
      saidAt: said.get(item) ?? now,
    })),
  };
}

/**
 * The draft that makes a submitted version again: to go on from one that came by import, or whose draft is gone. Records made
 * after the submission are proposed anew.
 * @param submittedAt instant, ISO
 */
export function draftFrom(body: MonthLedgerBody, submittedAt: string, proposals: readonly LedgerEntry[]): LedgerDraft {
  const proposed = new Map(proposals.map((entry) => [entry.key, entry]));
  const kept = new Set(body.entries.map((entry) => entry.key));
  return {
    entries: body.entries
      .filter((entry) => {
        const proposal = proposed.get(entry.key);
        return !proposal || !saysSame(entry, proposal) || entry.explanation !== undefined;
      })
      .map(({ edited: _edited, ...entry }) => entry)
      .sort(byDay),
    removed: proposals
      .filter((entry) => !kept.has(entry.key) && (entry.recordedAt ?? '') <= submittedAt)
      .map((entry) => entry.key)
      .sort(),
    nothing: body.nothing,
  };
}

/** Where two drafts of one month differ, entry by entry. Undefined: this side does not have it. */
export interface Difference {
  key: string;
  mine: LedgerEntry | undefined;
  theirs: LedgerEntry | undefined;
}

/** Entries that the two drafts do not say alike, by day. */
export function differences(mine: LedgerDraft, theirs: LedgerDraft): Difference[] {
  const left = new Map(mine.entries.map((entry) => [entry.key, entry]));
  const right = new Map(theirs.entries.map((entry) => [entry.key, entry]));
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys
    .map((key) => ({ key, mine: left.get(key), theirs: right.get(key) }))
    .filter(({ mine: a, theirs: b }) => !a || !b || !saysSame(a, b) || (a.explanation ?? '') !== (b.explanation ?? ''))
    .sort((a, b) => byDay((a.mine ?? a.theirs)!, (b.mine ?? b.theirs)!));
}

/**
 * Puts two drafts together: what only one has is kept, what both have alike is kept once, and where they differ the choice
 * decides. An entry is taken out, and "nothing" stands, when both sides say so or only one side spoke of it.
 */
export function mergeDrafts(
  mine: LedgerDraft,
  theirs: LedgerDraft,
  choice: ReadonlyMap<string, 'mine' | 'theirs'> = new Map(),
): LedgerDraft {
  const left = new Map(mine.entries.map((entry) => [entry.key, entry]));
  const right = new Map(theirs.entries.map((entry) => [entry.key, entry]));
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  const entries = keys
    .map(
      (key) => (choice.get(key) === 'theirs' ? (right.get(key) ?? left.get(key)) : (left.get(key) ?? right.get(key)))!,
    )
    .sort(byDay);
  const edited = new Set(keys);
  return {
    entries,
    removed: [...new Set([...mine.removed, ...theirs.removed])]
      // Somebody went on writing it: then it is not taken out unless both took it out.
      .filter((key) => !edited.has(key) || (mine.removed.includes(key) && theirs.removed.includes(key)))
      .sort(),
    nothing: [...new Map([...theirs.nothing, ...mine.nothing].map((said) => [said.item, said])).values()],
  };
}
