import { describe, expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { chargeRuleSchema, entryRuleSchema, pageOn } from './registry-rules.logic.ts';
import { chargeRuleOn, entryRuleOn } from './registry-rules.server.ts';

describe('the registry’s pages of the law book', () => {
  test('are there for every day, also before the first of them', () => {
    for (const on of ['1990-01-01', '2017-06-28', '2030-01-01'].map(day)) {
      expect(entryRuleOn(on).monthsAhead).toBeGreaterThan(0);
      expect(chargeRuleOn(on).leading.kinds).toContain('countyCommittee');
    }
  });

  test('the one in force is the last that had begun', () => {
    const pages = ['2020-01-01', '2017-01-01'].map((from) => ({ from: day(from) }));
    const inForce = (on: string) => pageOn(pages, day(on)).from;
    expect(['2016-05-01', '2017-01-01', '2019-12-31', '2020-01-01'].map(inForce)).toEqual([
      '2017-01-01',
      '2017-01-01',
      '2017-01-01',
      '2020-01-01',
    ]);
    expect(() => pageOn([], day('2017-01-01'))).toThrow('lacks a page');
  });

  const leading = { withLeadingCadres: true, kinds: [], belowTheCity: [], but: [] };
  const charges = { id: 'charges', from: '2017-01-01', basis: '本市规定', status: 'city', leading };
  test.each([
    ['a kind that there is not', { ...charges, leading: { ...leading, kinds: ['club'] } }],
    ['a word that nothing reads', { ...charges, leading: { ...leading, also: true } }],
    ['what is known from memory only, which ships switched off', { ...charges, status: 'mem' }],
  ])('%s is refused', (_, page) => {
    expect(chargeRuleSchema.safeParse(charges).success).toBe(true);
    expect(chargeRuleSchema.safeParse(page).success).toBe(false);
  });

  test('a number without a status is refused', () => {
    const twelve = { value: 12, status: 'city' };
    const page = { id: 'entries', from: '2017-01-01', monthsAhead: twelve, askBelowProbationMonths: twelve };
    expect(entryRuleSchema.safeParse({ ...page, askBelowAge: { value: null, status: 'city' } }).success).toBe(true);
    expect(entryRuleSchema.safeParse({ ...page, askBelowAge: 18 }).success).toBe(false);
  });
});
