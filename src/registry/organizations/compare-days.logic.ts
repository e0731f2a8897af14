/** Days that people compare a day with. */
import { addDays, addMonths, type Day, firstDay, isDay, lastDay, type Month, monthOf } from '../../core/time/room.ts';

/** 年初, 去年同日, 上月末 of a day, those that lie before it. */
export function comparableDays(to: Day): { name: string; day: Day }[] {
  const month = monthOf(to);
  const year = Number(to.slice(0, 4));
  const sameDay = `${year - 1}${to.slice(4)}`;
  return [
    { name: '年初', day: firstDay(`${to.slice(0, 4)}-01` as Month) },
    // 29 February has no like in the year before.
    { name: '去年同日', day: isDay(sameDay) ? sameDay : lastDay(addMonths(month, -12)) },
    { name: '上月末', day: lastDay(addMonths(month, -1)) },
  ].filter(({ day }) => day < to);
}

/** The day that is compared with when none was chosen: the beginning of the year, or the day before. */
export const usualFirstDay = (to: Day): Day => comparableDays(to)[0]?.day ?? addDays(to, -1);
