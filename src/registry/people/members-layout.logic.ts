/** 党员花名册: the members of a branch, with what they do in it. */
import type { Day } from '../../core/time/room.ts';
import {
  type Layout,
  openSheet,
  type RoughDay,
  readPersonName,
  type Sheet,
  type SheetRow,
  sheetDay,
  type Understanding,
} from '../../platform/open/room.ts';
import {
  isBranch,
  type MemberCategory,
  OrgFinder,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  unitProblem,
  type World,
  type WorldOrg,
  type WorldPerson,
} from '../organizations/room.ts';
import { JOINED_ON, joiningDay } from './joining-day.logic.ts';
import { maybeSame, PeopleFinder } from './people-finder.logic.ts';
import { branchPosts, readCategory, readSex } from './titles.logic.ts';

const layout: Layout = {
  id: 'members',
  name: '党员花名册',
  titles: [/党员(?:花名册|名册|名单|信息|基本情况|台账|登记)/],
  columns: [
    { field: 'number', name: '序号', synonyms: ['编号', '顺序号'] },
    { field: 'name', name: '姓名', required: true, synonyms: ['党员姓名', '名字'] },
    { field: 'sex', name: '性别', choices: ['男', '女'], synonyms: [] },
    {
      field: 'category',
      name: '党员类别',
      choices: ['正式党员', '预备党员'],
      required: true,
      synonyms: ['党员类型', '类别', '人员类别', '党员身份', '党籍状态', '政治面貌'],
    },
    JOINED_ON,
    {
      field: 'post',
      name: '党内职务',
      note: '例如 书记、组织委员；没有就空着',
      synonyms: ['支部职务', '党支部职务', '党组织职务', '党务职务', '职务'],
    },
    {
      field: 'branch',
      name: '所在党支部',
      note: '写全称或简称；整张表是一个支部的，也可以只在标题里写',
      synonyms: [
        '所在支部',
        '所属支部',
        '所属党支部',
        '党支部',
        '党支部名称',
        '支部名称',
        '支部',
        '所在党组织',
        '所属党组织',
      ],
    },
  ],
};

interface Read {
  name: string;
  branch: WorldOrg;
  category: MemberCategory;
  joinedOn: RoughDay | null;
}

interface Desk {
  draft: PlanDraft;
  orgs: OrgFinder;
  people: PeopleFinder;
  /** The branch that the title names, and the organization within which names of branches are looked up. */
  ofTitle: WorldOrg | undefined;
  within: WorldOrg | undefined;
  nextId: number;
  /** The day the sheet speaks of. */
  day: Day;
  context: PlanContext;
}

function readBranch(row: SheetRow, desk: Desk): WorldOrg | undefined {
  const written = row.text('branch');
  if (written === '') {
    if (!desk.ofTitle) desk.draft.reject(row.where('branch'), 'unit-missing', '没有写所在党支部，标题里也没有');
    return desk.ofTitle;
  }
  const found = desk.orgs.find(written, desk.within);
  if (found.found !== 'one') {
    const { reason, what, ...offer } = unitProblem(written, found);
    desk.draft.reject(row.where('branch'), reason, what, offer);
    return undefined;
  }
  if (isBranch(found.org.kind)) return found.org;
  desk.draft.reject(row.where('branch'), 'unit-not-a-branch', `“${found.org.name}”不是党支部，党员应编入支部`);
  return undefined;
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
  const branch = readBranch(row, desk);
  if (!branch) return undefined;
  const categoryText = row.text('category');
  const category = categoryText === '' ? 'full' : readCategory(categoryText);
  if (!category) {
    draft.reject(row.where('category'), 'category-unknown', `“${categoryText}”不是正式党员或预备党员`);
    return undefined;
  }
  const joinedOn = joiningDay(row, desk.context.today, draft);
  if (joinedOn === undefined) return undefined;
  if (categoryText === '')
    draft.warn(row.where('category'), 'category-assumed', `${name}没有写党员类别，按正式党员导入`);
  return { name, branch, category, joinedOn };
}

/** The person a row is about: a new one, or a leading cadre who is known already. Undefined when he is a member already. */
function personOf(row: SheetRow, read: Read, desk: Desk): WorldPerson | undefined {
  const { draft, people, context } = desk;
  const { name, branch, joinedOn } = read;
  const sameName = people.members(name, branch.id);
  if (sameName.some((member) => maybeSame(member.joinedOn, joinedOn))) {
    draft.reject(row.where('name'), 'duplicate', `${name}已在${branch.name}，未重复导入`);
    return undefined;
  }
  if (sameName.length > 0)
    draft.warn(row.where('name'), 'same-name', `${branch.name}有两位${name}，入党时间不同，按两个人导入`);
  const cadre = people.cadreAbove(name, branch.id, joinedOn);
  if (cadre) {
    const post = cadre.posts.find((held) => held.rank !== null);
    draft.warn(
      row.where('name'),
      'same-person',
      `${name}与花名册里的${post?.title ?? '领导干部'}同名，入党时间也相同，按同一人导入`,
    );
    return cadre;
  }
  const id = desk.nextId;
  desk.nextId += 1;
  const validFrom = joinedOn && joinedOn.day < context.since ? joinedOn.day : context.since;
  draft.facts.push({ fact: 'person', personId: id, validFrom, name, sex: readSex(row.text('sex')), joinedOn });
  return { id, name, joinedOn, memberships: [], posts: [] };
}

function take(row: SheetRow, read: Read, desk: Desk): void {
  const person = personOf(row, read, desk);
  if (!person) return;
  const { draft, day } = desk;
  const { branch, category, joinedOn } = read;
  const from = joinedOn?.day ?? day;
  draft.facts.push({ fact: 'membership', personId: person.id, orgId: branch.id, validFrom: from, category });
  const { posts, unread } = branchPosts(row.text('post'));
  for (const { post, title } of posts)
    draft.facts.push({ fact: 'post', personId: person.id, orgId: branch.id, post, validFrom: day, title, rank: null });
  for (const text of unread) draft.warn(row.where('post'), 'post-unknown', `“${text}”不是支部里的职务，没有导入`);
  desk.people.add({
    ...person,
    memberships: [...person.memberships, { orgId: branch.id, category, from, to: null }],
  });
  draft.people.add(person.id);
  draft.accepted += 1;
}

/** Plans a list of members. The branch stands in a column or in the title. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding);
  const orgs = new OrgFinder(world);
  const titles = [...opened.title, sheet.name, context.file.replace(/\.\w+$/, '')];
  const desk: Desk = {
    draft: new PlanDraft('members', sheet.name),
    orgs,
    people: new PeopleFinder(world),
    ofTitle: orgs.inTitles(titles, (org) => isBranch(org.kind)),
    within: orgs.inTitles(titles),
    nextId: world.nextPersonId,
    day: sheetDay(sheet, understanding, opened, context.today),
    context,
  };
  for (const row of opened.rows) {
    desk.draft.rows += 1;
    context.onRow?.();
    const read = readRow(row, desk);
    if (read) take(row, read, desk);
  }
  return desk.draft.done();
}

export const membersPlanner: Planner = { layout, plan };
