import { expect, test } from 'vitest';
import type { QueueRow } from './check.contract.ts';
import { counted, filtered, neighbor, nextWaiting, suggested } from './queue.logic.ts';

const row = (id: number, part: Partial<QueueRow> = {}): QueueRow => ({
  ledgerId: `l${id}`,
  personId: id,
  person: '',
  unit: '',
  state: 'submitted',
  version: 1,
  submittedAt: '',
  entries: 1,
  signals: 0,
  unwritten: 0,
  returns: 0,
  ...part,
});
const rows = [
  row(1, { state: 'accepted' }),
  row(2, { signals: 2 }),
  row(3),
  row(4, { unwritten: 1 }),
  row(5),
  row(6, { state: 'draft', ledgerId: null }),
];

test('each view holds those that wait and fit, and everybody stands in the first', () => {
  expect((['all', 'signals', 'missing', 'clean'] as const).map((filter) => counted(rows, filter))).toEqual([
    4, 1, 1, 2,
  ]);
  expect(filtered(rows, 'all')).toHaveLength(6);
});

test('only those where nothing stands out are suggested', () => {
  expect(suggested(rows)).toEqual(['l3', 'l5']);
});

test.each([
  [undefined, 1, 'l1'],
  ['l1', 1, 'l2'],
  ['l5', 1, undefined],
  ['l1', -1, undefined],
] as const)('from %s by %i comes %s', (current, step, next) => {
  expect(neighbor(rows, current, step)).toBe(next);
});

test.each([
  ['l2', 'l3'],
  ['l5', 'l2'],
])('after a decision on %s the next that waits is %s', (current, next) => {
  expect(nextWaiting(rows, current)).toBe(next);
});

test('after the last decision nothing is next', () => {
  expect(nextWaiting([row(1, { state: 'accepted' }), row(2)], 'l2')).toBeUndefined();
});
