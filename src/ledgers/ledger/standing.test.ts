import { expect, test } from 'vitest';
import { type LedgerEvent, standingOf } from './standing.logic.ts';

const event = (what: LedgerEvent['what'], version: number, at = `2017-07-0${version}`): LedgerEvent => ({
  what,
  version,
  at,
  by: '孔安',
  reason: null,
  entryKey: null,
  text: null,
});

test.each([
  [[], 'draft', 0, 0],
  [[event('submit', 1)], 'submitted', 1, 0],
  [[event('submit', 1), event('comment', 1), event('withdraw', 1)], 'withdrawn', 1, 0],
  [[event('submit', 1), event('return', 1), event('submit', 2), event('accept', 2)], 'accepted', 2, 1],
  // The import that brought version 1 was taken back, and with it what was done to it.
  [[event('accept', 1)], 'draft', 0, 0],
  [[event('return', 1), event('submit', 2)], 'submitted', 2, 0],
] as const)('after %j a ledger is %s', (events, state, version, returns) => {
  expect(standingOf(events)).toMatchObject({ state, version, returns });
});

test('who accepted it, and when, stands only while it is accepted', () => {
  expect(standingOf([event('submit', 1), event('accept', 1, '2017-07-06')])).toMatchObject({
    decidedBy: '孔安',
    decidedAt: '2017-07-06',
  });
  expect(standingOf([event('submit', 1), event('return', 1)]).decidedAt).toBeNull();
});

test('an act that was not possible in its state is a fault of the source', () => {
  expect(() => standingOf([event('submit', 1), event('submit', 2)])).toThrow(/not possible/);
});
