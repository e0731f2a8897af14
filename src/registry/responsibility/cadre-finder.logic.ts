/** Finding the leading cadre that a table means, by name and unit. */

import type { World, WorldOrg, WorldPerson } from '../organizations/room.ts';
import { PeopleFinder } from '../people/people-finder.logic.ts';

export type CadreFound =
  | { found: 'one'; person: WorldPerson }
  | { found: 'many'; units: string[] }
  | { found: 'none'; member: boolean /** Cadres of nearly this name. */; near: readonly string[] };

const leads = (person: WorldPerson): boolean => person.posts.some((held) => held.rank !== null && held.to === null);

export class CadreFinder {
  readonly #world: World;
  readonly #people: PeopleFinder;

  constructor(world: World) {
    this.#world = world;
    this.#people = new PeopleFinder(world);
  }

  /** The cadre of a name: the one of the unit when it is told, else the only one. */
  find(name: string, unit: WorldOrg | undefined): CadreFound {
    const named = this.#people.named(name);
    const cadres = named.filter(leads);
    const all = cadres.length > 0 ? cadres : named.filter((person) => person.posts.some((held) => held.rank !== null));
    const here = all.filter((person) => person.posts.some((held) => held.orgId === unit?.id && held.to === null));
    const fitting = here.length > 0 ? here : all;
    if (fitting.length === 1) return { found: 'one', person: fitting[0]! };
    if (fitting.length === 0) return { found: 'none', member: named.length > 0, near: this.#people.near(name, leads) };
    return {
      found: 'many',
      units: fitting.map((person) => this.unitOf(person)?.name ?? '').filter((one) => one !== ''),
    };
  }

  /** Where somebody holds his highest post now. */
  unitOf(person: WorldPerson): WorldOrg | undefined {
    const held = mainPost(person);
    return held && this.#world.orgs.get(held.orgId);
  }
}

const RANK_ORDER = ['cityLevel', 'countyLevelChief', 'countyLevelDeputy', null] as const;

/** The post of the highest rank that somebody holds, the oldest of several. */
export const mainPost = (person: WorldPerson): WorldPerson['posts'][number] | undefined =>
  person.posts
    .filter(({ to }) => to === null)
    .sort((a, b) => RANK_ORDER.indexOf(a.rank) - RANK_ORDER.indexOf(b.rank) || a.from.localeCompare(b.from))[0] ??
  person.posts.at(-1);

/** The sentence for a cadre who is not there or not the only one of his name. */
export function cadreProblem(
  name: string,
  found: Exclude<CadreFound, { found: 'one' }>,
): { reason: string; what: string } {
  if (found.found === 'many')
    return {
      reason: 'person-ambiguous',
      what: `有不止一位${name}（${found.units.slice(0, 3).join('、')}），请写明单位`,
    };
  const near = found.near.length > 0 ? `；姓名相近的有：${found.near.join('、')}` : '';
  return {
    reason: 'person-unknown',
    what: found.member
      ? `${name}在册，但不是领导干部，请核对姓名或先导入领导干部花名册${near}`
      : `${name}不在领导干部花名册里，请先导入花名册，或核对姓名${near}`,
  };
}
