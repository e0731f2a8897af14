/** Finding an organization by what offices call it. */
import { readOrgName } from '../../platform/open/room.ts';
import { isBranch } from './facts.logic.ts';
import type { NameOffer } from './plan.logic.ts';
import type { World, WorldOrg } from './world.logic.ts';

export type OrgFound =
  | { found: 'one'; org: WorldOrg /** By a usual form of its name that is not held as one. */; loosely?: boolean }
  | { found: 'many'; orgs: readonly WorldOrg[] }
  | { found: 'none'; near: readonly string[] };

/** A name for comparison: no spaces, no 中共 or 中国共产党 before it. */
const key = (name: string): string => readOrgName(name).replace(/^(?:中国共产党|中共)/, '');

/** 党支部 and 支部 alike. */
const plainly = (name: string): string =>
  name.replace(/党支部(?:委员会)?|支部委员会/g, '支部').replace(/党总支部?/g, '总支');

const PARTY_BODY = /(?:机关)?(?:党委|党组|党工委|党总支部?|总支部?|工作委员会|党委会)(?:委员会)?$/;

/** Other forms in which offices write a name: without the Party body, without the city or with 市 alone before it. */
function usualForms(org: WorldOrg, city: string): Set<string> {
  const forms = new Set<string>();
  for (const written of [org.name, ...org.shortNames]) {
    const name = key(written);
    const own = [name];
    if (org.kind === 'countyCommittee') {
      const place = name.replace(/(?:委员会|委)$/, '');
      own.push(`${place}委`, place);
      // 南泉 for 南泉县, but not 东 for 东区.
      if ([...place.replace(city, '')].length >= 3) own.push(place.slice(0, -1));
    } else if (org.kind === 'municipalCommittee') own.push(`${city}委`);
    else own.push(name.replace(PARTY_BODY, ''));
    for (const one of own) {
      forms.add(plainly(one));
      if (city === '' || !one.startsWith(city)) continue;
      const rest = one.slice(city.length);
      forms.add(plainly(rest));
      if (!/^[^区县市]{1,4}[区县市]/.test(rest)) forms.add(plainly(city.at(-1)! + rest));
    }
  }
  for (const form of forms) if ([...form].length < 2) forms.delete(form);
  return forms;
}

/** Names that many have below different superiors. */
const COMMON = /^(?:机关|离退休|退休|老干部|直属|行政|后勤|教工|学生|第[一二三四五六七八九十])/;

/** How like a name must be to be offered; where none is, the next best that share something with it. */
const NEAR = 0.4;
const FARTHER = 0.25;

const pairs = (text: string): Set<string> => {
  const letters = [...text];
  return new Set(letters.slice(1).map((letter, at) => letters[at]! + letter));
};

/** `示例市` of 中共示例市委员会. */
const cityOf = (top: WorldOrg): string => key(top.name).replace(/(?:委员会|委)$/, '');

/** Looks up names in one world; made once for a sheet. */
export class OrgFinder {
  readonly #world: World;
  readonly #byName = new Map<string, WorldOrg[]>();
  readonly #byForm = new Map<string, WorldOrg[]>();
  readonly #onlyBranch = new Map<number, WorldOrg | undefined>();
  /** Letter pairs of all names, made when the first unknown name comes. */
  #byPair: { index: Map<string, number[]>; names: { name: string; size: number }[] } | undefined;
  readonly #nearOf = new Map<string, string[]>();
  /** Organizations that the same sheet has brought, of which the world does not know. */
  readonly #brought = new Map<number, WorldOrg>();
  /** `示例市`; empty while there is no municipal committee. */
  #city = '';
  #longest = 0;

  constructor(world: World) {
    this.#world = world;
    const top = [...world.orgs.values()].find((org) => org.kind === 'municipalCommittee');
    this.#city = top ? cityOf(top) : '';
    for (const org of world.orgs.values()) this.add(org);
    // A word that the city gave stands before any likeness, and never before a name.
    for (const [written, means] of world.unitWords ?? []) {
      const orgs = this.#byName.get(key(means));
      if (orgs && !this.#byName.has(key(written))) this.#byName.set(key(written), orgs);
    }
  }

  /** Makes an organization known that the same sheet has just brought. */
  add(org: WorldOrg): void {
    if (this.#city === '' && org.kind === 'municipalCommittee') this.#city = cityOf(org);
    this.#byPair = undefined;
    this.#nearOf.clear();
    if (!this.#world.orgs.has(org.id)) this.#brought.set(org.id, org);
    for (const name of new Set([org.name, ...org.shortNames].map(key))) this.#keep(this.#byName, name, org);
    for (const form of new Set([...usualForms(org, this.#city), ...this.#relativeForms(org)]))
      this.#keep(this.#byForm, form, org);
  }

  /**
   * A name without that of its superior before it, 机关第二支部 of 市教育局党委机关第二支部, and with another form of that one's
   * name instead: 市教育局机关第二支部.
   */
  #relativeForms(org: WorldOrg): string[] {
    const superior = this.#orgOf(org.parentId);
    if (!superior) return [];
    const name = plainly(key(org.name));
    const forms = [...usualForms(superior, this.#city)].sort((a, b) => b.length - a.length);
    const start = forms.find((form) => name.startsWith(form) && name.length - form.length >= 2);
    if (start === undefined) return [];
    const rest = forms.flatMap((form) => (name.startsWith(form) ? [name.slice(form.length)] : []));
    const own = name.slice(start.length);
    return [...rest.filter((one) => one.length >= 2), ...forms.map((form) => form + own)];
  }

  #orgOf(id: number | null): WorldOrg | undefined {
    return id === null ? undefined : (this.#brought.get(id) ?? this.#world.orgs.get(id));
  }

  #keep(map: Map<string, WorldOrg[]>, name: string, org: WorldOrg): void {
    const known = map.get(name);
    if (known) known.push(org);
    else map.set(name, [org]);
    this.#longest = Math.max(this.#longest, name.length);
  }

  /** Whether an organization is this one or stands below it, also among those just brought. */
  isWithin(org: WorldOrg, within: WorldOrg): boolean {
    for (let at: WorldOrg | undefined = org, steps = 0; at && steps < 40; steps += 1) {
      if (at.id === within.id) return true;
      at = this.#orgOf(at.parentId);
    }
    return false;
  }

  /** The organization of an id, also among those just brought. */
  named(id: number): WorldOrg | undefined {
    return this.#orgOf(id);
  }

  /** The superior of an organization, also among those just brought. */
  above(org: WorldOrg): WorldOrg | undefined {
    return this.#orgOf(org.parentId);
  }

  /** The county committee that a place is or stands under: what 区委 means there. */
  #countyOf(place: WorldOrg | undefined): WorldOrg | undefined {
    for (let at = place, steps = 0; at && steps < 40; steps += 1) {
      if (at.kind === 'countyCommittee') return at;
      at = this.#orgOf(at.parentId);
    }
    return undefined;
  }

  /** The organization of a name; `within`: the one that the sheet is about, whose own organizations come first. */
  find(written: string, within?: WorldOrg): OrgFound {
    const name = key(written);
    const exact = this.#among(this.#byName, name, within);
    if (exact) return exact;
    const county = /^[区县]委$/.test(name) ? this.#countyOf(within) : undefined;
    if (county) return { found: 'one', org: county };
    const form = plainly(name);
    const loose = this.#among(this.#byForm, form, within);
    if (loose?.found === 'one') {
      // 支部 for 党支部 is no other name.
      const isOwn = [loose.org.name, ...loose.org.shortNames].some((own) => plainly(key(own)) === form);
      return isOwn ? loose : { ...loose, loosely: true };
    }
    if (loose) return loose;
    const ending = this.#endingIn(form, within);
    if (ending) return { found: 'one', org: ending, loosely: true };
    const near = (): string[] => this.#near(name);
    // Near names are many to compare and seldom asked for.
    return {
      found: 'none',
      get near() {
        return near();
      },
    };
  }

  /** The only organization below another in whose own name a text stands: 机电系 in 市职业技术学校. */
  inside(written: string, within: WorldOrg): WorldOrg | undefined {
    const part = plainly(key(written)).replace(/(?:党支部|支部)$/, '');
    if (part.length < 2) return undefined;
    const named = [...this.#world.orgs.values()].filter(
      (org) => org.id !== within.id && plainly(key(org.name)).includes(part) && this.isWithin(org, within),
    );
    // A branch with its Party groups is one: they carry its name.
    const tops = named.filter((org) => !named.some((other) => other.id === org.parentId));
    return tops.length === 1 ? tops[0] : undefined;
  }

  /** The only organization whose name ends in this one, where that is long enough to be its own: 东门社区党总支 of 城关街道东门社区党总支. */
  #endingIn(form: string, within: WorldOrg | undefined): WorldOrg | undefined {
    if ([...form.replace(PARTY_BODY, '').replace(/支部$/, '')].length < 4 || COMMON.test(form)) return undefined;
    const found = new Set<WorldOrg>();
    for (const [name, orgs] of this.#byForm)
      if (name.length > form.length && name.endsWith(form)) for (const org of orgs) found.add(org);
    const own = within ? [...found].filter((org) => this.isWithin(org, within)) : [...found];
    const fitting = own.length > 0 ? own : [...found];
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  #among(map: Map<string, WorldOrg[]>, name: string, within: WorldOrg | undefined): OrgFound | undefined {
    let orgs = map.get(name) ?? [];
    if (within) {
      const own = orgs.filter((org) => this.isWithin(org, within));
      if (own.length > 0) orgs = own;
      // `机关第一党支部` in a sheet of 示例市教育局党委.
      else if (orgs.length === 0)
        orgs = map.get(key(within.name) + name) ?? map.get(key(within.name).replace(PARTY_BODY, '') + name) ?? [];
    }
    const named = orgs.filter((org) => key(org.name) === name);
    if (named.length === 1) return { found: 'one', org: named[0]! };
    if (orgs.length === 1) return { found: 'one', org: orgs[0]! };
    return orgs.length > 1 ? { found: 'many', orgs } : undefined;
  }

  /**
   * The organization with the longest name that a text begins with, and how much of the text that is; names that only one has.
   * `within` settles between several of one name.
   */
  atStart(text: string, within?: WorldOrg): { org: WorldOrg; length: number; loosely: boolean } | undefined {
    const whole = readOrgName(text);
    const bare = key(text);
    const cut = whole.length - bare.length;
    for (let length = Math.min(this.#longest, bare.length); length >= 2; length -= 1) {
      const name = bare.slice(0, length);
      for (const [map, loosely] of [
        [this.#byName, false],
        [this.#byForm, true],
      ] as const) {
        const found = map.has(name) ? this.#among(map, name, within) : undefined;
        if (found?.found === 'one') return { org: found.org, length: cut + length, loosely };
      }
    }
    return undefined;
  }

  /** The organization with the longest name that a text begins with: the one a title names. */
  inTitle(title: string): WorldOrg | undefined {
    return this.atStart(title)?.org;
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

  /** All whose full name this is. */
  withName(name: string): readonly WorldOrg[] {
    return (this.#byName.get(key(name)) ?? []).filter((org) => key(org.name) === key(name));
  }

  /** The only branch at or below a unit; undefined where it has none or several. */
  onlyBranchOf(unit: WorldOrg): WorldOrg | undefined {
    if (this.#onlyBranch.has(unit.id)) return this.#onlyBranch.get(unit.id);
    const branches = [...this.#world.orgs.values()].filter((org) => isBranch(org.kind) && this.isWithin(org, unit));
    const only = branches.length === 1 ? branches[0] : undefined;
    this.#onlyBranch.set(unit.id, only);
    return only;
  }

  /** The branch of a unit that a line names beside it: `市教育局` and `第二党支部党员名册`. */
  branchIn(lines: readonly string[], unit: WorldOrg): WorldOrg | undefined {
    for (const line of lines) {
      const text = readOrgName(line);
      const start = this.atStart(text);
      const parts = [...line.split(/[\s:,、()_-]+/), ...(start ? [text.slice(start.length)] : [])];
      for (const part of parts) {
        const found = this.atStart(part.replace(/^\d+[.、]?/, ''), unit);
        if (found && isBranch(found.org.kind) && this.isWithin(found.org, unit)) return found.org;
      }
    }
    return undefined;
  }

  #near(name: string): string[] {
    const known = this.#nearOf.get(name);
    if (known) return known;
    const near = this.#nearest(name);
    this.#nearOf.set(name, near);
    return near;
  }

  /** Names that share the most pairs of letters with one, 0 to 1 of them; found by the pairs, since names are many. */
  #nearest(name: string): string[] {
    this.#byPair ??= this.#pairsOfAll();
    const { index, names } = this.#byPair;
    const own = pairs(name);
    const common = new Map<number, number>();
    for (const pair of own) for (const at of index.get(pair) ?? []) common.set(at, (common.get(at) ?? 0) + 1);
    const all = [...common]
      .map(([at, count]) => ({ name: names[at]!.name, near: (2 * count) / (own.size + names[at]!.size) }))
      .sort((a, b) => b.near - a.near);
    const close = all.filter((one) => one.near >= NEAR);
    const near = close.length > 0 ? close : all.filter((one) => one.near >= FARTHER);
    return [...new Set(near.slice(0, 20).map((one) => one.name))].slice(0, 3);
  }

  #pairsOfAll(): { index: Map<string, number[]>; names: { name: string; size: number }[] } {
    const index = new Map<string, number[]>();
    const names: { name: string; size: number }[] = [];
    for (const [known, orgs] of this.#byName) {
      const own = pairs(known);
      for (const pair of own) {
        const at = index.get(pair);
        if (at) at.push(names.length);
        else index.set(pair, [names.length]);
      }
      names.push({ name: orgs[0]!.name, size: own.size });
    }
    return { index, names };
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
