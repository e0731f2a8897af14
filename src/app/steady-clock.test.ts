import { expect, test } from 'vitest';
import { steadyClock, stretchWords } from './steady-clock.logic.ts';

const HOUR = 3_600_000;
const start = Date.parse('2026-03-02T09:00:00+08:00');

test('a clock that steps back stands still until the machine has caught up, and goes on by itself', () => {
  let wall = start;
  const clock = steadyClock(() => new Date(wall));
  expect(clock.now().getTime()).toBe(start);
  wall = start - 2 * HOUR;
  expect(clock.now().getTime()).toBe(start);
  expect(clock.behindMs()).toBe(2 * HOUR);
  wall = start - HOUR;
  expect(clock.behindMs()).toBe(HOUR);
  wall = start + 1;
  expect(clock.behindMs()).toBe(0);
  expect(clock.now().getTime()).toBe(start + 1);
});

test('it never begins before what is already recorded', () => {
  const clock = steadyClock(() => new Date(start), new Date(start + HOUR));
  expect(clock.now().getTime()).toBe(start + HOUR);
  expect(clock.behindMs()).toBe(HOUR);
});

test.each([
  [400, '1秒'],
  [12_000, '12秒'],
  [5 * 60_000, '5分钟'],
  [2 * HOUR, '2小时'],
  [2 * HOUR + 5 * 60_000, '2小时5分'],
  [400 * 24 * HOUR, '400天'],
])('%d ms are said as %s', (milliseconds, words) => {
  expect(stretchWords(milliseconds)).toBe(words);
});
