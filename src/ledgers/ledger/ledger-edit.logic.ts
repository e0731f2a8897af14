/** What a page offers to whoever edits it: the draft's changes, tied to one draft and its proposals. */

import { restored, sayingNothing, unsayingNothing, withEntry, withoutEntry } from './draft.logic.ts';
import { BUSINESS, type LedgerDraft, type LedgerEntry } from './month-ledger.logic.ts';

export interface LedgerEdit {
  write: (entry: LedgerEntry) => void;
  /** Takes an entry out of the month. */
  remove: (entry: LedgerEntry) => void;
  restore: (key: string) => void;
  /** Lets an entry by hand go that was left empty. */
  drop: (key: string) => void;
  sayNothing: (sections: readonly string[]) => void;
  unsayNothing: (section: string) => void;
  /** Puts an entry back to what its record says. */
  revert: (key: string) => void;
}

/**
 * @param change replaces the draft
 * @param removed is told of an entry that went, with the way to bring it back
 * @param now instant for what the server will date anew
 */
export function ledgerEdit(
  proposals: readonly LedgerEntry[],
  change: (next: (draft: LedgerDraft) => LedgerDraft) => void,
  removed: (entry: LedgerEntry, undo: () => void) => void,
  now: () => string,
): LedgerEdit {
  return {
    write: (entry) => change((draft) => withEntry(draft, entry, proposals)),
    remove: (entry) => {
      change((draft) => withoutEntry(draft, entry.key, proposals));
      removed(entry, () => change((draft) => withEntry(restored(draft, entry.key), entry, proposals)));
    },
    drop: (key) => change((draft) => withoutEntry(draft, key, [])),
    restore: (key) => change((draft) => restored(draft, key)),
    sayNothing: (sections) => change((draft) => sayingNothing(draft, sections, now())),
    unsayNothing: (section) => change((draft) => unsayingNothing(draft, section)),
    revert: (key) => {
      const proposal = proposals.find((entry) => entry.key === key);
      if (proposal) change((draft) => withEntry(draft, proposal, proposals));
    },
  };
}

/** What an entry carries when it is written: the plain entry, without what the page knows of it. */
export function plainEntry(entry: LedgerEntry): LedgerEntry {
  const { key, section, matter, on, place, content, result, source, recordedAt, explanation } = entry;
  return {
    key,
    section,
    matter,
    on,
    place,
    content,
    result,
    source,
    recordedAt,
    ...(explanation ? { explanation } : {}),
  };
}

/** An empty entry to be written by hand. */
export const blankEntry = (key: string, section: string): LedgerEntry => ({
  key,
  section,
  matter: '',
  on: null,
  place: '',
  content: '',
  result: '',
  source: null,
  recordedAt: null,
});

/** Business work, as against the items. */
export const isBusiness = (section: string): boolean => section === BUSINESS;
