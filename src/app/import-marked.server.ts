/** A file of the tray given out again with its problems marked at their cells, to be mended in the office's own program. */
import type ExcelJS from 'exceljs';
import type { FileAnswer } from '../platform/open/handler.server.ts';
import { newWorkbook } from '../platform/open/new-workbook.server.ts';
import { type ImportAccount, PROBLEM_SHEET, type Sheet, WORKBOOK_TYPE } from '../platform/open/room.ts';
import type { MendedFile } from './import-work.server.ts';

type Problem = ImportAccount['rejected'][number];

const BAD = 'FFF8D7D4';
const DOUBT = 'FFFFF2CC';

const filled = (argb: string): ExcelJS.Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } });

/** Two sheets of the same name are none of ours: the list of an earlier round is made anew. */
const isOffices = (sheet: Sheet): boolean => sheet.name !== PROBLEM_SHEET;

function writeSheet(book: ExcelJS.Workbook, source: Sheet): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(source.name, source.hidden ? { state: 'hidden' } : {});
  source.rows.forEach((cells, row) => {
    cells.forEach((cell, column) => {
      if (!cell || cell.withheld) return;
      const own = sheet.getCell(row + 1, column + 1);
      own.value = cell.value;
      if (cell.isDay) own.numFmt = Number(cell.value) % 1 === 0 ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm';
    });
  });
  for (const { top, left, bottom, right } of source.merges) {
    if (bottom > top || right > left) sheet.mergeCells(top + 1, left + 1, bottom + 1, right + 1);
  }
  return sheet;
}

/** `HYPERLINK` works in every office program; a quotation mark in a sheet's name is doubled. */
const linkTo = ({ sheet, cell }: Problem): ExcelJS.CellFormulaValue => ({
  formula: `HYPERLINK("#'${sheet.replaceAll("'", "''").replaceAll('"', '""')}'!${cell}","${cell}")`,
  result: cell,
  date1904: false,
});

function writeList(list: ExcelJS.Worksheet, problems: readonly (Problem & { bad: boolean })[]): void {
  list.columns = [{ width: 8 }, { width: 22 }, { width: 10 }, { width: 12 }, { width: 80 }];
  list.addRow(['请在各表标色的单元格里改，改好后把整个文件再放进来。身份证号、电话号码没有保存，这里没有。']);
  list.addRow(['第几处', '在哪个工作表', '在哪一格', '会怎样', '问题']).font = { bold: true };
  problems.forEach((problem, at) => {
    const row = list.addRow([at + 1, problem.sheet, '', problem.bad ? '不导入' : '请核对', problem.what]);
    row.getCell(3).value = linkTo(problem);
    row.getCell(3).font = { underline: true };
    row.getCell(5).alignment = { wrapText: true, vertical: 'top' };
  });
}

/** The workbook as it is read now, each problem coloured and noted at its cell, all of them listed on a first sheet. */
export async function markedFile(file: MendedFile, account: ImportAccount | undefined): Promise<FileAnswer> {
  const book = await newWorkbook();
  const list = book.addWorksheet(PROBLEM_SHEET, { views: [{ state: 'frozen', ySplit: 2 }] });
  const sheets = new Map(
    file.workbook.sheets.filter(isOffices).map((source) => [source.name, writeSheet(book, source)] as const),
  );
  const problems = [
    ...(account?.rejected ?? []).map((one) => ({ ...one, bad: true })),
    ...(account?.warnings ?? []).map((one) => ({ ...one, bad: false })),
  ];
  writeList(list, problems);
  const notes = new Map<string, { cell: ExcelJS.Cell; bad: boolean; said: string[] }>();
  for (const { sheet, cell, what, bad } of problems) {
    const own = sheets.get(sheet)?.getCell(cell);
    if (!own) continue;
    const known = notes.get(`${sheet}!${cell}`);
    notes.set(`${sheet}!${cell}`, {
      cell: own,
      bad: bad || (known?.bad ?? false),
      said: [...(known?.said ?? []), what],
    });
  }
  for (const { cell, bad, said } of notes.values()) {
    cell.fill = filled(bad ? BAD : DOUBT);
    cell.note = said.join('\n');
  }
  const name = file.workbook.name.replace(/\.\w+$/, '').replace(/（已标出问题）$/, '');
  return {
    name: `${name}（已标出问题）.xlsx`,
    type: WORKBOOK_TYPE,
    bytes: new Uint8Array(await book.xlsx.writeBuffer()),
  };
}
