/** The sample city's days: working days of a month, days by habit ("the fourth Friday", "about the fifteenth"), times of day. */
import {
  addDays,
  type Day,
  firstDay,
  instantAt,
  isWorkingDay,
  lastDay,
  type Month,
  type WorkingDayCalendar,
  weekday,
  workingDayAfter,
} from '../core/time/room.ts';
import type { Chance } from './chance.logic.ts';

export type Half = 'am' | 'pm' | 'evening';

/** A part of a day at which something is held; two things in the same part of a day cannot have the same person. */
export interface Slot {
  on: Day;
  half: Half;
  startsAt: string;
  endsAt: string;
}

const STARTS: Readonly<Record<Half, readonly string[]>> = {
  am: ['08:30', '09:00', '09:00', '09:30'],
  pm: ['14:30', '15:00', '15:00', '15:30'],
  evening: ['19:30', '20:00'],
};

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** A slot of this part of a day, lasting so many minutes. */
export function slotAt(on: Day, half: Half, minutes: number, chance: Chance): Slot {
  const startsAt = chance.pick(STARTS[half]);
  const start = Number(startsAt.slice(0, 2)) * 60 + Number(startsAt.slice(3));
  return { on, half, startsAt, endsAt: clock(start + minutes) };
}

export class Days {
  readonly #calendar: WorkingDayCalendar;
  readonly #months = new Map<Month, { all: readonly Day[]; working: readonly Day[]; ordinary: readonly Day[] }>();

  constructor(calendar: WorkingDayCalendar) {
    this.#calendar = calendar;
  }

  #month(of: Month) {
    let month = this.#months.get(of);
    if (!month) {
      const all = daysOf(of);
      const isWorking = (on: Day): boolean => isWorkingDay(this.#calendar, on);
      // Nobody meets over the Spring Festival, whoever works on weekends otherwise.
      const ordinary = all.filter((on) => isWorking(on) || weekday(on) > 5);
      month = { all, working: all.filter(isWorking), ordinary };
      this.#months.set(of, month);
    }
    return month;
  }

  /** All days of a month. */
  of(month: Month): readonly Day[] {
    return this.#month(month).all;
  }

  /** The working days of a month, in order. */
  working(of: Month): readonly Day[] {
    return this.#month(of).working;
  }

  /** The n-th working day after a day. */
  later(from: Day, n: number): Day {
    return workingDayAfter(this.#calendar, from, n);
  }

  /** The days of a month by nearness to a day number, working days only unless weekends will do. */
  near(of: Month, number: number, weekends: boolean): Day[] {
    const { all, working, ordinary } = this.#month(of);
    const wanted = Math.min(number, all.length);
    return (weekends ? ordinary : working)
      .map((on) => ({ on, distance: Math.abs(Number(on.slice(8)) - wanted) }))
      .sort((a, b) => a.distance - b.distance || (a.on < b.on ? -1 : 1))
      .map(({ on }) => on);
  }

  /**
   * When a thing was recorded: most within some hours or days after its end, a late one 20 to 40 days after it.
   * @param endsAt HH:MM
   */
  recorded(on: Day, endsAt: string, late: boolean, chance: Chance): Date {
    const seconds = chance.int(0, 59) * 1000 + chance.int(0, 999);
    if (late) return this.#office(this.later(addDays(on, chance.int(19, 36)), 1), seconds, chance);
    if (chance.yes(0.58)) return new Date(instantAt(on, endsAt).getTime() + chance.int(3, 170) * 60_000 + seconds);
    return this.#office(this.later(on, chance.int(1, 3)), seconds, chance);
  }

  /** An instant in office hours of a day. */
  office(on: Day, chance: Chance): Date {
    return this.#office(on, chance.int(0, 59_999), chance);
  }

  #office(on: Day, milliseconds: number, chance: Chance): Date {
    const minutes = chance.yes(0.5) ? chance.int(8 * 60 + 40, 11 * 60 + 50) : chance.int(14 * 60 + 30, 17 * 60 + 50);
    return new Date(instantAt(on, clock(minutes)).getTime() + milliseconds);
  }
}

function daysOf(of: Month): Day[] {
  const all: Day[] = [];
  for (let on = firstDay(of); on <= lastDay(of); on = addDays(on, 1)) all.push(on);
  return all;
}
