/** How well a head or a sheet fits a layout; and the fit of sheets whose rows are no records: forms, lists of people with marks. */
import { acrossIn } from './across.logic.ts';
import type { MatchedColumn } from './column-match.logic.ts';
import { LEAVE_OUT } from './column-questions.logic.ts';
import { formsIn } from './forms.logic.ts';
import { gridIn } from './grid.logic.ts';
import {
  type Choices,
  type Layout,
  missingOf,
  type Question,
  type RowRecord,
  type Understanding,
} from './layout.logic.ts';
import { rollsIn } from './rolls.logic.ts';
import { columnLetter, type Sheet } from './workbook.logic.ts';

export interface Fit<Id extends string> {
  layout: Layout<Id>;
  row: number;
  depth: number;
  columns: readonly MatchedColumn[];
  /** Tables side by side under heads of their own, each with the columns that it shares with the others. */
  parts?: readonly { head: string; columns: readonly MatchedColumn[] }[];
  score: number;
  /** Records that stand in no rows, and what is doubtful about them. */
  records?: readonly RowRecord[];
  asked?: readonly Question[];
  /** Nothing that the layout needs is missing. */
  whole: boolean;
}

/** Whether what reads as labels beside values are heads beside heads: the cells of the records stand in a table's own head. */
function isHeadOf(table: Fit<string> | undefined, records: readonly RowRecord[]): boolean {
  if (!table || table.depth < 2) return false;
  const cells = records.flatMap((record) => record.cells);
  const within = cells.filter(({ row }) => row >= table.row && row < table.row + table.depth);
  return within.length * 2 > cells.length;
}

/** A sheet that is no table: forms, or lists of people with marks. Undefined where a table says as much. */
export function fitOfRecords<Id extends string>(
  sheet: Sheet,
  layout: Layout<Id>,
  choices: Choices<Id>,
  table: Fit<Id> | undefined,
): Fit<Id> | undefined {
  const rolls = rollsIn(sheet, layout, choices.answers);
  const grid = rolls ? undefined : gridIn(sheet, layout);
  const across = rolls || grid ? undefined : acrossIn(sheet, layout, choices.answers);
  const forms = rolls || grid || across ? undefined : formsIn(sheet, layout);
  const records = (rolls ?? grid ?? across ?? forms)?.records;
  if (!records || (forms && isHeadOf(table, forms.records))) return undefined;
  const stated = records.flatMap(({ cells }) => cells.map(({ field }) => field));
  const fields = new Set([...stated, ...(across?.waits ?? [])]);
  const missing = missingOf(layout, (field) => fields.has(field));
  const named = layout.columns.filter((spec) => fields.has(spec.field));
  const score = named.reduce((sum, spec) => sum + (spec.required || spec.oneOf ? 3 : 1), 0) - 3 * missing.length;
  if (score <= 0 || (table && table.score >= score)) return undefined;
  const shape = rolls ? 'roll' : grid ? 'grid' : across ? 'across' : 'form';
  const question = shapeQuestion(sheet, layout, shape, records.length, choices.answers);
  if (question.answer === LEAVE_OUT) return undefined;
  const skipped = choices.sheets?.[sheet.name]?.columns ?? {};
  const left = new Set(Object.keys(skipped).filter((letter) => skipped[letter] === null));
  const kept = records.filter(
    ({ cells }) => !rolls || records.length === 1 || !left.has(columnLetter(cells[0]!.column)),
  );
  const columns = (rolls?.columns ?? []).map(
    ({ column, header, field }): MatchedColumn => ({
      column,
      letter: columnLetter(column),
      header,
      field: left.has(columnLetter(column)) ? null : field,
      certainty: 'likely',
    }),
  );
  const asked = [question, ...(rolls?.questions ?? across?.questions ?? [])];
  const place = { row: (rolls ?? grid ?? across ?? forms)!.row, depth: rolls?.depth ?? 0 };
  return { layout, ...place, columns, score, records: kept, asked, whole: missing.length === 0 };
}

/** How a sheet that is no table was read, and whether that is right. */
function shapeQuestion(
  sheet: Sheet,
  layout: Layout<string>,
  shape: 'form' | 'roll' | 'grid' | 'across',
  count: number,
  answers: Choices['answers'],
): Question {
  const id = `shape|${layout.id}|${shape}`;
  const given = answers?.[id];
  const roll = count > 1 ? `名单上每一列记号读成一次活动，这里有${count}次` : '签到名单读成一次活动';
  const how = {
    form: `一张表读成${layout.name}的一行，这里有${count}张`,
    across: `横排的内容读成${layout.name}的${count}行`,
    roll,
    grid: `每一格里写的每一次读成${layout.name}的一行，这里有${count}次`,
  }[shape];
  return {
    id,
    sheet: sheet.name,
    ask: `工作表“${sheet.name}”不是一行一条的${shape === 'roll' ? '台账' : '表'}：${how}，对吗？`,
    options: [
      { value: 'yes', says: '对，这样读' },
      { value: LEAVE_OUT, says: '不对，不这样读' },
    ],
    default: 'yes',
    certainty: 'likely',
    ...(given === 'yes' || given === LEAVE_OUT ? { answer: given } : {}),
  };
}

/** What is understood of a sheet whose rows are no records. */
export function understoodRecords<Id extends string>(
  sheet: Sheet,
  { layout, row, depth, columns, asked = [], whole }: Fit<Id>,
  records: readonly RowRecord[],
  choices: Choices<Id>,
  doubt: Question | undefined,
): Understanding<Id> {
  const has = (field: string): boolean => records.some(({ cells }) => cells.some((one) => one.field === field));
  const isSaid = asked.some(({ answer }) => answer !== undefined);
  return {
    sheet: sheet.name,
    layout: layout.id,
    certainty: choices.layout || isSaid ? 'chosen' : whole ? 'likely' : 'unsure',
    headerRow: row + 1,
    headerRows: depth,
    columns: columns.map(({ column: _, match: __, ...one }) => one),
    missing: missingOf(layout, has).map((spec) => spec.name),
    records,
    questions: [...(doubt ? [doubt] : []), ...asked],
  };
}
