import { describe, expect, test } from 'vitest';
import type { Cell } from '../../platform/open/room.ts';
import { readDue, writeDue } from './due-words.logic.ts';

const cell = (text: string): Cell => ({ value: text, text });

describe('when something is due', () => {
  test.each([
    ['6月底前', '2017-06-30'],
    ['6月底', '2017-06-30'],
    ['６月底前完成', '2017-06-30'],
    ['六月底前', '2017-06-30'],
    ['十二月底', '2017-12-31'],
    ['6月份', '2017-06-30'],
    ['6月20日前', '2017-06-20'],
    ['6月上旬', '2017-06-10'],
    ['6月中旬前', '2017-06-20'],
    ['2月下旬', '2017-02-28'],
    ['3月初', '2017-03-10'],
    ['第三季度', '2017-09-30'],
    ['三季度末', '2017-09-30'],
    ['1季度', '2017-03-31'],
    ['上半年', '2017-06-30'],
    ['下半年', '2017-12-31'],
    ['全年', '2017-12-31'],
    ['年底前', '2017-12-31'],
    ['2017年底', '2017-12-31'],
    ['2017年', '2017-12-31'],
    ['2018年3月底前', '2018-03-31'],
    ['明年3月底', '2018-03-31'],
    ['2017年6月30日', '2017-06-30'],
    ['2017.6.30前', '2017-06-30'],
    ['2017.6', '2017-06-30'],
    ['3月至6月', '2017-06-30'],
    ['3-6月', '2017-06-30'],
    ['2017年3月—6月底', '2017-06-30'],
    ['2017.3-2017.10', '2017-10-31'],
    ['1月—12月', '2017-12-31'],
    ['七一前', '2017-06-30'],
    ['国庆节前', '2017-09-30'],
  ])('%s is %s', (text, dueOn) => {
    expect(readDue(cell(text), 2017)).toMatchObject({ kind: 'day', dueOn });
  });

  test('a day in a date cell, and as a serial', () => {
    expect(readDue({ value: 42916, text: '2017/6/30', isDay: true }, 2017)).toEqual({
      kind: 'day',
      dueOn: '2017-06-30',
      words: '',
    });
  });

  test.each(['长期坚持', '常态化推进', '持续推进', '每月', '每季度末', '按季度'])('%s has no last day', (text) => {
    expect(readDue(cell(text), 2017)).toEqual({ kind: 'always', words: text });
  });

  test.each([
    ['6月前', ['2017-06-30', '2017-05-31']],
    ['三季度前', ['2017-09-30', '2017-06-30']],
  ])('%s may be two days', (text, days) => {
    const read = readDue(cell(text), 2017);
    expect(read.kind === 'doubt' && read.options.map(({ dueOn }) => dueOn)).toEqual(days);
  });

  test.each(['尽快', '13月底', '2月30日', '条件成熟时'])('%s cannot be read', (text) => {
    expect(readDue(cell(text), 2017)).toEqual({ kind: 'unreadable', words: text });
  });

  test.each(['', '  ', '/', '—'])('nothing in “%s”', (text) => {
    expect(readDue(cell(text), 2017)).toEqual({ kind: 'missing' });
  });

  test.each([
    [{ dueOn: '2017-06-30', dueWords: '6月底前' }, '6月底前'],
    [{ dueOn: '2017-06-30', dueWords: '' }, '2017.06.30'],
    [{ dueOn: '2017-06-15', dueWords: '例会前' }, '2017.06.15(例会前)'],
    [{ dueOn: '2017-05-31', dueWords: '6月前' }, '2017.05.31(6月前)'],
    [{ dueOn: null, dueWords: '长期坚持' }, '长期坚持'],
    [{ dueOn: null, dueWords: '' }, ''],
  ])('%o is written so that it is read to the same', (due, written) => {
    const given = due as Parameters<typeof writeDue>[0];
    expect(writeDue(given, 2017)).toBe(written);
    const read = readDue(cell(written), 2017);
    expect([read.kind === 'day' ? read.dueOn : null, 'words' in read ? read.words : '']).toEqual([
      due.dueOn,
      due.dueWords,
    ]);
  });
});
