/** The working-day calendar: weekends and statutory holidays with their make-up days, as yearly data (rules.md HO-01 … HO-07). */
import { addDays, type Day, weekday } from './time.logic.ts';

/** One year of the yearly notice: days off that are not plain weekends, and weekend days that are worked. */
export interface CalendarYear {
  year: number;
  /** The notice this year comes from, as cited on screens. */
  basis: string;
  off: readonly Day[];
  worked: readonly Day[];
}

export type WorkingDayCalendar = ReadonlyMap<number, CalendarYear>;

/** Thrown when a date lies in a year whose notice has not been loaded; guessing would give a wrong deadline. */
export class UncoveredYear extends RangeError {
  readonly year: number;
  constructor(year: number) {
    super(`no working-day calendar for ${year}`);
    this.year = year;
  }
}

/** Whether a day is worked. Throws UncoveredYear. */
export function isWorkingDay(calendar: WorkingDayCalendar, on: Day): boolean {
  const year = Number(on.slice(0, 4));
  const data = calendar.get(year);
  if (!data) throw new UncoveredYear(year);
  if (data.worked.includes(on)) return true;
  if (data.off.includes(on)) return false;
  return weekday(on) <= 5;
}

/** The n-th working day after a day (n ≥ 1; the day itself never counts). Throws UncoveredYear. */
export function workingDayAfter(calendar: WorkingDayCalendar, from: Day, n: number): Day {
  let on = from;
  for (let left = n; left > 0; ) {
    on = addDays(on, 1);
    if (isWorkingDay(calendar, on)) left -= 1;
  }
  return on;
}

/** Working days after `from` up to and including `to`; negative when `to` is earlier. Throws UncoveredYear. */
export function workingDaysBetween(calendar: WorkingDayCalendar, from: Day, to: Day): number {
  if (to < from) return -workingDaysBetween(calendar, to, from);
  let count = 0;
  for (let on = from; on < to; ) {
    on = addDays(on, 1);
    if (isWorkingDay(calendar, on)) count += 1;
  }
  return count;
}
