/** What an act on charges asserts, what that changes, and what stands against it. */
import { type Day, dayName, monthsAfter } from '../../core/time/room.ts';
import { ORG_RELATIONS, type RegistryFact } from '../organizations/room.ts';
import type { ChargeAct, ChargeChange, ChargeEffect, ChargeProblem } from './charge-acts.contract.ts';

/** One stretch of a charge, `[from, to)`; null: still. */
export interface ChargeSpan {
  key: string;
  /** What it is about: one person, one organization under one relation, one item of an organization. */
  subject: string;
  leaderId: number;
  from: Day;
  to: Day | null;
}

/** What the registry holds about the leaders, people, organizations and items that an act names, on its day. */
export interface ChargeGround {
  today: Day;
  /** An act can be entered so long before its day. */
  monthsAhead: number;
  /** Names of the people who are there on the day. */
  people: ReadonlyMap<number, string>;
  orgs: ReadonlyMap<number, string>;
  items: ReadonlyMap<string, string>;
  /** `person|organization` of posts held on the day. */
  posts: ReadonlySet<string>;
  /** Every charge about the same subjects, of any leader and any time. */
  spans: readonly ChargeSpan[];
}

export interface ChargePlan {
  facts: RegistryFact[];
  effects: ChargeEffect[];
  problems: ChargeProblem[];
  /** One line for lists. */
  summary: string;
}

/** What a change is about, whoever is in charge of it. */
export function subjectOf(change: ChargeChange): string {
  if (change.of === 'person') return `person|${change.personId}`;
  return change.of === 'org' ? `org|${change.orgId}|${change.relation}` : `item|${change.orgId}|${change.itemId}`;
}
export const chargeKey = (change: ChargeChange): string => `${subjectOf(change)}|${change.leaderId}`;

export const relationName = (relation: (typeof ORG_RELATIONS)[number]['id']): string =>
  ORG_RELATIONS.find(({ id }) => id === relation)!.name;

const holdsOn = (span: ChargeSpan, on: Day): boolean => span.from <= on && (span.to === null || on < span.to);

/** A change in words: `孔安分管市教育局党委`. */
function words(change: ChargeChange, ground: ChargeGround): string {
  const leader = ground.people.get(change.leaderId) ?? '（不在册）';
  if (change.of === 'person') return `${leader}分管${ground.people.get(change.personId) ?? '（不在册）'}`;
  const org = ground.orgs.get(change.orgId) ?? '（不在册）';
  if (change.of === 'item') return `${leader}负责${org}的${ground.items.get(change.itemId) ?? '（没有这一项）'}`;
  return change.relation === 'contactPoint'
    ? `${org}是${leader}的联系点`
    : `${leader}${relationName(change.relation)}${org}`;
}

function factOf(change: ChargeChange, on: Day): RegistryFact {
  const { leaderId } = change;
  const at = { validFrom: on, ...(change.do === 'end' ? { ended: true } : {}) };
  if (change.of === 'person') return { fact: 'charge', leaderId, personId: change.personId, ...at };
  if (change.of === 'org')
    return { fact: 'orgCharge', leaderId, orgId: change.orgId, relation: change.relation, ...at };
  return { fact: 'itemCharge', leaderId, orgId: change.orgId, itemId: change.itemId, ...at };
}

class ChargeDraft {
  readonly effects: ChargeEffect[] = [];
  readonly problems: ChargeProblem[] = [];
  /** Subjects whose overlap was told: two who begin together are one overlap. */
  readonly #overlaps = new Set<string>();
  readonly #act: ChargeAct;
  readonly #ground: ChargeGround;

  constructor(act: ChargeAct, ground: ChargeGround) {
    this.#act = act;
    this.#ground = ground;
  }

  refuse(field: string, reason: string, what: string, now: string): void {
    this.problems.push({ field, reason, refused: true, what, now });
  }

  #warn(field: string, reason: string, what: string): void {
    this.problems.push({ field, reason, refused: false, what, now: '请核对；情况属实可以登记' });
  }

  /** Everybody and everything that a change names is there on the day. */
  known(change: ChargeChange, field: string): boolean {
    const { people, orgs, items } = this.#ground;
    const { on } = this.#act;
    const before = this.problems.length;
    const absent = (what: string): void => this.refuse(field, 'not-there', `${dayName(on)}${what}`, '请核对生效日期');
    if (!people.has(change.leaderId)) absent('这位领导不在册');
    if (change.of === 'person') {
      if (!people.has(change.personId)) absent('这名干部不在册');
      if (change.personId === change.leaderId)
        this.refuse(field, 'own-charge', `${people.get(change.leaderId) ?? '一个人'}不能分管自己`, '请另选一位领导');
    } else if (!orgs.has(change.orgId)) absent('这个单位不存在');
    if (change.of === 'item' && !items.has(change.itemId))
      this.refuse(field, 'item-unknown', `党建工作里没有“${change.itemId}”这一项`, '请刷新页面再选');
    return this.problems.length === before;
  }

  /** Whether the change changes anything; tells what was said for later. */
  fits(change: ChargeChange, field: string): boolean {
    const before = this.problems.filter(({ refused }) => refused).length;
    this.#compare(change, field);
    return this.problems.filter(({ refused }) => refused).length === before;
  }

  #compare(change: ChargeChange, field: string): void {
    const { on } = this.#act;
    const own = this.#ground.spans.filter((span) => span.key === chargeKey(change));
    const now = own.find((span) => holdsOn(span, on));
    const later = own
      .map(({ from }) => from)
      .filter((from) => from > on)
      .sort()[0];
    const said = words(change, this.#ground);
    if (change.do === 'begin') {
      if (now)
        this.refuse(field, 'already', `${said}，自${dayName(now.from)}起已登记`, '不用再登记；要改日期请先收回原来的');
      else if (later) this.#warn(field, 'begins-later', `${said}原登记自${dayName(later)}起，现提前到${dayName(on)}`);
      return;
    }
    if (!now) {
      const what = later ? `${said}，要到${dayName(later)}才开始` : `${dayName(on)}没有“${said}”的登记`;
      this.refuse(field, 'not-in-charge', what, '请核对日期，或刷新页面再看');
      return;
    }
    if (now.to !== null)
      this.#warn(field, 'ends-already', `${said}原登记到${dayName(now.to)}为止，现提前到${dayName(on)}为止`);
    if (later) this.#warn(field, 'begins-again', `${said}自${dayName(later)}起另有登记，不受这次影响`);
  }

  /** Who is in charge of a subject once all changes of the act hold. */
  #inCharge(subject: string): number[] {
    const { on, changes } = this.#act;
    const own = changes.filter((change) => subjectOf(change) === subject);
    const ended = new Set(own.filter((change) => change.do === 'end').map(({ leaderId }) => leaderId));
    const standing = this.#ground.spans
      .filter((span) => span.subject === subject && holdsOn(span, on) && !ended.has(span.leaderId))
      .map(({ leaderId }) => leaderId);
    const begun = own.filter((change) => change.do === 'begin').map(({ leaderId }) => leaderId);
    return [...new Set([...standing, ...begun])];
  }

  /** What a change brings: rights, gaps, overlaps. */
  consequences(change: ChargeChange, field: string): void {
    const { on } = this.#act;
    const { people, orgs, items, posts } = this.#ground;
    const leader = people.get(change.leaderId)!;
    this.effects.push({
      effect: change.do === 'begin' ? 'begins' : 'ends',
      what: change.do === 'begin' ? words(change, this.#ground) : `不再是：${words(change, this.#ground)}`,
      from: on,
    });
    if (
      change.do === 'begin' &&
      change.of !== 'item' &&
      ![...posts].some((one) => one.startsWith(`${change.leaderId}|`))
    )
      this.#warn(field, 'no-post', `${leader}${dayName(on)}没有任何职务`);
    if (change.of === 'person') {
      const person = people.get(change.personId)!;
      const may = change.do === 'begin' ? '可以' : '不再能';
      const what = `${leader}（分管领导）${may}看${person}的档案和记录，检查${person}的写实清单`;
      this.effects.push({ effect: 'rights', what, from: on });
    }
    if (change.of === 'org' && change.relation !== 'charge') return;
    const inCharge = this.#inCharge(subjectOf(change));
    const subject =
      change.of === 'person'
        ? people.get(change.personId)!
        : change.of === 'org'
          ? orgs.get(change.orgId)!
          : `${orgs.get(change.orgId)!}的${items.get(change.itemId)!}`;
    if (change.do === 'end' && inCharge.length === 0) {
      const also = change.of === 'person' ? '，他的月清单没有人检查' : '';
      this.#warn(field, 'gap', `自${dayName(on)}起，${subject}没有人${change.of === 'item' ? '负责' : '分管'}${also}`);
    }
    const others = inCharge.filter((id) => id !== change.leaderId).map((id) => people.get(id) ?? '另一位领导');
    if (
      change.do === 'begin' &&
      change.of !== 'person' &&
      others.length > 0 &&
      !this.#overlaps.has(subjectOf(change))
    ) {
      this.#overlaps.add(subjectOf(change));
      this.#warn(
        field,
        'overlap',
        `${subject}同时由${[...others, leader].join('、')}${change.of === 'item' ? '负责' : '分管'}`,
      );
    }
    if (change.do === 'begin' && change.of === 'item' && !posts.has(`${change.leaderId}|${change.orgId}`))
      this.#warn(field, 'not-in-team', `${leader}${dayName(on)}不在${orgs.get(change.orgId)!}任职`);
  }
}

/** The acts' kind in the registry: begun, ended, or both. */
export function chargeActKind(act: ChargeAct): string {
  const done = new Set(act.changes.map((change) => change.do));
  return done.size > 1 ? 'responsibility.change' : done.has('begin') ? 'responsibility.begin' : 'responsibility.end';
}

/** Plans an act; it may be done when none of its problems is refused. */
export function planCharges(act: ChargeAct, ground: ChargeGround): ChargePlan {
  const draft = new ChargeDraft(act, ground);
  const { today, monthsAhead } = ground;
  if (act.on > monthsAfter(today, monthsAhead))
    draft.refuse(
      'on',
      'too-far-ahead',
      `生效日期在${monthsAhead}个月以后`,
      `最多提前${monthsAhead}个月登记，请核对日期`,
    );
  const seen = new Set<string>();
  act.changes.forEach((change, at) => {
    const field = `changes.${at}`;
    const key = chargeKey(change);
    if (seen.has(key)) {
      draft.refuse(field, 'twice', '同一项改动写了两次', '请去掉一次');
      return;
    }
    seen.add(key);
    if (!draft.known(change, field)) return;
    if (draft.fits(change, field)) draft.consequences(change, field);
  });
  const first = act.changes[0]!;
  const said = `${words(first, ground)}${first.do === 'end' ? '，到此为止' : ''}`;
  const more = act.changes.length > 1 ? `等${act.changes.length}项` : '';
  return {
    facts: act.changes.map((change) => factOf(change, act.on)),
    effects: draft.effects,
    problems: draft.problems,
    summary: `${dayName(act.on)}起分工调整：${said}${more}`,
  };
}
