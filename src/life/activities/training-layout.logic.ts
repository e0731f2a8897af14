/** 培训名单: who took part in which training course, as lists of trainees, tables of courses or records of class hours. */
import { bodySchema } from '../../core/record/room.ts';
import {
  type HeadValue,
  headValues,
  isNothing,
  openSheet,
  readCount,
  readNames,
  readPersonName,
  readReason,
  type Sheet,
  type SheetRow,
  sheetYear,
  squeezed,
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
  type WorldPerson,
} from '../../registry/organizations/room.ts';
import type { NamedPart } from './attendance-reading.logic.ts';
import { shortTopic } from './body-reading.logic.ts';
import { TraineeFinder } from './trainee-finder.logic.ts';
import { training } from './training.kind.ts';
import { trainingLayout } from './training-columns.logic.ts';
import { courseName, type DaySpan, daySpan, hoursOf, hoursWords } from './training-text.logic.ts';

const LABELS = {
  person: ['姓名', '学员姓名'],
  unit: ['单位', '工作单位', '所在单位', '单位及职务'],
  session: ['培训班名称', '培训名称', '培训班', '班次', '培训班次', '培训项目', '培训主题', '班次名称'],
  date: ['培训时间', '培训日期', '时间', '日期', '起止时间', '举办时间', '培训起止时间'],
  organizer: ['主办单位', '举办单位', '组织单位', '培训单位', '承办单位', '主办'],
  place: ['培训地点', '地点', '举办地点'],
  hours: ['学时', '培训学时', '总学时', '学时数', '课时'],
  lecturer: ['授课人', '主讲人', '授课老师'],
};
type Label = keyof typeof LABELS;

const HEADING_MAX = 60;

interface Trainee {
  person: WorldPerson;
  hours: number | undefined;
  row: SheetRow;
}

/** One course with all that its rows say of it. */
interface Course {
  name: string;
  span: DaySpan;
  organizer: string;
  place: string;
  /** Class hours of the course itself, where they are said apart from those of each trainee. */
  hours: number | undefined;
  content: string;
  /** Whom it was for, in words. */
  audience: string;
  count: number | undefined;
  trainees: Trainee[];
  lecturers: WorldPerson[];
  /** Who taught, where not all of them are known. */
  taughtBy: string[];
  /** Those who were to come and did not, with the reasons, as they are written. */
  missed: string[];
  /** How a trainee came out of it. */
  outcomes: string[];
  evidence: string[];
  row: SheetRow;
}

interface Desk {
  draft: PlanDraft;
  world: World;
  orgs: OrgFinder;
  finder: TraineeFinder;
  values: Map<string, HeadValue>;
  /** The course that a heading among the rows, or the title, names. */
  heading: string;
  within: WorldOrg | undefined;
  year: number | undefined;
  courses: Map<string, Course>;
  /** Whether anybody signed in a table that has a place to sign. */
  isSigned: boolean;
  context: PlanContext;
}

const said = (row: SheetRow, field: string, label: Label, desk: Desk): string =>
  isNothing(row.text(field)) ? (desk.values.get(label)?.value ?? '') : row.text(field);

function spanOf(row: SheetRow, desk: Desk): DaySpan | undefined {
  const { draft, context, year } = desk;
  const cell = row.cell('date');
  const written = said(row, 'date', 'date', desk);
  const head = { value: written, text: written };
  const reading = daySpan(cell && row.text('date') !== '' ? cell : head, row.cell('until'), year);
  if (reading.ok && reading.span.from <= context.today) return reading.span;
  const [reason, what] = reading.ok
    ? ['date-in-future', `“${written}”晚于今天`]
    : isNothing(written)
      ? ['date-missing', '没有写培训时间']
      : [reading.reason, `“${written}”不是写到日的时间`];
  draft.reject(row.where('date'), reason!, what!);
  return undefined;
}

/** The course that a row belongs to; undefined when the row was rejected. */
function courseOf(row: SheetRow, desk: Desk): Course | undefined {
  const { draft, courses } = desk;
  // A register of a branch's lessons has no names of courses: what was taught is the name.
  const name = said(row, 'session', 'session', desk) || desk.heading || row.text('content');
  if (name === '') {
    draft.reject(row.where('session'), 'topic-missing', '没有写是哪一期培训，标题里也没有');
    return undefined;
  }
  const span = spanOf(row, desk);
  if (!span) return undefined;
  const key = [squeezed(name), span.from].join('|');
  const known = courses.get(key);
  if (known) return known;
  const course: Course = {
    name: name.replace(/\s+/g, ' '),
    span,
    organizer: said(row, 'organizer', 'organizer', desk),
    place: said(row, 'place', 'place', desk),
    hours:
      hoursOf(desk.values.get('hours')?.value ?? '') ?? (row.has('person') ? undefined : hoursOf(row.text('hours'))),
    content: row.text('content'),
    audience: '',
    count: undefined,
    trainees: [],
    lecturers: [],
    taughtBy: [],
    missed: [],
    outcomes: [],
    evidence: [],
    row,
  };
  courses.set(key, course);
  return course;
}

/** The person whom a name means; undefined when the user must say it or the registry does not know him. */
function personOf(written: string, unit: string, row: SheetRow, field: string, desk: Desk): WorldPerson | undefined {
  const { draft, world, context } = desk;
  const found = desk.finder.find(written, unit, row.text('post'));
  if (found.found === 'one') {
    if (found.elsewhere)
      draft.warn(row.where(field), 'unit-differs-from-roster', `${found.person.name}在名册里不在“${unit}”，按姓名对应`);
    return found.person;
  }
  if (found.found === 'none') {
    draft.reject(row.where(field), 'person-unknown', `${found.name}不在名册里，没有导入；请先导入名册`);
    return undefined;
  }
  const answer = draft.ask(
    {
      id: `training-person:${found.name}@${squeezed(unit)}`.slice(0, 200),
      cell: row.where(field),
      ask: `有${found.people.length}位${found.name}，参加培训的是哪一位？`,
      options: found.people.map((person) => {
        const held = person.posts[0] ?? person.memberships[0];
        const where = held ? (world.orgs.get(held.orgId)?.name ?? '') : '';
        return { value: String(person.id), says: `${where}${person.posts[0]?.title ?? ''}` || person.name };
      }),
      default: null,
      certainty: 'unsure',
    },
    context.answers,
  );
  const chosen = found.people.find(({ id }) => String(id) === answer);
  if (!chosen)
    draft.reject(row.where(field), 'person-ambiguous', `有${found.people.length}位${found.name}，没有对应到人`);
  return chosen;
}

const SIGNED = /^(?:[√✓✔☑●vV]|1|是|到|已到|已签到?|已签名|签到|参训|已参训|参加|已参加|全勤)$/;
const UNSIGNED = /^(?:[×✗✘xX]|0|否|未到|未参训|未参加|缺席|缺训|缺)$/;

/** 未参加（病假） where others have how they came out of it. */
const NOT_THERE = /^(?:未参训|未参加(?:培训)?|未到课?|缺席|缺训|请假)(?:\((.*)\))?$/;

/** Why somebody on a sign-in sheet was away; empty for no reason given, undefined where he came. `open`: not told yet. */
function awayBy(row: SheetRow, name: string, desk: Desk): { away: string } | 'came' | 'open' {
  const [sign, why] = [squeezed(row.text('sign')), row.text('missedWhy')];
  const isBlank = sign === '' || isNothing(sign);
  const missed = NOT_THERE.exec(squeezed(row.text('outcome')));
  if (missed) return { away: readReason(missed[1] ?? why) };
  if (!row.has('sign')) return isNothing(why) ? 'came' : { away: readReason(why) };
  if (SIGNED.test(sign) || readPersonName(sign) === name) return 'came';
  if (!isNothing(why)) return { away: readReason(why) };
  if (UNSIGNED.test(sign)) return { away: '' };
  if (!isBlank) return { away: readReason(sign) };
  const answer = desk.draft.ask(
    {
      id: `training-unsigned|${desk.isSigned ? 'some' : 'none'}`,
      cell: row.where('sign'),
      ask: desk.isSigned ? '签到栏空着、也没有写原因的人，参训了吗？' : '签到栏都空着，名单上的人都参训了吗？',
      options: [
        { value: 'away', says: '没有参训' },
        { value: 'came', says: '参训了' },
      ],
      default: desk.isSigned ? 'away' : null,
      certainty: desk.isSigned ? 'likely' : 'unsure',
    },
    desk.context.answers,
  );
  return answer === 'came' ? 'came' : answer === 'away' ? { away: '' } : 'open';
}

/** A row that is one trainee. */
function takeTrainee(row: SheetRow, course: Course, desk: Desk): void {
  const { draft } = desk;
  const written = said(row, 'person', 'person', desk);
  const name = readPersonName(written) ?? written;
  const came = awayBy(row, name, desk);
  if (came === 'open') {
    draft.reject(row.where('sign'), 'question-open', `${name}的签到栏空着，没有导入；请先回答：名单上的人都参训了吗？`);
    return;
  }
  if (came !== 'came') {
    course.missed.push(came.away === '' ? name : `${name}（${came.away}）`);
    draft.accepted += 1;
    return;
  }
  const own = row.text('hours');
  const hours = hoursOf(own);
  if (own !== '' && hours === undefined && !isNothing(own))
    draft.warn(row.where('hours'), 'count-unreadable', `“${own}”不是学时数，没有导入`);
  const person = personOf(written, said(row, 'unit', 'unit', desk), row, 'person', desk);
  if (!person) return;
  if (!isNothing(row.text('outcome'))) course.outcomes.push(`${person.name} ${row.text('outcome')}`);
  if (course.trainees.some((one) => one.person.id === person.id)) {
    draft.reject(row.where('person'), 'duplicate', `${person.name}在${course.name}里写了两次`);
    return;
  }
  course.trainees.push({ person, hours, row });
  draft.accepted += 1;
}

/** Whom a course was for, 发展对象, where people are counted and none of the words is a name that somebody bears. */
function audienceOf(row: SheetRow, { finder }: Desk): string {
  const written = row.text('person');
  if (written === '' || readCount(row.text('count')) === undefined) return '';
  return readNames(written).names.some(({ name }) => finder.isKnown(name)) ? '' : written;
}

/** Where a row lists people: in the column of lists, or several names in that of one. */
function listField(row: SheetRow, desk: Desk): 'trainees' | 'person' {
  const { names, unread } = readNames(row.text('person'), desk.finder.isKnown);
  return names.length > 1 && unread.length === 0 ? 'person' : 'trainees';
}

/** A row that is one course, with its people in one cell. */
function takeCourse(row: SheetRow, course: Course, desk: Desk): void {
  const { draft, finder } = desk;
  const audience = audienceOf(row, desk);
  if (audience !== '') course.audience = audience;
  const list = audience === '' ? listField(row, desk) : 'trainees';
  course.hours ??= hoursOf(row.text('hours'));
  if (!isNothing(row.text('missed'))) course.missed.push(row.text('missed'));
  if (!isNothing(row.text('outcome'))) course.outcomes.push(row.text('outcome'));
  const { names, unread } = readNames(row.text(list), finder.isKnown);
  for (const text of unread) draft.warn(row.where(list), 'name-unreadable', `“${text}”不像姓名，没有导入`);
  for (const { name } of names) {
    const found = finder.find(name, '', '');
    if (found.found === 'one') course.trainees.push({ person: found.person, hours: undefined, row });
    else
      draft.warn(
        row.where(list),
        found.found === 'many' ? 'person-ambiguous' : 'person-unknown',
        `“${name}”${found.found === 'many' ? '不止一位，没有对应到人' : '不在册，只计人数'}`,
      );
  }
  const count = row.text('count') === '' ? undefined : readCount(row.text('count'));
  if (row.text('count') !== '' && count === undefined)
    draft.warn(row.where('count'), 'count-unreadable', `“${row.text('count')}”不是人数`);
  course.count = count ?? (names.length > 0 ? names.length : undefined);
  if (count !== undefined && names.length > 0 && count !== names.length)
    draft.warn(
      row.where('count'),
      'count-differs',
      `写的是${count}人，名单上是${names.length}人，按写的人数导入，请核对`,
    );
  draft.accepted += 1;
}

/** Those who taught; whom the registry does not know, 市委党校教师, is told in words. */
function takeLecturers(written: string, course: Course, { finder }: Desk): void {
  const { names, unread } = readNames(written, finder.isKnown);
  let isKnown = unread.length === 0;
  for (const { name } of names) {
    const found = finder.find(name, '', '');
    if (found.found !== 'one') isKnown = false;
    else if (!course.lecturers.some(({ id }) => id === found.person.id)) course.lecturers.push(found.person);
  }
  if (!isKnown && !course.taughtBy.includes(written)) course.taughtBy.push(written);
}

function takeRow(row: SheetRow, desk: Desk): void {
  const course = courseOf(row, desk);
  if (!course) return;
  for (const text of [row.text('evidence'), row.text('remark')])
    if (!isNothing(text) && !course.evidence.includes(text)) course.evidence.push(text);
  takeLecturers(said(row, 'lecturer', 'lecturer', desk), course, desk);
  const isCourse = said(row, 'person', 'person', desk) === '' || audienceOf(row, desk) !== '';
  if (isCourse || listField(row, desk) === 'person') takeCourse(row, course, desk);
  else takeTrainee(row, course, desk);
}

/** The hours that most trainees have: those of the course, where it does not say them itself. */
function usualHours(trainees: readonly Trainee[]): number | undefined {
  const counts = new Map<number, number>();
  for (const { hours } of trainees) if (hours !== undefined) counts.set(hours, (counts.get(hours) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0];
}

/** In whose name the course is recorded: the organizer's, else whom the title names, else the committee at the top. */
function ownerOf(course: Course, desk: Desk): WorldOrg | undefined {
  const { orgs, within, world, draft } = desk;
  const found = course.organizer === '' ? undefined : orgs.find(course.organizer);
  const named =
    found?.found === 'one' ? found.org : course.organizer === '' ? undefined : orgs.inTitle(course.organizer);
  if (named) return named;
  const top = within ?? [...world.orgs.values()].find((org) => org.parentId === null);
  if (top && course.organizer !== '')
    draft.warn(
      course.row.where('organizer'),
      'unit-unknown',
      `主办单位“${course.organizer}”不在名册里，记在${top.name}名下`,
    );
  return top;
}

/** What was taught, who was away and how it came out: what the kind has no places for is told in words. */
const summaryOf = ({ name, content, audience, taughtBy, missed, outcomes }: Course): string =>
  [
    squeezed(content) === squeezed(name) ? '' : content,
    audience === '' ? '' : `参训对象：${audience}`,
    taughtBy.length > 0 ? `授课人：${taughtBy.join('、')}` : '',
    missed.length > 0 ? `未参训：${missed.join('、')}` : '',
    outcomes.length > 0 ? `考核结果：${outcomes.join('、')}` : '',
  ]
    .filter(Boolean)
    .join('\n');

function layDown(course: Course, known: Set<string>, desk: Desk): void {
  const { draft, context } = desk;
  const { trainees, lecturers, span } = course;
  const rejectAll = (reason: string, what: string): void => {
    for (const row of trainees.length > 0 ? trainees.map((one) => one.row) : [course.row]) {
      draft.reject(row.where('person'), reason, what);
      draft.accepted -= 1;
    }
  };
  const org = ownerOf(course, desk);
  if (!org) {
    rejectAll('unit-missing', '不知道是哪个党组织办的，请写明主办单位');
    return;
  }
  if (!training.heldBy.includes(org.kind)) {
    rejectAll('kind-not-held', `${org.name}不办培训`);
    return;
  }
  const usual = course.hours ?? usualHours(trainees);
  const classHours = usual !== undefined && Number.isInteger(usual) ? usual : undefined;
  const people: NamedPart[] = [
    ...trainees.map(({ person, hours }) => ({
      personId: person.id,
      part: 'trainee',
      name: person.name,
      ...(hours === undefined || hours === classHours ? {} : { reason: hoursWords(hours) }),
    })),
    ...lecturers.map((person) => ({ personId: person.id, part: 'lecturer', name: person.name })),
  ];
  const topic = shortTopic(course.name);
  const key = activityKey(
    training,
    org.id,
    span.from,
    topic,
    people.map(({ personId }) => personId),
  );
  const same = [...known].filter((one) => one.startsWith([training.id, org.id, span.from, topic, ''].join('|')));
  if (same.length > 0) {
    const what = same.includes(key) ? '已有，未重复导入' : '已有，名单不同；请在原记录上更正';
    rejectAll('duplicate', `${course.name}${what}`);
    return;
  }
  known.add(key);
  draft.records.push({
    id: context.newId(key),
    version: 1,
    kind: training.id,
    orgId: org.id,
    ownerId: null,
    heldOn: span.from,
    place: course.place.slice(0, 80),
    people,
    body: bodySchema(training).parse({
      topic,
      ...(span.until && span.until !== span.from ? { until: span.until } : {}),
      ...(course.organizer ? { organizer: course.organizer.slice(0, 80) } : {}),
      ...(classHours === undefined ? {} : { classHours }),
      ...(summaryOf(course) === '' ? {} : { summary: summaryOf(course).slice(0, 2000) }),
      ...(course.evidence.length > 0 ? { evidence: course.evidence.join('；').slice(0, 200) } : {}),
    }),
    present: course.count ?? trainees.length,
  });
  draft.activities.push(key);
  for (const { personId } of people) draft.people.add(personId);
}

/** Plans lists of trainees: one record a course, whichever way its people are written. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding);
  const orgs = new OrgFinder(world);
  const file = context.file.replace(/\.\w+$/, '');
  const titles = [...opened.title, sheet.name, file];
  const desk: Desk = {
    draft: new PlanDraft('training', sheet.name),
    world,
    orgs,
    finder: new TraineeFinder(world, orgs),
    values: headValues(sheet, understanding, LABELS),
    heading: titles.map(courseName).find((name) => name !== undefined) ?? '',
    within: orgs.inTitles(titles),
    year: sheetYear(opened, context.file),
    courses: new Map(),
    isSigned: opened.rows.some((row) => !isNothing(row.text('sign'))),
    context,
  };
  for (const { row, alone } of stepsOf(sheet, understanding, opened)) {
    const heading = alone && alone.text.length <= HEADING_MAX ? courseName(alone.text) : undefined;
    if (heading && row?.text('session') !== alone!.text) desk.heading = heading;
    if (!row || heading) continue;
    // Beside other courses a person's place stays empty where he was not at this one.
    if (
      understanding.under !== undefined &&
      ['date', 'session', 'content', 'hours'].every((field) => isNothing(row.text(field)))
    )
      continue;
    desk.draft.rows += 1;
    context.onRow?.();
    takeRow(row, desk);
  }
  const known = new Set(world.activities);
  for (const course of desk.courses.values())
    if (course.trainees.length > 0 || course.count !== undefined || course.missed.length > 0)
      layDown(course, known, desk);
  return desk.draft.done();
}

export const trainingPlanner: Planner = { layout: trainingLayout, plan };
