/** When something is due, as offices write it: 6月底前、三季度、全年、长期坚持. Read to a day, or to what is doubtful. */
import {
  addDays,
  type Day,
  dayFrom,
  firstDay,
  lastDay,
  monthFrom,
  monthOf,
  shortDayName,
} from '../../core/time/room.ts';
import { type Cell, isNothing, leadingDay, readDay, squeezed } from '../../platform/open/room.ts';

export type DueReading =
  | { kind: 'day'; dueOn: Day; words: string }
  /** Goes on without a last day. */
  | { kind: 'always'; words: string }
  /** May be meant in two ways; the first is the likelier one. */
  | { kind: 'doubt'; words: string; options: readonly { dueOn: Day; says: string }[] }
  | { kind: 'missing' }
  | { kind: 'unreadable'; words: string };

/** What words alone can say. */
type Worded = Extract<DueReading, { kind: 'day' | 'always' | 'doubt' }>;

const ALWAYS =
  /^(?:长期|常态化?|持续|经常|日常|随时|适时|每[天日周月季年]|每个月|每季度|每半年|按月|按季度?|按要求|不定期|定期)/;
const WHOLE_YEAR =
  /^(?:全年|全年度|贯穿全年|年度|年内|当年|本年度?|年底|年末|年终|岁末|底|末|(?:到|于)?年底)(?:底|末)?(?:以?前|之前|完成)*$/;
const HAN = '零一二三四五六七八九';

/** `十二月` with figures; nothing but numbers before 月 and 季 is touched. */
const withFigures = (text: string): string =>
  text.replace(/[一二三四五六七八九十]{1,2}(?=个?月|季)/g, (number) => {
    if (!number.includes('十')) return String(HAN.indexOf(number));
    const [tens = '', ones = ''] = number.split('十');
    return String((tens ? HAN.indexOf(tens) : 1) * 10 + (ones ? HAN.indexOf(ones) : 0));
  });

const endOfMonth = (year: number, month: number): Day | undefined => {
  const found = monthFrom(year, month);
  return found && lastDay(found);
};

/** Holidays by which offices set terms; the day before when it is 前. */
const FEASTS: readonly [RegExp, number, number][] = [
  [/^(?:元旦)/, 1, 1],
  [/^(?:五一|劳动节)/, 5, 1],
  [/^(?:七一|建党节)/, 7, 1],
  [/^(?:八一|建军节)/, 8, 1],
  [/^(?:十一|国庆节?)/, 10, 1],
];

const BEFORE = /^(?:以?前|之前)(?:完成)?$/;
const DONE = /^(?:以?前|之前|完成|止|结束|底|份|内|底前|末|末前|底以前|底之前)*$/;

/** `6月`, `6月前`, `6月上旬`, `6月20日前`: by the month. */
function inMonth(plain: string, year: number): Worded | undefined {
  const match = /^(\d{1,2})月(?:份)?(.*)$/.exec(plain);
  if (!match) return undefined;
  const month = Number(match[1]);
  const rest = match[2]!;
  const end = endOfMonth(year, month);
  if (!end) return undefined;
  const day = (on: Day | undefined): Worded | undefined => on && { kind: 'day', dueOn: on, words: '' };
  const numbered = /^(\d{1,2})[日号]?(.*)$/.exec(rest);
  if (numbered && DONE.test(numbered[2]!)) return day(dayFrom(year, month, Number(numbered[1])));
  const third = /^(上|中|下)旬(.*)$/.exec(rest);
  if (third && DONE.test(third[2]!))
    return day(third[1] === '下' ? end : dayFrom(year, month, third[1] === '上' ? 10 : 20));
  if (/^月?初/.test(rest)) return day(dayFrom(year, month, 10));
  if (BEFORE.test(rest) && month > 1) {
    const before = addDays(firstDay(monthFrom(year, month)!), -1);
    const options = [end, before].map((dueOn) => ({ dueOn, says: `到${shortDayName(dueOn)}` }));
    return { kind: 'doubt', words: '', options };
  }
  return DONE.test(rest) ? day(end) : undefined;
}

/** `三季度`, `第三季度末`, `上半年`. */
function inPart(plain: string, year: number): Worded | undefined {
  const quarter = /^第?([1-4])季度?(.*)$/.exec(plain);
  if (quarter && DONE.test(quarter[2]!)) {
    const month = Number(quarter[1]) * 3;
    const end = endOfMonth(year, month)!;
    if (!BEFORE.test(quarter[2]!) || month === 3) return { kind: 'day', dueOn: end, words: '' };
    const options = [end, endOfMonth(year, month - 3)!].map((dueOn) => ({ dueOn, says: `到${shortDayName(dueOn)}` }));
    return { kind: 'doubt', words: '', options };
  }
  const half = /^(上|下)半年(.*)$/.exec(plain);
  if (half && DONE.test(half[2]!))
    return { kind: 'day', dueOn: endOfMonth(year, half[1] === '上' ? 6 : 12)!, words: '' };
  return undefined;
}

function inWords(plain: string, year: number): Worded | undefined {
  if (ALWAYS.test(plain)) return { kind: 'always', words: '' };
  if (WHOLE_YEAR.test(plain)) return { kind: 'day', dueOn: endOfMonth(year, 12)!, words: '' };
  const feast = FEASTS.find(([name]) => name.test(plain));
  if (feast && DONE.test(plain.replace(feast[0], ''))) {
    const on = dayFrom(year, feast[1], feast[2])!;
    return { kind: 'day', dueOn: /前/.test(plain) ? addDays(on, -1) : on, words: '' };
  }
  return inMonth(plain, year) ?? inPart(plain, year);
}

/** The year that a text names for itself: 2018年、明年、次年. `rest` is what follows. */
function ownYear(plain: string, year: number): { year: number; rest: string } {
  const named = /^((?:19|20)\d{2})年(?:度)?(?=\D|\d{1,2}月|$)/.exec(plain);
  if (named) return { year: Number(named[1]), rest: plain.slice(named[0].length) };
  if (/^(?:明年|次年|下一?年)/.test(plain))
    return { year: year + 1, rest: plain.replace(/^(?:明年|次年|下一?年)/, '') };
  return { year, rest: plain.replace(/^(?:今年|本年度?|当年)(?=.)/, '') };
}

function readText(text: string, year: number): Worded | undefined {
  const plain = withFigures(squeezed(text))
    .replace(/[。;,、]+$/, '')
    .replace(/^(?:于|在|到|至|截至|截止到?)/, '');
  // Of a range the end counts: 3月至6月, 3-6月, 2017.3—2017.6.
  const range = /^.*?\d{0,2}(?:月(?:份)?|日|号)?(?:底|初)?[-—–~～至到]+(.+)$/.exec(plain);
  const last = range && /月|季|年|\d[./]\d/.test(range[1]!) ? range[1]! : plain;
  // The end of a range is in the year of its beginning unless it names its own.
  const own = last === plain ? ownYear(plain, year) : ownYear(last, ownYear(plain, year).year);
  if (own.rest === '') return { kind: 'day', dueOn: endOfMonth(own.year, 12)!, words: '' };
  const said = inWords(own.rest, own.year);
  if (said) return said;
  const day = leadingDay(last, own.year);
  if (!day.ok || !DONE.test(day.rest)) return undefined;
  const { value } = day;
  return {
    kind: 'day',
    dueOn: value.precision === 'day' ? value.day : lastDay(monthOf(value.day)),
    words: '',
  };
}

/** Reads a due cell of a plan of this year; `words` is what stood there, where it says more than the day. */
export function readDue(cell: Cell | null, year: number): DueReading {
  const text = (cell?.text ?? '').trim();
  if (cell === null || isNothing(text)) return { kind: 'missing' };
  const exact = readDay(cell, year);
  if (exact.ok && exact.rest === '' && exact.value.precision === 'day')
    return { kind: 'day', dueOn: exact.value.day, words: '' };
  const words = text.replace(/\s+/g, ' ').slice(0, 40);
  // As our own sheets say both: 2017.05.31(五月份例会前).
  const both = /^(\d{4}\.\d{2}\.\d{2})\((.*)\)$/.exec(text.normalize('NFKC'));
  const stated = both && leadingDay(both[1]!);
  if (both && stated?.ok) return { kind: 'day', dueOn: stated.value.day, words: both[2]! };
  const read = readText(text, year);
  return read ? { ...read, words } : { kind: 'unreadable', words };
}

/** How a sheet says when something is due, so that it is read to the same. */
export function writeDue({ dueOn, dueWords }: { dueOn: Day | null; dueWords: string }, year: number): string {
  const dotted = dueOn === null ? '' : dueOn.replaceAll('-', '.');
  if (dueWords === '') return dotted;
  const read = readDue({ value: dueWords, text: dueWords, isDay: false } as Cell, year);
  const same = read.kind === 'day' ? read.dueOn === dueOn : dueOn === null && read.kind === 'always';
  return same || dueOn === null ? dueWords : `${dotted}(${dueWords})`;
}
