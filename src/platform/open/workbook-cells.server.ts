/**
 * From the bytes of the files that offices keep to plain cells: .xlsx, .xls and those of WPS, workbooks saved as web pages, .csv
 * in UTF-8 or GB18030. Takes as much time and memory as the file wants; `workbook.server.ts` sets it limits.
 */
import * as XLSX from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { Refusal } from '../../core/record/room.ts';
import { MOST_ROWS, notAWorkbook, tooManyRows, withEntities, withMacros } from './unreadable.logic.ts';
import { type Cell, type Merge, type Sheet, type Workbook, withoutPrivate } from './workbook.logic.ts';

// Workbooks of the nineties keep their text in the code page of the machine.
XLSX.set_cptable(codepages);

const MAX_COLUMNS = 200;

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** How an old workbook names the folder of its macros. */
const VBA = Buffer.from('_VBA_PROJECT', 'utf16le');
const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, at) => bytes[at] === byte);

/** A file of packed parts: .xlsx and its kin. */
export const isPackage = (bytes: Uint8Array): boolean => startsWith(bytes, ZIP);

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

const SEPARATORS = [',', '\t', ';', '|'] as const;
/** Lines by which the sign between fields is found. */
const LINES = 200;

/** The sign that divides fields: the one that the most lines have equally often; undefined when there is none. */
function separatorOf(text: string): string | undefined {
  // What stands in quotation marks may hold any sign.
  const lines = text.replace(/"[^"]*"/g, '').split(/\r?\n/, LINES);
  let best: { sign: string; weight: number } | undefined;
  for (const sign of SEPARATORS) {
    const counts = lines.map((line) => line.split(sign).length - 1).filter((count) => count > 0);
    const alike = Object.values(Object.groupBy(counts, String)).map((group) => (group?.length ?? 0) * group![0]!);
    const weight = Math.max(0, ...alike);
    if (weight > (best?.weight ?? 0)) best = { sign, weight };
  }
  return best?.sign;
}

/** Programs write text with tabs and call it a workbook. */
const isTable = (name: string, text: string): boolean =>
  /\.(csv|tsv|txt)$/i.test(name) || (/\.(xls|et)$/i.test(name) && separatorOf(text) === '\t');

const looksLikeMarkup = (text: string): boolean => /^\s*<(?:\?xml|!doctype html|html|table|meta|Workbook)/i.test(text);

/** `hides`: what is not shown is asked for too, which comes only with the styles and costs as much again. */
function parsed(name: string, bytes: Uint8Array, hides: boolean): XLSX.WorkBook {
  const damaged = notAWorkbook(name, '不是能读的表格文件', '请用WPS或Excel打开它，另存为.xlsx后再导入');
  if (bytes.length === 0) throw notAWorkbook(name, '是空文件', '请换一份有内容的表格');
  const options: XLSX.ParsingOptions = { cellDates: false, cellNF: true, cellText: true, sheetRows: MOST_ROWS + 1 };
  try {
    if (isPackage(bytes) || startsWith(bytes, OLE)) {
      if (startsWith(bytes, OLE) && Buffer.from(bytes).includes(VBA)) throw withMacros(name);
      // Workbooks of the old form say little about styles, so that asking costs little.
      return XLSX.read(bytes, { ...options, type: 'array', cellStyles: hides || startsWith(bytes, OLE) });
    }
    const text = decoded(bytes);
    if (text === undefined || /[^\P{Cc}\s]/u.test(text)) throw damaged;
    if (/<!(?:DOCTYPE\s+[^>]*\[|ENTITY)/i.test(text)) throw withEntities(name);
    // Some exports repeat the value in an attribute, which the reader takes for the text when it has a line break in it.
    if (looksLikeMarkup(text))
      return XLSX.read(text.replace(/ data-v="[^"]*"/g, ''), { ...options, type: 'string', raw: true });
    if (isTable(name, text)) {
      const plain = text.replace(/^\ufeff/, '').replace(/^sep=(.)\r?\n/i, '');
      return XLSX.read(plain, { ...options, type: 'string', raw: true, FS: separatorOf(plain) ?? ',' });
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof Error && /password/i.test(error.message))
      throw notAWorkbook(name, '加了打开密码，读不了', '请去掉密码，另存后再导入');
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
    // A damaged file may place a cell nowhere.
    if (!(row >= 0 && row < MOST_ROWS && column >= 0 && column < MAX_COLUMNS)) continue;
    const cell = cellOf(raw as XLSX.CellObject, from1904);
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
  return { name, hidden, rows, merges, ...unseenOf(source, rows) };
}

/** Rows and columns that hold something and are not shown. */
function unseenOf(
  source: XLSX.WorkSheet,
  rows: readonly (readonly (Cell | null)[])[],
): Pick<Sheet, 'hiddenRows' | 'hiddenColumns'> {
  const isUnseen = (one: XLSX.RowInfo | XLSX.ColInfo | undefined): boolean => {
    if (one?.hidden !== undefined) return one.hidden;
    const size = one && ('hpt' in one ? one.hpt : (one as XLSX.ColInfo).width);
    return size === 0;
  };
  const unseen = (list: readonly (XLSX.RowInfo | XLSX.ColInfo)[] | undefined): number[] =>
    [...(list ?? []).keys()].filter((at) => isUnseen(list![at]));
  const hiddenRows = unseen(source['!rows']).filter((at) => rows[at]?.some((cell) => cell));
  const hiddenColumns = unseen(source['!cols']).filter((at) => rows.some((row) => row[at]));
  return {
    ...(hiddenRows.length > 0 ? { hiddenRows } : {}),
    ...(hiddenColumns.length > 0 ? { hiddenColumns } : {}),
  };
}

/**
 * Reads a file into plain cells, without identity-card and telephone numbers. `hides`: the package says that it does not
 * show some of its rows or columns. Throws a Refusal for what is none, is damaged, has a password or macros, or is too long.
 */
export function cellsOf(name: string, bytes: Uint8Array, hides = false): Workbook {
  const book = parsed(name, bytes, hides);
  for (const sheet of Object.values(book.Sheets)) {
    const rows = XLSX.utils.decode_range(sheet['!fullref'] ?? sheet['!ref'] ?? 'A1').e.r + 1;
    // Some claim a million empty rows; those that were read tell.
    if (rows > MOST_ROWS && Object.keys(sheet).some((at) => at.endsWith(String(MOST_ROWS + 1))))
      throw tooManyRows(name);
  }
  const from1904 = book.Workbook?.WBProps?.date1904 === true;
  const sheets = book.SheetNames.map((sheetName, at) =>
    sheetOf(sheetName, book.Sheets[sheetName] ?? {}, Boolean(book.Workbook?.Sheets?.[at]?.Hidden), from1904),
  );
  if (!sheets.some((sheet) => sheet.rows.length > 0)) throw notAWorkbook(name, '里没有内容', '请换一份有内容的表格');
  return withoutPrivate({ name, sheets });
}
