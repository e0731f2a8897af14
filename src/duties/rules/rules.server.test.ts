import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { day, isWorkingDay, month, workingDayAfter } from '../../core/time/room.ts';
import { itemsFor, ledgerRules, monthRuleFor } from './room.ts';
import { readLedgerRules, readPages } from './rules.server.ts';

const rules = readLedgerRules();

describe('the law book as shipped', () => {
  test('has twelve items, three of them named by the article', () => {
    const items = itemsFor(rules, month('2017-06'));
    expect(items).toHaveLength(12);
    expect(items.filter((item) => item.named).map((item) => item.name)).toEqual([
      '基层党组织建设',
      '党员教育管理',
      '抓党建促脱贫攻坚',
    ]);
  });

  test('uses the first page for a month before it', () => {
    expect(monthRuleFor(rules, month('2016-01')).id).toBe('month-ledger');
  });

  test('is refused when a proposal goes to an item that nobody has', () => {
    const [page] = readPages('ledgers') as { proposals: { item: string }[] }[];
    const wrong = { ...page, proposals: [{ ...page!.proposals[0], item: 'no-such-item' }] };
    expect(() => ledgerRules({ items: readPages('items'), months: [wrong], calendar: [] })).toThrow(/no-such-item/);
  });

  test('is refused when a calendar day lies in another year', () => {
    const page = { year: 2017, basis: 'x', status: 'copy', off: ['2016-01-01'], worked: [] };
    expect(() => ledgerRules({ items: [], months: [], calendar: [page] })).toThrow(/another year/);
  });
});

describe('the working-day calendar', () => {
  const dates = (year: number, spans: string[]): string[] =>
    spans.flatMap((span) => {
      const [monthNumber, from, to = from] = span.split(/[-…]/).map(Number) as [number, number, number?];
      return Array.from(
        { length: to! - from + 1 },
        (_, at) => `${year}-${String(monthNumber).padStart(2, '0')}-${String(from + at).padStart(2, '0')}`,
      );
    });

  test('of 2026 is that of HO-05 and HO-06', () => {
    const year = rules.calendar.get(2026)!;
    expect(year.off).toEqual(dates(2026, ['1-1…3', '2-15…23', '4-4…6', '5-1…5', '6-19…21', '9-25…27', '10-1…7']));
    expect(year.worked).toEqual(dates(2026, ['1-4', '2-14', '2-28', '5-9', '9-20', '10-10']));
  });

  test('works every weekday off only by a holiday, and a weekend only where it is named worked', () => {
    for (const { off, worked } of rules.calendar.values()) {
      for (const on of off) expect(isWorkingDay(rules.calendar, on)).toBe(false);
      for (const on of worked) expect(isWorkingDay(rules.calendar, on)).toBe(true);
    }
  });

  test('of each year agrees with the published data day by day', () => {
    const require = createRequire(import.meta.url);
    const known = require('chinese-days/dist/chinese-days.json') as Record<'holidays' | 'workdays', object>;
    for (const { year, off, worked } of rules.calendar.values()) {
      const of = (table: object): string[] =>
        Object.keys(table)
          .filter((on) => on.startsWith(`${year}-`))
          .sort();
      expect(off, `off in ${year}`).toEqual(of(known.holidays));
      expect(worked, `worked in ${year}`).toEqual(of(known.workdays));
    }
  });

  test.each([
    ['2017-06', '2017-07-05'],
    ['2017-09', '2017-10-11'],
    ['2017-12', '2018-01-04'],
  ])('makes the ledger of %s due on %s', (of, due) => {
    const last = { '2017-06': '2017-06-30', '2017-09': '2017-09-30', '2017-12': '2017-12-31' }[of]!;
    const rule = monthRuleFor(rules, month(of));
    expect(workingDayAfter(rules.calendar, day(last), rule.dueWorkingDays)).toBe(due);
  });
});
