/** How lists of trainees write a course: its name in a title, its days, its class hours. */
import { type Day, dayFrom } from '../../core/time/room.ts';
import { type Cell, leadingDay, readDay, squeezed } from '../../platform/open/room.ts';

export interface DaySpan {
  from: Day;
  until: Day | undefined;
}
export type SpanReading = { ok: true; span: DaySpan } | { ok: false; reason: string };

const UNTIL = /^[-—–~至到]+(?:(\d{4})[年./-])?(?:(\d{1,2})[月./])?(\d{1,2})(?:[日号]|$|(?!\d))/;

/** `2017年5月8日—12日`, `5月29日至6月2日`, or two cells. */
export function daySpan(cell: Cell, end: Cell | null, year: number | undefined): SpanReading {
  const first = readDay(cell, year);
  // What follows the first day need not be a clock.
  const reading = first.ok ? first : leadingDay(cell.text, year);
  if (!reading.ok) return reading;
  if (reading.value.precision === 'month') return { ok: false, reason: 'date-without-day' };
  const from = reading.value.day;
  const apart = end && squeezed(end.text) !== '' ? readDay(end, Number(from.slice(0, 4))) : undefined;
  if (apart?.ok && apart.value.precision === 'day') return { ok: true, span: { from, until: apart.value.day } };
  const range = UNTIL.exec(reading.rest);
  const until =
    range && dayFrom(Number(range[1] ?? from.slice(0, 4)), Number(range[2] ?? from.slice(5, 7)), Number(range[3]));
  return { ok: true, span: { from, until: until && until >= from ? until : undefined } };
}

/** `24学时`, `24` → 24; `4.5` stays what it is. Undefined for days and other words. */
export function hoursOf(text: string): number | undefined {
  const match = /^(?:共|计)?(\d{1,4}(?:\.\d+)?)(?:个)?(?:学时|课时|小时)?$/.exec(squeezed(text));
  return match ? Number(match[1]) : undefined;
}

export const hoursWords = (hours: number): string => `${hours}学时`;

const LIST =
  /(?:(?:参训|参加|培训)?(?:学员|人员|干部|党员)?(?:花名册|名册|名单|签到表|签到册|登记表|登记册|统计表|一览表|汇总表|台账|情况表|学时登记表|学时统计表))+$/;
const COURSE = /培训|轮训|研修|进修|学习班|讲习|示范班|专题班/;

/** The course that a title or heading names: `2017年第一期党支部书记培训班学员名册` → without the last words. */
export function courseName(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/^[(（]?[\d一二三四五六七八九十]{1,3}[)）.、]\s*/, '')
    .replace(/\((?:\d{4}年|\d{1,2}月)[^)]*\)/g, '')
    .replace(/\s+/g, '')
    .replace(LIST, '');
  if (plain.length < 4 || plain.length > 60 || /[:：。;；]/.test(plain) || !COURSE.test(plain)) return undefined;
  // `2017年党员教育培训` over a table of many courses is no course.
  return /班|轮训|期|讲习/.test(plain) ? plain : undefined;
}
