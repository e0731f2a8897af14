/** Tables that stand on their side: labels below one another and a record a column; posts as columns and a unit a row. */

import { readNames } from './cells.logic.ts';
import { label, namesOf } from './column-match.logic.ts';
import type { Layout, RecordCell, RowRecord } from './layout.logic.ts';
import { address, carriedDown, type Sheet, squeezed, textAt } from './workbook.logic.ts';

export interface Across {
  records: readonly RowRecord[];
  /** First row of it, from 0. */
  row: number;
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

const POST_HEAD =
  /(?:书记|局长|主任|部长|县长|区长|市长|镇长|乡长|院长|校长|主席|会长|秘书长|总经理|董事长|检察长|常委|委员|成员|组长|正职|副职|调研员)$/;
/** Posts that stand as heads. */
const FEWEST_POSTS = 2;

const isPostHead = (text: string): boolean => POST_HEAD.test(squeezed(text).replace(/\(.*?\)/g, ''));

/** The head of a table of units with a column for each post; undefined when there is none. */
function postHead(sheet: Sheet, layout: Layout<string>): { row: number; unit: number; posts: number[] } | undefined {
  for (let row = 0; row < Math.min(20, sheet.rows.length); row += 1) {
    const heads = Array.from(sheet.rows[row]!, (_, column) => textAt(sheet, row, column));
    const fields = heads.map((text) => specOf(layout, text)?.field);
    const unit = fields.indexOf(layout.posts!.unit);
    if (unit < 0 || fields.includes(layout.posts!.name)) continue;
    const posts = heads.flatMap((text, column) => (column > unit && isPostHead(text) ? [column] : []));
    if (posts.length >= FEWEST_POSTS) return { row, unit, posts };
  }
  return undefined;
}

/** A table of units in which each post is a column and names stand below it. */
function byPosts(source: Sheet, layout: Layout<string>): Across | undefined {
  if (!layout.posts) return undefined;
  const head = postHead(source, layout);
  if (!head) return undefined;
  const sheet = carriedDown(source);
  const { unit, name, title } = layout.posts;
  const records: RowRecord[] = [];
  for (let row = head.row + 1; row < sheet.rows.length; row += 1) {
    const written = textAt(sheet, row, head.unit);
    if (written === '' || /^(?:合计|总计|小计|注|备注|说明|填表)/.test(squeezed(written))) continue;
    const held = new Map<string, { cell: RecordCell; titles: string[] }>();
    for (const column of head.posts) {
      const post = squeezed(textAt(sheet, head.row, column));
      const own = textAt(sheet, row, column);
      const { names, unread } = readNames(own);
      for (const { name: read, reason } of [...names, ...unread.map((text) => ({ name: text, reason: '' }))]) {
        const known = held.get(read);
        const text = reason === '' ? read : `${read}(${reason.replaceAll('和', '、')})`;
        if (known) known.titles.push(post);
        else held.set(read, { cell: { field: name, where: address(row, column), row, column, text }, titles: [post] });
      }
    }
    for (const { cell, titles } of held.values())
      records.push({
        at: row,
        cells: [
          cell,
          { field: unit, where: address(row, head.unit), row, column: head.unit, text: written },
          { ...cell, field: title, text: titles.join('、') },
        ],
      });
  }
  if (records.length === 0) return undefined;
  return { records, row: head.row };
}

/** The records of a table that stands on its side; undefined when it is none. */
export function acrossIn(sheet: Sheet, layout: Layout<string>): Across | undefined {
  if (!layout.forms) return undefined;
  return byPosts(sheet, layout) ?? sideways(sheet, layout);
}
