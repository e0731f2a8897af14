/** Superiors that no column names: by the numbers 1, 1.1, 1.1.2 or 一、（一）1. before names, by levels 一级, 二级, or by how far names are indented. */
import { type SheetRow, squeezed } from '../../platform/open/room.ts';

export type OutlineBy = 'number' | 'naming' | 'level' | 'indent';

const HAN = '零一二三四五六七八九十';

/** `一级`, `第二层级`, `3` → 1, 2, 3. */
function levelOf(text: string): number | undefined {
  const match = /(\d{1,2}|[一二三四五六七八九十])/.exec(squeezed(text));
  if (!match) return undefined;
  return /\d/.test(match[1]!) ? Number(match[1]) : HAN.indexOf(match[1]!);
}

const numberOf = (text: string): string[] | undefined => {
  const plain = squeezed(text)
    .replace(/[.、]$/, '')
    .replaceAll(/[-—－]/g, '.');
  return /^\d{1,4}(?:\.\d{1,4})*$/.test(plain) ? plain.split('.') : undefined;
};

/** How names are numbered, the highest first. */
const NAMING: readonly RegExp[] = [
  /^第?[一二三四五六七八九十]{1,3}[、.]/,
  /^\([一二三四五六七八九十]{1,3}\)/,
  /^\d{1,3}[、.](?!\d)/,
  /^\(\d{1,3}\)/,
  /^[①-⑳]/,
];
const namingOf = (row: SheetRow): number =>
  NAMING.findIndex((number) =>
    number.test((row.cell('name')?.text ?? '').trim().replaceAll('（', '(').replaceAll('）', ')')),
  );

const indentOf = (row: SheetRow): number => /^[\s\u3000]*/.exec(row.cell('name')?.text ?? '')![0].length;

/** The depth of each row, where the rows are numbered, levelled or indented as an outline. */
function depths(rows: readonly SheetRow[]): { by: OutlineBy; depth: number[] } | undefined {
  const numbers = rows.map((row) => numberOf(row.text('number')));
  if (numbers.every((one) => one !== undefined) && numbers.some((one) => one!.length > 1))
    return { by: 'number', depth: numbers.map((one) => one!.length) };
  const naming = rows.map(namingOf);
  if (naming.every((one) => one >= 0) && new Set(naming).size > 1 && naming[0] === Math.min(...naming))
    return { by: 'naming', depth: naming };
  const levels = rows.map((row) => levelOf(row.text('level')));
  if (levels.every((one) => one !== undefined) && new Set(levels).size > 1)
    return { by: 'level', depth: levels.map((one) => one!) };
  const indents = rows.map(indentOf);
  return new Set(indents).size > 1 && indents[0] === Math.min(...indents)
    ? { by: 'indent', depth: indents }
    : undefined;
}

/** The row above each that is its superior, by position; -1 for one at the top. Undefined where the rows are no outline. */
export function outlineOf(rows: readonly SheetRow[]): { by: OutlineBy; superior: number[] } | undefined {
  if (rows.length < 2) return undefined;
  const found = depths(rows);
  if (!found) return undefined;
  const { by, depth } = found;
  const open: number[] = [];
  const superior = depth.map((own, at) => {
    while (open.length > 0 && depth[open.at(-1)!]! >= own) open.pop();
    const above = open.at(-1) ?? -1;
    open.push(at);
    return above;
  });
  return { by, superior };
}
