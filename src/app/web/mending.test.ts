import { describe, expect, it } from 'vitest';
import { neighborOf, type Problem, withCell, withRow } from './mending.logic.ts';

const at = (cell: string): Problem => ({ sheet: '表', cell, reason: 'x', what: '' });

describe('walking through problems', () => {
  const problems = [at('B3'), at('C4'), at('B3'), at('D9')];
  it('goes from each cell to the next one and round', () => {
    expect(neighborOf(problems, undefined, 1)?.cell).toBe('B3');
    expect(neighborOf(problems, at('B3'), 1)?.cell).toBe('C4');
    expect(neighborOf(problems, at('C4'), 1)?.cell).toBe('D9');
    expect(neighborOf(problems, at('D9'), 1)?.cell).toBe('B3');
    expect(neighborOf(problems, at('B3'), -1)?.cell).toBe('D9');
  });
  it('begins anew where the cell has no problem any more', () => {
    expect(neighborOf(problems, at('Z1'), 1)?.cell).toBe('B3');
    expect(neighborOf([], at('Z1'), 1)).toBeUndefined();
  });
});

describe('choices', () => {
  it('undo leaves the others as they were', () => {
    const both = withCell(withCell({}, at('B3'), '甲'), at('C4'), '乙');
    expect(withCell(both, at('B3'), undefined).sheets).toEqual({ 表: { cells: { C4: '乙' } } });
    expect(withRow(withRow({}, '表', 4, true), '表', 4, false).sheets).toEqual({ 表: { leaveOut: [] } });
  });
});
