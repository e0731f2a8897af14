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
import { saysNothing, splitEntries } from './ledger-text.logic.ts';

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
const BUSINESS_HEAD = /业务|行政|中心工作/;
/** 党建工作 without saying which of the items. */
const PARTY_HEAD = /^(?:抓)?党建工作?(?:开展)?(?:情况|内容)?$/;

interface CellOfRow extends ItemColumn {
  text: string;
  /** The last of its row that says something. */
  isLast: boolean;
}

function cellRow(row: SheetRow, { column, head, text: written, isLast }: CellOfRow): SheetRow {
  const isOfRow = (field: string): boolean => field === 'result' || field === 'more';
  const isItem = !BUSINESS_HEAD.test(head) && !PARTY_HEAD.test(head);
  const text = (field: string): string => {
    if (field === 'section') return isItem ? '党建工作' : head;
    if (field === 'matter') return isItem ? head : '';
    if (field === 'content') return written;
    // What is remarked on the month as a whole stands once.
    return OWN_OF_CELL.has(field) && !(isLast && isOfRow(field)) ? '' : row.text(field);
  };
  return {
    ...row,
    cell: (field) =>
      field === 'content' ? { value: written, text: written } : OWN_OF_CELL.has(field) ? null : row.cell(field),
    has: (field) =>
      field === 'content' || (field === 'matter' || field === 'item' ? isItem && field === 'matter' : row.has(field)),
    text,
    where: (field) => (OWN_OF_CELL.has(field) && !isOfRow(field) ? address(row.at, column) : row.where(field)),
  };
}

/** The steps of a table; a row with columns of items is a row for each thing that one of them says. */
export function withItemColumns(steps: readonly Step[], source: Sheet, understanding: Understanding): readonly Step[] {
  const columns = itemColumns(understanding);
  if (columns.length === 0) return steps;
  const sheet = carriedDown(source);
  return steps.flatMap((step): Step[] => {
    const { row } = step;
    if (!row) return [step];
    const cells = columns.flatMap((one) => {
      const whole = textOf(cellAt(sheet, row.at, one.column));
      // Of several things under 党建工作 each may be of another item.
      const texts = PARTY_HEAD.test(one.head) && !saysNothing(whole) ? splitEntries(whole) : [whole];
      return texts.flatMap((text) => (text === '' ? [] : [{ ...one, text, isLast: false }]));
    });
    const last = cells.findLast(({ text }) => !saysNothing(text));
    return cells.map((one) => ({ row: cellRow(row, { ...one, isLast: one === last }), alone: undefined }));
  });
}
