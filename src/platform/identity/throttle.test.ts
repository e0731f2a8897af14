import { describe, expect, test } from 'vitest';
import { ADDRESS_PACE, type Bucket, counted, networkOf, PASSWORD_PACE, waitOf, waitWords } from './throttle.logic.ts';

const start = new Date('2017-06-28T06:00:00Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);

/** The bucket after so many wrong tries, each as soon as it is let through. */
function tried(times: number, pace = PASSWORD_PACE): { bucket: Bucket | undefined; now: Date } {
  let bucket: Bucket | undefined;
  let now = start;
  for (let at = 0; at < times; at += 1) {
    now = new Date(now.getTime() + waitOf(bucket, now));
    bucket = counted(bucket, now, pace);
  }
  return { bucket, now };
}

describe('waits after wrong passwords', () => {
  test.each([
    [1, 0],
    [4, 0],
    [5, 15_000],
    [6, 30_000],
    [7, 60_000],
    [30, 900_000],
    [200, 900_000],
  ])('after %i wrong tries one waits %i ms', (times, wait) => {
    const { bucket, now } = tried(times);
    expect(waitOf(bucket, now)).toBe(wait);
  });

  test('a day without a failure is a new beginning', () => {
    const { bucket, now } = tried(9);
    expect(counted(bucket, new Date(now.getTime() + PASSWORD_PACE.forgetMs), PASSWORD_PACE).failures).toBe(1);
  });

  test('an address is slowed, and never for more than half a minute', () => {
    const { bucket, now } = tried(500, ADDRESS_PACE);
    expect(waitOf(bucket, now)).toBe(30_000);
    expect(waitOf(bucket, after(-1))).toBeGreaterThan(0);
  });
});

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:0:42:1:2:3:4', '2001:db8:0:42'],
  ['2001:db8:0:42::9', '2001:db8:0:42'],
  ['2001:DB8::1', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  [1, '1秒'],
  [15_000, '15秒'],
  [120_000, '2分钟'],
  [121_000, '3分钟'],
])('%i ms are said as %s', (ms, words) => {
  expect(waitWords(ms)).toBe(words);
});
