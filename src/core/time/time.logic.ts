/**
 * Days, months and instants. A day is a calendar day in Asia/Shanghai, which has had no offset changes since 1991;
 * instants are ISO strings in UTC. Nothing here reads a clock.
 */
import { z } from 'zod';

/** A calendar day, `2017-06-05`. */
export type Day = string & { readonly __day: true };
/** A calendar month, `2017-06`. */
export type Month = string & { readonly __month: true };

const SHANGHAI_MS = 8 * 3600_000;
const DAY_MS = 86_400_000;

const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Makes a day from its parts; undefined when there is no such day (month 13, 30 February). */
export function dayFrom(year: number, month: number, day: number): Day | undefined {
  if (!Number.isInteger(year) || year < 1900 || year > 2200) return undefined;
  if (!Number.isInteger(month) || month < 1 || month > 12) return undefined;
  if (!Number.isInteger(day) || day < 1 || day > daysInMonth(year, month)) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as Day;
}

/** Makes a month from its parts; undefined when there is no such month. */
export function monthFrom(year: number, month: number): Month | undefined {
  return dayFrom(year, month, 1)?.slice(0, 7) as Month | undefined;
}

export function isDay(text: string): text is Day {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && dayFrom(Number(match[1]), Number(match[2]), Number(match[3])) === text;
}

export function isMonth(text: string): text is Month {
  return /^\d{4}-\d{2}$/.test(text) && isDay(`${text}-01`);
}

/** A day written in code or read from the database; throws a RangeError when it is none. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`not a day: ${text}`);
  return text;
}

/** A month written in code or read from the database; throws a RangeError when it is none. */
export function month(text: string): Month {
  if (!isMonth(text)) throw new RangeError(`not a month: ${text}`);
  return text;
}

// A checked text and no transformation, so that the same schema describes what comes in and what goes out.
export const daySchema = z
  .string()
  .refine(isDay, '日期应写成2017-06-05的样子')
  .meta({ format: 'date' }) as unknown as z.ZodType<Day, string>;
export const monthSchema = z
  .string()
  .refine(isMonth, '月份应写成2017-06的样子')
  .meta({ pattern: '^\\d{4}-\\d{2}$' }) as unknown as z.ZodType<Month, string>;

/** The day in Asia/Shanghai on which an instant falls. */
export function dayOf(instant: Date): Day {
  return new Date(instant.getTime() + SHANGHAI_MS).toISOString().slice(0, 10) as Day;
}

/** The wall-clock time in Asia/Shanghai, `14:02`. */
export function timeOf(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_MS).toISOString().slice(11, 16);
}

/** The instant at which a wall clock in Asia/Shanghai shows this day and time (`HH:MM`). */
export function instantAt(on: Day, time = '00:00'): Date {
  return new Date(`${on}T${time}:00+08:00`);
}

const epochDay = (on: Day): number => Math.round(Date.parse(`${on}T00:00:00Z`) / DAY_MS);

export function addDays(on: Day, days: number): Day {
  return new Date((epochDay(on) + days) * DAY_MS).toISOString().slice(0, 10) as Day;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return epochDay(to) - epochDay(from);
}

export const monthOf = (on: Day): Month => on.slice(0, 7) as Month;
export const firstDay = (of: Month): Day => `${of}-01` as Day;

export function lastDay(of: Month): Day {
  const year = Number(of.slice(0, 4));
  const number = Number(of.slice(5, 7));
  return `${of}-${String(daysInMonth(year, number)).padStart(2, '0')}` as Day;
}

export function addMonths(of: Month, months: number): Month {
  const index = Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7)) - 1 + months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}` as Month;
}

/** The same day so many months later, or the last one of a month that has no such day. */
export function monthsAfter(on: Day, months: number): Day {
  const month = addMonths(monthOf(on), months);
  const last = lastDay(month);
  return on.slice(8) > last.slice(8) ? last : (`${month}-${on.slice(8)}` as Day);
}

/** ISO weekday, Monday 1 to Sunday 7. */
export function weekday(on: Day): number {
  // The remainder is negative before 1970.
  return ((((epochDay(on) + 3) % 7) + 7) % 7) + 1;
}

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;

/** `周五` */
export const weekdayName = (on: Day): string => `周${WEEKDAYS[weekday(on) - 1]}`;
/** `2017年6月5日` */
export const dayName = (on: Day): string => `${Number(on.slice(0, 4))}年${shortDayName(on)}`;
/** `6月5日` */
export const shortDayName = (on: Day): string => `${Number(on.slice(5, 7))}月${Number(on.slice(8, 10))}日`;
/** `2017年6月` */
export const monthName = (of: Month): string => `${Number(of.slice(0, 4))}年${Number(of.slice(5, 7))}月`;
/** `6月` */
export const shortMonthName = (of: Month): string => `${Number(of.slice(5, 7))}月`;
