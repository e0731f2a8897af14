/** Who is in charge: a gap that opens, a leader given as of a day, taken back; and a year's key-work plan with its progress. */
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectNoSideScroll, signIn } from './people.ts';

/** The phone shows the lists of a page where its table of contents does not fit. */
const isPhone = (page: Page): boolean => (page.viewportSize()?.width ?? 0) < 768;
const gapsOn = (page: Page) => page.locator('.charge-gaps > li').first();

test('a unit in nobody’s charge is seen, given a leader from a day on, and open again once that is taken back', async ({
  page,
}) => {
  await signIn(page, 'xusiyuan');
  await page.goto('/responsibility');
  const gap = gapsOn(page);
  await expect(gap).toContainText('没有人分管');
  const before = Number((await gap.locator('.fig').textContent()) ?? '0');
  expect(before).toBeGreaterThan(0);
  await expectNoSideScroll(page);
  await expectAccessible(page);

  // The number opens to the units that it counts.
  await gap.locator('.fig').click();
  const rows = page.getByRole('dialog').or(page.getByRole('complementary')).filter({ hasText: '没有人分管的单位' });
  await expect(rows.last()).toContainText('市农业农村局');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: '调整分工' }).click();
  await page.getByRole('button', { name: '市农业农村局的分管领导：添上' }).click();
  await page.getByRole('combobox', { name: '市农业农村局的分管领导' }).fill('ka');
  await page.getByRole('option', { name: /孔安/ }).first().click();
  await expect(page.getByText('改了1处，还没有登记')).toBeVisible();
  await page.getByRole('button', { name: '看结果并登记' }).click();
  await page.getByLabel('从哪天起').fill('2017年6月1日');
  await page.getByLabel('依据').fill('市委常委会议定');
  await expect(page.getByText('孔安分管市农业农村局').first()).toBeVisible();
  await expectNoSideScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await expect(page.getByRole('button', { name: '调整分工' })).toBeVisible();
  await expect(gap).toContainText(before === 1 ? '每个单位都有人分管' : `${before - 1}`);

  // It holds from that day on, and not the day before.
  await page.goto('/responsibility?on=2017-05-31');
  await expect(gapsOn(page).locator('.fig')).toHaveText(String(before));
  await expect(page.getByRole('button', { name: '调整分工' })).toHaveCount(0);
  await page.goto('/responsibility?view=orgs&find=%E5%86%9C%E4%B8%9A');
  await expect(page.getByText('孔安').first()).toBeVisible();
  await expectNoSideScroll(page);

  await page.getByRole('button', { name: '最近的调整' }).click();
  await expect(page.getByText('依据：市委常委会议定').first()).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole('button', { name: /^收回：.*市农业农村局/ })
    .first()
    .click();
  await expect(page.getByText('已由许思远收回').first()).toBeVisible();
  await page.goto('/responsibility');
  await expect(gapsOn(page).locator('.fig')).toHaveText(String(before));
});

for (const [view, name] of [
  ['leaders', '按领导'],
  ['orgs', '按单位'],
  ['items', '党建分工'],
] as const)
  test(`the map seen ${view} fits and is accessible`, async ({ page }) => {
    await signIn(page, 'xusiyuan');
    await page.goto(`/responsibility?view=${view}`);
    await expect(page.getByText(name).first()).toBeVisible();
    await expect(page.getByText('正在打开')).toHaveCount(0);
    await expectNoSideScroll(page);
    await expectAccessible(page);
  });

test('the map is taken along as a workbook', async ({ page }) => {
  await signIn(page, 'xusiyuan');
  await page.goto('/responsibility');
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载分工表' }).click();
  expect((await saved).suggestedFilename()).toContain('分工');
});

test('a cadre changes his plan of the year, reports on it, and sees what the last version changed', async ({
  page,
}) => {
  await signIn(page, 'zhoutaodong');
  await page.goto('/key-work');
  await expect(page.locator('.plan-lines > li').first()).toBeVisible();
  const items = await page.locator('.plan-lines > li').count();
  await page.getByRole('button', { name: '改计划' }).click();
  await page.getByRole('button', { name: '＋ 加一项' }).click();
  await page.getByLabel('重点工作', { exact: true }).last().fill('推进学校党建联盟');
  await page.getByLabel('完成时限').last().fill('2017年6月20日');
  await page.getByLabel('完成时限').last().press('Tab');
  await page.getByLabel('所属党建事项').last().selectOption({ label: '基层党组织建设' });
  await expectNoSideScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.locator('.plan-lines > li')).toHaveCount(items + 1);
  // Its day is over and nothing was said of it yet.
  await expect(page.locator('.plan-lines > li').last()).toContainText('逾期8天');

  await page.getByRole('button', { name: '报进展：推进学校党建联盟' }).last().click();
  await page.getByRole('button', { name: '完成', exact: true }).click();
  await page.getByRole('button', { name: '记下' }).click();
  await expect(page.locator('.plan-lines > li').last()).toContainText('已完成');

  await page.getByRole('button', { name: '各版对照' }).click();
  await expect(page.getByRole('heading', { name: /各版对照/ })).toBeAttached();
  await expect(page.getByRole('status').filter({ hasText: '增加1项' })).toBeVisible();
  await expect(page.locator('.plan-compare tbody tr', { hasText: '增加' })).toContainText('推进学校党建联盟');
  await expectNoSideScroll(page);
  await expectAccessible(page);
  await page.goBack();
  await expect(page.locator('.plan-lines > li')).toHaveCount(items + 1);
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载', exact: true }).click();
  expect((await saved).suggestedFilename()).toBe('周涛冬2017年度重点工作计划表.xlsx');
});

test('the department sees over the city who has no plan and what is overdue', async ({ page }) => {
  await signIn(page, 'xusiyuan');
  await page.goto('/key-work/city');
  await expect(page.getByText('名还没有计划')).toBeVisible();
  await expectNoSideScroll(page);
  await expectAccessible(page);
  await expect(page.getByRole('link', { name: '导入计划表' })).toBeVisible();
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载计划表' }).click();
  expect((await saved).suggestedFilename()).toContain('2017年度重点工作计划表');
  const overdue = page.locator('header .fig').last();
  await overdue.click();
  await expect(page.getByText(/^逾期\d+天$/).first()).toBeVisible();
  if (isPhone(page)) await page.keyboard.press('Escape');
});

test('a member has nothing to do with it, and is told who can help', async ({ page }) => {
  await signIn(page, 'qinda');
  for (const path of ['/responsibility', '/key-work/city', '/key-work', '/people/duplicates']) {
    await page.goto(path);
    await expect(page.getByText(/没有|不能|看不到|无权/).first()).toBeVisible();
    await expect(page.getByRole('button', { name: '调整分工' })).toHaveCount(0);
    await expectNoSideScroll(page);
  }
});
