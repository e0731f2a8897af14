/** 领导干部花名册: leading cadres with unit, title, rank and the leader in charge of them. */
import type { Day } from '../../core/time/room.ts';
import {
  isNothing,
  type Layout,
  openSheet,
  type RoughDay,
  readNames,
  readPersonName,
  type Sheet,
  type SheetRow,
  sheetDay,
  type Understanding,
} from '../../platform/open/room.ts';
import {
  OrgFinder,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  RANKS,
  type Rank,
  unitProblem,
  type World,
  type WorldOrg,
  type WorldPerson,
} from '../organizations/room.ts';
import { JOINED_ON, joiningDay } from './joining-day.logic.ts';
import { maybeSame, PeopleFinder } from './people-finder.logic.ts';
import { postOfTitle, readRank, readSex } from './titles.logic.ts';

const layout: Layout = {
  id: 'roster',
  name: '领导干部花名册',
  titles: [/干部(?:花名册|名册|名单|名录|一览表|信息)/, /领导干部.*册/, /县处级/],
  columns: [
    { field: 'number', name: '序号', synonyms: ['编号', '顺序号'] },
    { field: 'name', name: '姓名', required: true, synonyms: ['干部姓名', '名字'] },
    { field: 'sex', name: '性别', choices: ['男', '女'], synonyms: [] },
    {
      field: 'unit',
      name: '工作单位',
      note: '党组织名册里的全称或简称',
      required: true,
      synonyms: ['单位', '所在单位', '任职单位', '单位名称', '现工作单位', '所在党组织', '党组织', '部门'],
    },
    {
      field: 'title',
      name: '现任职务',
      required: true,
      synonyms: ['职务', '职务名称', '现职', '现职务', '党政职务', '担任职务', '任职', '行政职务'],
    },
    {
      field: 'rank',
      name: '职务层次',
      choices: RANKS.map(({ name }) => name),
      synonyms: ['职级', '级别', '职务级别', '职务职级', '层次', '现任职级', '干部级别', '行政级别', '干部层次'],
    },
    {
      field: 'leader',
      name: '分管市级领导',
      note: '写姓名；有几位就用顿号隔开',
      synonyms: ['分管领导', '分管市领导', '联系市级领导', '联系领导', '分管负责人', '市级分管领导', '市分管领导'],
    },
    JOINED_ON,
  ],
};

interface Read {
  row: SheetRow;
  name: string;
  unit: WorldOrg;
  title: string;
  rank: Rank | null;
  joinedOn: RoughDay | null;
}

interface Desk {
  draft: PlanDraft;
  orgs: OrgFinder;
  people: PeopleFinder;
  municipal: WorldOrg | undefined;
  /** Leaders in charge by name; null for one who cannot be added. */
  leaders: Map<string, number | null>;
  nextId: number;
  day: Day;
  context: PlanContext;
}

function readUnit(row: SheetRow, desk: Desk): WorldOrg | undefined {
  const written = row.text('unit');
  if (isNothing(written)) {
    desk.draft.reject(row.where('unit'), 'unit-missing', '没有写工作单位');
    return undefined;
  }
  const found = desk.orgs.find(written);
  if (found.found === 'one') return found.org;
  const { reason, what, ...offer } = unitProblem(written, found);
  desk.draft.reject(row.where('unit'), reason, what, offer);
  return undefined;
}

/** The rank of a row; what cannot be read counts as the lower county level and is named. */
function rankOf(row: SheetRow, name: string, desk: Desk): Rank | null {
  const written = row.text('rank');
  const rank = readRank(written);
  if (rank !== undefined) return rank;
  const why = written === '' ? '没有写职务层次' : `的职务层次“${written}”认不出`;
  desk.draft.warn(row.where('rank'), 'rank-assumed', `${name}${why}，按副处级导入，请核对`);
  return 'countyLevelDeputy';
}

function readRow(row: SheetRow, desk: Desk): Read | undefined {
  const { draft } = desk;
  const written = row.text('name');
  const name = readPersonName(written);
  if (!name) {
    draft.reject(
      row.where('name'),
      written === '' ? 'name-missing' : 'name-unreadable',
      written === '' ? '这一行没有写姓名' : `“${written}”不像姓名`,
    );
    return undefined;
  }
  const unit = readUnit(row, desk);
  if (!unit) return undefined;
  const joinedOn = joiningDay(row, desk.context.today, draft);
  if (joinedOn === undefined) return undefined;
  const title = row.text('title').replace(/\s+/g, '');
  return { row, name, unit, title, joinedOn, rank: rankOf(row, name, desk) };
}

/** The person a row is about: a new one, or a member of a branch who is known already. Undefined for one who is there already. */
function personOf(read: Read, desk: Desk): WorldPerson | undefined {
  const { draft, people, context } = desk;
  const { row, name, unit, joinedOn } = read;
  const sameName = people.holders(name, unit.id);
  if (sameName.some((holder) => maybeSame(holder.joinedOn, joinedOn))) {
    draft.reject(row.where('name'), 'duplicate', `${unit.name}的${name}已有，单位和入党时间都相同，未重复导入`);
    return undefined;
  }
  if (sameName.length > 0)
    draft.warn(row.where('name'), 'same-name', `${unit.name}有两位${name}，入党时间不同，按两个人导入`);
  const member = people.memberBelow(name, unit.id, joinedOn);
  if (member) {
    draft.warn(
      row.where('name'),
      'same-person',
      `${name}与${unit.name}下属支部的党员同名，入党时间也相同，按同一人导入`,
    );
    return member;
  }
  const id = desk.nextId;
  desk.nextId += 1;
  const validFrom = joinedOn && joinedOn.day < context.since ? joinedOn.day : context.since;
  draft.facts.push({ fact: 'person', personId: id, validFrom, name, sex: readSex(row.text('sex')), joinedOn });
  return { id, name, joinedOn, memberships: [], posts: [] };
}

/** The city-level leader of a name; added to the municipal committee when the city does not have him yet. */
function leaderOf(name: string, where: string, desk: Desk): number | null {
  const known = desk.leaders.get(name);
  if (known !== undefined) return known;
  const { draft, municipal, context } = desk;
  const there = desk.people.named(name).find((person) => person.posts.some((held) => held.rank === 'cityLevel'));
  let id: number | null = there?.id ?? null;
  if (!there && municipal) {
    id = desk.nextId;
    desk.nextId += 1;
    draft.facts.push(
      { fact: 'person', personId: id, validFrom: context.since, name, sex: null, joinedOn: null },
      {
        fact: 'post',
        personId: id,
        orgId: municipal.id,
        post: 'officeHolder',
        validFrom: desk.day,
        title: '市级领导',
        rank: 'cityLevel',
      },
    );
    draft.warn(where, 'leader-added', `分管市级领导${name}不在册，一并加为${municipal.name}的市级领导，请补职务`);
  } else if (!there) {
    draft.warn(where, 'leader-unknown', `还没有市委，分管市级领导${name}没有导入；请先导入党组织名册`);
  }
  desk.leaders.set(name, id);
  return id;
}

function takeLeaders(row: SheetRow, person: WorldPerson, desk: Desk): void {
  const where = row.where('leader');
  const { names, unread } = readNames(row.text('leader'), (name) => desk.leaders.has(name));
  for (const text of unread) desk.draft.warn(where, 'leader-unreadable', `“${text}”不像分管领导的姓名，没有导入`);
  for (const { name } of names) {
    const leaderId = leaderOf(name, where, desk);
    if (leaderId !== null && leaderId !== person.id)
      desk.draft.facts.push({ fact: 'charge', leaderId, personId: person.id, validFrom: desk.day });
  }
}

function take(read: Read, desk: Desk): void {
  const person = personOf(read, desk);
  if (!person) return;
  const { draft, day } = desk;
  const { row, name, unit, title, rank } = read;
  if (title === '') draft.warn(row.where('title'), 'title-missing', `${name}没有写职务`);
  const post = postOfTitle(title);
  draft.facts.push({ fact: 'post', personId: person.id, orgId: unit.id, post, validFrom: day, title, rank });
  desk.people.add({ ...person, posts: [...person.posts, { orgId: unit.id, post, title, rank, from: day, to: null }] });
  takeLeaders(row, person, desk);
  draft.people.add(person.id);
  draft.accepted += 1;
}

/** Plans a roster of leading cadres. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding);
  const desk: Desk = {
    draft: new PlanDraft('roster', sheet.name),
    orgs: new OrgFinder(world),
    people: new PeopleFinder(world),
    municipal: [...world.orgs.values()].find((org) => org.kind === 'municipalCommittee'),
    leaders: new Map(),
    nextId: world.nextPersonId,
    day: sheetDay(sheet, understanding, opened, context.today),
    context,
  };
  const read = opened.rows.flatMap((row) => readRow(row, desk) ?? []);
  desk.draft.rows = opened.rows.length;
  // City-level leaders of the list itself first, so that those who name them as leaders in charge find them.
  const isCity = (one: Read): boolean => one.rank === 'cityLevel';
  for (const one of [...read.filter(isCity), ...read.filter((other) => !isCity(other))]) take(one, desk);
  return desk.draft.done();
}

export const rosterPlanner: Planner = { layout, plan };
