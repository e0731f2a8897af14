/** One person's page: a transfer done with the keyboard alone, previewed, seen in his history, and taken back. */
import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSideScroll, signIn } from './people.ts';

test('a transfer is previewed, done and taken back on the page of the person', async ({ page }) => {
  await signIn(page, 'xusiyuan');
  const answer = await page.request.get(`/api/search?q=${encodeURIComponent('秦达')}`);
  const { hits } = (await answer.json()) as { hits: { id: number; subject: string }[] };
  await page.goto(`/people/${hits.find(({ subject }) => subject === 'person')?.id}`);
  await expect(page.getByRole('heading', { name: '任职和组织关系' })).toBeVisible();
  await expect(page.getByText('近一年参加')).toBeVisible();
  await expectNoSideScroll(page);
  await expectAccessible(page);

  await page.getByRole('button', { name: '组织关系转接' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('转入的党支部')).toBeFocused();
  await page.keyboard.type('机关第二党支部');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await page.getByLabel('生效日期').fill('2017年3月1日');
  await page.getByLabel('依据').fill('市委组织部通知');
  const brings = page.getByRole('region', { name: '登记以后' });
  await expect(brings.getByText(/编入.*机关第二党支部/)).toBeVisible();
  await expectNoSideScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: '登记', exact: true }).press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('依据：市委组织部通知').first()).toBeVisible();

  await page.getByRole('button', { name: /^收回/ }).first().press('Enter');
  await page.getByLabel('为什么收回').fill('转错了支部');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('（已收回）').first()).toBeVisible();
});

test('a wrong act is refused at its field, with the way on', async ({ page }) => {
  await signIn(page, 'xusiyuan');
  const answer = await page.request.get(`/api/search?q=${encodeURIComponent('秦达')}`);
  const { hits } = (await answer.json()) as { hits: { id: number; subject: string }[] };
  await page.goto(`/people/${hits.find(({ subject }) => subject === 'person')?.id}?act=transfer`);
  await page.getByLabel('转入的党支部').fill('示例市教育局党委');
  await page.getByRole('option').first().click();
  await expect(page.getByRole('alert').first()).toContainText('不是党支部');
  await expect(page.getByRole('button', { name: '登记', exact: true })).toBeDisabled();
});

test('a member opens his own page', async ({ page }) => {
  await signIn(page, 'qinda');
  await page.goto('/me/person');
  await expect(page.getByRole('heading', { name: '任职和组织关系' })).toBeVisible();
  await expect(page.getByRole('button', { name: '组织关系转接' })).toHaveCount(0);
});
