/** A list as offices keep it: one sheet, a title over all columns, a row of heads, numbered rows. */
import ExcelJS from 'exceljs';
import type { FileAnswer } from '../../platform/open/handler.server.ts';

export interface ListColumn {
  head: string;
  /** In characters of the standard font. */
  width: number;
}

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const THIN = { style: 'thin' } as const;

/** Writes a list. Cells are text or numbers, never formulas, so that nothing in a name can act. */
export async function listWorkbook(list: {
  /** File name without ending. */
  file: string;
  sheet: string;
  title: string;
  columns: readonly ListColumn[];
  rows: readonly (readonly (string | number)[])[];
}): Promise<FileAnswer> {
  const { columns, rows } = list;
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet(list.sheet, {
    views: [{ state: 'frozen', ySplit: 2 }],
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '1:2',
    },
  });
  sheet.columns = [{ width: 6 }, ...columns.map(({ width }) => ({ width }))];
  sheet.addRow([list.title]);
  sheet.mergeCells(1, 1, 1, columns.length + 1);
  sheet.getRow(1).height = 30;
  sheet.getCell(1, 1).font = { size: 16, bold: true };
  sheet.getCell(1, 1).alignment = { horizontal: 'center', vertical: 'middle' };
  sheet.addRow(['序号', ...columns.map(({ head }) => head)]);
  for (const [at, row] of rows.entries()) sheet.addRow([at + 1, ...row]);
  for (let number = 2; number <= rows.length + 2; number += 1) {
    sheet.getRow(number).eachCell({ includeEmpty: true }, (cell) => {
      cell.border = { top: THIN, left: THIN, bottom: THIN, right: THIN };
      cell.alignment = { vertical: 'middle', wrapText: true, ...(number === 2 ? { horizontal: 'center' } : {}) };
      if (number === 2) cell.font = { bold: true };
    });
  }
  return { name: `${list.file}.xlsx`, type: XLSX_TYPE, bytes: new Uint8Array(await book.xlsx.writeBuffer()) };
}

/** `1990.01` or `1990.01.05`, as precisely as it is known; empty when not. */
export const listedDay = (day: string | null, precision: 'day' | 'month' | null = 'day'): string =>
  day === null ? '' : day.slice(0, precision === 'month' ? 7 : 10).replaceAll('-', '.');
