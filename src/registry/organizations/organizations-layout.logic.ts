/** 党组织名册: organizations with their short names, superiors, kinds, sectors and ends of term. */
import type { Day } from '../../core/time/room.ts';
import {
  isNothing,
  type Layout,
  lastDayOf,
  openSheet,
  readDay,
  readNameList,
  readOrgName,
  type Sheet,
  type SheetRow,
  squeezed,
  type Understanding,
} from '../../platform/open/room.ts';
import { ORG_KINDS, type OrgKind, SECTORS, type Sector } from './facts.logic.ts';
import { OrgFinder } from './org-finder.logic.ts';
import { type NameOffer, type Plan, type PlanContext, PlanDraft, type Planner } from './plan.logic.ts';
import type { World, WorldOrg } from './world.logic.ts';

const layout: Layout = {
  id: 'organizations',
  name: '党组织名册',
  titles: [/党组织(?:名册|名录|花名册|一览表|统计表|基本情况|信息)/, /组织(?:名册|名录|架构)/],
  columns: [
    { field: 'number', name: '序号', synonyms: ['编号', '顺序号'] },
    {
      field: 'name',
      name: '党组织全称',
      required: true,
      synonyms: ['党组织名称', '组织名称', '组织全称', '全称', '名称', '党组织', '党支部名称', '单位名称'],
    },
    {
      field: 'shortNames',
      name: '简称',
      note: '可以写几个，用顿号隔开',
      synonyms: ['党组织简称', '组织简称', '别名', '习惯称呼', '曾用简称', '常用简称'],
    },
    {
      field: 'parent',
      name: '上级党组织',
      note: '写全称或简称；最上面一级空着',
      required: true,
      synonyms: [
        '上级组织',
        '上级',
        '上级党组织名称',
        '隶属党组织',
        '隶属关系',
        '隶属',
        '所属党组织',
        '上级单位',
        '上级党委',
      ],
    },
    {
      field: 'kind',
      name: '类别',
      choices: ORG_KINDS.map(({ name }) => name),
      synonyms: ['组织类别', '党组织类别', '组织类型', '党组织类型', '类型', '组织性质', '党组织性质'],
    },
    {
      field: 'sector',
      name: '领域',
      choices: SECTORS.map(({ name }) => name),
      synonyms: ['所属领域', '所在领域', '行业领域', '领域类别', '行业', '单位性质'],
    },
    {
      field: 'termExpiresOn',
      name: '本届任期届满时间',
      note: '例如 2019年5月 或 2019-05-31',
      synonyms: [
        '任期届满时间',
        '届满时间',
        '届满日期',
        '任期届满',
        '任期届满日期',
        '本届届满时间',
        '应换届时间',
        '换届时间',
        '下次换届时间',
        '到期时间',
      ],
    },
  ],
};

const named = <I extends string>(
  list: readonly { id: I; name: string; aliases: readonly string[] }[],
  text: string,
): I | undefined => {
  const plain = squeezed(text);
  return list.find((one) => one.name === plain || one.id === plain || one.aliases.includes(plain))?.id;
};

/** The kind that a name tells by its ending; a committee's needs its superior. */
function kindByName(name: string, parent: WorldOrg | null): OrgKind | undefined {
  const plain = squeezed(name);
  if (/党小组$/.test(plain)) return 'partyCell';
  if (/联合(?:党)?支部(?:委员会)?$/.test(plain)) return 'jointBranch';
  if (/临时(?:党)?支部(?:委员会)?$/.test(plain)) return 'temporaryBranch';
  if (/(?:党)?总支部?(?:委员会)?$/.test(plain)) return 'generalBranch';
  if (/(?:党)?支部(?:委员会)?$/.test(plain)) return 'branch';
  if (/党组$/.test(plain)) return 'leadingGroup';
  if (/[县区]委(?:员会)?$/.test(plain) && parent?.kind === 'municipalCommittee') return 'countyCommittee';
  if (/市委(?:员会)?$/.test(plain) && parent === null) return 'municipalCommittee';
  if (/(?:党委|党工委|工作委员会|委员会)$/.test(plain))
    return parent?.kind === 'municipalCommittee' ? 'municipalOrganCommittee' : 'primaryCommittee';
  return undefined;
}

function sectorByName(name: string, parent: WorldOrg | null): Sector {
  if (/村(?:党|支|总|联合|$)/.test(name)) return 'village';
  if (/社区/.test(name)) return 'community';
  return parent?.sector ?? 'organ';
}

/** A row with what was read of it, waiting for its superior to be known. */
interface Waiting {
  row: SheetRow;
  name: string;
  parent: string;
  kindText: string;
  sectorText: string;
  termExpiresOn: Day | null;
}

function readRow(row: SheetRow, draft: PlanDraft): Waiting | undefined {
  const name = readOrgName(row.text('name'));
  if (name === '') {
    draft.reject(row.where('name'), 'name-missing', '这一行没有写党组织名称');
    return undefined;
  }
  const kindText = row.text('kind');
  if (!isNothing(kindText) && named(ORG_KINDS, kindText) === undefined) {
    const names = ORG_KINDS.map((kind) => kind.name).join('、');
    draft.reject(row.where('kind'), 'kind-unknown', `没有“${kindText}”这个类别；可写：${names}`);
    return undefined;
  }
  const sectorText = row.text('sector');
  if (!isNothing(sectorText) && named(SECTORS, sectorText) === undefined) {
    const names = SECTORS.map((sector) => sector.name).join('、');
    draft.reject(row.where('sector'), 'sector-unknown', `没有“${sectorText}”这个领域；可写：${names}`);
    return undefined;
  }
  const term = row.cell('termExpiresOn');
  let termExpiresOn: Day | null = null;
  if (term && !isNothing(row.text('termExpiresOn'))) {
    const reading = readDay(term);
    if (!reading.ok) {
      draft.reject(row.where('termExpiresOn'), reading.reason, `届满时间“${term.text.trim()}”不是有效的日期`);
      return undefined;
    }
    termExpiresOn = lastDayOf(reading.value);
  }
  const parent = row.text('parent');
  return { row, name, parent: isNothing(parent) ? '' : parent, kindText, sectorText, termExpiresOn };
}

/** Names that a superior who is not known may mean. */
function nearTo(written: string, finder: OrgFinder): NameOffer {
  const found = finder.find(written);
  return found.found === 'none' ? { written, near: found.near } : {};
}

/** Takes a row over when its superior is settled; false while it is not. */
function settle(waiting: Waiting, state: { draft: PlanDraft; finder: OrgFinder; nextId: number; since: Day }): boolean {
  const { row, name, parent, kindText, sectorText } = waiting;
  const { draft, finder } = state;
  const superior = parent === '' ? null : finder.find(parent);
  if (superior?.found === 'none') return false;
  if (superior?.found === 'many') {
    draft.reject(row.where('parent'), 'unit-ambiguous', `上级“${parent}”不止一个，请写全称`);
    return true;
  }
  const above = superior?.org ?? null;
  const kind = named(ORG_KINDS, kindText) ?? kindByName(name, above);
  if (!kind) {
    draft.reject(row.where('kind'), 'kind-unknown', `从名称看不出“${name}”是哪一类党组织，请写明类别`);
    return true;
  }
  if (!above && kind !== 'municipalCommittee') {
    draft.reject(row.where('parent'), 'parent-missing', `“${name}”没有写上级党组织`);
    return true;
  }
  const sector = named(SECTORS, sectorText) ?? sectorByName(name, above);
  if (row.text('kind') === '') draft.warn(row.where('kind'), 'kind-assumed', `“${name}”没有写类别，按名称归类`);
  const org: WorldOrg = {
    id: state.nextId,
    name,
    shortNames: readNameList(row.text('shortNames')).filter((short) => short !== name),
    kind,
    sector,
    parentId: above?.id ?? null,
  };
  state.nextId += 1;
  finder.add(org);
  draft.accepted += 1;
  const { id: orgId, ...said } = org;
  draft.facts.push({
    fact: 'organization',
    orgId,
    validFrom: state.since,
    ...said,
    termExpiresOn: waiting.termExpiresOn,
  });
  return true;
}

/**
 * Plans a list of organizations. A superior may stand further down in the same sheet. Organizations hold from
 * `context.since` on, since a list of names says nothing about their founding.
 */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const draft = new PlanDraft('organizations', sheet.name);
  const opened = openSheet(sheet, understanding);
  const state = { draft, finder: new OrgFinder(world), nextId: world.nextOrgId, since: context.since };
  const known = new Set([...world.orgs.values()].map((org) => org.name));
  let waiting: Waiting[] = [];
  for (const row of opened.rows) {
    draft.rows += 1;
    context.onRow?.();
    const read = readRow(row, draft);
    if (!read) continue;
    if (known.has(read.name)) {
      draft.reject(row.where('name'), 'duplicate', `“${read.name}”已有，未重复导入`);
      continue;
    }
    known.add(read.name);
    waiting.push(read);
  }
  for (let before = -1; waiting.length > 0 && waiting.length !== before; ) {
    before = waiting.length;
    waiting = waiting.filter((one) => !settle(one, state));
  }
  const unsettled = new Set(waiting.map((one) => one.name));
  for (const { row, name, parent } of waiting) {
    if (unsettled.has(readOrgName(parent)))
      draft.reject(
        row.where('parent'),
        'parent-not-imported',
        `“${name}”的上级“${parent}”这次没有导入，或两者互为上级`,
      );
    else
      draft.reject(
        row.where('parent'),
        'parent-unknown',
        `“${name}”的上级“${parent}”不在名册里`,
        nearTo(parent, state.finder),
      );
  }
  return draft.done();
}

export const organizationsPlanner: Planner = { layout, plan };
