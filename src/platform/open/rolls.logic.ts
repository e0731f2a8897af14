/** Lists of people with a mark for each meeting: a sign-in sheet for one, a table of attendance for many. */
import { isNothing, readPersonName, readReason } from './cells.logic.ts';
import { label } from './column-match.logic.ts';
import { leadingDay, readDay } from './day-cells.logic.ts';
import { cellOfLabelled, countedIn, fieldOf, type Labelled, labelledIn } from './forms.logic.ts';
import type { Choices, Layout, Question, RecordCell, RowRecord } from './layout.logic.ts';
import { address, carriedDown, cellAt, type Sheet, squeezed, textAt } from './workbook.logic.ts';

const NAME = /^(?:党员|参会|参加|到会|出席|与会)?(?:人员)?姓名$|^(?:参会|参加|到会|与会|签到)人员?$|^党员$/;
const SIGN =
  /^(?:本人|参会)?(?:签到|签名|签字)(?:情况|栏|处)?$|^(?:到会|出勤|出席|参会|参加|考勤|签到)情况$|^是否(?:到会|参加|出席|签到)$|^(?:到会|出勤|考勤)$/;
const WHY = /^(?:缺席|请假|未到|未参加|缺勤|不能参加)?(?:原因|事由|理由)$|^(?:缺席|请假)(?:情况|说明|原因)?$|^备注$/;
const HEAD_WITHIN = 40;

const PRESENT = /^(?:[√✓✔☑vV]|1|是|到|已到|到会|已签到?|签到|出席|已出席|参加|已参加|参会|全勤|迟到|早退)$/;
const ABSENT = /^(?:[×✗✘xX]|0|否|未到|未到会|缺|缺席|缺勤|未参加|未出席)$/;
const SYMBOL = /^[^\p{Script=Han}\p{L}\p{N}]+/u;
const LEGEND = /([√✓×✗△▲○●◎☆★◇◆□■/\\])[:：]?(?:表示|为|代表|是|-)?(?:为)?([\p{Script=Han}]{1,6})/gu;

interface Block {
  name: number;
  /** Columns of this block behind the name. */
  columns: number[];
}

interface Head {
  row: number;
  depth: number;
  blocks: Block[];
}

const mergedText = (sheet: Sheet, row: number, column: number): string => {
  const merge = sheet.merges.find((m) => row >= m.top && row <= m.bottom && column >= m.left && column <= m.right);
  return merge ? textAt(sheet, merge.top, merge.left) : textAt(sheet, row, column);
};

/** The row in which heads of names stand, with what stands behind each of them. */
function headOf(sheet: Sheet): Head | undefined {
  for (let row = 0; row < Math.min(HEAD_WITHIN, sheet.rows.length); row += 1) {
    const cells = sheet.rows[row] ?? [];
    const names = cells.flatMap((cell, column) => (cell && NAME.test(label(cell.text)) ? [column] : []));
    if (names.length === 0 || cells.filter((cell) => cell).length < 2) continue;
    const tall = sheet.merges.find((merge) => merge.top === row && merge.left === names[0]);
    const depth = tall ? tall.bottom - row + 1 : 1;
    const width = Math.max(...sheet.rows.slice(row, row + depth).map((one) => one.length));
    const blocks = names.map((name, at) => ({
      name,
      columns: Array.from({ length: (names[at + 1] ?? width) - name - 1 }, (_, more) => name + 1 + more),
    }));
    return { row, depth, blocks };
  }
  return undefined;
}

interface Listed {
  row: number;
  name: string;
  block: Block;
}

const TOTAL = /^(?:合计|总计|小计|共计|应到|实到|缺席|请假|出席率|到会率)/;

/** The people below a head, as long as names go on. */
function listedBelow(sheet: Sheet, { row, depth, blocks }: Head): Listed[] {
  const listed: Listed[] = [];
  for (let at = row + depth; at < sheet.rows.length; at += 1)
    for (const block of blocks) {
      const text = textAt(sheet, at, block.name);
      const name = readPersonName(text);
      if (name && !TOTAL.test(squeezed(text)) && name.length <= 12) listed.push({ row: at, name, block });
    }
  return listed;
}

type Meaning = { is: 'present' } | { is: 'absent'; why: string } | { is: 'blank' } | { is: 'unknown'; mark: string };

/** What the marks of a list mean: by what the sheet says of them, by their usual meaning, by what was answered. */
class Marks {
  readonly #legend = new Map<string, string>();
  readonly #answers: Choices['answers'];
  readonly #layout: Layout<string>;
  readonly #sheet: Sheet;
  readonly #asked = new Map<string, Question>();

  constructor(sheet: Sheet, layout: Layout<string>, answers: Choices['answers']) {
    this.#sheet = sheet;
    this.#layout = layout;
    this.#answers = answers;
    for (const row of sheet.rows)
      for (const cell of row)
        if (cell && cell.text.length > 3)
          for (const [, mark, word] of cell.text.normalize('NFKC').matchAll(LEGEND)) this.#legend.set(mark!, word!);
  }

  get questions(): Question[] {
    return [...this.#asked.values()];
  }

  read(text: string, why: string, name: string, where: string): Meaning {
    const mark = squeezed(text);
    if (mark === '' || (isNothing(text) && mark !== '0')) {
      if (!isNothing(why)) return { is: 'absent', why: readReason(why) };
      return { is: 'blank' };
    }
    if (readPersonName(mark) === name) return { is: 'present' };
    const said = this.#legend.get(mark);
    const word = said ?? mark;
    if (PRESENT.test(word) || /^(?:出席|到会|参加|出勤|实到)/.test(word)) return { is: 'present' };
    if (ABSENT.test(word) || /^缺/.test(word)) return { is: 'absent', why: isNothing(why) ? '' : readReason(why) };
    const words = word.replace(SYMBOL, '');
    if (/\p{Script=Han}/u.test(words)) return { is: 'absent', why: readReason(isNothing(why) ? words : why) };
    return this.#ask(mark, where);
  }

  /** What an empty place means, where others are marked. */
  blank(count: number, where: string, isMarked: boolean): 'present' | 'absent' | 'left' | 'open' {
    const answer = this.#question({
      id: `roll-blank|${this.#layout.id}|${isMarked ? 'some' : 'none'}`,
      cell: where,
      ask: isMarked
        ? `有${count}处没有打记号，也没有写原因（第一处在${where}），算什么？`
        : `${count}个人名后面都没有记号，算都到了吗？`,
      options: [
        { value: 'absent', says: '缺席' },
        { value: 'present', says: '到了' },
        { value: 'left', says: '不算应到，不记' },
      ],
      default: isMarked ? 'absent' : null,
      certainty: isMarked ? 'likely' : 'unsure',
    });
    return answer === 'absent' || answer === 'present' || answer === 'left' ? answer : 'open';
  }

  #ask(mark: string, where: string): Meaning {
    const answer = this.#question({
      id: `roll-mark|${mark.slice(0, 20)}`,
      cell: where,
      ask: `记号“${mark}”是什么意思？`,
      options: [
        { value: 'present', says: '到了' },
        { value: 'leave', says: '请假' },
        { value: 'absent', says: '缺席' },
      ],
      default: null,
      certainty: 'unsure',
    });
    if (answer === 'present') return { is: 'present' };
    if (answer === null) return { is: 'unknown', mark };
    return { is: 'absent', why: answer === 'leave' ? '请假' : '' };
  }

  #question(question: Omit<Question, 'sheet' | 'answer'>): string | null {
    const given = this.#answers?.[question.id];
    const answer = question.options.some(({ value }) => value === given) ? given : undefined;
    if (!this.#asked.has(question.id))
      this.#asked.set(question.id, {
        ...question,
        sheet: this.#sheet.name,
        ...(answer === undefined ? {} : { answer }),
      });
    return answer ?? question.default;
  }
}

/** One meeting's marks. */
interface Attended {
  present: string[];
  absent: string[];
  /** How many are due by the list; undefined where it may name only those who came. */
  due: number | undefined;
  /** Why it cannot be read yet. */
  waits: string | undefined;
}

function attendedBy(
  listed: readonly Listed[],
  place: (one: Listed) => { mark: string; why: string; where: string },
  marks: Marks,
  isWhole: boolean,
): Attended {
  const read = listed.map((one) => {
    const { mark, why, where } = place(one);
    return { name: one.name, where, means: marks.read(mark, why, one.name, where) };
  });
  const blank = read.filter(({ means }) => means.is === 'blank');
  const isMarked = read.some(({ means }) => means.is === 'present');
  const empty = blank.length > 0 ? marks.blank(blank.length, blank[0]!.where, isMarked) : 'left';
  const unknown = read.find(({ means }) => means.is === 'unknown');
  const present = read.flatMap(({ name, means }) =>
    means.is === 'present' || (means.is === 'blank' && empty === 'present') ? [name] : [],
  );
  const absent = read.flatMap(({ name, means }) =>
    means.is === 'absent'
      ? [means.why === '' ? name : `${name}(${means.why})`]
      : means.is === 'blank' && empty === 'absent'
        ? [name]
        : [],
  );
  const waits =
    unknown?.means.is === 'unknown'
      ? `请先回答：记号“${unknown.means.mark}”是什么意思？`
      : empty === 'open'
        ? '请先回答：没有打记号的人算不算到了？'
        : undefined;
  return {
    present,
    absent,
    due: isWhole || absent.length > 0 ? present.length + absent.length : undefined,
    waits,
  };
}

export interface Rolls {
  records: RowRecord[];
  /** Head of the list, from 0. */
  row: number;
  depth: number;
  /** What stands around the list beside its labels. */
  labelled: Labelled[];
  /** Columns that were read, with what they say. */
  columns: { column: number; header: string; field: string }[];
  questions: Question[];
}

interface Meeting {
  column: number;
  cells: RecordCell[];
}

/** A column of marks under a day, with what else its head says: the kind, the topic. */
function meetingAt(sheet: Sheet, head: Head, column: number): Meeting | undefined {
  const rows = Array.from({ length: head.depth }, (_, at) => head.row + at);
  let day: RecordCell | undefined;
  const more: RecordCell[] = [];
  for (const row of rows) {
    const cell = cellAt(sheet, row, column);
    const text = cell ? cell.text.trim() : mergedText(sheet, row, column);
    if (text === '') continue;
    const place = { where: address(row, column), row, column };
    const serial = cell?.isDay ? readDay(cell) : undefined;
    const plain = text.normalize('NFKC');
    const leading = leadingDay(plain, 2000);
    if (!day && serial?.ok) day = { field: 'date', ...place };
    else if (!day && leading.ok) {
      const rest = plain.slice(plain.length - leading.rest.length).trim();
      const isRest = leading.rest !== '' && /^\p{Script=Han}{2}/u.test(leading.rest);
      day = { field: 'date', ...place, ...(isRest ? { text: plain.slice(0, plain.length - rest.length) } : {}) };
      if (isRest) more.push({ field: 'title', ...place, text: rest });
    } else if (!day && /^(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?$/.test(squeezed(plain)))
      day = { field: 'date', ...place, text };
    else more.push({ field: 'title', ...place, text });
  }
  return day && { column, cells: [day, ...more.slice(0, 1)] };
}

/** Fewer names as heads may be something else. */
const FEWEST_NAMES = 3;

/** A table of meetings with a column for each person, and a mark where he came; undefined when it is none. */
function namesAsHeads(source: Sheet, layout: Layout<string>, answers: Choices['answers']): Rolls | undefined {
  const { present: presentField, absent: absentField } = layout.rolls!;
  const sheet = carriedDown(source);
  for (let row = 0; row < Math.min(HEAD_WITHIN, source.rows.length); row += 1) {
    const heads = (source.rows[row] ?? []).map((cell) => cell?.text.trim() ?? '');
    const fields = heads.map((text) => fieldOf(layout, text));
    const date = fields.indexOf('date');
    const people = heads.flatMap((text, column) => {
      const name = fields[column] === undefined && text.length <= 6 ? readPersonName(text) : undefined;
      return name ? [{ name, column }] : [];
    });
    if (date < 0 || people.length < FEWEST_NAMES) continue;
    const rows = source.rows.map((_, at) => at).filter((at) => at > row && textAt(sheet, at, date) !== '');
    const written = rows
      .flatMap((at) => people.map(({ column }) => squeezed(textAt(sheet, at, column))))
      .filter(Boolean);
    const known = written.filter((text) => PRESENT.test(text) || ABSENT.test(text)).length;
    if (known === 0 || known * 2 < written.length) continue;
    const marks = new Marks(source, layout, answers);
    const records = rows
      .filter((at) => !TOTAL.test(squeezed(textAt(sheet, at, 0))))
      .map((at): RowRecord => {
        const listed = people.map(({ name, column }) => ({ row: at, name, block: { name: column, columns: [] } }));
        const attended = attendedBy(
          listed,
          ({ block }) => ({ mark: textAt(sheet, at, block.name), why: '', where: address(at, block.name) }),
          marks,
          true,
        );
        const place = { where: address(at, people[0]!.column), row: at, column: people[0]!.column };
        const put = (field: string, text: string): RecordCell[] => (text === '' ? [] : [{ field, ...place, text }]);
        const own = fields.flatMap((field, column): RecordCell[] =>
          field && cellAt(sheet, at, column) ? [{ field, where: address(at, column), row: at, column }] : [],
        );
        return {
          at,
          cells: [
            ...own,
            ...put(presentField, attended.present.join('、')),
            ...put(absentField, attended.absent.join('、')),
            ...put('due', String(attended.due)),
            ...put('present', String(attended.present.length)),
            ...put('waits', attended.waits ?? ''),
          ],
        };
      });
    const columns = [
      ...fields.flatMap((field, column) => (field ? [{ column, header: heads[column]!, field }] : [])),
      ...people.map(({ name, column }) => ({ column, header: name, field: presentField })),
    ].sort((one, other) => one.column - other.column);
    return { records, row, depth: 1, labelled: [], columns, questions: marks.questions };
  }
  return undefined;
}

/** The lists of a sheet; undefined when it holds none. */
export function rollsIn(source: Sheet, layout: Layout<string>, answers: Choices['answers']): Rolls | undefined {
  if (!layout.rolls) return undefined;
  const head = headOf(source);
  if (!head) return namesAsHeads(source, layout, answers);
  const sheet = carriedDown(source);
  const listed = listedBelow(source, head);
  if (listed.length < 2) return undefined;
  const last = Math.max(...listed.map((one) => one.row));
  const around = source.rows.map((_, at) => at).filter((at) => at < head.row || at > last);
  // A remark above a list is about the list, not about a meeting.
  const isRemark = new Set(layout.columns.filter((spec) => spec.many).map((spec) => spec.field));
  const labelled = labelledIn(source, layout, around).filter(({ field }) => !isRemark.has(field));
  const lowest = head.row + head.depth - 1;
  const headText = (column: number): string => label(mergedText(source, lowest, column));
  const marks = new Marks(source, layout, answers);
  const { present: presentField, absent: absentField } = layout.rolls;

  const meetings =
    head.blocks.length === 1 ? head.blocks[0]!.columns.flatMap((column) => meetingAt(source, head, column) ?? []) : [];
  const isMany = meetings.length >= 2;
  // Below many meetings 应到 and 实到 head rows with a figure for each of them.
  const sums = isMany ? labelled.filter(({ field }) => field === 'due' || field === 'present') : [];
  const sumsOf = (column: number): RecordCell[] =>
    sums.flatMap(({ field, row }) =>
      cellAt(source, row, column) ? [{ field, where: address(row, column), row, column }] : [],
    );

  const record = (column: number, own: readonly RecordCell[], attended: Attended): RowRecord => {
    const place = { where: address(head.row, column), row: head.row, column };
    const put = (field: string, text: string): RecordCell[] => (text === '' ? [] : [{ field, ...place, text }]);
    const counted = isMany ? [] : countedIn(source, layout, around);
    const shared = labelled
      .filter((one) => !sums.includes(one) && !own.some(({ field }) => field === one.field))
      .map(cellOfLabelled);
    return {
      at: head.row,
      cells: [
        ...own,
        ...shared,
        ...counted,
        ...put(presentField, attended.present.join('、')),
        ...put(absentField, attended.absent.join('、')),
        // Where the sheet counts itself, names and counts are held against one another.
        ...(counted.length > 0 || attended.due === undefined ? [] : put('due', String(attended.due))),
        ...(counted.length > 0 ? [] : put('present', String(attended.present.length))),
        ...put('waits', attended.waits ?? ''),
      ],
    };
  };

  if (isMany) {
    const records = meetings.map(({ column, cells }) =>
      record(
        column,
        [...cells, ...sumsOf(column)],
        attendedBy(
          listed,
          ({ row }) => ({ mark: textAt(sheet, row, column), why: '', where: address(row, column) }),
          marks,
          true,
        ),
      ),
    );
    const columns = [
      { column: head.blocks[0]!.name, header: mergedText(source, head.row, head.blocks[0]!.name), field: presentField },
      ...meetings.map(({ column }) => ({
        column,
        header: mergedText(source, head.row, column),
        field: 'date',
      })),
    ];
    return { records, row: head.row, depth: head.depth, labelled, columns, questions: marks.questions };
  }

  const places = new Map(
    head.blocks.map((block) => [
      block,
      {
        sign: block.columns.find((column) => SIGN.test(headText(column))),
        why: block.columns.find((column) => WHY.test(headText(column))),
      },
    ]),
  );
  if ([...places.values()].some(({ sign }) => sign === undefined)) return undefined;
  const attended = attendedBy(
    listed,
    ({ row, block }) => {
      const { sign, why } = places.get(block)!;
      return {
        mark: textAt(source, row, sign!),
        why: why === undefined ? '' : textAt(source, row, why),
        where: address(row, sign!),
      };
    },
    marks,
    false,
  );
  const columns = head.blocks.flatMap((block) => {
    const { sign, why } = places.get(block)!;
    return [
      { column: block.name, header: headText(block.name), field: presentField },
      { column: sign!, header: headText(sign!), field: presentField },
      ...(why === undefined ? [] : [{ column: why, header: headText(why), field: absentField }]),
    ];
  });
  const records = [record(head.blocks[0]!.name, [], attended)];
  return { records, row: head.row, depth: head.depth, labelled, columns, questions: marks.questions };
}
