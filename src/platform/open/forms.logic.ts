/** Sheets that are no table: a record as a form, each label beside its value; several of them one below the other. */
import { label, namesOf } from './column-match.logic.ts';
import type { Layout, RecordCell, RowRecord } from './layout.logic.ts';
import { address, type Sheet, squeezed, textAt } from './workbook.logic.ts';

/** A value with the label that it stands beside. */
export interface Labelled {
  field: string;
  label: string;
  row: number;
  column: number;
  /** The part of the cell behind its label, where both stand in one cell. */
  text?: string;
}

const fieldsByName = new WeakMap<Layout<string>, ReadonlyMap<string, string>>();
function fieldNames(layout: Layout<string>): ReadonlyMap<string, string> {
  let known = fieldsByName.get(layout);
  if (!known) {
    const found = new Map<string, string>();
    for (const spec of layout.columns)
      for (const { bare } of namesOf(spec)) if (!found.has(bare)) found.set(bare, spec.field);
    known = found;
    fieldsByName.set(layout, known);
  }
  return known;
}

const LONGEST_LABEL = 16;
export const fieldOf = (layout: Layout<string>, text: string): string | undefined =>
  text.length > LONGEST_LABEL ? undefined : fieldNames(layout).get(label(text));

const INLINE = /(?<![\p{Script=Han}\d])(\p{Script=Han}(?:\s?[\p{Script=Han}、及（）()]){1,13}?)\s*[:：]\s*/gu;

/** `会议时间：2017年6月8日    地点：会议室` in one cell. */
function inline(layout: Layout<string>, text: string, row: number, column: number): Labelled[] {
  // Most cells of a long list end here.
  if (!/[:：]/.test(text)) return [];
  const marks = [...text.matchAll(INLINE)].flatMap((match) => {
    // `曾帆雅 记录人：`: what stands before a space may be the value before it.
    const words = match[1]!.trim();
    const names = [words, words.split(/\s+/).at(-1)!];
    const name = names.find((one) => fieldOf(layout, squeezed(one)) !== undefined);
    if (name === undefined) return [];
    const start = match.index + match[1]!.lastIndexOf(name);
    return [{ field: fieldOf(layout, squeezed(name))!, label: name, start, end: match.index + match[0].length }];
  });
  return marks.flatMap(({ field, label: name, end }, at) => {
    const value = text.slice(end, marks[at + 1]?.start ?? text.length).replace(/[\s,，;；]+$/, '');
    return value === '' ? [] : [{ field, label: name, row, column, text: value }];
  });
}

/** A label that ends its cell. */
const OPEN = /([\p{Script=Han}\s]{2,14})[:：]\s*$/u;
const COUNTED = /应到|实到/;

/** Lines that count those present without a label: 应到10人，实到8人. */
export function countedIn(sheet: Sheet, layout: Layout<string>, rows: readonly number[]): RecordCell[] {
  if (!layout.columns.some((spec) => spec.field === 'attendance')) return [];
  for (const row of rows)
    for (const [column, cell] of (sheet.rows[row] ?? []).entries())
      if (cell && COUNTED.test(cell.text) && /\d/.test(cell.text))
        return [{ field: 'attendance', where: address(row, column), row, column, text: cell.text.trim() }];
  return [];
}

/** Labels with their values in some rows of a sheet, in their order. A label is one word for word. */
export function labelledIn(sheet: Sheet, layout: Layout<string>, rows: readonly number[]): Labelled[] {
  const found: Labelled[] = [];
  for (const row of rows) {
    const filled = (sheet.rows[row] ?? []).flatMap((cell, column) => (cell ? [column] : []));
    for (const [at, column] of filled.entries()) {
      const text = textAt(sheet, row, column);
      const field = fieldOf(layout, text);
      if (!field) {
        const within = inline(layout, text, row, column);
        found.push(...within);
        // `时间：` with its value in the next cell.
        const open = /[:：]\s*$/.test(text) ? OPEN.exec(text) : null;
        const named = open && fieldOf(layout, squeezed(open[1]!));
        const value = filled[at + 1];
        if (named && value !== undefined && !fieldOf(layout, textAt(sheet, row, value)))
          found.push({ field: named, label: open[1]!.trim(), row, column: value });
        continue;
      }
      const next = filled[at + 1];
      const isBeside = next !== undefined && !fieldOf(layout, textAt(sheet, row, next));
      if (isBeside) {
        found.push({ field, label: text, row, column: next });
        continue;
      }
      // A label over the whole width has its text below it.
      const below = (sheet.rows[row + 1] ?? []).flatMap((cell, left) => (cell ? [left] : []));
      if (filled.length === 1 && below.length === 1 && !fieldOf(layout, textAt(sheet, row + 1, below[0]!)))
        found.push({ field, label: text, row: row + 1, column: below[0]! });
    }
  }
  return found;
}

export const cellOfLabelled = ({ field, row, column, text }: Labelled): RecordCell => ({
  field,
  where: address(row, column),
  row,
  column,
  ...(text === undefined ? {} : { text }),
});

/** Fewer labels with values make no form: a few stand above most tables. */
const FEWEST_LABELS = 5;

export interface Forms {
  records: RowRecord[];
  /** Row of the first label, from 0. */
  row: number;
}

/** The forms of a sheet; undefined when it is none. */
export function formsIn(sheet: Sheet, layout: Layout<string>): Forms | undefined {
  if (!layout.forms) return undefined;
  const found = labelledIn(
    sheet,
    layout,
    sheet.rows.map((_, at) => at),
  );
  const first = found[0]?.field;
  const records: Labelled[][] = [];
  for (const one of found) {
    // The form's first label again begins the next one.
    if (one.field === first && !records.at(-1)?.some((other) => other.field === first && other.row === one.row))
      records.push([]);
    const own = records.at(-1)!;
    if (!own.some((other) => other.field === one.field)) own.push(one);
  }
  const needed = layout.columns.filter((spec) => spec.required).map((spec) => spec.field);
  const whole = records.filter(
    (own) => own.length >= FEWEST_LABELS && needed.some((field) => own.some((one) => one.field === field)),
  );
  if (whole.length === 0) return undefined;
  const starts = records.map((own) => own[0]!.row);
  const recordOf = (own: readonly Labelled[]): RowRecord => {
    const from = own[0]!.row;
    const until = starts.find((start) => start > from) ?? sheet.rows.length;
    const rows = Array.from({ length: until - from }, (_, at) => from + at);
    return { at: from, cells: [...own.map(cellOfLabelled), ...countedIn(sheet, layout, rows)] };
  };
  return { records: whole.map(recordOf), row: found[0]!.row };
}
