import { expect, test } from 'vitest';
import { bodySchema } from '../../core/record/room.ts';
import { contactPointVisit } from './room.ts';

const parses = (body: object): boolean => bodySchema(contactPointVisit).safeParse(body).success;

test('a visit needs why and by whom; what came of it is listed line by line', () => {
  expect(parses({ topic: '调研“两学一做”' })).toBe(true);
  expect(
    parses({ topic: '调研', suggestions: ['配齐党务干部', '整修活动室'], solvedOnSite: ['解决活动室用房1间'] }),
  ).toBe(true);
  expect(parses({ suggestions: ['配齐党务干部'] })).toBe(false);
  expect(contactPointVisit.parts.filter((part) => part.required).map((part) => part.key)).toEqual(['visitor']);
});

test.each([
  ['an empty line', { suggestions: [''] }],
  ['a line that is too long', { assigned: ['长'.repeat(201)] }],
  ['more lines than a page holds', { suggestions: Array.from({ length: 21 }, () => '一条') }],
  ['something the kind does not know', { gifts: ['茶叶'] }],
])('%s is refused', (_, part) => {
  expect(parses({ topic: '调研', ...part })).toBe(false);
});
