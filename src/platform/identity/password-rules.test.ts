import { expect, test } from 'vitest';
import { passwordFault } from './password-rules.logic.ts';
import { checkNewPassword } from './password-rules.server.ts';

const owner = { username: 'zhoushu', name: '周舒', cityName: '示例市' };
const common = new Set(['dragon', 'qwertyuiop']);

test.each([
  ['ninechars', 'password-short'],
  ['四个汉字', 'password-short'],
  ['qwertyuiop', 'password-common'],
  ['QwertyUiop', 'password-common'],
  ['2017-dragon!!', 'password-common'],
  ['aaaabbbbaaaa', 'password-common'],
  ['zhoushu-2017-06', 'password-names'],
  ['ZhouShu-2017-06', 'password-names'],
  ['示例市的一个密码要长一点', 'password-names'],
  ['我是周舒我住在河边上', 'password-names'],
  ['dragon over the river', undefined],
  ['三个不相干的词连起来写', undefined],
])('%s: %s', (password, fault) => {
  expect(passwordFault(password, 10, owner, (word) => common.has(word))).toBe(fault);
});

test('the list of common passwords is at hand without a network', async () => {
  await expect(checkNewPassword('1234567890', 8, owner, 'next')).rejects.toMatchObject({
    detail: { code: 'password-common' },
  });
  await expect(checkNewPassword('Sunshine2017', 8, owner, 'next')).rejects.toMatchObject({
    detail: { code: 'password-common' },
  });
  await checkNewPassword('river-lantern-41', 8, owner, 'next');
});
