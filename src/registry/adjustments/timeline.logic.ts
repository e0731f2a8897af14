/**
 * What was said about one thing over time, and what must be said so that from a day on it is something else. A thing is an
 * organization, a membership, a post or a charge; what is said about it are registry facts that count today.
 */
import { addDays, type Day } from '../../core/time/room.ts';
import type { RegistryFact } from '../organizations/room.ts';

export type OrgFact = Extract<RegistryFact, { fact: 'organization' }>;
export type MembershipFact = Extract<RegistryFact, { fact: 'membership' }>;
export type PostFact = Extract<RegistryFact, { fact: 'post' }>;
export type OrgChargeFact = Extract<RegistryFact, { fact: 'orgCharge' }>;
export type ItemChargeFact = Extract<RegistryFact, { fact: 'itemCharge' }>;
/** What is held on or in an organization, and goes with it. */
export type HeldFact = MembershipFact | PostFact | OrgChargeFact | ItemChargeFact;
type AnyFact = OrgFact | HeldFact;

/** One fact that counts, with the act that said it and its place in the order of saying. */
export interface Said<F extends AnyFact = AnyFact> {
  seq: number;
  actId: string;
  fact: F;
}

/** All that counts about one thing, by the day from which it holds; of the same day the one said later stands last. */
export type Timeline<F extends AnyFact = AnyFact> = readonly Said<F>[];

/** What a fact is about, as one text. */
export function keyOf(fact: AnyFact): string {
  switch (fact.fact) {
    case 'organization':
      return `organization|${fact.orgId}`;
    case 'membership':
      return `membership|${fact.personId}|${fact.orgId}`;
    case 'post':
      return `post|${fact.personId}|${fact.orgId}|${fact.post}`;
    case 'orgCharge':
      return `orgCharge|${fact.leaderId}|${fact.orgId}|${fact.relation}`;
    case 'itemCharge':
      return `itemCharge|${fact.leaderId}|${fact.orgId}|${fact.itemId}`;
  }
}

/** The last thing said that begins on or before the day, also when it says that it ended. */
export function saidOn<F extends AnyFact>(timeline: Timeline<F>, on: Day): Said<F> | undefined {
  return timeline.findLast(({ fact }) => fact.validFrom <= on);
}

/** What it is on the day; null when it is not there. */
export function valueOn<F extends AnyFact>(timeline: Timeline<F> | undefined, on: Day): F | null {
  const said = timeline && saidOn(timeline, on);
  return !said || said.fact.ended ? null : said.fact;
}

/** Puts one more fact in its place. */
export function withSaid<F extends AnyFact>(timeline: Timeline<F>, said: Said<F>): Timeline<F> {
  const at = timeline.findIndex(
    ({ fact, seq }) =>
      fact.validFrom > said.fact.validFrom || (fact.validFrom === said.fact.validFrom && seq > said.seq),
  );
  return at < 0 ? [...timeline, said] : [...timeline.slice(0, at), said, ...timeline.slice(at)];
}

const text = (value: unknown): string => (Array.isArray(value) ? value.join('\n') : String(value ?? ''));

/** Fields in which two values of one thing differ. */
export function differingFields<F extends AnyFact>(one: F, other: F): string[] {
  const fields = new Set([...Object.keys(one), ...Object.keys(other)]);
  fields.delete('validFrom');
  fields.delete('ended');
  const of = (fact: F, field: string): string => text((fact as unknown as Record<string, unknown>)[field]);
  return [...fields].filter((field) => of(one, field) !== of(other, field));
}

export const sameField = <F extends AnyFact>(one: F, other: F, field: string): boolean =>
  !differingFields(one, other).includes(field);

const same = <F extends AnyFact>(one: F | null, other: F | null): boolean =>
  one === null || other === null ? one === other : differingFields(one, other).length === 0;

/** Days after `from` on which something begins or ends in some timelines. */
export const turns = (timelines: readonly Timeline[], from: Day): Day[] => [
  ...new Set(timelines.flatMap((one) => one.flatMap(({ fact }) => (fact.validFrom > from ? [fact.validFrom] : [])))),
];

/**
 * The facts that make a thing what is wanted on every day from `from` on, whatever was said about later days. Earlier days stay
 * as they are. `also` names further days on which what is wanted changes.
 */
export function restate<F extends AnyFact>(
  old: Timeline<F>,
  from: Day,
  wanted: (on: Day) => F | null,
  also: readonly Day[] = [],
): F[] {
  const facts: F[] = [];
  let standing = valueOn(old, addDays(from, -1));
  let known = standing;
  for (const on of [...new Set([from, ...turns([old], from), ...also])].sort()) {
    if (old.some(({ fact }) => fact.validFrom === on)) standing = valueOn(old, on);
    known = standing ?? known;
    const want = wanted(on);
    if (same(standing, want)) continue;
    const { ended: _, ...last } = want ?? known!;
    facts.push({ ...last, validFrom: on, ...(want ? {} : { ended: true }) } as F);
    standing = want;
    known = want ?? known;
  }
  return facts;
}
