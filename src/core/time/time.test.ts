import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  type CalendarYear,
  type Day,
  day,
  dayFrom,
  dayName,
  dayOf,
  daySchema,
  daysBetween,
  firstDay,
  instantAt,
  isDay,
  isMonth,
  isWorkingDay,
  lastDay,
  month,
  monthFrom,
  monthName,
  monthOf,
  monthSchema,
  monthsAfter,
  shortDayName,
  shortMonthName,
  timeOf,
  UncoveredYear,
  weekday,
  weekdayName,
  workingDayAfter,
  workingDaysBetween,
} from './room.ts';

/** From 1929 to 2130: moved by the distances below it stays between 1900 and 2200. */
const anyDay = fc.integer({ min: -15_000, max: 58_500 }).map((days) => addDays(day('1970-01-01'), days));
const anyMonth = anyDay.map(monthOf);

describe('a day', () => {
  test.each([
    ['2017-06-05', true],
    ['2016-02-29', true],
    ['2017-02-29', false],
    ['1900-02-29', false],
    ['2000-02-29', true],
    ['2017-13-01', false],
    ['2017-00-10', false],
    ['2017-06-31', false],
    ['2017-6-5', false],
    ['2017-06-05T00:00', false],
    ['20170605', false],
    ['1899-12-31', false],
    ['', false],
  ])('%j is a day: %s', (text, is) => {
    expect(isDay(text)).toBe(is);
    expect(daySchema.safeParse(text).success).toBe(is);
  });

  test('is not made from parts that name none', () => {
    expect(dayFrom(2017, 2, 30)).toBeUndefined();
    expect(dayFrom(2017, 6, 1.5)).toBeUndefined();
    expect(dayFrom(2017, Number.NaN, 1)).toBeUndefined();
    expect(dayFrom(2017, 6, 5)).toBe('2017-06-05');
  });

  test('that is none throws where code or the database gave it', () => {
    expect(() => day('2017-02-30')).toThrow('not a day: 2017-02-30');
    expect(() => month('2017-13')).toThrow('not a month: 2017-13');
  });

  test('is told in the words of screens', () => {
    expect(dayName(day('2017-06-05'))).toBe('2017年6月5日');
    expect(shortDayName(day('2017-12-31'))).toBe('12月31日');
    expect(weekdayName(day('2017-06-09'))).toBe('周五');
    expect(weekdayName(day('2017-06-11'))).toBe('周日');
    expect(monthName(month('2017-06'))).toBe('2017年6月');
    expect(shortMonthName(month('2017-11'))).toBe('11月');
  });

  test('and the days around it are as far apart as they were moved', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -10_000, max: 10_000 }), (on, days) => {
        const other = addDays(on, days);
        expect(isDay(other)).toBe(true);
        expect(daysBetween(on, other)).toBe(days);
        expect(addDays(other, -days)).toBe(on);
        expect(other < on).toBe(days < 0);
      }),
    );
  });

  test('of the week comes back after seven', () => {
    expect(weekday(day('2017-06-05'))).toBe(1);
    fc.assert(
      fc.property(anyDay, (on) => {
        expect(weekday(addDays(on, 7))).toBe(weekday(on));
        expect(weekday(addDays(on, 1))).toBe((weekday(on) % 7) + 1);
        expect(weekday(on) % 7).toBe(new Date(`${on}T00:00:00Z`).getUTCDay());
      }),
    );
  });
});

describe('a month', () => {
  test.each([
    ['2017-06', true],
    ['2017-12', true],
    ['2017-13', false],
    ['2017-6', false],
    ['2017-06-01', false],
  ])('%j is a month: %s', (text, is) => {
    expect(isMonth(text)).toBe(is);
    expect(monthSchema.safeParse(text).success).toBe(is);
  });

  test('is made from its parts or not at all', () => {
    expect(monthFrom(2017, 6)).toBe('2017-06');
    expect(monthFrom(2017, 0)).toBeUndefined();
  });

  test('begins and ends inside itself, and the next begins the day after', () => {
    fc.assert(
      fc.property(anyMonth, (of) => {
        expect(monthOf(firstDay(of))).toBe(of);
        expect(monthOf(lastDay(of))).toBe(of);
        expect(addDays(lastDay(of), 1)).toBe(firstDay(addMonths(of, 1)));
      }),
    );
  });

  test.each([
    ['2017-06-28', 12, '2018-06-28'],
    ['2016-02-29', 12, '2017-02-28'],
    ['2017-01-31', 1, '2017-02-28'],
    ['2017-03-31', -1, '2017-02-28'],
  ])('%s so many months later (%i) is %s', (on, months, after) => {
    expect(monthsAfter(day(on), months)).toBe(after);
  });

  test('moved there and back is the same', () => {
    fc.assert(
      fc.property(anyMonth, fc.integer({ min: -300, max: 300 }), (of, months) => {
        expect(isMonth(addMonths(of, months))).toBe(true);
        expect(addMonths(addMonths(of, months), -months)).toBe(of);
      }),
    );
  });
});

describe('an instant', () => {
  test.each([
    ['2017-06-28T15:59:59.999Z', '2017-06-28', '23:59'],
    ['2017-06-28T16:00:00.000Z', '2017-06-29', '00:00'],
    ['2016-12-31T16:00:00.000Z', '2017-01-01', '00:00'],
  ])('%s falls on %s at %s in Shanghai', (instant, on, time) => {
    expect(dayOf(new Date(instant))).toBe(on);
    expect(timeOf(new Date(instant))).toBe(time);
  });

  test('of a wall clock shows that wall clock', () => {
    const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
    fc.assert(
      fc.property(anyDay, minute, (on, minutes) => {
        const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        expect(dayOf(instantAt(on, time))).toBe(on);
        expect(timeOf(instantAt(on, time))).toBe(time);
      }),
    );
  });
});

describe('working days', () => {
  const days = (...texts: string[]): Day[] => texts.map(day);
  const year = (data: CalendarYear) => new Map([[data.year, data]]);
  // Around National Day 2017: off from 1 to 8 October, Saturday 30 September worked.
  const calendar = year({
    year: 2017,
    basis: '放假通知',
    off: days('2017-10-02', '2017-10-03', '2017-10-04', '2017-10-05', '2017-10-06'),
    worked: days('2017-09-30'),
  });

  test.each([
    ['2017-09-29', true, 'a plain Friday'],
    ['2017-09-30', true, 'a Saturday that is worked'],
    ['2017-10-01', false, 'a Sunday'],
    ['2017-10-04', false, 'a Wednesday off'],
    ['2017-10-07', false, 'a plain Saturday'],
    ['2017-10-09', true, 'the Monday after'],
  ])('%s is worked: %s (%s)', (on, worked) => {
    expect(isWorkingDay(calendar, day(on))).toBe(worked);
  });

  test('the third after the end of September lies past the holiday', () => {
    expect(workingDayAfter(calendar, day('2017-09-30'), 3)).toBe('2017-10-11');
    expect(workingDayAfter(calendar, day('2017-09-28'), 1)).toBe('2017-09-29');
  });

  test('counted to the n-th one are n', () => {
    const within = fc.integer({ min: 0, max: 200 }).map((moved) => addDays(day('2017-01-01'), moved));
    fc.assert(
      fc.property(within, fc.integer({ min: 1, max: 60 }), (from, n) => {
        const to = workingDayAfter(calendar, from, n);
        expect(isWorkingDay(calendar, to)).toBe(true);
        expect(workingDaysBetween(calendar, from, to)).toBe(n);
        expect(workingDaysBetween(calendar, to, from)).toBe(-n);
      }),
    );
  });

  test('of a year without its notice are refused, never guessed', () => {
    expect(() => isWorkingDay(calendar, day('2018-01-02'))).toThrow(UncoveredYear);
    expect(() => workingDayAfter(calendar, day('2017-12-29'), 3)).toThrow('no working-day calendar for 2018');
  });
});
