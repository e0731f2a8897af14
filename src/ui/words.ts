/** Small words on screens: clock times, names on chips. Pure. */
import { type Day, dayName, dayOf, shortDayName, timeOf, weekdayName } from '../core/time/room.ts';

/** `14:02` in Asia/Shanghai from ms since 1970 or an ISO instant. */
export const clock = (at: number | string): string => timeOf(new Date(at));

/** `6月28日 13:58` in Asia/Shanghai. */
export const dayAndClock = (at: number | string): string => `${shortDayName(dayOf(new Date(at)))} ${clock(at)}`;

/** `2017年6月28日 13:58` in Asia/Shanghai. */
export const dateAndClock = (at: number | string): string => `${dayName(dayOf(new Date(at)))} ${clock(at)}`;

/** `6月23日 周五` */
export const dayAndWeekday = (on: Day): string => `${shortDayName(on)} ${weekdayName(on)}`;

/** Two-character names are spread to the width of three, as on official lists: 秦　达. */
export const spreadName = (name: string): string => {
  const letters = [...name];
  return letters.length === 2 ? `${letters[0]}　${letters[1]}` : name;
};
