import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, day, month, monthsAfter } from '../../core/time/room.ts';
import { MEMBER_CATEGORIES, type OrgKind, SITUATIONS } from '../organizations/room.ts';
import type { PersonalFact } from './history.logic.ts';
import { LEAVINGS, type PersonAct, personActSchema } from './person-acts.contract.ts';
import { planPersonAct } from './person-acts.logic.ts';
import { isHome, type OrgSpan, type PersonState, spansOf } from './person-state.logic.ts';

const today = day('2017-06-28');
const org = (name: string, kind: OrgKind, more: Partial<OrgSpan> = {}): OrgSpan[] => [
  { from: day('2010-01-01'), to: null, name, kind, parentId: null, ...more },
];
const ORGS: PersonState['orgs'] = new Map([
  [1, org('市教育局党委', 'primaryCommittee')],
  [2, org('一支部', 'branch', { parentId: 1 })],
  [3, org('二支部', 'branch', { parentId: 1 })],
  [4, org('老支部', 'branch', { to: day('2017-05-01') })],
  [5, org('新支部', 'branch', { from: day('2017-04-01') })],
  [6, org('一支部第一小组', 'partyCell', { parentId: 2 })],
]);
const person = (more: object = {}): PersonalFact => ({
  fact: 'person',
  personId: 9,
  validFrom: day('2010-01-01'),
  name: '周舒',
  sex: 'female',
  joinedOn: { day: day('2016-01-05'), precision: 'day' },
  bornMonth: month('1990-03'),
  ...more,
});
const member = (orgId: number, from: string, more: object = {}): PersonalFact => ({
  fact: 'membership',
  personId: 9,
  orgId,
  validFrom: day(from),
  category: 'probationary',
  ...more,
});
const holds = (orgId: number, post: 'secretary' | 'cellLeader' | 'officeHolder', from: string, more: object = {}) =>
  ({
    fact: 'post',
    personId: 9,
    orgId,
    post,
    validFrom: day(from),
    title: post === 'secretary' ? '书记' : post === 'cellLeader' ? '组长' : '局长',
    rank: post === 'officeHolder' ? 'countyLevelChief' : null,
    ...more,
  }) as PersonalFact;
const charge = (from: string): PersonalFact => ({ fact: 'charge', leaderId: 7, personId: 9, validFrom: day(from) });

const stateOf = (facts: readonly PersonalFact[], more: Partial<PersonState> = {}): PersonState => ({
  personId: 9,
  facts,
  orgs: ORGS,
  names: new Map([[7, '孔安']]),
  roles: [],
  secretaries: [],
  diedOn: null,
  namesakes: [],
  rule: { monthsAhead: 12, askBelowAge: 18, askBelowProbationMonths: 12 },
  today,
  ...more,
});
const probationer = [person(), member(2, '2016-01-05')];
type Draft = { act: PersonAct['act'] } & Record<string, unknown>;
const plan = (facts: readonly PersonalFact[], input: Draft, more: Partial<PersonState> = {}) =>
  planPersonAct(stateOf(facts, more), personActSchema.parse({ personId: 9, ...input }));
const begin = (more: object = {}) => ({
  do: 'begin',
  orgId: 1,
  post: 'officeHolder',
  title: '局长',
  rank: null,
  ...more,
});
const posts = (on: string, ...changes: object[]): Draft => ({ act: 'posts', on, changes });
const correct = (more: object): Draft => ({
  act: 'correct',
  on: '2017-06-01',
  fromStart: true,
  name: '周舒',
  sex: 'female',
  joinedOn: { day: '2016-01-05', precision: 'day' },
  bornMonth: '1990-03',
  ...more,
});
const enter = (more: object): Draft => ({
  ...correct({}),
  act: 'enter',
  membership: { orgId: 2, category: 'probationary' },
  ...more,
});

describe('an act is refused at its field', () => {
  const to = (toOrgId: number, on = '2017-06-01'): Draft => ({ act: 'transfer', toOrgId, on });
  const full = (on: string): Draft => ({ act: 'becomeFull', on });
  const leave = (on: string): Draft => ({ act: 'leave', reason: 'death', on });
  const situation = (orgId: number, word: string | null, on = '2017-06-01'): Draft => ({
    act: 'situation',
    orgId,
    situation: word,
    on,
  });
  const moved = [...probationer, member(2, '2017-03-01', { ended: true }), member(3, '2017-03-01')];
  const cadre = [...probationer, holds(1, 'officeHolder', '2015-01-01')];

  test.each<[string, readonly PersonalFact[], Draft, string, string]>([
    ['more than a year ahead', probationer, to(3, '2018-06-29'), 'on', 'too-far-ahead'],
    ['into the branch where he is', probationer, to(2), 'toOrgId', 'already-there'],
    ['into what is no branch', probationer, to(1), 'toOrgId', 'organization-no-branch'],
    ['into a branch that is gone', probationer, to(4), 'toOrgId', 'organization-not-there'],
    ['into a branch that will be gone', probationer, to(4, '2017-02-01'), 'toOrgId', 'organization-ends'],
    ['into a branch not yet there', probationer, to(5, '2017-03-01'), 'toOrgId', 'organization-not-there'],
    ['into nothing', probationer, to(99), 'toOrgId', 'organization-not-there'],
    ['before a later transfer', moved, to(5, '2016-06-01'), 'toOrgId', 'organization-not-there'],
    ['over a later membership', moved, to(3, '2016-06-01'), 'on', 'membership-overlaps'],
    ['the day that he came', probationer, to(3, '2016-01-05'), 'on', 'same-day'],
    ['before he joined', [person(), member(2, '2015-01-01')], to(3, '2015-06-01'), 'on', 'before-joining'],
    ['from outside over a later membership', probationer, to(3, '2016-01-04'), 'on', 'before-joining'],
    [
      'in over a later membership',
      [person({ joinedOn: null }), member(2, '2016-01-05')],
      to(3, '2015-06-01'),
      'toOrgId',
      'membership-overlaps',
    ],
    [
      'out of a branch with a later post in it',
      [...probationer, holds(2, 'secretary', '2017-06-10')],
      to(3),
      'on',
      'later-post',
    ],
    ['full without being a member', [person()], full('2017-06-01'), 'on', 'not-a-member'],
    [
      'full twice',
      [person(), member(2, '2016-01-05'), member(2, '2017-01-05', { category: 'full' })],
      full('2017-06-01'),
      'on',
      'already-full',
    ],
    [
      'full before the day that is recorded',
      [person(), member(2, '2016-01-05'), member(2, '2017-01-05', { category: 'full' })],
      full('2016-12-01'),
      'on',
      'already-full',
    ],
    ['full before joining', [person(), member(2, '2015-01-01')], full('2015-06-01'), 'on', 'before-joining'],
    ['full on the day that he came', probationer, full('2016-01-05'), 'on', 'before-joining'],
    ['leaving when not there', [person()], leave('2017-06-01'), 'on', 'not-a-member'],
    ['leaving before a transfer', moved, leave('2017-02-01'), 'on', 'later-membership'],
    [
      'leaving before a later post',
      [...probationer, holds(1, 'officeHolder', '2017-06-20')],
      leave('2017-06-01'),
      'on',
      'later-post',
    ],
    [
      'leaving before a later charge',
      [...probationer, charge('2017-06-20')],
      leave('2017-06-01'),
      'on',
      'later-charge',
    ],
    ['a situation where he is no member', probationer, situation(3, 'abroad'), 'orgId', 'not-a-member'],
    ['the same situation', probationer, situation(2, null), 'situation', 'already-so'],
    ['migrant into his own branch', probationer, situation(2, 'migrantIn'), 'situation', 'own-branch'],
    ['migrant into what is no branch', probationer, situation(1, 'migrantIn'), 'orgId', 'organization-no-branch'],
    [
      'abroad where he only takes part',
      [...probationer, member(3, '2017-01-01', { situation: 'migrantIn' })],
      situation(3, 'abroad'),
      'situation',
      'not-own-branch',
    ],
    ['a post before birth', [person({ joinedOn: null })], posts('1989-01-01', begin()), 'on', 'before-birth'],
    [
      'a post in what is not there',
      [person()],
      posts('2017-06-01', begin({ orgId: 4 })),
      'changes.0.orgId',
      'organization-not-there',
    ],
    ['a post held already', cadre, posts('2017-06-01', begin()), 'changes.0', 'already-holds'],
    [
      'a post over a later one',
      [person(), holds(1, 'officeHolder', '2017-06-20')],
      posts('2017-06-01', begin()),
      'changes.0',
      'post-overlaps',
    ],
    [
      'a post that ends before it begins',
      [person()],
      posts('2017-06-01', begin({ until: '2017-05-01' })),
      'changes.0.until',
      'end-before-begin',
    ],
    [
      'a rank in a branch',
      probationer,
      posts('2017-06-01', begin({ orgId: 2, post: 'secretary', rank: 'countyLevelChief' })),
      'changes.0.rank',
      'rank-in-branch',
    ],
    [
      'ending what is not held',
      [person()],
      posts('2017-06-01', { do: 'end', orgId: 1, post: 'officeHolder' }),
      'changes.0',
      'not-held',
    ],
    [
      'ending what begins later',
      [person(), holds(1, 'officeHolder', '2017-06-20')],
      posts('2017-06-01', { do: 'end', orgId: 1, post: 'officeHolder' }),
      'on',
      'end-before-begin',
    ],
    [
      'ending it the day that it began',
      cadre,
      posts('2015-01-01', { do: 'end', orgId: 1, post: 'officeHolder' }),
      'changes.0',
      'same-day',
    ],
    [
      'changing nothing',
      cadre,
      posts('2017-06-01', { do: 'change', orgId: 1, post: 'officeHolder', title: '局长', rank: 'countyLevelChief' }),
      'changes.0',
      'already-so',
    ],
    ['one post twice', [person()], posts('2017-06-01', begin(), begin()), 'changes.1', 'twice'],
    ['correcting nothing', probationer, correct({}), 'name', 'already-so'],
    [
      'joining in the future',
      probationer,
      correct({ joinedOn: { day: '2017-07-01', precision: 'day' } }),
      'joinedOn',
      'date-in-future',
    ],
    ['joining before birth', probationer, correct({ bornMonth: '2016-03' }), 'joinedOn', 'joined-before-birth'],
    ['born after a post', cadre, correct({ joinedOn: null, bornMonth: '2015-06' }), 'bornMonth', 'before-birth'],
    ['entered before joining', [], enter({ on: '2015-06-01' }), 'on', 'before-joining'],
    [
      'entered into what is no branch',
      [],
      enter({ membership: { orgId: 1, category: 'full' } }),
      'membership.orgId',
      'organization-no-branch',
    ],
    ['entered before birth', [], enter({ on: '1989-01-01', membership: null }), 'on', 'before-birth'],
  ])('%s', (_, facts, input, field, reason) => {
    const state = input.act === 'enter' ? { personId: null } : {};
    const { problems } = plan(facts, input, state);
    expect(problems.find((one) => one.refused)).toMatchObject({ field, reason });
    expect(problems.every(({ what, now }) => what !== '' && now !== '')).toBe(true);
  });

  test.each<[string, readonly PersonalFact[], Draft, string, string, Partial<PersonState>?]>([
    ['joining before 18', probationer, correct({ bornMonth: '1998-02' }), 'joinedOn', 'joined-young'],
    ['full within the first year', probationer, full('2016-12-01'), 'on', 'probation-short'],
    [
      'a second secretary',
      probationer,
      posts('2017-06-01', begin({ orgId: 2, post: 'secretary', title: '书记' })),
      'changes.0.orgId',
      'second-secretary',
      { secretaries: [{ orgId: 2, name: '钱达', from: day('2016-01-01'), to: null }] },
    ],
    ['one of the same name', [], enter({}), 'name', 'namesake', { personId: null, namesakes: ['二支部'] }],
  ])('and only warned of: %s', (_, facts, input, field, reason, state = {}) => {
    const { problems } = plan(facts, input, state);
    expect(problems).toMatchObject([{ field, reason, refused: false }]);
  });

  test('after his death nothing begins, but what is written of him is still corrected', () => {
    const dead = { diedOn: day('2017-03-01') };
    for (const input of [to(3, '2017-03-01'), posts('2017-04-01', begin()), full('2017-06-01')])
      expect(plan(probationer, input, dead).problems).toMatchObject([
        { field: 'on', reason: 'died', refused: true, what: '他已于2017年3月1日去世' },
      ]);
    expect(plan(probationer, to(3, '2017-02-28'), dead).problems).toEqual([]);
    expect(plan(probationer, correct({ bornMonth: '1989-02' }), dead).problems).toEqual([]);
  });

  test('what the city does not ask about is not asked, and its own limit is the limit', () => {
    const rule = { monthsAhead: 24, askBelowAge: null, askBelowProbationMonths: null };
    const young = correct({ bornMonth: '1998-02' });
    for (const input of [young, full('2016-12-01'), to(3, '2018-06-29')])
      expect(plan(probationer, input, { rule }).problems).toEqual([]);
    expect(plan(probationer, to(3, '2019-06-29'), { rule }).problems).toMatchObject([{ reason: 'too-far-ahead' }]);
  });
});

const outcome = (facts: readonly PersonalFact[], input: Draft, more: Partial<PersonState> = {}) => {
  const made = plan(facts, input, more);
  expect(made.problems.filter(({ refused }) => refused)).toEqual([]);
  return { ...made, spans: spansOf([...facts, ...made.facts]) };
};

describe('what an act brings', () => {
  test('a transfer ends the posts in the branch left and in its cells, and says which role of the account goes', () => {
    const facts = [...probationer, holds(2, 'secretary', '2016-06-01'), holds(6, 'cellLeader', '2016-06-01')];
    const { spans, changes, kind } = outcome(
      facts,
      { act: 'transfer', toOrgId: 3, on: '2017-03-01' },
      { roles: [{ name: '党支部书记', orgId: 2, post: 'secretary' }] },
    );
    expect(kind).toBe('person.transfer');
    expect(spans.memberships).toMatchObject([
      { orgId: 2, to: '2017-03-01' },
      { orgId: 3, from: '2017-03-01', to: null, category: 'probationary' },
    ]);
    expect(spans.posts.every(({ to }) => to === '2017-03-01')).toBe(true);
    expect(changes.map(({ effect, what }) => `${effect} ${what}`)).toEqual([
      'ends 不再编入一支部',
      'begins 编入二支部，预备党员',
      'ends 不再担任一支部书记',
      'ends 不再担任一支部第一小组组长',
      'ends 账号的“党支部书记”角色（一支部）停用',
    ]);
  });

  test('a back-dated transfer takes along what was said later of the member in his branch', () => {
    const facts = [
      ...probationer,
      member(2, '2017-01-10', { category: 'full' }),
      member(2, '2017-05-01', { ended: true, category: 'full' }),
    ];
    const { spans, changes } = outcome(facts, { act: 'transfer', toOrgId: 3, on: '2016-09-01' });
    expect(spans.memberships).toMatchObject([
      { orgId: 2, from: '2016-01-05', to: '2016-09-01', category: 'probationary' },
      { orgId: 3, from: '2016-09-01', to: '2017-01-10', category: 'probationary' },
      { orgId: 3, from: '2017-01-10', to: '2017-05-01', category: 'full' },
    ]);
    expect(changes.filter(({ effect }) => effect === 'moves')).toHaveLength(2);
  });

  test('a former end in the branch does not cut a new membership short', () => {
    const facts = [
      person(),
      member(2, '2016-01-05'),
      member(2, '2016-09-01', { ended: true }),
      member(2, '2017-01-10', { ended: true }),
      member(3, '2016-09-01'),
    ];
    const { spans } = outcome(facts, { act: 'transfer', toOrgId: 2, on: '2016-12-01' });
    expect(spans.memberships.at(-1)).toMatchObject({ orgId: 2, from: '2017-01-10', to: null });
    expect(spans.memberships.filter(isHome).filter(({ to }) => to === null)).toHaveLength(1);
  });

  test('a migrant takes part elsewhere and belongs to his own branch all the same', () => {
    const begun = outcome(probationer, { act: 'situation', orgId: 3, situation: 'migrantIn', on: '2017-03-01' });
    expect(begun.spans.memberships).toMatchObject([
      { orgId: 2, to: null, situation: null },
      { orgId: 3, to: null, situation: 'migrantIn', category: 'probationary' },
    ]);
    const facts = [...probationer, ...begun.facts];
    const over = outcome(facts, { act: 'situation', orgId: 3, situation: null, on: '2017-05-01' });
    expect(over.spans.memberships.at(-1)).toMatchObject({ orgId: 3, to: '2017-05-01' });
    const stays = outcome(facts, { act: 'transfer', toOrgId: 3, on: '2017-05-01' });
    expect(stays.spans.memberships.at(-1)).toMatchObject({ orgId: 3, from: '2017-05-01', situation: null, to: null });
  });

  test('becoming full holds wherever he is a member, later branches too', () => {
    const moved = [...probationer, member(2, '2017-03-01', { ended: true }), member(3, '2017-03-01')];
    const { spans } = outcome(moved, { act: 'becomeFull', on: '2017-01-10' });
    expect(spans.memberships.map(({ orgId, category }) => [orgId, category])).toEqual([
      [2, 'probationary'],
      [2, 'full'],
      [3, 'full'],
    ]);
  });

  test('leaving ends memberships, posts and charges', () => {
    const facts = [...probationer, holds(1, 'officeHolder', '2016-06-01'), charge('2017-01-01')];
    const { spans, kind } = outcome(facts, { act: 'leave', reason: 'expulsion', on: '2017-06-01' });
    expect(kind).toBe('person.expulsion');
    const all = [...spans.memberships, ...spans.posts, ...spans.charges];
    expect(all).toHaveLength(3);
    expect(all.every(({ to }) => to === '2017-06-01')).toBe(true);
  });

  test('several posts at once; charges go with the last leading post only', () => {
    const facts = [...probationer, holds(1, 'officeHolder', '2016-06-01'), charge('2017-01-01')];
    const end = { do: 'end', orgId: 1, post: 'officeHolder' };
    expect(outcome(facts, posts('2017-06-01', end)).spans.charges[0]?.to).toBe('2017-06-01');
    const other = begin({ post: 'secretary', title: '党委书记', rank: 'countyLevelChief' });
    const { spans, kind } = outcome(facts, posts('2017-06-01', end, other));
    expect(spans.charges[0]?.to).toBeNull();
    expect(kind).toBe('person.changePost');
    expect(outcome(probationer, posts('2017-06-01', begin({ until: '2017-12-31' }))).spans.posts).toMatchObject([
      { from: '2017-06-01', to: '2018-01-01' },
    ]);
  });

  test('a correction from the start changes every span, a new name only what follows; only what was changed', () => {
    const facts = [person(), person({ validFrom: day('2015-01-01'), sex: 'male' })];
    expect(outcome(facts, correct({ name: '周书', sex: 'male' })).spans.person).toMatchObject([
      { name: '周书', sex: 'female' },
      { name: '周书', sex: 'male' },
    ]);
    expect(outcome(facts, correct({ name: '周书', sex: 'male', fromStart: false })).spans.person).toMatchObject([
      { name: '周舒', to: '2015-01-01' },
      { name: '周舒', to: '2017-06-01' },
      { name: '周书', to: null },
    ]);
  });

  test('an act before the day of his entry holds him from that day on', () => {
    const { spans } = outcome([person({ joinedOn: null })], posts('2009-01-01', begin({ orgId: 7 })), {
      orgs: new Map([[7, org('老单位', 'primaryCommittee', { from: day('2000-01-01') })]]),
    });
    expect(spans.person.at(0)?.from).toBe('2009-01-01');
  });
});

describe('whatever is done, in whatever order', () => {
  const on = fc.integer({ min: 0, max: 700 }).map((days) => addDays(day('2016-01-01'), days));
  const branch = fc.constantFrom(2, 3, 5);
  const act: fc.Arbitrary<Draft> = fc.oneof(
    fc.record({ act: fc.constant('transfer' as const), toOrgId: branch, on }),
    fc.record({ act: fc.constant('becomeFull' as const), on }),
    fc.record({ act: fc.constant('leave' as const), reason: fc.constantFrom(...LEAVINGS.map(({ id }) => id)), on }),
    fc.record({
      act: fc.constant('situation' as const),
      orgId: branch,
      situation: fc.constantFrom(null, ...SITUATIONS.map(({ id }) => id)),
      on,
    }),
    fc.record({
      act: fc.constant('posts' as const),
      on,
      changes: fc.tuple(
        fc.record({
          do: fc.constantFrom('begin', 'end'),
          orgId: fc.constantFrom(1, 2, 3),
          post: fc.constantFrom('secretary', 'officeHolder'),
          title: fc.constant('职务'),
          rank: fc.constant(null),
        }),
      ),
    }),
  );

  test('at every day at most one home membership, and it is what the act said from its day on', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 12 }), (acts) => {
        let facts: PersonalFact[] = [person({ joinedOn: null })];
        for (const input of acts) {
          const made = plan(facts, input);
          if (made.problems.some(({ refused }) => refused)) continue;
          facts = [...facts, ...made.facts];
          const spans = spansOf(facts);
          const homesOn = (day: Day) =>
            spans.memberships.filter((one) => isHome(one) && one.from <= day && (one.to === null || day < one.to));
          const turns = spans.memberships.flatMap(({ from, to }) => (to === null ? [from] : [from, to]));
          for (const turn of turns) expect(homesOn(turn).length).toBeLessThanOrEqual(1);
          const said = input.on as Day;
          if (input.act === 'transfer') expect(homesOn(said)).toMatchObject([{ orgId: input.toOrgId }]);
          if (input.act === 'leave') expect(homesOn(monthsAfter(said, 12))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a full member stays one', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 12 }), (acts) => {
        let facts: PersonalFact[] = [person({ joinedOn: null }), member(2, '2016-01-01')];
        for (const input of acts) {
          if (input.act === 'leave') continue;
          const made = plan(facts, { ...input, category: 'full' });
          if (!made.problems.some(({ refused }) => refused)) facts = [...facts, ...made.facts];
        }
        const order = spansOf(facts)
          .memberships.filter(isHome)
          .map(({ category }) => MEMBER_CATEGORIES.findIndex(({ id }) => id === category));
        expect(order).toEqual([...order].sort((one, other) => other - one));
      }),
      { numRuns: 200 },
    );
  });
});
