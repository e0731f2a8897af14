/** Finding an organization by what offices call it. */
import { readOrgName } from '../../platform/open/room.ts';
import type { NameOffer } from './plan.logic.ts';
import { above, type World, type WorldOrg } from './world.logic.ts';

export type OrgFound =
  | { found: 'one'; org: WorldOrg }
  | { found: 'many'; orgs: readonly WorldOrg[] }
  | { found: 'none'; near: readonly string[] };

/** A name for comparison: no spaces, no 中共 or 中国共产党 before it. */
const key = (name: string): string => readOrgName(name).replace(/^(?:中国共产党|中共)/, '');

const pairs = (text: string): Set<string> => {
  const letters = [...text];
  return new Set(letters.slice(1).map((letter, at) => letters[at]! + letter));
};

/** Share of letter pairs that two names have in common, 0 to 1. */
function nearness(one: string, other: string): number {
  const [left, right] = [pairs(one), pairs(other)];
  if (left.size === 0 || right.size === 0) return 0;
  let common = 0;
  for (const pair of left) if (right.has(pair)) common += 1;
  return (2 * common) / (left.size + right.size);
}

/** Looks up names in one world; made once for a sheet. */
export class OrgFinder {
  readonly #world: World;
  readonly #byName = new Map<string, WorldOrg[]>();

  constructor(world: World) {
    this.#world = world;
    for (const org of world.orgs.values()) this.add(org);
    // A word that the city gave stands before any likeness, and never before a name.
    for (const [written, means] of world.unitWords ?? []) {
      const orgs = this.#byName.get(key(means));
      if (orgs && !this.#byName.has(key(written))) this.#byName.set(key(written), orgs);
    }
  }

  /** Makes an organization known that the same sheet has just brought. */
  add(org: WorldOrg): void {
    for (const name of new Set([org.name, ...org.shortNames].map(key))) {
      const known = this.#byName.get(name);
      if (known) known.push(org);
      else this.#byName.set(name, [org]);
    }
  }

  /** The organization of a name; `within`: the one that the sheet is about, whose own organizations come first. */
  find(written: string, within?: WorldOrg): OrgFound {
    const name = key(written);
    let orgs = this.#byName.get(name) ?? [];
    if (within) {
      const own = orgs.filter((org) => org.id === within.id || above(this.#world, org.id).includes(within.id));
      if (own.length > 0) orgs = own;
      // `机关第一党支部` in a sheet of 示例市教育局党委.
      else if (orgs.length === 0) orgs = this.#byName.get(key(within.name) + name) ?? [];
    }
    const named = orgs.filter((org) => key(org.name) === name);
    if (named.length === 1) return { found: 'one', org: named[0]! };
    if (orgs.length === 1) return { found: 'one', org: orgs[0]! };
    return orgs.length > 1 ? { found: 'many', orgs } : { found: 'none', near: this.#near(name) };
  }

  /** The organization with the longest name that a text begins with: the one a title names. */
  inTitle(title: string): WorldOrg | undefined {
    const text = key(title);
    let best: { org: WorldOrg; length: number } | undefined;
    for (const [name, orgs] of this.#byName) {
      if (orgs.length === 1 && name.length > (best?.length ?? 1) && text.startsWith(name))
        best = { org: orgs[0]!, length: name.length };
    }
    return best?.org;
  }

  /** The organization that any line above a table names: at its beginning or after 单位: or 支部:. */
  inTitles(lines: readonly string[], accepts: (org: WorldOrg) => boolean = () => true): WorldOrg | undefined {
    const parts = lines.flatMap((line) => [line, ...line.split(/[::\s]{1,}/)]);
    for (const part of parts) {
      const org = this.inTitle(part.replace(/^关于/, '').replace(/^\d{4}年(?:度)?/, ''));
      if (org && accepts(org)) return org;
    }
    return undefined;
  }

  #near(name: string): string[] {
    return [...this.#byName]
      .map(([known, orgs]) => ({ name: orgs[0]!.name, near: nearness(name, known) }))
      .filter(({ near }) => near >= 0.4)
      .sort((a, b) => b.near - a.near)
      .map((one) => one.name)
      .filter((one, at, all) => all.indexOf(one) === at)
      .slice(0, 3);
  }
}

/** The sentence for a unit that is not there or not the only one of its name. */
export function unitProblem(
  written: string,
  found: Exclude<OrgFound, { found: 'one' }>,
): { reason: string; what: string } & NameOffer {
  if (found.found === 'many')
    return {
      reason: 'unit-ambiguous',
      what: `“${written}”有${found.orgs.length}个：${found.orgs
        .slice(0, 3)
        .map((org) => org.name)
        .join('、')}；请写全称`,
      written,
      near: found.orgs.slice(0, 3).map((org) => org.name),
    };
  const near = found.near.length > 0 ? `；相近的有：${found.near.join('、')}` : '；请先导入党组织名册，或改成全称';
  return { reason: 'unit-unknown', what: `没有找到“${written}”${near}`, written, near: found.near };
}
