/** 责任分工表: each leader with the organizations, cadres and Party-building work in his charge, his contacts and contact points. */
import { type Day, dayName, monthOf } from '../../core/time/room.ts';
import {
  isNothing,
  type Layout,
  openSheet,
  readNameList,
  readNames,
  readPersonName,
  type Sheet,
  type SheetRow,
  sheetDay,
  squeezed,
  type Understanding,
} from '../../platform/open/room.ts';
import {
  chargeFactKey,
  ORG_RELATIONS,
  OrgFinder,
  type OrgRelation,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  type RegistryFact,
  unitProblem,
  type World,
  type WorldOrg,
  type WorldPerson,
} from '../organizations/room.ts';
import { CadreFinder, cadreProblem } from './cadre-finder.logic.ts';
import { itemsIn, type WordedItem } from './item-words.logic.ts';

const layout: Layout = {
  id: 'responsibility',
  name: '责任分工表',
  titles: [
    /(?:责任|工作|班子|领导|任务)分工/,
    /分工(?:表|方案|情况|安排|一览|明细)/,
    /分管(?:联系|单位|工作).*(?:表|安排)/,
    /联系点(?:安排|一览|分配|责任)/,
  ],
  columns: [
    { field: 'number', name: '序号', synonyms: ['编号', '顺序号'] },
    {
      field: 'leader',
      name: '领导姓名',
      required: true,
      synonyms: [
        '姓名',
        '领导',
        '领导干部',
        '责任领导',
        '分管领导',
        '市领导',
        '市级领导',
        '班子成员',
        '责任人',
        '联系领导',
        '挂联领导',
        '领导同志',
      ],
    },
    {
      field: 'unit',
      name: '所在单位',
      note: '十二项是在哪个班子里分的工；不写就按领导现任职的单位',
      synonyms: ['工作单位', '任职单位', '所在党组织', '所在班子', '单位'],
    },
    { field: 'title', name: '职务', synonyms: ['现任职务', '职务职级', '单位及职务', '党政职务'] },
    {
      field: 'orgs',
      name: '分管单位',
      oneOf: 'charge',
      note: '写全称或简称；有几个就用顿号隔开',
      synonyms: [
        '分管部门',
        '分管单位(部门)',
        '分管部门和单位',
        '分管地区和单位',
        '分管战线',
        '主管单位',
        '分管科室及单位',
        '分管联系部门',
      ],
    },
    {
      field: 'work',
      name: '分管党建工作',
      oneOf: 'charge',
      ticks: 'any',
      note: '写十二项的名称，用顿号隔开',
      synonyms: [
        '分管工作',
        '负责工作',
        '工作分工',
        '分工',
        '分管领域',
        '责任分工',
        '党建责任',
        '党建工作分工',
        '党建工作',
        '分工内容',
        '主要职责',
        '工作职责',
        '负责的党建工作',
        '责任事项',
        '职责分工',
      ],
    },
    {
      field: 'contact',
      name: '联系单位',
      oneOf: 'charge',
      synonyms: ['联系部门', '联系乡镇', '联系县区', '联系区县', '包联单位', '挂联单位', '联系单位(部门)'],
    },
    {
      field: 'contactPoint',
      name: '联系点',
      oneOf: 'charge',
      synonyms: [
        '基层联系点',
        '党建联系点',
        '党建工作联系点',
        '联系支部',
        '基层党建联系点',
        '联系党支部',
        '支部联系点',
      ],
    },
    {
      field: 'people',
      name: '分管干部',
      oneOf: 'charge',
      note: '写姓名；他们的写实清单由这位领导检查',
      synonyms: ['分管县处级干部', '分管人员', '分管的干部', '检查对象', '负责检查的干部', '分管领导干部'],
    },
  ],
};

const RELATION_FIELDS: readonly [field: string, relation: OrgRelation][] = [
  ['orgs', 'charge'],
  ['contact', 'contact'],
  ['contactPoint', 'contactPoint'],
];
const VERB = /^(?:分管|主管|协管|联系|包联|挂联|负责)[:]?/;
const ETC = /等?(?:\d+|[一二三四五六七八九十]+)?(?:个)?(?:单位|部门)?$/;

interface Desk {
  draft: PlanDraft;
  orgs: OrgFinder;
  cadres: CadreFinder;
  world: World;
  items: readonly WordedItem[];
  day: Day;
  /** The organization that the sheet is about. */
  team: WorldOrg | undefined;
  known: Set<string>;
  /** Leader of the row above, for one that goes on below him without his name. */
  above: WorldPerson | undefined;
}

/** Says a charge unless it holds already. Answers whether it is new. */
function take(fact: Extract<RegistryFact, { fact: 'charge' | 'orgCharge' | 'itemCharge' }>, desk: Desk): boolean {
  const key = chargeFactKey(fact);
  if (desk.known.has(key)) return false;
  desk.known.add(key);
  desk.draft.facts.push(fact);
  return true;
}

/** What a row brought: new charges, and those that hold already. */
interface Tally {
  taken: number;
  held: number;
}
const count = (tally: Tally, isNew: boolean): void => {
  if (isNew) tally.taken += 1;
  else tally.held += 1;
};

function takeOrgs(row: SheetRow, leader: WorldPerson, tally: Tally, desk: Desk): void {
  for (const [field, relation] of RELATION_FIELDS) {
    for (const written of readNameList(row.text(field))) {
      const name = written.replace(VERB, '');
      const found = desk.orgs.find(name);
      const etc = found.found === 'one' ? found : desk.orgs.find(name.replace(ETC, ''));
      if (etc.found === 'one') {
        const fact = {
          fact: 'orgCharge',
          leaderId: leader.id,
          orgId: etc.org.id,
          relation,
          validFrom: desk.day,
        } as const;
        count(tally, take(fact, desk));
        continue;
      }
      const called = ORG_RELATIONS.find(({ id }) => id === relation)!.name;
      const problem = unitProblem(name, etc);
      desk.draft.reject(row.where(field), problem.reason, `${leader.name}的${called}：${problem.what}`, problem);
    }
  }
}

function takePeople(row: SheetRow, leader: WorldPerson, tally: Tally, desk: Desk): void {
  const { names, unread } = readNames(row.text('people'));
  const where = row.where('people');
  for (const text of unread) desk.draft.warn(where, 'name-unreadable', `“${text}”不像姓名，没有导入`);
  for (const { name, reason } of names) {
    // 周舒(市教育局): what stands in brackets tells namesakes apart.
    const unit = reason === '' ? undefined : desk.orgs.find(reason);
    const found = desk.cadres.find(name, unit?.found === 'one' ? unit.org : undefined);
    if (found.found !== 'one') {
      const { reason: code, what } = cadreProblem(name, found);
      desk.draft.reject(where, code, `${leader.name}分管的干部：${what}`);
    } else if (found.person.id !== leader.id) {
      const fact = { fact: 'charge', leaderId: leader.id, personId: found.person.id, validFrom: desk.day } as const;
      count(tally, take(fact, desk));
    }
  }
}

/** The team in which a leader's work is divided: as written, as the sheet is titled, or where he holds his post. */
function teamOf(row: SheetRow, leader: WorldPerson, desk: Desk): WorldOrg | undefined {
  const written = row.text('unit');
  if (!isNothing(written)) {
    const found = desk.orgs.find(written);
    if (found.found === 'one') return found.org;
    const { reason, what, ...offer } = unitProblem(written, found);
    desk.draft.reject(row.where('unit'), reason, `${leader.name}的所在单位：${what}`, offer);
    return undefined;
  }
  const sits = leader.posts.some((held) => held.orgId === desk.team?.id && held.to === null);
  return sits ? desk.team : (desk.cadres.unitOf(leader) ?? desk.team);
}

function takeWork(row: SheetRow, leader: WorldPerson, tally: Tally, desk: Desk): void {
  const written = row.text('work');
  if (isNothing(written)) return;
  const { items, others } = itemsIn(written, desk.items);
  if (others.length > 0) {
    const named = others.slice(0, 4).join('、');
    const what = `${leader.name}：“${named}”${others.length > 4 ? '等' : ''}不在十二项里，没有登记为党建分工`;
    desk.draft.warn(row.where('work'), 'work-no-item', what);
  }
  if (items.length === 0) return;
  const team = teamOf(row, leader, desk);
  if (!team) return;
  for (const itemId of items) {
    const fact = { fact: 'itemCharge', leaderId: leader.id, orgId: team.id, itemId, validFrom: desk.day } as const;
    count(tally, take(fact, desk));
  }
}

/** The leader of a row; undefined when it was rejected. */
function leaderOf(row: SheetRow, desk: Desk): WorldPerson | undefined {
  const { draft } = desk;
  const written = row.text('leader');
  if (written === '' && desk.above) return desk.above;
  const name = readPersonName(
    written.replace(/^(?:市委|市政府)?(?:书记|副书记|市长|副市长|常委|部长)(?=\p{Script=Han}{2,3}$)/u, ''),
  );
  if (!name) {
    draft.reject(
      row.where('leader'),
      written === '' ? 'name-missing' : 'name-unreadable',
      written === '' ? '这一行没有写领导姓名' : `“${written}”不像姓名`,
    );
    return undefined;
  }
  const unit = isNothing(row.text('unit')) ? undefined : desk.orgs.find(row.text('unit'));
  const found = desk.cadres.find(name, unit?.found === 'one' ? unit.org : desk.team);
  if (found.found === 'one') return found.person;
  const { reason, what } = cadreProblem(name, found);
  draft.reject(row.where('leader'), reason, what);
  return undefined;
}

function takeRow(row: SheetRow, desk: Desk): void {
  const { draft } = desk;
  const leader = leaderOf(row, desk);
  desk.above = leader;
  if (!leader) return;
  const before = draft.rejected.length;
  const tally: Tally = { taken: 0, held: 0 };
  takeOrgs(row, leader, tally, desk);
  takePeople(row, leader, tally, desk);
  takeWork(row, leader, tally, desk);
  if (tally.taken > 0) {
    draft.people.add(leader.id);
    draft.accepted += 1;
  } else if (tally.held > 0 && draft.rejected.length === before)
    draft.reject(row.where('leader'), 'duplicate', `${leader.name}的分工都已登记，未重复导入`);
  else if (draft.rejected.length === before)
    draft.warn(row.where('leader'), 'charge-missing', `${leader.name}这一行没有读出分管的单位、工作或干部`);
}

/** Plans a table of who is in charge of what. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding);
  const day = sheetDay(sheet, understanding, opened, context.today);
  const orgs = new OrgFinder(world);
  const desk: Desk = {
    draft: new PlanDraft('responsibility', sheet.name),
    orgs,
    cadres: new CadreFinder(world),
    world,
    items: context.itemsFor(monthOf(day)),
    day,
    team: orgs.inTitles([...opened.title, squeezed(sheet.name)]),
    known: new Set(world.charges),
    above: undefined,
  };
  desk.draft.rows = opened.rows.length;
  for (const row of opened.rows) {
    takeRow(row, desk);
    context.onRow?.();
  }
  if (desk.draft.facts.length > 0 && day === context.today)
    desk.draft.warn(opened.head('leader'), 'day-assumed', `表上没有写从哪天起，按今天（${dayName(day)}）起登记`);
  return desk.draft.done();
}

export const responsibilityPlanner: Planner = { layout, plan };
