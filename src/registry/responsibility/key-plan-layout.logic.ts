/** 年度重点工作计划表: one cadre's sheet with name and unit above the table, or many in one table with a column for the name. */
import { type Day, day, dayName, month } from '../../core/time/room.ts';
import {
  headValues,
  leadingDay,
  openSheet,
  readDay,
  readNames,
  readPersonName,
  type Sheet,
  type SheetRow,
  sheetYear,
  squeezed,
  type Understanding,
  yearIn,
} from '../../platform/open/room.ts';
import {
  type KnownKeyPlan,
  keyPlanKey,
  OrgFinder,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  type World,
  type WorldOrg,
  type WorldPerson,
} from '../organizations/room.ts';
import { CadreFinder, cadreProblem, mainPost } from './cadre-finder.logic.ts';
import { itemsIn } from './item-words.logic.ts';
import {
  KEY_PLAN,
  KEY_PLAN_PROGRESS,
  type KeyPlanItem,
  keyPlanBody,
  MOST_PLAN_ITEMS,
  type ProgressBody,
} from './key-plan.logic.ts';
import { keyPlanLayout } from './key-plan-columns.logic.ts';
import { readTerm } from './key-plan-term.logic.ts';
import { type Paragraph, paragraphsOf } from './work-paragraphs.logic.ts';

const LABELS = {
  person: ['姓名', '填报人', '干部姓名', '填表人', '责任人'],
  unit: ['单位', '工作单位', '所在单位', '填报单位'],
  title: ['职务', '现任职务', '单位及职务'],
  asOf: ['截至', '截止', '截止时间', '截至时间', '填报时间', '填报日期', '填表时间', '填表日期', '统计时间'],
};

interface Row {
  row: SheetRow;
  item: KeyPlanItem;
  said: { on: Day; percent: number | null; words: string } | undefined;
}

interface Desk {
  draft: PlanDraft;
  orgs: OrgFinder;
  cadres: CadreFinder;
  context: PlanContext;
  year: number;
  /** Whose sheet it is, where no column says so. */
  head: { name: string | undefined; unit: string; where: string };
  /** The day that progress without one of its own was said on. */
  saidOn: Day;
  daysAssumed: boolean;
  above: WorldPerson | undefined;
  plans: Map<WorldPerson, Row[]>;
  /** Rows that were taken over or named: one may stand in the plans of several. */
  told: Set<SheetRow>;
}

const WORK_MAX = 200;
const MEASURES_MAX = 1000;
const WORDS_MAX = 500;

/** `40%`, 0.4 shown as 40%, `已完成`; undefined for what is no share. */
function percentIn(text: string): number | undefined {
  const plain = squeezed(text);
  if (/^(?:已|全部|全面|均已|已全部)?(?:完成|办结|完结|销号)(?:任务)?[。.]?$/.test(plain)) return 100;
  if (/^(?:未启动|未开展|尚未启动|未开始)[。.]?$/.test(plain)) return 0;
  const share = /^(?:已|约|目前|完成|已完成|总体)*(\d{1,3})(?:\.\d+)?%(?:左右)?[。.]?$/.exec(plain);
  return share && Number(share[1]) <= 100 ? Number(share[1]) : undefined;
}

function readPercent(row: SheetRow, desk: Desk): number | null {
  const cell = row.cell('percent');
  const text = row.text('percent');
  const words = row.text('progress');
  if (text === '') return percentIn(words) ?? null;
  const shown = percentIn(text);
  if (shown !== undefined) return shown;
  // A bare 40 under 完成百分比 is 40 %; a share kept as 0.4 is the same.
  if (cell && typeof cell.value === 'number' && cell.value >= 0 && cell.value <= 100)
    return Math.round(cell.value > 0 && cell.value < 1 ? cell.value * 100 : cell.value);
  if (/^\d{1,3}$/.test(squeezed(text)) && Number(squeezed(text)) <= 100) return Number(squeezed(text));
  desk.draft.warn(row.where('percent'), 'percent-unreadable', `“${text}”不像完成百分比，没有导入`);
  return null;
}

const earlier = (one: Day, other: Day): Day => [one, other].sort()[0]!;

/** What a row says about how far it is. */
function readSaid(row: SheetRow, own: Paragraph, desk: Desk): Row['said'] {
  if (!own.isWhole) {
    // What is said of all of them together is said of none.
    const words = own.text('progress');
    return words === '' || words === row.text('progress')
      ? undefined
      : saidOf(row, percentIn(words) ?? null, words, desk);
  }
  const percent = readPercent(row, desk);
  const written = [row.text('progress'), row.text('quarterly')].filter(Boolean).join('；');
  return saidOf(row, percent, percentIn(written) === percent && row.text('percent') === '' ? '' : written, desk);
}

function saidOf(row: SheetRow, percent: number | null, written: string, desk: Desk): Row['said'] {
  const words = written.slice(0, WORDS_MAX);
  if (percent === null && words === '') return undefined;
  const cell = row.cell('progressOn');
  const read = cell && row.text('progressOn') !== '' ? readDay(cell, desk.year) : undefined;
  if (read && !read.ok)
    desk.draft.warn(
      row.where('progressOn'),
      read.reason,
      `“${row.text('progressOn')}”读不成日期，按${dayName(desk.saidOn)}登记`,
    );
  const on = read?.ok ? read.value.day : desk.saidOn;
  if (!read) desk.daysAssumed = true;
  return { on: earlier(on, desk.context.today), percent, words };
}

/** Goal, measures, what each quarter is to bring and who does it stand in one field, each under its word. */
function measuresOf(row: SheetRow, own: Paragraph, desk: Desk): string {
  const [goal, measures] = [own.text('goal'), own.text('measures')];
  const said = goal === '' || measures === '' ? [goal || measures] : [`目标：${goal}`, `措施：${measures}`];
  const unit = row.text('unit');
  // 责任单位 is often an office within the cadre's own unit, of which the registry does not know.
  const office = unit !== '' && !unitOf(unit, desk) ? `责任单位：${unit}` : '';
  const monthly = row.text('monthly');
  return [
    ...said,
    row.text('quarter'),
    monthly.includes('：') ? monthly : '',
    office,
    row.text('lead'),
    row.text('remark'),
  ]
    .filter(Boolean)
    .join('\n');
}

function cut(text: string, most: number, row: SheetRow, field: string, desk: Desk): string {
  if (text.length > most) desk.draft.warn(row.where(field), 'text-cut', `这一格有${text.length}字，只导入前${most}字`);
  return text.slice(0, most);
}

function itemOf(row: SheetRow, desk: Desk): string | null {
  const written = row.text('item');
  if (written === '' || /^(?:无|不属于|其他|业务(?:工作)?|\/|-+)$/.test(squeezed(written))) return null;
  const { items } = itemsIn(written, desk.context.itemsFor(month(`${desk.year}-12`)));
  if (items.length === 1) return items[0]!;
  const why = items.length > 1 ? '有不止一项' : '不在十二项里';
  desk.draft.warn(row.where('item'), 'item-unknown', `“${written}”${why}，按不属于十二项导入`);
  return null;
}

/** Several names in one cell: the item stands in the plan of each, or only of the first. */
function severalIn(row: SheetRow, desk: Desk): readonly string[] {
  const written = row.text('name');
  const { names, unread } = readNames(written);
  if (names.length < 2 || unread.length > 0) return [written];
  const answer = desk.draft.ask(
    {
      id: 'keyPlan.severalNames',
      cell: row.where('name'),
      ask: `一格里写了几个人（如“${written}”），这一项算谁的？`,
      options: [
        { value: 'each', says: '每个人的计划里都有' },
        { value: 'first', says: '只算第一个人的' },
      ],
      default: 'each',
      certainty: 'likely',
    },
    desk.context.answers,
  );
  const all = names.map(({ name }) => name);
  return answer === 'first' ? all.slice(0, 1) : all;
}

/** Whose row it is; undefined when it was rejected. */
function personOf(row: SheetRow, written: string, desk: Desk): WorldPerson | undefined {
  const { draft, context } = desk;
  if (row.has('name') && written === '' && desk.above) {
    const answer = draft.ask(
      {
        id: 'keyPlan.blankName',
        cell: row.where('name'),
        ask: '姓名空着的行，是上面那位的吗？',
        options: [
          { value: 'above', says: '是，和上面同一个人' },
          { value: 'leaveOut', says: '不是，不导入这些行' },
        ],
        default: 'above',
        certainty: 'likely',
      },
      context.answers,
    );
    if (answer === 'above') return desk.above;
  }
  const name = readPersonName(written !== '' ? written : (desk.head.name ?? ''));
  const where = written !== '' || row.has('name') ? row.where('name') : desk.head.where;
  if (!name) {
    const what = written === '' ? '没有写姓名，不知道是谁的计划' : `“${written}”不像姓名`;
    draft.reject(where, written === '' ? 'name-missing' : 'name-unreadable', what);
    return undefined;
  }
  const unitText = row.text('unit') || desk.head.unit;
  const unit = unitText === '' ? undefined : unitOf(unitText, desk);
  const found = desk.cadres.find(name, unit);
  if (found.found === 'one') {
    const own = desk.cadres.unitOf(found.person);
    if (unit && own && !found.person.posts.some((held) => held.orgId === unit.id))
      draft.warn(
        row.has('unit') ? row.where('unit') : where,
        'unit-differs-from-roster',
        `表上写的单位是${unit.name}，花名册里${name}在${own.name}`,
      );
    return found.person;
  }
  const { reason, what } = cadreProblem(name, found);
  draft.reject(where, reason, what);
  return undefined;
}

/** The organization that a text names, also with a title behind it. */
function unitOf(text: string, desk: Desk): WorldOrg | undefined {
  const found = desk.orgs.find(text);
  return found.found === 'one' ? found.org : desk.orgs.inTitle(squeezed(text));
}

function readRow(row: SheetRow, desk: Desk): void {
  const { draft } = desk;
  const own = yearIn(row.text('year'));
  if (own !== undefined && own !== desk.year) {
    draft.reject(row.where('year'), 'year-differs', `这一行是${own}年的，这张表按${desk.year}年导入；请分开导入`);
    return;
  }
  const parts = paragraphsOf(row, desk);
  if ([row.text('work'), row.text('part')].every((text) => text === '')) {
    draft.reject(row.where('work'), 'work-missing', '这一行没有写重点工作');
    return;
  }
  const people = severalIn(row, desk).flatMap((name) => personOf(row, name, desk) ?? []);
  desk.above = people[0];
  for (const part of parts) {
    const whole = part.work.replace(/^\s*(?:\d{1,2}[.、．)）]|[（(]\d{1,2}[)）])\s*/, '');
    const written = [whole, row.text('part')].filter(Boolean).join('：');
    for (const person of people) layRow(row, part, written, person, desk);
  }
}

function layRow(row: SheetRow, own: Paragraph, written: string, person: WorldPerson, desk: Desk): void {
  const { draft, plans } = desk;
  const rows = plans.get(person) ?? [];
  if (rows.length >= MOST_PLAN_ITEMS) {
    draft.reject(row.where('work'), 'too-many', `${person.name}的计划已有${MOST_PLAN_ITEMS}项，这一行没有导入`);
    return;
  }
  const work = cut(written, WORK_MAX, row, 'work', desk);
  const same = rows.filter((one) => squeezed(one.item.work) === squeezed(work)).length;
  const item: KeyPlanItem = {
    key: desk.context.newId(`keyPlan/${person.id}/${desk.year}/${squeezed(work)}/${same}`),
    work,
    measures: cut(measuresOf(row, own, desk), MEASURES_MAX, row, row.has('measures') ? 'measures' : 'goal', desk),
    ...readTerm(row, own.due, work, desk),
    itemId: itemOf(row, desk),
  };
  plans.set(person, [...rows, { row, item, said: readSaid(row, own, desk) }]);
}

const alike = (one: KeyPlanItem, other: KeyPlanItem): boolean =>
  one.work === other.work &&
  one.measures === other.measures &&
  one.dueOn === other.dueOn &&
  one.dueWords === other.dueWords &&
  one.itemId === other.itemId;

/** The rows with the keys that their items had before, so that what was said about them stays with them. */
function withKnownKeys(rows: readonly Row[], before: readonly KeyPlanItem[]): Row[] {
  const left = [...before];
  return rows.map((one) => {
    const at = left.findIndex((known) => squeezed(known.work) === squeezed(one.item.work));
    if (at < 0) return one;
    const [known] = left.splice(at, 1);
    return { ...one, item: { ...one.item, key: known!.key } };
  });
}

/** Whether a row says something about its item that was not said last. */
function isNews({ item, said }: Row, known: KnownKeyPlan | undefined): boolean {
  if (!said) return false;
  const last = known?.said.get(item.key);
  return (
    !last ||
    (said.percent !== null && said.percent !== last.percent) ||
    (said.words !== '' && said.words !== last.words)
  );
}

/** Lays a cadre's rows down as his plan of the year and as what is said about its items. */
function takePlan(person: WorldPerson, read: readonly Row[], desk: Desk, world: World): void {
  const { draft, context, year } = desk;
  const key = keyPlanKey(person.id, year);
  const known = world.keyPlans?.get(key);
  const standing = known?.body ? keyPlanBody.parse(known.body).items : [];
  const rows = withKnownKeys(read, standing);
  const brought = rows.map(({ item }) => item);
  const keys = new Set(brought.map((item) => item.key));
  const items = known?.fresh ? [...standing.filter((item) => !keys.has(item.key)), ...brought] : brought;
  const changed = items.length !== standing.length || items.some((item, at) => !alike(item, standing[at]!));
  const news = rows.filter((one) => isNews(one, known));
  if (!changed && news.length === 0) {
    for (const { row } of rows) {
      if (!desk.told.has(row))
        draft.reject(row.where('work'), 'duplicate', `${person.name}${year}年的这一项已有，未重复导入`);
      desk.told.add(row);
    }
    return;
  }
  const post = mainPost(person)!;
  const orgId = post.orgId;
  const id = context.keyPlanId(person.id, year);
  const version = (known?.version ?? 0) + (changed ? 1 : 0);
  const body = { year, person: person.name, unit: world.orgs.get(orgId)?.name ?? '', title: post.title, items };
  if (changed) {
    const gone = standing.filter((item) => !keys.has(item.key));
    if (standing.length > 0 && !known?.fresh) {
      const lost = gone.length > 0 ? `，原来的${gone.length}项不在表里（如“${gone[0]!.work.slice(0, 15)}”）` : '';
      const what = `${person.name}${year}年已有计划，按新的一版导入${lost}；原来的一版留着`;
      draft.warn(rows[0]!.row.where('work'), 'plan-replaced', what);
    }
    draft.records.push({
      id,
      version,
      kind: KEY_PLAN,
      orgId,
      ownerId: person.id,
      heldOn: day(`${year}-01-01`),
      place: '',
      people: [],
      body: keyPlanBody.parse(body),
      ...(version > 1 ? { reason: '重新导入' } : {}),
    });
  }
  const said = new Map(known?.said);
  for (const { item, said: one } of news) {
    const progress: ProgressBody = { year, itemKey: item.key, percent: one!.percent, words: one!.words };
    draft.records.push({
      id: context.newId(`progress/${id}/${item.key}/${version}`),
      version: 1,
      kind: KEY_PLAN_PROGRESS,
      orgId,
      ownerId: person.id,
      aboutId: id,
      heldOn: one!.on,
      place: '',
      people: [],
      body: { ...progress },
    });
    said.set(item.key, { percent: one!.percent ?? said.get(item.key)?.percent ?? null, words: one!.words });
  }
  draft.keyPlans.push([key, { version, body, said, fresh: true }]);
  draft.people.add(person.id);
  // A row may hold several items.
  for (const { row } of rows) {
    if (!desk.told.has(row)) draft.accepted += 1;
    desk.told.add(row);
  }
}

/** The year of a sheet; asked when neither it nor the file says one. */
function yearOf(year: number | undefined, where: string, draft: PlanDraft, context: PlanContext): number {
  if (year !== undefined) return year;
  const now = Number(context.today.slice(0, 4));
  const answer = draft.ask(
    {
      id: 'keyPlan.year',
      cell: where,
      ask: '表上没有写年份，是哪一年的计划？',
      options: [now, now - 1, now + 1].map((one) => ({ value: String(one), says: `${one}年` })),
      default: String(now),
      certainty: 'likely',
    },
    context.answers,
  );
  return Number(answer ?? now);
}

/** Plans a sheet of key work: a plan for each cadre in it. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding);
  const draft = new PlanDraft('keyPlan', sheet.name);
  const written = new Set(opened.rows.flatMap((row) => yearIn(row.text('year')) ?? []));
  const named = written.size === 1 ? [...written][0] : sheetYear(opened, context.file);
  const year = yearOf(named, opened.head('work'), draft, context);
  const head = headValues(sheet, understanding, LABELS);
  const cadres = new CadreFinder(world);
  const sheetName = readPersonName(sheet.name);
  const person = head.get('person');
  const asOf = leadingDay(head.get('asOf')?.value ?? '', year);
  const lastOfYear = day(`${year}-12-31`);
  const desk: Desk = {
    draft,
    orgs: new OrgFinder(world),
    cadres,
    context,
    year,
    head: {
      // One sheet a cadre is often called after him.
      name: person?.value ?? (sheetName && cadres.find(sheetName, undefined).found !== 'none' ? sheetName : undefined),
      unit: head.get('unit')?.value ?? '',
      where: person?.where ?? opened.head('work'),
    },
    saidOn: asOf.ok ? asOf.value.day : earlier(context.today, lastOfYear),
    daysAssumed: false,
    above: undefined,
    plans: new Map(),
    told: new Set(),
  };
  draft.rows = opened.rows.length;
  for (const row of opened.rows) {
    readRow(row, desk);
    context.onRow?.();
  }
  for (const [person, rows] of desk.plans) takePlan(person, rows, desk, world);
  if (desk.daysAssumed && !asOf.ok)
    draft.warn(
      opened.head(opened.rows[0]?.has('progress') ? 'progress' : 'percent'),
      'progress-day-assumed',
      `没有写进展是哪天的，按${dayName(desk.saidOn)}登记`,
    );
  return draft.done();
}

export const keyPlanPlanner: Planner = { layout: keyPlanLayout, plan };
