/** Attendance written in one cell, as many registers do: 应到14人，实到12人，请假2人（张三出差、李四病假）. */
import { readCount, readNames, type SheetRow, squeezed } from '../../platform/open/room.ts';

export interface AttendanceText {
  due?: string;
  present?: string;
  /** Names with reasons, as they stand. */
  absent?: string;
}

const DUE = /应(?:到会?|参加|参会|出席|到会)(?:人数|党员|支委|委员)?[为:]?(\d{1,5})/;
const PRESENT =
  /(?:实际?(?:到会?|参加|参会|出席|到会)|(?<!应)(?:到会|出席|参加|参会))(?:人数|党员|支委|委员)?[为:]?(\d{1,5})/;
const ABSENT =
  /(?:请假|缺席|缺勤|未到会?|未参加)(?:人员|人数|党员)?[为:]?(?:(\d{1,5})人?)?[:,]?(?:\((.*?)\)|:?([^,;。()\d]*(?:\([^)]*\)[^,;。()\d]*)*))/g;
const ALL = /(?:全体|全部|全员)(?:党员|委员|支委)?(?:到会|参加|到齐|出席)|无(?:人)?缺席|无请假/;

/** What a text says of who was there; empty when it says nothing of the kind. */
export function readAttendance(text: string): AttendanceText {
  const plain = squeezed(text);
  const pair = /^(\d{1,5})人?\/(\d{1,5})人?$/.exec(plain);
  if (pair) return { due: pair[1]!, present: pair[2]! };
  const due = DUE.exec(plain)?.[1];
  const written = PRESENT.exec(plain)?.[1];
  const absences = [...plain.matchAll(ABSENT)];
  const names = absences.flatMap(([, , inner, after]) => inner || after || []);
  const counted = absences.reduce((sum, [, count]) => sum + Number(count ?? 0), 0);
  const all = ALL.test(plain);
  const present =
    written ??
    (due === undefined ? undefined : counted > 0 ? String(Math.max(0, Number(due) - counted)) : all ? due : undefined);
  return {
    ...(due === undefined ? {} : { due }),
    ...(present === undefined ? {} : { present }),
    ...(names.length > 0 ? { absent: names.join('、') } : {}),
  };
}

/** `钟荣德、郭庭欣等12人`: some of those who came, and how many there were. */
const AND_OTHERS = /^(.+?)\s*等(?:共|一?行)?\s*(\d{1,5})\s*(?:人|名|位)(?:党员|同志)?[。.]?$/s;

/** A column of its own says more than the one cell for all. */
const FIELDS = ['due', 'present', 'absent', 'attendees', 'attendance'] as const;

/** The row with counts and absentees from whichever cell holds them: each in its own column, or all in one. */
export function withAttendance(row: SheetRow): SheetRow {
  const texts = new Map<string, string>();
  const cells = new Map<string, string>();
  const put = (field: string, text: string | undefined, from: string): void => {
    if (text === undefined || (texts.get(field) ?? '') !== '') return;
    texts.set(field, text);
    cells.set(field, row.where(from));
  };
  for (const from of FIELDS) {
    const text = row.text(from);
    if (text === '') continue;
    const some = from === 'attendees' ? AND_OTHERS.exec(text.normalize('NFKC')) : null;
    if (some) {
      put('present', some[2], from);
      texts.set('attendees', some[1]!);
      texts.set('others', some[2]!);
      continue;
    }
    const isCount = readCount(text) !== undefined;
    if (from === 'attendees' && isCount) {
      put('present', text, from);
      texts.set('attendees', '');
      continue;
    }
    if ((from === 'due' || from === 'present') && isCount) {
      put(from, text, from);
      continue;
    }
    const said = readAttendance(text);
    if (from !== 'attendance' && said.due === undefined && said.present === undefined) {
      if (from === 'present' && readNames(text).names.length > 0) put('attendees', text, from);
      else put(from, text, from);
      if (from === 'present' && texts.get('attendees') === text) texts.set('present', '');
      continue;
    }
    for (const field of ['due', 'present', 'absent'] as const) put(field, said[field], from);
    if (from === 'absent' && said.absent === undefined) texts.set('absent', '');
    if (from === 'attendees') texts.set('attendees', '');
  }
  return {
    ...row,
    has: (field) => row.has(field) || texts.has(field),
    text: (field) => texts.get(field) ?? row.text(field),
    where: (field) => cells.get(field) ?? row.where(field),
  };
}
