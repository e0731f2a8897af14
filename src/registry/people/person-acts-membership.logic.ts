/** Acts on a membership: transfer 组织关系转接, becoming a full member 转正, leaving, and a change of situation. */
import { type Day, dayName, monthsAfter } from '../../core/time/room.ts';
import { type EntryRule, holdsOn, SITUATIONS } from '../organizations/room.ts';
import { LEAVINGS, type PersonAct } from './person-acts.contract.ts';
import {
  categoryWord,
  isBefore,
  lastDayBefore,
  type PersonDraft,
  type PersonPlan,
  situationWord,
  TAKE_BACK_FIRST,
} from './person-plan.logic.ts';
import { isHome, type MembershipSpan } from './person-state.logic.ts';

type ActOf<A extends PersonAct['act']> = Extract<PersonAct, { act: A }>;

/** A situation that goes with the person wherever he belongs. */
const carried = (situation: MembershipSpan['situation']): MembershipSpan['situation'] =>
  situation === 'longIll' || situation === 'abroad' ? situation : null;

type Begun = Omit<MembershipSpan, 'to'>;

const factOf = (draft: PersonDraft, { orgId, from, category, situation }: Begun) =>
  ({ fact: 'membership', personId: draft.personId, orgId, validFrom: from, category, situation }) as const;

const endMembership = (draft: PersonDraft, held: Begun): void => draft.say({ ...factOf(draft, held), ended: true });

/** A member cannot be one before he joined. */
export function notBeforeJoining(draft: PersonDraft): void {
  const joinedOn = draft.before.person.at(-1)?.joinedOn;
  if (joinedOn && isBefore(draft.on, joinedOn))
    draft.refuse(
      'on',
      'before-joining',
      `登记的入党时间是${dayName(joinedOn.day)}，晚于${dayName(draft.on)}`,
      '请核对生效日期；入党时间写错的，请先更正',
    );
}

/** Begins to belong to a branch; refused where he belongs to another one from a later day on. */
export function beginMembership(draft: PersonDraft, field: string, begins: Omit<MembershipSpan, 'to' | 'from'>): void {
  const { on } = draft;
  const home = begins.situation !== 'migrantIn';
  const inTheWay = draft.before.memberships.filter(
    (one) => (one.to === null || one.to > on) && (one.orgId === begins.orgId || (home && isHome(one))),
  );
  for (const one of inTheWay)
    draft.refuse(
      field,
      'membership-overlaps',
      `${dayName(one.from)}起已编入${draft.org(one.orgId)}，一名党员同一时间只编入一个党支部`,
      one.from > on ? TAKE_BACK_FIRST : '已在别的党支部的，请办组织关系转接',
    );
  if (inTheWay.length > 0 || !draft.needsOrg(field, begins.orgId, { branch: true })) return;
  draft.sayUntil(factOf(draft, { ...begins, from: on }), null);
  const word = begins.situation === null ? '' : `，${situationWord(begins.situation)}`;
  draft.change('begins', `编入${draft.org(begins.orgId)}，${categoryWord(begins.category)}${word}`);
}

/** Posts in a branch and in the cells below it go with the membership. */
function endPostsIn(draft: PersonDraft, branchId: number): void {
  const within = (orgId: number): boolean =>
    orgId === branchId ||
    (draft.state.orgs.get(orgId) ?? []).some(
      (one) => one.kind === 'partyCell' && one.parentId === branchId && holdsOn({ orgId, ...one }, draft.on),
    );
  const posts = draft.before.posts.filter(({ orgId }) => within(orgId));
  for (const post of draft.held(posts)) draft.endPost('on', post);
  for (const later of posts.filter(({ from }) => from > draft.on))
    if (!draft.held(posts).some((one) => one.orgId === later.orgId && one.post === later.post))
      draft.refuse('on', 'later-post', `${dayName(later.from)}起担任${draft.postWords(later)}`, TAKE_BACK_FIRST);
}

/** Out of his branch, or in from outside, into another one. What was said of his category from a later day on goes along. */
export function planTransfer(draft: PersonDraft, act: ActOf<'transfer'>): PersonPlan {
  const { on } = draft;
  const to = draft.org(act.toOrgId);
  const homes = draft.before.memberships.filter(isHome);
  const left = draft.held(homes);
  notBeforeJoining(draft);
  if (left.length === 0) {
    beginMembership(draft, 'toOrgId', { orgId: act.toOrgId, category: act.category, situation: null });
    return draft.done('person.transferIn', `组织关系转入${to}`, act.toOrgId);
  }
  const from = left.map(({ orgId }) => draft.org(orgId)).join('、');
  const summary = `组织关系由${from}转到${to}`;
  if (left.some(({ orgId }) => orgId === act.toOrgId)) {
    draft.refuse('toOrgId', 'already-there', `${dayName(on)}已经在${to}`, '请选另一个党支部，或核对生效日期');
    return draft.done('person.transfer', summary, act.toOrgId);
  }
  const fine = draft.needsOrg('toOrgId', act.toOrgId, { branch: true });
  // In the branch left, what was said from a later day on goes along; a membership after a break or elsewhere is in the way.
  const goesAlong: MembershipSpan[] = [];
  let ends = left[0]!.to;
  const blocking = draft.before.memberships.filter((one) => {
    if (one.from <= on || (!isHome(one) && one.orgId !== act.toOrgId)) return false;
    if (left.length > 1 || one.orgId !== left[0]!.orgId || one.from !== ends) return true;
    goesAlong.push(one);
    ends = one.to;
    return false;
  });
  for (const one of blocking)
    draft.refuse(
      'on',
      'membership-overlaps',
      `${dayName(one.from)}起已编入${draft.org(one.orgId)}，一名党员同一时间只编入一个党支部`,
      TAKE_BACK_FIRST,
    );
  for (const one of left.filter(({ from: since }) => since === on))
    draft.refuse('on', 'same-day', `编入${draft.org(one.orgId)}也是从${dayName(on)}起的`, TAKE_BACK_FIRST);
  if (!fine || draft.problems.some(({ refused }) => refused))
    return draft.done('person.transfer', summary, act.toOrgId);

  const [first] = left;
  for (const one of left) {
    endMembership(draft, { ...one, from: on });
    draft.change('ends', `不再编入${draft.org(one.orgId)}`);
  }
  draft.change('begins', `编入${to}，${categoryWord(first!.category)}${carriedWord(carried(first!.situation))}`);
  if (first!.situation !== carried(first!.situation))
    draft.change('ends', `“${situationWord(first!.situation)}”不带到${to}`);
  for (const one of goesAlong) {
    endMembership(draft, one);
    draft.change('moves', `${categoryWord(one.category)}${carriedWord(one.situation)}随之记在${to}`, one.from);
  }
  for (const one of [{ ...first!, from: on }, ...goesAlong])
    draft.sayUntil(factOf(draft, { ...one, orgId: act.toOrgId, situation: carried(one.situation) }), one.to);
  if (ends !== null) draft.change('moves', `到${dayName(lastDayBefore(ends))}为止`, ends);
  for (const { orgId } of left) endPostsIn(draft, orgId);
  return draft.done('person.transfer', summary, act.toOrgId);
}

const carriedWord = (situation: MembershipSpan['situation']): string =>
  situation === null ? '' : `，${situationWord(situation)}`;

/** Whether he becomes a full member sooner than is asked about; a month alone may be its last day. */
function isProbationShort(joinedOn: { day: Day; precision: 'day' | 'month' }, on: Day, rule: EntryRule): boolean {
  const months = rule.askBelowProbationMonths;
  return months !== null && on < monthsAfter(joinedOn.day, joinedOn.precision === 'day' ? months : months - 1);
}

/** From probationary to full, wherever he is a member on the day and after it. */
export function planBecomeFull(draft: PersonDraft): PersonPlan {
  const { on } = draft;
  const held = draft.held(draft.before.memberships);
  const home = held.find(isHome) ?? held[0];
  const summary = `转为正式党员${home ? `（${draft.org(home.orgId)}）` : ''}`;
  const done = (): PersonPlan => draft.done('person.becomeFull', summary, home?.orgId);
  if (!home) {
    draft.refuse('on', 'not-a-member', `${dayName(on)}没有编入任何党支部`, '请核对生效日期，或先登记组织关系转入');
    return done();
  }
  const full = draft.before.memberships.find(({ category, to }) => category === 'full' && (to === null || to > on));
  if (full) {
    draft.refuse(
      'on',
      'already-full',
      `${dayName(full.from)}起已经是正式党员（${draft.org(full.orgId)}）`,
      full.from > on ? TAKE_BACK_FIRST : '不用再办；那一项登记错了的，请收回它',
    );
    return done();
  }
  const joinedOn = draft.before.person.at(-1)?.joinedOn ?? null;
  if (joinedOn && (isBefore(on, joinedOn) || on === joinedOn.day))
    draft.refuse(
      'on',
      'before-joining',
      `转正应在入党之后；登记的入党时间是${dayName(joinedOn.day)}`,
      '请核对两个日期',
    );
  else if (joinedOn && isProbationShort(joinedOn, on, draft.state.rule))
    draft.warn(
      'on',
      'probation-short',
      `入党时间是${dayName(joinedOn.day)}，预备期还不满${draft.state.rule.askBelowProbationMonths}个月`,
    );
  for (const one of held.filter(({ from }) => from === on))
    draft.refuse(
      'on',
      'same-day',
      `编入${draft.org(one.orgId)}也是从${dayName(on)}起的`,
      '请改一个日期，或收回后按正式党员登记',
    );
  for (const one of held) {
    draft.say(factOf(draft, { ...one, from: on, category: 'full' }));
    draft.change('changes', `在${draft.org(one.orgId)}由预备党员转为正式党员`);
  }
  for (const one of draft.before.memberships.filter(({ from }) => from > on)) {
    draft.say(factOf(draft, { ...one, category: 'full' }));
    draft.change('moves', `在${draft.org(one.orgId)}也记为正式党员`, one.from);
  }
  return done();
}

/** He is a member no longer: everything that he holds ends. */
export function planLeave(draft: PersonDraft, act: ActOf<'leave'>): PersonPlan {
  const { on, before } = draft;
  const leaving = LEAVINGS.find(({ id }) => id === act.reason)!;
  const members = draft.held(before.memberships);
  const home = members.find(isHome) ?? members[0];
  if (!home)
    draft.refuse('on', 'not-a-member', `${dayName(on)}没有编入任何党支部，没有组织关系可以终止`, '请核对生效日期');
  for (const one of before.memberships.filter(({ from }) => from > on))
    draft.refuse('on', 'later-membership', `${dayName(one.from)}起另登记在${draft.org(one.orgId)}`, TAKE_BACK_FIRST);
  for (const one of members) {
    if (one.from === on)
      draft.refuse('on', 'same-day', `编入${draft.org(one.orgId)}也是从${dayName(on)}起的`, TAKE_BACK_FIRST);
    endMembership(draft, { ...one, from: on });
    draft.change('ends', `不再编入${draft.org(one.orgId)}（${leaving.name}）`);
  }
  endAllElse(draft);
  return draft.done(leaving.kind, `${leaving.name}${home ? `，原在${draft.org(home.orgId)}` : ''}`, home?.orgId);
}

function endAllElse(draft: PersonDraft): void {
  const { on, before } = draft;
  const posts = draft.held(before.posts);
  for (const post of posts) draft.endPost('on', post);
  for (const later of before.posts.filter((one) => one.from > on))
    if (!posts.some((one) => one.orgId === later.orgId && one.post === later.post))
      draft.refuse('on', 'later-post', `${dayName(later.from)}起担任${draft.postWords(later)}`, TAKE_BACK_FIRST);
  for (const charge of draft.held(before.charges)) draft.endCharge('on', charge);
  for (const later of before.charges.filter((one) => one.from > on))
    draft.refuse('on', 'later-charge', `${dayName(later.from)}起“${draft.chargeWords(later)}”`, TAKE_BACK_FIRST);
}

/** Long ill, abroad, migrant, out of touch, or none of these again. */
export function planSituation(draft: PersonDraft, act: ActOf<'situation'>): PersonPlan {
  const { on } = draft;
  const name = draft.org(act.orgId);
  const word = act.situation === null ? '恢复正常' : SITUATIONS.find(({ id }) => id === act.situation)!.name;
  const done = (): PersonPlan => draft.done('person.situation', `${name}：${word}`, act.orgId);
  const here = draft.before.memberships.filter(({ orgId }) => orgId === act.orgId);
  const [held] = draft.held(here);
  notBeforeJoining(draft);
  if (act.situation === 'migrantIn' && !held) {
    const home = draft.held(draft.before.memberships).find(isHome);
    beginMembership(draft, 'orgId', { orgId: act.orgId, category: home?.category ?? 'full', situation: 'migrantIn' });
    return done();
  }
  if (!held) {
    draft.refuse('orgId', 'not-a-member', `${dayName(on)}没有编入${name}`, '请选他所在的党支部，或核对生效日期');
    return done();
  }
  if (held.situation === act.situation) {
    draft.refuse(
      'situation',
      'already-so',
      `${dayName(held.from)}起就是“${situationWord(held.situation)}”`,
      '不用再办',
    );
    return done();
  }
  if (act.situation === 'migrantIn') {
    draft.refuse('situation', 'own-branch', `${name}就是他所在的党支部`, '流入登记在他实际参加活动的党支部');
    return done();
  }
  if (held.from === on) {
    draft.refuse('on', 'same-day', `编入${name}也是从${dayName(on)}起的`, TAKE_BACK_FIRST);
    return done();
  }
  const later = here.filter(({ from }) => from > on);
  if (held.situation === 'migrantIn') {
    for (const one of later)
      draft.refuse('on', 'later-membership', `${dayName(one.from)}起另有一次登记`, TAKE_BACK_FIRST);
    if (act.situation !== null)
      draft.refuse(
        'situation',
        'not-own-branch',
        `他流动到${name}，组织关系不在这里`,
        '请在他组织关系所在的党支部登记',
      );
    endMembership(draft, { ...held, from: on });
    draft.change('ends', `不再流入${name}`);
    return done();
  }
  draft.say(factOf(draft, { ...held, from: on, situation: act.situation }));
  draft.change('changes', `在${name}由“${situationWord(held.situation)}”改为“${situationWord(act.situation)}”`);
  for (const one of later) {
    if (one.situation !== held.situation) break;
    draft.say(factOf(draft, { ...one, situation: act.situation }));
    draft.change('moves', `“${situationWord(act.situation)}”接着算`, one.from);
  }
  return done();
}
