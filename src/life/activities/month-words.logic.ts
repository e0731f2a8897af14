/** What a branch's month says of one regular thing: recorded, due soon, or not yet. It judges nothing. */
import { type Day, daysBetween, shortDayName } from '../../core/time/room.ts';

export interface Thing {
  name: string;
  every: 'month' | 'quarter';
  to: Day;
  records: readonly { heldOn: Day; present: number | null }[];
}

export interface ThingState {
  mark: 'ok' | 'soon' | 'next';
  /** 已完成; 6月30日前，还有2天. */
  word: string;
  /** 6月23日，26人到会; empty when there is nothing to add. */
  more: string;
}

const heldWords = ({ heldOn, present }: Thing['records'][number]): string =>
  `${shortDayName(heldOn)}${present === null ? '' : `，${present}人到会`}`;

/** The state of a thing as it stands today. `soonDays` before its period ends it is due soon. */
export function thingState(thing: Thing, today: Day, soonDays: number): ThingState {
  const last = thing.records.at(-1);
  if (last) {
    const times = thing.records.length > 1 ? `，共${thing.records.length}次` : '';
    return { mark: 'ok', word: '已完成', more: `${heldWords(last)}${times}` };
  }
  const left = daysBetween(today, thing.to);
  // A period that is over says what is not there; whether something is owed is for the duty rules.
  if (left < 0) return { mark: 'next', word: '没有记录', more: thing.every === 'quarter' ? '这个季度' : '' };
  const when = left === 0 ? '今天是最后一天' : `${shortDayName(thing.to)}前，还有${left}天`;
  return left <= soonDays ? { mark: 'soon', word: when, more: '' } : { mark: 'next', word: '还没有记录', more: when };
}

const NUMERALS = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十'];
const count = (number: number): string => NUMERALS[number] ?? String(number);

/** `四件事，已完成两件` */
export function monthSummary(things: readonly Pick<Thing, 'records'>[]): string {
  const done = things.filter((thing) => thing.records.length > 0).length;
  const all = `${count(things.length)}件事`;
  if (done === things.length) return `${all}，都已完成`;
  return done === 0 ? `${all}，都还没有记录` : `${all}，已完成${count(done)}件`;
}
