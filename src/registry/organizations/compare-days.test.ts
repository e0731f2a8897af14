import { expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { comparableDays, usualFirstDay } from './compare-days.logic.ts';

test.each([
  ['2017-06-28', ['年初 2017-01-01', '去年同日 2016-06-28', '上月末 2017-05-31']],
  ['2016-02-29', ['年初 2016-01-01', '去年同日 2015-02-28', '上月末 2016-01-31']],
  ['2017-01-01', ['去年同日 2016-01-01', '上月末 2016-12-31']],
])('days to compare %s with', (to, days) => {
  expect(comparableDays(day(to)).map((one) => `${one.name} ${one.day}`)).toEqual(days);
});

test('usually a day is compared with the beginning of its year', () => {
  expect(usualFirstDay(day('2017-06-28'))).toBe('2017-01-01');
  expect(usualFirstDay(day('2017-01-01'))).toBe('2016-01-01');
});
