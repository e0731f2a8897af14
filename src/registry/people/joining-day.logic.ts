/** The day of joining the Party, a column that both lists of people have. */
import type { Day } from '../../core/time/room.ts';
import {
  type ColumnSpec,
  isNothing,
  type RoughDay,
  readDay,
  type SheetRow,
  squeezed,
} from '../../platform/open/room.ts';
import type { PlanDraft } from '../organizations/room.ts';

export const JOINED_ON: ColumnSpec = {
  field: 'joinedOn',
  name: '入党时间',
  note: '例如 2001-11-12；只知道年月的写 2001年11月',
  synonyms: [
    '入党日期',
    '入党年月',
    '加入党组织时间',
    '加入党组织日期',
    '加入中国共产党时间',
    '何时入党',
    '入党时间年月',
  ],
};

/** Null when nothing is written; undefined when the row was rejected because of it. */
export function joiningDay(row: SheetRow, today: Day, draft: PlanDraft): RoughDay | null | undefined {
  const cell = row.cell('joinedOn');
  if (!cell || isNothing(row.text('joinedOn'))) return null;
  const reading = readDay(cell);
  const written = cell.text.trim();
  // A year alone is no day and no month: better none than a guessed one, and no reason to leave a person out.
  if (/^(?:19|20)\d{2}年?$/.test(squeezed(written))) {
    draft.warn(row.where('joinedOn'), 'joined-year-only', `入党时间只写了“${written}”，没有导入，请补上年月`);
    return null;
  }
  if (!reading.ok) {
    draft.reject(row.where('joinedOn'), reading.reason, `入党时间“${written}”不是有效的日期`);
    return undefined;
  }
  if (reading.value.day > today) {
    draft.reject(row.where('joinedOn'), 'date-in-future', `入党时间“${written}”晚于今天`);
    return undefined;
  }
  if (reading.doubtful)
    draft.warn(
      row.where('joinedOn'),
      'date-doubtful',
      `入党时间“${written}”可以有两种读法，按${reading.value.day}读入，请核对`,
    );
  return reading.value;
}
