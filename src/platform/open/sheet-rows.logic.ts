/** The data of an understood sheet: its rows without titles, totals and signatures, and what its head says. */
import type { ColumnUnderstanding, RecordCell, RowRecord, Understanding } from './layout.logic.ts';
import { TICK } from './spread-columns.logic.ts';
import {
  address,
  type Cell,
  carriedDown,
  cellAt,
  columnIndex,
  type Sheet,
  squeezed,
  textAt,
  textOf,
} from './workbook.logic.ts';

export interface SheetRow {
  /** Row of the sheet, from 0. */
  at: number;
  cell(field: string): Cell | null;
  /** Whether the sheet has this column. */
  has(field: string): boolean;
  /** Trimmed; empty when the cell or the column is missing. */
  text(field: string): string;
  /** `D21`; for a field without a column, the row's first understood cell. */
  where(field: string): string;
  /** Lines within the table under which it stands, the outermost first: `一、东岭区`, `（二）市直单位`. */
  groups: readonly GroupLine[];
}

/** A row that is a heading for those below it. */
export interface GroupLine {
  /** Row of the sheet, from 0. */
  at: number;
  /** Without its number and a count behind it. */
  text: string;
}

export interface OpenSheet {
  name: string;
  /** Everything above the head, one line a row. */
  title: readonly string[];
  rows: readonly SheetRow[];
  /** Headings within the table, in the sheet's order. */
  groups: readonly GroupLine[];
  /** What the foot says about how many rows there are: 合计 12人. */
  total?: { count: number; where: string };
  /** Address of a column's head. */
  head(field: string): string;
}

/** How the rows of a table are told from headings between them. */
export interface RowReading {
  /** Headings are looked for; `isName` tells a value of the name's column from a heading that stands alone in it. */
  isName?: (text: string) => boolean;
  /** Whether a heading divides what stands under another one rather than beginning anew: 预备党员 within a branch. */
  isWithin?: (text: string) => boolean;
}

const SIGNED =
  /^(?:填表人|填报人|制表人?|制表单位|经办人|审核人?|复核人?|负责人|单位负责人|主要负责人|[\p{Script=Han}]{0,8}签[字名]|分管领导(?:审核|签字)?(?:意见)?|主要领导(?:审核|签字)?意见|审核意见|单位意见|组织意见|联系人|联系电话|填报单位|填报(?:时间|日期)|填表(?:单位|时间|日期)|制表(?:时间|日期)|报送(?:单位|时间|日期)|统计(?:时间|日期)|截止(?:时间|日期)|盖章|单位\(?盖章\)?|年月日|注|备注|说明|填[表写]说明|附注|第\d+页|(?:以上|上述)[^:]{0,12}(?:属实|无误)[^:]{0,14})(?:[:(,，]|$|共\d+页)/u;
const TOTAL = /^(?:合计|总计|小计|共计|累计|总人数|本页合计|本页小计|共\d+(?:人|名|个|条))/;
/** Stands for the number of the filled example in our own templates. */
export const EXAMPLE = '示例';
/** A total of the whole table, with how many that is. */
const WHOLE = /^(?:合计|总计|共计|总人数|共)[:,]?共?(?:计)?(\d{1,6})(?:人|名|个)?$/;
/** 其中: below a total is part of it. */
const PART_OF_TOTAL = /^其中[:,]?/;
export const DITTO = /^(?:同上|〃|″|"|''|″″|·〃|\/\/)$/;
/** The words under which a heading is written out: 填报单位: 东岭区委. */
const LABELED =
  /^(?:填报单位|填表单位|报送单位|制表单位|单位|所在单位|(?:所在)?(?:党)?支部|(?:所在)?党组织)(?:\((?:盖章|章)\))?:(.+)$/;

const filledOf = (texts: readonly string[]): string[] => texts.filter((text) => text !== '');

/**
 * Whether these cells say a total, or are a place to sign. A row with as many values as a row of data has is none, whatever
 * its first cell says, unless they are all figures.
 */
function isFooter(texts: readonly string[], size: number): boolean {
  const filled = filledOf(texts);
  const [first = '', ...rest] = filled;
  const isFull = rest.length >= 2 && rest.length + 1 > size / 2;
  if (TOTAL.test(first) || PART_OF_TOTAL.test(first))
    return !isFull || rest.every((text) => /^[\d.,%]+(?:人|名|个)?$/.test(text));
  const signed = SIGNED.exec(first);
  if (!signed) return false;
  return signed[0].endsWith(':') || !isFull;
}

/** A row of column numbers under a head: 1 2 3 4, or 甲 乙 1 2; or of notes, each in brackets. */
function isColumnNumbers(texts: readonly string[]): boolean {
  const filled = filledOf(texts);
  if (filled.length > 0 && filled.every((text) => /^\(.*\)$/.test(text)) && filled.some((text) => !/\d/.test(text)))
    return true;
  if (filled.length < 3) return false;
  const numbers = filled.filter((text) => !/^[甲乙丙丁]$/.test(text));
  return numbers.every((text, at) => text === String(at + 1) || text === `(${at + 1})`);
}

/** How headings are numbered, the highest first. */
const NUMBERED: readonly RegExp[] = [
  /^第[一二三四五六七八九十百\d]+(?:部分|篇|章|类)[、:.]?/,
  /^[一二三四五六七八九十]{1,3}[、.,]/,
  /^\([一二三四五六七八九十]{1,3}\)[、.]?/,
  /^\d{1,3}[、.](?!\d)/,
  /^\(\d{1,3}\)/,
];
const UNNUMBERED = NUMBERED.length;

interface Heading extends GroupLine {
  level: number;
}

/** Below every other: what only divides the rows of one heading. */
const WITHIN = UNNUMBERED + 1;

function headingOf(at: number, written: string): Heading {
  const text = squeezed(written);
  const level = NUMBERED.findIndex((number) => number.test(text));
  const bare = (level < 0 ? text : text.replace(NUMBERED[level]!, ''))
    .replace(/\([^()]*\d(?:人|名|个|户)[^()]*\)$|\(?共?(?:计)?\d+(?:人|名|个|户)\)?$/, '')
    .replace(/[::]$/, '');
  return { at, text: bare, level: level < 0 ? UNNUMBERED : level };
}

/** The headings in force after one more. */
const withHeading = (before: readonly Heading[], next: Heading): Heading[] => [
  ...before.filter((one) => one.level < next.level),
  next,
];

type SpreadColumn = Pick<ColumnUnderstanding, 'part' | 'says' | 'many' | 'carries' | 'header'> & { column: number };

/** Fields that are spread over several columns: a day as 年, 月, 日, ticks, or what several heads say. */
function spreadFields({ columns }: Understanding<string>): Map<string, SpreadColumn[]> {
  const spread = new Map<string, SpreadColumn[]>();
  for (const { letter, field, part, says, many, carries, header } of columns) {
    if (!field || (part === undefined && says === undefined && many === undefined)) continue;
    spread.set(field, [
      ...(spread.get(field) ?? []),
      { column: columnIndex(letter), part, says, many, carries, header },
    ]);
  }
  return spread;
}

/** Stands in a column of remarks where there is none. */
const NO_WORDS = /^(?:无|没有|[-—–/\\]+)$/;

const UNIT_OF_PART = { year: '年', month: '月', day: '日' } as const;

/** The year or month above an empty place; empty where none stands there. */
function figureAbove(sheet: Sheet, from: number, column: number): string {
  for (let at = from - 1; at >= 0; at -= 1) {
    const text = squeezed(textAt(sheet, at, column));
    if (text !== '') return /^\d{1,4}[年月]?$/.test(text) ? text : '';
  }
  return '';
}

/** What the columns of one field say together in a row; null where all are empty. */
function joinedCell(sheet: Sheet, at: number, over: readonly SpreadColumn[], noTicks: readonly string[]): Cell | null {
  const many = over[0]?.many;
  if (many === 'joined' && over.length === 1) return cellAt(sheet, at, over[0]!.column);
  const hasDay = over.some(({ column, part }) => part === 'day' && textAt(sheet, at, column) !== '');
  const said = over.flatMap(({ column, part, says, header, carries }) => {
    const own = textAt(sheet, at, column);
    const written = own === '' && carries && hasDay ? figureAbove(sheet, at, column) : own;
    if (written === '' || (many === 'named' && NO_WORDS.test(written))) return [];
    if (many) return [many === 'named' ? `${header.split(' · ').at(-1)!}：${written}` : written];
    const text = squeezed(written);
    if (part) return [text.endsWith(UNIT_OF_PART[part]) ? text : text + UNIT_OF_PART[part]];
    return says !== undefined && (TICK.test(text) || text === '1') && !noTicks.includes(text) ? [says] : [];
  });
  const text = said.join(over[0]?.part ? '' : many ? '；' : '、');
  return text === '' ? null : { value: text, text };
}

/** A record that stands in no row: forms, lists of attendance. */
function rowOf(sheet: Sheet, { at, cells }: RowRecord): SheetRow {
  const byField = new Map<string, RecordCell>();
  for (const one of cells) if (!byField.has(one.field)) byField.set(one.field, one);
  const cell = (field: string): Cell | null => {
    const own = byField.get(field);
    if (!own) return null;
    return own.text === undefined ? cellAt(sheet, own.row, own.column) : { value: own.text, text: own.text };
  };
  return {
    at,
    cell,
    has: (field) => byField.has(field),
    text: (field) => textOf(cell(field)),
    where: (field) => byField.get(field)?.where ?? cells[0]?.where ?? address(at, 0),
    groups: [],
  };
}

function openRecords(
  sheet: Sheet,
  { headerRow, title }: Understanding<string>,
  records: readonly RowRecord[],
): OpenSheet {
  return {
    name: sheet.name,
    title: [...(title ?? []), ...linesOf(sheet, 0, headerRow - 1)],
    rows: records.map((record) => rowOf(sheet, record)),
    groups: [],
    head: () => address(headerRow - 1, 0),
  };
}

const linesOf = (sheet: Sheet, from: number, to: number): string[] =>
  sheet.rows.slice(from, to).flatMap((row) => {
    const line = row.map((cell) => textOf(cell)).filter((text) => text !== '');
    return line.length > 0 ? [line.join('    ')] : [];
  });

/** Opens a sheet as it was understood. */
export function openSheet(
  source: Sheet,
  understanding: Understanding<string>,
  { isName, isWithin }: RowReading = {},
): OpenSheet {
  if (understanding.records) return openRecords(source, understanding, understanding.records);
  const sheet = carriedDown(source);
  const columns = new Map<string, number>();
  for (const { letter, field } of understanding.columns)
    if (field && !columns.has(field)) columns.set(field, columnIndex(letter));
  const spread = spreadFields(understanding);
  const understood = understanding.columns
    .flatMap(({ letter, field }) => (field ? [columnIndex(letter)] : []))
    .sort((a, b) => a - b);
  const all = understanding.columns.map(({ letter }) => columnIndex(letter));
  const [leftmost, rightmost] = [Math.min(...all), Math.max(...all)];
  const firstColumn = Math.min(...understood);
  const headTop = understanding.headerRow - 1;
  const start = headTop + understanding.headerRows;
  const end = Math.min(understanding.untilRow ?? sheet.rows.length, sheet.rows.length);
  const unseen = new Set(understanding.skipsHidden ? source.hiddenRows : []);
  const isTable = understanding.columns.length > 0 && isName !== undefined;
  const headTexts = new Map(
    understanding.columns.map(({ letter }) => [
      columnIndex(letter),
      squeezed(textAt(source, start - 1, columnIndex(letter))),
    ]),
  );
  const wide = new Map(source.merges.filter((one) => one.right > one.left).map((one) => [one.top, one]));

  const isRepeatedHead = (at: number): boolean => {
    const same = [...columns.values()].filter((column) => {
      const text = squeezed(textAt(source, at, column));
      return text !== '' && text === headTexts.get(column);
    });
    return same.length >= 2 && same.length >= columns.size / 2;
  };

  /** The heading that a row is, if it is one. `texts`: those of this table. */
  const heading = (at: number, texts: readonly string[]): Heading | undefined => {
    if (!isTable) return undefined;
    const filled = filledOf(texts);
    const [only] = filled;
    if (only === undefined) return undefined;
    if (filled.length === 2 && /^[一二三四五六七八九十]{1,3}$/.test(only))
      return headingOf(at, `${only}、${filled[1]}`);
    if (filled.length !== 1) return undefined;
    if (NUMBERED.slice(0, 3).some((number) => number.test(only))) return headingOf(at, only);
    const merge = wide.get(at);
    if (merge && merge.left <= leftmost + 1 && merge.right - merge.left >= 1) return headingOf(at, only);
    const column = texts.indexOf(only);
    const isNames = column === columns.get('name');
    return isNames && isName(only) ? undefined : headingOf(at, only);
  };

  const makeRow = (at: number, above: SheetRow | undefined, groups: readonly GroupLine[]): SheetRow => {
    const cell = (field: string): Cell | null => {
      const column = columns.get(field);
      if (column === undefined) return null;
      const over = spread.get(field);
      if (over) return joinedCell(sheet, at, over, understanding.noTicks ?? []);
      const own = cellAt(sheet, at, column);
      return own && DITTO.test(squeezed(own.text)) && above ? above.cell(field) : own;
    };
    return {
      at,
      cell,
      has: (field) => columns.has(field),
      text: (field) => textOf(cell(field)),
      where: (field) => address(at, columns.get(field) ?? firstColumn),
      groups,
    };
  };

  const rows: SheetRow[] = [];
  const groups: GroupLine[] = [];
  let inForce: readonly Heading[] = [];
  let total: OpenSheet['total'];
  let isSigned = false;
  const take = (found: Heading): void => {
    const next = isWithin?.(found.text) ? { ...found, level: WITHIN } : found;
    inForce = withHeading(inForce, next);
    groups.push(next);
  };
  for (let at = start; at < end; at += 1) {
    if (unseen.has(at)) continue;
    const texts = (source.rows[at] ?? []).map((cell) => squeezed(cell?.text ?? ''));
    const own = isTable ? texts.map((text, column) => (column >= leftmost && column <= rightmost ? text : '')) : texts;
    const filled = understood.some((column) => column !== columns.get('number') && textAt(source, at, column) !== '');
    const meant = understood.map((column) => texts[column] ?? '');
    const labeled = isTable ? LABELED.exec(filledOf(own)[0] ?? '') : null;
    if (labeled && filledOf(own).length <= 3) {
      take(headingOf(at, labeled[1]!));
      continue;
    }
    if (isFooter(own, understood.length) || isFooter(meant, understood.length)) {
      const figures = filledOf(own).filter((text) => /^\d+$/.test(text)).length;
      // Of several sums nobody says which one counts the rows.
      const count = isTable && figures <= 1 ? WHOLE.exec(filledOf(own).slice(0, 2).join('')) : null;
      if (count) total = { count: Number(count[1]), where: address(at, firstColumn) };
      isSigned = SIGNED.test(filledOf(own)[0] ?? '');
      continue;
    }
    if (isRepeatedHead(at) || (at === start && isColumnNumbers(texts))) continue;
    if (texts[columns.get('number') ?? -1] === EXAMPLE) continue;
    const next = heading(at, own);
    // What somebody wrote below a place to sign belongs to it.
    if (isSigned && !next && filledOf(own).length <= 1) continue;
    isSigned = false;
    if (next) take(next);
    else if (filled) rows.push(makeRow(at, rows.at(-1), inForce));
  }
  const lines = (from: number, to: number): string[] => linesOf(sheet, from, to);
  // A table further down has its own title, and what stands above all of them holds for it too.
  const title =
    understanding.titleRow === undefined
      ? [...(understanding.title ?? []), ...lines(0, headTop)]
      : [...lines(understanding.titleRow - 1, headTop), ...lines(0, firstHead(source))];
  return {
    name: source.name,
    title,
    rows,
    groups,
    ...(total ? { total } : {}),
    head: (field) => address(headTop, columns.get(field) ?? 0),
  };
}

/** Lines from the top that stand alone in their row, as a number. */
const firstHead = (sheet: Sheet): number => {
  const at = sheet.rows.findIndex((row) => row.filter((cell) => cell).length > 2);
  return Math.max(at, 0);
};

export interface HeadValue {
  value: string;
  /** Address of the cell that holds it. */
  where: string;
}

/**
 * `姓名:周涛冬    单位:市教育局` above a head, in one cell or in label and value cells beside each other.
 * `labels`: all words that may be labels; a value ends where the next one begins.
 */
export function headValues(
  sheet: Sheet,
  understanding: Understanding<string>,
  labels: Readonly<Record<string, readonly string[]>>,
): Map<string, HeadValue> {
  const words = Object.values(labels)
    .flat()
    .sort((a, b) => b.length - a.length);
  const spaced = words.map((word) => [...word].join('\\s*')).join('|');
  const pattern = new RegExp(`(?<![\\p{Script=Han}])(${spaced})\\s*[::]\\s*`, 'gu');
  const fieldOf = (word: string): string | undefined =>
    Object.keys(labels).find((field) => labels[field]!.includes(squeezed(word)));
  const found = new Map<string, HeadValue>();
  const keep = (word: string, value: string, where: string): void => {
    const field = fieldOf(word);
    const trimmed = value.replace(/[\s,,;;、]+$/, '').trim();
    if (field && trimmed !== '' && !found.has(field)) found.set(field, { value: trimmed, where });
  };
  for (let row = 0; row < understanding.headerRow - 1; row += 1) {
    const cells = sheet.rows[row] ?? [];
    for (let column = 0; column < cells.length; column += 1) {
      const text = textAt(sheet, row, column).normalize('NFKC');
      if (text === '') continue;
      const next = cells.findIndex((cell, at) => at > column && cell !== null);
      const nextText = next < 0 ? '' : textAt(sheet, row, next).normalize('NFKC');
      const matches = [...text.matchAll(pattern)];
      if (matches.length === 0 && words.includes(squeezed(text)) && next > 0 && nextText.search(pattern) !== 0)
        keep(text, nextText, address(row, next));
      matches.forEach((match, at) => {
        const end = matches[at + 1]?.index ?? text.length;
        const value = text.slice(match.index + match[0].length, end);
        if (value.trim() !== '') keep(match[1]!, value, address(row, column));
        else if (at === matches.length - 1 && next > 0) keep(match[1]!, nextText, address(row, next));
      });
    }
  }
  return found;
}
