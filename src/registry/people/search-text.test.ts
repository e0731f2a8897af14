import { describe, expect, test } from 'vitest';
import { haystackOf, plainText } from './search-text.server.ts';

describe('what a person is found by', () => {
  test.each([
    ['周舒', ['周舒', 'zhoushu', '~zs', '~zhsh']],
    ['张三', ['张三', 'zhangsan', '~zs', '~zhs']],
    ['单国志', ['shanguozhi', '~sgz', '~shgzh']],
    ['区思远', ['ousiyuan', '~osy']],
    ['吕晨', ['lvchen', '~lc', '~lch']],
    ['欧阳明', ['ouyangming', '~oym']],
  ])('%s', (name, expected) => {
    const haystack = haystackOf([name], 'person').split(' ');
    for (const token of expected) expect(haystack).toContain(token);
  });
});

test('a rare character whose sound is not known stays whole', () => {
  const haystack = haystackOf(['张\u{20bb7}'], 'person');
  expect(haystack.isWellFormed()).toBe(true);
  expect(haystack.split(' ')).toEqual(expect.arrayContaining(['张\u{20bb7}', 'zhang\u{20bb7}', '~z\u{20bb7}']));
});

test('an organization reads its characters as words do, not as surnames', () => {
  expect(haystackOf(['区委办'], 'organization')).toContain(' quweiban ');
});

test('spaces inside a name, full-width letters and capitals make no difference', () => {
  expect(plainText(' 周　涛 冬 ')).toBe('周涛冬');
  expect(plainText('ＺＨ s')).toBe('zhs');
  expect(haystackOf(['周 涛冬'], 'person')).toBe(haystackOf(['周涛冬'], 'person'));
});

test('nothing in a query can act as a pattern', () => {
  expect(plainText('%_\\~ 周')).toBe('周');
});
