import { expect, it } from 'vitest';
import { clocksIn, clocksOf, isMonthHeading, monthOfText } from './month-cells.logic.ts';

it.each<[string, number | undefined, string | undefined]>([
  ['2017年6月', undefined, '2017-06'],
  ['六月份', 2017, '2017-06'],
  ['十一月', 2017, '2017-11'],
  ['6月', undefined, undefined],
  ['2017年1-6月组织生活台账', 2017, undefined],
])('“%s” is a month', (text, year, month) => expect(monthOfText(text, year)).toBe(month));

it.each(['6月', '六月份', '2017年6月写实清单'])('“%s” heads a month', (text) =>
  expect(isMonthHeading(text)).toBe(true),
);
it.each(['6月12日', '6月召开支委会'])('“%s” does not', (text) => expect(isMonthHeading(text)).toBe(false));

it.each<[string, string | undefined, string | undefined]>([
  ['2017年3月5日 下午2:30—4:00', '14:30', '16:00'],
  ['2017-03-05 09:00-11:30', '09:00', '11:30'],
  ['3月5日上午9时至下午3时', '09:00', '15:00'],
  ['3月5日上午11:00-1:00', '11:00', '13:00'],
  ['2017年3月5日14时30分', '14:30', undefined],
  ['2017.3.5', undefined, undefined],
])('“%s” starts and ends', (text, startsAt, endsAt) => {
  const clocks = clocksIn(text);
  expect([clocks.startsAt, clocks.endsAt]).toEqual([startsAt, endsAt]);
});

it('a day kept with its time tells the clock', () => {
  expect(clocksOf({ value: 42909.625, text: '2017-06-23 15:00', isDay: true })).toEqual({ startsAt: '15:00' });
  expect(clocksOf({ value: 42909, text: '2017-06-23', isDay: true })).toEqual({});
});
