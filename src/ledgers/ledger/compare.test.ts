import { expect, test } from 'vitest';
import { day, month } from '../../core/time/room.ts';
import { compareVersions, nothingChanged } from './compare.logic.ts';
import type { LedgerEntry, MonthLedgerBody } from './month-ledger.logic.ts';

const entry = (key: string, content: string): LedgerEntry => ({
  key,
  section: 'business',
  matter: '',
  on: day('2017-06-01'),
  place: '',
  content,
  result: '',
  source: null,
  recordedAt: null,
});
const body = (entries: LedgerEntry[], nothing: string[] = []): MonthLedgerBody => ({
  period: month('2017-06'),
  forms: ['dutyLedger'],
  person: '',
  unit: '',
  title: '',
  entries,
  nothing: nothing.map((item) => ({ item, saidAt: '' })),
});

test('two versions stand entry beside entry, and what changed is marked', () => {
  const rows = compareVersions(
    body([entry('a', '不变的一条'), entry('b', '助学资金2万元'), entry('c', '删去的一条')]),
    body([entry('a', '不变的一条'), entry('b', '助学资金2.4万元'), entry('d', '新写的一条')]),
  );
  expect(rows.map(({ key, changed, before, after }) => [key, changed, Boolean(before), Boolean(after)])).toEqual([
    ['a', false, true, true],
    ['b', true, true, true],
    ['c', true, true, false],
    ['d', true, false, true],
  ]);
  expect(rows[1]?.runs?.after.map((run) => run.text).join('')).toBe('助学资金2.4万元');
});

test('a “nothing this month” that was said or taken back shows', () => {
  expect(nothingChanged(body([], ['x', 'y']), body([], ['y', 'z']))).toEqual(['x', 'z']);
});
