/** Months and clocks as offices write them in headings and beside days. */
import { type Month, monthFrom } from '../../core/time/room.ts';
import { clockIn, monthIn } from './day-cells.logic.ts';
import { type Cell, squeezed } from './workbook.logic.ts';

const HAN_MONTHS = ['十二', '十一', '十', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
const MONTHS = [12, 11, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

const withFigures = (text: string): string => {
  const at = HAN_MONTHS.findIndex((han) => text.includes(`${han}月`));
  return at < 0 ? text : text.replace(`${HAN_MONTHS[at]}月`, `${MONTHS[at]}月`);
};

/** `1-12月`: a year's or a quarter's sheet. */
const MONTHS_FROM_TO = /\d{1,2}(?:月份?)?[-—–~至到]\d{1,2}月/;

/** `2017年6月`, `6月份`, `六月`: a month, its year from around the table where it has none. */
export function monthOfText(text: string, year: number | undefined): Month | undefined {
  const plain = withFigures(squeezed(text));
  if (MONTHS_FROM_TO.test(plain)) return undefined;
  const whole = monthIn(plain);
  if (whole) return whole;
  const month = /(?<!\d)(\d{1,2})月(?!\d)/.exec(plain);
  return month && year !== undefined ? monthFrom(year, Number(month[1])) : undefined;
}

/** Whether a text is nothing but the name of a month: `六月份`, `2017年6月写实清单`. */
export const isMonthHeading = (text: string): boolean =>
  /^(?:\d{4}年)?\d{1,2}月份?(?:履职|党建|组织生活)?(?:写实)?(?:清单|工作|情况|台账)*$/.test(
    withFigures(squeezed(text)),
  );

export interface Clocks {
  startsAt?: string;
  endsAt?: string;
}

const CLOCK = /(?:上午|下午|晚上?)?\s*(?<![\d./])\d{1,2}(?:[:：时点])(?:\d{2}|半)?分?/g;
const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** `下午2:30—4:00` → 14:30 and 16:00: the end belongs to the same half of the day unless it says another. */
export function clocksIn(text: string): Clocks {
  const [first, second] = text.normalize('NFKC').match(CLOCK) ?? [];
  const startsAt = first && clockIn(first);
  if (!startsAt) return {};
  const end = second && clockIn(second);
  if (!end) return { startsAt };
  const later = minutes(end) + 12 * 60;
  const written = /上午|下午|晚/.test(second);
  const endsAt =
    minutes(end) > minutes(startsAt)
      ? end
      : !written && later > minutes(startsAt) && later < 24 * 60
        ? `${String(Math.floor(later / 60)).padStart(2, '0')}:${end.slice(3)}`
        : undefined;
  return { startsAt, ...(endsAt ? { endsAt } : {}) };
}

/** The clock of a day kept with its time, as office programs store it: 42909.625 is three in the afternoon. */
export function clocksOf(cell: Cell | null): Clocks {
  if (!cell) return {};
  if (typeof cell.value !== 'number' || !(cell.isDay || cell.value < 1)) return clocksIn(cell.text);
  const day = Math.round((cell.value % 1) * 24 * 60);
  if (day === 0 || day === 24 * 60) return {};
  return { startsAt: `${String(Math.floor(day / 60)).padStart(2, '0')}:${String(day % 60).padStart(2, '0')}` };
}
