/** What is doubtful about the columns of a table, and the columns as they are once it is answered. */
import { LIKELY, label, type MatchedColumn } from './column-match.logic.ts';
import {
  type Choices,
  type ColumnUnderstanding,
  type Layout,
  missingOf,
  type Question,
  type SheetChoice,
} from './layout.logic.ts';
import { TICK } from './spread-columns.logic.ts';
import { address, cellAt, columnIndex, type Sheet, squeezed } from './workbook.logic.ts';

/** Answer that leaves a column, or rows, out. */
export const LEAVE_OUT = '-';
/** Rows looked at for whether two columns say the same. */
const COMPARED = 500;

const plainHead = (column: MatchedColumn): string => label(column.header.replaceAll(' · ', '')) || column.letter;
const shownHead = (column: MatchedColumn): string => `${column.letter}列“${column.header}”`;

/** Whether two columns are in one another's way: both hold something, and not the same. */
function differs(
  sheet: Sheet,
  from: number,
  one: number,
  other: number,
): 'same' | 'leftEmpty' | 'rightEmpty' | 'differ' {
  let [left, right, same] = [0, 0, true];
  for (let row = from; row < Math.min(sheet.rows.length, from + COMPARED); row += 1) {
    const [a, b] = [squeezed(cellAt(sheet, row, one)?.text ?? ''), squeezed(cellAt(sheet, row, other)?.text ?? '')];
    if (a !== '') left += 1;
    if (b !== '') right += 1;
    if (a !== '' && b !== '' && a !== b) same = false;
  }
  if (left === 0 && right > 0) return 'leftEmpty';
  if (right === 0) return 'rightEmpty';
  return same ? 'same' : 'differ';
}

/** Of the cells below a head, how many must look like a field for the head to mean it. */
const MOST = 0.8;

/** Whether what stands below a head that says too little looks like a field of the layout. */
function looksLike(sheet: Sheet, from: number, column: number, layout: Layout<string>, field: string): boolean {
  const shape = layout.columns.find((spec) => spec.field === field)?.looksLike;
  if (!shape) return false;
  let [filled, fitting] = [0, 0];
  for (let row = from; row < Math.min(sheet.rows.length, from + COMPARED); row += 1) {
    const text = squeezed(cellAt(sheet, row, column)?.text ?? '');
    // Places to sign stand below a table, each with its colon.
    if (text === '' || /[:：]$/.test(text)) continue;
    filled += 1;
    if (shape.test(text)) fitting += 1;
  }
  return fitting > 0 && fitting >= MOST * filled;
}

const unread = ({ column: _, match: __, leads: ___, part: ____, ...one }: MatchedColumn): ColumnUnderstanding => ({
  ...one,
  field: null,
  certainty: 'unsure',
  ignoredBecause: 'unknown',
});
const plain = ({ column: _, match: __, leads: ___, ...one }: MatchedColumn): ColumnUnderstanding => one;

export interface AskedColumns {
  columns: readonly ColumnUnderstanding[];
  questions: readonly Question[];
  /** Fields that the layout cannot do without and that wait for an answer. */
  waitsFor: readonly string[];
  /** Marks that stand for no tick. */
  noTicks: readonly string[];
}

/** Columns by their names, by what was answered, and by what the user chose; the last word is the user's. */
export function askedColumns(
  sheet: Sheet,
  layout: Layout<string>,
  matched: readonly MatchedColumn[],
  from: number,
  choices: Choices<string>,
): AskedColumns {
  const answers = choices.answers ?? {};
  const choice = choices.sheets?.[sheet.name];
  const nameOf = (field: string): string => layout.columns.find((spec) => spec.field === field)?.name ?? field;
  const questions: Question[] = [];
  const wanted = new Set<string>();
  const result = new Map<number, ColumnUnderstanding>();
  const isChosen = (letter: string): boolean => choice?.columns?.[letter] !== undefined;

  const ask = (question: Omit<Question, 'sheet' | 'answer'>): string | null => {
    const given = answers[question.id];
    const answer = question.options.some((option) => option.value === given) ? given : undefined;
    questions.push({ ...question, sheet: sheet.name, ...(answer === undefined ? {} : { answer }) });
    return answer ?? question.default;
  };

  for (const one of matched) {
    const { match } = one;
    if (result.has(one.column)) continue;
    if (!match || isChosen(one.letter)) {
      result.set(one.column, plain(one));
      continue;
    }
    if (match.likeness < LIKELY) {
      const fields = [match.field, ...match.others].slice(0, 6);
      const likely = fields.filter((field) => looksLike(sheet, from, one.column, layout, field));
      const settled = likely.length === 1 ? likely[0]! : null;
      const taken = ask({
        id: `column|${layout.id}|${plainHead(one)}`,
        letter: one.letter,
        ask: `${shownHead(one)}指什么？`,
        options: [
          ...fields.map((field) => ({ value: field, says: nameOf(field) })),
          { value: LEAVE_OUT, says: '不读这一列' },
        ],
        default: settled,
        certainty: settled ? 'likely' : 'unsure',
      });
      if (taken === null) wanted.add(match.field);
      const certainty = questions.at(-1)!.answer === undefined ? 'likely' : 'chosen';
      result.set(
        one.column,
        taken === null || taken === LEAVE_OUT ? unread(one) : { ...plain(one), field: taken, certainty },
      );
      continue;
    }
    const rival = match.rival === undefined ? undefined : matched.find((other) => other.column === match.rival);
    const how = rival && !isChosen(rival.letter) ? differs(sheet, from, one.column, rival.column) : 'same';
    if (rival && how === 'leftEmpty') {
      result.set(one.column, { ...unread(one), certainty: 'likely' });
      result.set(rival.column, { ...plain(rival), field: match.field, certainty: one.certainty });
    } else if (rival && how === 'differ') {
      const taken = ask({
        id: `twice|${layout.id}|${match.field}|${plainHead(one)}|${plainHead(rival)}`,
        letter: one.letter,
        ask: `${shownHead(one)}和${shownHead(rival)}都像“${nameOf(match.field)}”，内容不一样，读哪一列？`,
        options: [
          { value: one.letter, says: shownHead(one) },
          { value: rival.letter, says: shownHead(rival) },
          { value: LEAVE_OUT, says: '两列都不读' },
        ],
        default: null,
        certainty: 'unsure',
      });
      if (taken === null) wanted.add(match.field);
      for (const column of [one, rival])
        result.set(
          column.column,
          taken === column.letter ? { ...plain(column), field: match.field, certainty: 'chosen' } : unread(column),
        );
    } else if (one.hidden) {
      const taken = ask({
        id: `hidden|${layout.id}|${plainHead(one)}`,
        letter: one.letter,
        ask: `${shownHead(one)}在表里是隐藏的，看得见的列里没有“${nameOf(match.field)}”，读不读这一列？`,
        options: [
          { value: match.field, says: `读，作为“${nameOf(match.field)}”` },
          { value: LEAVE_OUT, says: '不读' },
        ],
        default: match.field,
        certainty: 'likely',
      });
      result.set(
        one.column,
        taken === LEAVE_OUT ? { ...unread(one), ignoredBecause: 'hidden' } : { ...plain(one), certainty: 'likely' },
      );
    } else result.set(one.column, plain(one));
  }
  for (const one of matched) {
    const first = one.leads === undefined ? undefined : result.get(one.leads);
    if (!first || isChosen(one.letter)) continue;
    const { field, certainty } = first;
    result.set(one.column, field === null ? unread(one) : { ...plain(one), field, certainty });
  }
  const noTicks = askedTicks(sheet, result, from, layout, ask);
  const columns = chosenColumns(
    [...result].sort(([a], [b]) => a - b).map(([, column]) => column),
    layout,
    choice,
  );
  const has = (field: string): boolean => columns.some((column) => column.field === field);
  const waitsFor = missingOf(layout, has)
    .map((spec) => spec.field)
    .filter((field) => wanted.has(field));
  return { columns, questions, waitsFor, noTicks };
}

/** Marks beside the usual one: whether they say the same is asked, and until then they say nothing. */
function askedTicks(
  sheet: Sheet,
  columns: ReadonlyMap<number, ColumnUnderstanding>,
  from: number,
  layout: Layout<string>,
  ask: (question: Omit<Question, 'sheet' | 'answer'>) => string | null,
): string[] {
  const marks = new Map<string, { count: number; cell: string }>();
  for (const [column, { says }] of columns) {
    if (says === undefined) continue;
    for (let row = from; row < sheet.rows.length; row += 1) {
      const mark = squeezed(cellAt(sheet, row, column)?.text ?? '');
      if (!TICK.test(mark)) continue;
      const known = marks.get(mark);
      marks.set(mark, { count: (known?.count ?? 0) + 1, cell: known?.cell ?? address(row, column) });
    }
  }
  const [usual, ...others] = [...marks].sort(([, one], [, other]) => other.count - one.count);
  return others.flatMap(([mark, { count, cell }]) => {
    const answer = ask({
      id: `tick|${layout.id}|${mark}`,
      cell,
      ask: `表里多数打“${usual![0]}”，另有${count}格打“${mark}”（第一处在${cell}），是不是一个意思？`,
      options: [
        { value: 'same', says: `和“${usual![0]}”一个意思` },
        { value: LEAVE_OUT, says: '不是，不按打勾读' },
      ],
      default: null,
      certainty: 'unsure',
    });
    return answer === 'same' ? [] : [mark];
  });
}

function chosenColumns(
  columns: readonly ColumnUnderstanding[],
  layout: Layout<string>,
  choice: SheetChoice | undefined,
): ColumnUnderstanding[] {
  const chosen = new Map<string, string | null>();
  for (const [letter, field] of Object.entries(choice?.columns ?? {})) {
    const known = field === null || layout.columns.some((spec) => spec.field === field);
    // What is said of a column holds for its own table, not for the one beside it.
    const isOwn = columns.some((column) => column.letter === letter);
    if (known && isOwn && columnIndex(letter) >= 0) chosen.set(letter, field);
  }
  const given = new Set([...chosen.values()].filter((field) => field !== null));
  return columns.map((column) => {
    // What must not be stored cannot be chosen either.
    if (column.ignoredBecause === 'identityCard' || column.ignoredBecause === 'phone') return column;
    const field = chosen.get(column.letter);
    const { letter, header, hidden } = column;
    const base = { letter, header, certainty: 'chosen' as const, ...(hidden ? { hidden } : {}) };
    const many = layout.columns.find((spec) => spec.field === (field ?? column.field))?.many;
    if (field !== undefined)
      return {
        ...base,
        field,
        ...(field === null ? { ignoredBecause: 'unknown' as const } : many ? { many } : {}),
      };
    if (column.field !== null && given.has(column.field) && !many)
      return { ...base, field: null, ignoredBecause: 'unknown' };
    return column;
  });
}
