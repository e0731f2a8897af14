import { describe, expect, it } from 'vitest';
import { isNothing, readCount, readNameList, readNames, readPersonName, readReason } from './cells.logic.ts';
import { agree, clockIn, lastDayOf, leadingDay, monthIn, readDay, yearIn } from './day-cells.logic.ts';
import type { Cell } from './workbook.logic.ts';

const text = (value: string): Cell => ({ value, text: value });
const number = (value: number, shown = String(value)): Cell => ({ value, text: shown });
const serial = (value: number): Cell => ({ value, text: '12/9/86', isDay: true });

describe('a day is read from', () => {
  it.each<[string, Cell, string, 'day' | 'month']>([
    ['the serial of a cell formatted as a date', serial(31755), '1986-12-09', 'day'],
    ['a serial with a time of day', serial(42_767.604), '2017-02-01', 'day'],
    ['a serial that lost its format', number(42767), '2017-02-01', 'day'],
    ['a serial kept as text', text('31755'), '1986-12-09', 'day'],
    ['slashes', text('2001/11/12'), '2001-11-12', 'day'],
    ['dashes', text('2019-06-30'), '2019-06-30', 'day'],
    ['dots', text('2017.2.20'), '2017-02-20', 'day'],
    ['eight figures', text('20170605'), '2017-06-05', 'day'],
    ['eight figures as a number', number(20170605), '2017-06-05', 'day'],
    ['six figures', text('201706'), '2017-06-01', 'month'],
    ['year and month with a dot', text('1990.01'), '1990-01-01', 'month'],
    ['year and month as a number', number(1990.12, '1990.12'), '1990-12-01', 'month'],
    ['full-width figures', text('２００６．３'), '2006-03-01', 'month'],
    ['year and month in words', text('2005年3月'), '2005-03-01', 'month'],
    ['a month with 份', text('2005年3月份'), '2005-03-01', 'month'],
    ['the usual words', text('2017年1月13日'), '2017-01-13', 'day'],
    ['words with spaces', text('2017 年 1 月 13 日'), '2017-01-13', 'day'],
    ['month and day, the year from the title', text('1月12日'), '2017-01-12', 'day'],
    ['month and day with a dot', text('6.12'), '2017-06-12', 'day'],
    ['Chinese figures', text('二〇一七年六月十二日'), '2017-06-12', 'day'],
    ['Chinese month and day', text('十二月三十一日'), '2017-12-31', 'day'],
    ['a day with its weekday', text('2017年1月13日（周五）'), '2017-01-13', 'day'],
    ['a day with a clock', text('2017-06-05 14:30'), '2017-06-05', 'day'],
    ['a day and part of it', text('2017年6月30日下午'), '2017-06-30', 'day'],
    ['the first of a range', text('2017年6月5日至7日'), '2017-06-05', 'day'],
  ])('%s', (_, cell, day, precision) => {
    expect(readDay(cell, 2017)).toMatchObject({ ok: true, value: { day, precision }, doubtful: false });
  });

  it.each<[string, Cell, string]>([
    ['a thirteenth month', text('2003年13月'), 'date-impossible'],
    ['30 February', text('2017年2月30日'), 'date-impossible'],
    ['30 February in figures', text('20170230'), 'date-impossible'],
    ['a serial before 1900', serial(12), 'date-impossible'],
    ['words', text('不详'), 'date-unreadable'],
    ['a day with something else', text('2017年1月13日机关大院'), 'date-unreadable'],
  ])('refused: %s', (_, cell, reason) => {
    expect(readDay(cell, 2017)).toEqual({ ok: false, reason });
  });

  it('says that a day without a year cannot be read where no title gives one', () => {
    expect(readDay(text('1月12日'))).toEqual({ ok: false, reason: 'date-year-unknown' });
  });

  it('says that it may be another day where two readings are possible', () => {
    expect(readDay(text('12/9/86'))).toMatchObject({ value: { day: '1986-12-09' }, doubtful: true });
    expect(readDay(text('6/24/17'))).toMatchObject({ value: { day: '2017-06-24' }, doubtful: false });
    expect(readDay(number(1990.1, '1990.1'))).toMatchObject({ value: { day: '1990-01-01' }, doubtful: true });
  });

  it('keeps what follows a date at the beginning of a sentence', () => {
    expect(leadingDay('6月12日,在南泉县听取汇报', 2017)).toMatchObject({
      value: { day: '2017-06-12' },
      rest: ',在南泉县听取汇报',
    });
  });
});

describe('around days', () => {
  it.each([
    ['2017年6月30日下午3点半', '15:30'],
    ['2017-06-05 14:30', '14:30'],
    ['上午9:00', '09:00'],
    ['2017.6.5', undefined],
    ['2017年6月5日', undefined],
  ])('the clock in %s is %s', (written, clock) => expect(clockIn(written)).toBe(clock));

  it.each([
    ['示例市教育局党委组织生活台账(2017年上半年)', 2017],
    ['2018年度党员名册', 2018],
    ['二〇一七年台账', 2017],
    ['6月', undefined],
  ])('the year in %s is %s', (written, year) => expect(yearIn(written)).toBe(year));

  it.each([
    ['填报月份:2017年6月', '2017-06'],
    ['2017.6', '2017-06'],
    ['2017-12-31', '2017-12'],
    ['2017年上半年', undefined],
    ['2017年13月', undefined],
  ])('the month in %s is %s', (written, month) => expect(monthIn(written)).toBe(month));

  it('takes the last day of a month that ends a term', () => {
    expect(lastDayOf({ day: '2020-02-01' as never, precision: 'month' })).toBe('2020-02-29');
  });

  it('lets a month agree with each of its days', () => {
    const month = { day: '1990-01-01', precision: 'month' } as never;
    expect(agree(month, { day: '1990-01-15', precision: 'day' } as never)).toBe(true);
    expect(agree(month, { day: '1990-02-01', precision: 'day' } as never)).toBe(false);
  });
});

describe('names', () => {
  it.each([
    ['周 涛 冬', '周涛冬'],
    ['孔 泽', '孔泽'],
    ['　郑　恩　', '郑恩'],
    ['孔安同志', '孔安'],
    ['孔安（市委常委）', '孔安'],
    ['阿依古丽•买买提', '阿依古丽·买买提'],
    ['填表人:', undefined],
    ['张3', undefined],
    ['', undefined],
    ['王', undefined],
  ])('%s is read as %s', (written, name) => expect(readPersonName(written)).toBe(name));

  it.each<[string, [string, string][]]>([
    [
      '杨光文(病假),褚欣(事假)',
      [
        ['杨光文', '病假'],
        ['褚欣', '事假'],
      ],
    ],
    [
      '褚晨凯(公务) 孙明志(公务)',
      [
        ['褚晨凯', '公务'],
        ['孙明志', '公务'],
      ],
    ],
    [
      '何佳晨（出差）、吕峰泽（出差）、陶光宁（事假）',
      [
        ['何佳晨', '出差'],
        ['吕峰泽', '出差'],
        ['陶光宁', '事假'],
      ],
    ],
    ['郑  恩（病假）', [['郑恩', '病假']]],
    [
      '周 涛 冬、何 恩',
      [
        ['周涛冬', ''],
        ['何恩', ''],
      ],
    ],
    [
      '张 三 李 四',
      [
        ['张三', ''],
        ['李四', ''],
      ],
    ],
    [
      '张三 李四 王五',
      [
        ['张三', ''],
        ['李四', ''],
        ['王五', ''],
      ],
    ],
    [
      '欧阳 明（请病假）、李四',
      [
        ['欧阳明', '病假'],
        ['李四', ''],
      ],
    ],
    [
      '病假：杨光文、秦达；事假：褚欣',
      [
        ['杨光文', '病假'],
        ['秦达', '病假'],
        ['褚欣', '事假'],
      ],
    ],
    ['2人：张三（因公出差）', [['张三', '出差']]],
    [
      '杨光文病假，褚欣',
      [
        ['杨光文', '病假'],
        ['褚欣', ''],
      ],
    ],
    ['杨光文:住院', [['杨光文', '病假']]],
    ['杨光文(陪护孩子高考)', [['杨光文', '陪护孩子高考']]],
    ['无', []],
    ['全勤', []],
    ['—', []],
  ])('%s', (written, names) => {
    expect(readNames(written)).toEqual({ names: names.map(([name, reason]) => ({ name, reason })), unread: [] });
  });

  it('uses the names it knows to tell where one ends', () => {
    const known = new Set(['周涛冬', '何恩雅']);
    const { names } = readNames('周 涛 冬 何 恩 雅', (name) => known.has(name));
    expect(names.map((one) => one.name)).toEqual(['周涛冬', '何恩雅']);
  });

  it('names what is no name', () => {
    expect(readNames('杨光文(病假),x7').unread).toEqual(['x7']);
  });

  it.each([
    ['因公', '公务'],
    ['请病假', '病假'],
    ['', ''],
  ])('the reason %s is %s', (written, reason) => expect(readReason(written)).toBe(reason));

  it('splits a list of short names', () => {
    expect(readNameList('机关第一支部、机关第一党支部,教育局 机关一支部')).toEqual([
      '机关第一支部',
      '机关第一党支部',
      '教育局机关一支部',
    ]);
  });
});

describe('counts', () => {
  it.each([
    ['14', 14],
    ['１４', 14],
    ['14人', 14],
    ['14.0', 14],
    [' 5 名', 5],
    ['-3', undefined],
    ['2.5', undefined],
    ['十四', undefined],
  ])('%s is %s', (written, count) => expect(readCount(written)).toBe(count));

  it.each(['无', ' / ', '——', ''])('“%s” is an empty cell', (written) => expect(isNothing(written)).toBe(true));
});
