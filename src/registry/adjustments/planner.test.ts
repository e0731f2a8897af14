import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, day } from '../../core/time/room.ts';
import type { OrgKind, RegistryFact } from '../organizations/room.ts';
import { type AdjustmentInput, adjustmentInput } from './acts.logic.ts';
import { sentenceOf, summaryOf } from './changes.logic.ts';
import { planCorrection } from './correcting.logic.ts';
import { placingOf } from './placing.logic.ts';
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
  /** Picks one of the organizations that are there then (`aimed`). */
  const id = fc.nat({ max: 23 });
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
      })
      .map((one) => ({ ...one, intoId: one.orgIds[0]! })),
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
      parts: fc.array(fc.record({ organization: made, members: people, branches: fc.nat({ max: 7 }) }), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
    fc.record({
      act: fc.constant('dissolve'),
      effectiveOn: days,
      orgId: id,
      membersTo: id,
      branchesTo: id,
      places: fc.array(fc.record({ toId: id, members: people, branches: fc.nat({ max: 7 }) }), {
        maxLength: 2,
      }),
    }),
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
    fc.record({
      act: fc.constant('changeKind'),
      effectiveOn: days,
      orgId: id,
      kind: fc.constantFrom('jointBranch', 'temporaryBranch'),
    }),
  );
  const PICKS = /^(orgId|orgIds|intoId|parentId|secondParentId|membersTo|branchesTo|toId)$/;
  /**
   * The act with its picks among what is there, mostly somewhat after the acts before it and with new names: else nearly all would
   * be refused and nothing would come to rest on anything.
   */
  const aimed = (raw: object, at: number, state: RegistryState): AdjustmentInput => {
    const { effectiveOn: written } = raw as { effectiveOn: Day };
    const wild = Number(written.slice(-1)) % 4 === 0;
    const on = wild ? written : addDays(day('2016-01-01'), at * 45 + (Number(written.slice(-2)) % 20) * 6);
    const later = (orgId: number, is: (day: Day) => boolean): boolean =>
      [on, ...turns([...state.orgs.values(), ...state.held.values()], on)].some(
        (day) => orgOn(state, orgId, day) && is(day),
      );
    const there = [...state.orgs.keys()].filter((orgId) => orgId !== CITY && orgOn(state, orgId, on));
    const branches = there.filter((orgId) => orgId !== BUREAU && orgId !== COUNTY);
    const picked = (pick: number, key: string): number => {
      const among = key === 'parentId' || key === 'secondParentId' ? there : branches;
      return among[pick % Math.max(1, among.length)] ?? BUREAU;
    };
    const chosen = JSON.parse(
      JSON.stringify(raw, (key, value: unknown) =>
        PICKS.test(key)
          ? Array.isArray(value)
            ? [...new Set(value.map((pick: number) => picked(pick, key)))]
            : typeof value === 'number'
              ? picked(value, key)
              : value
          : key === 'name' && !wild && typeof value === 'string'
            ? `${value}${at}`
            : value,
      ),
    ) as Record<string, unknown>;
    const orgId = chosen.orgId as number;
    const taken = new Set<number>();
    const sent = (one: { members: number[]; branches: number }, place: number) => {
      const members = one.members.filter(
        (personId) => !taken.has(personId) && later(orgId, (day) => placesOf(state, personId, day).includes(orgId)),
      );
      for (const personId of members) taken.add(personId);
      const below = [...state.orgs.keys()].filter(
        (branch, bit) =>
          bit % 2 === place % 2 &&
          (one.branches & 1) === 1 &&
          later(branch, (day) => orgOn(state, branch, day)!.parentId === orgId),
      );
      return { ...one, members, branches: below };
    };
    for (const key of ['parts', 'places'] as const) {
      const some = (chosen[key] as { members: number[]; branches: number }[] | undefined)?.map(sent);
      if (some)
        chosen[key] = key === 'places' ? some.filter((one) => one.members.length + one.branches.length > 0) : some;
    }
    return act({ ...chosen, effectiveOn: on });
  };
  /** What a step does: an act, or the taking back or correcting of one of those made. */
  const steps = fc.oneof(
    { weight: 5, arbitrary: inputs.map((input) => ({ input, on: null, pick: null })) },
    { weight: 1, arbitrary: fc.nat().map((pick) => ({ input: null, on: null, pick })) },
    { weight: 1, arbitrary: fc.record({ input: fc.constant(null), on: days, pick: fc.nat() }) },
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
    for (const timeline of state.held.values()) {
      const held = valueOn(timeline, on);
      if (held && !orgOn(state, held.orgId, on)) throw new Error(`somebody is in ${held.orgId}, dead on ${on}`);
    }
    const names = [...state.orgs.keys()].flatMap((orgId) => {
      const now = orgOn(state, orgId, on);
      return now ? [`${now.parentId}/${now.name}`] : [];
    });
    if (new Set(names).size < names.length) throw new Error(`two bear one name on ${on}`);
    for (const personId of ALL) {
      const places = placesOf(state, personId, on).length;
      if (places !== placesOf(city, personId, on).length) throw new Error(`${personId} is in ${places} on ${on}`);
    }
  };
  /** The only field that an act sets, and what it sets; until the day from which the field was already said to be another. */
  const set = (input: AdjustmentInput): ['parentId' | 'name' | 'kind', unknown] | null =>
    input.act === 'reparent'
      ? ['parentId', input.parentId]
      : input.act === 'rename'
        ? ['name', input.name]
        : input.act === 'changeKind'
          ? ['kind', input.kind]
          : null;
  const fieldHolds = (before: RegistryState, after: RegistryState, input: AdjustmentInput): void => {
    const [field, value] = set(input) ?? [];
    if (field === undefined || !('orgId' in input)) return;
    const was = (on: Day) => orgOn(before, input.orgId, on)?.[field];
    const first = was(input.effectiveOn);
    const turn = turns([before.orgs.get(input.orgId)!], input.effectiveOn)
      .sort()
      .find((on) => was(on) !== first);
    for (const on of daysOf(after).filter((one) => one >= input.effectiveOn))
      expect(orgOn(after, input.orgId, on)?.[field]).toBe(turn && on >= turn ? was(on) : value);
  };
  /** Where an act takes somebody who is in an organization, told apart from the planner. */
  const target = (input: AdjustmentInput, bornIds: number[], personId: number, orgId: number): number => {
    if (input.act === 'merge' && input.orgIds.includes(orgId)) return input.intoId ?? bornIds[0]!;
    if (input.act === 'dissolve' && input.orgId === orgId)
      return input.places.find(({ members }) => members.includes(personId))?.toId ?? input.membersTo!;
    if (input.act === 'split' && input.orgId === orgId) {
      const at = input.parts.findIndex((part) => part.members.includes(personId));
      return at < 0 ? orgId : bornIds[at]!;
    }
    return orgId;
  };

  /** Before a day everything stands in both as in one. */
  const unchangedBefore = (one: RegistryState, other: RegistryState, from: Day): void => {
    for (const on of new Set([...daysOf(other).filter((day) => day < from), addDays(from, -1)])) {
      for (const orgId of other.orgs.keys()) expect(orgOn(other, orgId, on)).toEqual(orgOn(one, orgId, on));
      for (const personId of ALL) expect(placesOf(other, personId, on)).toEqual(placesOf(one, personId, on));
    }
  };

  interface Made {
    id: string;
    input: AdjustmentInput;
    /** Acts said since the one that it corrects first. */
    upon: ReadonlySet<string>;
  }

  /** The state without an act, or with it said anew as of another day; the same state where that is refused. */
  const mended = (state: RegistryState, made: Made, on: Day | null, id: string): RegistryState => {
    const { upon } = made;
    const anew = on && planCorrection(state, made.id, { ...made.input, effectiveOn: on }, TODAY, upon);
    if (anew && anew.problems.length > 0) return state;
    const after = anew ? anew.after : withoutAct(state, made.id);
    const refused =
      restingOn(state, after, made.id, upon).size > 0 ||
      takingBackProblems(state, made.id, after, on ?? undefined).length > 0;
    return refused ? state : anew ? withFacts(withoutAct(state, made.id), anew.facts, id) : after;
  };

  test('nobody is lost or doubled, no circle, none below the dead, earlier days unchanged; also when acts are taken back or corrected', () => {
    const accepted = { act: 0, back: 0, correct: 0 };
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 12 }), (sequence) => {
        let state = city;
        const acts: Made[] = [];
        for (const [at, { input: raw, on, pick }] of sequence.entries()) {
          const before = state;
          if (pick !== null) {
            const made = acts[pick % Math.max(1, acts.length)];
            if (!made) continue;
            const id = `act-${at}`;
            state = mended(state, made, on, id);
            if (state === before) continue;
            accepted[on ? 'correct' : 'back'] += 1;
            acts.splice(
              acts.indexOf(made),
              1,
              ...(on ? [{ ...made, id, input: { ...made.input, effectiveOn: on } }] : []),
            );
            if (on) for (const other of acts) other.upon = new Set([...other.upon, id]);
            for (const day of new Set(daysOf(state))) sound(state, day);
            const from = made.input.effectiveOn;
            unchangedBefore(before, state, on && on < from ? on : from);
            continue;
          }
          const input = aimed(raw, at, state);
          const { facts: said, problems } = planAdjustment(state, input, TODAY);
          if (problems.length > 0) continue;
          accepted.act += 1;
          state = withFacts(state, said, `act-${at}`);
          for (const other of acts) other.upon = new Set([...other.upon, `act-${at}`]);
          acts.push({ id: `act-${at}`, input, upon: new Set() });
          const bornIds = [...state.orgs.keys()].filter((orgId) => !before.orgs.has(orgId));
          for (const day of new Set(daysOf(state))) {
            sound(state, day);
            if (day < input.effectiveOn) continue;
            for (const personId of ALL) {
              const moved = placesOf(before, personId, day).map((orgId) => target(input, bornIds, personId, orgId));
              expect(placesOf(state, personId, day).join()).toBe([...new Set(moved)].sort((a, b) => a - b).join());
            }
          }
          fieldHolds(before, state, input);
          unchangedBefore(before, state, input.effectiveOn);
          // Taken back at once, nothing of it is left.
          const left = withoutAct(state, `act-${at}`);
          for (const day of daysOf(state)) {
            for (const orgId of state.orgs.keys()) expect(orgOn(left, orgId, day)).toEqual(orgOn(before, orgId, day));
            for (const [key, timeline] of before.held)
              expect(valueOn(left.held.get(key), day)).toEqual(valueOn(timeline, day));
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(accepted.act).toBeGreaterThan(400);
    expect(accepted.back).toBeGreaterThan(20);
    expect(accepted.correct).toBeGreaterThan(20);
  });
});
