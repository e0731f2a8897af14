/** What leading cadres did beyond their own branches: visits to contact points, lectures, talks, the team's own meeting. */
import { type Day, day, type Month } from '../core/time/room.ts';
import { contactPointVisit } from '../leadership/contact-points/room.ts';
import { partyLecture } from '../leadership/lectures/room.ts';
import { democraticLifeMeeting, heartToHeartTalk } from '../life/activities/room.ts';
import type { Chance } from './chance.logic.ts';
import { type Half, type Slot, slotAt } from './days.logic.ts';
import type { Cadre, Organization, Person, PersonInRecord } from './model.logic.ts';
import {
  ASSIGNED,
  EXEMPLARS,
  fieldOf,
  LEADER_LECTURES,
  SOLVED,
  SUGGESTIONS,
  VISIT_TOPICS,
} from './texts-leadership.logic.ts';
import { DEMOCRATIC_LIFE_TOPIC, TALK_CONTENTS, TALK_TOPICS, TEAM_RECTIFICATIONS } from './texts-life.logic.ts';
import { inPart, type World } from './world.logic.ts';

/** Somebody who visits and lectures. */
type Leading = Pick<Cadre, 'personId' | 'name' | 'contactPoints'>;

/** The cadre of whom the story is told; his June is written out in `holdStoryJune`. */
export const STORY_CADRE = '周涛冬';
export const STORY_MONTH = '2017-06' as Month;

const branchKey = (branch: Organization): string => `branch-${branch.id}`;

/** All that a month brings for one leader. */
export function leadMonth(
  world: World,
  leader: Leading,
  unit: Organization,
  month: Month,
  often: number,
  chance: Chance,
): void {
  for (const branchId of leader.contactPoints) {
    if (chance.yes(often)) visit(world, leader, world.organization(branchId), month, chance.fork('visit', branchId));
  }
  // About one lecture in each half of the year.
  if (chance.yes(0.16)) lecture(world, leader, unit, month, chance.fork('lecture'));
}

/** A day and a part of it in a month on which all of these are free. */
function freeSlot(
  world: World,
  month: Month,
  ids: readonly (string | number)[],
  minutes: number,
  chance: Chance,
): Slot | undefined {
  for (const on of chance.some(world.days.working(month), 8)) {
    const half: Half = chance.yes(0.6) ? 'am' : 'pm';
    if (ids.every((id) => world.isFree(id, on, half))) return slotAt(on, half, minutes, chance);
  }
  return undefined;
}

function visit(world: World, leader: Leading, branch: Organization, month: Month, chance: Chance): void {
  const receivers = world.committee(branch.id).slice(0, chance.int(1, 2));
  const ids = [leader.personId, branchKey(branch), ...receivers.map((person) => person.id)];
  const slot = freeSlot(world, month, ids, chance.int(60, 150), chance);
  if (!slot) return;
  const field = fieldOf(branch.sector);
  const filled = (texts: readonly string[], count: number): string[] =>
    chance.some(texts, count).map((text) => chance.fill(text));
  const assigned = chance.yes(0.3) ? { assigned: filled(ASSIGNED, 1) } : {};
  const exemplars = chance.yes(0.12) ? { exemplars: filled(EXEMPLARS[field], 1) } : {};
  const solved = chance.yes(0.6) ? { solvedOnSite: filled(SOLVED[field], 1) } : {};
  recordVisit(
    world,
    leader,
    branch,
    receivers,
    slot,
    {
      topic: chance.fill(chance.pick(VISIT_TOPICS[field])),
      suggestions: filled(SUGGESTIONS[field], chance.int(1, 3)),
      ...solved,
      ...assigned,
      ...exemplars,
    },
    leader.name !== STORY_CADRE && chance.yes(0.05),
    chance,
  );
}

function recordVisit(
  world: World,
  leader: Leading,
  branch: Organization,
  receivers: readonly Person[],
  slot: Slot,
  body: Record<string, unknown>,
  late: boolean,
  chance: Chance,
): void {
  world.take([leader.personId, branchKey(branch), ...receivers.map((person) => person.id)], slot);
  world.record({
    kind: contactPointVisit,
    org: branch,
    slot,
    place: branch.place,
    people: [
      inPart(world.person(leader.personId), 'visitor'),
      ...receivers.filter((person) => person.id !== leader.personId).map((person) => inPart(person, 'received')),
    ],
    body,
    scribe: world.scribe(branch, chance),
    recordedAt: world.days.recorded(slot.on, slot.endsAt, late, chance),
    chance,
  });
}

/** A lecture at a contact point, before its members, or at the unit, before many who are only counted. */
function lecture(world: World, leader: Leading, unit: Organization, month: Month, chance: Chance): void {
  const topic = chance.pick(LEADER_LECTURES).text;
  const branchId = leader.contactPoints[0];
  const late = leader.name !== STORY_CADRE && chance.yes(0.04);
  if (branchId !== undefined && chance.yes(0.4)) {
    const branch = world.organization(branchId);
    const secretary = world.committee(branch.id)[0]!;
    const slot = freeSlot(
      world,
      month,
      [leader.personId, branchKey(branch), secretary.id],
      chance.int(60, 100),
      chance,
    );
    if (!slot) return;
    const members = world.membersOn(branch.id, slot.on).filter((person) => person.id !== leader.personId);
    const comes = (person: Person): boolean =>
      person === secretary || (world.isFree(person.id, slot.on, slot.half) && chance.yes(person.attendance));
    const present = new Set(members.filter(comes));
    const people: PersonInRecord[] = [
      inPart(world.person(leader.personId), 'lecturer'),
      inPart(secretary, 'presider'),
      ...members.map((person) => (present.has(person) ? inPart(person, 'attendee') : inPart(person, 'absent', '事假'))),
    ];
    world.take([leader.personId, branchKey(branch), ...[...present].map((person) => person.id)], slot);
    world.record({
      kind: partyLecture,
      org: branch,
      slot,
      place: branch.place,
      people,
      body: { topic, listeners: present.size },
      scribe: world.scribe(branch, chance),
      recordedAt: world.days.recorded(slot.on, slot.endsAt, late, chance),
      chance,
    });
    return;
  }
  const slot = freeSlot(world, month, [leader.personId], chance.int(60, 110), chance);
  if (!slot) return;
  recordUnitLecture(
    world,
    leader,
    unit,
    slot,
    { place: chance.pick([unit.place, '市委党校', '机关礼堂']), topic, listeners: chance.int(24, 140) },
    late,
    chance,
  );
}

function recordUnitLecture(
  world: World,
  leader: Leading,
  unit: Organization,
  slot: Slot,
  given: { place: string; topic: string; listeners: number },
  late: boolean,
  chance: Chance,
): void {
  world.take([leader.personId], slot);
  world.record({
    kind: partyLecture,
    org: unit,
    slot,
    place: given.place,
    people: [inPart(world.person(leader.personId), 'lecturer')],
    body: { topic: given.topic, listeners: given.listeners },
    scribe: { author: world.authorOf(world.person(leader.personId)), standsFor: null },
    recordedAt: world.days.recorded(slot.on, slot.endsAt, late, chance),
    chance,
  });
}

/** Talks among a unit's leading cadres. */
export function talkMonth(
  world: World,
  team: readonly Cadre[],
  unit: Organization,
  month: Month,
  chance: Chance,
): void {
  for (const talker of team) {
    if (!chance.yes(0.2)) continue;
    const others = team.filter((cadre) => cadre !== talker);
    if (others.length === 0) return;
    const other = chance.pick(others);
    const slot = freeSlot(world, month, [talker.personId, other.personId], chance.int(25, 50), chance);
    if (slot) recordTalk(world, talker, other, unit, slot, chance.pick(TALK_TOPICS), chance.yes(0.03), chance);
  }
}

function recordTalk(
  world: World,
  talker: Cadre,
  other: Cadre,
  unit: Organization,
  slot: Slot,
  topic: string,
  late: boolean,
  chance: Chance,
): void {
  world.take([talker.personId, other.personId], slot);
  world.record({
    kind: heartToHeartTalk,
    org: unit,
    slot,
    place: '办公室',
    people: [inPart(world.person(talker.personId), 'talker'), inPart(world.person(other.personId), 'talkedTo')],
    body: { topic },
    confidential: { content: chance.fill(chance.pick(TALK_CONTENTS)) },
    scribe: { author: world.authorOf(world.person(talker.personId)), standsFor: null },
    recordedAt: world.days.recorded(slot.on, slot.endsAt, late, chance),
    chance,
  });
}

/** The team's meeting for criticism and self-criticism of the past year, in January. */
export function teamMeeting(
  world: World,
  unit: Organization,
  guest: { personId: number } | undefined,
  chance: Chance,
): void {
  const team = world.committee(unit.id);
  const ids = [...team.map((person) => person.id), ...(guest ? [guest.personId] : [])];
  const slot = freeSlot(world, '2017-01' as Month, ids, 180, chance);
  const presider = team[0];
  if (!slot || !presider) return;
  world.take(ids, slot);
  world.record({
    kind: democraticLifeMeeting,
    org: unit,
    slot,
    place: unit.place,
    people: [
      inPart(presider, 'presider'),
      ...team.map((person) => inPart(person, 'attendee')),
      ...(guest ? [inPart(world.person(guest.personId), 'guest')] : []),
    ],
    body: {
      topic: DEMOCRATIC_LIFE_TOPIC,
      criticisms: team.length * chance.int(2, 4),
      rectifications: chance.some(TEAM_RECTIFICATIONS, chance.int(4, 6)).map((text) => chance.fill(text)),
    },
    scribe: { author: world.authorOf(presider), standsFor: null },
    recordedAt: world.days.recorded(slot.on, slot.endsAt, false, chance),
    chance,
  });
}

/** The contact point visited in May and June, with nearly the same purpose each time. */
const STORY_VILLAGE = '柳河村党支部';
const STORY_SCHOOL = '市第三中学党支部';

/** Keeps the afternoon free on which the story's branch holds the Theme Party Day that is recorded live. */
export function keepStoryAfternoon(world: World, branch: Organization): void {
  const on = day('2017-06-23');
  const members = world.membersOn(branch.id, on).map((person) => person.id);
  for (const half of ['pm', 'evening'] as const) world.take([branchKey(branch), ...members], { on, half });
}

/** What the story tells of its cadre's May and June. */
export function holdStory(
  world: World,
  cadre: Cadre,
  team: readonly Cadre[],
  unit: Organization,
  chance: Chance,
): void {
  const branch = (short: string): Organization =>
    world.branches.find((org) => org.shortNames.includes(short) && cadre.contactPoints.includes(org.id))!;
  const at = (on: Day, half: Half, minutes: number): Slot => slotAt(on, half, minutes, chance);
  const village = branch(STORY_VILLAGE);
  const school = branch(STORY_SCHOOL);
  const receive = (org: Organization): readonly Person[] => world.committee(org.id).slice(0, 1);
  recordVisit(
    world,
    cadre,
    village,
    receive(village),
    at(day('2017-05-17'), 'am', 150),
    {
      topic: '看望5户贫困户，与村党支部商定危房安排',
      suggestions: ['危房改造先公示再动工', '帮扶措施一户一策，月底前逐户签字'],
      solvedOnSite: ['补发3户危房改造补助'],
    },
    false,
    chance,
  );
  recordUnitLecture(
    world,
    cadre,
    unit,
    at(day('2017-06-12'), 'am', 90),
    {
      place: '市委党校',
      topic: '做合格的学校党支部书记',
      listeners: 63,
    },
    false,
    chance,
  );
  recordVisit(
    world,
    cadre,
    village,
    receive(village),
    at(day('2017-06-14'), 'am', 150),
    {
      topic: '看望5户贫困户，与村党支部商定助学安排',
      suggestions: ['助学名单在村务公开栏公示', '老党员身体不便的，支部送学上门'],
      solvedOnSite: ['落实助学资金2.4万元，受助学生8名'],
      summary: '逐户核对在校学生和学费，与村党支部商定由党员户结对。',
    },
    false,
    chance,
  );
  recordVisit(
    world,
    cadre,
    school,
    receive(school),
    at(day('2017-06-15'), 'pm', 120),
    {
      topic: '参加第三中学党支部“两学一做”研讨',
      suggestions: ['支部研讨与集体备课放在一起', '党员教师每学期上一堂示范课'],
      solvedOnSite: ['解决活动室用房一间'],
    },
    false,
    chance,
  );
  const [first, second] = team.filter((one) => one !== cadre && one.post !== 'officeHolder');
  recordTalk(world, cadre, first!, unit, at(day('2017-06-19'), 'am', 40), '了解分管工作和思想情况', false, chance);
  recordTalk(world, cadre, second!, unit, at(day('2017-06-20'), 'am', 35), '节前廉洁提醒谈心', false, chance);
}
