/**
 * On a network without any other host: every request elsewhere is refused and counted, and there is none. The content policy is
 * strict, and nothing of ours runs against it: no style, script, picture or font that it would not take.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { signIn } from './people.ts';

/** Screens, and what to open on them: overlays, fields and lists bring styles of their own. */
const WALKS: Readonly<Record<string, readonly string[]>> = {
  zhoutaodong: ['/ledger', '/ledger/2017-05', '/participation', '/me'],
  kongan: ['/check', '/organizations'],
  zhengfanchen: ['/branch', '/record/themePartyDay', '/records', '/organizations'],
  xusiyuan: ['/city', '/import', '/records', '/organizations', '/responsibility'],
  xitong: ['/operation'],
  anquan: ['/accounts', '/abilities'],
  shenji: ['/audit'],
};

/** Refuses what goes to another host, and tells of it and of all that the policy did not take. */
async function closed(page: Page, ours: string): Promise<string[]> {
  const faults: string[] = [];
  await page.context().route(
    (url) => url.origin !== ours && !['data:', 'blob:'].includes(url.protocol),
    (route) => {
      faults.push(`asked ${route.request().url()}`);
      return route.abort();
    },
  );
  page.on('console', (message) => {
    if (/Content.Security.Policy|Permissions-Policy/i.test(message.text())) faults.push(message.text());
  });
  return faults;
}

/** Opens what a screen has to open: the search, lists of choices, days, side sheets. */
async function openAll(page: Page): Promise<void> {
  for (const name of ['.ant-select', '.ant-picker-input', '.figure-link', 'summary']) {
    const first = page.locator(`main ${name}`).first();
    if (!(await first.isVisible().catch(() => false))) continue;
    await first.click({ timeout: 2_000 }).catch(() => undefined);
    await page.waitForTimeout(200);
    await page.keyboard.press('Escape');
  }
}

for (const [username, paths] of Object.entries(WALKS)) {
  test(`${username} works on a closed network under the strict policy`, async ({ page, baseURL }) => {
    const faults = await closed(page, baseURL ?? '');
    await signIn(page, username);
    for (const path of paths) {
      await page.goto(path);
      await expect(page.locator('main'), path).toBeVisible();
      await expect(page.getByText('正在打开')).toHaveCount(0);
      await openAll(page);
    }
    await page.keyboard.press('Control+k');
    await page.waitForTimeout(200);
    // Fonts are those of the machine: none is fetched.
    const fonts = await page.evaluate(
      `performance.getEntriesByType('resource').filter((e) => /\\.(woff2?|ttf|otf)/.test(e.name)).length`,
    );
    expect(fonts).toBe(0);
    expect(faults).toEqual([]);
  });
}

test('the policy is strict: what it should stop is stopped', async ({ page, baseURL }) => {
  const faults = await closed(page, baseURL ?? '');
  const answer = await page.goto('/');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).not.toContain('unsafe');
  await expect(page.getByLabel('用户名')).toBeVisible();
  const stopped = await page.evaluate(`new Promise((resolve) => {
    const seen = [];
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    const style = document.createElement('style'); style.textContent = 'body { color: red }'; document.head.append(style);
    const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.head.append(script);
    const picture = new Image(); picture.src = 'https://elsewhere.example/a.png'; document.body.append(picture);
    fetch('https://elsewhere.example/').catch(() => undefined);
    setTimeout(() => resolve([...new Set(seen)].sort()), 500);
  })`);
  expect(stopped).toEqual(['connect-src', 'img-src', 'script-src-elem', 'style-src-elem']);
  expect(await page.evaluate('window.ran')).toBeUndefined();
  expect(faults.filter((fault) => fault.startsWith('asked'))).toEqual([]);
});

test('a page of another site cannot write in the name of who is signed in', async ({ page, context, baseURL }) => {
  await signIn(page, 'zhoutaodong');
  const form = `<form method="post" action="${baseURL}/api/sign-out" target="answer"><button>中奖</button></form><iframe name="answer"></iframe>`;
  const other = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(form));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  try {
    const foreign = await context.newPage();
    // The same machine under another name is another site to a browser.
    await foreign.goto(`http://localhost:${(other.address() as { port: number }).port}/`);
    const asked = await foreign.evaluate(
      `fetch('${baseURL}/api/sign-out', { method: 'POST', credentials: 'include', headers: { 'x-xieshi': '1' } }).then((r) => r.status, () => 'refused')`,
    );
    expect(asked).toBe('refused');
    const [answer] = await Promise.all([foreign.waitForResponse(/sign-out/), foreign.getByRole('button').click()]);
    expect(answer.status()).toBeGreaterThanOrEqual(400);
  } finally {
    other.close();
  }
  await page.reload();
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
});

test('the built pages hold no script or style of their own and ask for nothing that Chromium 100 lacks', () => {
  const folder = join(import.meta.dirname, '..', 'dist', 'web');
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\son\w+=|\sstyle=/);
  const built = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')) as Record<
    string,
    { file: string }
  >;
  const faults: string[] = [];
  for (const { file } of Object.values(built)) {
    if (!file.endsWith('.js')) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    // What a package first asks for by `typeof` it can do without.
    for (const [found] of text.matchAll(
      /\b(?:Object|Map)\.groupBy\(|\.(?:toSorted|toReversed|toSpliced)\(|Promise\.(?:withResolvers|try)\(|Array\.fromAsync\(|AbortSignal\.(?:any|timeout)\(|(?<!URL\.canParse==`function`\?)URL\.canParse\(/g,
    ))
      faults.push(`${file}: ${found}`);
  }
  expect(faults).toEqual([]);
});
