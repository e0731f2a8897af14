/**
 * A workbook as plain cells, whatever program wrote it. What the system must not hold is gone before anything else sees the
 * cells: identity-card numbers and telephone numbers are withheld, and only the fact that they stood there is kept.
 */

/** Why the content of a cell was not taken over. */
export type Withheld = 'identityCard' | 'phone';

export interface Cell {
  /** As stored: text, a number (also the serial of a day) or a truth value. */
  value: string | number | boolean;
  /** As the office program shows it. */
  text: string;
  /** The number is the serial of a day (1900 system). */
  isDay?: boolean;
  withheld?: Withheld;
}

/** A merged range; rows and columns from 0, both ends included. */
export interface Merge {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface Sheet {
  name: string;
  hidden: boolean;
  /** Rows from the first of the sheet on; an empty cell is null. */
  rows: readonly (readonly (Cell | null)[])[];
  merges: readonly Merge[];
  /** Rows and columns, from 0, that hold something and are not shown. */
  hiddenRows?: readonly number[];
  hiddenColumns?: readonly number[];
}

export interface Workbook {
  /** The file's name, with its ending. */
  name: string;
  sheets: readonly Sheet[];
}

/** `A` for 0, `AB` for 27. */
export function columnLetter(column: number): string {
  let letters = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return letters;
}

/** 0 for `A`, 27 for `AB`; -1 when it is no column. */
export function columnIndex(letters: string): number {
  if (!/^[A-Z]{1,3}$/.test(letters)) return -1;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** `D21` for row 20, column 3. */
export const address = (row: number, column: number): string => `${columnLetter(column)}${row + 1}`;

/** Characters, digits and hyphens alone: nothing to make half-width, to take out or to write small. Most cells are such. */
export const isPlain = (text: string): boolean => /^[\u4e00-\u9fff\d-]*$/.test(text);

/** Half-width, without any white space: how labels, names and numbers are compared. */
export const squeezed = (text: string): string =>
  isPlain(text) ? text : text.normalize('NFKC').replace(/[\s\u200b\ufeff]+/g, '');

export const cellAt = (sheet: Sheet, row: number, column: number): Cell | null => sheet.rows[row]?.[column] ?? null;

/** The text of a cell, trimmed of every kind of space; empty for none. */
export const textAt = (sheet: Sheet, row: number, column: number): string => textOf(cellAt(sheet, row, column));

/** `31755` for a day's serial rather than the way one program shows it; everything else as shown. */
export function textOf(cell: Cell | null): string {
  if (!cell) return '';
  return (cell.isDay ? String(cell.value) : cell.text).trim();
}

/** Values of cells merged over several rows, repeated in each of those rows. Merges across columns stay in their first one. */
export function carriedDown(sheet: Sheet): Sheet {
  const tall = sheet.merges.filter((merge) => merge.bottom > merge.top);
  if (tall.length === 0) return sheet;
  const rows = sheet.rows.map((row) => [...row]);
  for (const { top, left, bottom } of tall) {
    const value = cellAt(sheet, top, left);
    for (let row = top + 1; row <= bottom; row += 1) {
      const cells = rows[row];
      if (!cells) break;
      while (cells.length <= left) cells.push(null);
      cells[left] = value;
    }
  }
  return { ...sheet, rows };
}

// Seventeen digits with a check digit, or the fifteen of before 1999 with its six-digit date of birth.
const IDENTITY_NUMBER =
  /(?<![0-9])(?:[1-9]\d{16}[0-9Xx]|[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?![0-9])/;
const MOBILE_NUMBER = /^(?:\+?86)?1[3-9]\d{9}$/;
/** Written behind a name: 陈向东13800000001. */
const MOBILE_WITHIN = /(?<!\d)1[3-9]\d{9}(?!\d)/;
const IDENTITY_HEAD = /^(?:(?:公民|居民|本人)?(?:身份证|身份证件|身份)(?:号|号码|编号)?|(?:有效)?证件号码?)$/;
const PHONE_HEAD = /^(?:联系|办公|手机|移动|本人|固定|办公室)?(?:电话|手机|联系方式)(?:号码|号)?$/;

/** What stands below such a head and looks like it, also when mistyped. Other text below stays: a head may be one label of a form. */
const LIKE: Readonly<Record<Withheld, RegExp>> = {
  identityCard: /[\dXx*]{6,}/,
  phone: /^[+\d(][\d\-+()、,;/转*]{4,}$/,
};

const headFor = (text: string): Withheld | undefined => {
  const label = squeezed(text)
    .replace(/\(.*?\)/g, '')
    .replace(/[:*]/g, '');
  if (IDENTITY_HEAD.test(label)) return 'identityCard';
  return PHONE_HEAD.test(label) ? 'phone' : undefined;
};

const blank = (withheld: Withheld): Cell => ({ value: '', text: '', withheld });

/** The text without spaces; a long number in full rather than as 1.1E+17. */
const digitsOf = (cell: Cell): string =>
  typeof cell.value === 'number' && cell.value >= 1e10 ? cell.value.toFixed(0) : squeezed(cell.text);

function withoutPrivateParts(cell: Cell): Cell {
  const digits = digitsOf(cell);
  if (IDENTITY_NUMBER.test(digits)) {
    if (digits.replace(IDENTITY_NUMBER, '').length === 0) return blank('identityCard');
    const text = cell.text.normalize('NFKC').replace(new RegExp(IDENTITY_NUMBER, 'g'), '〔身份证号未读入〕');
    // A number with spaces in it escapes the replacement: then nothing of the cell is kept.
    return IDENTITY_NUMBER.test(squeezed(text)) ? blank('identityCard') : { value: text, text };
  }
  if (MOBILE_NUMBER.test(digits.replace(/-/g, ''))) return blank('phone');
  if (typeof cell.value !== 'string' || !MOBILE_WITHIN.test(cell.value.normalize('NFKC'))) return cell;
  const text = cell.text.normalize('NFKC').replace(new RegExp(MOBILE_WITHIN, 'g'), '').trim();
  return { value: text, text };
}

/**
 * The workbook without identity-card and telephone numbers: cells below such a head, and cells that hold such a number
 * wherever they stand.
 */
export function withoutPrivate(workbook: Workbook): Workbook {
  const sheets = workbook.sheets.map((sheet) => {
    const columns = new Map<number, Withheld>();
    const rows = sheet.rows.map((row) =>
      row.map((cell, column) => {
        if (!cell) return null;
        const below = columns.get(column);
        const head = headFor(cell.text);
        if (head) {
          columns.set(column, head);
          return cell;
        }
        return below && LIKE[below].test(digitsOf(cell)) ? blank(below) : withoutPrivateParts(cell);
      }),
    );
    return { ...sheet, rows };
  });
  return { ...workbook, sheets };
}
