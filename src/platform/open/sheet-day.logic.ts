/** The day a sheet speaks of, by what stands above its table. */
import { type Day, firstDay } from '../../core/time/room.ts';
import { leadingDay, monthIn, yearIn } from './day-cells.logic.ts';
import type { Understanding } from './layout.logic.ts';
import { headValues, type OpenSheet } from './sheet-rows.logic.ts';
import type { Sheet } from './workbook.logic.ts';

const DAY_LABELS = {
  day: [
    '填报时间',
    '填报日期',
    '填表时间',
    '填表日期',
    '统计时间',
    '统计日期',
    '截止时间',
    '截止日期',
    '截至',
    '报送时间',
    '时间',
    '日期',
  ],
};

/** `填报时间:2017年3月`, a month or a year in the title; `today` when nothing is said. Never later than today. */
export function sheetDay(sheet: Sheet, understanding: Understanding, opened: OpenSheet, today: Day): Day {
  const written = headValues(sheet, understanding, DAY_LABELS).get('day');
  const reading = written ? leadingDay(written.value) : undefined;
  const title = opened.title.join('\n');
  const month = monthIn(title);
  const year = yearIn(title);
  const day = reading?.ok
    ? reading.value.day
    : month
      ? firstDay(month)
      : year !== undefined
        ? (`${year}-01-01` as Day)
        : today;
  return day > today ? today : day;
}

/** The year that days without one belong to: in the title, else in the sheet's or the file's name. */
export const sheetYear = (opened: OpenSheet, file: string): number | undefined =>
  yearIn(opened.title.join('\n')) ?? yearIn(opened.name) ?? yearIn(file);
