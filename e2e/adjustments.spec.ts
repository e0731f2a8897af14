/**
 * Two branches are merged as of 1 March, found wrong, corrected: on the page, by who does it. The figures of the days before and
 * after are both true, and what was known between the two can still be asked.
 */
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectNoSideScroll, signIn } from './people.ts';

interface Org {
  id: number;
  parentId: number | null;
  name: string;
  kind: string;
}

/** Three branches of one superior that no other story touches: the last ones of the city. */
async function threeBranches(page: Page): Promise<[Org, Org, Org]> {
  const answer = await page.request.get('/api/organizations');
  const { organizations } = (await answer.json()) as { organizations: Org[] };
  const bySuperior = Map.groupBy(
    organizations.filter(({ kind }) => kind === 'branch'),
    ({ parentId }) => parentId,
  );
  return [...bySuperior.values()].findLast((group) => group.length >= 3)!.slice(0, 3) as [Org, Org, Org];
}

/** Members that a branch's page counts on a day; 0 where it is not there. */
async function membersOn(page: Page, org: Org, on: string): Promise<number> {
  await page.goto(`/organizations/${org.id}?on=${on}`);
  const facts = page.locator('.org-facts');
  const gone = page.getByText('撤销').first();
  await expect(facts.or(gone).first()).toBeVisible();
  if (!(await facts.isVisible())) return 0;
  return Number.parseInt(((await facts.locator('dd').last().textContent()) ?? '').replace(/\s/g, ''), 10);
}

async function choose(page: Page, label: string, org: Org): Promise<void> {
  await page.getByLabel(label).fill(org.name);
  await page.getByRole('button', { name: org.name }).first().click();
}

test('two branches are merged as of 1 March, found wrong, corrected', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'xusiyuan');
  const [first, second, third] = await threeBranches(page);
  const [ofFirst, ofSecond, ofThird] = [
    await membersOn(page, first, '2017-02-28'),
    await membersOn(page, second, '2017-02-28'),
    await membersOn(page, third, '2017-02-28'),
  ];
  expect(ofFirst).toBeGreaterThan(0);

  await page.goto(`/organizations/${first.id}`);
  await page.getByRole('link', { name: '调整', exact: true }).click();
  await page.getByLabel(/^生效日期/).fill('2017年3月1日');
  await choose(page, '和哪个组织合并', second);
  await page.getByLabel(`并入${second.name}，它继续`).check();
  const moves = page.getByRole('region', { name: '会有什么变动' });
  await expect(moves).toContainText(/\d+名党员转入/);
  await page.getByLabel('依据').fill('市委组织部关于同意合并党支部的批复');
  await expectAccessible(page);
  await expectNoSideScroll(page);
  await page.getByRole('button', { name: '确认办理' }).click();
  await expect(page.getByRole('heading', { name: `将${first.name}并入${second.name}` })).toBeVisible();
  await expectAccessible(page);
  const wrong = new URL(page.url()).pathname.split('/').at(-1)!;

  expect(await membersOn(page, second, '2017-02-28')).toBe(ofSecond);
  expect(await membersOn(page, second, '2017-03-01')).toBeGreaterThan(ofSecond);
  const together = await membersOn(page, second, '2017-03-20');
  expect(await membersOn(page, first, '2017-03-01')).toBe(0);

  // It was the third branch, and as of the 15th.
  await page.goto(`/adjustments/${wrong}`);
  await page.getByRole('link', { name: '更正', exact: true }).click();
  await page.getByRole('button', { name: '去掉' }).click();
  await choose(page, '和哪个组织合并', third);
  await page.getByLabel(`并入${third.name}，它继续`).check();
  await page.getByLabel(/^生效日期/).fill('2017年3月15日');
  await page.getByLabel(/^生效日期/).press('Tab');
  await expect(moves).toContainText(/\d+名党员转入/);
  await page.getByRole('button', { name: '确认更正' }).click();
  await expect(
    page.getByRole('heading', { name: `将${first.name}并入${third.name}，自2017年3月15日起` }),
  ).toBeVisible();
  await page.getByRole('link', { name: '先前的一次办理' }).click();
  await expect(page.getByText('已更正')).toBeVisible();

  expect(await membersOn(page, second, '2017-03-20')).toBe(ofSecond);
  expect(await membersOn(page, first, '2017-03-14')).toBe(ofFirst);
  expect(await membersOn(page, third, '2017-03-14')).toBe(ofThird);
  expect(await membersOn(page, third, '2017-03-15')).toBeGreaterThan(ofThird);

  // As it was known before it was corrected, the second branch had them.
  const opened = (await (await page.request.get(`/api/adjustments/${wrong}`)).json()) as { recordedAt: string };
  const known = await page.request.get(
    `/api/organizations/${second.id}?asOf=2017-03-20&knownAt=${encodeURIComponent(opened.recordedAt)}`,
  );
  expect(((await known.json()) as { members: { own: number } }).members.own).toBe(together);

  await page.goto('/adjustments');
  await expect(page.getByRole('heading', { name: '办理清单' })).toBeVisible();
  await expectAccessible(page);
  await expectNoSideScroll(page);
  await page
    .getByRole('button', { name: /2017年\s*合并\d+次/ })
    .first()
    .click();
  await expect(page.getByRole('dialog')).toContainText(`将${first.name}并入${third.name}`);
});
