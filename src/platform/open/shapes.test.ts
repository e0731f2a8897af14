import { describe, expect, it } from 'vitest';
import { nameNotes, readPersonName } from './cells.logic.ts';
import { clockIn, readDay } from './day-cells.logic.ts';
import type { Choices, Layout } from './layout.logic.ts';
import { openSheet } from './sheet-rows.logic.ts';
import { understand } from './understanding.logic.ts';
import type { Cell, Sheet, Workbook } from './workbook.logic.ts';

const LAYOUT: Layout<'people'> = {
  id: 'people',
  name: '人员',
  manyTables: true,
  titles: [/花名册/],
  columns: [
    { field: 'number', name: '序号', synonyms: [] },
    { field: 'name', name: '姓名', required: true, synonyms: ['党员姓名'] },
    { field: 'unit', name: '工作单位', required: true, oneOf: 'unit', synonyms: ['单位'] },
    { field: 'title', name: '职务', required: true, oneOf: 'unit', synonyms: ['现任职务'] },
    { field: 'unitTitle', name: '单位及职务', oneOf: 'unit', synonyms: ['工作单位及职务'] },
    { field: 'joinedOn', name: '入党时间', synonyms: ['入党日期'] },
    { field: 'fullOn', name: '转正时间', synonyms: [] },
  ],
};

const cellOf = (value: string | number | null): Cell | null =>
  value === null || value === '' ? null : { value, text: String(value) };
const sheetOf = (rows: (string | number | null)[][], more: Partial<Sheet> = {}): Sheet => ({
  name: 'Sheet1',
  hidden: false,
  rows: rows.map((row) => row.map(cellOf)),
  merges: [],
  ...more,
});
const book = (...sheets: Sheet[]): Workbook => ({ name: '表.xlsx', sheets });
const seen = (sheet: Sheet, choices: Choices<'people'> = {}) => understand(book(sheet), [LAYOUT], choices)!.sheets;
/** `A number, B name` */
const fields = (sheet: Sheet, choices: Choices<'people'> = {}, at = 0): string =>
  seen(sheet, choices)
    [at]!.columns.filter((one) => one.field !== null)
    .map((one) => `${one.letter} ${one.field}`)
    .join(', ');
const asked = (sheet: Sheet): string[] =>
  seen(sheet)
    .flatMap((one) => one.questions ?? [])
    .map((one) => one.id);
const isName = (text: string): boolean => /^[\p{Script=Han}]{2,3}$/u.test(text) && !/[局委区]$/.test(text);
const read = (sheet: Sheet, choices: Choices<'people'> = {}) =>
  seen(sheet, choices).flatMap((one) => openSheet(sheet, one, { isName }).rows);
const names = (sheet: Sheet, choices: Choices<'people'> = {}): string[] =>
  read(sheet, choices).map((row) => row.text('name'));

describe('a head is found', () => {
  const DATA = ['1', '周涛', '教育局', '局长', '1990.01'];
  it.each<[string, (string | null)[][], string]>([
    [
      'under instructions',
      [
        ['填写说明：姓名、单位不得空缺，职务写全称。'],
        ['二、其他'],
        ['序号', '姓名', '单位', '职务', '入党时间'],
        DATA,
      ],
      'A number, B name, C unit, D title, E joinedOn',
    ],
    [
      'with spaces, line breaks, notes and stars in its cells',
      [['序 号', '*姓　名', '工作\n单位（全称）', '职  务【必填】', '入党时间(年月)'], DATA],
      'A number, B name, C unit, D title, E joinedOn',
    ],
    [
      'with numbers before its words',
      [['序号', '1.姓名', '2.单位', '3.职务', '4.入党时间'], DATA],
      'A number, B name, C unit, D title, E joinedOn',
    ],
    [
      'in any order',
      [
        ['入党日期', '职务', '单位', '党员姓名'],
        ['1990.01', '局长', '教育局', '周涛'],
      ],
      'A joinedOn, B title, C unit, D name',
    ],
    [
      'with a row of notes in brackets below it',
      [['序号', '姓名', '单位', '职务', '入党时间'], ['', '', '(全称)', '(现任)', '(年月)'], DATA],
      'A number, B name, C unit, D title, E joinedOn',
    ],
  ])('%s', (_, rows, expected) => {
    expect(fields(sheetOf(rows))).toBe(expected);
    expect(names(sheetOf(rows))).toEqual(['周涛']);
  });

  it('with three rows of merged groups', () => {
    const sheet = sheetOf(
      [
        ['序号', '基本情况', null, null, '入党', null],
        [null, '姓名', '任职情况', null, '时间', null],
        [null, null, '工作单位', '职务', null, null],
        ['1', '周涛', '教育局', '局长', '1990.01', null],
      ],
      {
        merges: [
          { top: 0, bottom: 2, left: 0, right: 0 },
          { top: 0, bottom: 0, left: 1, right: 3 },
          { top: 1, bottom: 2, left: 1, right: 1 },
          { top: 1, bottom: 1, left: 2, right: 3 },
          { top: 1, bottom: 2, left: 4, right: 4 },
        ],
      },
    );
    expect(fields(sheet)).toBe('A number, B name, C unit, D title, E joinedOn');
    expect(names(sheet)).toEqual(['周涛']);
  });

  it('that names unit and post in one cell, which is enough', () => {
    const sheet = sheetOf([
      ['姓名', '工作单位及职务'],
      ['周涛', '教育局局长'],
    ]);
    expect(seen(sheet)[0]).toMatchObject({ certainty: 'sure', missing: [] });
  });

  it('whose 姓名 stands under 介绍人 is not the name where there is another', () => {
    const merges = [{ top: 0, bottom: 0, left: 0, right: 1 }];
    const sheet = sheetOf(
      [
        ['入党介绍人', null, '本人', '', ''],
        ['姓名', '单位', '姓名', '工作单位', '职务'],
        ['何恩', '财政局', '周涛', '教育局', '局长'],
      ],
      { merges },
    );
    expect(names(sheet)).toEqual(['周涛']);
  });
});

describe('what is doubtful is asked', () => {
  it('of a column named only 时间', () => {
    const sheet = sheetOf([
      ['姓名', '单位', '职务', '时间'],
      ['周涛', '教育局', '局长', '1990.01'],
    ]);
    expect(fields(sheet)).toBe('A name, B unit, C title');
    const [question] = seen(sheet)[0]!.questions!;
    expect(question).toMatchObject({ id: 'column|people|时间', letter: 'D', default: null, certainty: 'unsure' });
    expect(question!.options.map((one) => one.value)).toEqual(['joinedOn', 'fullOn', '-']);
    expect(fields(sheet, { answers: { 'column|people|时间': 'fullOn' } })).toBe('A name, B unit, C title, D fullOn');
    expect(fields(sheet, { answers: { 'column|people|时间': '-' } })).toBe('A name, B unit, C title');
  });

  it('of two columns that are equally likely and say different things; nothing is brought meanwhile', () => {
    const head = ['姓名', '单位', '职务', '单位'];
    const sheet = sheetOf([head, ['周涛', '教育局', '局长', '财政局']]);
    expect(asked(sheet)).toEqual(['twice|people|unit|单位|单位']);
    expect(seen(sheet)[0]!.waitsFor).toEqual(['unit']);
    const answered = seen(sheet, { answers: { 'twice|people|unit|单位|单位': 'D' } })[0]!;
    expect(answered.waitsFor).toBeUndefined();
    expect(answered.columns.find((one) => one.field === 'unit')!.letter).toBe('D');
  });

  it('and not of two columns that say the same, or of which one is empty', () => {
    const head = ['姓名', '单位', '职务', '单位'];
    expect(asked(sheetOf([head, ['周涛', '教育局', '局长', '教育局']]))).toEqual([]);
    expect(fields(sheetOf([head, ['周涛', null, '局长', '教育局']]))).toBe('A name, C title, D unit');
  });

  it('of rows that are hidden: they are read unless the user minds', () => {
    const sheet = sheetOf(
      [
        ['姓名', '单位', '职务'],
        ['周涛', '教育局', '局长'],
        ['何恩', '财政局', '科长'],
      ],
      { hiddenRows: [2] },
    );
    expect(names(sheet)).toEqual(['周涛', '何恩']);
    expect(seen(sheet)[0]!.questions).toMatchObject([
      { id: 'hiddenRows|Sheet1', default: 'read', certainty: 'likely' },
    ]);
    expect(seen(sheet)[0]!.questions![0]!.ask).toContain('第3行（何恩');
    expect(names(sheet, { answers: { 'hiddenRows|Sheet1': '-' } })).toEqual(['周涛']);
  });

  it('of a hidden column only where no visible one has its field', () => {
    const rows = [
      ['姓名', '单位', '职务', '入党时间', '单位'],
      ['周涛', '教育局', '局长', '1990.01', '旧单位'],
    ];
    const sheet = sheetOf(rows, { hiddenColumns: [3, 4] });
    expect(asked(sheet)).toEqual(['hidden|people|入党时间']);
    expect(fields(sheet)).toBe('A name, B unit, C title, D joinedOn');
    expect(seen(sheet)[0]!.columns[4]).toMatchObject({ field: null, hidden: true, ignoredBecause: 'hidden' });
    expect(fields(sheet, { answers: { 'hidden|people|入党时间': '-' } })).toBe('A name, B unit, C title');
  });
});

describe('rows are told from what is none', () => {
  const HEAD = ['姓名', '单位', '职务', '入党时间'];
  it.each<[string, (string | number | null)[][]]>([
    ['a total', [['合计', 1, null, null]]],
    ['共1人', [['共1人', null, null, null]]],
    ['其中', [['其中：女', 1, null, null]]],
    ['signatures', [['填表人：何恩', null, '审核人：孔泽', '填表日期：2017.3.5']]],
    ['a note', [['备注：本表一式两份', null, null, null]]],
    ['its head again', [HEAD]],
    ['a page number', [['第1页，共2页', null, null, null]]],
  ])('%s', (_, rows) => {
    expect(names(sheetOf([HEAD, ['周涛', '教育局', '局长', '1990.01'], ...rows]))).toEqual(['周涛']);
  });

  it('though a row of data begins with such a word', () => {
    const sheet = sheetOf([
      ['职务', '姓名', '单位', '入党时间'],
      ['负责人', '周涛', '教育局', '1990.01'],
      ['联系人', '何恩', '教育局', '1991.01'],
    ]);
    expect(names(sheet)).toEqual(['周涛', '何恩']);
  });

  it('headings in their order, the lower within the higher', () => {
    const sheet = sheetOf([
      HEAD,
      ['一、东岭区'],
      ['（一）教育局'],
      ['周涛', null, '局长', null],
      ['（二）财政局（2人）'],
      ['何恩', null, '科长', null],
      ['二、西河区'],
      ['孔泽', null, '区长', null],
    ]);
    expect(read(sheet).map((row) => row.groups.map((one) => one.text))).toEqual([
      ['东岭区', '教育局'],
      ['东岭区', '财政局'],
      ['西河区'],
    ]);
  });

  it('a name that stands alone is a row all the same', () => {
    expect(names(sheetOf([HEAD, ['周涛', '教育局', '局长', null], ['何恩', null, null, null]]))).toEqual([
      '周涛',
      '何恩',
    ]);
  });

  it('in tables side by side', () => {
    const sheet = sheetOf([
      ['序号', '姓名', '单位', '职务', null, '序号', '姓名', '单位', '职务'],
      [1, '周涛', '教育局', '局长', null, 2, '何恩', '财政局', '科长'],
    ]);
    expect(seen(sheet)).toHaveLength(2);
    expect(names(sheet)).toEqual(['周涛', '何恩']);
  });

  it('in a table below with other columns and a title of its own', () => {
    const sheet = sheetOf([
      ['甲局花名册'],
      HEAD,
      ['周涛', '教育局', '局长', '1990.01'],
      [null],
      ['乙局花名册'],
      ['职务', '姓名', '单位'],
      ['科长', '何恩', '财政局'],
    ]);
    expect(seen(sheet)).toMatchObject([
      { headerRow: 2, untilRow: 3 },
      { headerRow: 6, titleRow: 4 },
    ]);
    expect(read(sheet).map((row) => [row.text('name'), row.text('title')])).toEqual([
      ['周涛', '局长'],
      ['何恩', '科长'],
    ]);
    expect(openSheet(sheet, seen(sheet)[1]!, { isName }).title[0]).toBe('乙局花名册');
  });
});

describe('cells in many hands', () => {
  it.each([
    ['1972.08', '1972-08-01 month'],
    ['72年8月', '1972-08-01 month'],
    ['一九七二年八月', '1972-08-01 month'],
    ['七二年八月', '1972-08-01 month'],
    ['１９７２．０８', '1972-08-01 month'],
    ['1972/8', '1972-08-01 month'],
    ['720801', '1972-08-01 day'],
    ['197208', '1972-08-01 month'],
    ['72.8.15', '1972-08-15 day'],
    ['1990年7月入党', '1990-07-01 month'],
    ['1990年7月左右', '1990-07-01 month doubtful'],
    ['2017年3月5日 下午2:30—4:00', '2017-03-05 day'],
    ['二〇一七年十二月二十五日', '2017-12-25 day'],
    ['05.8', 'date-year-unknown'],
    ['1972年13月', 'date-impossible'],
  ])('the day %s', (text, expected) => {
    const reading = readDay({ value: text, text });
    const words = reading.ok
      ? [reading.value.day, reading.value.precision, ...(reading.doubtful ? ['doubtful'] : [])]
      : [reading.reason];
    expect(words.join(' ')).toBe(expected);
  });

  it('the clock behind a day', () => expect(clockIn('2017年3月5日 下午2:30—4:00')).toBe('14:30'));

  it.each([
    ['张  三', '张三', []],
    ['3.李 四(预备)', '李四', ['预备']],
    ['（2）赵六', '赵六', []],
    ['李四（女，回族）', '李四', ['女', '回族']],
    ['阿依古丽•买买提', '阿依古丽·买买提', []],
    ['王五★', '王五', []],
  ])('the name %s', (text, name, notes) => {
    expect(readPersonName(text)).toBe(name);
    expect(nameNotes(text)).toEqual(notes);
  });
});
