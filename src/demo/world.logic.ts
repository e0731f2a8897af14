/** The sample city in motion: who belongs where on a day, who is busy when, who types what; and how a record is put together. */

import type { RecordKind } from '../core/record/room.ts';
import { type Day, dayName } from '../core/time/room.ts';
import { isBranch, POSTS } from '../registry/organizations/room.ts';
import type { Chance } from './chance.logic.ts';
import type { Days, Half, Slot } from './days.logic.ts';
import type {
  Author,
  DemoRecord,
  Ids,
  Membership,
  Organization,
  Person,
  PersonInRecord,
  Population,
} from './model.logic.ts';

const COMMITTEE = new Set<string>(POSTS.filter((post) => post.committee).map((post) => post.id));
const ORDER = new Map(POSTS.map((post, at) => [post.id, at]));

export class World {
  readonly population: Population;
  readonly days: Days;
  readonly records: DemoRecord[] = [];
  readonly #people: ReadonlyMap<number, Person>;
  readonly #organizations: ReadonlyMap<number, Organization>;
  readonly #members = new Map<number, Membership[]>();
  readonly #committees = new Map<number, Person[]>();
  readonly #workers = new Map<number, Person>();
  readonly #cells = new Map<number, { organization: Organization; leader: Person }[]>();
  readonly #accounts: ReadonlyMap<number, number>;
  readonly #ids: Ids;
  readonly #busy = new Set<string>();

  constructor(population: Population, days: Days, accounts: ReadonlyMap<number, number>, ids: Ids) {
    this.#ids = ids;
    this.population = population;
    this.days = days;
    this.#accounts = accounts;
    this.#people = new Map(population.people.map((person) => [person.id, person]));
    this.#organizations = new Map(population.organizations.map((org) => [org.id, org]));
    for (const held of population.memberships) push(this.#members, held.orgId, held);
    for (const held of [...population.holdings].sort((a, b) => ORDER.get(a.post)! - ORDER.get(b.post)!)) {
      if (COMMITTEE.has(held.post)) push(this.#committees, held.orgId, this.person(held.personId));
      if (held.post === 'partyAffairsWorker') this.#workers.set(held.orgId, this.person(held.personId));
    }
    const leaders = population.holdings.filter((held) => held.post === 'cellLeader');
    for (const organization of population.organizations) {
      if (organization.kind !== 'partyCell') continue;
      const title = `${organization.shortNames[0]}组长`;
      const held = leaders.find((one) => one.orgId === organization.parentId && one.title === title)!;
      push(this.#cells, held.orgId, { organization, leader: this.person(held.personId) });
    }
  }

  person(id: number): Person {
    return this.#people.get(id)!;
  }

  organization(id: number): Organization {
    return this.#organizations.get(id)!;
  }

  get branches(): Organization[] {
    return this.population.organizations.filter((org) => isBranch(org.kind));
  }

  /** A branch's members on a day, those with posts first. */
  membersOn(branchId: number, on: Day): Person[] {
    return (this.#members.get(branchId) ?? [])
      .filter((held) => held.from <= on && (held.to === null || held.to > on))
      .map((held) => this.person(held.personId));
  }

  isProbationary(branchId: number, personId: number, on: Day): boolean {
    const held = this.#members.get(branchId)!.find((one) => one.personId === personId);
    return held?.probationary === true && (held.fullFrom === null || held.fullFrom > on);
  }

  /** Who sits on an organization's committee, its secretary first. */
  committee(orgId: number): readonly Person[] {
    return this.#committees.get(orgId) ?? [];
  }

  /** A branch's Party groups with their leaders. */
  cells(branchId: number): readonly { organization: Organization; leader: Person }[] {
    return this.#cells.get(branchId) ?? [];
  }

  isFree(id: string | number, on: Day, half: Half): boolean {
    return !this.#busy.has(`${id}/${on}/${half}`);
  }

  /** Takes a part of a day of people (by number) and branches (by `branch-7`). */
  take(ids: readonly (string | number)[], { on, half }: Pick<Slot, 'on' | 'half'>): void {
    for (const id of ids) this.#busy.add(`${id}/${on}/${half}`);
  }

  authorOf(person: Person): Author {
    return { accountId: this.#accounts.get(person.id) ?? 0, name: person.name };
  }

  /** Who types a branch's records: its secretary; in some, the worker of the committee above, for the secretary. */
  scribe(branch: Organization, chance: Chance): { author: Author; standsFor: number | null } {
    const secretary = this.committee(branch.id)[0]!;
    const worker = branch.parentId === null ? undefined : this.#workers.get(branch.parentId);
    return worker && worker.id !== secretary.id && chance.yes(0.08)
      ? { author: this.authorOf(worker), standsFor: secretary.id }
      : { author: this.authorOf(secretary), standsFor: null };
  }

  /** Adds a record as it was typed. */
  record(given: {
    kind: RecordKind;
    org: Organization;
    slot: Slot;
    place: string;
    people: readonly PersonInRecord[];
    body: Record<string, unknown>;
    confidential?: Record<string, unknown>;
    scribe: { author: Author; standsFor: number | null };
    recordedAt: Date;
    chance: Chance;
  }): DemoRecord {
    const { kind, slot, people, recordedAt, chance } = given;
    const counted = kind.due !== 'none' && people.some((one) => one.part === 'attendee');
    const present = people.filter((one) => one.part === 'attendee').length;
    const id = chance.id(recordedAt);
    const made: DemoRecord = {
      id,
      version: 1,
      kind: kind.id,
      orgId: given.org.id,
      ownerId: null,
      aboutId: null,
      heldOn: slot.on,
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      place: given.place,
      due: counted ? present + people.filter((one) => one.part === 'absent').length : null,
      present: counted ? present : null,
      people,
      body: given.body,
      ...(given.confidential ? { confidential: given.confidential } : {}),
      reason: null,
      standsFor: given.scribe.standsFor,
      act: {
        id: this.#ids.actIdOf(id, 1),
        kind: 'record.append',
        summary: `记录${given.org.name}${dayName(slot.on)}${kind.name}`,
      },
      author: given.scribe.author,
      recordedAt,
    };
    this.records.push(made);
    return made;
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

export const inPart = (person: Person, part: string, reason: string | null = null): PersonInRecord => ({
  personId: person.id,
  part,
  name: person.name,
  reason,
});
