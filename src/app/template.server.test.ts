import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../scenarios/harness.ts';
import { LAYOUT_IDS, type LayoutId, type Tray } from '../platform/open/room.ts';

/** A row of each list, by column; whatever else has a drop-down gets its first choice. */
const ROWS: Readonly<Partial<Record<LayoutId, Readonly<Record<string, string>>>>> = {
  organizations: { 党组织全称: '中共示例市委员会', 简称: '市委' },
  members: { 姓名: '周涛冬', 入党时间: '2001年11月', 所在党支部: '市委' },
  roster: { 姓名: '周涛冬', 工作单位: '市委', 现任职务: '书记' },
  life: { 支部名称: '市委', 时间: '2017年6月23日 15:00', 主题: '学习党章', 应到: '1', 实到: '1' },
  training: { 姓名: '周涛冬', 培训班名称: '书记培训班', 培训时间: '2017年5月8日', 主办单位: '市委', 学时: '8' },
};

let house: TestHouse;
let city: TestCity;
let department: Client;
beforeAll(async () => {
  house = await startTestHouse('2017-07-05T09:00:00+08:00');
  city = await house.makeCity('templates');
  department = await city.signIn('组织部', [{ role: 'organizationDept', orgId: null }]);
});
afterAll(() => house.close());

async function template(layout: LayoutId): Promise<ExcelJS.Workbook> {
  const { status, body } = await department.get<Buffer>(`/import/templates/${layout}`);
  expect(status).toBe(200);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(body as unknown as ArrayBuffer);
  return book;
}

async function filledIn(layout: LayoutId): Promise<Uint8Array> {
  const book = await template(layout);
  const sheet = book.worksheets[0]!;
  sheet.getRow(2).eachCell((head, column) => {
    const cell = sheet.getCell(3, column);
    const [offered = ''] = cell.dataValidation?.formulae ?? [];
    cell.value = ROWS[layout]?.[String(head.value)] ?? String(offered).replaceAll('"', '').split(',')[0]!;
  });
  return new Uint8Array(await book.xlsx.writeBuffer());
}

test.each(LAYOUT_IDS)(
  'the template of %s has a head, drop-downs and a sheet that says how to fill it in',
  async (layout) => {
    const book = await template(layout);
    expect(book.worksheets.map(({ name }) => name)).toContain('填写说明');
    const heads = book.worksheets[0]!.getRow(2).values as string[];
    expect(book.worksheets[0]!.getRow(3).getCell(heads.indexOf('序号')).value).toBe('示例');
    expect(String(book.worksheets[0]!.getCell('A1').value)).toMatch(/名册|台账|清单|名单|表$/);
  },
);

test('handed in as they are, they bring nothing: the example is passed over', async () => {
  const files = await Promise.all(
    LAYOUT_IDS.map(async (layout) => ({
      name: `${layout}空表.xlsx`,
      bytes: new Uint8Array(await (await template(layout)).xlsx.writeBuffer()),
    })),
  );
  const own = await city.signIn('另一位', [{ role: 'organizationDept', orgId: null }]);
  await own.upload('/import/tray', files);
  const { body } = await own.get<Tray>('/import/tray');
  expect(body.files.map((file) => [file.layout, file.account?.rows])).toEqual(LAYOUT_IDS.map((layout) => [layout, 0]));
});

test('filled in as it says, each is taken for what it is, with every column sure and no question open', async () => {
  const layouts = Object.keys(ROWS) as LayoutId[];
  const files = await Promise.all(
    layouts.map(async (layout) => ({ name: `${layout}.xlsx`, bytes: await filledIn(layout) })),
  );
  await department.upload('/import/tray', files);
  const { body } = await department.get<Tray>('/import/tray');
  expect(body.files.map((file) => [file.layout, file.account?.rows])).toEqual(layouts.map((layout) => [layout, 1]));
  for (const file of body.files) {
    expect(file.sheets.map(({ certainty }) => certainty)).toEqual(['sure']);
    expect(file.sheets[0]!.columns.filter((column) => column.field === null)).toEqual([]);
    expect(file.sheets[0]!.missing).toEqual([]);
  }
  const [organizations] = body.files;
  expect(organizations!.account).toMatchObject({ accepted: 1, rejected: [] });
});
