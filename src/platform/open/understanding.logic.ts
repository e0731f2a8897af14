/**
 * What a workbook is and how its columns are meant: the head may stand in any row and take two rows with merged cells, the
 * columns may stand in any order under any of their usual names. All of it can be corrected by Choices.
 */
import type {
  Certainty,
  Choices,
  ColumnSpec,
  ColumnUnderstanding,
  Layout,
  LayoutId,
  SheetChoice,
  Understanding,
} from './layout.logic.ts';
import { cellAt, columnIndex, columnLetter, type Sheet, squeezed, textAt, type Workbook } from './workbook.logic.ts';

/** Rows from the top among which the head is looked for. */
const HEAD_WITHIN = 40;
const HEAD_DEPTHS = [1, 2, 3] as const;

interface Fit<Id extends string> {
  layout: Layout<Id>;
  row: number;
  depth: number;
  columns: readonly ColumnUnderstanding[];
  score: number;
}

/** A head for comparison: no brackets, colons, stars, numbering. */
const label = (text: string): string =>
  squeezed(text)
    .replace(/\(.*?\)|【.*?】|\[.*?\]/g, '')
    .replace(/[:*※★#]/g, '')
    .toLowerCase();

interface Name {
  bare: string;
  whole: string;
}
const nameOf = (text: string): Name => ({ bare: label(text), whole: squeezed(text) });

/** Names of a layout's columns as they are compared, made once. */
const knownNames = new WeakMap<ColumnSpec, readonly Name[]>();
function namesOf(spec: ColumnSpec): readonly Name[] {
  let names = knownNames.get(spec);
  if (!names) {
    names = [spec.name, ...spec.synonyms].map(nameOf);
    knownNames.set(spec, names);
  }
  return names;
}

/** How well a head names a column: 1 word for word, less where one contains the other, 0 not at all. */
function likeness(headers: readonly Name[], spec: ColumnSpec): number {
  let best = 0;
  for (const { bare, whole } of headers) {
    if (bare === '') continue;
    for (const known of namesOf(spec)) {
      if (bare === known.bare || whole === known.whole) return 1;
      const shorter = Math.min(bare.length, known.bare.length);
      const longer = Math.max(bare.length, known.bare.length);
      if (shorter >= 2 && longer <= 14 && (bare.includes(known.bare) || known.bare.includes(bare))) {
        best = Math.max(best, 0.4 + (0.4 * shorter) / longer);
      }
    }
  }
  return best;
}

const certaintyOf = (likeness: number): Certainty => (likeness === 1 ? 'sure' : likeness >= 0.6 ? 'likely' : 'unsure');

/** The value under which a merged head cell stands: that of the cell's upper left corner. */
function headText(sheet: Sheet, row: number, column: number): string {
  const merge = sheet.merges.find((m) => row >= m.top && row <= m.bottom && column >= m.left && column <= m.right);
  return merge ? textAt(sheet, merge.top, merge.left) : textAt(sheet, row, column);
}

const width = (sheet: Sheet, row: number, depth: number): number =>
  Math.max(0, ...sheet.rows.slice(row, row + depth).map((cells) => cells.length));

/** Heads of each column, the lowest first, without repetitions that merges bring. */
function headers(sheet: Sheet, row: number, depth: number): string[][] {
  return Array.from({ length: width(sheet, row, depth) }, (_, column) => {
    const texts: string[] = [];
    for (let at = row + depth - 1; at >= row; at -= 1) {
      const text = headText(sheet, at, column);
      if (text !== '' && texts.at(-1) !== text) texts.push(text);
    }
    return texts;
  });
}

/** Each field goes to the column that names it best; a column has one field. Ties go to the left. */
function matchColumns(
  heads: readonly string[][],
  layout: Layout<string>,
): Map<number, { field: string; likeness: number }> {
  const pairs = heads.flatMap((texts, column) => {
    if (texts.length === 0 || ignoredHead(texts) !== undefined) return [];
    const joined = texts.length > 1 ? [texts[0]!, [...texts].reverse().join('')] : texts;
    const names = joined.map(nameOf);
    return layout.columns.map((spec) => ({ column, field: spec.field, likeness: likeness(names, spec) }));
  });
  pairs.sort((a, b) => b.likeness - a.likeness || a.column - b.column);
  const taken = new Map<number, { field: string; likeness: number }>();
  const fields = new Set<string>();
  for (const { column, field, likeness } of pairs) {
    if (likeness === 0 || taken.has(column) || fields.has(field)) continue;
    taken.set(column, { field, likeness });
    fields.add(field);
  }
  return taken;
}

const ignoredHead = (texts: readonly string[]): 'identityCard' | 'phone' | undefined => {
  const all = texts.map(label);
  if (all.some((text) => /身份证|公民身份|证件号/.test(text))) return 'identityCard';
  return all.some((text) => /电话|手机|联系方式/.test(text)) ? 'phone' : undefined;
};

/** A column whose cells were withheld when the file was read. */
function withheldBelow(sheet: Sheet, row: number, column: number): 'identityCard' | 'phone' | undefined {
  for (let at = row; at < sheet.rows.length; at += 1) {
    const withheld = cellAt(sheet, at, column)?.withheld;
    if (withheld) return withheld;
  }
  return undefined;
}

function understandColumns(sheet: Sheet, layout: Layout<string>, row: number, depth: number): ColumnUnderstanding[] {
  const heads = headers(sheet, row, depth);
  const matched = matchColumns(heads, layout);
  return heads.flatMap((texts, column): ColumnUnderstanding[] => {
    const letter = columnLetter(column);
    const header = [...texts]
      .reverse()
      .map((text) => text.replace(/\s*\n\s*/g, ''))
      .join(' · ');
    const match = matched.get(column);
    if (match) return [{ letter, header, field: match.field, certainty: certaintyOf(match.likeness) }];
    const ignored = ignoredHead(texts) ?? withheldBelow(sheet, row + depth, column);
    if (ignored) return [{ letter, header, field: null, certainty: 'sure', ignoredBecause: ignored }];
    if (texts.length === 0) return [];
    return [{ letter, header, field: null, certainty: 'likely', ignoredBecause: 'unknown' }];
  });
}

/** Whether cells of the row's head reach down over `depth` rows. */
const reachesDown = (sheet: Sheet, row: number, depth: number): boolean =>
  depth > 1 && sheet.merges.some((merge) => merge.top === row && merge.bottom === row + depth - 1);

const WEIGHT: Readonly<Record<Certainty, number>> = { chosen: 1, sure: 1, likely: 0.7, unsure: 0.4 };

function fitAt<Id extends string>(sheet: Sheet, layout: Layout<Id>, row: number, depth: number): Fit<Id> {
  const columns = understandColumns(sheet, layout, row, depth);
  const found = new Map(columns.flatMap((column) => (column.field ? [[column.field, column.certainty] as const] : [])));
  let score = 0;
  for (const spec of layout.columns) {
    const certainty = found.get(spec.field);
    if (certainty) score += (spec.required ? 3 : 1) * WEIGHT[certainty];
    else if (spec.required) score -= 3;
  }
  // A deeper head must be drawn as one, or say clearly more than a flat one.
  if (depth > 1) score += reachesDown(sheet, row, depth) ? 0.1 : -0.8 * (depth - 1);
  return { layout, row, depth, columns, score: found.size >= 2 ? score : 0 };
}

const better = <Id extends string>(one: Fit<Id> | undefined, other: Fit<Id>): Fit<Id> =>
  one && one.score >= other.score ? one : other;

/** The best head of a sheet for one layout; in a given row when the user named it. */
function bestFit<Id extends string>(sheet: Sheet, layout: Layout<Id>, headerRow?: number): Fit<Id> | undefined {
  const from = headerRow === undefined ? 0 : headerRow - 1;
  const to = headerRow === undefined ? Math.min(HEAD_WITHIN, sheet.rows.length) : headerRow;
  let best: Fit<Id> | undefined;
  for (let row = from; row < to; row += 1) {
    // Titles and instructions stand alone in their row; a head does not.
    if ((sheet.rows[row] ?? []).filter((cell) => cell).length < 2) continue;
    for (const depth of HEAD_DEPTHS) best = better(best, fitAt(sheet, layout, row, depth));
  }
  return best;
}

/** What stands above the head, the sheet's and the file's name, as far as they speak for a layout. */
function titleScore(workbook: Workbook, sheet: Sheet, fit: Fit<string>): number {
  const above = sheet.rows.slice(0, fit.row).map((row) => squeezed(row.map((cell) => cell?.text ?? '').join('')));
  const says = (texts: readonly string[]): boolean =>
    texts.some((text) => fit.layout.titles.some((title) => title.test(text)));
  return (says(above) ? 4 : 0) + (says([squeezed(sheet.name)]) ? 2 : 0) + (says([squeezed(workbook.name)]) ? 2 : 0);
}

function chosenColumns(
  columns: readonly ColumnUnderstanding[],
  layout: Layout<string>,
  choice: SheetChoice | undefined,
): ColumnUnderstanding[] {
  const chosen = new Map<string, string | null>();
  for (const [letter, field] of Object.entries(choice?.columns ?? {})) {
    const known = field === null || layout.columns.some((spec) => spec.field === field);
    if (known && columnIndex(letter) >= 0) chosen.set(letter, field);
  }
  const given = new Set([...chosen.values()].filter((field) => field !== null));
  return columns.map((column) => {
    // What must not be stored cannot be chosen either.
    if (column.ignoredBecause === 'identityCard' || column.ignoredBecause === 'phone') return column;
    const field = chosen.get(column.letter);
    const { letter, header } = column;
    if (field !== undefined)
      return { letter, header, field, certainty: 'chosen', ...(field === null ? { ignoredBecause: 'unknown' } : {}) };
    if (column.field !== null && given.has(column.field))
      return { letter, header, field: null, certainty: 'chosen', ignoredBecause: 'unknown' };
    return column;
  });
}

function understood<Id extends string>(sheet: Sheet, fit: Fit<Id>, choices: Choices<Id>): Understanding<Id> {
  const choice = choices.sheets?.[sheet.name];
  const columns = chosenColumns(fit.columns, fit.layout, choice);
  const missing = fit.layout.columns.filter(
    (spec) => spec.required && !columns.some((column) => column.field === spec.field),
  );
  const certainty: Certainty = choices.layout
    ? 'chosen'
    : missing.length === 0
      ? 'sure'
      : fit.score > 3
        ? 'likely'
        : 'unsure';
  return {
    sheet: sheet.name,
    layout: fit.layout.id,
    certainty,
    headerRow: fit.row + 1,
    headerRows: fit.depth,
    columns,
    missing: missing.map((spec) => spec.name),
  };
}

export interface WorkbookUnderstanding<Id extends string = LayoutId> {
  layout: Layout<Id>;
  /** Sheets of this layout, in the workbook's order. */
  sheets: readonly Understanding<Id>[];
  /** Sheets left out, and why. */
  left: readonly { sheet: string; why: 'hidden' | 'empty' | 'other' | 'chosen' }[];
}

/** What a workbook is taken for; undefined when it is of no known layout. */
export function understand<Id extends string = LayoutId>(
  workbook: Workbook,
  layouts: readonly Layout<Id>[],
  choices: Choices<Id> = {},
): WorkbookUnderstanding<Id> | undefined {
  const offered = choices.layout ? layouts.filter((layout) => layout.id === choices.layout) : layouts;
  const fits = workbook.sheets.map((sheet) => {
    if (sheet.hidden || sheet.rows.length === 0) return [];
    return offered.flatMap((layout) => {
      const fit = bestFit(sheet, layout, choices.sheets?.[sheet.name]?.headerRow);
      if (!fit) return [];
      const score = fit.score + titleScore(workbook, sheet, fit);
      return fit.score > 0 || choices.layout ? [{ ...fit, score }] : [];
    });
  });
  const best = fits.flat().reduce<Fit<Id> | undefined>(better, undefined);
  if (!best) return undefined;
  const taken: Understanding<Id>[] = [];
  const left: { sheet: string; why: 'hidden' | 'empty' | 'other' | 'chosen' }[] = [];
  workbook.sheets.forEach((sheet, at) => {
    const own = fits[at]!.reduce<Fit<Id> | undefined>(better, undefined);
    if (sheet.hidden) left.push({ sheet: sheet.name, why: 'hidden' });
    else if (sheet.rows.length === 0) left.push({ sheet: sheet.name, why: 'empty' });
    else if (choices.sheets?.[sheet.name]?.skip) left.push({ sheet: sheet.name, why: 'chosen' });
    else if (!own || own.layout.id !== best.layout.id || own.score < best.score / 3)
      left.push({ sheet: sheet.name, why: 'other' });
    else taken.push(understood(sheet, own, choices));
  });
  return { layout: best.layout, sheets: taken, left };
}
