import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, day } from '../../core/time/room.ts';
import type { OrgKind, RegistryFact } from '../organizations/room.ts';
import { type AdjustmentInput, adjustmentInput } from './acts.logic.ts';
import { sentenceOf, summaryOf } from './changes.logic.ts';
import { planAdjustment } from './planner.logic.ts';
import { restingOn } from './resting.logic.ts';
import { aboveOn, EMPTY_STATE, heldOf, orgOn, type RegistryState, withFacts, withoutAct } from './state.logic.ts';
import { takingBackProblems } from './taking-back.logic.ts';
import { turns, valueOn } from './timeline.logic.ts';

const START = day('2010-01-01');
const TODAY = day('2018-01-10');

const org = (orgId: number, name: string, parentId: number | null, kind: OrgKind = 'branch', validFrom = START) =>
  ({
    fact: 'organization',
    orgId,
    validFrom,
    name,
    shortNames: [],
    kind,
    sector: 'organ',
    parentId,
    termExpiresOn: null,
  }) satisfies RegistryFact;
const member = (personId: number, orgId: number, validFrom: Day = START) =>
  ({ fact: 'membership', personId, orgId, validFrom, category: 'full' }) satisfies RegistryFact;

const CITY = 1;
const BUREAU = 2;
const COUNTY = 3;
const FIRST = 4;
const SECOND = 5;
const THIRD = 6;

const facts: RegistryFact[] = [
  org(CITY, '中共示例市委员会', null, 'municipalCommittee'),
  org(BUREAU, '教育局党委', CITY, 'municipalOrganCommittee'),
  org(COUNTY, '江东县委', CITY, 'countyCommittee'),
  org(FIRST, '机关第一党支部', BUREAU),
  org(SECOND, '机关第二党支部', BUREAU),
  org(THIRD, '老干部党支部', BUREAU),
  org(7, '第一党小组', FIRST, 'partyCell'),
  member(1, FIRST),
  member(2, FIRST),
  member(3, FIRST, day('2017-06-01')),
  member(4, SECOND),
  member(5, SECOND),
  member(6, THIRD),
  { fact: 'post', personId: 1, orgId: FIRST, post: 'secretary', validFrom: START, title: '支部书记', rank: null },
  {
    fact: 'post',
    personId: 2,
    orgId: FIRST,
    post: 'deputySecretary',
    validFrom: day('2017-05-01'),
    title: '',
    rank: null,
  },
  { fact: 'orgCharge', leaderId: 9, orgId: FIRST, relation: 'contactPoint', validFrom: START },
];
const NAMES = new Map([1, 2, 3, 4, 5, 6, 9].map((id) => [id, `党员${id}`]));
const city = withFacts({ ...EMPTY_STATE, names: NAMES }, facts, 'start');

const act = (input: object): AdjustmentInput =>
  adjustmentInput.parse({ effectiveOn: '2017-03-01', basis: '市委组织部批复', ...input });
const plan = (input: object, state = city) => planAdjustment(state, act(input), TODAY);
const done = (input: object, state = city, actId = 'act'): RegistryState => {
  const made = plan(input, state);
  expect(made.problems).toEqual([]);
  return withFacts(state, made.facts, actId);
};
const codes = (input: object, state = city) => plan(input, state).problems.map(({ code, field }) => `${field}:${code}`);

/** Organizations that somebody is a member of on a day. */
const placesOf = (state: RegistryState, personId: number, on: Day): number[] =>
  heldOf(state, 'membership')
    .flatMap((timeline) => valueOn(timeline, on) ?? [])
    .filter((one) => one.personId === personId)
    .map(({ orgId }) => orgId)
    .sort((a, b) => a - b);

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

describe('after any sequence of accepted acts', () => {
  const days = fc.integer({ min: 0, max: 60 }).map((step) => addDays(day('2016-01-01'), step * 11));
  const id = fc.constantFrom(BUREAU, COUNTY, FIRST, SECOND, THIRD, 7, 8, 9);
  const made = fc.record({
    name: fc.constantFrom('甲支部', '乙支部', '丙支部', '丁支部'),
    kind: fc.constant('branch'),
    sector: fc.constant('organ'),
    parentId: id,
    secondParentId: fc.option(id),
  });
  const people = fc.subarray([1, 2, 3, 4, 5, 6]);
  const inputs = fc.oneof(
    fc.record({ act: fc.constant('setUp'), effectiveOn: days, organization: made }),
    fc
      .record({
        act: fc.constant('merge'),
        effectiveOn: days,
        orgIds: fc.uniqueArray(id, { minLength: 2, maxLength: 3 }),
        intoId: id,
      })
      .map((one) => ({ ...one, intoId: one.orgIds.includes(one.intoId) ? one.intoId : one.orgIds[0]! })),
    fc.record({
      act: fc.constant('merge'),
      effectiveOn: days,
      orgIds: fc.uniqueArray(id, { minLength: 2, maxLength: 3 }),
      intoId: fc.constant(null),
      organization: made,
    }),
    fc.record({
      act: fc.constant('split'),
      effectiveOn: days,
      orgId: id,
      parts: fc.array(fc.record({ organization: made, members: people, branches: fc.subarray([4, 5, 6, 7]) }), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
    fc.record({ act: fc.constant('dissolve'), effectiveOn: days, orgId: id, membersTo: id, branchesTo: id }),
    fc.record({
      act: fc.constant('reparent'),
      effectiveOn: days,
      orgId: id,
      parentId: id,
      secondParentId: fc.option(id),
    }),
    fc.record({
      act: fc.constant('rename'),
      effectiveOn: days,
      orgId: id,
      name: fc.constantFrom('甲支部', '乙支部', '戊支部'),
    }),
  );
  /** Every day on which something begins or ends, and the day before it. */
  const daysOf = (state: RegistryState): Day[] => {
    const begins = turns([...state.orgs.values(), ...state.held.values()], day('2015-12-20'));
    return [...begins, ...begins.map((on) => addDays(on, -1))];
  };
  const ALL = [1, 2, 3, 4, 5, 6];

  const sound = (state: RegistryState, on: Day): void => {
    for (const orgId of state.orgs.keys()) {
      const now = orgOn(state, orgId, on);
      if (!now) continue;
      for (const superior of [now.parentId, now.secondParentId ?? null])
        if (superior !== null && !orgOn(state, superior, on))
          throw new Error(`${orgId} stands below a dead one on ${on}`);
      if (aboveOn(state, orgId, on).includes(orgId)) throw new Error(`${orgId} stands below itself on ${on}`);
    }
    for (const timeline of heldOf(state, 'membership')) {
      const held = valueOn(timeline, on);
      if (held && !orgOn(state, held.orgId, on)) throw new Error(`somebody is in ${held.orgId}, dead on ${on}`);
    }
  };
  /** Where an act takes somebody who is in an organization, told apart from the planner. */
  const target = (input: AdjustmentInput, bornIds: number[], personId: number, orgId: number): number => {
    if (input.act === 'merge' && input.orgIds.includes(orgId)) return input.intoId ?? bornIds[0]!;
    if (input.act === 'dissolve' && input.orgId === orgId) return input.membersTo!;
    if (input.act === 'split' && input.orgId === orgId) {
      const at = input.parts.findIndex((part) => part.members.includes(personId));
      return at < 0 ? orgId : bornIds[at]!;
    }
    return orgId;
  };

  test('nobody is lost or doubled, no circle, none below the dead, earlier days unchanged; taking back keeps it so', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(inputs, { minLength: 1, maxLength: 12 }), fc.nat(), (sequence, pick) => {
        let state = city;
        const acts: string[] = [];
        for (const [at, raw] of sequence.entries()) {
          const input = act(raw);
          const { facts: said, problems } = planAdjustment(state, input, TODAY);
          if (problems.length > 0) continue;
          accepted += 1;
          const before = state;
          state = withFacts(state, said, `act-${at}`);
          acts.push(`act-${at}`);
          const bornIds = [...state.orgs.keys()].filter((orgId) => !before.orgs.has(orgId));
          for (const on of new Set([...daysOf(state), addDays(input.effectiveOn, -1)])) {
            sound(state, on);
            const earlier = on < input.effectiveOn;
            for (const personId of ALL) {
              const were = placesOf(before, personId, on);
              const moved = earlier ? were : were.map((orgId) => target(input, bornIds, personId, orgId));
              expect(placesOf(state, personId, on).join()).toBe([...new Set(moved)].sort((a, b) => a - b).join());
            }
            if (earlier)
              for (const orgId of state.orgs.keys()) expect(orgOn(state, orgId, on)).toEqual(orgOn(before, orgId, on));
          }
        }
        const back = acts[pick % Math.max(1, acts.length)];
        if (!back) return;
        const left = withoutAct(state, back);
        if (restingOn(state, left, back).size > 0 || takingBackProblems(state, back).length > 0) return;
        for (const on of new Set(daysOf(state))) {
          sound(left, on);
          for (const personId of ALL)
            expect(placesOf(left, personId, on)).toHaveLength(placesOf(city, personId, on).length);
        }
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(500);
  });
});
