import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actsPossible, process, refusedBecause, stateAfter } from './room.ts';

const letter = process({
  id: 'letter',
  name: '函',
  initial: 'draft',
  states: { draft: { name: '草稿' }, sent: { name: '已发' }, answered: { name: '已复', final: true } },
  acts: {
    send: { name: '发出', from: ['draft'], to: 'sent', by: 'writer', needs: ['content'], says: '发给对方' },
    recall: { name: '追回', from: ['sent'], to: 'draft', by: 'writer', needs: ['reason'], says: '对方不再看到' },
    answer: { name: '答复', from: ['sent'], to: 'answered', by: 'reader', says: '不能再改' },
  },
});
type Act = keyof typeof letter.acts;
const ACTS = Object.keys(letter.acts) as Act[];

describe('a process', () => {
  test('with a state that no act leads to is not declared', () => {
    expect(() =>
      process({
        id: 'lost',
        name: '函',
        initial: 'draft',
        states: { draft: { name: '草稿' }, lost: { name: '遗失' } },
        acts: { find: { name: '找回', from: ['lost'], to: 'draft', by: 'writer', says: '找回' } },
      }),
    ).toThrow('process lost: state lost can never be reached');
  });

  test.each<[Act[], string]>([
    [[], 'draft'],
    [['send'], 'sent'],
    [['send', 'recall'], 'draft'],
    [['send', 'recall', 'send', 'answer'], 'answered'],
  ])('after %j is %s', (acts, state) => {
    expect(stateAfter(letter, acts)).toBe(state);
  });

  test('does not pass over an act that was not possible: the source is then wrong', () => {
    expect(() => stateAfter(letter, ['answer'])).toThrow('process letter: answer is not possible in draft');
    expect(() => stateAfter(letter, ['send', 'answer', 'recall'])).toThrow('recall is not possible in answered');
  });

  test.each<['draft' | 'sent' | 'answered', ('writer' | 'reader')[], Act[]]>([
    ['draft', ['writer'], ['send']],
    ['draft', ['reader'], []],
    ['sent', ['writer'], ['recall']],
    ['sent', ['writer', 'reader'], ['recall', 'answer']],
    ['answered', ['writer', 'reader'], []],
  ])('in %s offers to %j: %j', (state, positions, acts) => {
    expect(actsPossible(letter, state, new Set(positions))).toEqual(acts);
  });

  test('refuses an act by its first reason: not yours, wrong state, then what is missing', () => {
    const writer = new Set(['writer'] as const);
    expect(refusedBecause(letter, 'answered', 'answer', { positions: writer })).toBe('not-yours');
    expect(refusedBecause(letter, 'sent', 'send', { positions: writer })).toBe('wrong-state');
    expect(refusedBecause(letter, 'sent', 'recall', { positions: writer, reason: '  ' })).toBe('reason-missing');
    expect(refusedBecause(letter, 'draft', 'send', { positions: writer })).toBe('content-missing');
    expect(refusedBecause(letter, 'draft', 'send', { positions: writer, hasContent: true })).toBeUndefined();
    expect(refusedBecause(letter, 'sent', 'recall', { positions: writer, reason: '写错了' })).toBeUndefined();
  });

  test('offers exactly the acts that it then takes', () => {
    const positions = fc.subarray(['writer', 'reader'] as const);
    const state = fc.constantFrom('draft' as const, 'sent' as const, 'answered' as const);
    fc.assert(
      fc.property(state, positions, (now, held) => {
        const given = { positions: new Set(held), reason: '写错了', hasContent: true };
        const taken = ACTS.filter((act) => refusedBecause(letter, now, act, given) === undefined);
        expect(actsPossible(letter, now, given.positions)).toEqual(taken);
      }),
    );
  });
});
