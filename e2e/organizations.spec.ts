import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectNoSideScroll, signIn } from './people.ts';

const tree = (page: Page) => page.getByRole('tree');
/** The row that the keyboard is on. */
const here = async (page: Page): Promise<string> => {
  const id = await tree(page).getAttribute('aria-activedescendant');
  return (await page.locator(`#${id} a`).first().textContent())?.trim() ?? '';
};

/** Keyboards and workbooks are for the desk. */
const atDesk = (page: Page): boolean => (page.viewportSize()?.width ?? 0) >= 768;

test('the tree is walked by keyboard, by letters too', async ({ page }) => {
  if (!atDesk(page)) return;
  await signIn(page, 'xusiyuan');
  await page.goto('/organizations');
  await tree(page).focus();
  await page.keyboard.press('Home');
  expect(await here(page)).toBe('市委');
  await page.keyboard.press('ArrowDown');
  const second = await here(page);
  await page.keyboard.press('ArrowRight');
  await expect(tree(page).getByRole('treeitem', { expanded: true })).toHaveCount(2);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  expect(await here(page)).toBe(second);
  await page.keyboard.type('sjyj');
  expect(await here(page)).toBe('市教育局');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '示例市教育局' })).toBeVisible();
});

test('the tree is filtered by initials', async ({ page }) => {
  await signIn(page, 'xusiyuan');
  await page.goto('/organizations');
  await page.getByLabel('按名称、简称或拼音首字母筛选组织').fill('sjyj');
  await expect(tree(page).getByRole('treeitem').filter({ hasText: '市教育局' }).first()).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '符合' })).toBeVisible();
  await expect(page).toHaveURL(/name=sjyj/);
});

test('another day says which of the two ways of knowing is shown', async ({ page }) => {
  await signIn(page, 'xusiyuan');
  await page.goto('/organizations?on=2017-03-31');
  await expect(page.getByText('后来补登、更正、收回的都算在内')).toBeVisible();
  await page.getByRole('button', { name: '按当时所知' }).click();
  await expect(page.getByText('只算2017年3月31日当天已经登记的')).toBeVisible();
  await expect(page).toHaveURL(/known=then/);
  await expectAccessible(page);
});

test('two days are compared, the numbers open, and the table can be taken along', async ({ page }) => {
  await signIn(page, 'xusiyuan');
  await page.goto('/organizations');
  await page.getByRole('link', { name: '两日比较' }).click();
  await expect(page.getByRole('checkbox', { name: '只看变动' })).toBeChecked();
  await page.getByRole('button', { name: '上月末' }).click();
  await expect(page).toHaveURL(/from=/);
  await page.getByRole('button', { name: '按区县' }).click();
  const row = page.getByRole('row').filter({ hasText: '市直' });
  await row.getByRole('button').first().click();
  await expect(page.getByRole('dialog')).toContainText('市直党组织');
  await page.goBack();
  await page.getByRole('button', { name: '逐个对照' }).click();
  await page.getByRole('checkbox', { name: '只看变动' }).uncheck();
  await expect(tree(page).getByRole('treeitem').first()).toBeVisible();
  await expectAccessible(page);
  await expectNoSideScroll(page);
  if (!atDesk(page)) return;
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载变动表' }).click();
  expect((await download).suggestedFilename()).toMatch(/组织变动表\.xlsx$/);
});
