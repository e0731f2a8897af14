/** Posts begun, changed and ended, several at once; charges go with the last leading post. */
import { addDays, type Day, dayName, firstDay, monthName } from '../../core/time/room.ts';
import { type HeldPost, holdsOn, isBranch, POSTS } from '../organizations/room.ts';
import type { PersonAct, PostChange } from './person-acts.contract.ts';
import { isBefore, type PersonDraft, type PersonPlan, TAKE_BACK_FIRST } from './person-plan.logic.ts';
import { spansOf } from './person-state.logic.ts';

type PostsAct = Extract<PersonAct, { act: 'posts' }>;
type Begin = Extract<PostChange, { do: 'begin' }>;
type Alter = Extract<PostChange, { do: 'change' }>;

const postName = (id: PostChange['post']): string => POSTS.find((one) => one.id === id)!.name;

export function planPosts(draft: PersonDraft, act: PostsAct): PersonPlan {
  const seen = new Set<string>();
  for (const [at, change] of act.changes.entries()) {
    const field = `changes.${at}`;
    const key = `${change.orgId}/${change.post}`;
    if (seen.has(key))
      draft.refuse(field, 'twice', `${draft.org(change.orgId)}的${postName(change.post)}写了两次`, '请删去其中一项');
    seen.add(key);
    if (change.do === 'begin') begin(draft, field, change);
    else {
      const held = draft.held(draft.before.posts).find((one) => one.orgId === change.orgId && one.post === change.post);
      if (!held) notHeld(draft, field, change);
      else if (change.do === 'end') draft.endPost(field, held);
      else alter(draft, field, held, change);
    }
  }
  endCharges(draft);
  const kinds = new Set(act.changes.map((change) => change.do));
  const [only] = kinds.size === 1 ? kinds : [];
  return draft.done(
    only === 'begin' ? 'person.appoint' : only === 'end' ? 'person.endPost' : 'person.changePost',
    act.changes.map((change) => summaryOf(draft, change)).join('；'),
    act.changes[0]?.orgId,
  );
}

function summaryOf(draft: PersonDraft, change: PostChange): string {
  const org = draft.org(change.orgId);
  if (change.do === 'begin') return `任${org}${change.title}`;
  const held = draft.before.posts.findLast((one) => one.orgId === change.orgId && one.post === change.post);
  return change.do === 'end' ? `免${org}${held?.title ?? postName(change.post)}` : `改任${org}${change.title}`;
}

/** There is nothing to end or change on the day: he came to it later, left it before, or never had it. */
function notHeld(draft: PersonDraft, field: string, { orgId, post }: PostChange): void {
  const words = `${draft.org(orgId)}${postName(post)}`;
  const spans = draft.before.posts.filter((one) => one.orgId === orgId && one.post === post);
  const later = spans.find(({ from }) => from > draft.on);
  if (later)
    draft.refuse('on', 'end-before-begin', `他${dayName(later.from)}起才担任${words}`, '生效日期应在任职之后，请核对');
  else draft.refuse(field, 'not-held', `${dayName(draft.on)}他不担任${words}`, '请核对职务和生效日期');
}

function rankFits(draft: PersonDraft, field: string, { orgId, rank }: Begin | Alter): void {
  const then = draft.state.orgs.get(orgId)?.find((one) => holdsOn({ orgId, ...one }, draft.on));
  if (rank !== null && then && (isBranch(then.kind) || then.kind === 'partyCell'))
    draft.refuse(`${field}.rank`, 'rank-in-branch', `${then.name}的职务不定职务层次`, '请把职务层次留空');
}

function begin(draft: PersonDraft, field: string, post: Begin): void {
  const { on } = draft;
  const words = draft.postWords(post);
  const person = draft.before.person.at(-1);
  if (person?.bornMonth && on < firstDay(person.bornMonth))
    draft.refuse(
      'on',
      'before-birth',
      `生效日期早于他的出生年月（${monthName(person.bornMonth)}）`,
      '请核对生效日期；出生年月写错的，请先更正',
    );
  else if (person?.joinedOn && post.post !== 'officeHolder' && isBefore(on, person.joinedOn))
    draft.warn('on', 'post-before-joining', `登记的入党时间是${dayName(person.joinedOn.day)}，晚于任职`);
  if (post.until !== null && post.until < on)
    draft.refuse(`${field}.until`, 'end-before-begin', '任职的最后一天早于第一天', '请核对这两个日期');
  rankFits(draft, field, post);
  const to: Day | null = post.until === null ? null : addDays(post.until, 1);
  const overlap = draft.before.posts.find(
    (one) =>
      one.orgId === post.orgId &&
      one.post === post.post &&
      (to === null || one.from < to) &&
      (one.to === null || one.to > on),
  );
  if (overlap) {
    const since = `${dayName(overlap.from)}起已担任${draft.postWords(overlap)}`;
    if (overlap.from <= on) draft.refuse(field, 'already-holds', since, '只是改称或改层次的，请办“改任”');
    else draft.refuse(field, 'post-overlaps', since, TAKE_BACK_FIRST);
  }
  const there = draft.needsOrg(`${field}.orgId`, post.orgId, { branch: false, until: post.until });
  if (overlap || !there) return;
  if (post.post === 'secretary') secondSecretary(draft, field, post.orgId);
  const { orgId, title, rank } = post;
  const key = { fact: 'post', personId: draft.personId, orgId, post: post.post, title, rank } as const;
  draft.sayUntil({ ...key, validFrom: on }, to);
  draft.change('begins', `担任${words}${post.until ? `，到${dayName(post.until)}为止` : ''}`);
}

function secondSecretary(draft: PersonDraft, field: string, orgId: number): void {
  const other = draft.held(draft.state.secretaries).find((one) => one.orgId === orgId);
  if (other)
    draft.warn(`${field}.orgId`, 'second-secretary', `${draft.org(orgId)}现在的书记是${other.name}，还没有免去`);
}

function alter(draft: PersonDraft, field: string, held: HeldPost, change: Alter): void {
  const { on } = draft;
  const { orgId, post, title, rank } = change;
  const later = draft.before.posts.find((one) => one.orgId === orgId && one.post === post && one.from > on);
  if (held.title === title && held.rank === rank)
    draft.refuse(field, 'already-so', `${draft.postWords(held)}没有变化`, '请写明改成什么，或去掉这一项');
  else if (held.from === on)
    draft.refuse(field, 'same-day', `${draft.postWords(held)}也是从${dayName(on)}起任的`, TAKE_BACK_FIRST);
  else if (later)
    draft.refuse(field, 'later-post', `${dayName(later.from)}起另登记了${draft.postWords(later)}`, TAKE_BACK_FIRST);
  rankFits(draft, field, change);
  draft.say({ fact: 'post', personId: draft.personId, orgId, post, validFrom: on, title, rank });
  draft.change('changes', `${draft.postWords(held)}改为${title}`);
}

/** Without a leading post left nobody is in charge of him and he of nothing; without a post in a team, of none of its items. */
function endCharges(draft: PersonDraft): void {
  const leads = ({ rank }: HeldPost): boolean => rank !== null;
  const held = draft.held(draft.before.posts);
  const left = spansOf([...draft.state.facts, ...draft.facts]).posts.filter((one) => holdsOn(one, draft.on));
  const noLonger = held.some(leads) && !left.some(leads);
  for (const charge of draft.held(draft.before.charges)) {
    const team = charge.of === 'itemCharge' ? charge.orgId : undefined;
    const outOfTeam = held.some(({ orgId }) => orgId === team) && !left.some(({ orgId }) => orgId === team);
    if (noLonger || outOfTeam) draft.endCharge('on', charge);
  }
}
