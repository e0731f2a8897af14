/** Finding the person that a list of trainees means, by name, unit and post, each in its own column or all in one cell. */
import { readPersonName, squeezed } from '../../platform/open/room.ts';
import {
  above,
  type OrgFinder,
  type World,
  type WorldOrg,
  type WorldPerson,
} from '../../registry/organizations/room.ts';

export type TraineeFound =
  | { found: 'one'; person: WorldPerson; elsewhere: boolean }
  | { found: 'many'; name: string; people: readonly WorldPerson[] }
  | { found: 'none'; name: string };

/** Shortest and longest names that are looked for within a cell of several things. */
const NAME_LENGTHS = [4, 3, 2] as const;

export class TraineeFinder {
  readonly #world: World;
  readonly #orgs: OrgFinder;
  readonly #byName = new Map<string, WorldPerson[]>();

  constructor(world: World, orgs: OrgFinder) {
    this.#world = world;
    this.#orgs = orgs;
    for (const person of world.people.values())
      this.#byName.set(person.name, [...(this.#byName.get(person.name) ?? []), person]);
  }

  isKnown = (name: string): boolean => this.#byName.has(name);

  /** `written`: the name, possibly with unit and post around it. `unit` may hold the post too. */
  find(written: string, unit: string, post: string): TraineeFound {
    const name = this.#nameIn(written);
    const people = this.#byName.get(name) ?? [];
    if (people.length === 0) return { found: 'none', name };
    const around = squeezed(written).replace(name, '').replace(/[()]/g, '');
    const org = this.#unitOf(unit) ?? this.#unitOf(around);
    const here = org ? people.filter((person) => this.#belongsTo(person, org)) : people;
    const fitting = here.length > 0 ? here : people;
    const said = squeezed(unit + post + around);
    const byPost = fitting.filter(({ posts }) =>
      posts.some(({ title }) => title !== '' && said.includes(squeezed(title))),
    );
    const [only] = byPost.length === 1 ? byPost : fitting;
    if (fitting.length > 1 && byPost.length !== 1) return { found: 'many', name, people: fitting };
    return { found: 'one', person: only!, elsewhere: org !== undefined && here.length === 0 };
  }

  #nameIn(written: string): string {
    const whole = readPersonName(written);
    if (whole && this.#byName.has(whole)) return whole;
    const plain = squeezed(written);
    const spaced = written
      .normalize('NFKC')
      .split(/[\s,、;()]+/)
      .find((token) => this.#byName.has(token));
    if (spaced) return spaced;
    for (const length of NAME_LENGTHS)
      for (let at = 0; at + length <= plain.length; at += 1)
        if (this.#byName.has(plain.slice(at, at + length))) return plain.slice(at, at + length);
    return whole ?? plain;
  }

  #unitOf(text: string): WorldOrg | undefined {
    if (text.trim() === '') return undefined;
    const found = this.#orgs.find(text);
    return found.found === 'one' ? found.org : this.#orgs.inTitle(text);
  }

  #belongsTo(person: WorldPerson, org: WorldOrg): boolean {
    return [...person.memberships, ...person.posts].some(
      ({ orgId }) => orgId === org.id || above(this.#world, orgId).includes(org.id),
    );
  }
}
