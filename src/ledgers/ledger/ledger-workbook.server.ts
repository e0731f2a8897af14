/** Writes a ledger as a workbook in the offices' own layout, A4 upright, ready to print and to be imported again. */
import type ExcelJS from 'exceljs';
import type { LedgerItem } from '../../duties/rules/room.ts';
import type { FileAnswer } from '../../platform/open/handler.server.ts';
import { newWorkbook } from '../../platform/open/new-workbook.server.ts';
import { ledgerSheet } from './ledger-sheet.logic.ts';
import type { LedgerForm, MonthLedgerBody } from './month-ledger.logic.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Widths of the five columns, in characters: together the width of A4 within its margins. */
const WIDTHS = [7, 6, 16, 40, 21] as const;
const LINE = { style: 'thin' } as const;
const BORDER = { top: LINE, left: LINE, bottom: LINE, right: LINE };
const MIDDLE = { vertical: 'middle', wrapText: true } as const;
const LINE_HEIGHT = 18;

/** Lines that a text takes in a column so many half-width characters wide. */
const linesIn = (text: string, width: number): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length * 2) / width)), 0);

/** The file of one document of a month. */
export async function ledgerWorkbookFile(
  body: MonthLedgerBody,
  items: readonly Pick<LedgerItem, 'id' | 'name'>[],
  form: LedgerForm,
): Promise<FileAnswer> {
  const layout = ledgerSheet(body, items, form);
  const workbook = await newWorkbook();
  const sheet = workbook.addWorksheet(layout.sheetName, {
    pageSetup: { paperSize: 9, orientation: 'portrait', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
  sheet.columns = WIDTHS.map((width) => ({ width }));
  for (const [at, text] of [layout.title, layout.subtitle].entries()) {
    sheet.addRow([text]);
    sheet.mergeCells(at + 1, 1, at + 1, WIDTHS.length);
    sheet.getCell(at + 1, 1).alignment = { ...MIDDLE, horizontal: at === 0 ? 'center' : 'left' };
    sheet.getCell(at + 1, 1).font = at === 0 ? { bold: true, size: 16 } : { size: 11 };
    sheet.getRow(at + 1).height = at === 0 ? 30 : 22;
  }
  const head = sheet.addRow([...layout.head]);
  head.eachCell((cell) => {
    cell.font = { bold: true };
    cell.alignment = { ...MIDDLE, horizontal: 'center' };
    cell.border = BORDER;
  });
  for (const row of layout.rows) {
    const written = sheet.addRow([row.category, row.number, row.matter, row.content, row.result]);
    written.height =
      LINE_HEIGHT *
      Math.max(linesIn(row.content, WIDTHS[3]), linesIn(row.result, WIDTHS[4]), linesIn(row.matter, WIDTHS[2]));
    written.eachCell({ includeEmpty: true }, (cell, column) => {
      cell.alignment = { ...MIDDLE, horizontal: column <= 2 ? 'center' : 'left' };
      cell.border = BORDER;
    });
  }
  mergeCategories(sheet, layout.rows, 4);
  sheet.addRow([]);
  sheet.addRow([layout.signature, '', '', layout.opinion]);
  sheet.pageSetup.printTitlesRow = '3:3';
  return { name: `${layout.fileName}.xlsx`, type: XLSX, bytes: new Uint8Array(await workbook.xlsx.writeBuffer()) };
}

/** Merges the cells of one category, as the offices do. `first`: row of the first entry, from 1. */
function mergeCategories(sheet: ExcelJS.Worksheet, rows: readonly { category: string }[], first: number): void {
  let start = 0;
  for (let at = 1; at <= rows.length; at += 1) {
    if (at < rows.length && rows[at]!.category === rows[start]!.category) continue;
    if (at - start > 1) sheet.mergeCells(first + start, 1, first + at - 1, 1);
    start = at;
  }
}
