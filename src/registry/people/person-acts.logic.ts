/** What an act on a person asserts, what that changes, and what stands against it. */
import { addMonths, type Day, dayName, firstDay, monthName, monthsAfter } from '../../core/time/room.ts';
import type { PersonAct } from './person-acts.contract.ts';
import {
  beginMembership,
  planBecomeFull,
  planLeave,
  planSituation,
  planTransfer,
} from './person-acts-membership.logic.ts';
import { planPosts } from './person-acts-posts.logic.ts';
import { PersonDraft, type PersonPlan } from './person-plan.logic.ts';
import type { PersonFact, PersonState } from './person-state.logic.ts';

type ActOf<A extends PersonAct['act']> = Extract<PersonAct, { act: A }>;
type Identity = Pick<ActOf<'enter'>, 'name' | 'sex' | 'joinedOn' | 'bornMonth'>;

/** Plans an act; whether it may be done is whether none of its problems is refused. */
export function planPersonAct(state: PersonState, act: PersonAct): PersonPlan {
  const draft = new PersonDraft(state, act.on);
  const { monthsAhead } = state.rule;
  if (act.on > monthsAfter(state.today, monthsAhead))
    draft.refuse(
      'on',
      'too-far-ahead',
      `生效日期在${monthsAhead}个月以后`,
      `最多提前${monthsAhead}个月登记，请核对日期`,
    );
  const { diedOn } = state;
  if (diedOn !== null && act.on >= diedOn && act.act !== 'correct') {
    draft.refuse('on', 'died', `他已于${dayName(diedOn)}去世`, '请核对生效日期；去世登记错了的，请先收回那一项');
    return draft.done('person.none', '');
  }
  switch (act.act) {
    case 'transfer':
      return planTransfer(draft, act);
    case 'becomeFull':
      return planBecomeFull(draft);
    case 'leave':
      return planLeave(draft, act);
    case 'situation':
      return planSituation(draft, act);
    case 'posts':
      return planPosts(draft, act);
    case 'enter':
      return planEnter(draft, act);
    case 'correct':
      return planCorrect(draft, act);
  }
}

/** Born, joined, today: in this order, and not too near to one another. */
function identityFits(draft: PersonDraft, { joinedOn, bornMonth }: Identity): void {
  const { today, rule } = draft.state;
  if (joinedOn && joinedOn.day > today)
    draft.refuse('joinedOn', 'date-in-future', '入党时间晚于今天', '请核对入党时间');
  if (bornMonth && firstDay(bornMonth) > today)
    draft.refuse('bornMonth', 'date-in-future', '出生年月晚于今天', '请核对出生年月');
  if (!joinedOn || !bornMonth) return;
  if (joinedOn.day < firstDay(bornMonth))
    draft.refuse(
      'joinedOn',
      'joined-before-birth',
      `入党时间早于出生年月（${monthName(bornMonth)}）`,
      '请核对这两个日期',
    );
  else if (rule.askBelowAge !== null && joinedOn.day.slice(0, 7) < addMonths(bornMonth, rule.askBelowAge * 12))
    draft.warn('joinedOn', 'joined-young', `${monthName(bornMonth)}出生，入党时还不满${rule.askBelowAge}周岁`);
}

function planEnter(draft: PersonDraft, act: ActOf<'enter'>): PersonPlan {
  const { on } = draft;
  const { name, sex, joinedOn, bornMonth, membership } = act;
  identityFits(draft, act);
  for (const other of draft.state.namesakes)
    draft.warn('name', 'namesake', `已经有一位${name}：${other}`, '是同一个人的，请打开他的页面办理；不是的话可以登记');
  if (bornMonth && on < firstDay(bornMonth))
    draft.refuse('on', 'before-birth', '生效日期早于出生年月', '请核对生效日期和出生年月');
  draft.say({ fact: 'person', personId: draft.personId, validFrom: on, name, sex, joinedOn, bornMonth });
  draft.change('begins', `登记${name}`);
  if (membership) {
    if (joinedOn && on < joinedOn.day && on.slice(0, 7) <= joinedOn.day.slice(0, 7) && joinedOn.precision === 'day')
      draft.refuse('on', 'before-joining', `入党时间${dayName(joinedOn.day)}晚于生效日期`, '请核对这两个日期');
    else if (joinedOn && on.slice(0, 7) < joinedOn.day.slice(0, 7))
      draft.refuse('on', 'before-joining', `入党时间${dayName(joinedOn.day)}晚于生效日期`, '请核对这两个日期');
    beginMembership(draft, 'membership.orgId', {
      orgId: membership.orgId,
      category: membership.category,
      situation: membership.migrant ? 'migrantIn' : null,
    });
  }
  return draft.done('person.enter', `登记${name}`, membership?.orgId);
}

const FIELDS = [
  { id: 'name', name: '姓名' },
  { id: 'sex', name: '性别' },
  { id: 'joinedOn', name: '入党时间' },
  { id: 'bornMonth', name: '出生年月' },
] as const;

function shown(field: (typeof FIELDS)[number]['id'], of: Identity): string {
  if (field === 'name') return of.name;
  if (field === 'sex') return of.sex === null ? '不详' : of.sex === 'male' ? '男' : '女';
  if (field === 'bornMonth') return of.bornMonth ? monthName(of.bornMonth) : '不详';
  if (!of.joinedOn) return '不详';
  return of.joinedOn.precision === 'month'
    ? monthName(of.joinedOn.day.slice(0, 7) as Parameters<typeof monthName>[0])
    : dayName(of.joinedOn.day);
}

function planCorrect(draft: PersonDraft, act: ActOf<'correct'>): PersonPlan {
  const { person, memberships, posts } = draft.before;
  const { fromStart, on } = act;
  const then = person.findLast((one) => one.from <= on) ?? person[0]!;
  const identity = (one: PersonFact): Identity => ({ ...one, bornMonth: one.bornMonth ?? null });
  const changed = FIELDS.filter(({ id }) => shown(id, act) !== shown(id, identity(then)));
  const words = changed.map(({ id, name }) => `${name}由${shown(id, identity(then))}改为${shown(id, act)}`);
  if (changed.length === 0) draft.refuse('name', 'already-so', '和登记的一样，没有要改的', '请写明改成什么');
  identityFits(draft, act);
  const first = [...memberships, ...posts].reduce<Day | null>(
    (least, one) => (least === null || one.from < least ? one.from : least),
    null,
  );
  if (act.bornMonth && first && first < firstDay(act.bornMonth))
    draft.refuse(
      'bornMonth',
      'before-birth',
      `他${dayName(first)}已有组织关系或职务，早于这个出生年月`,
      '请核对出生年月',
    );
  const full = memberships.find((one) => one.category === 'full');
  if (act.joinedOn && full && full.from < act.joinedOn.day && changed.some(({ id }) => id === 'joinedOn'))
    draft.warn('joinedOn', 'joined-after-member', `${dayName(full.from)}起就登记为正式党员，早于这个入党时间`);
  const values = Object.fromEntries(changed.map(({ id }) => [id, act[id]]));
  const say = (one: PersonFact & { from: Day; to: Day | null }, validFrom: Day): void => {
    const { from: _from, to: _to, ...fact } = one;
    draft.say({ ...fact, ...values, validFrom });
  };
  if (!fromStart) say(then, on);
  for (const one of person) if (fromStart || one.from > on) say(one, one.from);
  for (const line of words) draft.change('changes', fromStart ? `${line}，从头算起` : line);
  return draft.done('person.correct', `${fromStart ? '更正' : '变更'}：${words.join('；')}`);
}
