import { describe, expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { itemStateOn, type Progress } from './key-plan.logic.ts';

const said = (on: string, percent: number | null, words = ''): Progress => ({
  id: on,
  on: day(on),
  itemKey: 'a',
  percent,
  words,
  author: '周舒',
});
const item = (dueOn: string | null) => ({ key: 'a', dueOn: dueOn === null ? null : day(dueOn) });
const PROGRESS = [said('2017-03-01', 30), said('2017-05-10', null, '方案已报'), said('2017-06-20', 100)];

describe('how far an item is', () => {
  test.each([
    ['2017-02-01', null, 'open', 0],
    ['2017-03-01', 30, 'open', 0],
    ['2017-05-20', 30, 'soon', 0],
    ['2017-05-31', 30, 'soon', 0],
    ['2017-06-03', 30, 'overdue', 3],
    ['2017-06-20', 100, 'done', 0],
  ])('on %s: %s percent, %s', (on, percent, standing, daysOver) => {
    expect(itemStateOn(item('2017-05-31'), PROGRESS, day(on))).toMatchObject({ percent, standing, daysOver });
  });

  test('what goes on without a last day is never overdue', () => {
    expect(itemStateOn(item(null), [], day('2030-01-01')).standing).toBe('open');
  });

  test('words alone leave the figure as it was, and stand first', () => {
    const { percent, said: all } = itemStateOn(item(null), PROGRESS, day('2017-05-31'));
    expect(percent).toBe(30);
    expect(all.map(({ words }) => words)).toEqual(['方案已报', '']);
  });

  test('what was said about another item is not his', () => {
    expect(itemStateOn({ key: 'b', dueOn: null }, PROGRESS, day('2017-12-31')).said).toEqual([]);
  });
});
