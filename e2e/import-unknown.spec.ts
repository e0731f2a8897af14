/**
 * Somebody who has never seen the page brings in a roster of a layout that nobody here knows: read, asked, mended, imported. What
 * he does is counted: three minutes are enough for that many clicks and words.
 */
import { Buffer } from 'node:buffer';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectNoSideScroll, signIn } from './people.ts';

/** Clicks, choices and words typed; at ten seconds each, with reading, within three minutes. */
const MOST_STEPS = 12;

/** Unlike the samples: other heads, another order, the unit in the office's own words. */
const roster = (mark: string): string =>
  [
    `${mark}局里的干部（内部用）,,,,,`,
    '联系科室：人事科,,,,,',
    '干部,级别,何时进的党,现任职务,在哪个单位,备考',
    `钱${mark}明,副处级,1998.07,副局长,示例市农业农村局,`,
    `孙${mark}荣,不清楚级别,2001.06,党组成员,示例市农业农村局,`,
    `李${mark}涛,正处级,1995.12,局长,市里的农业农村局,`,
  ].join('\r\n');

class Newcomer {
  steps = 0;
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  async press(name: string | RegExp): Promise<void> {
    this.steps += 1;
    await this.page.getByRole('button', { name, exact: true }).first().click();
  }
  async choose(label: string, value: string): Promise<void> {
    this.steps += 1;
    await this.page.getByLabel(label).selectOption(value);
  }
}

test('a roster of an unknown layout is imported in a few clicks', async ({ page }, { project }) => {
  const mark = project.name === 'desk' ? '德' : '风';
  await signIn(page, 'xusiyuan');
  await page.goto('/import');
  const he = new Newcomer(page);
  he.steps += 1;
  await page
    .getByLabel('选择表格文件')
    .setInputFiles({ name: `局里的干部${mark}.csv`, mimeType: 'text/csv', buffer: Buffer.from(roster(mark)) });
  await he.press(new RegExp(`^局里的干部${mark}`));
  await expect(page.getByText(/有\d处要您说一声/)).toBeVisible();
  await expectNoSideScroll(page);
  await expectAccessible(page);

  // The unit stands under a head of the office's own; the day of joining too.
  await page
    .getByRole('group', { name: /“在哪个单位”指什么/ })
    .getByRole('button', { name: '工作单位' })
    .click();
  he.steps += 1;
  await he.choose('C列“何时进的党”当作', 'joinedOn');
  // What is doubtful is asked once, at the top.
  await page
    .getByRole('group', { name: /“干部”指什么/ })
    .getByRole('button', { name: '姓名' })
    .click();
  he.steps += 1;
  await expect(page.getByRole('checkbox', { name: '下次遇到这种表，也这样理解' })).toBeChecked();

  // One unit is written in the office's own words: a click on what it means.
  await he.press('E6');
  await he.press('示例市农业农村局党组');
  await expect(page.getByText('没有，3行都能导入。')).toBeVisible();
  await expect(page.getByText('您认了1个叫法', { exact: false })).toBeVisible();
  await expectAccessible(page);

  if (project.name === 'phone') await he.press('返回');
  await he.press('导入');
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('3行，导入3行')).toBeVisible();
  await expectAccessible(page);
  expect(he.steps).toBeLessThanOrEqual(MOST_STEPS);
});
