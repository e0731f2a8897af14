import { describe, expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { sentenceOf, summaryOf } from './changes.logic.ts';
import { placingOf } from './placing.logic.ts';
import { planAdjustment } from './planner.logic.ts';
import { restingOn } from './resting.logic.ts';
import { orgOn, type RegistryState, withFacts, withoutAct } from './state.logic.ts';
import { takingBackProblems } from './taking-back.logic.ts';
import {
  act,
  BUREAU,
  CITY,
  COUNTY,
  city,
  ENTERING,
  FIRST,
  member,
  org,
  placesOf,
  SECOND,
  START,
  THIRD,
  TODAY,
} from './tried-city.logic.ts';

const plan = (input: object, state = city) => planAdjustment(state, act(input), ENTERING);
const done = (input: object, state = city, actId = 'act'): RegistryState => {
  const made = plan(input, state);
  expect(made.problems).toEqual([]);
  return withFacts(state, made.facts, actId);
};
const codes = (input: object, state = city) => plan(input, state).problems.map(({ code, field }) => `${field}:${code}`);

const merging = { act: 'merge', orgIds: [FIRST, SECOND], intoId: SECOND };
const another = { name: '机关党支部', kind: 'branch', sector: 'organ', parentId: BUREAU };

describe('merging', () => {
  test('moves members, also those who joined later, each from his own day', () => {
    const after = done(merging);
    expect(placesOf(after, 1, day('2017-02-28'))).toEqual([FIRST]);
    expect(placesOf(after, 1, day('2017-03-01'))).toEqual([SECOND]);
    expect(placesOf(after, 3, day('2017-05-31'))).toEqual([]);
    expect(placesOf(after, 3, day('2017-06-01'))).toEqual([SECOND]);
    expect(orgOn(after, FIRST, day('2017-03-01'))).toBeNull();
    expect(orgOn(after, 7, day('2017-03-01'))?.parentId).toBe(SECOND);
  });

  test('says what moves and what ends', () => {
    const { changes } = plan(merging);
    expect(sentenceOf(changes)).toBe('1个其他下级组织、3名党员转入；2个职务终止；1项分管、联系终止');
    expect(summaryOf(city, act(merging))).toBe('将机关第一党支部并入机关第二党支部，自2017年3月1日起');
  });

  test('into a new one ends all of them', () => {
    const after = done({ act: 'merge', orgIds: [FIRST, SECOND], intoId: null, organization: another });
    expect(placesOf(after, 4, TODAY)).toEqual([8]);
    expect(orgOn(after, 8, day('2017-02-28'))).toBeNull();
    expect(orgOn(after, 8, TODAY)?.name).toBe('机关党支部');
  });

  test('is refused into its own child, or where a later day says otherwise', () => {
    expect(codes({ act: 'merge', orgIds: [BUREAU, FIRST], intoId: FIRST })).toContain('intoId:into-own-child');
    const renamed = done({ act: 'rename', orgId: FIRST, name: '办公室党支部', effectiveOn: '2017-09-01' });
    const { problems } = plan(merging, renamed);
    expect(problems).toEqual([
      {
        code: 'changed-later',
        field: 'orgIds',
        what: '机关第一党支部已登记自2017年9月1日起更名为办公室党支部',
        now: '请先在“设置调整”里收回或更正那一次，或把生效日期改为2017年9月1日以后',
      },
    ]);
    const gone = done({
      act: 'dissolve',
      orgId: SECOND,
      membersTo: THIRD,
      branchesTo: null,
      effectiveOn: '2017-09-01',
    });
    expect(codes(merging, gone)).toEqual(['intoId:ends-later']);
  });

  test('counts somebody once who was a member of both', () => {
    const both = withFacts(city, [member(1, SECOND)], 'more');
    expect(placesOf(done(merging, both), 1, TODAY)).toEqual([SECOND]);
  });
});

describe('other acts', () => {
  test('a rename before a later one fills only the time between', () => {
    const renamed = done({ act: 'rename', orgId: FIRST, name: '办公室党支部', effectiveOn: '2017-09-01' });
    const input = { act: 'rename', orgId: FIRST, name: '综合党支部' };
    const after = done(input, renamed, 'earlier');
    expect(
      [day('2017-02-28'), day('2017-03-01'), day('2017-09-01')].map((on) => orgOn(after, FIRST, on)?.name),
    ).toEqual(['机关第一党支部', '综合党支部', '办公室党支部']);
    expect(plan(input, renamed).changes.notes).toHaveLength(1);
  });

  test('a rename goes through a later change of something else', () => {
    const moved = done({
      act: 'reparent',
      orgId: FIRST,
      parentId: COUNTY,
      secondParentId: BUREAU,
      effectiveOn: '2017-09-01',
    });
    const after = done({ act: 'rename', orgId: FIRST, name: '综合党支部' }, moved, 'rename');
    expect(orgOn(after, FIRST, TODAY)).toMatchObject({ name: '综合党支部', parentId: COUNTY, secondParentId: BUREAU });
  });

  test('splitting takes the chosen members and their posts', () => {
    const input = { act: 'split', orgId: FIRST, parts: [{ organization: another, members: [1, 3], branches: [7] }] };
    const after = done(input);
    expect([1, 2, 3].map((id) => placesOf(after, id, TODAY))).toEqual([[8], [FIRST], [8]]);
    expect(plan(input).changes.posts.map(({ title }) => title)).toEqual(['支部书记']);
    expect(codes({ ...input, parts: [{ organization: another, members: [4], branches: [] }] })).toEqual([
      'parts.0.members:not-a-member',
    ]);
  });

  test('dissolving asks where members and subordinates go', () => {
    expect(codes({ act: 'dissolve', orgId: FIRST, membersTo: null, branchesTo: null })).toEqual([
      'membersTo:members-left',
      'branchesTo:branches-left',
    ]);
    const after = done({ act: 'dissolve', orgId: FIRST, membersTo: THIRD, branchesTo: SECOND });
    expect(placesOf(after, 2, TODAY)).toEqual([THIRD]);
  });

  test('dissolving sends each where it is told, the others where most go', () => {
    const later = withFacts(
      city,
      [org(8, '第二党小组', FIRST, 'partyCell', day('2017-08-01')), member(4, FIRST, day('2017-07-01'))],
      'later',
    );
    const input = { act: 'dissolve', orgId: FIRST, membersTo: THIRD, branchesTo: SECOND };
    const places = [{ toId: SECOND, members: [2, 3], branches: [] }];
    const after = done({ ...input, places }, later);
    expect([1, 2, 3, 4].map((id) => placesOf(after, id, TODAY))).toEqual([
      [THIRD],
      [SECOND],
      [SECOND],
      [SECOND, THIRD],
    ]);
    expect(placesOf(after, 3, day('2017-05-31'))).toEqual([]);
    const cells = done({ ...input, places: [{ toId: THIRD, members: [], branches: [8] }] }, later);
    expect([7, 8].map((id) => orgOn(cells, id, TODAY)?.parentId)).toEqual([SECOND, THIRD]);
    // Nobody is left over, so no place for the others need be named.
    const all = { toId: SECOND, members: [1, 2, 3], branches: [7] };
    done({ ...input, membersTo: null, branchesTo: null, places: [all] });
  });

  test.each<[string, object[], string[]]>([
    ['somebody who is not there', [{ toId: SECOND, members: [4], branches: [] }], ['places.0.members:not-a-member']],
    ['what is not below it', [{ toId: SECOND, members: [], branches: [THIRD] }], ['places.0.branches:not-below']],
    [
      'somebody in two places',
      [
        { toId: SECOND, members: [1], branches: [] },
        { toId: THIRD, members: [1], branches: [] },
      ],
      ['places.1.members:chosen-twice'],
    ],
    ['itself', [{ toId: FIRST, members: [1], branches: [] }], ['places.0.toId:into-itself']],
    ['nobody', [{ toId: SECOND, members: [], branches: [] }], ['places.0.members:place-empty']],
    ['an unknown place', [{ toId: 99, members: [1], branches: [] }], ['places.0.toId:organization-unknown']],
    [
      'an unknown subordinate',
      [{ toId: SECOND, members: [], branches: [98] }],
      ['places.0.branches:organization-unknown'],
    ],
    ['a subordinate into itself', [{ toId: 7, members: [], branches: [7] }], ['places.0.toId:into-own-child']],
  ])('a place of a dissolution is refused: %s', (_, places, expected) => {
    expect(codes({ act: 'dissolve', orgId: FIRST, membersTo: THIRD, branchesTo: SECOND, places })).toEqual(expected);
  });

  test('a subordinate takes in its fellows when it goes elsewhere itself', () => {
    const places = [{ toId: COUNTY, members: [], branches: [FIRST] }];
    const after = done({ act: 'dissolve', orgId: BUREAU, membersTo: null, branchesTo: FIRST, places });
    expect([FIRST, SECOND, THIRD].map((id) => orgOn(after, id, TODAY)?.parentId)).toEqual([COUNTY, FIRST, FIRST]);
  });

  test('who comes only later is placed too, also below', () => {
    const later = withFacts(city, [org(8, '第二党小组', FIRST, 'partyCell', day('2017-08-01'))], 'later');
    const placing = placingOf(later, FIRST, day('2017-03-01'));
    expect(placing.members.map(({ personId, from, posts }) => [personId, from, ...posts])).toEqual([
      [1, '2017-03-01', '支部书记'],
      [2, '2017-03-01'],
      [3, '2017-06-01'],
    ]);
    expect(placing.branches.map(({ orgId, from }) => [orgId, from])).toEqual([
      [7, '2017-03-01'],
      [8, '2017-08-01'],
    ]);
    const parts = [{ organization: another, members: [3], branches: [8] }];
    const after = done({ act: 'split', orgId: FIRST, parts }, later);
    expect([placesOf(after, 3, TODAY), orgOn(after, 8, TODAY)?.parentId]).toEqual([[9], 9]);
    expect(orgOn(after, 8, day('2017-07-31'))).toBeNull();
  });

  test('a re-parenting before an earlier one fills only the time between', () => {
    const earlier = done({
      act: 'reparent',
      orgId: FIRST,
      parentId: COUNTY,
      secondParentId: null,
      effectiveOn: '2017-09-01',
    });
    const after = done({ act: 'reparent', orgId: FIRST, parentId: THIRD, secondParentId: null }, earlier, 'between');
    expect(
      [day('2017-02-28'), day('2017-03-01'), day('2017-09-01')].map((on) => orgOn(after, FIRST, on)?.parentId),
    ).toEqual([BUREAU, THIRD, COUNTY]);
    // Each may go without the other.
    const without = (id: string) => orgOn(withoutAct(after, id), FIRST, TODAY)?.parentId;
    expect([without('act'), without('between')]).toEqual([THIRD, COUNTY]);
  });

  test('losing the last post of its kind ends a ledger', () => {
    const led = withFacts(
      city,
      [
        {
          fact: 'post',
          personId: 6,
          orgId: BUREAU,
          post: 'secretary',
          validFrom: START,
          title: '党委书记、局长',
          rank: 'countyLevelChief',
        },
      ],
      'post',
    );
    const { changes } = plan({ act: 'dissolve', orgId: BUREAU, membersTo: null, branchesTo: COUNTY }, led);
    expect(changes.ledgers.map(({ form }) => form)).toEqual(['履职写实清单', '党建写实清单']);
    expect(sentenceOf(changes)).toBe('3个支部转入；1个职务终止；2份清单不再应报');
  });

  test.each<[string, object, string[]]>([
    ['a circle', { act: 'reparent', orgId: BUREAU, parentId: FIRST, secondParentId: null }, ['parentId:parent-cycle']],
    ['itself', { act: 'reparent', orgId: FIRST, parentId: FIRST, secondParentId: null }, ['parentId:parent-cycle']],
    ['a name taken', { act: 'rename', orgId: FIRST, name: '机关第二党支部' }, ['name:name-taken']],
    [
      'a name taken, new',
      { act: 'setUp', organization: { ...another, name: '机关第二党支部' } },
      ['organization.name:name-taken'],
    ],
    [
      'too early',
      { ...merging, effectiveOn: '2009-12-31' },
      ['orgIds:organization-not-yet', 'orgIds:organization-not-yet'],
    ],
    ['no change', { act: 'rename', orgId: FIRST, name: '机关第一党支部' }, ['name:nothing-changes']],
    ['no basis', { act: 'changeKind', orgId: FIRST, kind: 'jointBranch', basis: '' }, ['basis:basis-missing']],
    ['unknown', { act: 'changeKind', orgId: 99, kind: 'jointBranch' }, ['orgId:organization-unknown']],
    ['alone', { act: 'merge', orgIds: [FIRST], intoId: FIRST }, ['orgIds:too-few']],
    [
      'too late',
      { act: 'changeKind', orgId: FIRST, kind: 'jointBranch', effectiveOn: '2030-01-01' },
      ['effectiveOn:day-out-of-range'],
    ],
  ])('is refused: %s', (_, input, expected) => {
    expect(codes(input).sort()).toEqual(expected.sort());
  });

  test.each<[string, object, string[]]>([
    [
      'a second line to the superior itself',
      { act: 'reparent', orgId: FIRST, parentId: BUREAU, secondParentId: BUREAU },
      ['secondParentId:second-same'],
    ],
    [
      'a second line to what stands below',
      { act: 'reparent', orgId: BUREAU, parentId: CITY, secondParentId: FIRST },
      ['secondParentId:second-cycle'],
    ],
    [
      'no superior any more',
      { act: 'reparent', orgId: FIRST, parentId: null, secondParentId: null },
      ['parentId:parent-missing'],
    ],
    [
      'members into a committee',
      { act: 'dissolve', orgId: THIRD, membersTo: BUREAU, branchesTo: null },
      ['membersTo:organization-no-branch'],
    ],
    [
      'some members into a committee',
      {
        act: 'dissolve',
        orgId: THIRD,
        membersTo: FIRST,
        branchesTo: null,
        places: [{ toId: BUREAU, members: [6], branches: [] }],
      },
      ['places.0.toId:organization-no-branch'],
    ],
  ])('is refused: %s', (_, input, expected) => {
    expect(codes(input)).toEqual(expected);
  });

  test('a superior whose second line leads back to what comes below it is refused', () => {
    const after = done({ act: 'reparent', orgId: FIRST, parentId: BUREAU, secondParentId: COUNTY });
    expect(codes({ act: 'reparent', orgId: COUNTY, parentId: FIRST, secondParentId: null }, after)).toEqual([
      'parentId:second-cycle',
    ]);
  });

  test('members who come to be outside a branch are told of', () => {
    const notes = (input: object) => plan(input).changes.notes;
    expect(notes({ act: 'merge', orgIds: [FIRST, SECOND], intoId: BUREAU })).toEqual([
      '4名党员编入教育局党委，它不是党支部，请再用“拆分”把他们转到党支部。',
    ]);
    expect(notes({ act: 'changeKind', orgId: SECOND, kind: 'partyCell' })).toEqual([
      '2名党员编入机关第二党支部，它不是党支部，请再用“拆分”把他们转到党支部。',
    ]);
    expect(notes(merging)).toEqual([]);
  });

  test('how far ahead an act may be entered is the law book’s to say', () => {
    const ahead = (effectiveOn: string, monthsAhead: number) =>
      planAdjustment(city, act({ act: 'changeKind', orgId: FIRST, kind: 'jointBranch', effectiveOn }), {
        today: TODAY,
        monthsAhead,
      }).problems;
    expect(ahead('2019-01-10', 12)).toEqual([]);
    expect(ahead('2019-01-11', 12)).toMatchObject([{ now: '请核对生效日期，最多可以提前12个月登记' }]);
    expect(ahead('2018-04-11', 3)).toMatchObject([{ now: '请核对生效日期，最多可以提前3个月登记' }]);
    expect(ahead('2018-04-10', 3)).toEqual([]);
  });

  test('nothing comes below an organization that ended or will end', () => {
    const after = done({ act: 'dissolve', orgId: THIRD, membersTo: FIRST, branchesTo: null });
    const below = { act: 'reparent', orgId: SECOND, parentId: THIRD, secondParentId: null };
    expect(codes({ ...below, effectiveOn: '2017-04-01' }, after)).toEqual(['parentId:organization-dissolved']);
    expect(codes({ ...below, effectiveOn: '2017-02-01' }, after)).toEqual(['parentId:organization-dissolved']);
  });

  test('a circle that would close later is refused with the day', () => {
    const later = done({
      act: 'reparent',
      orgId: BUREAU,
      parentId: COUNTY,
      secondParentId: null,
      effectiveOn: '2017-09-01',
    });
    const { problems } = plan({ act: 'reparent', orgId: COUNTY, parentId: BUREAU, secondParentId: null }, later);
    expect(problems.map(({ what }) => what)).toEqual(['到2017年9月1日，教育局党委在江东县委之下，不能做它的上级']);
  });
});

describe('what rests on an adjustment', () => {
  const resting = (state: RegistryState, id: string) => [...restingOn(state, withoutAct(state, id), id)];

  test('a later rename of the one that goes on does not', () => {
    const after = done(
      { act: 'rename', orgId: SECOND, name: '综合党支部', effectiveOn: '2017-05-01' },
      done(merging),
      'later',
    );
    expect(resting(after, 'act')).toEqual([]);
  });

  test('a later transfer of somebody who came by it does', () => {
    const after = withFacts(
      done(merging),
      [{ ...member(1, SECOND, day('2017-05-01')), ended: true }, member(1, THIRD, day('2017-05-01'))],
      'transfer',
    );
    expect(resting(after, 'act')).toEqual(['transfer']);
  });

  test('whatever was said of the organization that it brought does', () => {
    const after = done({ act: 'merge', orgIds: [FIRST, SECOND], intoId: null, organization: another });
    expect(resting(withFacts(after, [member(9, 8, day('2017-05-01'))], 'joined'), 'act')).toEqual(['joined']);
  });

  test('a name taken meanwhile keeps it from being taken back', () => {
    const after = done(
      { act: 'setUp', organization: { ...another, name: '机关第一党支部' }, effectiveOn: '2017-05-01' },
      done(merging),
      'again',
    );
    expect(takingBackProblems(after, 'act').map(({ code }) => code)).toEqual(['name-taken']);
  });
});
