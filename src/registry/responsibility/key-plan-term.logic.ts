/** When an item of a key-work plan is due: by its column, else by the last month or quarter in which something is to be done. */
import { type Day, day, lastDay, month } from '../../core/time/room.ts';
import { type Cell, type SheetRow, squeezed } from '../../platform/open/room.ts';
import type { PlanContext, PlanDraft } from '../organizations/room.ts';
import { readDue } from './due-words.logic.ts';
import type { KeyPlanItem } from './key-plan.logic.ts';

interface Desk {
  draft: PlanDraft;
  context: PlanContext;
  year: number;
}

const QUARTER_ENDS = ['03-31', '06-30', '09-30', '12-31'];

/** Where no column says when an item is due, but targets or marks stand under parts of the year. */
interface ByParts {
  field: 'quarter' | 'monthly';
  id: string;
  ask: string;
  says: string;
}

/** The end of the last part of the year under which something stands: asked once for the sheet. */
function dueByParts(row: SheetRow, { draft, context }: Desk, by: ByParts, ends: readonly Day[]): Day | undefined {
  if (ends.length === 0) return undefined;
  const answer = draft.ask(
    {
      id: by.id,
      cell: row.where(by.field),
      ask: by.ask,
      options: [
        { value: by.field, says: by.says },
        { value: 'none', says: '没有到期日' },
      ],
      default: by.field,
      certainty: 'likely',
    },
    context.answers,
  );
  return answer === by.field ? [...ends].sort().at(-1) : undefined;
}

const QUARTERS: ByParts = {
  field: 'quarter',
  id: 'keyPlan.quarterDue',
  ask: '没有完成时限，只有各季度的目标：到最后一个有目标的季度末为止吗？',
  says: '到那个季度末',
};
const MONTHS: ByParts = {
  field: 'monthly',
  id: 'keyPlan.monthDue',
  ask: '没有完成时限，只有各月的安排：到最后一个有安排的月末为止吗？',
  says: '到那个月末',
};

function dueByQuarter(row: SheetRow, desk: Desk): Day | undefined {
  if (row.has('due')) return undefined;
  const named = [...row.text('quarter').matchAll(/(?:^|；)第?([一二三四1-4])季度[^：]*：/g)].map(([, one]) =>
    '一二三四'.includes(one!) ? '一二三四'.indexOf(one!) : Number(one) - 1,
  );
  return dueByParts(
    row,
    desk,
    QUARTERS,
    named.map((at) => day(`${desk.year}-${QUARTER_ENDS[at]!}`)),
  );
}

const HAN = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];

/** The months under which something stands: 3、6 of marks, 3月：自查；6月：验收 of words. */
const monthsIn = (text: string): number[] =>
  text.split(text.includes('：') ? '；' : '、').flatMap((one) => {
    const head = /^(\d{1,2}|[一二三四五六七八九十]{1,2})(?:月|$)/.exec(squeezed(one))?.[1];
    return head === undefined ? [] : [/\d/.test(head) ? Number(head) : HAN.indexOf(head) + 1];
  });

function dueByMonth(row: SheetRow, desk: Desk): Day | undefined {
  const months = row.has('due') ? [] : monthsIn(row.text('monthly'));
  return dueByParts(
    row,
    desk,
    MONTHS,
    months.map((at) => lastDay(month(`${desk.year}-${String(at).padStart(2, '0')}`))),
  );
}

/** When the item is due; what is doubtful is asked once for all rows that say it. */
export function readTerm(
  row: SheetRow,
  cell: Cell | null,
  work: string,
  desk: Desk,
): Pick<KeyPlanItem, 'dueOn' | 'dueWords'> {
  const { draft, year, context } = desk;
  const read = readDue(cell, year);
  const where = row.where('due');
  switch (read.kind) {
    case 'day':
      return { dueOn: read.dueOn, dueWords: read.words };
    case 'always':
      return { dueOn: null, dueWords: read.words };
    case 'doubt': {
      const answer = draft.ask(
        {
          id: `keyPlan.due:${squeezed(read.words)}`,
          cell: where,
          ask: `“${read.words}”到哪一天为止？`,
          options: read.options.map(({ dueOn, says }) => ({ value: dueOn.slice(5), says })),
          default: read.options[0]!.dueOn.slice(5),
          certainty: 'likely',
        },
        context.answers,
      );
      const chosen = read.options.find(({ dueOn }) => dueOn.slice(5) === answer) ?? read.options[0]!;
      return { dueOn: chosen.dueOn, dueWords: read.words };
    }
    case 'missing': {
      const by = dueByQuarter(row, desk) ?? dueByMonth(row, desk);
      if (by) return { dueOn: by, dueWords: '' };
      draft.warn(where, 'due-missing', `“${work.slice(0, 20)}”没有写完成时限，按没有到期日导入`);
      return { dueOn: null, dueWords: '' };
    }
    case 'unreadable':
      draft.warn(where, 'due-unreadable', `完成时限“${read.words}”读不成日期，文字照写，没有到期日`);
      return { dueOn: null, dueWords: read.words };
  }
}
