/** Tables that stand on their side: labels below one another and a record a column; names below columns and a unit a row. */

import { readNames } from './cells.logic.ts';
import { label, namesOf } from './column-match.logic.ts';
import type { Choices, Layout, NamesBelow, Question, RecordCell, RowRecord } from './layout.logic.ts';
import { matrixIn } from './matrix.logic.ts';
import { TICK } from './spread-columns.logic.ts';
import { address, carriedDown, type Sheet, squeezed, textAt } from './workbook.logic.ts';

export interface Across {
  records: readonly RowRecord[];
  /** First row of it, from 0. */
  row: number;
  questions?: readonly Question[];
  /** Fields that an open question leaves out. */
  waits?: readonly string[];
}

const LONGEST_LABEL = 16;

const specOf = (layout: Layout<string>, text: string): Layout<string>['columns'][number] | undefined => {
  if (text === '' || text.length > LONGEST_LABEL) return undefined;
  const bare = label(text);
  return layout.columns.find((spec) => namesOf(spec).some((known) => known.bare === bare));
};

/** Fewer labels below one another stand in any table. */
const FEWEST_LABELS = 4;
/** Labels stand in the first columns. */
const LABELS_WITHIN = 3;

/** Where the text of a cell stands that is merged with those to its left. */
function columnOf(sheet: Sheet, row: number, column: number): number {
  const merge = sheet.merges.find((m) => m.top === row && m.bottom === row && column >= m.left && column <= m.right);
  return merge?.left ?? column;
}

interface LabelRow {
  row: number;
  field: string;
}

/** Labels in one column, the key of the layout first among them. */
function labelsIn(sheet: Sheet, layout: Layout<string>, column: number): LabelRow[] {
  const found: LabelRow[] = [];
  for (let row = 0; row < sheet.rows.length; row += 1) {
    const field = specOf(layout, textAt(sheet, row, column))?.field;
    if (field && !found.some((one) => one.field === field)) found.push({ row, field });
  }
  return found;
}

/** A table with its head down the first column. */
function sideways(sheet: Sheet, layout: Layout<string>): Across | undefined {
  const key = layout.columns.find((spec) => spec.key)?.field;
  if (!key) return undefined;
  for (let column = 0; column < LABELS_WITHIN; column += 1) {
    const labels = labelsIn(sheet, layout, column);
    const keyRow = labels.find((one) => one.field === key)?.row;
    if (keyRow === undefined || labels.length < FEWEST_LABELS) continue;
    const width = Math.max(...labels.map(({ row }) => sheet.rows[row]!.length));
    const beside = Array.from({ length: Math.max(0, width - column - 1) }, (_, at) => column + 1 + at);
    // A form has labels in other columns too.
    if (labels.some(({ row }) => beside.some((other) => specOf(layout, textAt(sheet, row, other))))) continue;
    const records = beside.flatMap((other): RowRecord[] => {
      if (textAt(sheet, keyRow, other) === '') return [];
      const cells = labels.map(({ row, field }): RecordCell => {
        const at = columnOf(sheet, row, other);
        return { field, where: address(row, at), row, column: at };
      });
      return [{ at: keyRow, cells: [...cells].sort((a) => (a.field === key ? -1 : 0)) }];
    });
    if (records.length > 0) return { records, row: labels[0]!.row };
  }
  return undefined;
}

/** Columns of names; one alone is a list of names only where a cell holds several. */
const FEWEST_COLUMNS = 2;

interface NamesColumn {
  column: number;
  field: string;
  says: string;
}

/** What stands over a column in a row of the head, also in a cell that reaches down to it. */
function headOver(sheet: Sheet, row: number, column: number): string {
  const tall = sheet.merges.find((m) => m.left === column && m.bottom > m.top && row > m.top && row <= m.bottom);
  return textAt(sheet, tall?.top ?? row, column);
}

/** The head of a table of units with names below columns; undefined when there is none. */
function namesHead(
  sheet: Sheet,
  layout: Layout<string>,
  { unit: unitField, name, heads: known }: NamesBelow,
): { row: number; unit: number; names: NamesColumn[] } | undefined {
  let found: { row: number; unit: number; names: NamesColumn[] } | undefined;
  for (let row = 0; row < Math.min(20, sheet.rows.length); row += 1) {
    // A head of two rows says in its lower one what its groups leave open.
    if (found && found.row < row - 1) return found;
    const heads = Array.from(sheet.rows[row]!, (_, column) => headOver(sheet, row, column));
    const fields = heads.map((text) => specOf(layout, text)?.field);
    const unit = fields.indexOf(unitField);
    if (unit < 0 || fields.includes(name)) continue;
    let isNeeded = false;
    const names = heads.flatMap((text, column): NamesColumn[] => {
      const bare = squeezed(text).replace(/\(.*?\)/g, '');
      const head = column > unit ? known.find(({ words }) => words.test(bare)) : undefined;
      isNeeded ||= head?.needed ?? false;
      return head ? [{ column, field: head.field, says: head.says ?? squeezed(text) }] : [];
    });
    if (isNeeded && names.length > 0) found = { row, unit, names };
  }
  return found;
}

/** Names in a cell; undefined where it holds ticks, which say who is named elsewhere. */
function namesIn(text: string): string[] | undefined {
  const { names, unread } = readNames(text);
  if (unread.some((one) => TICK.test(squeezed(one)))) return undefined;
  return [
    ...names.map(({ name, reason }) => (reason === '' ? name : `${name}(${reason.replaceAll('和', '、')})`)),
    ...unread,
  ];
}

/** A table of units in which names stand below columns, each of a post or of a kind of people. */
function byUnits(source: Sheet, layout: Layout<string>): Across | undefined {
  const { namesBelow } = layout;
  const head = namesBelow && namesHead(source, layout, namesBelow);
  if (!head) return undefined;
  const sheet = carriedDown(source);
  const records: RowRecord[] = [];
  let isList = head.names.length >= FEWEST_COLUMNS;
  for (let row = head.row + 1; row < sheet.rows.length; row += 1) {
    const written = textAt(sheet, row, head.unit);
    if (written === '' || /^(?:合计|总计|小计|注|备注|说明|填表)/.test(squeezed(written))) continue;
    const held = new Map<string, { cell: RecordCell; said: Map<string, string[]> }>();
    for (const { column, field, says } of head.names) {
      const names = namesIn(textAt(sheet, row, column));
      if (!names) return undefined;
      isList ||= names.length > 1;
      for (const text of names) {
        const own = text.replace(/\(.*$/, '');
        const known = held.get(own) ?? {
          cell: { field: namesBelow.name, where: address(row, column), row, column, text },
          said: new Map<string, string[]>(),
        };
        // What stands in brackets is said once of several places.
        if (text.length > known.cell.text!.length) known.cell = { ...known.cell, text };
        known.said.set(field, [...(known.said.get(field) ?? []), says]);
        held.set(own, known);
      }
    }
    for (const { cell, said } of held.values())
      records.push({
        at: row,
        cells: [
          cell,
          { field: namesBelow.unit, where: address(row, head.unit), row, column: head.unit, text: written },
          ...[...said].map(([field, all]) => ({ ...cell, field, text: all.join('、') })),
        ],
      });
  }
  if (records.length === 0 || !isList) return undefined;
  return { records, row: head.row };
}

/** The records of a table that stands on its side; undefined when it is none. */
export function acrossIn(sheet: Sheet, layout: Layout<string>, answers: Choices['answers']): Across | undefined {
  const matrix = matrixIn(sheet, layout, answers);
  if (matrix || !layout.forms) return matrix;
  return byUnits(sheet, layout) ?? sideways(sheet, layout);
}
