/** The empty workbook of a layout: what leaves here filled in is read in without a question. */
import type ExcelJS from 'exceljs';
import type { FileAnswer } from './handler.server.ts';
import type { Layout } from './layout.logic.ts';
import { newWorkbook } from './new-workbook.server.ts';
import { WORKBOOK_TYPE } from './route.logic.ts';
import { EXAMPLE } from './sheet-rows.logic.ts';
import { columnLetter } from './workbook.logic.ts';

const ROWS = 500;
const HEAD_ROW = 2;

/** Choices in a cell's own list are at most 255 characters, all of them joined. */
const fits = (choices: readonly string[]): boolean => choices.join(',').length <= 255;

function addNotes(book: ExcelJS.Workbook, columns: Layout['columns']): void {
  const notes = book.addWorksheet('填写说明');
  notes.columns = [
    { header: '列', width: 20 },
    { header: '', width: 10 },
    { header: '怎么写', width: 70 },
  ];
  notes.getRow(1).font = { bold: true };
  for (const { name, required, choices, note } of columns) {
    const words = [choices ? `可以写：${choices.join('、')}` : '', note ?? ''].filter((part) => part !== '');
    notes.addRow([name, required ? '必须有' : '', words.join('。')]).alignment = { vertical: 'top', wrapText: true };
  }
  notes.addRow([]);
  notes.addRow(['', '', `序号写着“${EXAMPLE}”的一行是填写的样子，留着也不会导入。`]);
  notes.addRow(['', '', '列的先后可以换，用不着的列可以删。身份证号、电话号码不要写，写了也不读。']);
}

/** `offered`: choices by field that the layout's own room does not know. `example`: a filled row, by field; the import passes it over. */
export async function templateFile(
  layout: Layout,
  offered: Readonly<Record<string, readonly string[]>> = {},
  example: Readonly<Record<string, string>> = {},
): Promise<FileAnswer> {
  const book = await newWorkbook();
  const sheet = book.addWorksheet(layout.name, {
    views: [{ state: 'frozen', ySplit: HEAD_ROW }],
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `1:${HEAD_ROW}`,
    },
  });
  const shown = layout.columns.filter(({ aside }) => !aside);
  const columns = shown.map((column) => ({ ...column, choices: column.choices ?? offered[column.field] }));
  sheet.addRow([layout.name]).font = { bold: true, size: 14 };
  sheet.addRow(columns.map(({ name }) => name)).font = { bold: true };
  sheet.mergeCells(1, 1, 1, columns.length);
  sheet.getCell('A1').alignment = { horizontal: 'center' };
  if (Object.keys(example).length > 0) {
    const row = sheet.addRow(columns.map(({ field }) => (field === 'number' ? EXAMPLE : (example[field] ?? ''))));
    row.font = { italic: true, color: { argb: 'FF808080' } };
  }
  for (const [at, { name, required, choices, note }] of columns.entries()) {
    const letter = columnLetter(at);
    const words = [required ? '必须有' : '', note ?? ''].filter((part) => part !== '').join('；');
    sheet.getColumn(letter).width = Math.max(10, name.length * 2 + 6);
    if (words) sheet.getCell(`${letter}${HEAD_ROW}`).note = words;
    if (!choices || !fits(choices)) continue;
    for (let row = HEAD_ROW + 1; row <= HEAD_ROW + ROWS; row += 1) {
      sheet.getCell(`${letter}${row}`).dataValidation = {
        type: 'list',
        allowBlank: true,
        formulae: [`"${choices.join(',')}"`],
        showErrorMessage: true,
        errorTitle: name,
        error: '请从下拉框里选',
      };
    }
  }
  addNotes(book, columns);
  return { name: `${layout.name}.xlsx`, type: WORKBOOK_TYPE, bytes: new Uint8Array(await book.xlsx.writeBuffer()) };
}
