import { expect, test } from 'vitest';
import { unitsOf } from './units.logic.ts';

const at = (id: number, parentId: number | null) => ({ id, parentId });

test('everything belongs to the organization right below the top, and the top to itself', () => {
  const units = unitsOf([at(4, 3), at(1, null), at(2, 1), at(3, 2), at(5, 1), at(6, 5)]);
  expect(Object.fromEntries(units)).toEqual({ 1: 1, 2: 2, 3: 2, 4: 2, 5: 5, 6: 5 });
});

test('a superior that is not there on the day makes the organization a unit of its own', () => {
  expect(Object.fromEntries(unitsOf([at(1, null), at(7, 99), at(8, 7)]))).toEqual({ 1: 1, 7: 7, 8: 7 });
});

test('a circle does not hang', () => {
  expect(unitsOf([at(1, 2), at(2, 3), at(3, 1)]).size).toBe(3);
});
