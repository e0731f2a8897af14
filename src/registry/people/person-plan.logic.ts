/** Gathers what an act on a person asserts, what that changes, and what stands against it; and what every act asks of its day. */
import { addDays, type Day, dayName, firstDay, type Month } from '../../core/time/room.ts';
import {
  type Held,
  type HeldPost,
  holdsOn,
  isBranch,
  MEMBER_CATEGORIES,
  ORG_RELATIONS,
  type RoughDay,
  SITUATIONS,
} from '../organizations/room.ts';
import type { PersonalFact } from './history.logic.ts';
import {
  type ChargeSpan,
  keyOf,
  type MembershipSpan,
  orgName,
  type PersonState,
  type Spans,
  spansOf,
} from './person-state.logic.ts';

export interface Change {
  /** `moves`: what was said from a later day on goes along. */
  effect: 'begins' | 'ends' | 'changes' | 'moves';
  what: string;
  from: Day;
}

export interface PersonProblem {
  field: string;
  /** Stable code. */
  reason: string;
  /** False: may be so, look again. */
  refused: boolean;
  what: string;
  now: string;
}

export interface PersonPlan {
  /** What the act is counted as: person.transfer. */
  kind: string;
  /** One line for lists. */
  summary: string;
  facts: readonly PersonalFact[];
  changes: readonly Change[];
  problems: readonly PersonProblem[];
  orgIds: readonly number[];
  people: readonly number[];
}

export const TAKE_BACK_FIRST = '请先收回那一项，再登记这一项；或改一个日期';

export const categoryWord = (id: MembershipSpan['category']): string =>
  MEMBER_CATEGORIES.find((one) => one.id === id)!.name;
export const situationWord = (id: MembershipSpan['situation']): string =>
  id === null ? '没有特殊情况' : SITUATIONS.find((one) => one.id === id)!.name;

/** Whether a day is before another one that is known by its month only, or to the day. */
export const isBefore = (on: Day, rough: RoughDay): boolean =>
  rough.precision === 'day' ? on < rough.day : on < firstDay(rough.day.slice(0, 7) as Month);

/** One act being planned. */
export class PersonDraft {
  readonly state: PersonState;
  readonly on: Day;
  readonly before: Spans;
  readonly facts: PersonalFact[] = [];
  readonly changes: Change[] = [];
  readonly problems: PersonProblem[] = [];
  readonly orgIds = new Set<number>();

  constructor(state: PersonState, on: Day) {
    this.state = state;
    this.on = on;
    this.before = spansOf(state.facts);
  }

  /** Who the act is about; a person yet to be entered gets his id when the act is done. */
  get personId(): number {
    return this.state.personId ?? 0;
  }

  refuse(field: string, reason: string, what: string, now: string): void {
    this.problems.push({ field, reason, refused: true, what, now });
  }

  warn(field: string, reason: string, what: string, now = '确实如此的话可以登记'): void {
    this.problems.push({ field, reason, refused: false, what, now });
  }

  say(fact: PersonalFact): void {
    this.facts.push(fact);
  }

  /**
   * Asserts what holds from the fact's day up to, and without, another day. An end that was said of the same thing in between,
   * and had nothing to end, would cut it short: there it is asserted again.
   */
  sayUntil(fact: PersonalFact, to: Day | null): void {
    this.say(fact);
    const key = keyOf(fact);
    const between = this.state.facts
      .filter((one) => one.validFrom > fact.validFrom && (to === null || one.validFrom < to) && keyOf(one) === key)
      .map((one) => one.validFrom);
    for (const validFrom of new Set(between)) this.say({ ...fact, validFrom });
    if (to !== null) this.say({ ...fact, validFrom: to, ended: true });
  }

  change(effect: Change['effect'], what: string, from: Day = this.on): void {
    this.changes.push({ effect, what, from });
  }

  org(orgId: number, on: Day = this.on): string {
    this.orgIds.add(orgId);
    return orgName(this.state, orgId, on);
  }

  postWords({ orgId, title }: Pick<HeldPost, 'orgId' | 'title'>): string {
    return `${this.org(orgId)}${title}`;
  }

  /** His memberships, posts or charges that hold on the day. */
  held<H extends Pick<Held, 'from' | 'to'>>(list: readonly H[]): H[] {
    return list.filter((one) => holdsOn({ orgId: 0, ...one }, this.on));
  }

  /** The organization must be there on the day and go on; for members it must be one whose members meet. */
  needsOrg(field: string, orgId: number, { branch, until = null }: { branch: boolean; until?: Day | null }): boolean {
    const { on } = this;
    const spans = this.state.orgs.get(orgId) ?? [];
    const name = this.org(orgId);
    const then = spans.find((one) => holdsOn({ orgId, ...one }, on));
    if (!then) {
      const [first] = spans;
      const last = spans.at(-1);
      const when =
        first && on < first.from
          ? `${dayName(first.from)}才设立`
          : last?.to
            ? `${dayName(last.to)}起已撤销`
            : '这一天没有登记';
      this.refuse(field, 'organization-not-there', `${name}${when}`, '请换一个组织，或核对生效日期');
      return false;
    }
    const ends = endOfRun(spans, on);
    if (ends !== null && (until === null || until >= ends)) {
      const now = `请换一个组织，或在${dayName(ends)}之后的去向登记好以后再办`;
      this.refuse(field, 'organization-ends', `${name}从${dayName(ends)}起已撤销，不能编入或任职到那以后`, now);
      return false;
    }
    if (branch && !isBranch(then.kind)) {
      this.refuse(field, 'organization-no-branch', `${name}不是党支部`, '党员编入党支部，请选它下面的一个党支部');
      return false;
    }
    return true;
  }

  /** Ends a post; refuses what would hide something said from the day on. Answers whether it could. */
  endPost(field: string, post: HeldPost): boolean {
    const words = this.postWords(post);
    if (post.from === this.on) {
      this.refuse(
        field,
        'same-day',
        `${words}也是从${dayName(this.on)}起任的，不能同一天免去`,
        '任职登记错了的，请收回任职；否则请改一个日期',
      );
      return false;
    }
    const later = this.before.posts.find(
      (one) => one.orgId === post.orgId && one.post === post.post && one.from > this.on,
    );
    if (later) {
      this.refuse(field, 'later-post', `${dayName(later.from)}起另登记了${this.postWords(later)}`, TAKE_BACK_FIRST);
      return false;
    }
    const { orgId, title, rank } = post;
    this.say({
      fact: 'post',
      personId: this.personId,
      orgId,
      post: post.post,
      validFrom: this.on,
      ended: true,
      title,
      rank,
    });
    this.change('ends', `不再担任${words}`);
    return true;
  }

  /** Ends a charge of which he is one end. */
  endCharge(field: string, charge: ChargeSpan): void {
    const words = this.chargeWords(charge);
    if (charge.from === this.on) {
      this.refuse(field, 'same-day', `“${words}”也是从${dayName(this.on)}起的`, TAKE_BACK_FIRST);
      return;
    }
    const { of: fact, from: _from, to: _to, ...key } = charge;
    this.say({ fact, ...key, validFrom: this.on, ended: true } as PersonalFact);
    this.change('ends', `“${words}”终止`);
  }

  chargeWords(charge: ChargeSpan): string {
    if (charge.of === 'orgCharge')
      return `${ORG_RELATIONS.find(({ id }) => id === charge.relation)!.name}${this.org(charge.orgId)}`;
    if (charge.of === 'itemCharge') return `分管${this.org(charge.orgId)}的一项党建工作`;
    const name = (id: number): string => this.state.names.get(id) ?? '另一位领导干部';
    return charge.leaderId === this.personId ? `分管${name(charge.personId)}` : `由${name(charge.leaderId)}分管`;
  }

  /** An act before the day from which he is entered holds him from that day on. */
  #presence(): PersonalFact[] {
    const [first] = this.before.person;
    if (!first || first.from <= this.on) return [];
    const { from: _from, to: _to, ...fact } = first;
    return [{ ...fact, validFrom: this.on }];
  }

  /** Roles of his account that go with what ended. */
  #endOfRoles(after: Spans): void {
    for (const role of this.state.roles) {
      const rests = (spans: Spans, on: Day): boolean =>
        role.post === null
          ? spans.memberships.some((one) => one.orgId === role.orgId && holdsOn(one, on))
          : spans.posts.some((one) => one.orgId === role.orgId && one.post === role.post && holdsOn(one, on));
      if (rests(this.before, this.on) && !rests(after, this.on))
        this.change('ends', `账号的“${role.name}”角色（${this.org(role.orgId)}）停用`);
    }
  }

  done(kind: string, summary: string, mainOrg?: number): PersonPlan {
    const facts = [...this.#presence(), ...this.facts];
    this.#endOfRoles(spansOf([...this.state.facts, ...facts]));
    const others = facts.flatMap((fact) => (fact.fact === 'charge' ? [fact.leaderId, fact.personId] : []));
    return {
      kind,
      summary,
      facts,
      changes: this.changes,
      problems: this.problems,
      orgIds: [...new Set([...(mainOrg === undefined ? [] : [mainOrg]), ...this.orgIds])],
      people: [...new Set([this.personId, ...others])],
    };
  }
}

/** When the unbroken run of spans that holds on a day ends; null while it lasts. */
export function endOfRun(spans: readonly { from: Day; to: Day | null }[], on: Day): Day | null {
  let end = spans.find((one) => one.from <= on && (one.to === null || on < one.to))?.to ?? null;
  for (const one of spans) if (end !== null && one.from === end) end = one.to;
  return end;
}

/** The last day that holds, of a first day that does not. */
export const lastDayBefore = (to: Day): Day => addDays(to, -1);
