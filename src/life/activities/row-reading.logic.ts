/** Where, when and what an activity was, from one row of a register and the headings above it. */
import type { RecordKind } from '../../core/record/room.ts';
import { type Day, dayFrom, lastDay, type Month } from '../../core/time/room.ts';
import {
  type Clocks,
  clocksIn,
  clocksOf,
  isMonthHeading,
  isNothing,
  LEAVE_OUT,
  monthOfText,
  readDay,
  type SheetRow,
  type Step,
  squeezed,
} from '../../platform/open/room.ts';
import {
  type OrgFinder,
  type PlanContext,
  type PlanDraft,
  unitProblem,
  type World,
  type WorldOrg,
} from '../../registry/organizations/room.ts';
import { type KindNames, kindOf, kindsIn } from './kind-reading.logic.ts';

/** What reading a row needs of its sheet. */
export interface RowDesk {
  draft: PlanDraft;
  world: World;
  orgs: OrgFinder;
  /** The organization that the title names. */
  within: WorldOrg | undefined;
  year: number | undefined;
  /** The sheet's name, what stands above the table, the file's name. */
  titles: readonly string[];
  /** What the headings above the current row said. */
  heading: { org?: WorldOrg; kind?: RecordKind; month?: Month };
  kinds: KindNames;
  /** The rows are read from marks or cells of a grid: a month alone is all that many of them say. */
  isShaped: boolean;
  context: PlanContext;
}

const HEADING_MAX = 40;
const unnumbered = (text: string): string => text.replace(/^[(（]?[\d一二三四五六七八九十]+[)）.、]+\s*/, '');

/** Takes in a row that only heads those below it: a month, a branch, a kind. False when it is none. */
export function takeHeading({ row, alone }: Step, desk: RowDesk): boolean {
  if (!alone || alone.text.length > HEADING_MAX || row?.text('topic') === alone.text) return false;
  const { heading, orgs, within, kinds, year } = desk;
  const text = unnumbered(alone.text);
  const month = isMonthHeading(text) ? monthOfText(text, year) : undefined;
  const kind = month ? undefined : kindOf(text, kinds);
  const found = month || kind ? undefined : orgs.find(text.replace(/[:：]$/, ''), within);
  if (month) heading.month = month;
  else if (kind) heading.kind = kind;
  else if (found?.found === 'one') heading.org = found.org;
  else return false;
  return true;
}

const NOTHING_HELD =
  /^[^,，。:：]{0,12}(?:未|没有|没)(?:召开|开展|组织|安排)(?:会议|活动|组织生活|三会一课|学习)?[。.]?$/;

/** Where `未开展` may stand in a row without a day. */
const SAID_IN = ['date', 'number', 'topic', 'content', 'title', 'place'];

/** A line or a row that says that nothing was held, `本月因换届未开展`: no record, and said. */
export function saysNothingHeld({ row, alone }: Step, { draft }: RowDesk): boolean {
  const isDated = row !== undefined && /\d/.test(row.text('date'));
  const field = isDated ? undefined : SAID_IN.find((one) => NOTHING_HELD.test(squeezed(row?.text(one) ?? '')));
  const said = row && field ? { text: row.text(field), where: row.where(field) } : alone;
  if (!said || said.text.length > HEADING_MAX || !NOTHING_HELD.test(squeezed(said.text))) return false;
  draft.warn(said.where, 'nothing-held', `“${said.text}”：没有活动，不导入`);
  return true;
}

/** A branch, and the Party group of it that the row names. */
export interface Place {
  org: WorldOrg;
  cell?: string;
}

const CELL = /(第[一二三四五六七八九十\d]+党小组|党小组)$/;

function placeOf(org: WorldOrg, desk: RowDesk): Place {
  const branch = org.kind === 'partyCell' && org.parentId !== null ? desk.world.orgs.get(org.parentId) : undefined;
  return branch ? { org: branch, cell: org.name.replace(branch.name, '') } : { org };
}

/** 机电系 in a table of 市职业技术学校: the only organization there in whose name it stands, unless it is said otherwise. */
function insideOf(
  written: string,
  row: SheetRow,
  { draft, orgs, within, heading, context }: RowDesk,
): WorldOrg | undefined {
  const scope = heading.org ?? within;
  const org = scope && orgs.inside(written, scope);
  if (!org) return undefined;
  const answer = draft.ask(
    {
      id: `life-unit:${squeezed(written)}@${scope.name}`.slice(0, 200),
      cell: row.where('branch'),
      ask: `“${written}”是不是${org.name}？`,
      options: [
        { value: 'yes', says: `是${org.name}` },
        { value: LEAVE_OUT, says: '不是，不导入' },
      ],
      default: 'yes',
      certainty: 'likely',
    },
    context.answers,
  );
  return answer === 'yes' ? org : undefined;
}

/** Where nothing names the branch, the place may be one: 讲课地点 市教育局机关第一党支部. Asked once for the table. */
function orgOfPlace(row: SheetRow, { draft, orgs, context }: RowDesk): WorldOrg | undefined {
  const found = isNothing(row.text('place')) ? undefined : orgs.find(row.text('place'));
  if (found?.found !== 'one') return undefined;
  const answer = draft.ask(
    {
      id: 'life-org-of-place',
      cell: row.where('place'),
      ask: `没有写是哪个支部的，地点写的是党组织（如“${row.text('place')}”），按它记吗？`,
      options: [
        { value: 'yes', says: '记在地点写的党组织' },
        { value: LEAVE_OUT, says: '不是，不导入' },
      ],
      default: 'yes',
      certainty: 'likely',
    },
    context.answers,
  );
  return answer === 'yes' ? found.org : undefined;
}

export function readBranch(row: SheetRow, desk: RowDesk): Place | undefined {
  const { draft, orgs, within, heading } = desk;
  const written = row.text('branch');
  if (isNothing(written)) {
    const org = heading.org ?? (row.has('branch') ? undefined : (within ?? orgOfPlace(row, desk)));
    if (org) return placeOf(org, desk);
    draft.reject(row.where('branch'), 'unit-missing', '没有写支部名称');
    return undefined;
  }
  const found = orgs.find(written, heading.org ?? within);
  if (found.found === 'one') return placeOf(found.org, desk);
  // `机关第一党支部第二党小组`: Party groups seldom stand in the registry.
  const cell = CELL.exec(squeezed(written))?.[1];
  const branch = cell && orgs.find(squeezed(written).slice(0, -cell.length), within);
  if (branch && branch.found === 'one') return { org: branch.org, cell };
  const inside = insideOf(cell ? squeezed(written).slice(0, -cell.length) : written, row, desk);
  if (inside) return cell ? { org: inside, cell } : placeOf(inside, desk);
  const { reason, what, ...offer } = unitProblem(written, found);
  draft.reject(row.where('branch'), reason, what, offer);
  return undefined;
}

/** The month that a day without one belongs to: of a heading, else of the title or the sheet's name. */
const monthOf = ({ heading, titles, year }: RowDesk): Month | undefined =>
  heading.month ?? titles.map((title) => monthOfText(title, year)).find((month) => month !== undefined);

/** The year of a sheet that says none: asked once for all its days. */
function askYear(written: string, row: SheetRow, { draft, context }: RowDesk): number | undefined {
  const now = Number(context.today.slice(0, 4));
  const answer = draft.ask(
    {
      id: 'life-year',
      cell: row.where('date'),
      ask: `“${written}”没有写年份，标题里也没有，是哪一年？`,
      options: [now, now - 1].map((year) => ({ value: String(year), says: `${year}年` })),
      default: null,
      certainty: 'unsure',
    },
    context.answers,
  );
  return answer === undefined ? undefined : Number(answer);
}

/** Days on which branches hold what they hold each month. */
const FIXED_DAYS = [1, 5, 10, 15, 20, 25];

/** The day of a month that stands alone over its marks: asked once, since many hold it on the same day each month. */
function dayOfMonth(month: Month, written: string, row: SheetRow, { draft, context }: RowDesk): Day | undefined {
  const answer = draft.ask(
    {
      id: 'life-day-of-month',
      cell: row.where('date'),
      ask: `“${written}”等只写到月。每月固定在哪一天？不固定的，把“${written}”改成写到日的（如${Number(month.slice(5))}月5日）。`,
      options: [
        ...FIXED_DAYS.map((on) => ({ value: String(on), says: `每月${on}日` })),
        { value: 'last', says: '每月最后一天' },
        { value: LEAVE_OUT, says: '不固定，不导入' },
      ],
      default: null,
      certainty: 'unsure',
    },
    context.answers,
  );
  if (answer === 'last') return lastDay(month);
  return answer === undefined || answer === LEAVE_OUT
    ? undefined
    : dayFrom(Number(month.slice(0, 4)), Number(month.slice(5)), Number(answer));
}

/** Ten days of a month, or its end: no day. */
const ROUGHLY = /^(?:\d{4}[年./-])?\d{1,2}月(?:份|[上中下]旬|初|底|末|中)*$/;
const SEVERAL = /[、,，;；和及\n]/;

/** A row for each of the days that its date names, 3月5日、3月19日: what was held on several days was held as often, unless it is said otherwise. */
export function eachDay(row: SheetRow, desk: RowDesk): SheetRow[] {
  const written = row.text('date');
  // Nearly all rows end here.
  if (!SEVERAL.test(written)) return [row];
  const parts = written.normalize('NFKC').split(SEVERAL).map(squeezed).filter(Boolean);
  const first = /^(\d{4}[年./-])?(\d{1,2}[月./-])\d{1,2}[日号]?$/.exec(parts[0] ?? '');
  const others = parts.slice(1).map((part) => /^(\d{4}[年./-])?(\d{1,2}[月./-])?\d{1,2}[日号]?$/.exec(part));
  if (!first || others.length === 0 || others.some((part) => part === null)) return [row];
  const answer = desk.draft.ask(
    {
      id: 'life-several-days',
      cell: row.where('date'),
      ask: `时间写了${parts.length}天（如“${written}”），记成几次？`,
      options: [
        { value: 'each', says: '每天一次' },
        { value: 'first', says: '只是一次，记第一天' },
      ],
      default: 'each',
      certainty: 'likely',
    },
    desk.context.answers,
  );
  const days =
    answer === 'each'
      ? [
          parts[0]!,
          ...others.map((part) => (part![1] ? part![0] : `${first[1] ?? ''}${part![2] ? '' : first[2]}${part![0]}`)),
        ]
      : [parts[0]!];
  return days.map((text) => ({
    ...row,
    cell: (field) => (field === 'date' ? { value: text, text } : row.cell(field)),
    text: (field) => (field === 'date' ? text : row.text(field)),
  }));
}

export function readDate(row: SheetRow, desk: RowDesk): Day | undefined {
  const cell = row.cell('date');
  const { draft, context } = desk;
  if (!cell || isNothing(row.text('date'))) {
    draft.reject(row.where('date'), 'date-missing', '没有写时间');
    return undefined;
  }
  const written = cell.text.trim();
  const alone = /^(\d{1,2})[日号]?(?![\d.月/-])/.exec(squeezed(written));
  const month = alone ? monthOf(desk) : undefined;
  const inMonth = month && dayFrom(Number(month.slice(0, 4)), Number(month.slice(5)), Number(alone![1]));
  const read = inMonth
    ? ({ ok: true, value: { day: inMonth, precision: 'day' }, doubtful: false } as const)
    : readDay(cell, desk.year);
  const asked = !read.ok && read.reason === 'date-year-unknown' ? askYear(written, row, desk) : undefined;
  const reading = asked === undefined ? read : readDay(cell, asked);
  if (!reading.ok && (isMonthHeading(written) || ROUGHLY.test(squeezed(written)))) {
    const only = desk.isShaped ? monthOfText(written, desk.year) : undefined;
    const on = only && dayOfMonth(only, written, row, desk);
    if (on && on <= context.today) return on;
    draft.reject(row.where('date'), 'date-without-day', `“${written}”没有写到日，请写明哪一天`);
    return undefined;
  }
  if (!reading.ok) {
    const what =
      reading.reason === 'date-year-unknown' ? `“${written}”没有写年份，标题里也没有` : `“${written}”不是有效的日期`;
    draft.reject(row.where('date'), reading.reason, what);
    return undefined;
  }
  if (reading.value.precision === 'month') {
    draft.reject(row.where('date'), 'date-without-day', `“${written}”没有写到日，请写明哪一天`);
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

/** From when to when, as far as the row says it beside the day or in columns of its own. */
export function readTimes(row: SheetRow): Clocks {
  const beside = clocksOf(row.cell('date'));
  const own = row.has('time') ? clocksOf(row.cell('time')) : {};
  const startsAt = own.startsAt ?? beside.startsAt;
  const end = row.text('endsAt');
  const endsAt =
    end === ''
      ? (own.endsAt ?? (own.startsAt ? undefined : beside.endsAt))
      : startsAt && (clocksIn(`${startsAt}-${end}`).endsAt ?? clocksOf(row.cell('endsAt')).startsAt);
  return { ...(startsAt ? { startsAt } : {}), ...(endsAt ? { endsAt } : {}) };
}

/** Asks which kind a text means. */
function askKind(written: string, among: readonly RecordKind[], where: string, desk: RowDesk): RecordKind | undefined {
  const answer = desk.draft.ask(
    {
      id: `life-kind:${squeezed(written).slice(0, 60)}`,
      cell: where,
      ask: `“${written.slice(0, 40)}”是哪一种活动？`,
      options: among.map(({ id, name }) => ({ value: id, says: name })),
      default: null,
      certainty: 'unsure',
    },
    desk.context.answers,
  );
  return among.find(({ id }) => id === answer);
}

/** The kind by everything around the row: headings, the sheet's name and title, last the topic itself. */
function kindAround(row: SheetRow, desk: RowDesk): RecordKind | undefined {
  const { draft, heading, titles, kinds } = desk;
  if (heading.kind) return heading.kind;
  for (const title of titles) {
    const named = kindsIn(title, kinds);
    if (named.length === 1) return named[0];
  }
  const topic = row.text('topic') || row.text('summary');
  const named = kindsIn(topic, kinds);
  if (named.length === 0) {
    draft.reject(row.where('kind'), 'kind-missing', '没有写类型');
    return undefined;
  }
  if (named.length === 1) {
    draft.warn(row.where('topic'), 'kind-assumed', `没有写类型，按主题记为${named[0]!.name}`);
    return named[0];
  }
  const answered = askKind(topic, named, row.where('topic'), desk);
  if (!answered)
    draft.reject(
      row.where('topic'),
      'kind-missing',
      `没有写类型，主题里提到${named.map(({ name }) => name).join('、')}，请说明是哪一种`,
    );
  return answered;
}

function kindWritten(written: string, row: SheetRow, desk: RowDesk): RecordKind | undefined {
  const { draft, kinds, context } = desk;
  const kind = kindOf(written, kinds);
  if (kind) return kind;
  const named = kindsIn(written, kinds);
  if (named.length === 1) return named[0];
  const answered = askKind(written, named.length > 1 ? named : context.kinds, row.where('kind'), desk);
  if (!answered) {
    const names = context.kinds.map((one) => one.name).join('、');
    draft.reject(row.where('kind'), 'kind-unknown', `没有“${written}”这个类型；可写：${names}`);
  }
  return answered;
}

export function readKind(row: SheetRow, org: WorldOrg, desk: RowDesk): RecordKind | undefined {
  const written = row.text('kind');
  const blank = isNothing(written);
  if (blank && row.has('kind') && !desk.heading.kind) {
    desk.draft.reject(row.where('kind'), 'kind-missing', '没有写类型');
    return undefined;
  }
  const kind = blank ? kindAround(row, desk) : kindWritten(written, row, desk);
  if (!kind || kind.heldBy.includes(org.kind)) return kind;
  desk.draft.reject(row.where('kind'), 'kind-not-held', `${org.name}不开${kind.name}`);
  return undefined;
}
