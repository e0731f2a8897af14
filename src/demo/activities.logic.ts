/** A branch's year: what it holds each month, by its own habits, with its own gaps and its own lateness. */
import type { RecordKind } from '../core/record/room.ts';
import { type Day, day, firstDay, type Month, weekday } from '../core/time/room.ts';
import { partyLecture } from '../leadership/lectures/room.ts';
import {
  branchCommitteeMeeting,
  cellMeeting,
  generalMeeting,
  heartToHeartTalk,
  memberAppraisal,
  orgLifeMeeting,
  themePartyDay,
} from '../life/activities/room.ts';
import type { Chance, Deck } from './chance.logic.ts';
import { type Half, slotAt } from './days.logic.ts';
import { ABSENCES, type Habits, habitsOf } from './habits.logic.ts';
import type { Organization, Person, PersonInRecord } from './model.logic.ts';
import { cellOf } from './people.logic.ts';
import {
  GENERAL_RESOLUTIONS,
  ORG_LIFE_TOPICS,
  RECTIFICATIONS,
  resolutionsOn,
  summariesOn,
  TALK_CONTENTS,
  TALK_TOPICS,
  type Topic,
} from './texts-life.logic.ts';
import { inPart, type World } from './world.logic.ts';

export class BranchYear {
  readonly #world: World;
  readonly #branch: Organization;
  readonly #habits: Habits;
  readonly #chance: Chance;
  readonly #furtherTalks: number;
  readonly #usedDays = new Set<Day>();

  /** `furtherTalks`: how likely a second talk in a month is. */
  constructor(world: World, branch: Organization, chance: Chance, furtherTalks: number) {
    this.#furtherTalks = furtherTalks;
    this.#world = world;
    this.#branch = branch;
    this.#chance = chance;
    this.#habits = habitsOf(branch, chance.fork('habits'));
  }

  /** Everything that the branch holds in a month. */
  hold(month: Month): void {
    if (this.#branch.validFrom > firstDay(month)) return;
    const chance = this.#chance.fork(month);
    const number = Number(month.slice(5));
    const inQuarter = (number - 1) % 3;
    const { gap, generalIn, lectureIn } = this.#habits;
    if (!chance.yes(gap)) this.#themeDay(month, chance.fork('theme'));
    if (this.#world.committee(this.#branch.id).length >= 3 && !chance.yes(gap)) {
      this.#meet(branchCommitteeMeeting, month, chance.fork('committee'), chance.int(3, 12));
    }
    if (inQuarter === generalIn && !chance.yes(gap / 2)) {
      this.#meet(generalMeeting, month, chance.fork('general'), chance.int(6, 24));
    }
    if (inQuarter === lectureIn && chance.yes(0.6)) this.#lecture(month, chance.fork('lecture'));
    this.#world.cells(this.#branch.id).forEach((_, at) => {
      if (!chance.yes(gap + 0.06)) this.#cell(at, month, chance.fork('cell', at));
    });
    if (chance.yes(0.22)) this.#talk(month, chance.fork('talk'));
    if (this.#furtherTalks > 0 && chance.fork('further').yes(this.#furtherTalks)) {
      this.#talk(month, chance.fork('further talk'));
    }
    if (number === 2 || number === 3) this.#yearly(number, month, chance.fork('yearly'));
  }

  /** The named things of the story's branch in June: a general meeting and the first Party group; the rest is yet to be held. */
  holdStoryJune(): void {
    const chance = this.#chance.fork('story');
    const month = '2017-06' as Month;
    const members = this.#world.membersOn(this.#branch.id, day('2017-06-09'));
    const absent = members.find((person) => person.name === '陶光宁')!;
    this.#held(generalMeeting, chance, {
      on: day('2017-06-09'),
      half: 'pm',
      minutes: 90,
      due: members,
      body: { topic: '半年工作报告和党员意见', resolutions: ['同意支委会工作报告', '推荐优秀党员2名，公示5天'] },
      absences: new Map([[absent.id, '病假']]),
    });
    this.#cell(0, month, chance.fork('cell'), day('2017-06-20'));
  }

  #yearly(number: number, month: Month, chance: Chance): void {
    // Half hold the year's organizational life meeting in February, most others in March; some hold none.
    const draw = this.#chance.fork('yearly').next();
    if (!(number === 2 ? draw < 0.45 : draw >= 0.45 && draw < 0.88)) return;
    const met = this.#meet(orgLifeMeeting, month, chance.fork('life'), chance.int(8, 20));
    if (met && chance.yes(0.85)) this.#meet(memberAppraisal, month, chance.fork('appraisal'), Number(met.slice(8)) + 3);
  }

  #themeDay(month: Month, chance: Chance): void {
    const habit = this.#habits.themeDay;
    const number =
      'number' in habit
        ? habit.number
        : Number(
            this.#world.days
              .of(month)
              .filter((on) => weekday(on) === habit.weekday)
              [habit.nth - 1]!.slice(8),
          );
    this.#meet(themePartyDay, month, chance, number, this.#habits.half);
  }

  /** Holds a meeting about a day of the month; answers the day, or nothing when no day would do. */
  #meet(kind: RecordKind, month: Month, chance: Chance, number: number, half?: Half): Day | undefined {
    const part = half ?? (chance.yes(this.#habits.anyDay ? 0.5 : 0.35) ? 'am' : 'pm');
    const on = this.#freeDay(month, number, part);
    if (!on) return undefined;
    const branch = this.#branch;
    const due = kind.due === 'committee' ? [...this.#world.committee(branch.id)] : this.#world.membersOn(branch.id, on);
    const minutes = kind === themePartyDay || kind === orgLifeMeeting ? chance.int(80, 150) : chance.int(40, 100);
    this.#held(kind, chance, {
      on,
      half: part,
      minutes,
      due,
      body: this.#body(kind, month, due, on, chance.fork('body')),
    });
    return on;
  }

  /** The day nearest to a day of the month on which the branch and the one who leads the meeting have nothing else. */
  #freeDay(month: Month, number: number, half: Half, lead?: Person): Day | undefined {
    const world = this.#world;
    const leads = lead ?? world.committee(this.#branch.id)[0]!;
    const on = world.days
      .near(month, number, this.#habits.anyDay)
      .find(
        (one) =>
          !this.#usedDays.has(one) &&
          world.isFree(`branch-${this.#branch.id}`, one, half) &&
          world.isFree(leads.id, one, half),
      );
    if (on) this.#usedDays.add(on);
    return on;
  }

  #held(
    kind: RecordKind,
    chance: Chance,
    given: {
      on: Day;
      half: Half;
      minutes: number;
      due: readonly Person[];
      body: Record<string, unknown>;
      /** Who is absent and why; drawn when left out. */
      absences?: ReadonlyMap<number, string>;
      extra?: readonly PersonInRecord[];
      presider?: Person;
    },
  ): void {
    const world = this.#world;
    const slot = slotAt(given.on, given.half, given.minutes, chance);
    const committee = world.committee(this.#branch.id).filter((person) => given.due.includes(person));
    const free = (person: Person): boolean => world.isFree(person.id, slot.on, slot.half);
    const presider =
      given.presider ??
      (chance.yes(0.88) ? committee[0] : committee.find(free)) ??
      committee.find(free) ??
      given.due[0]!;
    const absences = given.absences ?? this.#absences(given.due, presider, slot, chance.fork('absence'));
    const attendees = given.due.filter((person) => !absences.has(person.id));
    const taker = attendees.find((person) => person !== presider && committee.includes(person)) ?? attendees.at(-1)!;
    const withTaker = kind.parts.some((part) => part.key === 'minuteTaker') && taker !== presider && chance.yes(0.6);
    const people = [
      inPart(presider, 'presider'),
      ...(given.extra ?? []),
      ...attendees.map((person) => inPart(person, 'attendee')),
      ...given.due.flatMap((person) =>
        absences.has(person.id) ? [inPart(person, 'absent', absences.get(person.id)!)] : [],
      ),
      ...(withTaker ? [inPart(taker, 'minuteTaker')] : []),
    ];
    world.take([...attendees.map((person) => person.id), `branch-${this.#branch.id}`], slot);
    world.record({
      kind,
      org: this.#branch,
      slot,
      place: this.#place(kind, chance),
      people,
      body: given.body,
      scribe: world.scribe(this.#branch, chance),
      recordedAt: world.days.recorded(slot.on, slot.endsAt, chance.yes(this.#habits.late), chance),
      chance,
    });
  }

  #absences(
    due: readonly Person[],
    presider: Person,
    slot: { on: Day; half: Half },
    chance: Chance,
  ): Map<number, string> {
    const reasons = ABSENCES[this.#habits.retired ? 'retired' : this.#branch.sector] ?? ABSENCES.organ!;
    const absences = new Map<number, string>();
    for (const person of due) {
      if (person === presider) continue;
      if (!this.#world.isFree(person.id, slot.on, slot.half))
        absences.set(person.id, this.#habits.retired ? '事假' : '公务');
      else if (!chance.yes(person.attendance)) absences.set(person.id, chance.weighted(reasons));
    }
    return absences;
  }

  #place(kind: RecordKind, chance: Chance): string {
    const usual = this.#branch.place;
    if (kind !== themePartyDay || !chance.yes(0.2)) return usual;
    const outside: Readonly<Record<string, readonly string[]>> = {
      village: ['村文化广场', '村口河道', '村集体果园', '镇党群服务中心'],
      community: ['社区广场', '居民院落', '社区卫生服务站', '街道党群服务中心'],
      school: ['学校图书馆', '学校操场', '市革命历史纪念馆'],
      twoNew: ['车间', '企业食堂', '园区党群服务中心'],
    };
    return chance.pick(outside[this.#branch.sector] ?? ['市革命历史纪念馆', '联系社区', '烈士陵园', '办事大厅']);
  }

  #topic(deck: Deck<Topic>, month: Month, chance: Chance): string {
    const number = Number(month.slice(5));
    const { sector } = this.#branch;
    const fits = (topic: Topic): boolean =>
      (!topic.sectors || (!this.#habits.retired && topic.sectors.includes(sector))) &&
      (!topic.months || topic.months.includes(number));
    const wanted = chance.yes(0.5)
      ? (topic: Topic) => fits(topic) && (topic.months !== undefined || topic.sectors !== undefined)
      : fits;
    return chance.fill(deck.deal(wanted, fits).text);
  }

  #body(kind: RecordKind, month: Month, due: readonly Person[], on: Day, chance: Chance): Record<string, unknown> {
    const evidence = chance.yes(0.18) ? { evidence: `会议记录本第${chance.int(3, 96)}页` } : {};
    const resolved = (topic: string, most: number) => {
      const own = chance.some(resolutionsOn(topic), chance.int(1, most));
      const all = own.length === 0 || chance.yes(0.3) ? [...own, chance.pick(GENERAL_RESOLUTIONS)] : own;
      return { resolutions: all.map((text) => chance.fill(text)) };
    };
    switch (kind) {
      case themePartyDay: {
        const topic = this.#topic(this.#habits.themes, month, chance);
        const summary = chance.yes(0.45) ? { summary: chance.fill(chance.pick(summariesOn(topic))) } : {};
        return { topic, ...summary, ...evidence };
      }
      case branchCommitteeMeeting: {
        const topic = this.#topic(this.#habits.committee, month, chance);
        return { topic, ...(chance.yes(0.5) ? resolved(topic, 2) : {}), ...evidence };
      }
      case generalMeeting: {
        const topic = this.#topic(this.#habits.general, month, chance);
        return { topic, ...(chance.yes(0.6) ? resolved(topic, 3) : {}), ...evidence };
      }
      case orgLifeMeeting:
        return {
          topic: chance.pick(ORG_LIFE_TOPICS),
          criticisms: chance.int(due.length, due.length * 3),
          rectifications: chance.some(RECTIFICATIONS, chance.int(3, 5)).map((text) => chance.fill(text)),
        };
      default: {
        const graded = due.filter((person) => !this.#world.isProbationary(this.#branch.id, person.id, on)).length;
        const excellent = Math.floor(graded * (0.18 + chance.next() * 0.15));
        const basicallyQualified = graded > 8 && chance.yes(0.3) ? 1 : 0;
        const qualified = graded - excellent - basicallyQualified;
        return { topic: '2016年度民主评议党员', excellent, qualified, basicallyQualified, unqualified: 0 };
      }
    }
  }

  #lecture(month: Month, chance: Chance): void {
    const half = chance.yes(0.3) ? 'am' : 'pm';
    const on = this.#freeDay(month, chance.int(8, 27), half);
    if (!on) return;
    const due = this.#world.membersOn(this.#branch.id, on);
    const committee = this.#world.committee(this.#branch.id);
    const lecturer =
      committee.find((person) => this.#world.isFree(person.id, on, half) && chance.yes(0.6)) ?? committee[0]!;
    const topic = this.#topic(this.#habits.lectures, month, chance);
    this.#held(partyLecture, chance, {
      on,
      half,
      minutes: chance.int(50, 100),
      due,
      body: { topic },
      extra: [inPart(lecturer, 'lecturer')],
      presider: lecturer,
    });
  }

  #cell(at: number, month: Month, chance: Chance, fixed?: Day): void {
    const half = chance.yes(0.3) ? 'am' : 'pm';
    const cells = this.#world.cells(this.#branch.id);
    const { organization, leader } = cells[at]!;
    const on = fixed ?? this.#freeDay(month, chance.int(10, 26), half, leader);
    if (!on) return;
    const members = this.#world
      .membersOn(this.#branch.id, on)
      .filter((person) => cellOf(person.id, cells.length) === at);
    const topic = this.#topic(this.#habits.cells, month, chance);
    this.#held(cellMeeting, chance, {
      on,
      half,
      minutes: chance.int(30, 60),
      due: members,
      body: { cell: organization.shortNames[0], topic },
      presider: leader,
    });
  }

  #talk(month: Month, chance: Chance): void {
    const half = chance.yes(0.5) ? 'am' : 'pm';
    const on = chance.pick(this.#world.days.working(month));
    const free = (person: Person): boolean => this.#world.isFree(person.id, on, half);
    const talker = this.#world.committee(this.#branch.id).find(free);
    const others = this.#world.membersOn(this.#branch.id, on).filter((person) => person !== talker && free(person));
    if (!talker || others.length === 0) return;
    const talkedTo = chance.pick(others);
    const slot = slotAt(on, half, chance.int(20, 50), chance);
    this.#world.take([talker.id, talkedTo.id], slot);
    this.#world.record({
      kind: heartToHeartTalk,
      org: this.#branch,
      slot,
      place: chance.pick([this.#branch.place, '办公室', '本人家中']),
      people: [inPart(talker, 'talker'), inPart(talkedTo, 'talkedTo')],
      body: { topic: chance.pick(TALK_TOPICS) },
      confidential: { content: chance.fill(chance.pick(TALK_CONTENTS)) },
      scribe: this.#world.scribe(this.#branch, chance),
      recordedAt: this.#world.days.recorded(slot.on, slot.endsAt, chance.yes(this.#habits.late), chance),
      chance,
    });
  }
}
