/** Reading the files that offices keep: .xlsx, .xls and those of WPS, workbooks saved as web pages, and .csv in UTF-8 or GB18030. */
import * as XLSX from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { Refusal } from '../../core/record/room.ts';
import { type Cell, type Merge, type Sheet, type Workbook, withoutPrivate } from './workbook.logic.ts';

// Workbooks of the nineties keep their text in the code page of the machine.
XLSX.set_cptable(codepages);

/** Rows read of a sheet; a city's members are 40,000. */
const MAX_ROWS = 100_000;
const MAX_COLUMNS = 200;

const noWorkbook = (name: string, why: string, now: string): Refusal =>
  new Refusal({ code: 'not-a-workbook', what: `“${name}”${why}`, where: name, now });

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, at) => bytes[at] === byte);

/** The text of a file that claims to be text; undefined when it is none. */
function decoded(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, [0xff, 0xfe])) return new TextDecoder('utf-16le').decode(bytes);
  if (startsWith(bytes, [0xfe, 0xff])) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) return undefined;
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not in this encoding: the next one.
    }
  }
  return undefined;
}

const looksLikeMarkup = (text: string): boolean => /^\s*<(?:\?xml|!doctype html|html|table|meta|Workbook)/i.test(text);

function parsed(name: string, bytes: Uint8Array): XLSX.WorkBook {
  const damaged = noWorkbook(name, '不是能读的表格文件', '请用WPS或Excel打开它，另存为.xlsx后再导入');
  if (bytes.length === 0) throw noWorkbook(name, '是空文件', '请换一份有内容的表格');
  const options: XLSX.ParsingOptions = { cellDates: false, cellNF: true, cellText: true, sheetRows: MAX_ROWS };
  try {
    if (startsWith(bytes, ZIP) || startsWith(bytes, OLE)) return XLSX.read(bytes, { ...options, type: 'array' });
    const text = decoded(bytes);
    if (text === undefined || /[^\P{Cc}\s]/u.test(text)) throw damaged;
    // Some exports repeat the value in an attribute, which the reader takes for the text when it has a line break in it.
    if (looksLikeMarkup(text))
      return XLSX.read(text.replace(/ data-v="[^"]*"/g, ''), { ...options, type: 'string', raw: true });
    if (/\.(csv|tsv|txt)$/i.test(name))
      return XLSX.read(text.replace(/^\ufeff/, ''), { ...options, type: 'string', raw: true });
  } catch (error) {
    if (error instanceof Error && /password/i.test(error.message))
      throw noWorkbook(name, '加了打开密码，读不了', '请去掉密码，另存后再导入');
    throw damaged;
  }
  throw damaged;
}

function cellOf(raw: XLSX.CellObject, from1904: boolean): Cell | null {
  if (raw.t === 'z' || raw.v === undefined || raw.v === null || raw.v === '') return null;
  if (raw.t === 'n' && typeof raw.v === 'number') {
    const isDay = typeof raw.z === 'string' && XLSX.SSF.is_date(raw.z);
    const value = isDay && from1904 ? raw.v + 1462 : raw.v;
    return isDay ? { value, text: raw.w ?? String(value), isDay } : { value, text: raw.w ?? String(value) };
  }
  if (raw.t === 'b') return { value: Boolean(raw.v), text: raw.v ? '是' : '否' };
  const text = raw.t === 'e' ? (raw.w ?? '#错误') : String(raw.v).replace(/\r\n?/g, '\n');
  return text.trim() === '' ? null : { value: text, text };
}

function sheetOf(name: string, source: XLSX.WorkSheet, hidden: boolean, from1904: boolean): Sheet {
  const rows: (Cell | null)[][] = [];
  // Cell by cell, since a sheet may claim a million empty rows.
  for (const [at, raw] of Object.entries(source)) {
    if (at.startsWith('!')) continue;
    const { r: row, c: column } = XLSX.utils.decode_cell(at);
    const cell = column < MAX_COLUMNS && row < MAX_ROWS ? cellOf(raw as XLSX.CellObject, from1904) : null;
    if (!cell) continue;
    while (rows.length <= row) rows.push([]);
    const cells = rows[row]!;
    while (cells.length <= column) cells.push(null);
    cells[column] = cell;
  }
  const merges: Merge[] = (source['!merges'] ?? []).map(({ s, e }) => ({
    top: s.r,
    left: s.c,
    bottom: Math.min(e.r, rows.length - 1),
    right: e.c,
  }));
  return { name, hidden, rows, merges };
}

/**
 * Reads a file into plain cells, without identity-card and telephone numbers.
 * Throws a Refusal `not-a-workbook` for what is none, is damaged, or has a password.
 */
export function readWorkbook(name: string, bytes: Uint8Array): Workbook {
  const book = parsed(name, bytes);
  const from1904 = book.Workbook?.WBProps?.date1904 === true;
  const sheets = book.SheetNames.map((sheetName, at) =>
    sheetOf(sheetName, book.Sheets[sheetName] ?? {}, Boolean(book.Workbook?.Sheets?.[at]?.Hidden), from1904),
  );
  if (!sheets.some((sheet) => sheet.rows.length > 0)) throw noWorkbook(name, '里没有内容', '请换一份有内容的表格');
  return withoutPrivate({ name, sheets });
}
