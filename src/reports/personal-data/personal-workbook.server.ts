/** What is held on oneself as a workbook: one sheet a class, the first one says what each is. */
import type ExcelJS from 'exceljs';
import { type Day, dayName, dayOf, timeOf } from '../../core/time/room.ts';
import type { FileAnswer } from '../../platform/open/handler.server.ts';
import { newWorkbook } from '../../platform/open/new-workbook.server.ts';
import type { HeldClass, HeldItem, PersonalData } from './held.logic.ts';
import { keptWords } from './retention.logic.ts';

const HEADS = ['序号', '项目', '内容', '起', '止', '说明', '由谁', '经哪一次', '登记时间'];
const WIDTHS = [6, 16, 48, 16, 16, 30, 12, 28, 20];

const instant = (at: string): string => `${dayName(dayOf(new Date(at)))} ${timeOf(new Date(at))}`;
const day = (on: Day | null): string => (on === null ? '' : dayName(on));

const rowOf = (held: HeldItem, at: number): (string | number)[] => [
  at + 1,
  held.what,
  held.says,
  day(held.from),
  day(held.until),
  held.note ?? '',
  held.source?.author ?? '',
  held.source?.act ?? '',
  held.source ? instant(held.source.at) : '',
];

function classSheet(book: ExcelJS.Workbook, { name, items }: HeldClass): void {
  const sheet = book.addWorksheet(name, {
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    views: [{ state: 'frozen', ySplit: 1 }],
  });
  sheet.columns = WIDTHS.map((width) => ({ width }));
  sheet.addRow(HEADS).font = { bold: true };
  for (const [at, held] of items.entries())
    sheet.addRow(rowOf(held, at)).alignment = { vertical: 'top', wrapText: true };
}

export async function personalWorkbook(data: PersonalData, today: Day): Promise<FileAnswer> {
  const book = await newWorkbook();
  const first = book.addWorksheet('说明');
  first.columns = [20, 8, 48, 48, 40, 40].map((width) => ({ width }));
  const title = `关于${data.person.name}的内容`;
  first.addRow([title]).font = { size: 16, bold: true };
  first.addRow([`${data.city}，${instant(data.madeAt)}导出；查阅和操作自${dayName(data.logFrom)}起`]);
  first.addRow(['类别', '条数', '为什么保存', '谁能看', '保存多久', '依据']).font = { bold: true };
  for (const { name, items, purpose, seenBy, kept, basis } of data.classes) {
    const row = first.addRow([name, items.length, purpose, seenBy, keptWords(kept), basis.join('；')]);
    row.alignment = { vertical: 'top', wrapText: true };
  }
  for (const one of data.classes) classSheet(book, one);
  return {
    name: `${title}_${dayName(today)}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: new Uint8Array(await book.xlsx.writeBuffer()),
  };
}
