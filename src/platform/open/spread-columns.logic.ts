/** One field over several columns: a day as 年, 月, 日, and ticks, each under what it says. */
import type { Certainty, DayPart, Layout } from './layout.logic.ts';
import { type Sheet, squeezed, textAt } from './workbook.logic.ts';

export interface DayPartColumn {
  part: DayPart;
  /** The first column of the day. */
  leads: number;
  /** 年, 月, 日 stand over the columns; otherwise only what stands below tells them. */
  isNamed: boolean;
}

const PARTS: Readonly<Record<string, DayPart>> = { 年: 'year', 月: 'month', 日: 'day' };
const ORDER: readonly DayPart[] = ['year', 'month', 'day'];
/** Rows looked at for what stands in a column. */
const LOOKED_AT = 500;

const FITS: Readonly<Record<DayPart, (text: string) => boolean>> = {
  year: (text) => /^(?:(?:19|20)\d{2}|\d{2})年?$/.test(text),
  month: (text) => /^(?:0?[1-9]|1[0-2])月?$/.test(text),
  day: (text) => /^(?:0?[1-9]|[12]\d|3[01])日?$/.test(text),
};

/** Whether what stands in columns side by side reads as year, month and day. */
function readsAsDay(sheet: Sheet, from: number, columns: readonly number[]): boolean {
  let [seen, fitting] = [0, 0];
  for (let row = from; row < Math.min(sheet.rows.length, from + LOOKED_AT); row += 1) {
    const texts = columns.map((column) => squeezed(textAt(sheet, row, column)));
    if (texts.filter((text) => text !== '').length < 2) continue;
    seen += 1;
    if (texts.every((text, at) => text === '' || FITS[ORDER[at]!](text))) fitting += 1;
  }
  return seen > 0 && fitting >= 0.8 * seen;
}

/** The columns of days that are spread over two or three. `heads`: of each column, the lowest first. */
export function dayParts(
  sheet: Sheet,
  heads: readonly (readonly string[])[],
  row: number,
  depth: number,
): Map<number, DayPartColumn> {
  const found = new Map<number, DayPartColumn>();
  const take = (columns: readonly number[], isNamed: boolean, first = 0): void =>
    columns.forEach((column, at) => {
      found.set(column, { part: ORDER[first + at]!, leads: columns[0]!, isNamed });
    });
  for (let column = 0; column < heads.length; column += 1) {
    const parts = [0, 1, 2].map((more) => PARTS[squeezed(heads[column + more]?.[0] ?? '')]);
    const above = heads[column]?.[1];
    // A register of one year has 月 and 日 alone.
    const first = parts[0] === 'month' ? 1 : 0;
    const order = ORDER.slice(first);
    const length = order.findIndex((part, at) => parts[at] !== part || heads[column + at]?.[1] !== above);
    const count = length < 0 ? order.length : length;
    // Under no head of their own they are a day only where they reach down to one.
    const isDay = above !== undefined || parts[count - 1] === 'day';
    if (isDay && count >= 2) {
      take(
        Array.from({ length: count }, (_, at) => column + at),
        true,
        first,
      );
      column += count - 1;
    }
  }
  for (const { top, left, bottom, right } of sheet.merges) {
    if (top < row || bottom !== row + depth - 1 || right - left < 1 || right - left > 2 || found.has(left)) continue;
    const columns = Array.from({ length: right - left + 1 }, (_, at) => left + at);
    if (readsAsDay(sheet, row + depth, columns)) take(columns, false);
  }
  return found;
}

/** What stands for a tick, and what says that there is none. */
export const TICK = /^(?:[√✓✔☑●○◎◇◆△▲★☆■vV]|是)$/;
const TICK_OR_ONE = /^(?:[√✓✔☑●○◎◇◆△▲★☆■vV]|是|1)$/;
const NO_TICK = /^(?:[×✗xX☐□/\-—]|否|0|无)$/;

/** Whether a column holds ticks and nothing else but a sum below them. */
function holdsTicks(sheet: Sheet, from: number, column: number, tick: RegExp): boolean {
  let [ticks, others] = [0, 0];
  for (let row = from; row < Math.min(sheet.rows.length, from + LOOKED_AT); row += 1) {
    const text = squeezed(textAt(sheet, row, column));
    if (text === '' || NO_TICK.test(text)) continue;
    if (tick.test(text)) ticks += 1;
    else if (/^\d+(?:人|名|个|项)?$/.test(text)) others += 1;
    else if (!sheet.merges.some((merge) => merge.top === row && merge.left === column)) return false;
  }
  return ticks > 0 && others <= 1;
}

const bareHead = (text: string): string => squeezed(text).replace(/\(.*?\)|[:*]/g, '');

const choiceOf = (choices: readonly string[] = [], head: string): string | undefined =>
  choices.find((choice) => choice === head || (head.length >= 2 && choice.startsWith(head)));

export interface TickedColumn {
  field: string;
  certainty: Certainty;
  says: string;
}

/** Below this a column is not taken for what its head resembles. */
const CLOSE = 0.9;

/** Columns of ticks with what a tick in them says. `matched`: what the head of a column names, and how well. */
export function tickedColumns(
  sheet: Sheet,
  layout: Layout<string>,
  heads: readonly (readonly string[])[],
  from: number,
  matched: (column: number) => { field: string; likeness: number } | undefined,
): Map<number, TickedColumn> {
  const found = new Map<number, TickedColumn>();
  for (const spec of layout.columns) {
    if (!spec.ticks) continue;
    const isTaken = heads.some((_, column) => {
      const own = matched(column);
      return own?.field === spec.field && own.likeness >= CLOSE;
    });
    if (isTaken) continue;
    const own = new Map<number, TickedColumn>();
    heads.forEach((texts, column) => {
      const head = bareHead(texts[0] ?? '');
      if (head === '' || found.has(column) || (matched(column)?.likeness ?? 0) >= CLOSE) return;
      const says = spec.ticks === 'choices' ? choiceOf(spec.choices, head) : head;
      if (says === undefined || !holdsTicks(sheet, from, column, spec.ticks === 'choices' ? TICK_OR_ONE : TICK)) return;
      own.set(column, { field: spec.field, certainty: 'likely', says });
    });
    // One column of ticks under any head may be anything.
    if (spec.ticks === 'any' && own.size < 2) continue;
    for (const [column, tick] of own) found.set(column, tick);
  }
  return found;
}
