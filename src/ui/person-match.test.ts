import { describe, expect, it } from 'vitest';
import { answersTo } from './person-match.ts';

const zhang = { id: 1, name: '张三', detail: '市教育局 办公室主任', spelled: 'zhangsan zhs zs' };

describe('finding a person', () => {
  it('takes part of the name, full pinyin and initials, with or without a retroflex h', () => {
    for (const typed of ['张', '张三', 'zhangsan', 'zhang', 'zhs', 'zs', ' ZhS ']) {
      expect(answersTo(zhang, typed), typed).toBe(true);
    }
  });

  it('takes the unit, because two may have one name', () => {
    expect(answersTo(zhang, '教育局')).toBe(true);
  });

  it('does not take letters from the middle of a spelling', () => {
    expect(answersTo(zhang, 'san')).toBe(false);
  });

  it('offers everybody while nothing is typed', () => {
    expect(answersTo({ id: 2, name: '李四' }, '  ')).toBe(true);
  });
});
