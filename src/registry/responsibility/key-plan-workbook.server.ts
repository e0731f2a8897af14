/** Key-work plans as offices keep them, so that they can be read in again. */
import { type Day, dayName } from '../../core/time/room.ts';
import type { FileAnswer } from '../../platform/open/handler.server.ts';
import { listedDay, listWorkbook } from '../../platform/open/list-workbook.server.ts';
import { newWorkbook } from '../../platform/open/new-workbook.server.ts';
import { writeDue } from './due-words.logic.ts';
import type { KeyPlanPage } from './key-plan.contract.ts';
import { type ItemState, type KeyPlanItem, STANDING_WORDS } from './key-plan.logic.ts';
import type { ChargedCadre, ChargeItem } from './responsibility.contract.ts';

type Line = KeyPlanItem &
  Pick<ItemState, 'percent' | 'standing'> & {
    said: readonly { on: Day; percent: number | null; words: string }[];
  };

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const THIN = { style: 'thin' } as const;

const COLUMNS = [
  { head: '重点工作', width: 36 },
  { head: '目标和措施', width: 48 },
  { head: '完成时限', width: 14 },
  { head: '所属党建事项', width: 18 },
  { head: '完成百分比', width: 11 },
  { head: '进展情况', width: 40 },
  { head: '进展日期', width: 12 },
  { head: '状态', width: 9 },
];

/** What was said last stands beside its own day; the figure is the last that was given. */
function cells(item: Line, itemName: ReadonlyMap<string, string>, year: number): (string | number)[] {
  const [last] = item.said;
  return [
    item.work,
    item.measures,
    writeDue(item, year),
    item.itemId === null ? '' : (itemName.get(item.itemId) ?? ''),
    item.percent === null ? '' : `${item.percent}%`,
    item.said.find(({ words }) => words !== '')?.words ?? '',
    listedDay(last?.on ?? null),
    STANDING_WORDS[item.standing],
  ];
}

const names = (items: readonly ChargeItem[]): Map<string, string> => new Map(items.map(({ id, name }) => [id, name]));

/** One cadre's plan: title, name and unit above the table. */
export async function personPlanSheet(page: KeyPlanPage): Promise<FileAnswer> {
  const { person, year, items } = page;
  const book = await newWorkbook();
  const sheet = book.addWorksheet(`${year}年`, {
    views: [{ state: 'frozen', ySplit: 3 }],
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '1:3',
    },
  });
  sheet.columns = [{ width: 6 }, ...COLUMNS.map(({ width }) => ({ width }))];
  sheet.addRow([`${year}年度重点工作计划表`]);
  sheet.addRow([
    `姓名：${person.name}    单位：${person.unit}    职务：${person.title}    截至：${dayName(page.asOf)}`,
  ]);
  for (const row of [1, 2]) sheet.mergeCells(row, 1, row, COLUMNS.length + 1);
  sheet.getRow(1).height = 30;
  sheet.getCell(1, 1).font = { size: 16, bold: true };
  sheet.getCell(1, 1).alignment = { horizontal: 'center', vertical: 'middle' };
  sheet.addRow(['序号', ...COLUMNS.map(({ head }) => head)]);
  const itemName = names(page.catalog);
  for (const [at, item] of items.entries()) sheet.addRow([at + 1, ...cells(item, itemName, year)]);
  for (let number = 3; number <= items.length + 3; number += 1) {
    sheet.getRow(number).eachCell({ includeEmpty: true }, (cell) => {
      cell.border = { top: THIN, left: THIN, bottom: THIN, right: THIN };
      cell.alignment = { vertical: 'middle', wrapText: true, ...(number === 3 ? { horizontal: 'center' } : {}) };
      if (number === 3) cell.font = { bold: true };
    });
  }
  return {
    name: `${person.name}${year}年度重点工作计划表.xlsx`,
    type: XLSX_TYPE,
    bytes: new Uint8Array(await book.xlsx.writeBuffer()),
  };
}

/** The plans of many in one table; a cadre without one leaves no row. */
export function cityPlanSheet(
  cityName: string,
  year: number,
  asOf: Day,
  rows: readonly { cadre: ChargedCadre; items: readonly Line[] }[],
  catalog: readonly ChargeItem[],
): Promise<FileAnswer> {
  const itemName = names(catalog);
  return listWorkbook({
    file: `${cityName}${year}年度重点工作计划表`,
    sheet: `${year}年`,
    title: `${cityName}${year}年度重点工作计划表（截至${dayName(asOf)}）`,
    columns: [{ head: '姓名', width: 10 }, { head: '单位', width: 22 }, { head: '职务', width: 20 }, ...COLUMNS],
    rows: rows.flatMap(({ cadre, items }) =>
      items.map((item) => [cadre.name, cadre.orgName ?? '', cadre.title, ...cells(item, itemName, year)]),
    ),
  });
}
