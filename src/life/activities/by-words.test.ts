import { expect, test } from 'vitest';
import { byWords } from './by-words.logic.ts';

test.each([
  ['typed by himself', null, '郑帆晨'],
  ['typed for another', { name: '李书记' }, '郑帆晨代录，李书记负责'],
  ['typed for somebody whom the reader may not look up', { name: null }, '郑帆晨代录'],
])('a record %s says so', (_, standsFor, words) => {
  expect(byWords({ author: '郑帆晨', standsFor })).toBe(words);
});
