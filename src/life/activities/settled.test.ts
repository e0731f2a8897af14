import { expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { duplicateWords, settledWords } from './settled.logic.ts';

const kind = { name: '主题党日' };
const unit = '市教育局机关第一党支部';

test.each([
  [{ version: 1, took: 26, absent: 0 }, '市教育局机关第一党支部6月主题党日已记好；26人的参加记录同时记好'],
  [
    { version: 1, took: 26, absent: 2 },
    '市教育局机关第一党支部6月主题党日已记好；26人的参加记录同时记好，2人缺席的原因已记下',
  ],
  [{ version: 2, took: 25, absent: 0 }, '市教育局机关第一党支部6月主题党日已更正；25人的参加记录同时重新记好'],
  [{ version: 1, took: 0, absent: 0 }, '市教育局机关第一党支部6月主题党日已记好'],
])('the answer to %o', (record, words) => {
  expect(settledWords(kind, unit, { ...record, heldOn: day('2017-06-23') })).toBe(words);
});

test('a possible duplicate names the other record and its author', () => {
  expect(duplicateWords(kind, { heldOn: day('2017-06-23'), author: '郑帆晨', title: '迎“七一”' })).toBe(
    '6月23日已有一条主题党日“迎‘七一’”，由郑帆晨记录；如是同一次，请收回其中一条',
  );
});
