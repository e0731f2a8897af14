import { describe, expect, it, test } from 'vitest';
import { changeBetween, editionName, mendedCells, mendedWorkbook } from './mending.logic.ts';
import type { Cell, Merge, Workbook } from './workbook.logic.ts';

const cell = (text: string): Cell | null => (text === '' ? null : { value: text, text });
const book = (rows: readonly (readonly string[])[], merges: readonly Merge[] = []): Workbook => ({
  name: '名册.xlsx',
  sheets: [{ name: '表', hidden: false, rows: rows.map((row) => row.map(cell)), merges }],
});
const texts = (workbook: Workbook): string[][] =>
  workbook.sheets[0]!.rows.map((row) => row.map((one) => one?.text ?? ''));

describe('a mended workbook', () => {
  const sent = book([
    ['单位', '姓名'],
    ['教育局', '钱明'],
    ['', '孙荣'],
    ['同上', '李涛'],
    ['财政局', '周文'],
  ]);

  it('has the cells as they were written anew, also where nothing stood, and leaves what was sent alone', () => {
    const choices = { sheets: { 表: { cells: { B2: '钱宁', A3: '农业局', D5: '新' } } } };
    expect(texts(mendedWorkbook(sent, choices))).toEqual([
      ['单位', '姓名'],
      ['教育局', '钱宁'],
      ['农业局', '孙荣'],
      ['同上', '李涛'],
      ['财政局', '周文', '', '新'],
    ]);
    expect(mendedCells(sent, choices)).toContainEqual({ sheet: '表', cell: 'A3', was: '', now: '农业局' });
    expect(texts(sent)[1]).toEqual(['教育局', '钱明']);
  });

  it('keeps in later rows what they took from a row that is left out', () => {
    const merged = book(texts(sent), [{ top: 1, left: 0, bottom: 2, right: 0 }]);
    expect(texts(mendedWorkbook(merged, { sheets: { 表: { leaveOut: [2, 3] } } }))).toEqual([
      ['单位', '姓名'],
      [],
      [],
      ['教育局', '李涛'],
      ['财政局', '周文'],
    ]);
  });

  it('writes over no cell that is withheld, and none below the sheet', () => {
    const withheld: Workbook = {
      ...sent,
      sheets: [{ ...sent.sheets[0]!, rows: [[{ value: '', text: '', withheld: 'identityCard' }]] }],
    };
    expect(mendedCells(withheld, { sheets: { 表: { cells: { A1: '1', A9: '2' } } } })).toEqual([]);
  });
});

describe('what differs between two editions', () => {
  it('is told cell by cell, with rows more and less', () => {
    const change = changeBetween(book([['甲', '乙'], ['丙']]), book([['甲', '丁'], ['丙'], ['戊']]));
    expect(change).toEqual({
      cells: 2,
      rows: 1,
      examples: [
        { sheet: '表', cell: 'B1', was: '乙', now: '丁' },
        { sheet: '表', cell: 'A3', was: '', now: '戊' },
      ],
    });
  });

  it('is nothing where a day is only shown otherwise', () => {
    const shown = (text: string): Workbook => ({
      name: '',
      sheets: [{ name: '表', hidden: false, merges: [], rows: [[{ value: 36526, text, isDay: true }]] }],
    });
    expect(changeBetween(shown('2000-1-1'), shown('2000年1月')).cells).toBe(0);
  });
});

test.each([
  ['党员名册.xlsx', '党员名册'],
  ['党员名册（已标出问题）.xlsx', '党员名册'],
  ['党员名册(1).xls', '党员名册'],
  ['党员名册-修改版2.xlsx', '党员名册'],
  ['党员名册2017.xlsx', '党员名册2017'],
  ['党员名册（南川）.xlsx', '党员名册(南川)'],
])('%s is an edition of %s', (name, edition) => expect(editionName(name)).toBe(edition));
