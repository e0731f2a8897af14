/** From a month's records in which a person took part to the entries they propose in his ledger (rules/ledgers). */

import type { Day } from '../../core/time/room.ts';
import type { ProposalRule } from '../../duties/rules/room.ts';
import type { LedgerEntry } from './month-ledger.logic.ts';

/** One record in which the person has a part, as its readers see it: only the open body. */
export interface ParticipationFact {
  recordId: string;
  version: number;
  kind: string;
  /** 中文名 of the kind. */
  kindName: string;
  /** All parts that he has in this record. */
  parts: readonly string[];
  heldOn: Day;
  place: string;
  /** Short name of the organization that holds the record. */
  orgName: string;
  due: number | null;
  present: number | null;
  body: Readonly<Record<string, unknown>>;
  /** Instant, ISO. */
  recordedAt: string;
  /** The others in the record: their names where the person may know them. */
  others: readonly string[];
  /** How many others there are. */
  othersCount: number;
}

/** How many names a line bears before it counts. */
const NAMES_IN_LINE = 3;

function peopleOf(fact: ParticipationFact): string {
  if (fact.othersCount === 0) return '';
  const named = fact.others.slice(0, NAMES_IN_LINE).join('、');
  if (named === '') return `${fact.othersCount}人`;
  return fact.othersCount > NAMES_IN_LINE || fact.others.length < fact.othersCount
    ? `${named}等${fact.othersCount}人`
    : named;
}

const lines = (value: unknown): string => (Array.isArray(value) && value.length > 0 ? String(value.length) : '');
const count = (value: unknown): string => (typeof value === 'number' && value > 0 ? String(value) : '');
const words = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** What a template may name; an empty string means that the record does not have it. */
function filling(fact: ParticipationFact): Readonly<Record<string, string>> {
  return {
    topic: words(fact.body.topic),
    org: fact.orgName,
    due: count(fact.due),
    present: count(fact.present),
    listeners: count(fact.body.listeners) || count(fact.present),
    suggestions: lines(fact.body.suggestions),
    solved: lines(fact.body.solvedOnSite),
    assigned: lines(fact.body.assigned),
    talker: peopleOf(fact),
    talkedTo: peopleOf(fact),
  };
}

/** Fills a template; a clause that names something missing is left out, and the sentence still ends in a full stop. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  const clauses = template.split(/(?<=[，。；])/);
  const kept = clauses.flatMap((clause) => {
    const names = [...clause.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
    if (names.some((name) => !values[name])) return [];
    return [clause.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!)];
  });
  return kept.join('').replace(/[，；]$/, '。');
}

/** The entries that a month's records propose, one a record, by day. Absence proposes nothing. */
export function proposeEntries(rules: readonly ProposalRule[], facts: readonly ParticipationFact[]): LedgerEntry[] {
  return facts
    .flatMap((fact): LedgerEntry[] => {
      const rule = rules.find(
        ({ kind, parts }) => kind === fact.kind && parts.some((part) => fact.parts.includes(part)),
      );
      if (!rule) return [];
      const values = filling(fact);
      return [
        {
          key: fact.recordId,
          section: rule.item,
          matter: '',
          on: fact.heldOn,
          place: fact.place,
          content: fillTemplate(rule.content, values) || `${fact.kindName}。`,
          result: fillTemplate(rule.result, values),
          source: {
            recordId: fact.recordId,
            version: fact.version,
            kind: fact.kind,
            label: `${fact.orgName} ${fact.kindName}`.trim(),
          },
          recordedAt: fact.recordedAt,
        },
      ];
    })
    .sort(byDay);
}

/** By day, undated last; then by key, so that the order never depends on how entries came in. */
export function byDay(a: Pick<LedgerEntry, 'on' | 'key'>, b: Pick<LedgerEntry, 'on' | 'key'>): number {
  const left = `${a.on ?? '9999'}${a.key}`;
  const right = `${b.on ?? '9999'}${b.key}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
