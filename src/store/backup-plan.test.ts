import { expect, test } from 'vitest';
import {
  backupName,
  inShanghai,
  isBackupDue,
  nextSegment,
  outdated,
  readInstant,
  readTimeOfDay,
} from './backup-plan.logic.ts';

const at = (text: string): Date => new Date(`${text}+08:00`);
const HALF_PAST_TWO = 150;

test('the daily backup is due at its hour, once', () => {
  const since = at('2017-06-27T09:00:00');
  const due = (now: string, last?: string): boolean =>
    isBackupDue(at(now), HALF_PAST_TWO, last ? at(last) : undefined, since);
  expect(due('2017-06-28T02:29:00', '2017-06-27T02:30:10')).toBe(false);
  expect(due('2017-06-28T02:30:00', '2017-06-27T02:30:10')).toBe(true);
  expect(due('2017-06-28T02:33:00', '2017-06-28T02:30:10')).toBe(false);
  // Somebody pressed the button in the evening: the night has its own all the same.
  expect(due('2017-06-28T02:30:00', '2017-06-27T22:00:00')).toBe(true);
});

test('one that was missed is made up when the last is older than a day; an empty house waits for its night', () => {
  const due = (now: string, last?: string): boolean =>
    isBackupDue(at(now), HALF_PAST_TWO, last ? at(last) : undefined, at(now));
  expect(due('2017-06-28T09:00:00', '2017-06-26T02:30:10')).toBe(true);
  expect(due('2017-06-28T09:00:00', '2017-06-27T10:00:00')).toBe(false);
  expect(due('2017-06-28T09:00:00')).toBe(false);
  expect(isBackupDue(at('2017-06-29T02:30:00'), HALF_PAST_TWO, undefined, at('2017-06-28T09:00:00'))).toBe(true);
});

test('the newest stay, and the newest verified one even when it is older', () => {
  const backups = ['1', '2', '3', '4'].map((name) => ({ name, verified: name === '1' || name === '2' }));
  expect(outdated(backups, 2)).toEqual(['1']);
  expect(outdated(backups, 9)).toEqual([]);
  expect(
    outdated(
      backups.map(({ name }) => ({ name, verified: true })),
      1,
    ),
  ).toEqual(['3', '2', '1']);
});

test('instants are typed as people write them, in Shanghai', () => {
  expect(readInstant('2017-06-28 14:00:00')).toEqual(at('2017-06-28T14:00:00'));
  expect(readInstant('2017-06-28T14:00')).toEqual(at('2017-06-28T14:00:00'));
  expect(readInstant('2017-06-28T06:00:00Z')).toEqual(at('2017-06-28T14:00:00'));
  for (const text of ['2017-06-31 14:00', '2017-06-28', '昨天', '2017-06-28 25:00'])
    expect(readInstant(text)).toBeUndefined();
  expect(inShanghai(at('2017-06-28T14:00:05'))).toBe('2017-06-28 14:00:05');
  expect(backupName(at('2017-06-28T02:30:00'))).toBe('20170628-023000');
  expect([readTimeOfDay('02:30'), readTimeOfDay('2:30'), readTimeOfDay('24:00')]).toEqual([150, 150, undefined]);
});

test('segments of the log are counted in files of 256', () => {
  expect(nextSegment('000000010000000000000009')).toBe('00000001000000000000000A');
  expect(nextSegment('0000000100000000000000FF')).toBe('000000010000000100000000');
});
