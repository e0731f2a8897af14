/**
 * What a workbook is and how its columns are meant: the head may stand in any row and take up to three rows with merged cells,
 * the columns may stand in any order under any of their usual names, a sheet may hold several tables and a workbook several
 * layouts. What is doubtful becomes a question; all of it can be corrected by Choices.
 */
import { isLabels, label, type MatchedColumn, mayBeHead, understandColumns } from './column-match.logic.ts';
import { askedColumns, LEAVE_OUT } from './column-questions.logic.ts';
import {
  type Certainty,
  type Choices,
  type Layout,
  type LayoutId,
  missingOf,
  type Question,
  type Understanding,
} from './layout.logic.ts';
import { type Fit, fitOfRecords, understoodRecords } from './record-fits.logic.ts';
import { headsBelow, type Part, partsUnder, saysSameHeads, sideBySide, titleAbove } from './tables.logic.ts';
import { columnIndex, type Sheet, squeezed, textAt, type Workbook } from './workbook.logic.ts';

/** Rows from the top among which the first head is looked for. */
const HEAD_WITHIN = 60;
const HEAD_DEPTHS = [1, 2, 3] as const;
/** Another layout of a workbook is taken at a sheet only when it fits there this much better than the workbook's own. */
const CLEARLY = 1.3;
/** Two layouts that are as close as this are asked about. */
const AS_CLOSE = 1.08;
/** Hidden rows that are named. */
const NAMED = 8;

/** Whether a head of several rows is drawn as one: cells that reach down over it, or groups over several of its columns. */
function isDrawn(sheet: Sheet, row: number, depth: number): boolean {
  if (depth === 1) return false;
  const inHead = sheet.merges.filter((merge) => merge.top === row);
  if (inHead.some((merge) => merge.bottom === row + depth - 1)) return true;
  const filled = (sheet.rows[row] ?? []).filter((cell) => cell !== null);
  // A title is alone in its row, and who reports when is written with a colon.
  const isGroups = filled.length >= 2 && !filled.some((cell) => /[:：]/.test(cell.text));
  return isGroups && inHead.some((merge) => merge.bottom === row && merge.right > merge.left);
}

const NUMBERED = /^(?:序号|编号|顺序号|序)$/;

/** Whether rows below the first already count: under a head 序号 stands a number. */
function holdsData(sheet: Sheet, row: number, depth: number): boolean {
  for (let at = row + 1; at < row + depth; at += 1)
    for (const [column, cell] of (sheet.rows[at] ?? []).entries()) {
      if (!cell || !/^\d{1,4}[.、]?$/.test(squeezed(cell.text))) continue;
      if (NUMBERED.test(label(textAt(sheet, at - 1, column)))) return true;
    }
  return false;
}

/** Whether a row above the lowest of a head says whose table it is, each label with its value in one cell: 姓名：周涛冬. */
function holdsValues(sheet: Sheet, row: number, depth: number): boolean {
  for (let at = row; at < row + depth - 1; at += 1)
    if ((sheet.rows[at] ?? []).some((cell) => cell && VALUE_BESIDE.test(cell.text.replace(/[(（].*?[)）]/g, ''))))
      return true;
  return false;
}
const VALUE_BESIDE = /[:：]\S/;

const WEIGHT: Readonly<Record<Certainty, number>> = { chosen: 1, sure: 1, likely: 0.7, unsure: 0.4 };

/** What the head of a part alone means, its group's own head aside, with the columns that stand under no group. */
function partMatched(
  sheet: Sheet,
  layout: Layout<string>,
  row: number,
  depth: number,
  all: readonly MatchedColumn[],
  { columns: own }: Part,
  parts: readonly Part[],
): MatchedColumn[] {
  const isOwn = new Set(own);
  const isOther = new Set(parts.flatMap(({ columns }) => columns).filter((column) => !isOwn.has(column)));
  const lowest = row + depth - 1;
  const rows = sheet.rows.map((cells, at) =>
    at < row || at > lowest
      ? cells
      : cells.map((cell, column) => (isOther.has(column) || (isOwn.has(column) && at < lowest) ? null : cell)),
  );
  const merges = sheet.merges.filter(
    (merge) => !(merge.top >= row && merge.bottom <= lowest && (isOwn.has(merge.left) || isOther.has(merge.left))),
  );
  const shown = new Map(all.map(({ column, header }) => [column, header]));
  return understandColumns({ ...sheet, rows, merges }, layout, row, depth)
    .filter(({ column }) => !isOther.has(column))
    .map((one) => ({ ...one, header: shown.get(one.column) ?? one.header }));
}

function fitAt<Id extends string>(sheet: Sheet, layout: Layout<Id>, row: number, depth: number): Fit<Id> {
  const whole = fitWith(sheet, layout, row, depth, understandColumns(sheet, layout, row, depth));
  const drawn = layout.parts && depth > 1 ? partsUnder(whole.columns) : undefined;
  if (!drawn) return whole;
  const fits = drawn.map((part) => {
    const columns = partMatched(sheet, layout, row, depth, whole.columns, part, drawn);
    return { head: part.head, fit: fitWith(sheet, layout, row, depth, columns) };
  });
  if (fits.filter(({ fit }) => fit.score > 0).length < 2) return whole;
  const best = fits.reduce((one, { fit }) => (fit.score > one.score ? fit : one), fits[0]!.fit);
  return {
    ...best,
    score: Math.max(best.score, whole.score),
    columns: whole.columns,
    parts: fits.map(({ head, fit }) => ({ head, columns: fit.columns })),
  };
}

function fitWith<Id extends string>(
  sheet: Sheet,
  layout: Layout<Id>,
  row: number,
  depth: number,
  columns: readonly MatchedColumn[],
): Fit<Id> {
  const found = new Map(columns.flatMap((column) => (column.field ? [[column.field, column.certainty] as const] : [])));
  let score = 0;
  for (const spec of layout.columns) {
    const certainty = found.get(spec.field);
    if (certainty) score += (spec.required || spec.oneOf ? 3 : 1) * WEIGHT[certainty];
  }
  const missing = missingOf(layout, (field) => found.has(field));
  score -= 3 * missing.length;
  const { against } = layout;
  if (against)
    score -= 3 * columns.filter((column) => column.field === null && against.test(label(column.header))).length;
  // A deeper head must be drawn as one, or say clearly more than a flat one.
  if (depth > 1) score += isDrawn(sheet, row, depth) ? 0.1 : -0.8 * (depth - 1);
  const isOne = found.size >= 2 && !layout.columns.some((spec) => spec.key && !found.has(spec.field));
  return { layout, row, depth, columns, score: isOne ? score : Math.min(score, 0), whole: missing.length === 0 };
}

const sureOf = (fit: Fit<string>): number =>
  fit.columns.filter((column) => column.field !== null && column.certainty === 'sure').length;

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
    // Cells that reach down over a head tell how deep it is; what stands below them is data.
    const drawn = Math.max(1, ...sheet.merges.flatMap(({ top, bottom }) => (top === row ? [bottom - top + 1] : [])));
    // Where half of them reach down as far, the head is no shallower either.
    const tall = sheet.merges.filter(({ top, bottom }) => top === row && bottom - top + 1 === drawn).length;
    const filled = (sheet.rows[row] ?? []).filter((cell) => cell).length;
    const shallowest = headerRow === undefined && drawn <= HEAD_DEPTHS.length && tall * 2 >= filled ? drawn : 1;
    let flat: Fit<Id> | undefined;
    for (const depth of HEAD_DEPTHS) {
      if (depth < shallowest) continue;
      if (headerRow === undefined && !mayBeHead(sheet, layout, row, depth)) continue;
      if (holdsData(sheet, row, depth) || holdsValues(sheet, row, depth) || (drawn > 1 && depth > drawn)) continue;
      if (depth > 1 && !isDrawn(sheet, row, depth) && isLabels(sheet, layout, row)) continue;
      const fit = fitAt(sheet, layout, row, depth);
      flat ??= fit;
      // What stands above groups side by side is no head of theirs.
      if (best?.parts && fit.parts && best.row < row && best.row + best.depth === row + depth) best = undefined;
      // A row of data below a head is no part of it: what is not drawn as one must say more.
      if (fit === flat || isDrawn(sheet, row, depth) || sureOf(fit) > sureOf(flat)) best = better(best, fit);
    }
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

function hiddenRows(sheet: Sheet, from: number, until: number, answers: Choices['answers']): Question | undefined {
  const rows = (sheet.hiddenRows ?? []).filter((at) => at >= from && at < until);
  if (rows.length === 0) return undefined;
  const named = rows.slice(0, NAMED).map((at) => {
    const words = (sheet.rows[at] ?? []).flatMap((cell) => (cell && cell.text.trim() !== '' ? [cell.text.trim()] : []));
    return `第${at + 1}行（${words.slice(0, 3).join(' ')}）`;
  });
  const id = `hiddenRows|${sheet.name}`;
  const answer = answers?.[id];
  return {
    id,
    sheet: sheet.name,
    cell: `A${rows[0]! + 1}`,
    ask: `有${rows.length}行在表里是隐藏的：${named.join('、')}${rows.length > NAMED ? '等' : ''}。读不读？`,
    options: [
      { value: 'read', says: '读，和看得见的行一样' },
      { value: LEAVE_OUT, says: '不读隐藏的行' },
    ],
    default: 'read',
    certainty: 'likely',
    ...(answer === 'read' || answer === LEAVE_OUT ? { answer } : {}),
  };
}

const CERTAINTIES: readonly Certainty[] = ['unsure', 'likely', 'sure', 'chosen'];
/** The less sure of two. */
const lesser = (one: Certainty, other: Certainty): Certainty =>
  CERTAINTIES.indexOf(one) <= CERTAINTIES.indexOf(other) ? one : other;

interface Table<Id extends string> {
  fit: Fit<Id>;
  columns: readonly MatchedColumn[];
  /** First row after it, from 0. */
  until: number;
  last: boolean;
  titleRow: number | undefined;
  under?: string;
}

/** The tables of a sheet, its first head being known. */
function tablesOf<Id extends string>(sheet: Sheet, fit: Fit<Id>, isGiven: boolean): Table<Id>[] {
  if (fit.records) return [{ fit, columns: fit.columns, until: sheet.rows.length, last: true, titleRow: undefined }];
  const fits = [fit];
  const titleRows: (number | undefined)[] = [undefined];
  if (fit.layout.manyTables && !isGiven) {
    for (const row of headsBelow(sheet, fit.layout, fit.row + fit.depth)) {
      const before = fits.at(-1)!;
      if (row < before.row + before.depth || saysSameHeads(sheet, before.columns, row)) continue;
      const next = [1, 2]
        .map((depth) => fitAt(sheet, fit.layout, row, depth))
        .reduce<Fit<Id> | undefined>(better, undefined)!;
      if (next.score < fit.score / 3) continue;
      fits.push(next);
      titleRows.push(titleAbove(sheet, row, before.row + before.depth));
    }
  }
  return fits.flatMap((own, at) => {
    const until = titleRows[at + 1] ?? sheet.rows.length;
    const [last, titleRow] = [at === fits.length - 1, titleRows[at]];
    if (own.parts)
      return own.parts.map(({ head, columns }) => ({ fit: own, columns, until, last, titleRow, under: head }));
    return sideBySide(own.columns, own.layout).map((columns) => ({
      // A part has its own matches: the fields of the first are free again.
      fit: own,
      columns: columns.length === own.columns.length ? columns : partColumns(sheet, own, columns),
      until,
      last,
      titleRow,
    }));
  });
}

/** The columns of one of several tables side by side, understood by themselves. */
function partColumns(sheet: Sheet, fit: Fit<string>, part: readonly MatchedColumn[]): readonly MatchedColumn[] {
  const own = new Set(part.map((one) => one.column));
  const rows = sheet.rows.map((row, at) =>
    at < fit.row + fit.depth ? row.map((cell, column) => (own.has(column) ? cell : null)) : row,
  );
  return understandColumns({ ...sheet, rows }, fit.layout, fit.row, fit.depth).filter((one) => own.has(one.column));
}

function understood<Id extends string>(
  sheet: Sheet,
  table: Table<Id>,
  choices: Choices<Id>,
  doubt: Question | undefined,
): Understanding<Id> {
  const { fit, columns: matched, until, last, titleRow, under } = table;
  if (fit.records) return understoodRecords(sheet, fit, fit.records, choices, doubt);
  const from = fit.row + fit.depth;
  const { columns, questions, waitsFor, noTicks } = askedColumns(sheet, fit.layout, matched, from, choices);
  const missing = missingOf(fit.layout, (field) => columns.some((column) => column.field === field));
  const hidden = hiddenRows(sheet, from, until, choices.answers);
  const needed = columns.filter((one) => fit.layout.columns.some((spec) => spec.required && spec.field === one.field));
  const byColumns = needed.reduce<Certainty>((sum, one) => lesser(sum, one.certainty), 'sure');
  const certainty: Certainty = choices.layout
    ? 'chosen'
    : missing.length > 0
      ? fit.score > 3
        ? 'likely'
        : 'unsure'
      : lesser(byColumns, doubt?.answer === undefined && doubt ? doubt.certainty : 'sure');
  const asked = [...(doubt ? [doubt] : []), ...questions, ...(hidden ? [hidden] : [])];
  return {
    sheet: sheet.name,
    layout: fit.layout.id,
    certainty,
    headerRow: fit.row + 1,
    headerRows: fit.depth,
    columns,
    missing: missing.map((spec) => spec.name),
    ...(last ? {} : { untilRow: until }),
    ...(titleRow === undefined ? {} : { titleRow: titleRow + 1 }),
    ...(under === undefined ? {} : { under }),
    ...(asked.length > 0 ? { questions: asked } : {}),
    ...(waitsFor.length > 0 ? { waitsFor } : {}),
    ...(hidden?.answer === LEAVE_OUT ? { skipsHidden: true } : {}),
    ...(noTicks.length > 0 ? { noTicks } : {}),
  };
}

export interface WorkbookUnderstanding<Id extends string = LayoutId> {
  /** The layout of most of it. */
  layout: Layout<Id>;
  /** Tables that are read, in the workbook's order. */
  sheets: readonly Understanding<Id>[];
  /** Sheets left out, and why. */
  left: readonly { sheet: string; why: 'hidden' | 'empty' | 'other' | 'chosen' }[];
  /** Whether a table, also one that another question leaves out, is of one of several layouts. */
  questions: readonly Question[];
}

/** Two layouts that a sheet fits equally well, as a question. */
function layoutDoubt<Id extends string>(
  sheet: Sheet,
  own: Fit<Id>,
  fits: readonly Fit<Id>[],
  answers: Choices['answers'],
): Question | undefined {
  const rivals = fits.filter(
    (fit) => fit.layout !== own.layout && fit.whole && fit.score * AS_CLOSE * AS_CLOSE >= own.score,
  );
  if (!own.whole || rivals.length === 0) return undefined;
  const heads = own.columns.map((one) => squeezed(one.header)).join('、');
  const id = `layout|${heads.slice(0, 100)}`;
  const isClose = rivals.some((fit) => fit.score * AS_CLOSE >= own.score);
  const options = [own, ...rivals].map(({ layout }) => ({ value: layout.id as string, says: layout.name }));
  const given = answers?.[id];
  return {
    id,
    sheet: sheet.name,
    cell: `A${own.row + 1}`,
    ask: `工作表“${sheet.name}”像${options.map(({ says }) => says).join('，也像')}，是哪一种？`,
    options,
    default: isClose ? null : own.layout.id,
    certainty: isClose ? 'unsure' : 'likely',
    ...(options.some(({ value }) => value === given) ? { answer: given! } : {}),
  };
}

/** A sheet without a head that goes on where the last one ended: as wide, and numbered where that one is numbered. */
function continuation<Id extends string>(
  sheet: Sheet,
  workbook: Workbook,
  before: Understanding<Id> | undefined,
  choices: Choices<Id>,
): Understanding<Id> | undefined {
  const known = before?.columns.filter((column) => column.field !== null) ?? [];
  const rows = sheet.rows.filter((row) => row.some((cell) => cell !== null));
  if (!before || known.length < 3 || rows.length === 0 || choices.sheets?.[sheet.name]?.headerRow) return undefined;
  const columns = known.map((column) => ({ ...column, at: columnIndex(column.letter) }));
  const last = Math.max(...before.columns.map((column) => columnIndex(column.letter)));
  const number = columns.find((column) => column.field === 'number');
  if (!number) return undefined;
  const fits = rows.filter((row) => {
    const isNumbered = /^\d+$/.test(row[number.at]?.text.trim() ?? '');
    return (
      isNumbered && row.length - 1 <= last && columns.filter((column) => row[column.at]).length * 2 > columns.length
    );
  });
  if (fits.length < 0.8 * rows.length) return undefined;
  const id = `continuation|${before.layout}|${sheet.name}`;
  const given = choices.answers?.[id];
  const question: Question = {
    id,
    sheet: sheet.name,
    cell: 'A1',
    ask: `工作表“${sheet.name}”没有表头，是不是接着“${before.sheet}”，按那张表的列读？`,
    options: [
      { value: 'yes', says: `按“${before.sheet}”的列读` },
      { value: LEAVE_OUT, says: '不读这张表' },
    ],
    default: 'yes',
    certainty: 'likely',
    ...(given === 'yes' || given === LEAVE_OUT ? { answer: given } : {}),
  };
  if (given === LEAVE_OUT) return undefined;
  const { layout, missing } = before;
  const own = before.columns.map((column) => ({ ...column, certainty: 'likely' as const }));
  const above = workbook.sheets.find(({ name }) => name === before.sheet)!.rows.slice(0, before.headerRow - 1);
  const title = before.title ?? above.map((row) => row.flatMap((cell) => cell?.text.trim() || []).join('    '));
  const from = { sheet: sheet.name, headerRow: 1, headerRows: 0, title };
  return { ...from, layout, certainty: 'likely', columns: own, missing, questions: [question] };
}

/** A sheet that says how to fill in the others. */
const isNotes = ({ name }: Sheet): boolean => /^填(?:写|表|报)说明$/.test(squeezed(name));

/** What a workbook is taken for; undefined when it is of no known layout. */
export function understand<Id extends string = LayoutId>(
  workbook: Workbook,
  layouts: readonly Layout<Id>[],
  choices: Choices<Id> = {},
): WorkbookUnderstanding<Id> | undefined {
  const offered = choices.layout ? layouts.filter((layout) => layout.id === choices.layout) : layouts;
  const fits = workbook.sheets.map((sheet) => {
    if (sheet.hidden || sheet.rows.length === 0 || isNotes(sheet)) return [];
    return offered.flatMap((layout) => {
      const given = choices.sheets?.[sheet.name]?.headerRow;
      const table = bestFit(sheet, layout, given);
      const fit = (given === undefined ? fitOfRecords(sheet, layout, choices, table) : undefined) ?? table;
      if (!fit) return [];
      const score = fit.score + titleScore(workbook, sheet, fit);
      return fit.score > 0 || choices.layout ? [{ ...fit, score }] : [];
    });
  });
  const best = fits.flat().reduce<Fit<Id> | undefined>(better, undefined);
  if (!best) return undefined;
  const taken: Understanding<Id>[] = [];
  const left: { sheet: string; why: 'hidden' | 'empty' | 'other' | 'chosen' }[] = [];
  const questions: Question[] = [];
  workbook.sheets.forEach((sheet, at) => {
    const own = fits[at]!.reduce<Fit<Id> | undefined>(better, undefined);
    const common = fits[at]!.find((fit) => fit.layout === best.layout);
    if (sheet.hidden) left.push({ sheet: sheet.name, why: 'hidden' });
    else if (sheet.rows.length === 0) left.push({ sheet: sheet.name, why: 'empty' });
    else if (choices.sheets?.[sheet.name]?.skip) left.push({ sheet: sheet.name, why: 'chosen' });
    else if (!own) {
      const next = isNotes(sheet) ? undefined : continuation(sheet, workbook, taken.at(-1), choices);
      if (next) taken.push(next);
      else left.push({ sheet: sheet.name, why: 'other' });
    } else {
      const doubt = choices.layout ? undefined : layoutDoubt(sheet, own, fits[at]!, choices.answers);
      const said = doubt ? (doubt.answer ?? doubt.default) : undefined;
      if (doubt && said === null) questions.push(doubt);
      const fit = said
        ? fits[at]!.find(({ layout }) => layout.id === said)!
        : common && (common.score * CLEARLY >= own.score || !own.whole)
          ? common
          : own;
      const isTaken =
        choices.layout !== undefined || (fit.layout === best.layout ? fit.score >= best.score / 3 : fit.whole);
      if (said === null || !isTaken) left.push({ sheet: sheet.name, why: 'other' });
      else
        for (const table of tablesOf(sheet, fit, choices.sheets?.[sheet.name]?.headerRow !== undefined))
          taken.push(understood(sheet, table, choices, doubt));
    }
  });
  return { layout: best.layout, sheets: taken, left, questions };
}
