/** A new deployment: an empty folder leads to the page that sets up a city, and its organization department imports five workbooks. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSideScroll } from './people.ts';

/** As playwright.config.ts starts them. */
const ADDRESSES = { desk: 'http://127.0.0.1:28793', phone: 'http://127.0.0.1:28794' };
const SECRET = 'a-password-of-tests';
const samples = join(import.meta.dirname, '..', 'samples');

test('a city is set up, and five workbooks are imported in one act', async ({ page }, { project }) => {
  await page.goto(ADDRESSES[project.name as keyof typeof ADDRESSES]);
  await page.getByLabel('名称').fill('示例市');
  await page.getByLabel(/^代码/).fill('shili');
  for (const administrator of ['系统管理员', '安全管理员', '审计管理员']) {
    await page.getByLabel(new RegExp(`^${administrator}的密码`)).fill(SECRET);
  }
  await page.getByLabel(/^用户名/).fill('zuzhibu');
  await page.getByLabel(/^密码/).fill(SECRET);
  await expectAccessible(page);
  await page.getByRole('button', { name: '建立城市，去登录' }).click();

  await page.getByRole('button', { name: '登录', exact: true }).waitFor();
  await page.getByLabel('用户名').fill('zuzhibu');
  await page.getByLabel('密码', { exact: true }).fill(SECRET);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible({ timeout: 15_000 });

  await page.goto(`${ADDRESSES[project.name as keyof typeof ADDRESSES]}/import`);
  // Organizations before the members in them, as the offices number their lists otherwise.
  const files = readdirSync(samples).filter((name) => name.endsWith('.xlsx'));
  const inOrder = files.toSorted(
    (a, b) => Number(b.includes('organizations')) - Number(a.includes('organizations')) || a.localeCompare(b),
  );
  await page.getByLabel('选择表格文件').setInputFiles(inOrder.map((name) => join(samples, name)));
  await expect(page.getByText('61行').first()).toBeVisible({ timeout: 20_000 });
  await expectNoSideScroll(page);
  await expectAccessible(page);
  // A cadre who stands twice in the roster is passed over, which is nobody's to decide.
  await page.getByRole('radio', { name: '不含这4行' }).check();
  await page.getByRole('button', { name: '导入，不含4行' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('57');
  await expect(sheet).toContainText('D46');
});
