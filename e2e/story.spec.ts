/**
 * The main job in a browser, at both sizes of screen: a secretary records a Theme Party Day (once online with counted taps, once
 * with the network off), the cadre who sat there finds it in his month and submits, the leader in charge returns and accepts, a
 * member sees his own.
 */
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { expectAccessible, signIn } from './people.ts';

test.describe.configure({ mode: 'serial' });

const isPhone = (page: Page): boolean => (page.viewportSize()?.width ?? 0) < 768;

/** Taps of a hand on a page: every pointer press, whatever it hits. */
async function countTaps(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(
    `window.taps = 0; document.addEventListener('click', (e) => { if (e.isTrusted) window.taps += 1 }, true)`,
  );
  return () => page.evaluate<number>('window.taps');
}

/** The button that records one kind on the branch's month. */
const recordButton = (page: Page, kind: string) =>
  page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: kind, exact: true }) })
    .getByText('记录', { exact: true });

async function markAbsent(page: Page, name: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: `${name}，到会` }).click();
  await page.getByRole('button', { name: reason, exact: true }).click();
}

async function writeTopic(page: Page, words: string): Promise<void> {
  if (!isPhone(page)) {
    await page.getByRole('textbox', { name: /^(主题|议题)/ }).fill(words);
    return;
  }
  await page.getByRole('button', { name: /^(主题|议题)/ }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(words);
  await page.getByRole('dialog').getByRole('button', { name: '好', exact: true }).click();
}

test('the secretary records a Theme Party Day in at most 12 taps', async ({ page }) => {
  await signIn(page, 'zhengfanchen');
  const taps = await countTaps(page);
  const from = Date.now();
  await recordButton(page, '主题党日').click();
  await markAbsent(page, '秦达', '公务');
  await markAbsent(page, '陶光宁', '病假');
  await writeTopic(page, '迎“七一”，做合格党员');
  await expect(page.getByText('应到28人，实到26人')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '提交记录' }).click();
  await expect(page.getByText(/主题党日.*已记好/).first()).toBeVisible();
  expect(await taps()).toBeLessThanOrEqual(12);
  expect(Date.now() - from).toBeLessThan(60_000);
});

test('with the network off the record waits on the machine and is sent once when it returns', async ({
  page,
  context,
}) => {
  await signIn(page, 'zhengfanchen');
  await recordButton(page, '支委会').click();
  await expect(page.getByRole('button', { name: '提交记录' })).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText(/没有网络/).first()).toBeVisible();
  await writeTopic(page, '研究七一慰问安排');
  await page.getByRole('button', { name: '提交记录' }).click();
  await expect(page.getByText(/恢复后自动送出/).first()).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('listitem').filter({ hasText: '支委会' }).first()).toContainText('已完成', {
    timeout: 20_000,
  });
  const answer = await page.request.get('/api/records?kind=branchCommitteeMeeting&from=2017-06-01&to=2017-06-30');
  expect(((await answer.json()) as { total: number }).total).toBe(1);
});

test.describe('the month of the cadre who sat there', () => {
  let context: BrowserContext;
  let page: Page;
  test.beforeAll(async ({ browser, baseURL, viewport, hasTouch, isMobile }) => {
    context = await browser.newContext({
      baseURL,
      viewport,
      hasTouch,
      isMobile,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    page = await context.newPage();
    await signIn(page, 'zhoutaodong');
  });
  test.afterAll(() => context.close());

  test('holds the meeting already, linked to its record, beside the lecture and the visits', async () => {
    if (isPhone(page)) await page.getByRole('button', { name: /党内政治生活/ }).click();
    await expect(
      page.getByText('迎“七一”，做合格党员').or(page.getByText('迎‘七一’，做合格党员')).first(),
    ).toBeVisible();
    const source = page.getByRole('link', { name: /机关第一党支部 主题党日|主题党日/ }).first();
    await expect(source).toHaveAttribute('href', /\/records\//);
    await page.goto('/ledger');
    await expect(page.getByText(/讲党课|党员教育管理/).first()).toBeVisible();
    await expectAccessible(page);
  });

  test('is submitted after "nothing this month" for the two items left', async () => {
    for (let left = await page.getByRole('button', { name: '本月无此项', exact: true }).count(); left > 0; left -= 1) {
      await page.getByRole('button', { name: '本月无此项', exact: true }).first().click();
      await expect(page.getByRole('button', { name: '本月无此项', exact: true })).toHaveCount(left - 1);
    }
    await expect(page.getByText(/已保存/).first()).toBeVisible();
    await page.getByRole('button', { name: '提交给孔安' }).click();
    await expect(page.getByRole('button', { name: /撤回/ })).toBeVisible();
  });

  test('is withdrawn before it is checked, and submitted again', async () => {
    await page.getByRole('button', { name: /撤回/ }).click();
    await expect(page.getByRole('button', { name: '提交给孔安' })).toBeVisible();
    await page.getByRole('button', { name: '提交给孔安' }).click();
    await expect(page.getByRole('button', { name: /撤回/ })).toBeVisible();
  });

  test('comes down as a workbook in the offices’ layout', async () => {
    const answer = await page.request.get('/api/ledgers/2017-06/workbook?form=partyBuildingLedger');
    expect(answer.headers()['content-type']).toContain('spreadsheetml');
    expect((await answer.body()).subarray(0, 2).toString()).toBe('PK');
  });
});

const queueEntry = (page: Page, name: string) =>
  page.getByRole('region', { name: '待检查清单' }).getByRole('button', { name: new RegExp(name) });

test('the leader in charge returns it with a reason', async ({ page }) => {
  await signIn(page, 'kongan');
  await page.getByRole('combobox', { name: '月份' }).selectOption({ label: '2017年6月' });
  await queueEntry(page, '周涛冬').click();
  await expect(page.getByRole('heading', { name: '周涛冬' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^退回\s*R?$/ }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('请写明巡查了几个考点');
  await page.getByRole('dialog').getByRole('button', { name: '退回给周涛冬' }).click();
  await expect(page.getByText('已退回').first()).toBeVisible();
});

test('the cadre reads why, and sends it again as a new version', async ({ page }) => {
  await signIn(page, 'zhoutaodong');
  await expect(page.getByText('请写明巡查了几个考点').first()).toBeVisible();
  await page.getByRole('button', { name: '提交给孔安' }).click();
  await expect(page.getByRole('button', { name: /撤回/ })).toBeVisible();
});

test('the leader accepts the new version by one key, or one tap', async ({ page }) => {
  await signIn(page, 'kongan');
  await page.getByRole('combobox', { name: '月份' }).selectOption({ label: '2017年6月' });
  await queueEntry(page, '周涛冬').click();
  await expect(page.getByRole('heading', { name: '周涛冬' })).toBeVisible();
  if (isPhone(page)) await page.getByRole('contentinfo').getByRole('button', { name: '通过' }).click();
  else await page.keyboard.press('a');
  await expect(page.getByText('已通过').first()).toBeVisible();
});

test('the leader accepts at once all in which nothing stands out', async ({ page }) => {
  await signIn(page, 'kongan');
  await page.getByRole('combobox', { name: '月份' }).selectOption({ label: '2017年5月' });
  const many = page.getByRole('button', { name: /通过所选\d+份/ });
  const count = Number(/\d+/.exec((await many.textContent()) ?? '')?.[0]);
  expect(count).toBeGreaterThan(1);
  await many.click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: /通过/ });
  if (await confirm.count()) await confirm.click();
  await expect(page.getByRole('heading', { name: `待检查${12 - count}份` })).toBeVisible();
});

test('a member sees his own absence, and the number opens to the record', async ({ page }) => {
  await signIn(page, 'qinda');
  await page.getByRole('button', { name: /主题党日 缺席1次/ }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('公务');
  await expectAccessible(page);
  await sheet.getByRole('table').getByRole('link').first().click();
  await expect(page).toHaveURL(/\/records\//);
  await expect(page.getByText('迎“七一”，做合格党员').first()).toBeVisible();
});
