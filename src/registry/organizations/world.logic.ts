/**
 * What the city holds, as far as an import must know it: a snapshot that is never changed. What one file brings is laid over
 * it, so that the next file sees it, also in a dry run.
 */
import type { RecordKind } from '../../core/record/room.ts';
import type { Day, Month } from '../../core/time/room.ts';
import type { MemberCategory, OrgKind, Post, Rank, RegistryFact, RoughDay, Sector } from './facts.logic.ts';

export interface WorldOrg {
  id: number;
  name: string;
  shortNames: readonly string[];
  kind: OrgKind;
  sector: Sector;
  parentId: number | null;
}

/** Something that holds from a day up to, and without, another one; null: still. */
export interface Held {
  orgId: number;
  from: Day;
  to: Day | null;
}
export interface HeldMembership extends Held {
  category: MemberCategory;
}
export interface HeldPost extends Held {
  post: Post;
  title: string;
  rank: Rank | null;
}

export interface WorldPerson {
  id: number;
  name: string;
  joinedOn: RoughDay | null;
  sex?: 'male' | 'female' | null;
  bornMonth?: Month | null;
  /** From when this is held of him. */
  since?: Day;
  memberships: readonly HeldMembership[];
  posts: readonly HeldPost[];
}

export interface KnownLedger {
  /** Null when nothing of it stands any more: the import that brought it was taken back. */
  state: 'submitted' | 'withdrawn' | 'returned' | 'accepted' | null;
  /** The highest version that was ever recorded. */
  version: number;
  /** What stands in the highest version, where a file under way may bring more of that month. */
  stored?: Record<string, unknown>;
  /** What the import under way has laid down of it, so that a further sheet of the same month can be held against it. */
  planned?: {
    body: Record<string, unknown>;
    /** The sheet says that it corrects another, and the day on which it was filled in. */
    corrected: boolean;
    filedOn: Day | null;
    /** The version before this one in the same import, when this one corrects it. */
    before: number | null;
    /** Why this version was laid down, when it is not the first. */
    reason?: string;
    /** The sheet, where it was read from one of several parts side by side: the others join it. */
    partOf?: string;
  };
}

export interface KnownKeyPlan {
  /** The highest version that was ever recorded. */
  version: number;
  /** The last version that stands, as it is stored; null when none does. */
  body: unknown;
  /** What was said last about its items, by their keys. */
  said: ReadonlyMap<string, { percent: number | null; words: string }>;
  /** Brought by this very import: a further table of the same cadre is added to it. */
  fresh?: boolean;
}

export interface World {
  orgs: ReadonlyMap<number, WorldOrg>;
  people: ReadonlyMap<number, WorldPerson>;
  nextOrgId: number;
  nextPersonId: number;
  /** Keys of the activities that are recorded (activityKey). */
  activities: ReadonlySet<string>;
  /** The month ledgers that were submitted, by `person id|2017-06`. */
  ledgers: ReadonlyMap<string, KnownLedger>;
  /** What offices write for an organization → its name, as the city has said. */
  unitWords?: ReadonlyMap<string, string>;
  /** What is in whose charge today and later, by chargeFactKey; read for files that bring some. */
  charges?: ReadonlySet<string>;
  /** Annual key-work plans, by `person id|2017`; read for files that bring some. */
  keyPlans?: ReadonlyMap<string, KnownKeyPlan>;
}

export const EMPTY_WORLD: World = {
  orgs: new Map(),
  people: new Map(),
  nextOrgId: 1,
  nextPersonId: 1,
  activities: new Set(),
  ledgers: new Map(),
};

/**
 * What makes an activity the same one when it comes again: kind, organization, day and topic. Talks go on side by side, so
 * that for kinds which call nobody in particular the people in it count too.
 */
export const activityKey = (
  kind: Pick<RecordKind, 'id' | 'due'>,
  orgId: number,
  heldOn: Day,
  topic: string,
  people: readonly number[],
): string => {
  const who = kind.due === 'none' ? [...new Set(people)].sort((a, b) => a - b).join(',') : '';
  return [kind.id, orgId, heldOn, topic, who].join('|');
};

export const ledgerKey = (personId: number, period: string): string => `${personId}|${period}`;

export const keyPlanKey = (personId: number, year: number): string => `${personId}|${year}`;

type ChargeFact = Extract<RegistryFact, { fact: 'charge' | 'orgCharge' | 'itemCharge' }>;
/** What makes a charge the same one: what it is about, and whose it is. */
export function chargeFactKey(fact: ChargeFact): string {
  if (fact.fact === 'charge') return `person|${fact.personId}|${fact.leaderId}`;
  const about = fact.fact === 'orgCharge' ? `org|${fact.orgId}|${fact.relation}` : `item|${fact.orgId}|${fact.itemId}`;
  return `${about}|${fact.leaderId}`;
}

export const holdsOn = (held: Held, on: Day): boolean => held.from <= on && (held.to === null || on < held.to);

const closes = <H extends Held>(held: readonly H[], same: (one: H) => boolean, on: Day): H[] =>
  held.map((one) => (same(one) && one.to === null ? { ...one, to: on } : one));

/** The world with some facts said. */
export function withFacts(world: World, facts: readonly RegistryFact[]): World {
  if (facts.length === 0) return world;
  const orgs = new Map(world.orgs);
  const people = new Map(world.people);
  const charges = new Set(world.charges);
  let { nextOrgId, nextPersonId } = world;
  const person = (id: number): WorldPerson =>
    people.get(id) ?? { id, name: '', joinedOn: null, memberships: [], posts: [] };
  for (const fact of facts) {
    switch (fact.fact) {
      case 'organization': {
        const { orgId: id, name, shortNames, kind, sector, parentId } = fact;
        if (fact.ended) orgs.delete(id);
        else orgs.set(id, { id, name, shortNames, kind, sector, parentId });
        nextOrgId = Math.max(nextOrgId, id + 1);
        break;
      }
      case 'person': {
        if (fact.ended) people.delete(fact.personId);
        else {
          const { name, joinedOn, sex, bornMonth = null, validFrom: since } = fact;
          people.set(fact.personId, { ...person(fact.personId), name, joinedOn, sex, bornMonth, since });
        }
        nextPersonId = Math.max(nextPersonId, fact.personId + 1);
        break;
      }
      case 'membership': {
        const known = person(fact.personId);
        const { orgId, validFrom: from, category } = fact;
        const before = closes(known.memberships, (one) => one.orgId === orgId, from);
        people.set(fact.personId, {
          ...known,
          memberships: fact.ended ? before : [...before, { orgId, from, to: null, category }],
        });
        break;
      }
      case 'post': {
        const known = person(fact.personId);
        const { orgId, post, title, rank, validFrom: from } = fact;
        const before = closes(known.posts, (one) => one.orgId === orgId && one.post === post, from);
        people.set(fact.personId, {
          ...known,
          posts: fact.ended ? before : [...before, { orgId, post, title, rank, from, to: null }],
        });
        break;
      }
      case 'charge':
      case 'orgCharge':
      case 'itemCharge':
        if (fact.ended) charges.delete(chargeFactKey(fact));
        else charges.add(chargeFactKey(fact));
        break;
    }
  }
  return { ...world, orgs, people, nextOrgId, nextPersonId, charges };
}

/** Organizations above one, the nearest first. */
export function above(world: World, orgId: number): number[] {
  const ids: number[] = [];
  for (let at = world.orgs.get(orgId)?.parentId ?? null; at !== null && !ids.includes(at); ) {
    ids.push(at);
    at = world.orgs.get(at)?.parentId ?? null;
  }
  return ids;
}
