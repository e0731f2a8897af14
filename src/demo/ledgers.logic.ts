/** The leading cadres' months: what records proposed, what they wrote by hand, and what their leaders in charge said to it. */

import { addDays, type Day, dayOf, firstDay, lastDay, type Month, monthName, monthOf } from '../core/time/room.ts';
import { itemsFor, type LedgerRules, monthRuleFor } from '../duties/rules/room.ts';
import { assemble, freeze } from '../ledgers/ledger/assemble.logic.ts';
import {
  BUSINESS,
  LEDGER_ACT,
  LEDGER_COMMENT,
  type LedgerDraft,
  type LedgerEntry,
  type LedgerForm,
  MONTH_LEDGER,
  type MonthLedgerBody,
} from '../ledgers/ledger/month-ledger.logic.ts';
import { type ParticipationFact, proposeEntries } from '../ledgers/ledger/proposals.logic.ts';
import { owesPartyBuildingLedger } from '../registry/organizations/room.ts';
import { type Chance, Deck } from './chance.logic.ts';
import { RECORD_KIND_NAMES } from './kinds.logic.ts';
import { STORY_CADRE } from './leadership.logic.ts';
import type { Author, Cadre, DemoRecord, Ids, Organization } from './model.logic.ts';
import {
  AGAIN,
  BUSINESS_TEXTS,
  COMMENTS,
  type EntryText,
  PARTY_BUILDING_TEXTS,
  RETURNS,
} from './texts-ledger.logic.ts';
import type { World } from './world.logic.ts';

/** Cadres whose May shows the two signals: something recorded late, and a line nearly copied from April. */
export const LATE_CADRE = '褚佳';
export const NEAR_COPY_CADRE = '何成凯';
const NEAR_COPIES: Readonly<Record<string, string>> = {
  '2017-04': '走访帮扶村5户贫困户，逐户核对收入和帮扶措施，听取本人意见，与村党支部商定危房安排。',
  '2017-05': '走访帮扶村5户贫困户，逐户核对收入和帮扶措施，听取本人意见，与村党支部商定助学安排。',
};

/** A month's way: instants of what happened to it, all within the city's time. */
interface Course {
  submittedAt: Date;
  decision?: { at: Date; returned?: (typeof RETURNS)[number] };
  again?: { at: Date; acceptedAt?: Date };
}

export interface LedgerMaking {
  world: World;
  rules: LedgerRules;
  ids: Ids;
  until: Date;
  /** Field of business of a unit, by its id. */
  fields: ReadonlyMap<number, string>;
  /** Cadres whose ledger of the last whole month still waits. */
  waiting: ReadonlySet<number>;
  lastMonth: Month;
}

/** Facts of each cadre from the records in which he stands, by person. */
export function factsOf(world: World, people: ReadonlySet<number>): Map<number, ParticipationFact[]> {
  const facts = new Map<number, ParticipationFact[]>();
  for (const record of world.records) {
    for (const personId of new Set(record.people.map((one) => one.personId))) {
      if (!people.has(personId)) continue;
      const org = world.organization(record.orgId);
      const others = record.people.filter((one) => one.personId !== personId);
      const names = record.kind === 'heartToHeartTalk' ? others.map((one) => one.name) : [];
      const fact: ParticipationFact = {
        recordId: record.id,
        version: record.version,
        kind: record.kind,
        kindName: RECORD_KIND_NAMES[record.kind] ?? '',
        parts: record.people.filter((one) => one.personId === personId).map((one) => one.part),
        heldOn: record.heldOn,
        place: record.place,
        orgName: org.shortNames[0] ?? org.name,
        due: record.due,
        present: record.present,
        body: record.body,
        recordedAt: record.recordedAt.toISOString(),
        others: names,
        othersCount: others.length,
      };
      const own = facts.get(personId);
      if (own) own.push(fact);
      else facts.set(personId, [fact]);
    }
  }
  return facts;
}

/** One cadre's ledgers of all months that were handed in by the city's now. */
export class LedgerWriter {
  readonly #making: LedgerMaking;
  readonly #cadre: Cadre;
  readonly #unit: Organization;
  readonly #facts: readonly ParticipationFact[];
  readonly #chance: Chance;
  readonly #decks = new Map<string, Deck<EntryText>>();
  /** The month in which a line was last used. */
  readonly #lastSaid = new Map<EntryText, Month>();
  readonly #again: Deck<string>;

  constructor(making: LedgerMaking, cadre: Cadre, facts: readonly ParticipationFact[], chance: Chance) {
    this.#making = making;
    this.#cadre = cadre;
    this.#unit = making.world.organization(cadre.unitId);
    this.#facts = facts;
    this.#chance = chance;
    this.#again = new Deck(AGAIN, chance.fork('again'));
  }

  month(period: Month): DemoRecord[] {
    const chance = this.#chance.fork(period);
    const course = this.#course(period, chance.fork('course'));
    if (!course) return [];
    const draft = this.#draft(period, course.submittedAt, chance.fork('draft'));
    const body = this.#body(period, draft, course.submittedAt);
    const { world } = this.#making;
    const own = world.authorOf(world.person(this.#cadre.personId));
    const leader = world.authorOf(world.person(this.#cadre.leaderId));
    const id = this.#making.ids.ledgerIdOf(this.#cadre.personId, period);
    const name = `${monthName(period)}写实清单`;
    const checked = this.#cadre.name + name;
    const about = { period, id, chance: chance.fork('acts') };
    const records = [this.#version(about, own, course.submittedAt, 1, body, null, `提交${name}`)];
    const comment = this.#comment(about, leader, course, body);
    if (comment) records.push(comment);
    const { decision, again } = course;
    if (decision) {
      const { at, returned } = decision;
      records.push(this.#act(about, leader, at, returned ? 'return' : 'accept', 1, returned?.reason ?? null, checked));
      if (returned && again) {
        const better = this.#rewritten(draft, returned.section, again.at, chance.fork('again'));
        const second = this.#body(period, better, again.at);
        records.push(this.#version(about, own, again.at, 2, second, returned.again, `提交${name}`));
        if (again.acceptedAt) records.push(this.#act(about, leader, again.acceptedAt, 'accept', 2, null, checked));
      }
    }
    return records;
  }

  #course(period: Month, chance: Chance): Course | undefined {
    const { world, until, waiting, lastMonth } = this.#making;
    const { days } = world;
    const name = this.#cadre.name;
    const submitDay = days.later(
      lastDay(period),
      chance.weighted([
        [1, 2],
        [2, 4],
        [3, 5],
        [4, 1],
      ] as const),
    );
    const submittedAt = days.office(submitDay, chance);
    if (submittedAt > until) return undefined;
    const story = name === STORY_CADRE;
    const isReturned = story ? period === '2017-04' : chance.yes(0.06);
    const returned = isReturned ? (story ? RETURNS[0] : chance.pick(RETURNS)) : undefined;
    if (period === lastMonth && waiting.has(this.#cadre.personId)) return { submittedAt };
    const decidedAt = days.office(days.later(submitDay, chance.int(1, 8)), chance);
    if (decidedAt > until) return { submittedAt };
    if (!returned) return { submittedAt, decision: { at: decidedAt } };
    const againDay = days.later(dayOf(decidedAt), chance.int(1, 3));
    const at = days.office(againDay, chance);
    const acceptedAt = days.office(days.later(againDay, chance.int(1, 4)), chance);
    const again = at > until ? {} : { again: { at, ...(acceptedAt > until ? {} : { acceptedAt }) } };
    return { submittedAt, decision: { at: decidedAt, returned }, ...again };
  }

  #deck(section: string): Deck<EntryText> {
    let deck = this.#decks.get(section);
    if (!deck) {
      const texts =
        section === BUSINESS
          ? BUSINESS_TEXTS[this.#making.fields.get(this.#unit.id)!]!
          : PARTY_BUILDING_TEXTS[section]!;
      deck = new Deck(texts, this.#chance.fork('deck', section));
      this.#decks.set(section, deck);
    }
    return deck;
  }

  /** A line written by hand about a working day of the month, within ten days of it; a few are remembered late. */
  #byHand(section: string, period: Month, by: Date, chance: Chance): LedgerEntry {
    const { world } = this.#making;
    const on = chance.pick(world.days.working(period));
    const text = this.#deck(section).deal(
      (one) => this.#lastSaid.get(one) !== period,
      () => true,
    );
    const again = this.#lastSaid.has(text) ? this.#again.deal(() => true) : '';
    this.#lastSaid.set(text, period);
    const later = chance.yes(0.02) ? chance.int(17, 26) : chance.int(0, 9);
    const written = world.days.office(addDays(on, later), chance);
    return {
      key: chance.id(written < by ? written : by),
      section,
      matter: text.matter,
      on,
      place: this.#place(chance.fill(text.place)),
      content: chance.fill(text.content + again),
      result: chance.fill(text.result),
      source: null,
      recordedAt: (written < by ? written : by).toISOString(),
    };
  }

  /** A plain 会议室 is the unit's own. */
  #place(text: string): string {
    return text === '会议室' ? this.#unit.place : text === '机关' ? `${this.#unit.shortNames[0]}机关` : text;
  }

  #draft(period: Month, by: Date, chance: Chance): LedgerDraft {
    const proposals = this.#proposals(period, by);
    const hand: LedgerEntry[] = [];
    for (let count = chance.int(2, 3); count > 0; count -= 1) hand.push(this.#byHand(BUSINESS, period, by, chance));
    const written = new Set(proposals.map((entry) => entry.section));
    for (const item of itemsFor(this.#making.rules, period)) {
      const wanted = written.has(item.id) ? 0.1 : item.named ? 0.5 : 0.32;
      if (chance.yes(wanted)) hand.push(this.#byHand(item.id, period, by, chance));
    }
    const edits = proposals.flatMap((entry) => this.#edited(entry, chance));
    const entries = [...this.#signalled(hand, period, by), ...edits];
    const left = proposals.filter((entry) => !edits.some((edit) => edit.key === entry.key));
    const said = new Set([...entries, ...left].map((entry) => entry.section));
    const nothing = itemsFor(this.#making.rules, period)
      .filter((item) => !said.has(item.id))
      .map((item) => ({ item: item.id, saidAt: new Date(by.getTime() - chance.int(2, 40) * 60_000).toISOString() }));
    return { entries, removed: [], nothing };
  }

  #proposals(period: Month, by: Date): LedgerEntry[] {
    const known = this.#facts.filter((fact) => monthOf(fact.heldOn) === period && fact.recordedAt <= by.toISOString());
    return proposeEntries(monthRuleFor(this.#making.rules, period).proposals, known);
  }

  /** Some proposals are corrected: a village visit belongs under poverty alleviation, a result is said more exactly. */
  #edited(entry: LedgerEntry, chance: Chance): LedgerEntry[] {
    const topic = /走访，(.*?贫困.*?)。$/.exec(entry.content)?.[1];
    if (topic) return [{ ...entry, section: 'poverty-alleviation', content: `${topic}。` }];
    if (entry.source?.kind === 'partyLecture' && entry.result && chance.yes(0.3)) {
      return [{ ...entry, result: `${entry.result}会后收到意见${chance.int(2, 8)}条。` }];
    }
    return [];
  }

  /** The two cadres whose months show signals at the desk. */
  #signalled(hand: LedgerEntry[], period: Month, by: Date): LedgerEntry[] {
    const { name } = this.#cadre;
    const copy = name === NEAR_COPY_CADRE ? NEAR_COPIES[period] : undefined;
    if (copy) {
      const own = this.#storyLine('poverty-alleviation', period, 17, 18, by);
      const line = { ...own, place: '石桥镇石桥村', content: copy, result: '逐户签字确认。' };
      return [...hand.filter((entry) => entry.section !== own.section), line];
    }
    if (name === LATE_CADRE && period === '2017-05') {
      const own = this.#storyLine('united-front', period, 4, 29, by);
      const line = {
        ...own,
        place: '县青年活动中心',
        content: '参加“五四”青年座谈，看望返乡创业青年。',
        result: '收集意见6条。',
      };
      return [...hand.filter((entry) => entry.section !== own.section), line];
    }
    return hand;
  }

  #storyLine(section: string, period: Month, on: number, recorded: number, by: Date): LedgerEntry {
    const { days } = this.#making.world;
    const chance = this.#chance.fork('story', period, section);
    const at = days.office(addDays(firstDay(period), recorded - 1), chance);
    return {
      key: chance.id(at),
      section,
      matter: '',
      on: addDays(firstDay(period), on - 1),
      place: '',
      content: '',
      result: '',
      source: null,
      recordedAt: (at < by ? at : by).toISOString(),
    };
  }

  /** The draft with what the leader asked for: the section's first line by hand written anew, or one added. */
  #rewritten(draft: LedgerDraft, section: string, at: Date, chance: Chance): LedgerDraft {
    const old = draft.entries.find((entry) => entry.section === section && entry.source === null);
    const period = monthOf((draft.entries[0]?.on ?? dayOf(at)) as Day);
    const anew = this.#byHand(section, period, at, chance);
    const kept = draft.entries.filter((entry) => entry !== old);
    return {
      entries: [...kept, old ? { ...anew, key: old.key, on: old.on, recordedAt: old.recordedAt } : anew],
      removed: [],
      nothing: draft.nothing.filter((said) => said.item !== section),
    };
  }

  #body(period: Month, draft: LedgerDraft, by: Date): MonthLedgerBody {
    const items = itemsFor(this.#making.rules, period);
    const forms: LedgerForm[] = owesPartyBuildingLedger(this.#unit.kind, this.#cadre.post)
      ? ['dutyLedger', 'partyBuildingLedger']
      : ['dutyLedger'];
    const page = assemble({ proposals: this.#proposals(period, by), draft, items, forms });
    const unit = this.#unit.shortNames[0] ?? this.#unit.name;
    return freeze(page, { period, forms, person: this.#cadre.name, unit, title: this.#cadre.title });
  }

  #comment(about: About, leader: Author, course: Course, body: MonthLedgerBody): DemoRecord | undefined {
    const { chance } = about;
    const story = this.#cadre.name === STORY_CADRE && about.period === '2017-05';
    const before = course.decision?.at ?? this.#making.until;
    if (!(story || chance.yes(0.06)) || body.entries.length === 0) return undefined;
    const entry = body.entries.find((one) => one.section === 'poverty-alleviation') ?? chance.pick(body.entries);
    const at = new Date(before.getTime() - chance.int(1, 9) * 60_000);
    if (at <= course.submittedAt) return undefined;
    const text = story ? '危房改造的钱什么时候到户，请盯住' : chance.pick(COMMENTS);
    const record = { entryKey: entry.key, version: 1, text };
    return this.#record(about, leader, at, {
      kind: LEDGER_COMMENT,
      body: record,
      act: 'ledgerComment',
      summary: `批注${this.#cadre.name}${monthName(about.period)}写实清单`,
    });
  }

  #version(
    about: About,
    author: Author,
    at: Date,
    version: number,
    body: MonthLedgerBody,
    reason: string | null,
    summary: string,
  ): DemoRecord {
    return this.#record(about, author, at, { kind: MONTH_LEDGER, act: 'ledgerSubmit', version, body, reason, summary });
  }

  #act(
    about: About,
    author: Author,
    at: Date,
    act: 'accept' | 'return',
    version: number,
    reason: string | null,
    name: string,
  ): DemoRecord {
    const body = { act, version, ...(reason ? { reason } : {}) };
    return this.#record(about, author, at, {
      kind: LEDGER_ACT,
      body,
      act: `ledger-${act}`,
      summary: `${act === 'accept' ? '通过' : '退回'}${name}`,
    });
  }

  #record(
    { id, period, chance }: About,
    author: Author,
    at: Date,
    given: { kind: string; act: string; body: object; summary: string; version?: number; reason?: string | null },
  ): DemoRecord {
    const own = given.kind === MONTH_LEDGER;
    // The service gives an act on a ledger and the record of it one id.
    const actId = chance.id(at);
    return {
      id: own ? id : actId,
      version: given.version ?? 1,
      kind: given.kind,
      orgId: this.#unit.id,
      ownerId: this.#cadre.personId,
      aboutId: own ? null : id,
      heldOn: own ? lastDay(period) : dayOf(at),
      startsAt: null,
      endsAt: null,
      place: '',
      due: null,
      present: null,
      people: [],
      body: given.body as Record<string, unknown>,
      reason: given.reason ?? null,
      standsFor: null,
      act: { id: actId, kind: given.act, summary: given.summary },
      author,
      recordedAt: at,
    };
  }
}

interface About {
  id: string;
  period: Month;
  chance: Chance;
}
