/** 组织生活台账: a paper register of activities, one a row. */
import { bodySchema, type RecordKind } from '../../core/record/room.ts';
import { type Day, dayName } from '../../core/time/room.ts';
import {
  clockIn,
  isNothing,
  type Layout,
  openSheet,
  readCount,
  readDay,
  type Sheet,
  type SheetRow,
  sheetYear,
  squeezed,
  type Understanding,
} from '../../platform/open/room.ts';
import {
  activityKey,
  OrgFinder,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  unitProblem,
  type World,
  type WorldOrg,
} from '../../registry/organizations/room.ts';
import { attendanceOf, type Counts, Rolls } from './attendance-reading.logic.ts';

const layout: Layout = {
  id: 'life',
  name: '组织生活台账',
  titles: [/组织生活.*(?:台账|记录|登记|统计|情况|记实)/, /三会一课/, /主题党日.*(?:台账|记录|登记)/],
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
      ],
    },
    {
      field: 'kind',
      name: '类型',
      required: true,
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
      synonyms: [
        '议题',
        '活动主题',
        '会议主题',
        '会议议题',
        '内容',
        '主要内容',
        '活动内容',
        '会议内容',
        '题目',
        '主题及内容',
      ],
    },
    { field: 'place', name: '地点', synonyms: ['活动地点', '会议地点', '召开地点'] },
    { field: 'presider', name: '主持人', synonyms: ['主持', '召集人', '会议主持人', '主持人姓名', '组织者'] },
    { field: 'lecturer', name: '主讲人', synonyms: ['授课人', '讲课人', '党课主讲人'] },
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
        '缺席原因',
      ],
    },
    {
      field: 'attendees',
      name: '出席人员',
      synonyms: ['参加人员', '到会人员', '参会人员', '参加人员名单', '出席名单'],
    },
    { field: 'guests', name: '列席人员', synonyms: ['列席', '列席人'] },
    { field: 'resolutions', name: '决议', synonyms: ['会议决议', '形成决议', '决议事项', '议定事项'] },
    { field: 'summary', name: '内容摘要', synonyms: ['会议记录', '活动概况', '简要情况', '主要情况'] },
  ],
};

interface Desk {
  draft: PlanDraft;
  orgs: OrgFinder;
  rolls: Rolls;
  within: WorldOrg | undefined;
  year: number | undefined;
  kinds: ReadonlyMap<string, RecordKind>;
  known: Set<string>;
  life: { personTimesPresent: number; absences: number; byKind: Record<string, number> };
  context: PlanContext;
}

/** Names of kinds as they are compared: half-width, brackets kept apart from `三会一课`. */
const kindNames = (kinds: readonly RecordKind[]): Map<string, RecordKind> => {
  const names = new Map<string, RecordKind>();
  for (const kind of kinds) for (const name of [kind.name, ...kind.aliases]) names.set(squeezed(name), kind);
  return names;
};

function kindOf(text: string, kinds: ReadonlyMap<string, RecordKind>): RecordKind | undefined {
  const plain = squeezed(text);
  const inner = /\((.*?)\)/.exec(plain)?.[1];
  const outer = plain.replace(/\(.*?\)/g, '');
  const inBrackets = inner === undefined ? undefined : kinds.get(inner);
  return kinds.get(plain) ?? inBrackets ?? kinds.get(outer) ?? kinds.get(outer.replace(/^(?:召开|开展|组织)/, ''));
}

function readBranch(row: SheetRow, desk: Desk): WorldOrg | undefined {
  const written = row.text('branch');
  if (isNothing(written)) {
    if (!row.has('branch') && desk.within) return desk.within;
    desk.draft.reject(row.where('branch'), 'unit-missing', '没有写支部名称');
    return undefined;
  }
  const found = desk.orgs.find(written, desk.within);
  if (found.found === 'one') return found.org;
  const { reason, what, ...offer } = unitProblem(written, found);
  desk.draft.reject(row.where('branch'), reason, what, offer);
  return undefined;
}

function readDate(row: SheetRow, desk: Desk): Day | undefined {
  const cell = row.cell('date');
  const { draft, context } = desk;
  if (!cell || isNothing(row.text('date'))) {
    draft.reject(row.where('date'), 'date-missing', '没有写时间');
    return undefined;
  }
  const written = cell.text.trim();
  const reading = readDay(cell, desk.year);
  if (!reading.ok) {
    const what =
      reading.reason === 'date-year-unknown' ? `“${written}”没有写年份，标题里也没有` : `“${written}”不是有效的日期`;
    draft.reject(row.where('date'), reading.reason, what);
    return undefined;
  }
  if (reading.value.precision === 'month') {
    draft.reject(row.where('date'), 'date-without-day', `“${written}”只写到月，请写明哪一天`);
    return undefined;
  }
  if (reading.value.day > context.today) {
    draft.reject(row.where('date'), 'date-in-future', `“${written}”晚于今天`);
    return undefined;
  }
  if (reading.doubtful)
    draft.warn(row.where('date'), 'date-doubtful', `“${written}”可以有两种读法，按${reading.value.day}读入，请核对`);
  return reading.value.day;
}

function readKind(row: SheetRow, org: WorldOrg, desk: Desk): RecordKind | undefined {
  const written = row.text('kind');
  if (isNothing(written)) {
    desk.draft.reject(row.where('kind'), 'kind-missing', '没有写类型');
    return undefined;
  }
  const kind = kindOf(written, desk.kinds);
  if (!kind) {
    const names = desk.context.kinds.map((one) => one.name).join('、');
    desk.draft.reject(row.where('kind'), 'kind-unknown', `没有“${written}”这个类型；可写：${names}`);
    return undefined;
  }
  if (kind.heldBy.includes(org.kind)) return kind;
  desk.draft.reject(row.where('kind'), 'kind-not-held', `${org.name}不开${kind.name}`);
  return undefined;
}

function readCounts(row: SheetRow, desk: Desk): Counts | undefined {
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
  if (due !== undefined && present !== undefined && present > due) {
    desk.draft.reject(row.where('present'), 'present-exceeds-due', `实到${present}人，多于应到${due}人`);
    return undefined;
  }
  return { due, present };
}

const TOPIC_MAX = 80;
const shortTopic = (topic: string): string => (topic.length > TOPIC_MAX ? `${topic.slice(0, TOPIC_MAX - 1)}…` : topic);

/** The body as far as the kind has the fields; notes go where evidence is named. */
function bodyOf(row: SheetRow, kind: RecordKind, topic: string, notes: readonly string[]): Record<string, unknown> {
  const has = (key: string): boolean => kind.fields.some((field) => field.key === key);
  const summary = [topic.length > TOPIC_MAX ? topic : '', row.text('summary')].filter(Boolean).join('\n');
  const resolutions = isNothing(row.text('resolutions'))
    ? []
    : row
        .text('resolutions')
        .split(/\n|[;；]/)
        .map((line) => line.trim().slice(0, 200))
        .filter(Boolean);
  return {
    topic: shortTopic(topic),
    ...(summary !== '' && has('summary') ? { summary: summary.slice(0, 2000) } : {}),
    ...(resolutions.length > 0 && has('resolutions') ? { resolutions: resolutions.slice(0, 20) } : {}),
    ...(notes.length > 0 && has('evidence') ? { evidence: notes.join('；').slice(0, 200) } : {}),
  };
}

function take(row: SheetRow, desk: Desk): void {
  const { draft, life, context } = desk;
  const org = readBranch(row, desk);
  const heldOn = org && readDate(row, desk);
  const kind = heldOn && readKind(row, org, desk);
  if (!kind) return;
  const topic = row.text('topic').replace(/\s+/g, ' ');
  if (isNothing(topic)) {
    draft.reject(row.where('topic'), 'topic-missing', '没有写主题');
    return;
  }
  const counts = readCounts(row, desk);
  if (!counts) return;
  const { people, absences, notes, doubts } = attendanceOf(row, kind, org, heldOn, counts, desk.rolls);
  const ids = people.map((person) => person.personId);
  const body = bodySchema(kind).parse(bodyOf(row, kind, topic, notes));
  const key = activityKey(kind, org.id, heldOn, shortTopic(topic), ids);
  if (desk.known.has(key)) {
    const what = `${org.name}${dayName(heldOn)}的${kind.name}“${topic}”已有，未重复导入`;
    draft.reject(row.where('branch'), 'duplicate', what);
    return;
  }
  desk.known.add(key);
  for (const said of doubts) draft.warn(...said);
  const startsAt = clockIn(row.text('date'));
  const present = counts.present ?? (counts.due === undefined ? undefined : Math.max(0, counts.due - absences));
  draft.records.push({
    id: context.newId(key),
    version: 1,
    kind: kind.id,
    orgId: org.id,
    ownerId: null,
    heldOn,
    place: row.text('place').slice(0, 80),
    people,
    body,
    ...(startsAt ? { startsAt } : {}),
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

/** Plans a register of activities. Days without a year take that of the title. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding);
  const orgs = new OrgFinder(world);
  const desk: Desk = {
    draft: new PlanDraft('life', sheet.name),
    orgs,
    rolls: new Rolls(world),
    within: orgs.inTitles([...opened.title, sheet.name, context.file.replace(/\.\w+$/, '')]),
    year: sheetYear(opened, context.file),
    kinds: kindNames(context.kinds),
    known: new Set(world.activities),
    life: { personTimesPresent: 0, absences: 0, byKind: {} },
    context,
  };
  for (const row of opened.rows) {
    desk.draft.rows += 1;
    context.onRow?.();
    take(row, desk);
  }
  return desk.draft.done({ life: desk.life });
}

export const lifePlanner: Planner = { layout, plan };
