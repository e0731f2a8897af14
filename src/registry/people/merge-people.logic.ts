/**
 * Two entries that are one person: what holds of the one that is kept from now on, and the end of the other. Where both say
 * something of one thing at one time, the kept one counts; what no rule can settle is asked.
 */
import { type Day, monthOf } from '../../core/time/room.ts';
import { type MergeChoices, type MergeField, UNCHOSEN } from './duplicates.contract.ts';
import type { PersonalFact } from './history.logic.ts';
import { keyOf } from './person-state.logic.ts';

type PersonFact = Extract<PersonalFact, { fact: 'person' }>;
export type Identity = Pick<PersonFact, 'name' | 'sex' | 'joinedOn' | 'bornMonth'>;

export interface MergeSide {
  personId: number;
  /** All that stands of him, the one recorded first first. */
  facts: readonly PersonalFact[];
}

export interface Difference {
  field: MergeField;
  keep: Identity;
  gone: Identity;
}

/** A branch of the kept entry and one of the other at the same time: nobody belongs to two. */
export interface Overlap {
  keptOrgId: number;
  goneOrgId: number;
  from: Day;
  to: Day | null;
}

export interface MergePlan {
  /** What is said of the kept entry. */
  kept: readonly PersonalFact[];
  /** What ends the other. */
  ended: readonly PersonalFact[];
  differences: readonly Difference[];
  overlaps: readonly Overlap[];
  /** Of the kept entry, as it is called last. */
  identity: Identity;
  /** Whether every difference and overlap was answered. */
  answered: boolean;
}

interface Span<F extends PersonalFact = PersonalFact> {
  from: Day;
  to: Day | null;
  fact: F;
}

const concerns = (fact: PersonalFact, id: number): boolean =>
  ('personId' in fact && fact.personId === id) || ('leaderId' in fact && fact.leaderId === id);

/** The same said of another; undefined where somebody would be in charge of himself. */
function of(fact: PersonalFact, from: number, to: number): PersonalFact | undefined {
  const id = (one: number): number => (one === from ? to : one);
  if (fact.fact === 'charge') {
    const said = { ...fact, leaderId: id(fact.leaderId), personId: id(fact.personId) };
    return said.leaderId === said.personId ? undefined : said;
  }
  return fact.fact === 'orgCharge' || fact.fact === 'itemCharge'
    ? { ...fact, leaderId: id(fact.leaderId) }
    : { ...fact, personId: id(fact.personId) };
}

/** What it says, without when. */
function content(fact: PersonalFact): string {
  switch (fact.fact) {
    case 'person':
      return JSON.stringify([
        fact.name,
        fact.sex,
        fact.joinedOn?.day,
        fact.joinedOn?.precision,
        fact.bornMonth ?? null,
      ]);
    case 'membership':
      return JSON.stringify([fact.category, fact.situation ?? null]);
    case 'post':
      return JSON.stringify([fact.title, fact.rank]);
    default:
      return '';
  }
}

const byDay = (one: { validFrom: Day }, other: { validFrom: Day }): number =>
  one.validFrom < other.validFrom ? -1 : 1;

/** By what they are about, the assertions that count: of two with one beginning the later recorded one. */
function counting(facts: readonly PersonalFact[]): Map<string, PersonalFact[]> {
  const about = new Map<string, Map<Day, PersonalFact>>();
  for (const fact of facts) {
    const key = keyOf(fact);
    about.set(key, (about.get(key) ?? new Map<Day, PersonalFact>()).set(fact.validFrom, fact));
  }
  return new Map([...about].map(([key, said]) => [key, [...said.values()].sort(byDay)]));
}

const spansOf = (said: readonly PersonalFact[]): Span[] =>
  said.flatMap((fact, at) => (fact.ended ? [] : [{ from: fact.validFrom, to: said[at + 1]?.validFrom ?? null, fact }]));

const earlier = (one: Day | null, other: Day | null): Day | null =>
  one === null ? other : other === null ? one : one < other ? one : other;
const later = (one: Day, other: Day): Day => (one > other ? one : other);
const isSpan = (from: Day, to: Day | null): boolean => to === null || from < to;

/** What is left of a span outside some time. */
function without(span: Span, from: Day, to: Day | null): Span[] {
  const before: Span = { ...span, to: earlier(span.to, from) };
  const after: Span[] = to === null ? [] : [{ ...span, from: later(span.from, to) }];
  return [before, ...after].filter((one) => isSpan(one.from, one.to));
}

/** The first as they are, and of the second what lies outside them. */
const filled = (first: readonly Span[], second: readonly Span[]): Span[] =>
  [
    ...first,
    ...first.reduce<readonly Span[]>((left, { from, to }) => left.flatMap((span) => without(span, from, to)), second),
  ].sort((one, other) => (one.from < other.from ? -1 : 1));

/** What must be said, beside what is said already, for exactly these spans to hold. */
function restated(said: readonly PersonalFact[], wanted: readonly Span[]): PersonalFact[] {
  const days = new Set([
    ...said.map(({ validFrom }) => validFrom),
    ...wanted.flatMap(({ from, to }) => (to === null ? [from] : [from, to])),
  ]);
  const saidOn = new Map(said.map((fact) => [fact.validFrom, fact]));
  let holding: PersonalFact | undefined;
  return [...days].sort().flatMap((on) => {
    const want = wanted.find(({ from, to }) => from <= on && (to === null || on < to))?.fact;
    const already = saidOn.get(on);
    const stands = already ? (already.ended ? undefined : already) : holding;
    // What ends is named by what held before.
    const named = want ?? already ?? holding;
    holding = want;
    if (!named || (stands && content(stands)) === (want && content(want))) return [];
    return [{ ...named, validFrom: on, ended: want === undefined }];
  });
}

const latest = (facts: readonly PersonalFact[]): PersonFact | undefined => {
  const said = facts.filter((fact): fact is PersonFact => fact.fact === 'person' && !fact.ended);
  return [...said].sort(byDay).at(-1);
};

/** Whether one time of joining is the other, known less precisely. */
const sameJoining = (one: Identity['joinedOn'], other: Identity['joinedOn']): boolean =>
  one?.day === other?.day ||
  (!!one &&
    !!other &&
    monthOf(one.day) === monthOf(other.day) &&
    (one.precision === 'month' || other.precision === 'month'));

function differencesOf(keep: Identity, gone: Identity): Difference[] {
  const differs: Readonly<Record<MergeField, boolean>> = {
    name: keep.name !== gone.name,
    sex: keep.sex !== null && gone.sex !== null && keep.sex !== gone.sex,
    joinedOn: keep.joinedOn !== null && gone.joinedOn !== null && !sameJoining(keep.joinedOn, gone.joinedOn),
    bornMonth: !!keep.bornMonth && !!gone.bornMonth && keep.bornMonth !== gone.bornMonth,
  };
  return (Object.keys(differs) as MergeField[])
    .filter((field) => differs[field])
    .map((field) => ({ field, keep, gone }));
}

/** The identity of the one that is kept: what only one entry knows is taken from it, what differs as it was chosen. */
function identityOf(keep: Identity, gone: Identity, fields: MergeChoices['fields']): Identity {
  const chosen = (field: MergeField): Identity => (fields[field] === 'gone' ? gone : keep);
  const [precise, rough] = keep.joinedOn?.precision === 'month' ? [gone, keep] : [keep, gone];
  return {
    name: chosen('name').name,
    sex: chosen('sex').sex ?? keep.sex ?? gone.sex,
    joinedOn: sameJoining(keep.joinedOn, gone.joinedOn)
      ? (precise.joinedOn ?? rough.joinedOn)
      : (chosen('joinedOn').joinedOn ?? keep.joinedOn ?? gone.joinedOn),
    bornMonth: chosen('bornMonth').bornMonth ?? keep.bornMonth ?? gone.bornMonth ?? null,
  };
}

type Timelines = Map<string, PersonalFact[]>;

/** Spans of memberships in which somebody belongs to a branch; a migrant who takes part elsewhere belongs to his own. */
const homes = (timelines: Timelines): (Span & { orgId: number })[] =>
  [...timelines.values()]
    .flatMap(spansOf)
    .flatMap((span) =>
      span.fact.fact === 'membership' && span.fact.situation !== 'migrantIn'
        ? [{ ...span, orgId: span.fact.orgId }]
        : [],
    );

function overlapsOf(keep: Timelines, gone: Timelines): Overlap[] {
  const kept = homes(keep);
  return homes(gone)
    .flatMap((other) =>
      kept.flatMap((one): Overlap[] => {
        const from = later(one.from, other.from);
        const to = earlier(one.to, other.to);
        return one.orgId !== other.orgId && isSpan(from, to)
          ? [{ keptOrgId: one.orgId, goneOrgId: other.orgId, from, to }]
          : [];
      }),
    )
    .sort((one, other) => (one.from < other.from ? -1 : 1));
}

const sameOverlap = (one: Omit<Overlap, 'to'>, other: Omit<Overlap, 'to'>): boolean =>
  one.keptOrgId === other.keptOrgId && one.goneOrgId === other.goneOrgId && one.from === other.from;

/** What merging one entry into another says, under the choices made so far; what is not chosen yet is taken from the kept one. */
export function planMerge(keep: MergeSide, gone: MergeSide, choices: MergeChoices = UNCHOSEN): MergePlan {
  const own = counting(keep.facts.filter((fact) => !concerns(fact, gone.personId)));
  const others = counting(gone.facts);
  const moved = counting(gone.facts.flatMap((fact) => of(fact, gone.personId, keep.personId) ?? []));
  const keepNow = latest(keep.facts);
  const goneNow = latest(gone.facts);
  if (!keepNow || !goneNow) throw new Error('both entries must stand');

  const overlaps = overlapsOf(own, moved);
  const answerOf = (overlap: Overlap): 'keep' | 'gone' | undefined =>
    choices.memberships.find((choice) => sameOverlap(choice, overlap))?.holds;
  const giveWay = (orgId: number, spans: readonly Span[], loser: 'keep' | 'gone'): readonly Span[] =>
    overlaps
      .filter(
        (overlap) =>
          (loser === 'keep' ? overlap.keptOrgId : overlap.goneOrgId) === orgId &&
          (answerOf(overlap) ?? 'keep') !== loser,
      )
      .reduce((left, { from, to }) => left.flatMap((span) => without(span, from, to)), spans);

  const identity = identityOf(keepNow, goneNow, choices.fields);
  const identified = (span: Span): Span => {
    const { fact } = span;
    if (fact.fact !== 'person') return span;
    // Earlier names stay as they were; the name of today is the one that was chosen.
    const name = fact.name === keepNow.name || fact.name === goneNow.name ? identity.name : fact.name;
    return { ...span, fact: { ...fact, ...identity, name } };
  };

  const kept = [...new Set([...own.keys(), ...moved.keys()])].flatMap((key) => {
    const said = own.get(key) ?? [];
    const [one] = [...said, ...(moved.get(key) ?? [])];
    const orgId = one?.fact === 'membership' ? one.orgId : undefined;
    const first = spansOf(said);
    const second = spansOf(moved.get(key) ?? []);
    const wanted =
      orgId === undefined
        ? filled(first, second)
        : filled(giveWay(orgId, first, 'keep'), giveWay(orgId, second, 'gone'));
    return restated(said, one?.fact === 'person' ? wanted.map(identified) : wanted);
  });
  const ended = [...others.values()]
    .flat()
    .flatMap((fact): PersonalFact[] =>
      fact.fact === 'person'
        ? [{ ...fact, ended: true, mergedInto: keep.personId }]
        : fact.ended
          ? []
          : [{ ...fact, ended: true }],
    );
  const differences = differencesOf(keepNow, goneNow);
  return {
    kept,
    ended,
    differences,
    overlaps,
    identity,
    answered:
      differences.every(({ field }) => choices.fields[field] !== undefined) &&
      overlaps.every((overlap) => answerOf(overlap) !== undefined),
  };
}
