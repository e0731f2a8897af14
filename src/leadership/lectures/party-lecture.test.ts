import { expect, test } from 'vitest';
import { bodySchema } from '../../core/record/room.ts';
import { partyLecture } from './room.ts';

const parses = (body: object): boolean => bodySchema(partyLecture).safeParse(body).success;

test('a lecture needs its title and its lecturer; the number of listeners may be left out', () => {
  expect(parses({ topic: '学习党章' })).toBe(true);
  expect(parses({ topic: '学习党章', listeners: 120 })).toBe(true);
  expect(parses({ listeners: 120 })).toBe(false);
  expect(partyLecture.parts.filter((part) => part.required).map((part) => part.key)).toEqual(['lecturer']);
});

test.each([[-1], [5001], [1.5], ['120']])('%s listeners are refused', (listeners) => {
  expect(parses({ topic: '学习党章', listeners })).toBe(false);
});
