/** The day of joining the Party, a column that both lists of people have; that of becoming a full member may stand in it too. */
import type { Day } from '../../core/time/room.ts';
import {
  type ColumnSpec,
  isNothing,
  type RoughDay,
  readDay,
  type SheetRow,
  squeezed,
} from '../../platform/open/room.ts';
import type { MemberCategory, PlanDraft } from '../organizations/room.ts';

export const JOINED_ON: ColumnSpec = {
  field: 'joinedOn',
  name: '入党时间',
  note: '例如 2001-11-12；只知道年月的写 2001年11月',
  with: ['转正时间', '转正日期', '转正年月', '转正', '预备期满时间', '转为正式党员时间', '入党'],
  synonyms: [
    '入党日期',
    '入党年月',
    '加入党组织时间',
    '加入党组织日期',
    '加入中国共产党时间',
    '何时入党',
    '入党时间年月',
    '入党',
    '入党转正时间',
    '政治面貌及加入时间',
    '政治面貌及入党时间',
    '政治面貌及时间',
    '加入党派时间',
    '接收为预备党员时间',
    '接收预备党员时间',
    '成为预备党员时间',
    '吸收为预备党员时间',
    '批准为预备党员时间',
    '列为预备党员时间',
  ],
};

/** What the cell of joining says. */
export interface Joining {
  joinedOn: RoughDay | null;
  /** The day of becoming a full member, where it stands in the same cell. */
  fullOn: RoughDay | null;
  /** 预备 behind the day. */
  category: MemberCategory | null;
}

const NOTHING: Joining = { joinedOn: null, fullOn: null, category: null };

const DATE =
  /(?<!\d)(?:(?:19|20)\d{2}|\d{2})[年.\-/](?:1[0-2]|0?[1-9])(?!\d)(?:[月.\-/](?:3[01]|[12]\d|0?[1-9])(?!\d)日?|月)?|(?<!\d)(?:19|20)\d{4}(?:\d{2})?(?!\d)/g;
const WORDS =
  /于|在|为|时间|日期|中共(?:党员)?|入党|加入(?:中国共产党|党组织)?|预备(?:党员)?|转为?正式?(?:党员)?|正式(?:党员)?|期满|转正|[:,;、/()\s.—-]/g;
const BECAME_FULL = /转为?正|转正|正式/;

/** `1998.06/1999.06`, `2005年7月入党，2006年7月转正`, `2016.12（预备）`; undefined for what says something else. */
function joinedAndFull(written: string): Joining | undefined {
  const plain = written
    .normalize('NFKC')
    .replace(/\s*\n\s*/g, ';')
    .replace(/(?<=[\d年月])\s+(?=[\d月日年])/g, ' ');
  const dates = [...plain.matchAll(DATE)];
  if (dates.length === 0 || dates.length > 2 || plain.replace(DATE, '').replace(WORDS, '') !== '') return undefined;
  const read = dates.map(([text]) => readDay({ value: text, text }));
  const [first, second] = read.map((one) => (one.ok ? one.value : undefined));
  if (!first || (dates.length === 2 && !second)) return undefined;
  const between = plain.slice(dates[0]!.index + dates[0]![0].length, dates[1]?.index);
  const before = plain.slice(0, dates[0]!.index);
  // 转正:1999.06,入党:1998.06 is written the other way round.
  const isTurned = second !== undefined && second.day < first.day && BECAME_FULL.test(`${before}${between}`);
  const [joinedOn, fullOn] = isTurned ? [second, first] : [first, second ?? null];
  if (fullOn && fullOn.day < joinedOn.day) return undefined;
  if (!fullOn && BECAME_FULL.test(plain) && !/入党|加入/.test(plain)) return undefined;
  return { joinedOn, fullOn, category: !fullOn && /预备/.test(plain) ? 'probationary' : null };
}

/** Written in the place of a day of those who are in no Party or in another one. */
const NO_MEMBER =
  /^(?:群众|无党派(?:人士)?|非(?:中共)?党员|党外(?:干部|人士)?|民革|民盟|民建|民进|农工(?:民主)?党|致公党|九三(?:学社)?|台盟)/;

/** Undefined when the row was rejected because of it. `allowsOthers`: the list has people of other parties and of none too. */
export function joining(row: SheetRow, today: Day, draft: PlanDraft, allowsOthers = false): Joining | undefined {
  const cell = row.cell('joinedOn');
  if (!cell || isNothing(row.text('joinedOn'))) return NOTHING;
  const written = cell.text.trim();
  // A year alone is no day and no month: better none than a guessed one, and no reason to leave a person out.
  if (/^(?:19|20)\d{2}年?$/.test(squeezed(written))) {
    draft.warn(row.where('joinedOn'), 'joined-year-only', `入党时间只写了“${written}”，没有导入，请补上年月`);
    return NOTHING;
  }
  if (allowsOthers && NO_MEMBER.test(squeezed(written))) return NOTHING;
  const reading = readDay(cell);
  const both = typeof cell.value === 'string' ? joinedAndFull(cell.text) : undefined;
  const saysMore = both && (both.fullOn !== null || both.category !== null);
  const said = reading.ok && !saysMore ? { ...NOTHING, joinedOn: reading.value } : both;
  if (!said) {
    draft.reject(
      row.where('joinedOn'),
      reading.ok ? 'date-unreadable' : reading.reason,
      `入党时间“${written}”不是有效的日期`,
    );
    return undefined;
  }
  if (said.joinedOn!.day > today) {
    draft.reject(row.where('joinedOn'), 'date-in-future', `入党时间“${written}”晚于今天`);
    return undefined;
  }
  if (reading.ok && reading.doubtful)
    draft.warn(
      row.where('joinedOn'),
      'date-doubtful',
      `入党时间“${written}”可以有两种读法，按${reading.value.day}读入，请核对`,
    );
  return said;
}
