/** Tables within one sheet: side by side under one head, or one below the other, each with a head of its own. */
import { label, type MatchedColumn, namesOf } from './column-match.logic.ts';
import type { Layout } from './layout.logic.ts';
import { type Sheet, textAt } from './workbook.logic.ts';

/** The columns of a head, divided where its heads begin anew: 姓名 单位 | 姓名 单位. One part where they do not. */
export function sideBySide(columns: readonly MatchedColumn[], layout: Layout<string>): MatchedColumn[][] {
  const whole = [[...columns]];
  if (!layout.manyTables) return whole;
  const heads = columns.map((one) => label(one.header));
  const count = (head: string): number => heads.filter((other) => other === head).length;
  const needed = requiredHeads(layout);
  const anchor = heads.find((head) => count(head) > 1 && needed.some((names) => names.has(head)));
  if (anchor === undefined) return whole;
  const times = count(anchor);
  const repeated = new Set(heads.filter((head) => head !== '' && count(head) === times));
  if (repeated.size < 2) return whole;
  const first = heads.find((head) => repeated.has(head))!;
  const starts = heads.flatMap((head, at) => (head === first ? [at] : []));
  const shared = columns.slice(0, starts[0]);
  return starts.map((start, at) => [...shared, ...columns.slice(start, starts[at + 1])]);
}

/** Columns under one head of a group that stands beside others like it: 主体责任 over 时间, 内容 and 成效. */
export interface Part {
  head: string;
  columns: readonly number[];
}

/** How many of the heads below a group the group beside it must have too. */
const COMMON_HEADS = 2;

/**
 * Groups of a head that are tables of their own: below each stand the same heads, or most of them, as 支委会 and 主题党日 stand
 * beside one another over 时间 and 内容. Undefined where groups only divide one table.
 */
export function partsUnder(columns: readonly MatchedColumn[]): readonly Part[] | undefined {
  const groups: { head: string; columns: number[]; heads: string[] }[] = [];
  for (const { column, header } of columns) {
    const [head, ...below] = header.split(' · ').slice(-2);
    const last = groups.at(-1);
    if (head === undefined || below.length === 0) continue;
    if (last && last.head === head && last.columns.at(-1) === column - 1) {
      last.columns.push(column);
      last.heads.push(label(below[0]!));
    } else groups.push({ head, columns: [column], heads: [label(below[0]!)] });
  }
  // 谈话人 and 谈话对象 over 姓名 and 职务 are people of one table.
  const wide = groups.filter((group) => group.columns.length >= COMMON_HEADS && !group.heads.includes('姓名'));
  const parts = wide.filter((group) =>
    wide.some(
      (other) => other !== group && group.heads.filter((head) => other.heads.includes(head)).length >= COMMON_HEADS,
    ),
  );
  return parts.length >= 2 ? parts.map(({ head, columns: own }) => ({ head, columns: own })) : undefined;
}

const required = new WeakMap<Layout<string>, readonly ReadonlySet<string>[]>();
function requiredHeads(layout: Layout<string>): readonly ReadonlySet<string>[] {
  let sets = required.get(layout);
  if (!sets) {
    sets = layout.columns
      .filter((spec) => spec.required || spec.oneOf)
      .map((spec) => new Set(namesOf(spec).map((one) => one.bare)));
    required.set(layout, sets);
  }
  return sets;
}

const everyHead = new WeakMap<Layout<string>, ReadonlySet<string>>();
function headsOf(layout: Layout<string>): ReadonlySet<string> {
  let all = everyHead.get(layout);
  if (!all) {
    all = new Set(layout.columns.flatMap((spec) => namesOf(spec).map((one) => one.bare)));
    everyHead.set(layout, all);
  }
  return all;
}

/** Rows below `from` that read like another head of the layout: most of what stands there are heads, one of them required. */
export function headsBelow(sheet: Sheet, layout: Layout<string>, from: number): number[] {
  const known = headsOf(layout);
  const needed = requiredHeads(layout);
  const rows: number[] = [];
  for (let at = from; at < sheet.rows.length; at += 1) {
    const filled = (sheet.rows[at] ?? []).filter((cell) => cell !== null);
    // No value of a list is as short as a head in all its cells; most rows end here.
    if (filled.length < 2 || filled.some((cell) => typeof cell.value !== 'string' || cell.value.length > 24)) continue;
    const texts = filled.map((cell) => label(cell.text));
    const heads = texts.filter((text) => known.has(text));
    if (heads.length < 2 || heads.length * 2 < texts.length) continue;
    if (needed.some((set) => texts.some((text) => set.has(text)))) rows.push(at);
  }
  return rows;
}

/** First of the lines that stand alone in their row directly above a head: its title. */
export function titleAbove(sheet: Sheet, head: number, from: number): number {
  let top = head;
  while (top - 1 >= from && (sheet.rows[top - 1] ?? []).filter((cell) => cell).length <= 1) top -= 1;
  return top;
}

/** Whether the row says the same heads in the same columns. */
export const saysSameHeads = (sheet: Sheet, columns: readonly MatchedColumn[], row: number): boolean =>
  columns
    .filter((one) => one.field !== null)
    .every((one) => {
      const lowest = one.header.split(' · ').at(-1)!;
      const text = label(textAt(sheet, row, one.column));
      return text === label(lowest) || (text === '' && one.header.includes(' · '));
    });
