/** A ledger with a column for each item and a cadre a row: what stands in each of those columns, as a row of its own. */
import {
  address,
  carriedDown,
  cellAt,
  columnIndex,
  type Sheet,
  type SheetRow,
  type Step,
  textOf,
  type Understanding,
} from '../../platform/open/room.ts';
import { saysNothing } from './ledger-text.logic.ts';

interface ItemColumn {
  column: number;
  /** 基层党组织建设, 业务工作. */
  head: string;
}

/** The columns of items. In such a table a column of matters, 业务工作 beside the twelve, is one more of them. */
function itemColumns({ columns }: Understanding): ItemColumn[] {
  if (!columns.some(({ field }) => field === 'byItem')) return [];
  return columns.flatMap(({ field, letter, header }) =>
    field === 'byItem' || field === 'matter' || field === 'content'
      ? [{ column: columnIndex(letter), head: header.split(' · ').at(-1)! }]
      : [],
  );
}

/** Fields of the whole row, which are not those of each of its cells. */
const OWN_OF_CELL: ReadonlySet<string> = new Set(['matter', 'content', 'item', 'section', 'byItem', 'result', 'more']);

function cellRow(row: SheetRow, at: number, sheet: Sheet, { column, head }: ItemColumn, isLast: boolean): SheetRow {
  const own = cellAt(sheet, at, column);
  const isOfRow = (field: string): boolean => field === 'result' || field === 'more';
  const text = (field: string): string => {
    if (field === 'matter') return head;
    if (field === 'content') return textOf(own);
    // What is remarked on the month as a whole stands once.
    return OWN_OF_CELL.has(field) && !(isLast && isOfRow(field)) ? '' : row.text(field);
  };
  return {
    ...row,
    cell: (field) => (field === 'content' ? own : OWN_OF_CELL.has(field) ? null : row.cell(field)),
    has: (field) => field === 'matter' || field === 'content' || row.has(field),
    text,
    where: (field) => (OWN_OF_CELL.has(field) && !isOfRow(field) ? address(at, column) : row.where(field)),
  };
}

/** The steps of a table; a row with columns of items is a row for each that says something. */
export function withItemColumns(steps: readonly Step[], source: Sheet, understanding: Understanding): readonly Step[] {
  const columns = itemColumns(understanding);
  if (columns.length === 0) return steps;
  const sheet = carriedDown(source);
  return steps.flatMap((step): Step[] => {
    const { row } = step;
    if (!row) return [step];
    const filled = columns.filter(({ column }) => textOf(cellAt(sheet, row.at, column)) !== '');
    const last = filled.filter(({ column }) => !saysNothing(textOf(cellAt(sheet, row.at, column)))).at(-1);
    return filled.map((one) => ({
      row: cellRow(row, row.at, sheet, one, one === last),
      alone: undefined,
    }));
  });
}
