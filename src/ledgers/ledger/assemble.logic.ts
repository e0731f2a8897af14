/** A month's page: what records propose, changed by what the cadre has edited, laid out by item. */
import type { LedgerItem } from '../../duties/rules/room.ts';
import {
  BUSINESS,
  type LedgerDraft,
  type LedgerEntry,
  type LedgerForm,
  type MonthLedgerBody,
} from './month-ledger.logic.ts';
import { byDay } from './proposals.logic.ts';

export interface PageEntry extends LedgerEntry {
  origin: 'prefilled' | 'edited' | 'byHand';
  /** What the record proposes now, when it was corrected after this entry was edited. */
  newer?: LedgerEntry;
  /** The record behind it has been withdrawn; the words stay. */
  sourceGone?: boolean;
}

/** `unwritten`: owed and neither written nor said to be nothing. `open`: empty and not owed. */
export type SectionState = 'written' | 'nothing' | 'unwritten' | 'open';

export interface PageSection {
  /** `business`, an item id, or `other` for items that the law book no longer has. */
  id: string;
  name: string;
  /** （一）… for items; empty for business. */
  number: string;
  state: SectionState;
  /** Instant at which the cadre said "nothing this month". */
  nothingSaidAt: string | null;
  entries: PageEntry[];
}

export interface LedgerPage {
  sections: PageSection[];
  /** Prefilled entries that the cadre took out; they can be put back. */
  removed: PageEntry[];
}

export const BUSINESS_NAME = '业务工作';
export const OTHER = 'other';

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
/** 十二 for 12; up to 99. */
export function chineseNumber(value: number): string {
  const tens = Math.floor(value / 10);
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${DIGITS[value % 10]}`;
}

/** Whether a section must be written or said to be nothing under the forms that the cadre owes. */
const isOwed = (section: string, forms: readonly LedgerForm[]): boolean =>
  section === BUSINESS ? forms.includes('dutyLedger') : forms.includes('partyBuildingLedger');

/** What an entry says, whatever it came from: to tell an edited entry from an untouched one. */
export const saysSame = (a: LedgerEntry, b: LedgerEntry): boolean =>
  a.section === b.section &&
  a.matter === b.matter &&
  a.on === b.on &&
  a.place === b.place &&
  a.content === b.content &&
  a.result === b.result;

/** Whether nothing was written in an entry by hand: the screen shows it while it is being written, and it is no entry yet. */
export const isBlank = (entry: LedgerEntry): boolean =>
  entry.source === null && `${entry.matter}${entry.place}${entry.content}${entry.result}`.trim() === '';

function pageEntries(
  proposals: readonly LedgerEntry[],
  draft: LedgerDraft,
): { entries: PageEntry[]; removed: PageEntry[] } {
  const edits = new Map(draft.entries.map((entry) => [entry.key, entry]));
  const removedKeys = new Set(draft.removed);
  const entries: PageEntry[] = [];
  const removed: PageEntry[] = [];
  for (const proposal of proposals) {
    const edit = edits.get(proposal.key);
    edits.delete(proposal.key);
    const entry: PageEntry =
      edit === undefined
        ? { ...proposal, origin: 'prefilled' }
        : { ...edit, origin: saysSame(edit, proposal) ? 'prefilled' : 'edited' };
    const newerVersion = (proposal.source?.version ?? 0) > (edit?.source?.version ?? Number.POSITIVE_INFINITY);
    if (edit && newerVersion && entry.origin === 'edited') entry.newer = proposal;
    (removedKeys.has(proposal.key) ? removed : entries).push(entry);
  }
  // What is left has no record any more or never had one: it is the cadre's own, and never dropped.
  for (const entry of edits.values()) {
    entries.push(
      entry.source === null ? { ...entry, origin: 'byHand' } : { ...entry, origin: 'edited', sourceGone: true },
    );
  }
  return { entries, removed };
}

function layOut(
  entries: readonly PageEntry[],
  items: readonly Pick<LedgerItem, 'id' | 'name'>[],
  forms: readonly LedgerForm[],
  nothing: LedgerDraft['nothing'],
): PageSection[] {
  const said = new Map(nothing.map(({ item, saidAt }) => [item, saidAt]));
  const known = new Set([BUSINESS, ...items.map((item) => item.id)]);
  const section = (id: string, name: string, number: string, belongs: (entry: PageEntry) => boolean): PageSection => {
    const own = entries.filter(belongs).sort(byDay);
    const written = own.some((entry) => !isBlank(entry));
    const nothingSaidAt = written ? null : (said.get(id) ?? null);
    const state: SectionState = written
      ? 'written'
      : nothingSaidAt !== null
        ? 'nothing'
        : isOwed(id, forms)
          ? 'unwritten'
          : 'open';
    return { id, name, number, state, nothingSaidAt, entries: own };
  };
  const sections = [
    section(BUSINESS, BUSINESS_NAME, '', (entry) => entry.section === BUSINESS),
    ...items.map((item, at) =>
      section(item.id, item.name, `（${chineseNumber(at + 1)}）`, (entry) => entry.section === item.id),
    ),
  ];
  const other = section(OTHER, '其他', '', (entry) => !known.has(entry.section));
  return other.entries.length > 0 ? [...sections, other] : sections;
}

/** Puts the page together. Pure: the same inputs give the same page, in whatever order edits were made. */
export function assemble(input: {
  proposals: readonly LedgerEntry[];
  draft: LedgerDraft;
  items: readonly Pick<LedgerItem, 'id' | 'name'>[];
  forms: readonly LedgerForm[];
}): LedgerPage {
  const { entries, removed } = pageEntries(input.proposals, input.draft);
  return { sections: layOut(entries, input.items, input.forms, input.draft.nothing), removed: removed.sort(byDay) };
}

/** The page of a submitted version, as it was frozen. */
export function pageOfBody(body: MonthLedgerBody, items: readonly Pick<LedgerItem, 'id' | 'name'>[]): LedgerPage {
  const entries = body.entries.map(
    (entry): PageEntry => ({
      ...entry,
      origin: entry.source === null ? 'byHand' : entry.edited ? 'edited' : 'prefilled',
    }),
  );
  return { sections: layOut(entries, items, body.forms, body.nothing), removed: [] };
}

/** Freezes a page into what is submitted. */
export function freeze(
  page: LedgerPage,
  who: Pick<MonthLedgerBody, 'period' | 'forms' | 'person' | 'unit' | 'title'>,
): MonthLedgerBody {
  return {
    ...who,
    entries: allEntries(page).map(({ origin, newer: _newer, sourceGone: _gone, ...entry }) => ({
      ...entry,
      edited: origin === 'edited',
    })),
    nothing: page.sections.flatMap(({ id, state, nothingSaidAt }) =>
      state === 'nothing' && nothingSaidAt !== null ? [{ item: id, saidAt: nothingSaidAt }] : [],
    ),
  };
}

/** Sections that one of the two documents shows: all of them, or the items only. */
export const sectionsOf = (page: LedgerPage, form: LedgerForm): PageSection[] =>
  page.sections.filter((section) => form === 'dutyLedger' || section.id !== BUSINESS);

export const allEntries = (page: LedgerPage): PageEntry[] =>
  page.sections.flatMap((section) => section.entries.filter((entry) => !isBlank(entry)));
/** Entries that stand on a record, edited or not. */
export const entriesFromRecords = (page: LedgerPage): PageEntry[] =>
  allEntries(page).filter((entry) => entry.source !== null);
export const unwrittenSections = (page: LedgerPage): PageSection[] =>
  page.sections.filter((section) => section.state === 'unwritten');
/** Whether there is anything to submit: "nothing this month" is an answer too. */
export const hasContent = (page: LedgerPage): boolean =>
  page.sections.some((section) => section.state === 'written' || section.state === 'nothing');
