/** Every screen of every role, at both sizes: it opens, fits, and axe finds nothing. */
import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSideScroll, signIn } from './people.ts';

const SCREENS: Readonly<Record<string, readonly string[]>> = {
  zhoutaodong: ['/ledger', '/ledger/2017-05', '/participation', '/me'],
  kongan: ['/check', '/organizations'],
  zhengfanchen: ['/branch', '/record/themePartyDay', '/records', '/organizations'],
  xusiyuan: [
    '/city',
    '/import',
    '/records',
    '/organizations',
    '/responsibility',
    '/people/new',
    '/adjustments',
    '/organizations/compare',
    '/organizations/adjust',
  ],
  weizhenning: ['/city', '/organizations'],
  shiyawen: ['/branch', '/records'],
  qinda: ['/participation', '/me/person', '/me'],
  xitong: ['/operation', '/factor-resets'],
  anquan: ['/accounts', '/accounts/by-workbook', '/tokens', '/abilities', '/security', '/factor-resets', '/me'],
  shenji: ['/audit'],
};

for (const [username, paths] of Object.entries(SCREENS)) {
  test(`every screen of ${username} opens, fits and is accessible`, async ({ page }) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await signIn(page, username);
    for (const path of paths) {
      await page.goto(path);
      await expect(page.locator('main')).toBeVisible();
      // A screen is open when its heading stands; before that there is nothing to judge.
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
      await expect(page.getByText('正在打开')).toHaveCount(0);
      await expectNoSideScroll(page);
      await expectAccessible(page);
    }
    expect(faults).toEqual([]);
  });
}

test('the sign-in page is accessible and asks nothing of any other host', async ({ page, baseURL }) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL ?? '') && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  await page.goto('/');
  await expect(page.getByLabel('用户名')).toBeVisible();
  await expectAccessible(page);
  expect(foreign).toEqual([]);
});
