import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { commonRuns, lateBy, likeness, likenessName, sketch } from './room.ts';

describe('late recording', () => {
  test.each([
    ['2017-06-01', '2017-06-26T04:00:00.000Z', 15, 25],
    ['2017-06-11', '2017-06-26T04:00:00.000Z', 15, undefined],
    ['2017-06-10', '2017-06-25T15:59:59.000Z', 15, undefined],
    // 16:00 UTC is midnight in Shanghai: the 16th day has begun.
    ['2017-06-10', '2017-06-25T16:00:00.000Z', 15, 16],
  ])('of %s recorded at %s with %i days allowed is %s', (on, at, allowed, days) => {
    expect(lateBy(day(on), at, allowed)).toBe(days);
  });
});

const alike = (a: string, b: string): number => likeness(sketch(a), sketch(b));

describe('likeness', () => {
  const may = '走访5户贫困户，与村党支部商定危房安排。';
  const june = '走访5户贫困户，与村党支部商定助学安排。';

  test('is high for a text with one word exchanged', () => {
    expect(alike(may, june)).toBeGreaterThan(0.75);
    expect(alike(may, june)).toBeLessThan(1);
  });

  test('does not mind punctuation, blanks and full-width digits', () => {
    expect(alike('走访５户 贫困户', '走访5户，贫困户。')).toBe(1);
  });

  test('of unlike texts is low, and of single characters only equality counts', () => {
    expect(alike('主持局党委会', '到村里走访群众')).toBe(0);
    expect(alike('无', '无')).toBe(1);
    expect(alike('无', '有')).toBe(0);
  });

  test('is symmetric and between 0 and 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const share = alike(a, b);
        expect(share).toBe(alike(b, a));
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('is named in tenths', () => {
    expect([0.91, 0.9999, 0.05].map(likenessName)).toEqual(['有九成文字相同', '文字全部相同', '有一成文字相同']);
  });

  test('marks the words that both texts have', () => {
    const runs = commonRuns(may, june);
    expect(runs.a.filter((run) => run.same).map((run) => run.text)).toEqual([
      '走访5户贫困户，与村党支部商定',
      '安排。',
    ]);
    expect(runs.b.filter((run) => !run.same).map((run) => run.text)).toEqual(['助学']);
  });

  test('cuts both texts without losing a character, into the same shared words', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '，') }),
        fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '，') }),
        (a, b) => {
          const runs = commonRuns(a, b);
          const all = (side: { text: string }[]): string => side.map((run) => run.text).join('');
          expect(all(runs.a)).toBe(a);
          expect(all(runs.b)).toBe(b);
          expect(all(runs.a.filter((run) => run.same))).toBe(all(runs.b.filter((run) => run.same)));
        },
      ),
    );
  });
});
