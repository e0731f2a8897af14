import { describe, expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import type { KeyPlanItem } from './key-plan.logic.ts';
import { changeWords, planChanges } from './key-plan-compare.logic.ts';

const item = (key: string, more: Partial<KeyPlanItem> = {}): KeyPlanItem => ({
  key,
  work: `工作${key}`,
  measures: '',
  dueOn: day('2017-06-30'),
  dueWords: '6月底前',
  itemId: null,
  ...more,
});
const told = (before: KeyPlanItem[], after: KeyPlanItem[]) =>
  planChanges(before, after).map(({ key, kind, fields }) => [key, kind, fields.join(' ')]);

describe('two versions of a plan', () => {
  test('what was added, left out and changed, in the order of the later one', () => {
    const before = [item('a'), item('b'), item('c'), item('d')];
    const after = [item('d'), item('a', { dueOn: day('2017-09-30'), dueWords: '9月底前' }), item('e')];
    expect(told(before, after)).toEqual([
      ['d', 'same', ''],
      ['a', 'changed', 'due'],
      ['b', 'removed', ''],
      ['c', 'removed', ''],
      ['e', 'added', ''],
    ]);
    expect(changeWords(planChanges(before, after))).toBe('增加1项、修改1项、去掉2项，其余1项没有变');
  });

  test.each<[Partial<KeyPlanItem>, string]>([
    [{ work: '另写' }, 'work'],
    [{ measures: '分三期' }, 'measures'],
    [{ dueWords: '上半年' }, 'due'],
    [{ dueOn: null, itemId: 'talent' }, 'due item'],
  ])('%o is told as a change of %s', (more, fields) => {
    expect(told([item('a')], [item('a', more)])).toEqual([['a', 'changed', fields]]);
  });

  test('what was left out at the head stands at the head; a first version is all added; the same is said to be the same', () => {
    expect(told([item('a'), item('b')], [item('b')])).toEqual([
      ['a', 'removed', ''],
      ['b', 'same', ''],
    ]);
    expect(changeWords(planChanges([], [item('a')]))).toBe('增加1项');
    expect(changeWords(planChanges([item('a')], [item('a')]))).toBe('两版的内容一样');
  });
});
