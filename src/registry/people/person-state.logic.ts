/**
 * What an act on a person must know: the assertions about him that stand, and the organizations that they name. Spans are made
 * from assertions here as the store makes them (store/spans.server.ts), so that a plan can look at what it would bring.
 */
import type { Day } from '../../core/time/room.ts';
import type {
  EntryRule,
  HeldMembership,
  HeldPost,
  OrgKind,
  OrgRelation,
  Post,
  RegistryFact,
  Situation,
} from '../organizations/room.ts';
import type { PersonalFact } from './history.logic.ts';

export interface OrgSpan {
  from: Day;
  /** The first day without it; null while it lasts. */
  to: Day | null;
  name: string;
  kind: OrgKind;
  parentId: number | null;
}

/** A role of his account that lasts as long as a post or a membership. */
export interface RestingRole {
  /** 党支部书记 */
  name: string;
  orgId: number;
  /** Null: rests on his membership. */
  post: Post | null;
}

export interface PersonState {
  /** Null: he is yet to be entered. */
  personId: number | null;
  /** All that stands, the one recorded first first. */
  facts: readonly PersonalFact[];
  orgs: ReadonlyMap<number, readonly OrgSpan[]>;
  /** Names of the others who stand in his charges. */
  names: ReadonlyMap<number, string>;
  roles: readonly RestingRole[];
  /** Secretaries of the organizations at hand, himself left out. */
  secretaries: readonly { orgId: number; name: string; from: Day; to: Day | null }[];
  /** The day of his death, when it is registered. */
  diedOn: Day | null;
  /** Others of the same name, each told apart: 市公安局　2001年11月入党. */
  namesakes: readonly string[];
  today: Day;
  /** By what an entry is measured today. */
  rule: EntryRule;
}

export type PersonFact = Extract<RegistryFact, { fact: 'person' }>;
type Lasting<F> = F & { from: Day; to: Day | null };
export type PersonSpan = Lasting<PersonFact>;
export type MembershipSpan = HeldMembership & { situation: Situation | null };
export type ChargeSpan =
  | { of: 'charge'; leaderId: number; personId: number; from: Day; to: Day | null }
  | { of: 'orgCharge'; leaderId: number; orgId: number; relation: OrgRelation; from: Day; to: Day | null }
  | { of: 'itemCharge'; leaderId: number; orgId: number; itemId: string; from: Day; to: Day | null };

/** What an assertion is about: of two with one key and one beginning the later recorded one counts. */
export function keyOf(fact: PersonalFact): string {
  switch (fact.fact) {
    case 'person':
      return `person/${fact.personId}`;
    case 'membership':
      return `membership/${fact.personId}/${fact.orgId}`;
    case 'post':
      return `post/${fact.personId}/${fact.orgId}/${fact.post}`;
    case 'charge':
      return `charge/${fact.leaderId}/${fact.personId}`;
    case 'orgCharge':
      return `orgCharge/${fact.leaderId}/${fact.orgId}/${fact.relation}`;
    case 'itemCharge':
      return `itemCharge/${fact.leaderId}/${fact.orgId}/${fact.itemId}`;
  }
}

function lasting(facts: readonly PersonalFact[]): Lasting<PersonalFact>[] {
  const byKey = new Map<string, Map<Day, PersonalFact>>();
  for (const fact of facts) {
    const key = keyOf(fact);
    const about = byKey.get(key) ?? new Map<Day, PersonalFact>();
    about.set(fact.validFrom, fact);
    byKey.set(key, about);
  }
  return [...byKey.values()].flatMap((about) => {
    const inOrder = [...about.values()].sort((one, other) => (one.validFrom < other.validFrom ? -1 : 1));
    return inOrder.flatMap((fact, at) =>
      fact.ended ? [] : [{ ...fact, from: fact.validFrom, to: inOrder[at + 1]?.validFrom ?? null }],
    );
  });
}

export interface Spans {
  person: readonly PersonSpan[];
  memberships: readonly MembershipSpan[];
  posts: readonly HeldPost[];
  charges: readonly ChargeSpan[];
}

/** All that holds of him when, each list by its beginning. */
export function spansOf(facts: readonly PersonalFact[]): Spans {
  const person: PersonSpan[] = [];
  const memberships: MembershipSpan[] = [];
  const posts: HeldPost[] = [];
  const charges: ChargeSpan[] = [];
  for (const one of lasting(facts).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const { from, to } = one;
    switch (one.fact) {
      case 'person':
        person.push(one);
        break;
      case 'membership':
        memberships.push({ orgId: one.orgId, from, to, category: one.category, situation: one.situation ?? null });
        break;
      case 'post':
        posts.push({ orgId: one.orgId, from, to, post: one.post, title: one.title, rank: one.rank });
        break;
      case 'charge':
        charges.push({ of: 'charge', leaderId: one.leaderId, personId: one.personId, from, to });
        break;
      case 'orgCharge':
        charges.push({ of: 'orgCharge', leaderId: one.leaderId, orgId: one.orgId, relation: one.relation, from, to });
        break;
      case 'itemCharge':
        charges.push({ of: 'itemCharge', leaderId: one.leaderId, orgId: one.orgId, itemId: one.itemId, from, to });
        break;
    }
  }
  return { person, memberships, posts, charges };
}

/** A membership where he belongs: a migrant who takes part elsewhere belongs to his own branch all the same. */
export const isHome = ({ situation }: MembershipSpan): boolean => situation !== 'migrantIn';

/** How an organization is called on a day, or else as it was called last. */
export function orgName(state: PersonState, orgId: number, on: Day): string {
  const spans = state.orgs.get(orgId) ?? [];
  const then = spans.find(({ from, to }) => from <= on && (to === null || on < to)) ?? spans.at(-1);
  return then?.name ?? '一个没有登记的组织';
}
