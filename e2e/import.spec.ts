/** A list is dropped, seen for what it is, corrected, imported without its wrong row, and taken back. */
import { Buffer } from 'node:buffer';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectNoSideScroll, signIn } from './people.ts';

const LIST = [
  '示例市新设党组织名册,,,,',
  '填报时间：2017年6月,,,,',
  '序号,党组织全称,隶属,类别,领域',
  '1,示例市河湖长制办公室党支部,市委,党支部,机关',
  '2,示例市气象台党支部,没有的局,党支部,机关',
].join('\r\n');

async function putIn(page: Page): Promise<void> {
  await page.goto('/import');
  await page
    .getByLabel('选择表格文件')
    .setInputFiles({ name: '新设党组织.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  await expect(page.getByRole('button', { name: /^新设党组织/ })).toBeVisible();
}

test('a list is imported without its wrong row, and taken back', async ({ page }, { project }) => {
  await signIn(page, 'xusiyuan');
  await putIn(page);
  await page.getByRole('button', { name: /^新设党组织/ }).click();
  await expect(page.getByRole('combobox', { name: '当作', exact: true })).toHaveValue('organizations');
  await expect(page.getByLabel('表头在第')).toHaveValue('3');
  await expect(page.getByText('“示例市气象台党支部”的上级“没有的局”不在名册里').first()).toBeVisible();
  if (project.name === 'desk') {
    await page.getByRole('button', { name: 'C5', exact: true }).click();
    await expect(page.locator('[data-cell="C5"]')).toHaveClass(/here/);
  }
  await expectNoSideScroll(page);
  await expectAccessible(page);

  // By keyboard to the wrong cell, written anew, and back to what was sent.
  await page.getByRole('button', { name: /^下一处/ }).click();
  const written = page.getByRole('textbox', { name: 'C5改成' });
  await written.fill('市委');
  await written.press('Enter');
  await expect(page.getByText('没有，2行都能导入。')).toBeVisible();
  await page.getByText('您改了1格').click();
  await page.getByRole('button', { name: /^改回\s*C5/ }).click();
  await expect(page.getByText('“示例市气象台党支部”的上级“没有的局”不在名册里').first()).toBeVisible();

  const superior = page.getByLabel('C列“隶属”当作');
  await superior.selectOption('');
  await expect(page.getByText('没有找到“上级党组织”')).toBeVisible();
  await superior.selectOption('parent');
  await expect(page.getByText('没有找到“上级党组织”')).toHaveCount(0);

  if (project.name === 'phone') await page.getByRole('button', { name: '返回' }).click();
  await expect(page.getByRole('button', { name: '导入', exact: true })).toBeDisabled();
  await page.getByRole('radio', { name: '不含这1行' }).check();
  await page.getByRole('button', { name: '导入，不含1行' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('2行，导入1行，没有导入1行')).toBeVisible();
  await expectAccessible(page);

  await page.goto('/organizations');
  await page.goto('/import');
  await page.getByRole('button', { name: '导入1个表格：党组织1个' }).first().click();
  await sheet.getByRole('button', { name: '撤回这次导入' }).click();
  await expect(page.getByText('已撤回', { exact: false }).first()).toBeVisible();
});

test('what is no workbook is said to be none', async ({ page }) => {
  await signIn(page, 'xusiyuan');
  await page.goto('/import');
  await page
    .getByLabel('选择表格文件')
    .setInputFiles({ name: '照片.xlsx', mimeType: 'image/png', buffer: Buffer.from('no workbook') });
  await expect(page.getByRole('alert')).toContainText('“照片.xlsx”不是能读的表格文件');
});

test('one file that is none keeps no other out, and each is told what to do', async ({ page }) => {
  await signIn(page, 'xusiyuan');
  await page.goto('/import');
  await page.getByLabel('选择表格文件').setInputFiles([
    { name: '说明.docx', mimeType: 'application/msword', buffer: Buffer.from('x') },
    { name: '断了.xlsx', mimeType: 'text/plain', buffer: Buffer.from('broken') },
    { name: '一起放的.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST.replace('气象台', '一起放的')) },
  ]);
  await expect(page.getByRole('button', { name: /^一起放的/ })).toBeVisible();
  await expect(page.getByText('“说明.docx”不是表格。请放.xlsx')).toBeVisible();
  await expect(page.getByText('“断了.xlsx”不是能读的表格文件')).toBeVisible();
  await expectNoSideScroll(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: /^拿走\s*一起放的/ }).click();
  await expect(page.getByRole('button', { name: /^一起放的/ })).toHaveCount(0);
});

test('without network nothing that was dropped, said or ordered is lost', async ({ page, context }, { project }) => {
  const mark = project.name === 'desk' ? '桌' : '机';
  const list = LIST.replaceAll('示例市', `示例市${mark}`).replace('没有的局', '市委');
  await signIn(page, 'xusiyuan');
  await page.goto('/import');
  await expect(page.getByRole('region', { name: '放入表格' })).toBeVisible();
  const drop = page.getByLabel('选择表格文件');

  await context.setOffline(true);
  await drop.setInputFiles({ name: '断网时.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await expect(page.getByText('“断网时.csv”没有送到')).toBeVisible();
  await expectAccessible(page);
  await context.setOffline(false);
  await page.getByRole('button', { name: '再送一次' }).click();
  await page.getByRole('button', { name: /^断网时/ }).click();

  await context.setOffline(true);
  const sector = page
    .getByLabel('E列“领域”当作')
    .or(page.getByLabel(/“领域”当作/))
    .first();
  await sector.selectOption('');
  await expect(page.getByText('您说的先留在这一页，连上后自动送出')).toBeVisible();
  await expect(sector).toHaveValue('');
  await context.setOffline(false);
  await expect(page.getByText('您说的先留在这一页')).toHaveCount(0, { timeout: 20_000 });
  await expect(sector).toHaveValue('');
  // Said for this once: the next list of this head is another test's.
  await page.getByRole('checkbox', { name: '下次遇到这种表，也这样理解' }).uncheck();
  if (project.name === 'phone') await page.getByRole('button', { name: '看好了，去导入' }).click();

  // The order arrives, its answer does not: the page finds out by itself, and nothing is there twice.
  await page.route('**/api/import/commit', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: '导入', exact: true }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('2行，导入2行')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('刚才断了，但已经导入')).toBeVisible();
  await sheet.getByRole('button', { name: '撤回这次导入' }).click();
  await expect(page.getByText('已撤回这次导入', { exact: false }).first()).toBeVisible();
});

test('who may not import is told who can give it', async ({ page }) => {
  await signIn(page, 'qinda');
  for (const path of ['/import', '/import/words']) {
    await page.goto(path);
    await expect(page.getByRole('alert')).toContainText('您没有看这一页的权限');
    await expect(page.getByRole('alert')).toContainText('安全管理员');
  }
});

test('several files are dropped at once', async ({ page }) => {
  await signIn(page, 'xusiyuan');
  await page.goto('/import');
  const dropped = await page.evaluateHandle(`(() => {
    const dropped = new DataTransfer();
    for (const name of ['拖来一.csv', '拖来二.csv'])
      dropped.items.add(new File([${JSON.stringify(LIST)}.replace('气象台', name)], name, { type: 'text/csv' }));
    return dropped;
  })()`);
  await page.getByRole('region', { name: '放入表格' }).dispatchEvent('drop', { dataTransfer: dropped });
  for (const name of ['拖来一', '拖来二'])
    await expect(page.getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible();
  for (const name of ['拖来一', '拖来二']) {
    await page.getByRole('button', { name: new RegExp(`^拿走\\s*${name}`) }).click();
    await expect(page.getByRole('button', { name: new RegExp(`^${name}`) })).toHaveCount(0);
  }
});
