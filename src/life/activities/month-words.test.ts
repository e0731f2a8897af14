import { expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { monthSummary, type Thing, thingState } from './month-words.logic.ts';

const thing = (part: Partial<Thing> = {}): Thing => ({
  name: '支委会',
  every: 'month',
  to: day('2017-06-30'),
  records: [],
  ...part,
});
const held = (heldOn: string, present: number | null) => ({ heldOn: day(heldOn), present });

test.each([
  ['recorded', thing({ records: [held('2017-06-23', 26)] }), '2017-06-28', 'ok', '已完成', '6月23日，26人到会'],
  [
    'recorded twice',
    thing({ records: [held('2017-06-09', 27), held('2017-06-23', 26)] }),
    '2017-06-28',
    'ok',
    '已完成',
    '6月23日，26人到会，共2次',
  ],
  ['recorded without heads', thing({ records: [held('2017-06-09', null)] }), '2017-06-28', 'ok', '已完成', '6月9日'],
  ['near its end', thing(), '2017-06-28', 'soon', '6月30日前，还有2天', ''],
  ['on its last day', thing(), '2017-06-30', 'soon', '今天是最后一天', ''],
  ['early', thing(), '2017-06-05', 'next', '还没有记录', '6月30日前，还有25天'],
  ['over', thing(), '2017-07-01', 'next', '没有记录', ''],
  ['over, of a quarter', thing({ every: 'quarter' }), '2017-07-01', 'next', '没有记录', '这个季度'],
] as const)('a thing that is %s', (_, one, today, mark, word, more) => {
  expect(thingState(one, day(today), 7)).toEqual({ mark, word, more });
});

test.each([
  [[1, 1, 0, 0], '四件事，已完成两件'],
  [[0, 0, 0, 0], '四件事，都还没有记录'],
  [[1, 2, 1], '三件事，都已完成'],
])('of things recorded %o times the summary is %s', (counts, words) => {
  const things = counts.map((times) => ({ records: Array.from({ length: times }, () => held('2017-06-09', 1)) }));
  expect(monthSummary(things)).toBe(words);
});
