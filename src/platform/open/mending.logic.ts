/** What the user mends of a workbook before it is understood: cells written anew and rows left out. The original stays as it is. */
import type { Choices } from './layout.logic.ts';
import { DITTO } from './sheet-rows.logic.ts';
import {
  address,
  type Cell,
  carriedDown,
  columnIndex,
  type Sheet,
  squeezed,
  textOf,
  type Workbook,
} from './workbook.logic.ts';

/** Row and column of `D21`, from 0; undefined when it is no address. */
export function placeOfCell(cell: string): { row: number; column: number } | undefined {
  const [, letters, row] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(cell) ?? [];
  return letters && row ? { row: Number(row) - 1, column: columnIndex(letters) } : undefined;
}

export interface MendedCell {
  sheet: string;
  /** `D21` */
  cell: string;
  was: string;
  now: string;
}

/** The cells that the user wrote anew, beside what stood there. What must not be held cannot be written over. */
export function mendedCells(workbook: Workbook, choices: Choices<string>): MendedCell[] {
  return workbook.sheets.flatMap(({ name: sheet, rows }) =>
    Object.entries(choices.sheets?.[sheet]?.cells ?? {}).flatMap(([cell, now]) => {
      const place = placeOfCell(cell);
      if (!place || place.row >= rows.length) return [];
      const original = rows[place.row]![place.column];
      return original?.withheld ? [] : [{ sheet, cell, was: original?.text.trim() ?? '', now }];
    }),
  );
}

/** Rows of a sheet that the user left out, from 1. */
export const leftRows = (choices: Choices<string>, sheet: string): ReadonlySet<number> =>
  new Set(choices.sheets?.[sheet]?.leaveOut ?? []);

const isDitto = (cell: Cell | null | undefined): boolean => Boolean(cell && DITTO.test(squeezed(cell.text)));

/** The sheet without some rows, from 1. What later rows take from them, by merged cells or 同上, is written out first. */
function withoutRows(sheet: Sheet, left: ReadonlySet<number>): Sheet {
  const rows = carriedDown(sheet).rows.map((row) => [...row]);
  for (const row of [...left].sort((a, b) => a - b)) {
    const own = rows[row - 1];
    const next = rows[row];
    if (!own) continue;
    next?.forEach((cell, column) => {
      if (!isDitto(cell)) return;
      let from = row - 1;
      while (from > 0 && isDitto(rows[from]![column])) from -= 1;
      next[column] = rows[from]![column] ?? null;
    });
    rows[row - 1] = [];
  }
  const merges = sheet.merges.filter(
    ({ top, bottom }) =>
      !Array.from({ length: bottom - top + 1 }, (_, at) => top + at + 1).some((row) => left.has(row)),
  );
  return { ...sheet, rows, merges };
}

/** The workbook as the user mended it. */
export function mendedWorkbook(workbook: Workbook, choices: Choices<string>): Workbook {
  const cells = mendedCells(workbook, choices);
  const sheets = workbook.sheets.map((sheet) => {
    const left = leftRows(choices, sheet.name);
    const mended = cells.filter((one) => one.sheet === sheet.name);
    let after = sheet;
    if (mended.length > 0) {
      const rows = sheet.rows.map((row) => [...row]);
      for (const { cell, now } of mended) {
        const { row, column } = placeOfCell(cell)!;
        const own = rows[row]!;
        while (own.length <= column) own.push(null);
        own[column] = now.trim() === '' ? null : { value: now, text: now };
      }
      after = { ...sheet, rows };
    }
    return left.size > 0 ? withoutRows(after, left) : after;
  });
  return sheets.every((sheet, at) => sheet === workbook.sheets[at]) ? workbook : { ...workbook, sheets };
}

/** How many cells that differ are named one by one. */
const DIFFERENCES_NAMED = 12;

export interface WorkbookChange {
  /** Cells that differ; those of rows that only one of the two has count too. */
  cells: number;
  /** Rows more, or less than before. */
  rows: number;
  examples: readonly MendedCell[];
}

/** What differs between two workbooks, sheet by sheet of the same name or place, cell by cell. */
export function changeBetween(before: Workbook, after: Workbook): WorkbookChange {
  const examples: MendedCell[] = [];
  let cells = 0;
  let more = 0;
  // A sheet that only lists problems is ours, and no sheet of the office.
  const shown = (book: Workbook): Sheet[] => book.sheets.filter((one) => !one.hidden && one.name !== PROBLEM_SHEET);
  const old = shown(before);
  shown(after).forEach((sheet, at) => {
    const own = old.find(({ name }) => name === sheet.name) ?? old[at];
    more += sheet.rows.length - (own?.rows.length ?? 0);
    const length = Math.max(sheet.rows.length, own?.rows.length ?? 0);
    for (let row = 0; row < length; row += 1) {
      const width = Math.max(sheet.rows[row]?.length ?? 0, own?.rows[row]?.length ?? 0);
      for (let column = 0; column < width; column += 1) {
        const was = own?.rows[row]?.[column] ?? null;
        const now = sheet.rows[row]?.[column] ?? null;
        // What is withheld in one of them tells nothing; a day is the same however it is shown.
        if (was?.withheld || now?.withheld || textOf(was) === textOf(now) || was?.value === now?.value) continue;
        cells += 1;
        if (examples.length < DIFFERENCES_NAMED)
          examples.push({
            sheet: sheet.name,
            cell: address(row, column),
            was: was?.text.trim() ?? '',
            now: now?.text.trim() ?? '',
          });
      }
    }
  });
  return { cells, rows: more, examples };
}

/** The first sheet of a workbook that was given out with its problems marked. */
export const PROBLEM_SHEET = '问题清单';

/** The file's name without ending, numbering of copies and words for a mended edition: `花名册(1)（已标出问题）.xlsx` is 花名册. */
export const editionName = (name: string): string =>
  squeezed(name)
    .replace(/\.(?:xlsx|xls|et|csv)$/i, '')
    .replace(
      /(?:\((?:\d+|已标出问题|修改|改|新|最新|更正)\)|[-_—]?(?:副本|修改版?|更正版?|改|最新版?|终稿|定稿)\d*)+$/,
      '',
    );
