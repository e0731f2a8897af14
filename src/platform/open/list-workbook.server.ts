/**
 * A list as offices keep it: a title over all columns, a row of heads, numbered rows, ready to print on A4. The one way in which
 * lists leave the system; written as a stream, so that a city's list costs no more memory than its file.
 */
import { PassThrough } from 'node:stream';
import type ExcelJS from 'exceljs';
import type { FileAnswer } from './handler.server.ts';
import { streamedWorkbook } from './new-workbook.server.ts';
import { WORKBOOK_TYPE } from './route.logic.ts';

export interface ListColumn {
  head: string;
  /** In characters of the standard font. */
  width: number;
}

export interface ListSheet {
  sheet: string;
  title: string;
  /** What belongs to all rows, between title and heads: 主办单位：… 培训时间：… */
  subtitle?: string;
  columns: readonly ListColumn[];
  rows: readonly (readonly (string | number)[])[];
}

const THIN = { style: 'thin' } as const;
const BORDER = { top: THIN, left: THIN, bottom: THIN, right: THIN };
const SHEET_NAME_MAX = 31;

/** Names that a workbook can hold: without the signs that are refused there, short enough, each once. */
function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    const plain = name.replace(/[\\/?*[\]:：]/g, ' ').trim() || '表';
    let free = plain.slice(0, SHEET_NAME_MAX);
    for (let at = 2; taken.has(free); at += 1) free = `${plain.slice(0, SHEET_NAME_MAX - 4)}(${at})`;
    taken.add(free);
    return free;
  });
}

function writeSheet(book: ExcelJS.stream.xlsx.WorkbookWriter, name: string, list: ListSheet): void {
  const heads = list.subtitle ? 3 : 2;
  const sheet = book.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: heads }],
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `1:${heads}`,
    },
  });
  const width = list.columns.length + 1;
  sheet.columns = [{ width: 6 }, ...list.columns.map(({ width }) => ({ width }))];
  const title = sheet.addRow([list.title]);
  title.height = 30;
  title.getCell(1).font = { size: 16, bold: true };
  title.getCell(1).alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
  sheet.mergeCells(1, 1, 1, width);
  title.commit();
  if (list.subtitle) {
    const below = sheet.addRow([list.subtitle]);
    below.getCell(1).alignment = { vertical: 'middle', wrapText: true };
    sheet.mergeCells(2, 1, 2, width);
    below.commit();
  }
  const lay = (values: readonly (string | number)[], isHead: boolean): void => {
    const row = sheet.addRow([...values]);
    row.eachCell({ includeEmpty: true }, (cell) => {
      cell.border = BORDER;
      cell.alignment = { vertical: 'middle', wrapText: true, ...(isHead ? { horizontal: 'center' } : {}) };
      if (isHead) cell.font = { bold: true };
    });
    row.commit();
  };
  lay(['序号', ...list.columns.map(({ head }) => head)], true);
  for (const [at, row] of list.rows.entries()) lay([at + 1, ...row], false);
  sheet.commit();
}

/** Writes lists, a sheet each. Cells are text or numbers, never formulas, so that nothing in a name can act. */
export async function listsWorkbook(file: string, lists: readonly ListSheet[]): Promise<FileAnswer> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((done, failed) => {
    out.on('end', done);
    out.on('error', failed);
  });
  const book = await streamedWorkbook({ stream: out, useStyles: true, useSharedStrings: false });
  const names = sheetNames(lists.map(({ sheet }) => sheet));
  for (const [at, list] of lists.entries()) writeSheet(book, names[at]!, list);
  await book.commit();
  await ended;
  return { name: `${file}.xlsx`, type: WORKBOOK_TYPE, bytes: new Uint8Array(Buffer.concat(chunks)) };
}

/** Writes one list. `file`: its name without ending. */
export const listWorkbook = ({ file, ...list }: ListSheet & { file: string }): Promise<FileAnswer> =>
  listsWorkbook(file, [list]);

/** `1990.01` or `1990.01.05`, as precisely as it is known; empty when not. */
export const listedDay = (day: string | null, precision: 'day' | 'month' | null = 'day'): string =>
  day === null ? '' : day.slice(0, precision === 'month' ? 7 : 10).replaceAll('-', '.');
