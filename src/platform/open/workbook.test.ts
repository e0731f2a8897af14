import * as XLSX from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../core/record/room.ts';
import { address, cellAt, columnIndex, columnLetter, textAt, type Workbook } from './workbook.logic.ts';
import { cellsOf } from './workbook-cells.server.ts';

const ROWS = [
  ['示例市花名册', null, null],
  ['姓名', '入党时间', '人数'],
  ['周 涛 冬', '2001/11/12', 14],
];

function bytesOf(rows: unknown[][], bookType: XLSX.BookType, change?: (book: XLSX.WorkBook) => void): Uint8Array {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), '花名册');
  change?.(book);
  return new Uint8Array(XLSX.write(book, { type: 'array', bookType }) as ArrayBuffer);
}

// Node writes UTF-8 only: the few characters of this test in GB18030.
const GB18030 = new Uint8Array([
  ...[0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb5, 0xa5, 0xce, 0xbb, 0x0d, 0x0a],
  ...[0xd6, 0xdc, 0xcc, 0xce, 0xb6, 0xac, 0x2c, 0xbd, 0xcc, 0xd3, 0xfd, 0xbe, 0xd6, 0x0d, 0x0a],
]);

const table = (book: Workbook): string[][] => book.sheets[0]!.rows.map((row) => row.map((cell) => cell?.text ?? ''));

describe('a workbook is read the same', () => {
  it.each<[string, XLSX.BookType]>([
    ['花名册.xlsx', 'xlsx'],
    ['花名册.xls', 'biff8'],
    ['花名册.xls', 'html'],
    ['花名册.xls', 'xlml'],
  ])('from %s as %s', (name, type) => {
    const book = cellsOf(name, bytesOf(ROWS, type));
    expect(textAt(book.sheets[0]!, 2, 0).replaceAll(' ', '')).toBe('周涛冬');
    expect(textAt(book.sheets[0]!, 2, 1)).toContain('2001');
    expect(textAt(book.sheets[0]!, 2, 2)).toBe('14');
  });

  it.each([
    ['UTF-8', new TextEncoder().encode('姓名,单位\r\n周涛冬,教育局\r\n')],
    ['UTF-8 with its mark', new TextEncoder().encode('\ufeff姓名,单位\r\n周涛冬,教育局\r\n')],
    ['GB18030', GB18030],
  ])('from a .csv in %s', (_, bytes) => {
    expect(table(cellsOf('花名册.csv', bytes))).toEqual([
      ['姓名', '单位'],
      ['周涛冬', '教育局'],
    ]);
  });

  it('keeps figures of a .csv as they stand', () => {
    const book = cellsOf('a.csv', new TextEncoder().encode('时间,编号\n2017/6/5,007\n'));
    expect(table(book)[1]).toEqual(['2017/6/5', '007']);
  });

  it('keeps days as serials of the 1900 system, whichever system the file counts in', () => {
    const day = new Date(Date.UTC(1986, 11, 9));
    for (const date1904 of [false, true]) {
      const bytes = bytesOf([[null]], 'xlsx', (book) => {
        book.Workbook = { WBProps: { date1904 } };
        book.Sheets.花名册 = XLSX.utils.aoa_to_sheet([[day]], { UTC: true, date1904 } as XLSX.AOA2SheetOpts);
      });
      expect(cellAt(cellsOf('a.xlsx', bytes).sheets[0]!, 0, 0)).toMatchObject({ value: 31755, isDay: true });
    }
  });

  it('tells hidden sheets and merged cells', () => {
    const bytes = bytesOf(ROWS, 'xlsx', (book) => {
      book.Sheets.花名册!['!merges'] = [XLSX.utils.decode_range('A1:C1')];
      XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['旧']]), '旧表');
      book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
    });
    const [first, second] = cellsOf('a.xlsx', bytes).sheets;
    expect(first!.merges).toEqual([{ top: 0, left: 0, bottom: 0, right: 2 }]);
    expect([first!.hidden, second!.hidden]).toEqual([false, true]);
  });
});

describe('what is no workbook is refused in one line', () => {
  it.each<[string, string, Uint8Array]>([
    ['text', 'a.xlsx', new TextEncoder().encode('hello')],
    ['a broken archive', 'a.xlsx', new TextEncoder().encode('PK\u0003\u0004 cut off')],
    ['a broken .xls', 'a.xls', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 1, 2, 3])],
    ['a PDF', 'a.pdf', new TextEncoder().encode('%PDF-1.7\n%\u0001')],
    ['noise', 'a.csv', Uint8Array.from({ length: 400 }, (_, at) => (at * 37 + 11) % 256)],
    ['an empty file', 'a.csv', new Uint8Array()],
    ['an empty sheet', 'a.xlsx', bytesOf([], 'xlsx')],
  ])('%s', (_, name, bytes) => {
    let refusal: unknown;
    try {
      cellsOf(name, bytes);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Refusal);
    const { detail } = refusal as Refusal;
    expect(detail).toMatchObject({ code: 'not-a-workbook', where: name });
    expect(detail.what).toContain(name);
    expect(detail.what).not.toContain('\n');
  });
});

describe('what must not be stored never comes out of the file', () => {
  const read = (rows: unknown[][]): Workbook => cellsOf('a.xlsx', bytesOf(rows, 'xlsx'));
  const id = '330102198612091234';

  it('drops identity-card numbers in their own column, as text and as numbers', () => {
    const book = read([
      ['姓名', '身份证号'],
      ['周涛冬', id],
      ['何恩', Number(id)],
      ['孔泽', '33010219861209123'],
    ]);
    for (const row of [1, 2, 3])
      expect(cellAt(book.sheets[0]!, row, 1)).toEqual({ value: '', text: '', withheld: 'identityCard' });
    expect(JSON.stringify(book)).not.toContain('3301021986');
  });

  it('drops them wherever they stand, also spaced, full-width, within a remark, and of fifteen figures', () => {
    const book = read([
      ['姓名', '备注'],
      ['周涛冬', `身份证${id}，挂职`],
      ['何恩', '330102 19861209 123X'],
      ['孔泽', '３３０１０２１９８６１２０９１２３４'],
      ['李晨', '330102861209123'],
    ]);
    expect(textAt(book.sheets[0]!, 1, 1)).toBe('身份证〔身份证号未读入〕,挂职');
    expect(JSON.stringify(book)).not.toMatch(/861209|８６１２０９/);
  });

  it('drops telephone numbers below their head, and mobile numbers wherever a cell is one', () => {
    const book = read([
      ['姓名', '联系电话', '其他'],
      ['周涛冬', '0571-88886666', '13858494355'],
      ['何恩', '１３９５４０９５７７８', '139-5409-5778'],
    ]);
    for (const [row, column] of [
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ] as const)
      expect(cellAt(book.sheets[0]!, row, column)?.withheld).toBe('phone');
  });

  it('keeps what stands below a label of the head that is no number', () => {
    const book = read([
      ['姓名', '周涛冬', '联系电话', '13858494355'],
      ['序号', '内容', '工作事项', '成效'],
      [1, '6月12日开会', '专项整治', '照片2张'],
    ]);
    expect(textAt(book.sheets[0]!, 2, 2)).toBe('专项整治');
  });
});

describe('addresses', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('column %i is %s', (column, letter) => {
    expect(columnLetter(column)).toBe(letter);
    expect(columnIndex(letter)).toBe(column);
  });

  it('counts rows from 1', () => expect(address(20, 3)).toBe('D21'));
  it('knows no column of another kind', () => expect(columnIndex('a1')).toBe(-1));
});
