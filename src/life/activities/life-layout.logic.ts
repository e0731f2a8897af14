/** 组织生活台账: a paper register of activities, one a row. */
import { bodySchema } from '../../core/record/room.ts';
import { dayName } from '../../core/time/room.ts';
import {
  isMonthHeading,
  isNothing,
  type Layout,
  monthOfText,
  openSheet,
  readCount,
  type Sheet,
  type SheetRow,
  type Step,
  sheetYear,
  stepsOf,
  type Understanding,
} from '../../platform/open/room.ts';
import {
  activityKey,
  OrgFinder,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  type World,
  type WorldOrg,
} from '../../registry/organizations/room.ts';
import { withAttendance } from './attendance-cell.logic.ts';
import { attendanceOf, type Counts, Rolls } from './attendance-reading.logic.ts';
import { bodyOf, shortTopic } from './body-reading.logic.ts';
import { kindNames, kindsIn } from './kind-reading.logic.ts';
import { type RowDesk, readBranch, readDate, readKind, readTimes, takeHeading } from './row-reading.logic.ts';
import { withReasons, withSubject } from './row-subject.logic.ts';

const layout: Layout = {
  id: 'life',
  name: '组织生活台账',
  titles: [
    /组织生活.*(?:台账|记录|登记|统计|情况|记实)/,
    /三会一课/,
    /主题党日.*(?:台账|记录|登记|统计|考勤)/,
    /(?:支委会|支部委员会|党员大会|支部大会|党小组会|民主生活会|支部会议?|党课).*(?:台账|记录|登记|统计|情况|签到)/,
    /党员.*(?:考勤|出勤|参加.*情况)/,
    /(?:会议|党日|活动)(?:签到|记录|登记)/,
  ],
  forms: true,
  rolls: { present: 'attendees', absent: 'absent' },
  parts: true,
  columns: [
    { field: 'number', name: '序号', synonyms: ['编号', '顺序号'] },
    {
      field: 'branch',
      name: '支部名称',
      note: '全称或简称；整张表是一个支部的，也可以只在标题里写',
      synonyms: [
        '党支部',
        '党支部名称',
        '支部',
        '所在支部',
        '所属支部',
        '组织名称',
        '党组织名称',
        '党组织',
        '召开单位',
        '单位',
      ],
    },
    {
      field: 'date',
      name: '时间',
      inOrder: true,
      note: '例如 2017年6月23日 15:00',
      required: true,
      synonyms: [
        '日期',
        '活动时间',
        '活动日期',
        '召开时间',
        '会议时间',
        '开展时间',
        '召开日期',
        '会议日期',
        '开展日期',
        '讲课时间',
        '授课时间',
        '党课时间',
        '党日时间',
        '谈话时间',
      ],
    },
    {
      field: 'time',
      name: '起止时间',
      note: '例如 下午2:30—4:00；和日期写在一格里也可以',
      synonyms: ['具体时间', '起止时刻', '开始时间', '会议起止时间', '时段', '时间段'],
    },
    { field: 'endsAt', name: '结束时间', synonyms: ['散会时间', '结束时刻'] },
    {
      field: 'kind',
      name: '类型',
      note: '没有这一列时，写在工作表名、小标题或主题里',
      synonyms: [
        '活动类型',
        '会议类型',
        '组织生活类型',
        '类别',
        '活动类别',
        '组织生活形式',
        '形式',
        '活动形式',
        '会议类别',
        '组织生活',
      ],
    },
    {
      field: 'topic',
      name: '主题',
      required: true,
      oneOf: 'what',
      synonyms: [
        '议题',
        '活动主题',
        '会议主题',
        '会议议题',
        '题目',
        '党课题目',
        '讲课题目',
        '授课题目',
        '党课主题',
        '党日主题',
        '主要议题',
        '议题及内容',
        '主题及内容',
        '主讲人及题目',
        '授课人及题目',
      ],
    },
    {
      field: 'content',
      aside: true,
      name: '内容',
      note: '另有主题的，记作内容；没有的就是主题',
      oneOf: 'what',
      synonyms: ['主要内容', '活动内容', '会议内容', '谈话内容', '具体内容', '学习内容', '主要内容及成效'],
    },
    {
      field: 'title',
      aside: true,
      name: '会议名称',
      note: '写活动的类型或主题',
      oneOf: 'what',
      synonyms: ['活动名称', '名称', '会议', '党日名称'],
    },
    {
      field: 'place',
      name: '地点',
      synonyms: ['活动地点', '会议地点', '召开地点', '开展地点', '讲课地点', '授课地点', '谈话地点', '场所'],
    },
    { field: 'presider', name: '主持人', synonyms: ['谈话人', '主持', '召集人', '会议主持人', '主持人姓名', '组织者'] },
    {
      field: 'lecturer',
      name: '主讲人',
      synonyms: ['授课人', '讲课人', '党课主讲人', '主讲', '授课人员', '讲课领导', '授课领导'],
    },
    { field: 'talkedTo', name: '谈话对象', synonyms: ['被谈话人'] },
    { field: 'minuteTaker', name: '记录人', synonyms: ['会议记录人'] },
    {
      field: 'due',
      name: '应到',
      synonyms: ['应到人数', '应参加人数', '应到会人数', '应出席', '应出席人数', '应参加'],
    },
    {
      field: 'present',
      name: '实到',
      synonyms: [
        '实到人数',
        '实际参加人数',
        '实到会人数',
        '实际到会',
        '出席人数',
        '参加人数',
        '到会人数',
        '实参加人数',
        '实出席人数',
      ],
    },
    {
      field: 'absent',
      name: '缺席人员及原因',
      note: '例如 李明（公务）、张红（病假）',
      synonyms: [
        '缺席人员',
        '缺席',
        '缺席名单',
        '请假人员',
        '请假人员及原因',
        '未到人员',
        '未到人员及原因',
        '未参加人员及原因',
        '缺席情况',
        '缺席人员名单',
        '缺席人',
        '请假情况',
        '请假名单',
        '未到会人员',
        '未到会人员及原因',
        '缺席请假人员',
        '缺席及原因',
        '缺勤人员',
        '缺勤人员及原因',
      ],
    },
    {
      field: 'absentWhy',
      aside: true,
      name: '缺席原因',
      note: '缺席人员另有一列时，按次序写各人的原因',
      synonyms: ['原因', '请假原因', '请假事由', '缺席事由', '未到原因', '缺勤原因', '未参加原因'],
    },
    {
      field: 'attendance',
      name: '出缺席情况',
      note: '应到、实到、缺席都写在一格里时用这一列：应到14人，实到12人，请假2人（张三出差、李四病假）',
      synonyms: [
        '出席情况',
        '到会情况',
        '参会情况',
        '参加情况',
        '人员情况',
        '应到/实到',
        '应到实到',
        '应到、实到人数',
        '应到实到人数',
        '应到/实到人数',
        '参会人员情况',
        '出勤情况',
        '到会人数情况',
      ],
    },
    {
      field: 'attendees',
      name: '出席人员',
      synonyms: [
        '参加人员',
        '到会人员',
        '参会人员',
        '参加人员名单',
        '出席名单',
        '出席',
        '参加',
        '参加人',
        '参会人',
        '参加党员',
        '与会人员',
        '到会名单',
        '参加对象',
      ],
    },
    { field: 'guests', name: '列席人员', synonyms: ['列席', '列席人'] },
    { field: 'resolutions', name: '决议', synonyms: ['会议决议', '形成决议', '决议事项', '议定事项'] },
    { field: 'summary', name: '内容摘要', synonyms: ['会议记录', '活动概况', '简要情况', '主要情况', '会议纪要'] },
    { field: 'cell', name: '党小组', synonyms: ['党小组名称', '小组名称'] },
    {
      field: 'listeners',
      name: '听课人数',
      synonyms: ['受教育人数', '听讲人数', '听众人数', '参加听课人数', '受教育党员人数'],
    },
    { field: 'remark', aside: true, name: '备注', many: 'named', synonyms: ['说明', '其他说明'] },
    { field: 'evidence', name: '佐证', synonyms: ['佐证材料', '备注及佐证'] },
    {
      field: 'more',
      name: '其他事项',
      note: '一行写一项，例如 整改措施：一是…；二是…',
      synonyms: ['其他', '其它事项'],
    },
  ],
};

interface Desk extends RowDesk {
  /** The table is one of several side by side. */
  isPart: boolean;
  rolls: Rolls;
  known: Set<string>;
  life: { personTimesPresent: number; absences: number; byKind: Record<string, number> };
}

/** What to do with numbers that cannot both be right; undefined while nobody has said. */
function mendedCounts(counts: Counts, row: SheetRow, what: string, desk: Desk): Counts | undefined {
  const { draft, context } = desk;
  const { due, present } = counts;
  if (due === undefined || present === undefined || present <= due) return counts;
  const answer = draft.ask(
    {
      id: `life-present-over-due:${what}`,
      cell: row.where('present'),
      ask: `${what}实到${present}人，多于应到${due}人，怎么记？`,
      options: [
        { value: 'swap', says: `写反了：应到${present}人，实到${due}人` },
        { value: 'present', says: `只记实到${present}人，应到不记` },
      ],
      default: null,
      certainty: 'unsure',
    },
    context.answers,
  );
  if (answer === 'swap') return { due: present, present: due };
  if (answer === 'present') return { due: undefined, present };
  draft.reject(row.where('present'), 'present-exceeds-due', `实到${present}人，多于应到${due}人`);
  return undefined;
}

function readCounts(row: SheetRow, what: string, desk: Desk): Counts | undefined {
  const read = (field: 'due' | 'present'): number | undefined | 'unreadable' => {
    const text = row.text(field);
    return text === '' || /^[-—/]+$/.test(text) ? undefined : (readCount(text) ?? 'unreadable');
  };
  const [due, present] = [read('due'), read('present')];
  for (const [field, count] of [
    ['due', due],
    ['present', present],
  ] as const) {
    if (count !== 'unreadable') continue;
    desk.draft.reject(row.where(field), 'count-unreadable', `“${row.text(field)}”不是人数`);
  }
  if (due === 'unreadable' || present === 'unreadable') return undefined;
  return mendedCounts({ due, present }, row, what, desk);
}

/** The number present, where names and counts may say different ones: the counts hold unless it was answered otherwise. */
function presentOf(
  counts: Counts,
  named: { absent: number; present: number | undefined },
  row: SheetRow,
  what: string,
  desk: Desk,
) {
  const { due, present } = counts;
  const byNames =
    named.present ?? (due === undefined || named.absent === 0 ? undefined : Math.max(0, due - named.absent));
  const counted = present ?? (due === undefined ? undefined : Math.max(0, due - named.absent));
  if (present === undefined || byNames === undefined || byNames === present) return counted ?? byNames;
  const answer = desk.draft.ask(
    {
      id: `life-names-differ:${what}`,
      cell: row.where(named.present === undefined ? 'absent' : 'attendees'),
      ask: `${what}写实到${present}人，按名单是${byNames}人，怎么记？`,
      options: [
        { value: 'counts', says: `按写的人数：实到${present}人` },
        { value: 'names', says: `按名单：实到${byNames}人` },
      ],
      default: 'counts',
      certainty: 'likely',
    },
    desk.context.answers,
  );
  return answer === 'names' ? byNames : present;
}

function take(source: SheetRow, desk: Desk): void {
  const { draft, life, context } = desk;
  const row = withAttendance(withReasons(withSubject(source, desk.kinds)));
  if (row.text('waits') !== '') {
    draft.reject(row.where('date'), 'question-open', row.text('waits'));
    return;
  }
  const place = readBranch(row, desk);
  const heldOn = place && readDate(row, desk);
  const kind = heldOn && readKind(row, place.org, desk);
  if (!kind) return;
  const { org } = place;
  const topic = (isNothing(row.text('topic')) ? row.text('summary') : row.text('topic')).replace(/\s+/g, ' ').trim();
  if (isNothing(topic)) {
    draft.reject(row.where('topic'), 'topic-missing', '没有写主题');
    return;
  }
  const what = `${org.name}${dayName(heldOn)}${kind.name}`;
  const counts = readCounts(row, what, desk);
  if (!counts) return;
  const { people, absences, named, notes, doubts } = attendanceOf(row, kind, org, heldOn, counts, desk.rolls);
  const body = bodyOf({ row, kind, org, topic, notes, cell: place.cell, rolls: desk.rolls, people, draft });
  const parsed = bodySchema(kind).safeParse(body);
  if (!parsed.success) {
    const missing = kind.fields.find((field) => field.key === String(parsed.error.issues[0]?.path[0]));
    draft.reject(row.where('topic'), 'field-missing', `${kind.name}还要写${missing?.name ?? '别的内容'}`);
    return;
  }
  const ids = people.map((person) => person.personId);
  const key = activityKey(kind, org.id, heldOn, shortTopic(topic), ids);
  if (desk.known.has(key)) {
    draft.reject(row.where('branch'), 'duplicate', `${what}“${topic}”已有，未重复导入`);
    return;
  }
  desk.known.add(key);
  for (const said of doubts) draft.warn(...said);
  const present = presentOf(counts, named, row, what, desk);
  draft.records.push({
    id: context.newId(key),
    version: 1,
    kind: kind.id,
    orgId: org.id,
    ownerId: null,
    heldOn,
    place: row.text('place').slice(0, 80),
    people,
    body: parsed.data,
    ...readTimes(row),
    ...(counts.due === undefined ? {} : { due: counts.due }),
    ...(present === undefined ? {} : { present }),
  });
  draft.activities.push(key);
  for (const id of ids) draft.people.add(id);
  draft.accepted += 1;
  life.personTimesPresent += present ?? 0;
  life.absences += absences;
  life.byKind[kind.name] = (life.byKind[kind.name] ?? 0) + 1;
}

/** Whether a row says anything of an activity: a day, a topic or a kind; beside other parts of a table its branch says nothing. */
const saysSomething = (row: SheetRow, isPart: boolean): boolean =>
  ['date', 'topic', 'content', 'title', 'kind', 'summary'].some((field) =>
    isPart ? !isNothing(row.text(field)) : row.text(field) !== '',
  ) ||
  (!isPart && row.text('branch') !== '');

function takeStep(step: Step, desk: Desk): void {
  if (takeHeading(step, desk) || !step.row || !saysSomething(step.row, desk.isPart)) return;
  desk.draft.rows += 1;
  desk.context.onRow?.();
  take(step.row, desk);
}

/** The kind or the month that stands over one of several tables side by side. */
function headingOf({ under }: Understanding, year: number | undefined, { kinds }: PlanContext): Desk['heading'] {
  if (under === undefined) return {};
  const named = kindsIn(under, kindNames(kinds));
  const month = isMonthHeading(under) ? monthOfText(under, year) : undefined;
  return { ...(named.length === 1 ? { kind: named[0]! } : {}), ...(month ? { month } : {}) };
}

/** Whose register it is: the unit that a title begins with, and its branch that the title goes on with where no column names one. */
function withinOf(titles: readonly string[], { columns }: Understanding, orgs: OrgFinder): WorldOrg | undefined {
  const unit = orgs.inTitles(titles);
  const isNamed = columns.some(({ field }) => field === 'branch');
  return (unit && !isNamed ? orgs.branchIn(titles, unit) : undefined) ?? unit;
}

/** Plans a register of activities. Days without a year take that of the title. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding);
  const orgs = new OrgFinder(world);
  const titles = [...opened.title, sheet.name, context.file.replace(/\.\w+$/, '')];
  const desk: Desk = {
    isPart: understanding.under !== undefined,
    draft: new PlanDraft('life', sheet.name),
    world,
    orgs,
    rolls: new Rolls(world),
    within: withinOf(titles, understanding, orgs),
    year: sheetYear(opened, context.file),
    titles: [sheet.name, ...opened.title, ...titles.slice(-1)],
    heading: headingOf(understanding, sheetYear(opened, context.file), context),
    kinds: kindNames(context.kinds),
    known: new Set(world.activities),
    life: { personTimesPresent: 0, absences: 0, byKind: {} },
    context,
  };
  for (const step of stepsOf(sheet, understanding, opened)) takeStep(step, desk);
  return desk.draft.done({ life: desk.life });
}

export const lifePlanner: Planner = { layout, plan };
