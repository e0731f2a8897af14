/** Days as offices write them. Everything is read to a day or a month, or to a reason why it cannot be. */
import { addDays, type Day, dayFrom, lastDay, monthFrom, monthOf } from '../../core/time/room.ts';
import { type Cell, squeezed } from './workbook.logic.ts';

/** A day as precisely as it was written. */
export interface RoughDay {
  day: Day;
  precision: 'day' | 'month';
}

export type DayProblem = 'date-impossible' | 'date-unreadable' | 'date-year-unknown';

export type DayReading =
  | {
      ok: true;
      value: RoughDay /** The writing allows another reading: said to the user as a warning. */;
      doubtful: boolean;
      rest: string;
    }
  | { ok: false; reason: DayProblem };

/** What stands after a date in its own cell: part of the day, weekday, clock, end of a range. */
const AFTER_DATE =
  /^(?:起|止|至今|前|后|生|出生|入党|转正|加入|参加工作|转入|任职|成立|届满|换届)?[(（]?(?:$|\d{1,3}周?岁|T?\d{1,2}[:时点]|上午|下午|中午|晚上?|早上?|全天|星期|周|礼拜|[-—~–至到])/;

const HAN_DIGITS = '〇一二三四五六七八九';

/** `二〇一七年六月十二日` with figures. Only characters between digits and the words 年月日 are touched. */
function withFigures(text: string): string {
  return text
    .replace(
      /(?<![〇○零一二三四五六七八九])(?:[〇○零一二三四五六七八九]{4}|[〇○零一二三四五六七八九]{2})(?=年)/g,
      (year) => [...year].map((digit) => Math.max(0, HAN_DIGITS.indexOf(digit))).join(''),
    )
    .replace(/[一二三四五六七八九十]{1,3}(?=[月日号])/g, (number) => {
      const [tens, ones] = number.includes('十') ? number.split('十') : ['零', number];
      const of = (digit: string | undefined, none: number): number => (digit ? HAN_DIGITS.indexOf(digit) : none);
      return String(number.includes('十') ? of(tens, 1) * 10 + of(ones, 0) : of(ones, 0));
    });
}

/** Half-width, figures, no spaces; a clock after a day is kept apart from it. */
const plainly = (text: string): string =>
  withFigures(squeezed(text.normalize('NFKC').replace(/(\d)\s+(?=\d{1,2}[:时点])/g, '$1T')));

const found = (year: number, month: number, day: number | undefined, rest: string, doubtful = false): DayReading => {
  const on = dayFrom(year, month, day ?? 1);
  if (!on) return { ok: false, reason: 'date-impossible' };
  return { ok: true, value: { day: on, precision: day === undefined ? 'month' : 'day' }, doubtful, rest };
};

/** The day of a serial number in the 1900 system, which counts a 29 February 1900 that never was. */
export function dayOfSerial(serial: number): Day | undefined {
  const whole = Math.floor(serial);
  if (whole < 61 || whole > 109_573) return undefined;
  return addDays('1899-12-30' as Day, whole);
}

const fromSerial = (serial: number): DayReading => {
  const on = dayOfSerial(serial);
  return on
    ? { ok: true, value: { day: on, precision: 'day' }, doubtful: false, rest: '' }
    : { ok: false, reason: 'date-impossible' };
};

const FULL = /^(\d{4})[年./\-、](\d{1,2})[月./\-、](\d{1,2})(?!\d)[日号.]?/;
const YEAR_MONTH = /^(\d{4})[年./\-、](\d{1,2})(?!\d)[月.]?份?/;
const MONTH_DAY = /^(\d{1,2})(?:月|[./-])(\d{1,2})(?!\d)[日号]?/;
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})?$/;
const SHORT_COMPACT = /^(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
// The year in two figures: 72年8月, 72.8; what could be a month before a point is read as one.
const SHORT_YEAR =
  /^(\d{2})(?:年(\d{1,2})(?!\d)(?:月份?|[./-])?(?:(\d{1,2})(?!\d)[日号]?)?|[./-](\d{1,2})(?!\d)(?:[./-](\d{1,2})(?!\d))?)[.]?/;
/** Written loosely: some day of that month. */
const ABOUT = /^(?:左右|前后|底|初|末|中旬|上旬|下旬|许)$/;
// The way programs set to American English write a day.
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})(?!\d)/;

const fullYear = (short: number): number => (short > 30 ? 1900 : 2000) + short;

/** `72年8月`, `72.8.1`; undefined when it is none. */
function shortYear(plain: string): DayReading | undefined {
  const match = SHORT_YEAR.exec(plain);
  if (!match) return undefined;
  const [all, year, month, day, otherMonth, otherDay] = match;
  const isWritten = month !== undefined;
  if (!isWritten && Number(year) <= 12) return undefined;
  const on = isWritten ? day : otherDay;
  return found(
    fullYear(Number(year)),
    Number(month ?? otherMonth),
    on ? Number(on) : undefined,
    plain.slice(all.length),
  );
}

/** `720801`, `19720801`, `197208` without any sign between; undefined when it is none. */
function compactDay(plain: string): DayReading | undefined {
  const match = COMPACT.exec(plain);
  const short = SHORT_COMPACT.exec(plain);
  if (match && !(match[3] === undefined && (Number(match[2]) > 12 || Number(match[1]) < 1921) && short)) {
    return found(Number(match[1]), Number(match[2]), match[3] ? Number(match[3]) : undefined, '');
  }
  return short ? found(fullYear(Number(short[1])), Number(short[2]), Number(short[3]), '') : undefined;
}

/** A date at the beginning of a text; `rest` is what follows it. `year` stands in for one that is not written. */
export function leadingDay(text: string, year?: number): DayReading {
  const plain = plainly(text);
  const rest = (match: RegExpExecArray): string => plain.slice(match[0].length);
  const full = FULL.exec(plain);
  if (full) return found(Number(full[1]), Number(full[2]), Number(full[3]), rest(full));
  const american = AMERICAN.exec(plain);
  if (american) {
    const short = Number(american[3]);
    const century = short > 99 ? 0 : short > 30 ? 1900 : 2000;
    return found(century + short, Number(american[1]), Number(american[2]), rest(american), Number(american[2]) <= 12);
  }
  const month = YEAR_MONTH.exec(plain);
  if (month) return found(Number(month[1]), Number(month[2]), undefined, rest(month));
  const short = shortYear(plain);
  if (short) return short;
  const day = MONTH_DAY.exec(plain);
  if (day) {
    if (year === undefined) return { ok: false, reason: 'date-year-unknown' };
    return found(year, Number(day[1]), Number(day[2]), rest(day));
  }
  return { ok: false, reason: 'date-unreadable' };
}

/** Reads a cell that holds a date and nothing else. `year`: that of the sheet's title, for `1月12日`. */
export function readDay(cell: Cell, year?: number): DayReading {
  if (typeof cell.value === 'number') {
    if (cell.isDay) return fromSerial(cell.value);
    const compact = compactDay(String(cell.value));
    if (compact) return compact;
    if (Number.isInteger(cell.value) && cell.value >= 10_000 && cell.value < 100_000) return fromSerial(cell.value);
    const reading = leadingDay(cell.text, year);
    // 1990.10 kept as a number shows as 1990.1: January and October look the same.
    const cut = typeof cell.value === 'number' && /^\d{4}\.1$/.test(squeezed(cell.text));
    return reading.ok && cut ? { ...reading, doubtful: true } : reading;
  }
  const plain = plainly(cell.text);
  const compact = compactDay(plain);
  if (compact) return compact;
  if (/^[1-9]\d{4}$/.test(plain)) return fromSerial(Number(plain));
  const reading = leadingDay(plain, year);
  if (reading.ok && ABOUT.test(reading.rest)) return { ...reading, doubtful: true };
  if (!reading.ok || reading.rest === '' || AFTER_DATE.test(reading.rest) || /^[)）。,，;；]/.test(reading.rest))
    return reading;
  return { ok: false, reason: 'date-unreadable' };
}

/** The last day of what was written: of a term that ends in December, the 31st. */
export const lastDayOf = (rough: RoughDay): Day =>
  rough.precision === 'day' ? rough.day : lastDay(monthOf(rough.day));

/** Whether two days can be the same one: a month agrees with every day in it. */
export function agree(one: RoughDay, other: RoughDay): boolean {
  if (one.precision === 'day' && other.precision === 'day') return one.day === other.day;
  return monthOf(one.day) === monthOf(other.day);
}

/** `14:30` from `下午2:30`, `14:30`, `14时30分`; undefined when no time is written. */
export function clockIn(text: string): string | undefined {
  const plain = plainly(text);
  const match = /(上午|下午|晚上?)?(?<![\d./-])(\d{1,2})(?::|时|点)(\d{2}|半)?/.exec(plain);
  if (!match) return undefined;
  const late = match[1] !== undefined && match[1] !== '上午' && Number(match[2]) < 12;
  const hour = Number(match[2]) + (late ? 12 : 0);
  const minute = match[3] === '半' ? 30 : Number(match[3] ?? 0);
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** The first year named in a text: `组织生活台账(2017年上半年)`. */
export function yearIn(text: string): number | undefined {
  const match = /(?<!\d)((?:19|20)\d{2})(?:年|[./-]|度|(?!\d))/.exec(plainly(text));
  return match ? Number(match[1]) : undefined;
}

/** The first month named in a text: `2017年6月`, `2017-06`, `填报月份:2017.6`. */
export function monthIn(text: string): ReturnType<typeof monthFrom> {
  const match = /(?<!\d)((?:19|20)\d{2})[年./-](\d{1,2})(?!\d)/.exec(plainly(text));
  return match ? monthFrom(Number(match[1]), Number(match[2])) : undefined;
}
