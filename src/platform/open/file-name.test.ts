import { expect, test } from 'vitest';
import { cleanFileName } from './file-name.logic.ts';

test.each([
  ['党员名册.xlsx', '党员名册.xlsx'],
  ['D:\\材料\\名册.xls', '名册.xls'],
  ['../../etc/passwd', 'passwd'],
  ['名册\u202Excod.xlsx', '名册xcod.xlsx'],
  ['名\u0000册\r\n.xlsx', '名册.xlsx'],
  ['\u200B名册\uFEFF.xlsx ', '名册.xlsx'],
  ['cafe\u0301.xlsx', 'caf\u00E9.xlsx'],
])('%j becomes %j', (sent, kept) => {
  expect(cleanFileName(sent)).toBe(kept);
});

test.each([[''], ['..'], ['/'], [' . '], ['\u202E'], [`${'长'.repeat(151)}`]])('%j is no name', (sent) => {
  expect(cleanFileName(sent)).toBeUndefined();
});
