/** The empty workbook for making accounts: roles to choose from, and a second sheet that says how to fill it in. */
import type ExcelJS from 'exceljs';
import { ABILITIES, type Ability, GRANTS, REACH_NAMES, ROLE_NAMES } from '../access/room.ts';
import type { FileAnswer } from '../open/handler.server.ts';
import { newWorkbook } from '../open/new-workbook.server.ts';
import { ACCOUNT_LAYOUT, MOST_ACCOUNTS, SHEET_ROLES, templateColumn } from './account-sheet.logic.ts';
import { needsOrganization } from './accounts.logic.ts';

const WIDTHS: Readonly<Record<string, number>> = { name: 14, unit: 32, username: 20, role: 16, org: 36 };

const NOTES: readonly (readonly [string, string])[] = [
  ['姓名', '花名册里登记过的人。一人一行；一个人有几个角色，就写几行。'],
  ['单位或支部', '可以空着；全市有同名的人时必须写明，写他所在的单位或支部。'],
  ['用户名', '可以空着，由系统按姓名的拼音取；要自己定的写在这里。'],
  ['角色', '从下拉框里选。系统、安全、审计三员的账号不用这张表，在页面上单独建。'],
  ['角色所在组织', '需要组织的角色才写，见下表；权限管到这个组织和它的下级。'],
  ['', `一次最多${MOST_ACCOUNTS}个账号。有一处不对就一个也不建，改好再传。`],
];

const mayOf = (role: (typeof SHEET_ROLES)[number]): string =>
  Object.entries(GRANTS[role])
    .filter(([ability]) => !ability.endsWith('.own'))
    .map(([ability, reach]) => `${ABILITIES[ability as Ability]}（${REACH_NAMES[reach]}）`)
    .join('；') || '看自己的记录';

function addNotes(book: ExcelJS.Workbook): void {
  const notes = book.addWorksheet('填写说明');
  notes.columns = [{ width: 18 }, { width: 16 }, { width: 90 }];
  for (const [column, words] of NOTES) notes.addRow([column, '', words]);
  notes.addRow([]);
  const head = notes.addRow(['各种角色', '要写组织', '能做的事']);
  for (const role of SHEET_ROLES)
    notes.addRow([ROLE_NAMES[role], needsOrganization(role) ? '要' : '不写', mayOf(role)]);
  notes.eachRow((row) => {
    row.alignment = { vertical: 'top', wrapText: true };
  });
  head.font = { bold: true };
}

export async function accountTemplateFile(): Promise<FileAnswer> {
  const book = await newWorkbook();
  const sheet = book.addWorksheet(ACCOUNT_LAYOUT.name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = ACCOUNT_LAYOUT.columns.map(({ field, name }) => ({ header: name, width: WIDTHS[field] }));
  sheet.getRow(1).font = { bold: true };
  const offered = SHEET_ROLES.map((role) => ROLE_NAMES[role]).join(',');
  for (let row = 2; row <= MOST_ACCOUNTS + 1; row += 1) {
    sheet.getCell(`${templateColumn('role')}${row}`).dataValidation = {
      type: 'list',
      allowBlank: true,
      formulae: [`"${offered}"`],
      showErrorMessage: true,
      errorTitle: '没有这个角色',
      error: '请从下拉框里选',
    };
  }
  addNotes(book);
  return {
    name: '建账号.xlsx',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: new Uint8Array(await book.xlsx.writeBuffer()),
  };
}
