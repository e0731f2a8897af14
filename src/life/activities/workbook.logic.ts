/** Activities and training courses as rows of the offices' own registers: what leaves in them can be read in again. */
import type { Field, RecordKind } from '../../core/record/room.ts';
import { type Day, dayName } from '../../core/time/room.ts';
import { COUNTED_ONLY } from './attendance-reading.logic.ts';
import { leadingPart } from './kinds.logic.ts';

export interface WorkbookPerson {
  part: string;
  name: string;
  reason: string | null;
}

export interface WorkbookRecord {
  organization: string;
  heldOn: Day;
  startsAt: string | null;
  endsAt: string | null;
  place: string;
  kind: RecordKind;
  due: number | null;
  present: number | null;
  people: readonly WorkbookPerson[];
  /** Without what is confidential. */
  body: Readonly<Record<string, unknown>>;
}

/** Text that a spreadsheet program would take for a formula is kept as text by a leading space. */
const plain = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? ` ${text}` : text);

const named = ({ name, reason }: WorkbookPerson): string => (reason ? `${name}（${reason}）` : name);
const listOf = (people: readonly WorkbookPerson[], part: string): string =>
  people
    .filter((one) => one.part === part)
    .map(named)
    .join('、');

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join('；') : typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Parts and fields that have a column of their own; all others stand by name in the last one. */
const PART_COLUMNS = ['lecturer', 'talkedTo', 'minuteTaker', 'guest', 'absent', 'attendee'];
const FIELD_COLUMNS = ['topic', 'summary', 'resolutions', 'evidence', 'cell'];

const fieldWords = (field: Field, value: unknown): string =>
  field.type === 'choice' ? (field.choices.find((choice) => choice.value === value)?.name ?? '') : textOf(value);

function moreOf({ kind, people, body }: WorkbookRecord): string {
  const leading = leadingPart(kind);
  const fields = kind.fields
    .filter(({ key, confidential }) => !confidential && !FIELD_COLUMNS.includes(key) && body[key] !== undefined)
    .map((field) => `${field.name}：${fieldWords(field, body[field.key]).replace(/\n/g, ' ')}`);
  const parts = kind.parts
    .filter(({ key }) => key !== leading && key !== 'presider' && !PART_COLUMNS.includes(key))
    .flatMap((part) =>
      people.some((one) => one.part === part.key) ? [`${part.name}：${listOf(people, part.key)}`] : [],
    );
  return [...fields, ...parts].filter((line) => !line.endsWith('：')).join('\n');
}

function attending({ people, present }: WorkbookRecord): string {
  const list = listOf(people, 'attendee');
  return list === '' && present !== null ? COUNTED_ONLY : list;
}

/** Who presides, or leads in a kind that has no presider and no column for him. */
function presiding({ kind, people }: WorkbookRecord): string {
  const leading = leadingPart(kind);
  const part = kind.parts.some(({ key }) => key === 'presider') ? 'presider' : leading;
  return part === undefined || PART_COLUMNS.includes(part) ? '' : listOf(people, part);
}

const clocks = ({ startsAt, endsAt }: WorkbookRecord): string => [startsAt, endsAt].filter(Boolean).join('—');

interface Column {
  head: string;
  width: number;
  value: (record: WorkbookRecord) => string | number;
  /** Left out where no record has anything in it. */
  whereUsed?: boolean;
}

const COLUMNS: readonly Column[] = [
  { head: '支部名称', width: 26, value: (one) => plain(one.organization) },
  { head: '时间', width: 16, value: (one) => dayName(one.heldOn) },
  { head: '起止时间', width: 13, value: clocks, whereUsed: true },
  { head: '类型', width: 14, value: (one) => one.kind.name },
  { head: '党小组', width: 12, value: (one) => plain(textOf(one.body.cell)), whereUsed: true },
  { head: '主题', width: 34, value: (one) => plain(textOf(one.body.topic)) },
  { head: '地点', width: 16, value: (one) => plain(one.place), whereUsed: true },
  { head: '主持人', width: 12, value: presiding },
  { head: '主讲人', width: 12, value: (one) => listOf(one.people, 'lecturer'), whereUsed: true },
  { head: '谈话对象', width: 12, value: (one) => listOf(one.people, 'talkedTo'), whereUsed: true },
  { head: '记录人', width: 10, value: (one) => listOf(one.people, 'minuteTaker'), whereUsed: true },
  { head: '应到', width: 7, value: (one) => one.due ?? '' },
  { head: '实到', width: 7, value: (one) => one.present ?? '' },
  { head: '缺席人员及原因', width: 30, value: (one) => listOf(one.people, 'absent') },
  { head: '出席人员', width: 34, value: attending },
  { head: '列席人员', width: 14, value: (one) => listOf(one.people, 'guest'), whereUsed: true },
  { head: '决议', width: 30, value: (one) => plain(textOf(one.body.resolutions)), whereUsed: true },
  { head: '内容摘要', width: 40, value: (one) => plain(textOf(one.body.summary)), whereUsed: true },
  { head: '佐证', width: 18, value: (one) => plain(textOf(one.body.evidence)), whereUsed: true },
  { head: '其他事项', width: 30, value: moreOf, whereUsed: true },
];

export interface Register {
  columns: { head: string; width: number }[];
  rows: (string | number)[][];
}

/** The register of some records, with the columns that they fill. */
export function lifeRegister(records: readonly WorkbookRecord[]): Register {
  const used = COLUMNS.filter((column) => !column.whereUsed || records.some((one) => column.value(one) !== ''));
  return {
    columns: used.map(({ head, width }) => ({ head, width })),
    rows: records.map((one) => used.map((column) => column.value(one))),
  };
}

const TRAINING_COLUMNS = [
  { head: '培训班名称', width: 34 },
  { head: '培训时间', width: 26 },
  { head: '主办单位', width: 24 },
  { head: '培训地点', width: 16 },
  { head: '姓名', width: 12 },
  { head: '单位', width: 34 },
  { head: '学时', width: 8 },
  { head: '授课人', width: 14 },
  { head: '培训内容', width: 30 },
];

export interface WorkbookCourse extends WorkbookRecord {
  /** Unit of each trainee, in their order. */
  units: readonly string[];
}

/** Courses with a row for each trainee, or one row where only their number is known. */
export function trainingRegister(courses: readonly WorkbookCourse[]): Register {
  const rows = courses.flatMap((course) => {
    const { body, heldOn, place, people, units } = course;
    const until = typeof body.until === 'string' ? `至${dayName(body.until as Day)}` : '';
    const trainees = people.filter(({ part }) => part === 'trainee');
    return trainees.map((one, at) => [
      plain(textOf(body.topic)),
      `${dayName(heldOn)}${until}`,
      plain(textOf(body.organizer) || course.organization),
      plain(place),
      one.name,
      plain(units[at] ?? ''),
      one.reason?.replace(/学时$/, '') ?? textOf(body.classHours),
      listOf(people, 'lecturer'),
      plain(textOf(body.summary)),
    ]);
  });
  return { columns: TRAINING_COLUMNS, rows };
}
