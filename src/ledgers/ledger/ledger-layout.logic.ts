/** 履职写实清单 and 党建写实清单 as offices keep them: one cadre, one month, business work and the twelve items. */
import { lastDay, type Month, monthName } from '../../core/time/room.ts';
import {
  type HeadValue,
  headValues,
  type Layout,
  monthIn,
  openSheet,
  readPersonName,
  type Sheet,
  type SheetRow,
  squeezed,
  type Understanding,
} from '../../platform/open/room.ts';
import {
  ledgerKey,
  OrgFinder,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  type World,
  type WorldOrg,
  type WorldPerson,
} from '../../registry/organizations/room.ts';
import { isOutside, readEntryDay, saysNothing, splitEntries } from './ledger-text.logic.ts';
import { BUSINESS, type LedgerEntry, type LedgerForm, MONTH_LEDGER, monthLedgerBody } from './month-ledger.logic.ts';
import { owedBy } from './owed.logic.ts';

const layout: Layout = {
  id: 'ledger',
  name: '写实清单',
  titles: [/写实清单/, /履职(?:写实|纪实|清单|台账)/, /(?:写实|纪实)(?:台账|表)/],
  columns: [
    { field: 'section', name: '类别', synonyms: ['工作类别', '板块', '项目类别', '分类'] },
    { field: 'number', name: '序号', synonyms: ['编号', '顺序号'] },
    {
      field: 'matter',
      name: '工作事项',
      required: true,
      synonyms: [
        '事项',
        '工作项目',
        '项目',
        '工作内容',
        '党建工作事项',
        '党建事项',
        '写实事项',
        '履职事项',
        '工作任务',
      ],
    },
    { field: 'on', name: '时间', synonyms: ['日期', '开展时间', '具体时间'] },
    { field: 'place', name: '地点', synonyms: ['工作地点', '具体地点'] },
    {
      field: 'content',
      name: '时间、地点及具体内容',
      required: true,
      synonyms: [
        '具体内容',
        '时间地点及内容',
        '时间、地点、内容',
        '开展情况',
        '工作开展情况',
        '履职情况',
        '完成情况',
        '内容',
        '主要内容',
        '工作情况',
      ],
    },
    {
      field: 'result',
      name: '成效及佐证',
      synonyms: ['成效', '工作成效', '佐证', '佐证材料', '取得成效', '成效及佐证材料', '效果', '备注及佐证'],
    },
  ],
};

const LABELS = {
  person: ['姓名', '填报人', '干部姓名', '填表人'],
  unit: ['单位', '工作单位', '所在单位', '填报单位'],
  title: ['职务', '现任职务', '单位及职务', '职务职级'],
  period: ['填报月份', '月份', '填报时间', '填报日期', '报告月份', '时间', '年月'],
};

type Item = ReturnType<PlanContext['itemsFor']>[number];

interface Head {
  person: HeadValue | undefined;
  unit: HeadValue | undefined;
  title: HeadValue | undefined;
  period: Month | undefined;
}

function readHead(sheet: Sheet, understanding: Understanding, title: readonly string[], file: string): Head {
  const values = headValues(sheet, understanding, LABELS);
  const year = title.join(' ');
  return {
    person: values.get('person'),
    unit: values.get('unit'),
    title: values.get('title'),
    period: monthIn(values.get('period')?.value ?? '') ?? monthIn(year) ?? monthIn(sheet.name) ?? monthIn(file),
  };
}

const plainItem = (text: string): string => squeezed(text).replace(/^[(（]?[\d一二三四五六七八九十]+[)）.、]+/, '');

/** The item that a matter names: by its name, a synonym, or a text that contains one of them. */
function itemOf(text: string, items: readonly Item[]): Item | undefined {
  const plain = plainItem(text);
  if (plain === '') return undefined;
  const names = items.flatMap((item) => [item.name, ...item.synonyms].map((name) => ({ item, name: squeezed(name) })));
  const exact = names.find(({ name }) => name === plain);
  if (exact) return exact.item;
  const inside = names.filter(({ name }) => plain.includes(name) || (plain.length >= 4 && name.includes(plain)));
  return inside.sort((a, b) => b.name.length - a.name.length)[0]?.item;
}

type Part = 'business' | 'partyBuilding';

function partOf(text: string): Part | undefined {
  if (/业务|行政|中心工作/.test(text)) return 'business';
  return /党建|党务|党的建设/.test(text) ? 'partyBuilding' : undefined;
}

interface Line {
  row: SheetRow;
  section: string;
  entries: LedgerEntry[];
}

interface Desk {
  draft: PlanDraft;
  period: Month;
  items: readonly Item[];
  lines: Line[];
}

/** The section of a row, or undefined when it was rejected. A matter that names an item tells the part by itself. */
function sectionOf(row: SheetRow, part: Part | undefined, desk: Desk): string | undefined {
  const matter = row.text('matter');
  const item = itemOf(matter, desk.items);
  if (part === 'business' || (part === undefined && !item)) return BUSINESS;
  if (item) return item.id;
  desk.draft.reject(row.where('matter'), 'item-unknown', `“${matter || '空'}”不是党建工作的任何一项，没有导入`);
  return undefined;
}

/** The entries of a row; undefined when one of them has an impossible date, and the row is rejected. */
function entriesOf(row: SheetRow, section: string, desk: Desk): LedgerEntry[] | undefined {
  const { draft, period } = desk;
  if (saysNothing(row.text('content'))) return [];
  const entries: LedgerEntry[] = [];
  for (const [at, text] of splitEntries(row.text('content')).entries()) {
    const reading = readEntryDay(row.has('on') && row.text('on') !== '' ? `${row.text('on')},${text}` : text, period);
    if (!reading.ok) {
      draft.reject(row.where('content'), 'date-impossible', `“${reading.written}”不是有效的日期`);
      return undefined;
    }
    if (isOutside(reading.on, period))
      draft.warn(row.where('content'), 'date-outside-period', `“${text.slice(0, 20)}”的日期不在${monthName(period)}`);
    const result = row.text('result');
    entries.push({
      key: `import-${row.at + 1}-${at + 1}`,
      section,
      matter: section === BUSINESS ? plainItem(row.text('matter')).slice(0, 60) : '',
      on: reading.on,
      place: row.text('place').slice(0, 80),
      content: reading.content.slice(0, 1000),
      result: saysNothing(result) ? '' : result.slice(0, 500),
      source: null,
      recordedAt: null,
    });
  }
  return entries;
}

function readLines(rows: readonly SheetRow[], desk: Desk): void {
  let part: Part | undefined;
  for (const row of rows) {
    const section = row.text('section');
    part = partOf(section) ?? part;
    const heading = row.text('matter') === '' && row.text('content') === '';
    // A row that is only 二、党建工作.
    if (heading && partOf(section)) continue;
    const matterAlone =
      row.text('content') === '' && row.text('result') === '' ? partOf(row.text('matter')) : undefined;
    if (matterAlone && !itemOf(row.text('matter'), desk.items)) {
      part = matterAlone;
      continue;
    }
    desk.draft.rows += 1;
    const id = sectionOf(row, part, desk);
    const entries = id === undefined ? undefined : entriesOf(row, id, desk);
    if (id !== undefined && entries) desk.lines.push({ row, section: id, entries });
  }
}

/** The cadre of the head: of his name, in his unit if there are several. */
function personOf(name: string, unit: WorldOrg | undefined, world: World): WorldPerson | 'many' | undefined {
  const cadres = [...world.people.values()].filter(
    (person) => person.name === name && person.posts.some((held) => held.rank !== null),
  );
  const here = cadres.filter((person) => person.posts.some((held) => held.orgId === unit?.id));
  const fitting = here.length > 0 ? here : cadres;
  return fitting.length > 1 ? 'many' : fitting[0];
}

/** The posts that the month's ledger is written from: those of the month, else those known at all. */
function owedIn(person: WorldPerson, period: Month, world: World) {
  const posts = person.posts.flatMap(({ orgId, post, title, rank, from, to }) => {
    const org = world.orgs.get(orgId);
    const inMonth = from <= lastDay(period) && (to === null || to > `${period}-01`);
    const held = org && { orgId, orgKind: org.kind, orgName: org.name, post, title, rank, validFrom: from };
    return held ? [{ held, inMonth }] : [];
  });
  const month = owedBy(posts.filter((one) => one.inMonth).map((one) => one.held));
  return month ?? owedBy(posts.map((one) => one.held));
}

/** All that was taken of the sheet is rejected for one reason, row by row. */
function rejectAll(desk: Desk, reason: string, what: string): void {
  for (const { row } of desk.lines) desk.draft.reject(row.where('content'), reason, what);
  desk.lines = [];
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

function formsOf(lines: readonly Line[], titles: string): LedgerForm[] {
  const forms: LedgerForm[] = [];
  const hasParty = lines.some((line) => line.section !== BUSINESS);
  if (lines.some((line) => line.section === BUSINESS) || !hasParty || /履职/.test(titles)) forms.push('dutyLedger');
  if (hasParty) forms.push('partyBuildingLedger');
  return forms;
}

interface Found {
  person: WorldPerson;
  unit: WorldOrg | undefined;
  unitName: string;
}

/** Whose ledger it is; otherwise all rows are rejected with the reason. */
function findPerson(head: Head, desk: Desk, world: World): Found | undefined {
  const name = readPersonName(head.person?.value ?? '');
  if (!name) {
    rejectAll(desk, 'person-missing', '表头没有写姓名，不知道是谁的清单');
    return undefined;
  }
  const written = head.unit?.value ?? '';
  const found = new OrgFinder(world).find(written);
  const unit = found.found === 'one' ? found.org : undefined;
  const person = personOf(name, unit, world);
  if (!person || person === 'many') {
    const what = person ? `有不止一位${name}，单位“${written}”对不上` : `${name}不在领导干部花名册里，请先导入花名册`;
    rejectAll(desk, person ? 'person-ambiguous' : 'person-unknown', what);
    return undefined;
  }
  const where = head.unit?.where ?? head.person!.where;
  const own = owedIn(person, desk.period, world)?.main;
  if (written !== '' && !unit) desk.draft.warn(where, 'unit-unknown', `没有找到单位“${written}”，按花名册的单位导入`);
  else if (unit && own && !person.posts.some((held) => held.orgId === unit.id))
    desk.draft.warn(where, 'unit-differs-from-roster', `清单写的单位是${unit.name}，花名册里${name}在${own.orgName}`);
  return { person, unit, unitName: unit?.name ?? (written || own?.orgName) ?? '' };
}

/** Lays the whole month down as one record, as its cadre would have submitted it. */
function takeLedger(found: Found, head: Head, titles: string, desk: Desk, world: World, context: PlanContext): void {
  const { draft, period, lines } = desk;
  const { person, unit, unitName } = found;
  const key = ledgerKey(person.id, period);
  const known = world.ledgers.get(key);
  if (known?.state) {
    const whose = `${person.name}${monthName(period)}的清单`;
    if (known.state === 'accepted') rejectAll(desk, 'period-closed', `${whose}已通过检查，不再改动`);
    else rejectAll(desk, 'duplicate', `${whose}已有，未重复导入`);
    return;
  }
  const entries = lines.flatMap((line) => line.entries);
  const written = new Set(entries.map((entry) => entry.section));
  const silent = distinct(lines.map((line) => line.section)).filter((section) => !written.has(section));
  const own = owedIn(person, period, world)?.main;
  const body = monthLedgerBody.parse({
    period,
    forms: formsOf(lines, titles),
    person: person.name,
    unit: unitName,
    title: head.title?.value ?? own?.title ?? '',
    entries,
    nothing: silent.map((item) => ({ item, saidAt: context.now })),
  });
  const version = (known?.version ?? 0) + 1;
  draft.records.push({
    id: context.ledgerId(person.id, period),
    version,
    kind: MONTH_LEDGER,
    orgId: own?.orgId ?? unit?.id ?? person.posts[0]!.orgId,
    ownerId: person.id,
    heldOn: lastDay(period),
    place: '',
    people: [],
    body,
    ...(version > 1 ? { reason: '重新导入' } : {}),
  });
  draft.ledgers.push([key, { state: 'submitted', version }]);
  draft.people.add(person.id);
  draft.accepted += lines.length;
}

/** Plans a ledger: one record of one month. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding);
  const head = readHead(sheet, understanding, opened.title, context.file);
  const period = head.period ?? (context.today.slice(0, 7) as Month);
  const desk: Desk = {
    draft: new PlanDraft('ledger', sheet.name),
    period,
    items: context.itemsFor(period),

    lines: [],
  };
  readLines(opened.rows, desk);
  const name = readPersonName(head.person?.value ?? '') ?? '';
  const summary = { person: name, unit: squeezed(head.unit?.value ?? ''), period: head.period ?? ('' as const) };
  if (!head.period) rejectAll(desk, 'period-missing', '表头没有写填报月份，不知道是哪个月的清单');
  else if (head.period > context.today.slice(0, 7)) rejectAll(desk, 'period-in-future', `${monthName(period)}还没有到`);
  const found = head.period && desk.lines.length > 0 ? findPerson(head, desk, world) : undefined;
  if (found) takeLedger(found, head, [...opened.title, sheet.name, context.file].join(' '), desk, world, context);
  const entries = desk.lines.flatMap((line) => line.entries);
  const businessEntries = entries.filter((entry) => entry.section === BUSINESS).length;
  return desk.draft.done({
    ledger: {
      ...summary,
      unit: found?.unitName ?? summary.unit,
      businessEntries,
      partyBuildingEntries: entries.length - businessEntries,
    },
  });
}

export const ledgerPlanner: Planner = { layout, plan };
