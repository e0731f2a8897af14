/** 组织生活台账: a paper register of activities, one a row. */
import { bodySchema, type RecordKind } from '../../core/record/room.ts';
import { dayName } from '../../core/time/room.ts';
import {
  isMonthHeading,
  isNothing,
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
import { lifeLayout } from './life-columns.logic.ts';
import {
  eachDay,
  type RowDesk,
  readBranch,
  readDate,
  readKind,
  readTimes,
  saysNothingHeld,
  takeHeading,
} from './row-reading.logic.ts';
import { withReasons, withSubject } from './row-subject.logic.ts';

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

/** What it was about; marks, grids and tables of results have no place for that, and their kind says as much. */
function topicOf(row: SheetRow, kind: RecordKind, { draft, isShaped }: Desk): string {
  const written = (isNothing(row.text('topic')) ? row.text('summary') : row.text('topic')).replace(/\s+/g, ' ').trim();
  const hasPlace = ['topic', 'content', 'title', 'summary'].some((field) => row.has(field));
  if (written !== '' || hasPlace || !(isShaped || row.has('result'))) return written;
  draft.warn(row.where('date'), 'topic-assumed', `没有写主题，记为“${kind.name}”`);
  return kind.name;
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
  const topic = topicOf(row, kind, desk);
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
  if (takeHeading(step, desk) || saysNothingHeld(step, desk)) return;
  if (!step.row || !saysSomething(step.row, desk.isPart)) return;
  for (const row of eachDay(step.row, desk)) {
    desk.draft.rows += 1;
    desk.context.onRow?.();
    take(row, desk);
  }
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
    isShaped: understanding.records !== undefined,
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

export const lifePlanner: Planner = { layout: lifeLayout, plan };
