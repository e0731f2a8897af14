/** Reads a day or a time as people write it. Pure. */
import { type Day, dayFrom, dayName } from '../core/time/room.ts';

/** What was read, or what is wrong with it: one line to stand beside the field. */
export type Read<T> = { value: T; problem?: undefined } | { value?: undefined; problem: string };

// What a Chinese keyboard gives for . - / counts as well: 。 、 — · and blanks.
const BETWEEN = '[./\\-。、·–—\\s]\\s*';
const DATE = new RegExp(
  `^(?:(\\d{4}|\\d{2})\\s*(?:年\\s*|${BETWEEN}))?(\\d{1,2})\\s*(?:月\\s*|${BETWEEN})(\\d{1,2})\\s*[日号]?$`,
);
const DIGITS = /^(\d{4})?(\d{2})(\d{2})$/;
/** Copied together with a day: `6月23日 周五`, `6月23日（星期五）`. */
const WEEKDAY = /\s*\(?(?:周|星期)[一二三四五六日天]\)?$/;

/** Full-width letters and digits become plain ones. */
const plain = (text: string): string => text.normalize('NFKC').trim();

/** A day; a year that is not written is the year of `near`, one of two digits is in this century. */
export function readDay(text: string, near: Day): Read<Day> {
  const written = plain(text).replace(WEEKDAY, '');
  const parts = DATE.exec(written) ?? DIGITS.exec(written);
  if (parts === null) return { problem: '看不出是哪一天，请写成6月28日或2017-6-28的样子' };
  const [, yearWords = near.slice(0, 4), month, date] = parts;
  const year = Number(yearWords) + (yearWords.length === 2 ? 2000 : 0);
  const value = dayFrom(year, Number(month), Number(date));
  if (value !== undefined) return { value };
  return { problem: dayFrom(year, 1, 1) ? noSuchDay(year, Number(month), Number(date)) : '请核对年份' };
}

function noSuchDay(year: number, month: number, date: number): string {
  if (month < 1 || month > 12) return `没有${month}月，请核对`;
  const ofYear = month === 2 && date === 29 ? `${year}年` : '';
  return `${ofYear}${month}月没有${date}日，请核对`;
}

/** Why a day cannot be taken here; undefined when it can. */
export function outsideOf(on: Day, { min, max }: { min?: Day; max?: Day }): string | undefined {
  if (max !== undefined && on > max) return `不能晚于${dayName(max)}`;
  if (min !== undefined && on < min) return `不能早于${dayName(min)}`;
  return undefined;
}

const TIME = /^([^\d\s]+)?\s*(\d{1,2})(?:\s*(?:[:.。点时]\s*)(?:(\d{1,2})\s*分?|(半)|(整))?)?\s*([ap]m)?$/i;
const TIME_DIGITS = /^(\d{1,2})(\d{2})$/;
/** Whether an hour on a dial of twelve is of the second half of the day. */
const HALVES: Readonly<Record<string, (hour: number) => boolean>> = {
  凌晨: () => false,
  早上: () => false,
  上午: () => false,
  am: () => false,
  中午: (hour) => hour === 12 || hour < 3,
  下午: () => true,
  傍晚: () => true,
  晚上: () => true,
  pm: () => true,
};

const AMBIGUOUS_AT_TWELVE: ReadonlySet<string> = new Set(['早上', '上午', '晚上']);

/** A time of day, `15:30`. */
export function readTime(text: string): Read<string> {
  const problem = '看不出是几点，请写成15:30的样子';
  const written = plain(text);
  const digits = TIME_DIGITS.exec(written);
  const parts = digits ? [written, undefined, digits[1], digits[2]] : TIME.exec(written);
  if (parts === null) return { problem };
  const [, before, hourWords, minuteWords, half, , after] = parts;
  const minute = half ? 30 : Number(minuteWords ?? 0);
  const hour = hourOf(Number(hourWords), (before ?? after)?.toLowerCase());
  if (hour === undefined || minute > 59 || (before && after)) return { problem };
  return { value: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` };
}

/** 0–23; undefined when there is no such hour in that part of the day. */
function hourOf(hour: number, part: string | undefined): number | undefined {
  if (part === undefined) return hour < 24 ? hour : undefined;
  const isLate = Object.hasOwn(HALVES, part) ? HALVES[part] : undefined;
  if (isLate === undefined) return undefined;
  if (hour < 1 || hour > 12) return hour < 24 && (hour > 12 ? isLate(hour - 12) : !isLate(hour)) ? hour : undefined;
  // Twelve stands at both ends of these: nobody can tell which was meant.
  if (hour === 12 && AMBIGUOUS_AT_TWELVE.has(part)) return undefined;
  return (hour % 12) + (isLate(hour) ? 12 : 0);
}
