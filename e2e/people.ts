/** Signing in through the page, as the sample city's people. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** As src/demo/accounts.logic.ts makes them. */
export const PASSWORD = 'shili-2017-demo';

/** Signs in on the sign-in page and waits for the first screen. */
export async function signIn(page: Page, username: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  const code = await codeOf(page, username);
  if (code !== undefined) {
    await page.getByLabel('动态口令').fill(code);
    await page.getByRole('button', { name: '进入', exact: true }).click();
  }
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible({ timeout: 15_000 });
}

/** The code that the second step takes now, as the sign-in page of the sample city tells it; undefined where there is none. */
async function codeOf(page: Page, username: string): Promise<string | undefined> {
  const answer = await page.request.get('/api/door');
  const { cities } = (await answer.json()) as {
    cities: { signIns?: { username: string; code?: string }[] }[];
  };
  return cities[0]?.signIns?.find((one) => one.username === username)?.code;
}

/** Nothing that axe finds, named by rule and place. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
  expect(found).toEqual([]);
}

/** The page is no wider than the screen. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const [wide, screen] = await page
    .locator('html')
    .evaluate((html: { scrollWidth: number; clientWidth: number }) => [html.scrollWidth, html.clientWidth]);
  expect(wide).toBeLessThanOrEqual(screen ?? 0);
}
