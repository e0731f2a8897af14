/** The tree of the sample city's Party organizations, from the municipal committee down to Party groups. */
import { type Day, day } from '../core/time/room.ts';
import type { OrgKind, Sector } from '../registry/organizations/room.ts';
import type { Chance } from './chance.logic.ts';
import type { Organization, Size } from './model.logic.ts';
import {
  COMMUNITY_NAMES,
  COUNTIES,
  type CountyPlan,
  ENTERPRISE_FIRST,
  ENTERPRISE_SECOND,
  MORE_COUNTIES,
  MORE_ORGANS,
  ORGANS,
  PLACE_FIRST,
  PLACE_SECOND,
  type UnitPlan,
} from './places.logic.ts';

/** How large each part of a city is. */
interface Extent {
  organs: readonly UnitPlan[];
  counties: readonly CountyPlan[];
  /** Branches of an organ's own office, at least. */
  officeBranches: number;
  towns: number;
  villages: number;
  twoNew: number;
  countyOrgans: number;
}

const EXTENTS: Readonly<Record<Size, Extent>> = {
  small: { organs: ORGANS, counties: COUNTIES, officeBranches: 2, towns: 4, villages: 6, twoNew: 2, countyOrgans: 4 },
  full: {
    organs: [...ORGANS, ...MORE_ORGANS],
    counties: [...COUNTIES, ...MORE_COUNTIES],
    officeBranches: 4,
    towns: 14,
    villages: 10,
    twoNew: 4,
    countyOrgans: 26,
  },
};

/** Members of the branch that the story is told of, as its workbook and its roll name them. */
export const STORY_BRANCH = '示例市教育局党委机关第一党支部';
const STORY_BRANCH_MEMBERS = 28;

const FOUNDED = day('2016-07-01');
const ORDINALS = [...'一二三四五六七八九'] as const;
const COUNTY_ORGANS = (
  '委办公室 教育局 卫生健康局 财政局 农业农村局 公安局 水务局 交通运输局 民政局 司法局 人力资源和社会保障局 住房和城乡建设局 国土资源局 环境保护局 ' +
  '商务局 审计局 统计局 文化广电局 市场监督管理局 林业局 扶贫开发办公室 信访局 总工会 妇女联合会 残疾人联合会 供销社'
).split(' ');

export interface CityPlan {
  organizations: readonly Organization[];
  /** Leading cadres that each unit is to have, by the unit's id. */
  cadres: ReadonlyMap<number, number>;
  /** The plan that a unit was made from, by its id. */
  organPlans: ReadonlyMap<number, UnitPlan>;
  countyPlans: ReadonlyMap<number, CountyPlan>;
}

/** Collects organizations with dense ids in the order of the tree. */
class Tree {
  readonly all: Organization[] = [];
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  add(given: {
    name: string;
    shortNames?: readonly string[];
    kind: OrgKind;
    sector: Sector;
    parent: Organization | null;
    place: string;
    members?: number;
    unit?: Organization;
    validFrom?: Day;
  }): Organization {
    const id = this.all.length + 1;
    const made: Organization = {
      id,
      name: given.name,
      shortNames: given.shortNames ?? [],
      kind: given.kind,
      sector: given.sector,
      parentId: given.parent?.id ?? null,
      termExpiresOn: given.kind === 'partyCell' ? null : this.#term(given.kind),
      validFrom: given.validFrom ?? FOUNDED,
      place: given.place,
      members: given.members ?? 0,
      unitId: given.unit?.id ?? given.parent?.unitId ?? id,
    };
    this.all.push(made);
    return made;
  }

  /** Terms of three years for branches and of five for committees, spread; a few are over. */
  #term(kind: OrgKind): Day {
    const long = kind === 'municipalCommittee' || kind === 'countyCommittee';
    const year = long
      ? 2021
      : this.#chance.weighted([
          [2016, 1],
          [2017, 14],
          [2018, 45],
          [2019, 40],
        ] as const);
    const month = year === 2017 ? this.#chance.int(2, 12) : this.#chance.int(1, 12);
    return day(`${year}-${String(month).padStart(2, '0')}-${this.#chance.pick(['15', '20', '25', '28'])}`);
  }

  /** A branch with its two Party groups when it is large. */
  branch(given: Parameters<Tree['add']>[0] & { members: number }): Organization {
    const made = this.add(given);
    const cells = given.members >= 27 ? 2 : 0;
    for (let at = 0; at < cells; at += 1) {
      const name = `第${ORDINALS[at]}党小组`;
      this.add({
        ...given,
        name: `${made.name}${name}`,
        shortNames: [name],
        kind: 'partyCell',
        parent: made,
        members: 0,
      });
    }
    return made;
  }
}

function addOrgan(tree: Tree, top: Organization, plan: UnitPlan, branches: number, chance: Chance): Organization {
  const unit = tree.add({
    name: plan.name,
    shortNames: plan.shortNames,
    kind: plan.kind,
    sector: 'organ',
    parent: top,
    place: plan.room,
  });
  // A unit is its own unit, not the municipal committee's.
  unit.unitId = unit.id;
  // A leading group has no branches of its own: they are the organ's.
  const host = unit.name.replace(/党组$/, '');
  for (let at = 0; at < branches; at += 1) {
    const short = `机关第${ORDINALS[at]}党支部`;
    const name = host + short;
    const story = name === STORY_BRANCH;
    tree.branch({
      name,
      shortNames: story ? [short, '机关第一支部', '教育局机关一支部'] : [short],
      kind: 'branch',
      sector: 'organ',
      parent: unit,
      place: `${short}活动室`,
      members: story ? STORY_BRANCH_MEMBERS : chance.int(11, 22),
    });
  }
  tree.branch({
    name: `${host}离退休干部党支部`,
    shortNames: ['离退休干部党支部'],
    kind: 'branch',
    sector: 'organ',
    parent: unit,
    place: '老干部活动室',
    members: chance.int(12, 28),
  });
  for (const [name, below, sector] of plan.below) addSubordinate(tree, unit, name, below, sector, chance);
  return unit;
}

function addSubordinate(
  tree: Tree,
  unit: Organization,
  name: string,
  below: readonly string[],
  sector: Sector,
  chance: Chance,
): void {
  const full = name.startsWith('市') ? `示例${name}` : name;
  const host = name.replace(/(机关)?(党委|党总支|党支部)$/, '');
  const members = (): number => (sector === 'school' ? chance.int(13, 30) : chance.int(9, 21));
  if (below.length === 0) {
    const place = `${host.replace(/^市/, '')}党员活动室`;
    tree.branch({ name: full, shortNames: [name], kind: 'branch', sector, parent: unit, place, members: members() });
    return;
  }
  const kind = name.endsWith('党委') ? 'primaryCommittee' : 'generalBranch';
  const place = `${host.replace(/^市/, '')}会议室`;
  const parent = tree.add({ name: full, shortNames: [name], kind, sector, parent: unit, place });
  for (const branch of below) {
    tree.branch({
      name: `示例${host}${branch}`,
      shortNames: [`${host}${branch}`],
      kind: 'branch',
      sector,
      parent,
      place: `${branch.replace('党支部', '')}会议室`,
      members: members(),
    });
  }
}

/** Names of towns, villages and communities, none twice in a county. */
class PlaceNames {
  readonly #taken = new Set<string>();
  readonly #chance: Chance;
  readonly #communities: string[];

  constructor(chance: Chance) {
    this.#chance = chance;
    this.#communities = chance.some(COMMUNITY_NAMES, COMMUNITY_NAMES.length);
  }

  take(name: string): string {
    this.#taken.add(name);
    return name;
  }

  place(suffix: string): string {
    for (;;) {
      const name = this.#chance.pick(PLACE_FIRST) + this.#chance.pick(PLACE_SECOND) + suffix;
      if (!this.#taken.has(name) && name[0] !== name[1]) return this.take(name);
    }
  }

  community(): string {
    const name = this.#communities.pop();
    return name && !this.#taken.has(`${name}社区`) ? this.take(`${name}社区`) : this.place('社区');
  }

  enterprise(): string {
    for (;;) {
      const name = this.#chance.pick(ENTERPRISE_FIRST) + this.#chance.pick(ENTERPRISE_SECOND);
      if (!this.#taken.has(name)) return this.take(name);
    }
  }
}

function addCounty(tree: Tree, top: Organization, plan: CountyPlan, extent: Extent, chance: Chance): Organization {
  const { spoken } = plan;
  const unit = tree.add({
    name: plan.name,
    shortNames: plan.shortNames,
    kind: 'countyCommittee',
    sector: 'organ',
    parent: top,
    place: `${spoken}委会议室`,
  });
  unit.unitId = unit.id;
  const names = new PlaceNames(chance);
  for (const organName of COUNTY_ORGANS.slice(0, extent.countyOrgans)) {
    const host = spoken + organName;
    const branch = { name: `${host}党支部`, kind: 'branch', sector: 'organ', place: `${host}会议室` } as const;
    tree.branch({ ...branch, parent: unit, members: chance.int(10, 22) });
  }
  const school = tree.add({
    name: `${spoken}第一中学党总支`,
    kind: 'generalBranch',
    sector: 'school',
    parent: unit,
    place: '学校会议室',
  });
  for (const part of ['行政党支部', '教学党支部']) {
    const name = `${spoken}第一中学${part}`;
    tree.branch({
      name,
      kind: 'branch',
      sector: 'school',
      parent: school,
      place: '教工之家',
      members: chance.int(12, 22),
    });
  }
  for (let at = 0; at < extent.towns; at += 1) {
    const [townName, villages] = plan.towns[at] ?? [
      names.place(plan.urban ? '街道' : chance.pick(['镇', '镇', '乡'])),
      [],
    ];
    addTown(tree, unit, plan, townName, villages, names, extent, chance.fork('town', at));
  }
  return unit;
}

function addTown(
  tree: Tree,
  unit: Organization,
  plan: CountyPlan,
  townName: string,
  known: readonly string[],
  names: PlaceNames,
  extent: Extent,
  chance: Chance,
): void {
  const street = townName.endsWith('街道');
  const full = plan.spoken + townName;
  const town = tree.add({
    name: `${full}${street ? '党工委' : '党委'}`,
    shortNames: [`${townName}${street ? '党工委' : '党委'}`],
    kind: 'primaryCommittee',
    sector: street ? 'community' : 'village',
    parent: unit,
    place: `${townName}会议室`,
  });
  const own = { kind: 'branch', parent: town } as const;
  tree.branch({
    ...own,
    name: `${full}机关党支部`,
    shortNames: [`${townName}机关党支部`],
    sector: 'organ',
    place: `${townName}机关会议室`,
    members: chance.int(12, 20),
  });
  const urbanTown = street || townName === '城关镇';
  for (let at = 0; at < extent.villages; at += 1) {
    const community = urbanTown || (plan.urban ? chance.yes(0.5) : chance.yes(0.08));
    const name = names.take(known[at] ?? (community ? names.community() : names.place('村')));
    const sector = name.endsWith('社区') ? 'community' : 'village';
    tree.branch({
      ...own,
      name: `${full}${name}党支部`,
      shortNames: [`${name}党支部`],
      sector,
      place: sector === 'community' ? `${name}党员活动站` : `${name}部活动室`,
      members: chance.int(9, 29),
    });
  }
  for (let at = 0; at < extent.twoNew; at += 1) {
    const joint = at === extent.twoNew - 1;
    const short = joint ? `${townName}两新组织联合党支部` : `${names.enterprise()}党支部`;
    tree.branch({
      name: plan.spoken + short,
      shortNames: [short],
      kind: joint ? 'jointBranch' : 'branch',
      parent: town,
      sector: 'twoNew',
      place: joint ? '党群服务中心' : '企业党员活动室',
      members: chance.int(4, 11),
    });
  }
}

/** Plans all organizations of a city of this size. */
export function planOrganizations(size: Size, chance: Chance): CityPlan {
  const extent = EXTENTS[size];
  const tree = new Tree(chance.fork('terms'));
  const cadres = new Map<number, number>();
  const organPlans = new Map<number, UnitPlan>();
  const countyPlans = new Map<number, CountyPlan>();
  const top = tree.add({
    name: '中共示例市委员会',
    shortNames: ['市委'],
    kind: 'municipalCommittee',
    sector: 'organ',
    parent: null,
    place: '市委常委会议室',
  });
  for (const plan of extent.organs) {
    const unit = addOrgan(tree, top, plan, extent.officeBranches, chance.fork('organ', plan.name));
    cadres.set(unit.id, size === 'full' ? (cadres.size < 37 ? 10 : 9) : plan.cadres);
    organPlans.set(unit.id, plan);
  }
  for (const plan of extent.counties) {
    const unit = addCounty(tree, top, plan, extent, chance.fork('county', plan.name));
    cadres.set(unit.id, size === 'full' ? 20 : plan.cadres);
    countyPlans.set(unit.id, plan);
  }
  return { organizations: tree.all, cadres, organPlans, countyPlans };
}
