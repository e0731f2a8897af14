/** The rows of a paper ledger as entries of somebody's month, whichever way the sheet is drawn. */
import { type Month, monthName, monthOf } from '../../core/time/room.ts';
import {
  isMonthHeading,
  LEAVE_OUT,
  monthIn,
  monthOfText,
  readDay,
  readPersonName,
  type SheetRow,
  type Step,
  squeezed,
} from '../../platform/open/room.ts';
import type { PlanContext, PlanDraft } from '../../registry/organizations/room.ts';
import type { Head } from './ledger-head.logic.ts';
import { byNumber, isOutside, readEntryDay, saysNothing, splitEntries } from './ledger-text.logic.ts';
import { BUSINESS, type LedgerEntry } from './month-ledger.logic.ts';

type Item = ReturnType<PlanContext['itemsFor']>[number];
type Part = 'business' | 'partyBuilding';

/** What one row says of one section; without entries: that there was nothing. */
export interface Line {
  row: SheetRow;
  section: string;
  entries: LedgerEntry[];
}

/** The lines of one cadre's month, as far as the sheet says whose and which. */
export interface LedgerGroup {
  person: string;
  unit: string;
  title: string;
  period: Month | undefined;
  lines: Line[];
}

const MATTER_MAX = 60;
const CONTENT_MAX = 1000;
const RESULT_MAX = 500;
const PLACE_MAX = 80;
/** A heading names an item; a longer text is work that was done. */
const HEADING_MAX = 30;
/** A matter of Party building that is longer tells what was done rather than which item it belongs to. */
const NAME_MAX = 14;
/** What may stand around an item's name without making it work of its own: 抓…方面, …情况. */
const WORDS_ABOUT = 4;

/** A matter without the number before it: 1. （一） 一、 ① 第一项. */
const plainItem = (text: string): string =>
  squeezed(text.replace(/^\s*[①-⑳]/, '')).replace(
    /^(?:第[一二三四五六七八九十\d]+项[:、.]?|[(（]?[\d一二三四五六七八九十]+[)）.、:：]+|\d+(?=\p{Script=Han}))/u,
    '',
  );

/** The item that a matter names: by its name, a synonym, or a text that contains one of them. */
export function itemOf(text: string, items: readonly Item[]): Item | undefined {
  const plain = plainItem(text);
  if (plain === '') return undefined;
  const names = items.flatMap((item) => [item.name, ...item.synonyms].map((name) => ({ item, name: squeezed(name) })));
  const exact = names.find(({ name }) => name === plain);
  if (exact) return exact.item;
  const inside = names.filter(({ name }) => plain.includes(name) || (plain.length >= 4 && name.includes(plain)));
  return inside.sort((a, b) => b.name.length - a.name.length)[0]?.item;
}

/** The name of an item, perhaps with a word about it, rather than work that was done on one. */
function isItemName(text: string, items: readonly Item[]): boolean {
  const plain = plainItem(text);
  const item = itemOf(plain, items);
  if (!item) return false;
  const longest = Math.max(...[item.name, ...item.synonyms].map((name) => squeezed(name).length));
  return plain.length <= longest + WORDS_ABOUT;
}

/** 业务 in the place of an item: none of the twelve, and nothing doubtful. */
const BUSINESS_WORD = /^(?:业务|行政|行政业务|中心|主业|主责主业|日常)(?:类|工作|任务)*(?:情况)?$/;

function partOf(text: string): Part | undefined {
  if (/业务|行政|中心工作/.test(text)) return 'business';
  return /党建|党务|党的建设|主体责任|从严治党/.test(text) ? 'partyBuilding' : undefined;
}

/** A sheet that calls itself a Party-building ledger and nothing else holds no business work, unless a heading says so. */
function partOfTitles({ titles }: Head): Part | undefined {
  const said = titles.join(' ');
  return /党建(?:工作)?(?:写实|纪实|台账|清单)/.test(said) && !/履职|业务/.test(said) ? 'partyBuilding' : undefined;
}

interface Desk {
  draft: PlanDraft;
  context: PlanContext;
  head: Head;
  groups: Map<string, LedgerGroup>;
  /** What the headings and rows above the current one said. */
  part: Part | undefined;
  matter: string;
  period: Month | undefined;
  /** The head of the group that the table is a part under. */
  under: string | undefined;
  /** Whose row the one above was. */
  above: string;
}

const itemsOf = (desk: Desk, period: Month | undefined): readonly Item[] =>
  desk.context.itemsFor(
    period ?? ((desk.head.year ? `${desk.head.year}-12` : desk.context.today.slice(0, 7)) as Month),
  );

/** Takes a heading in; false when the row is none. */
function takeHeading({ row, alone }: Step, desk: Desk): boolean {
  if (!alone || alone.text.length > HEADING_MAX || row?.text('content') === alone.text) return false;
  const month = isMonthHeading(alone.text) ? monthOfText(alone.text, desk.head.year) : undefined;
  if (month) {
    Object.assign(desk, { period: month, part: partOfTitles(desk.head), matter: '' });
    return true;
  }
  const item = itemOf(alone.text, itemsOf(desk, desk.period));
  const part = partOf(alone.text);
  if (part && (!item || /^(?:[一二][、.])?(?:党建|业务)工作$/.test(squeezed(alone.text)))) {
    Object.assign(desk, { part, matter: '' });
    return true;
  }
  // A heading over the entries of one item; without entries below it says that there was nothing.
  if (item && !row) {
    desk.matter = alone.text;
    return true;
  }
  return false;
}

const itemOptions = (items: readonly Item[]): { value: string; says: string }[] => [
  ...items.map(({ id, name }) => ({ value: id, says: name })),
  { value: BUSINESS, says: '不是党建工作，算业务工作' },
];

/** The section of a row; undefined when nothing tells it, and the row waits for an answer. */
function sectionOf(row: SheetRow, matter: string, period: Month | undefined, desk: Desk): string | undefined {
  const items = itemsOf(desk, period);
  const { draft, context, part, under } = desk;
  const own = row.text('item');
  const item = itemOf(own, items) ?? itemOf(matter, items);
  if (part === 'business') return BUSINESS;
  if (item) return item.id;
  const written = saysNothing(own) ? matter : own;
  if (BUSINESS_WORD.test(plainItem(written))) return BUSINESS;
  if (part === undefined && saysNothing(own)) {
    if (under === undefined && row.has('item') && !row.has('section'))
      draft.warn(row.where('item'), 'item-assumed', '没有写是党建工作的哪一项，算业务工作，请核对');
    if (under === undefined) return BUSINESS;
    const byText = itemOfContent(row, items, desk);
    return byText ?? askPart(row, under, desk);
  }
  // A table that names no matters: what was done may name an item, and for the rest it is asked once.
  const isNamed = row.has('matter') || row.has('item');
  if (!isNamed && part === 'partyBuilding') {
    const byText = itemOfContent(row, items, desk);
    if (byText) return byText;
  }
  const place = !isNamed ? 'content' : row.has('item') && !saysNothing(own) ? 'item' : 'matter';
  const id = isNamed ? `ledger-item:${plainItem(written)}` : `ledger-items:${under ?? ''}`;
  const ask = isNamed
    ? `“${written}”是党建工作的哪一项？`
    : `“${under ?? '党建工作'}”里没有写明是十二项哪一项的，记在哪一项？`;
  const answer =
    isNamed && written === ''
      ? undefined
      : draft.ask(
          {
            id,
            cell: row.where(place),
            ask,
            options: itemOptions(items),
            default: null,
            certainty: 'unsure',
          },
          context.answers,
        );
  if (answer === undefined) {
    const what = isNamed
      ? `“${written || '空'}”不是党建工作的任何一项，没有导入`
      : `没有写明是党建工作的哪一项，没有导入；请先回答：${ask}`;
    draft.reject(row.where(place), 'item-unknown', what);
  }
  return answer;
}

/** The one item that the text of what was done names; said, since nobody wrote it there as such. */
function itemOfContent(row: SheetRow, items: readonly Item[], desk: Desk): string | undefined {
  const text = squeezed(row.text('content'));
  const named = items.filter((item) => [item.name, ...item.synonyms].some((name) => text.includes(squeezed(name))));
  if (named.length !== 1) return undefined;
  desk.draft.warn(row.where('content'), 'item-assumed', `没有写明是哪一项，按内容记在“${named[0]!.name}”，请核对`);
  return named[0]!.id;
}

/** What stands under a head that may hold either, and names no item: business work, unless it is said otherwise. */
function askPart(row: SheetRow, under: string, desk: Desk): string {
  return desk.draft.ask(
    {
      id: `ledger-part:${squeezed(under)}`,
      cell: row.where('content'),
      ask: `“${squeezed(under)}”里没有写明是党建哪一项的，算业务工作吗？`,
      options: itemOptions(itemsOf(desk, undefined)).reverse(),
      default: BUSINESS,
      certainty: 'likely',
    },
    desk.context.answers,
  )!;
}

/** Text as far as it has room, and a word when it was cut. */
function within(text: string, max: number, where: string, desk: Desk): string {
  if (text.length > max) desk.draft.warn(where, 'text-cut', `文字超过${max}字，只导入前${max}字`);
  return text.slice(0, max);
}

/** The date column as text that can stand before an entry; `上旬`, `全月` stay words. */
function writtenOn(row: SheetRow): string {
  const cell = row.cell('on');
  if (!cell) return '';
  const reading = typeof cell.value === 'number' ? readDay(cell) : undefined;
  if (!reading?.ok) return row.text('on');
  const [year, month, on] = reading.value.day.split('-');
  return `${year}年${Number(month)}月${Number(on)}日`;
}

/** The results of a row by entry: each its own where they are numbered alike, otherwise the same for all. */
function resultsOf(row: SheetRow, count: number): string[] {
  const text = [row.text('result'), row.text('more')].filter((one) => !saysNothing(one)).join('；');
  if (text === '') return Array.from({ length: count }, () => '');
  const own = splitEntries(text);
  if (count > 1 && own.length === count) return own;
  return byNumber(text, count) ?? Array.from({ length: count }, () => text);
}

/**
 * What was done: the matter as well, where it says more than an item's name and the entry has no place of its own for it, and
 * the matter alone where nothing else says it.
 */
function contentOf(row: SheetRow, section: string, items: readonly Item[]): string {
  const content = row.text('content');
  const matter = saysNothing(row.text('matter')) ? '' : row.text('matter');
  const isTold = itemOf(row.text('item'), items) !== undefined;
  const isLong = isTold || plainItem(matter).length > NAME_MAX;
  const isWork = matter !== '' && (section === BUSINESS || (isLong && !isItemName(matter, items)));
  if (!isWork) return content;
  if (!row.has('content') || (content === '' && !saysNothing(row.text('result')))) return matter;
  const isKept = section === BUSINESS || saysNothing(content) || splitEntries(content).length > 1;
  return isKept ? content : `${content}（${plainItem(matter)}）`;
}

/** The entries of a row; undefined when one of them has an impossible date, and the row is rejected. */
function entriesOf(row: SheetRow, section: string, period: Month | undefined, desk: Desk): LedgerEntry[] | undefined {
  const { draft, head } = desk;
  const content = contentOf(row, section, itemsOf(desk, period));
  if (saysNothing(content)) return [];
  const texts = splitEntries(content);
  const results = resultsOf(row, texts.length);
  const on = writtenOn(row);
  // Without a month the year at least is known, and each entry's own date tells the month.
  const near = period ?? ((head.year === undefined ? desk.context.today.slice(0, 7) : `${head.year}-12`) as Month);
  const entries: LedgerEntry[] = [];
  for (const [at, text] of texts.entries()) {
    const ownDay = readEntryDay(text, near);
    const reading = on === '' || (ownDay.ok && ownDay.on) ? ownDay : readEntryDay(`${on},${text}`, near);
    if (!reading.ok) {
      draft.reject(row.where('content'), 'date-impossible', `“${reading.written}”不是有效的日期`);
      return undefined;
    }
    if (on !== '' && reading.on === null)
      draft.warn(row.where('on'), 'date-without-day', `“${on}”没有写到日，文字保留，日期留空`);
    if (period && isOutside(reading.on, period))
      draft.warn(row.where('content'), 'date-outside-period', `“${text.slice(0, 20)}”的日期不在${monthName(period)}`);
    entries.push({
      key: `import-${row.at + 1}-${at + 1}`,
      section,
      matter:
        section === BUSINESS
          ? within(plainItem(row.text('matter') || desk.matter), MATTER_MAX, row.where('matter'), desk)
          : '',
      on: reading.on,
      place: within(row.text('place'), PLACE_MAX, row.where('place'), desk),
      content: within(reading.content, CONTENT_MAX, row.where('content'), desk),
      result: within(results[at]!, RESULT_MAX, row.where('result'), desk),
      source: null,
      recordedAt: null,
    });
  }
  return entries;
}

/** Whose row it is; under a name that stands in the first of its rows only, it is asked once whether the others are his. */
function personWritten(row: SheetRow, desk: Desk): string {
  const written = row.text('person');
  if (written !== '' || !row.has('person') || desk.above === '') {
    desk.above = written;
    return written;
  }
  const answer = desk.draft.ask(
    {
      id: 'ledger-blank-name',
      cell: row.where('person'),
      ask: '姓名空着的行，是上面那位的吗？',
      options: [
        { value: 'above', says: '是，和上面同一个人' },
        { value: LEAVE_OUT, says: '不是，不导入这些行' },
      ],
      default: 'above',
      certainty: 'likely',
    },
    desk.context.answers,
  );
  return answer === 'above' ? desk.above : '';
}

/** Lays a line to the month and the person it belongs to. */
function lay(row: SheetRow, section: string, entries: LedgerEntry[], period: Month | undefined, desk: Desk): void {
  const { head, groups } = desk;
  const written = personWritten(row, desk);
  const person = readPersonName(written) ?? readPersonName(head.person?.value ?? '') ?? '';
  const own = written !== '';
  const unit = row.text('unit') || (own && row.has('unit') ? '' : (head.unit?.value ?? ''));
  const put = (month: Month | undefined, some: LedgerEntry[]): void => {
    const key = [person, squeezed(unit), month ?? ''].join('|');
    const group = groups.get(key) ?? {
      person,
      unit,
      title: row.text('title') || (own ? '' : (head.title?.value ?? '')),
      period: month,
      lines: [],
    };
    group.lines.push({ row, section, entries: some });
    groups.set(key, group);
  };
  if (period || entries.length === 0) {
    put(period, entries);
    return;
  }
  const yearKnown = head.year !== undefined || monthIn(writtenOn(row)) || monthIn(row.text('content'));
  const months = new Map<Month | undefined, LedgerEntry[]>();
  for (const entry of entries) {
    const month = entry.on && yearKnown ? monthOf(entry.on) : undefined;
    months.set(month, [...(months.get(month) ?? []), entry]);
  }
  for (const [month, some] of months) put(month, some);
}

function periodOf(row: SheetRow, desk: Desk): Month | undefined {
  const cell = row.cell('period');
  const reading = cell && typeof cell.value === 'number' ? readDay(cell) : undefined;
  if (reading?.ok) return monthOf(reading.value.day);
  const written = row.text('period');
  const bare = /^\d{1,2}$/.test(written) ? `${written}月` : written;
  return monthOfText(bare, desk.head.year) ?? desk.period ?? desk.head.period;
}

/** All lines of a table by person and month. A row without a matter goes on with the one above it. */
export function readGroups(
  steps: readonly Step[],
  head: Head,
  under: string | undefined,
  draft: PlanDraft,
  context: PlanContext,
): LedgerGroup[] {
  const part = under === undefined ? partOfTitles(head) : partOf(under);
  const groups: Desk['groups'] = new Map();
  const desk: Desk = { draft, context, head, groups, part, matter: '', period: undefined, under, above: '' };
  for (const step of steps) {
    if (takeHeading(step, desk) || !step.row) continue;
    const { row } = step;
    const section = row.text('section');
    const part = under === undefined ? partOf(section) : undefined;
    if (part && part !== desk.part) Object.assign(desk, { part, matter: '' });
    const saysWork = row.text('content') !== '' || row.text('result') !== '';
    const heading =
      saysWork || itemOf(row.text('matter'), itemsOf(desk, desk.period)) ? undefined : partOf(row.text('matter'));
    if (heading) Object.assign(desk, { part: heading, matter: '' });
    if (heading || (!saysWork && row.text('matter') === '')) continue;
    draft.rows += 1;
    context.onRow?.();
    const period = periodOf(row, desk);
    const named = row.text('matter') || (part ? '' : section);
    const carried = named === '' && row.text('content') !== '' ? desk.matter : named;
    const id = sectionOf(row, carried, period, desk);
    if (named !== '') desk.matter = named;
    const entries = id === undefined ? undefined : entriesOf(row, id, period, desk);
    if (id !== undefined && entries) lay(row, id, entries, period, desk);
  }
  return [...desk.groups.values()];
}
