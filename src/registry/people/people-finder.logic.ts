/** Finding people by name in what the city holds and what the same workbook has brought. */
import type { Day, Month } from '../../core/time/room.ts';
import { agree, type RoughDay } from '../../platform/open/room.ts';
import { above, type RegistryFact, type World, type WorldPerson } from '../organizations/room.ts';

const NEAR_NAMES = 3;

/** Whether two names differ in one character. Two of two characters that share only the surname are two names. */
function isNear(one: string, other: string): boolean {
  const [a, b] = [[...one], [...other]];
  if (Math.abs(a.length - b.length) > 1) return false;
  if (a.length === b.length) {
    const apart = a.filter((letter, at) => letter !== b[at]).length;
    // 张三丰 as 张山丰 or 章三丰; 张丰三 has its letters turned.
    if (apart === 2) return a.length >= 3 && [...a].sort().join('') === [...b].sort().join('');
    return apart === 1 && (a.length >= 3 || a[1] === b[1]);
  }
  const [longer, shorter] = a.length > b.length ? [a, b] : [b, a];
  if (shorter.length < 2) return false;
  return longer.some((_, at) => longer.filter((__, place) => place !== at).join('') === shorter.join(''));
}

export class PeopleFinder {
  readonly #world: World;
  readonly #byName = new Map<string, WorldPerson[]>();

  constructor(world: World) {
    this.#world = world;
    for (const person of world.people.values()) this.add(person);
  }

  /** Makes a person known, or replaces what was known of him. */
  add(person: WorldPerson): void {
    const others = (this.#byName.get(person.name) ?? []).filter((known) => known.id !== person.id);
    this.#byName.set(person.name, [...others, person]);
  }

  named(name: string): readonly WorldPerson[] {
    return this.#byName.get(name) ?? [];
  }

  /** Names that differ from one in a single character, written otherwise, too much or too little. */
  near(name: string, accepts: (person: WorldPerson) => boolean = () => true): string[] {
    const found: string[] = [];
    for (const [known, people] of this.#byName) {
      if (known === name || !isNear(name, known) || !people.some(accepts)) continue;
      found.push(known);
      if (found.length === NEAR_NAMES) break;
    }
    return found;
  }

  members(name: string, branchId: number): WorldPerson[] {
    return this.named(name).filter((person) => person.memberships.some((held) => held.orgId === branchId));
  }

  holders(name: string, orgId: number): WorldPerson[] {
    return this.named(name).filter((person) => person.posts.some((held) => held.orgId === orgId));
  }

  /**
   * Those of this name who were added with a post alone, by a list of organizations, in a branch or in one above it: nothing
   * but the name is known of them.
   */
  officers(name: string, branchId: number): WorldPerson[] {
    const units = new Set([branchId, ...above(this.#world, branchId)]);
    return this.named(name).filter(
      (person) =>
        person.memberships.length === 0 &&
        person.joinedOn === null &&
        person.posts.some((held) => held.to === null && held.rank === null && units.has(held.orgId)),
    );
  }

  /** A leading cadre of this name and day of joining in a unit above a branch: the same person, sitting in his own branch. */
  cadreAbove(name: string, branchId: number, joinedOn: RoughDay | null): WorldPerson | undefined {
    const units = new Set(above(this.#world, branchId));
    return this.named(name).find(
      (person) => sameDay(person.joinedOn, joinedOn) && person.posts.some((held) => held.rank && units.has(held.orgId)),
    );
  }

  /** A member of this name and day of joining in a branch below a unit. */
  memberBelow(name: string, orgId: number, joinedOn: RoughDay | null): WorldPerson | undefined {
    return this.named(name).find(
      (person) =>
        sameDay(person.joinedOn, joinedOn) &&
        person.memberships.some((held) => above(this.#world, held.orgId).includes(orgId)) &&
        !person.posts.some((held) => held.rank !== null),
    );
  }
}

/** Facts that say of a person what a further list knows of him; none where it adds nothing. */
export function completed(
  known: WorldPerson,
  said: { sex: 'male' | 'female' | null; joinedOn: RoughDay | null; bornMonth: Month | null },
  since: Day,
): RegistryFact[] {
  const joinedOn = known.joinedOn ?? said.joinedOn;
  const sex = known.sex ?? said.sex;
  const born = known.bornMonth ?? said.bornMonth;
  if (joinedOn === known.joinedOn && sex === (known.sex ?? null) && born === (known.bornMonth ?? null)) return [];
  const from = known.since ?? since;
  const fact = {
    fact: 'person',
    personId: known.id,
    validFrom: from,
    name: known.name,
    sex,
    joinedOn,
    ...(born ? { bornMonth: born } : {}),
  } as const;
  return joinedOn && joinedOn.day < from ? [{ ...fact, validFrom: joinedOn.day }, fact] : [fact];
}

const sameDay = (one: RoughDay | null, other: RoughDay | null): boolean =>
  one !== null && other !== null && agree(one, other);

/** Whether two entries of one name can be one person: their days agree, or one of them is not known. */
export const maybeSame = (one: RoughDay | null, other: RoughDay | null): boolean =>
  one === null || other === null || agree(one, other);
