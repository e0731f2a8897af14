/** The data of an understood sheet: its rows without titles, totals and signatures, and what its head says. */
import type { Understanding } from './layout.logic.ts';
import {
  address,
  type Cell,
  carriedDown,
  cellAt,
  columnIndex,
  type Sheet,
  squeezed,
  textAt,
  textOf,
} from './workbook.logic.ts';

export interface SheetRow {
  /** Row of the sheet, from 0. */
  at: number;
  cell(field: string): Cell | null;
  /** Whether the sheet has this column. */
  has(field: string): boolean;
  /** Trimmed; empty when the cell or the column is missing. */
  text(field: string): string;
  /** `D21`; for a field without a column, the row's first understood cell. */
  where(field: string): string;
}

export interface OpenSheet {
  name: string;
  /** Everything above the head, one line a row. */
  title: readonly string[];
  rows: readonly SheetRow[];
  /** Address of a column's head. */
  head(field: string): string;
}

const SIGNED =
  /^(?:填表人|填报人|制表人?|经办人|审核人?|复核人?|负责人|单位负责人|主要负责人|本人签[字名]|签[字名]|分管领导(?:审核|签字)?(?:意见)?|主要领导(?:审核|签字)?意见|审核意见|单位意见|组织意见|联系人|联系电话|填报单位|填报(?:时间|日期)|填表(?:时间|日期)|盖章|单位\(?盖章\)?|年月日|注|备注|说明|填[表写]说明)(?:[:(]|$)/;
const TOTAL = /^(?:合计|总计|小计|共计|累计)/;
/** What stands for the value above. */
export const DITTO = /^(?:同上|〃|″|"|''|″″)$/;

/** Whether the first thing that these cells say is a total or a place to sign. */
const isFooter = (texts: readonly string[]): boolean => {
  const first = texts.find((text) => text !== '') ?? '';
  return SIGNED.test(first) || TOTAL.test(first);
};

/** A row of column numbers under a head: 1 2 3 4, or 甲 乙 1 2. */
function isColumnNumbers(texts: readonly string[]): boolean {
  const filled = texts.filter((text) => text !== '');
  if (filled.length < 3) return false;
  const numbers = filled.filter((text) => !/^[甲乙丙丁]$/.test(text));
  return numbers.every((text, at) => text === String(at + 1) || text === `(${at + 1})`);
}

/** Opens a sheet as it was understood. */
export function openSheet(source: Sheet, understanding: Understanding<string>): OpenSheet {
  const sheet = carriedDown(source);
  const columns = new Map<string, number>();
  for (const { letter, field } of understanding.columns) if (field) columns.set(field, columnIndex(letter));
  const firstColumn = Math.min(...columns.values());
  const headTop = understanding.headerRow - 1;
  const start = headTop + understanding.headerRows;
  const headTexts = new Map(
    understanding.columns.map(({ letter }) => [
      columnIndex(letter),
      squeezed(textAt(source, start - 1, columnIndex(letter))),
    ]),
  );

  const isRepeatedHead = (at: number): boolean => {
    const same = [...columns.values()].filter((column) => {
      const text = squeezed(textAt(source, at, column));
      return text !== '' && text === headTexts.get(column);
    });
    return same.length >= 2 && same.length >= columns.size / 2;
  };

  const makeRow = (at: number, above: SheetRow | undefined): SheetRow => {
    const cell = (field: string): Cell | null => {
      const column = columns.get(field);
      if (column === undefined) return null;
      const own = cellAt(sheet, at, column);
      return own && DITTO.test(squeezed(own.text)) && above ? above.cell(field) : own;
    };
    return {
      at,
      cell,
      has: (field) => columns.has(field),
      text: (field) => textOf(cell(field)),
      where: (field) => address(at, columns.get(field) ?? firstColumn),
    };
  };

  const rows: SheetRow[] = [];
  for (let at = start; at < sheet.rows.length; at += 1) {
    const texts = (source.rows[at] ?? []).map((cell) => squeezed(cell?.text ?? ''));
    const filled = [...columns].some(([field, column]) => field !== 'number' && textAt(source, at, column) !== '');
    const understood = [...columns.values()].sort((a, b) => a - b).map((column) => texts[column] ?? '');
    if (
      !filled ||
      isFooter(texts) ||
      isFooter(understood) ||
      isRepeatedHead(at) ||
      (at === start && isColumnNumbers(texts))
    )
      continue;
    rows.push(makeRow(at, rows.at(-1)));
  }
  const title = sheet.rows.slice(0, headTop).flatMap((row) => {
    const line = row.map((cell) => textOf(cell)).filter((text) => text !== '');
    return line.length > 0 ? [line.join('    ')] : [];
  });
  return {
    name: source.name,
    title,
    rows,
    head: (field) => address(headTop, columns.get(field) ?? 0),
  };
}

export interface HeadValue {
  value: string;
  /** Address of the cell that holds it. */
  where: string;
}

/**
 * `姓名:周涛冬    单位:市教育局` above a head, in one cell or in label and value cells beside each other.
 * `labels`: all words that may be labels; a value ends where the next one begins.
 */
export function headValues(
  sheet: Sheet,
  understanding: Understanding<string>,
  labels: Readonly<Record<string, readonly string[]>>,
): Map<string, HeadValue> {
  const words = Object.values(labels)
    .flat()
    .sort((a, b) => b.length - a.length);
  const spaced = words.map((word) => [...word].join('\\s*')).join('|');
  const pattern = new RegExp(`(?<![\\p{Script=Han}])(${spaced})\\s*[::]\\s*`, 'gu');
  const fieldOf = (word: string): string | undefined =>
    Object.keys(labels).find((field) => labels[field]!.includes(squeezed(word)));
  const found = new Map<string, HeadValue>();
  const keep = (word: string, value: string, where: string): void => {
    const field = fieldOf(word);
    const trimmed = value.replace(/[\s,,;;、]+$/, '').trim();
    if (field && trimmed !== '' && !found.has(field)) found.set(field, { value: trimmed, where });
  };
  for (let row = 0; row < understanding.headerRow - 1; row += 1) {
    const cells = sheet.rows[row] ?? [];
    for (let column = 0; column < cells.length; column += 1) {
      const text = textAt(sheet, row, column).normalize('NFKC');
      if (text === '') continue;
      const next = cells.findIndex((cell, at) => at > column && cell !== null);
      const nextText = next < 0 ? '' : textAt(sheet, row, next).normalize('NFKC');
      const matches = [...text.matchAll(pattern)];
      if (matches.length === 0 && words.includes(squeezed(text)) && next > 0 && nextText.search(pattern) !== 0)
        keep(text, nextText, address(row, next));
      matches.forEach((match, at) => {
        const end = matches[at + 1]?.index ?? text.length;
        const value = text.slice(match.index + match[0].length, end);
        if (value.trim() !== '') keep(match[1]!, value, address(row, column));
        else if (at === matches.length - 1 && next > 0) keep(match[1]!, nextText, address(row, next));
      });
    }
  }
  return found;
}
