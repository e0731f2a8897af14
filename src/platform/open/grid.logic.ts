/** A year at a glance: kinds across and months or units down, or months across, and in each cell the days and what was held. */
import { isNothing } from './cells.logic.ts';
import { label } from './column-match.logic.ts';
import { fieldOf } from './forms.logic.ts';
import type { Layout, RecordCell, RowRecord } from './layout.logic.ts';
import { isMonthHeading } from './month-cells.logic.ts';
import { address, carriedDown, type Sheet, squeezed, textAt } from './workbook.logic.ts';

export interface Grid {
  records: RowRecord[];
  /** Its head, from 0. */
  row: number;
}

const HEAD_WITHIN = 20;
const FEWEST_HEADS = 2;

interface Place {
  row: number;
  column: number;
  month: string;
  kind: string;
  /** Where the name of the unit stands, if the rows are units. */
  unit: number | undefined;
}

interface Head {
  row: number;
  places: Place[];
}

const isMonth = (text: string): boolean => text.length <= 10 && isMonthHeading(text);

/** The head of a grid with all its cells; undefined where the row is none. */
function headAt(sheet: Sheet, layout: Layout<string>, row: number): Head | undefined {
  const { heads, down } = layout.grid!;
  const texts = (sheet.rows[row] ?? []).map((cell) => label(cell?.text ?? ''));
  if (texts.filter((text) => text !== '').length < FEWEST_HEADS + 1) return undefined;
  // Groups over heads of their own are tables side by side.
  if (sheet.merges.some((merge) => merge.top === row && merge.right > merge.left)) return undefined;
  const kinds = texts.flatMap((text, column) => (heads.test(text) ? [column] : []));
  const months = texts.flatMap((text, column) => (isMonth(text) ? [column] : []));
  const across = kinds.length >= FEWEST_HEADS ? kinds : months.length >= FEWEST_HEADS ? months : undefined;
  if (!across) return undefined;
  const named = texts.findIndex((text, column) => column < across[0]! && fieldOf(layout, text) === down);
  const places: Place[] = [];
  for (let at = row + 1; at < sheet.rows.length; at += 1) {
    const leading = texts.slice(0, across[0]).map((_, column) => textAt(sheet, at, column));
    const month = leading.find(isMonth) ?? '';
    const kind = leading.find((text) => heads.test(label(text))) ?? '';
    const isUnit = across === kinds && month === '' && named >= 0 && leading[named] !== '';
    if (across === kinds ? month === '' && !isUnit : kind === '') continue;
    for (const column of across) {
      const head = textAt(sheet, row, column);
      const own = across === kinds ? { month, kind: head } : { month: head, kind };
      places.push({ row: at, column, ...own, unit: isUnit ? named : undefined });
    }
  }
  return { row, places };
}

const DAY = '(?:(?:\\d{4}年)?\\d{1,2}[月./-]\\d{1,2}(?!\\d)[日号]?|\\d{1,2}[日号])';
/** Where the next of several meetings in one cell begins. */
const NEXT = new RegExp(`\\n+|(?<=[;。])(?=\\s*(?:\\(?\\d{1,2}[.、)]\\s*)?${DAY})`);
const NUMBER = new RegExp(`^\\s*(?:\\(\\d{1,2}\\)|\\d{1,2}[、)]|\\d{1,2}\\.(?=\\s*${DAY}))\\s*`);
const CLOCK = '(?:上午|下午|晚上?)?(?:\\d{1,2}[:时点](?:\\d{2}|半)?分?)?';
const DATED = new RegExp(`^\\s*(${DAY}\\s*${CLOCK})[,:、\\s]*`);
const COUNTS = /[,;。]?\s*(?:应到|应参加|实到|到会|出席|参加|参会)(?:人数|党员)?[:为]?\s*\d.*$/s;
const HELD = /^(?:召开|开展|举行|举办)(?:了)?(?:[,:]|$)\s*/;
const NOT_HELD = /^(?:本月|当月|本季度)?(?:因.{1,20})?(?:未|没有|没)(?:召开|开展|组织|安排)/;

/** One of the meetings of a cell, in its own words. */
export interface Held {
  day: string;
  what: string;
  who: string;
}

/** `5日：研究计划，应到3人，实到3人；20日：…` → both. Empty where nothing was held. */
export function heldIn(cell: string): Held[] {
  const text = cell.normalize('NFKC').replace(/\r/g, '');
  if (isNothing(text) || NOT_HELD.test(squeezed(text))) return [];
  const parts: string[] = [];
  for (const line of text.split(NEXT)) {
    const bare = line.replace(NUMBER, '').trim();
    if (bare === '') continue;
    if (DATED.test(bare) || parts.length === 0) parts.push(bare);
    else parts[parts.length - 1] += `\n${bare}`;
  }
  return parts.map((part) => {
    const dated = DATED.exec(part);
    const rest = part.slice(dated?.[0].length ?? 0);
    const who = COUNTS.exec(rest)?.[0] ?? '';
    const what = rest.slice(0, rest.length - who.length).replace(HELD, '');
    return {
      day: (dated?.[1] ?? '').trim(),
      what: what.replace(/^[,;。\s]+|[,;。\s]+$/g, ''),
      who: who.replace(/^[,;。\s]+|[,;。\s]+$/g, ''),
    };
  });
}

/** A day with its month: `5日` under 1月. */
const dayWithin = (day: string, month: string): string =>
  day === '' ? month : /^\d{1,2}[日号]/.test(day) ? `${squeezed(month).replace(/月份?.*$/, '月')}${day}` : day;

function recordsOf(sheet: Sheet, layout: Layout<string>, place: Place): RowRecord[] {
  const { across, day, what, who, down } = layout.grid!;
  const { row, column, month, kind, unit } = place;
  const own = { where: address(row, column), row, column };
  return heldIn(textAt(sheet, row, column)).map((held) => {
    const put = (field: string, text: string): RecordCell[] => (text === '' ? [] : [{ field, ...own, text }]);
    return {
      at: row,
      cells: [
        ...put(day, dayWithin(held.day, month)),
        ...put(across, kind),
        ...put(what, held.what),
        ...put(who, held.who),
        ...(unit === undefined ? [] : [{ field: down, where: address(row, unit), row, column: unit }]),
      ],
    };
  });
}

/** The records of a grid; undefined where a sheet is none, or its cells count meetings instead of telling them. */
export function gridIn(source: Sheet, layout: Layout<string>): Grid | undefined {
  if (!layout.grid) return undefined;
  for (let row = 0; row < Math.min(HEAD_WITHIN, source.rows.length); row += 1) {
    const head = headAt(source, layout, row);
    if (!head || head.places.length === 0) continue;
    const sheet = carriedDown(source);
    const records = head.places.flatMap((place) => recordsOf(sheet, layout, place));
    const dated = records.filter(({ cells }) =>
      cells.some(({ field, text }) => field === layout.grid!.day && /\d/.test(text ?? '')),
    );
    if (dated.length > 0 && dated.length * 2 >= records.length) return { records, row: head.row };
  }
  return undefined;
}
