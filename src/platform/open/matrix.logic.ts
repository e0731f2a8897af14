/** A unit a row and a person a column, with a mark where the one is in the other's charge: what each mark says stands in a legend. */
import { readPersonName } from './cells.logic.ts';
import { label, namesOf } from './column-match.logic.ts';
import { LEAVE_OUT } from './column-questions.logic.ts';
import type { Choices, Layout, Matrix, Question, RecordCell, RowRecord } from './layout.logic.ts';
import { TICK } from './spread-columns.logic.ts';
import { address, type Sheet, squeezed, textAt } from './workbook.logic.ts';

const HEAD_WITHIN = 20;
/** Fewer columns of names or fewer marks make no matrix. */
const FEWEST_NAMES = 2;
const FEWEST_MARKS = 2;
const NO_MARK = /^(?:[×✗xX/\-—]|否|0|无)?$/;
const FOOT = /^(?:合计|总计|小计|注|备注|说明|填表|制表)/;
const LEGEND = /[“"'「]?([√✓✔☑●○◎◇◆△▲★☆■])[”"'」]?\s*(?:表示|代表|为|是|[:：=—-])+\s*[“"'「]?(\p{Script=Han}{1,8})/gu;

interface MatrixHead {
  row: number;
  unit: number;
  names: { column: number; name: string }[];
  /** First row below it. */
  from: number;
}

/** What stands over a column in a row of the head, also in a cell that reaches down to it. */
function headOver(sheet: Sheet, row: number, column: number): { text: string; bottom: number } {
  const tall = sheet.merges.find((m) => m.left === column && m.bottom > m.top && row >= m.top && row <= m.bottom);
  return { text: textAt(sheet, tall?.top ?? row, column), bottom: tall?.bottom ?? row };
}

/** The name of a head: alone, or the last line of 市委副书记 / 周正. */
function nameIn(text: string): string | undefined {
  const name = readPersonName(text.split('\n').at(-1)!);
  return name && ([...name].length <= 3 || name.includes('·')) ? name : undefined;
}

function matrixHead(sheet: Sheet, layout: Layout<string>, unitField: string): MatrixHead | undefined {
  const unitSpec = layout.columns.find((spec) => spec.field === unitField)!;
  const isUnit = (text: string): boolean => namesOf(unitSpec).some(({ bare }) => bare === label(text));
  const isHead = (text: string): boolean =>
    layout.columns.some((spec) => namesOf(spec).some(({ bare }) => bare === label(text)));
  for (let row = 0; row < Math.min(HEAD_WITHIN, sheet.rows.length); row += 1) {
    const heads = Array.from(sheet.rows[row]!, (_, column) => headOver(sheet, row, column));
    const unit = heads.findIndex(({ text }) => text !== '' && isUnit(text));
    if (unit < 0) continue;
    const names = heads.flatMap(({ text }, column) => {
      const name = column > unit && !isHead(text) ? nameIn(text) : undefined;
      return name ? [{ column, name }] : [];
    });
    if (names.length >= FEWEST_NAMES) return { row, unit, names, from: heads[unit]!.bottom + 1 };
  }
  return undefined;
}

interface Marked {
  row: number;
  unit: string;
  marks: { column: number; name: string; mark: string }[];
}

/** The rows with their marks; undefined where something else stands below the names. */
function markedRows(sheet: Sheet, { unit, names, from }: MatrixHead, { says }: Matrix): Marked[] | undefined {
  const rows: Marked[] = [];
  for (let row = from; row < sheet.rows.length; row += 1) {
    const written = textAt(sheet, row, unit);
    if (written === '' || FOOT.test(squeezed(written))) continue;
    const cells = names.map((one) => ({ ...one, mark: squeezed(textAt(sheet, row, one.column)) }));
    const marks = cells.filter(({ mark }) => !NO_MARK.test(mark));
    if (marks.some(({ mark }) => !TICK.test(mark) && !says.some(({ words }) => mark.length <= 4 && words.test(mark))))
      return undefined;
    rows.push({ row, unit: written, marks });
  }
  return rows.flatMap(({ marks }) => marks).length >= FEWEST_MARKS ? rows : undefined;
}

/** Words beside each mark in lines above or below the table. */
function legendOf(sheet: Sheet): Map<string, string> {
  const said = new Map<string, string>();
  for (const row of sheet.rows) {
    const [only, ...others] = row.filter((cell) => cell !== null);
    if (!only || others.length > 0) continue;
    for (const [, mark, words] of only.text.matchAll(LEGEND)) said.set(mark!, words!);
  }
  return said;
}

export interface MatrixRecords {
  records: RowRecord[];
  /** Row of the head, from 0. */
  row: number;
  questions: Question[];
  /** The field that an open question leaves out. */
  waits: string[];
}

/** The records of a table of marks; undefined when it is none. */
export function matrixIn(
  sheet: Sheet,
  layout: Layout<string>,
  answers: Choices['answers'] = {},
): MatrixRecords | undefined {
  const { matrix } = layout;
  const head = matrix && matrixHead(sheet, layout, matrix.unit);
  const rows = head && markedRows(sheet, head, matrix);
  if (!rows) return undefined;
  const legend = legendOf(sheet);
  const title = sheet.rows
    .slice(0, head.row)
    .map((row) => row.map((cell) => cell?.text ?? '').join(''))
    .join('\n');
  const titled = matrix.says.filter(({ words }) => words.test(title));
  const questions: Question[] = [];
  const used = [...new Set(rows.flatMap(({ marks }) => marks.map(({ mark }) => mark)))];
  const asked = (mark: string): string | undefined => {
    const id = `mark|${layout.id}|${mark}`;
    const first = rows.find(({ marks }) => marks.some((one) => one.mark === mark))!;
    const column = first.marks.find((one) => one.mark === mark)!.column;
    const likely = used.length === 1 && titled.length === 1 ? titled[0]!.field : null;
    const options = [
      ...matrix.says.map(({ field }) => ({
        value: field,
        says: layout.columns.find((spec) => spec.field === field)!.name,
      })),
      { value: LEAVE_OUT, says: '不读打这个记号的格' },
    ];
    const given = options.some(({ value }) => value === answers[id]) ? answers[id] : undefined;
    questions.push({
      id,
      sheet: sheet.name,
      cell: address(first.row, column),
      ask: `表里的“${mark}”说的是什么？`,
      options,
      default: likely,
      certainty: likely ? 'likely' : 'unsure',
      ...(given === undefined ? {} : { answer: given }),
    });
    return given ?? likely ?? undefined;
  };
  const fieldOf = new Map(
    used.map((mark) => {
      const words = legend.get(mark) ?? mark;
      return [mark, matrix.says.find((one) => one.words.test(words))?.field ?? asked(mark)];
    }),
  );
  const records = rows.map(({ row, unit, marks }): RowRecord => {
    const cells: RecordCell[] = [{ field: matrix.unit, where: address(row, head.unit), row, column: head.unit }];
    cells[0]!.text = unit;
    for (const { column, name, mark } of marks) {
      const field = fieldOf.get(mark);
      if (field === LEAVE_OUT) continue;
      if (!field) {
        cells.push({ field: matrix.unsaid, where: address(row, column), row, column, text: mark });
        continue;
      }
      const known = cells.find((one) => one.field === field);
      if (known) known.text += `、${name}`;
      else cells.push({ field, where: address(row, column), row, column, text: name });
    }
    return { at: row, cells };
  });
  const waits = [...fieldOf.values()].includes(undefined) ? [matrix.says.at(-1)!.field] : [];
  return { records, row: head.row, questions, waits };
}
