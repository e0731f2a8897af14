/**
 * Two branches are merged as of 1 March, found wrong in April, corrected. The year's figures before and after are both true, each
 * as of its day: what March reported can still be asked, and what is right is what is answered today.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { day } from '../src/core/time/room.ts';
import type {
  adjustmentDo,
  adjustmentList,
  adjustmentOpen,
  adjustmentPreview,
} from '../src/registry/adjustments/room.ts';
import type { organizationPage, organizationTree, RegistryFact } from '../src/registry/organizations/room.ts';
import { type Client, PASSWORD, signInOver, startTestHouse, type TestCity, type TestHouse } from './harness.ts';
import { organization, person, SINCE } from './registry-facts.ts';

type AnswerTo<R extends { answer: z.ZodType }> = z.output<R['answer']>;
type Preview = AnswerTo<typeof adjustmentPreview>;

const CITY = 1;
const BUREAU = 2;
const COUNTY = 3;
const FIRST = 11;
const SECOND = 12;
const THIRD = 13;
/** Members 1–3 in the first branch, 4–5 in the second, 6–9 in the third; 3 came in June. */
const BRANCH_OF = [FIRST, FIRST, FIRST, SECOND, SECOND, THIRD, THIRD, THIRD, THIRD];
const NAMES = ['郑帆晨', '周涛冬', '孔安', '褚晨凯', '秦达', '陶光宁', '陶志', '吴卓文', '冯晓'];
const registry: RegistryFact[] = [
  organization(CITY, '中共示例市委员会', 'municipalCommittee', null),
  organization(BUREAU, '示例市教育局党委', 'municipalOrganCommittee', CITY),
  organization(COUNTY, '江东县委', 'countyCommittee', CITY),
  organization(FIRST, '机关第一党支部', 'branch', BUREAU),
  organization(SECOND, '机关第二党支部', 'branch', BUREAU),
  organization(THIRD, '老干部党支部', 'branch', BUREAU),
  ...NAMES.flatMap((name, at): RegistryFact[] => [
    person(at + 1, name),
    {
      fact: 'membership',
      personId: at + 1,
      orgId: BRANCH_OF[at]!,
      validFrom: at === 2 ? day('2017-06-01') : SINCE,
      category: 'full',
    },
  ]),
  { fact: 'post', personId: 1, orgId: FIRST, post: 'secretary', validFrom: SINCE, title: '支部书记', rank: null },
  { fact: 'post', personId: 4, orgId: SECOND, post: 'secretary', validFrom: SINCE, title: '支部书记', rank: null },
  { fact: 'orgCharge', leaderId: 9, orgId: FIRST, relation: 'contactPoint', validFrom: SINCE },
];

const merging = (into: number, effectiveOn = '2017-03-01') => ({
  act: 'merge',
  effectiveOn,
  basis: '市委组织部关于同意合并党支部的批复',
  documentNumber: '示组复〔2017〕8号',
  orgIds: [FIRST, into],
  intoId: into,
});

describe('two branches are merged, found wrong, corrected', () => {
  let house: TestHouse;
  let city: TestCity;
  let office: Client;
  const wrong = randomUUID();
  const right = randomUUID();
  const IN_MARCH = '2017-03-20T18:00:00+08:00';

  const preview = async (input: object, correcting?: string): Promise<Preview> => {
    const query = new URLSearchParams({ input: JSON.stringify(input), ...(correcting ? { correcting } : {}) });
    const answer = await office.get<Preview>(`/adjustments/preview?${query}`);
    expect(answer.error).toBeUndefined();
    return answer.body;
  };
  const asking = (asOf: string, knownAt?: string): string =>
    new URLSearchParams({ asOf, ...(knownAt ? { knownAt } : {}) }).toString();
  /** Branches and the bureau's members, and the members of one branch, on a day. */
  const figures = async (asOf: string, knownAt?: string) => {
    const tree = await office.get<AnswerTo<typeof organizationTree>>(`/organizations?${asking(asOf, knownAt)}`);
    const membersOf = async (orgId: number): Promise<number> => {
      const page = await office.get<z.output<typeof organizationPage>>(
        `/organizations/${orgId}?${asking(asOf, knownAt)}`,
      );
      return page.status === 404 ? 0 : page.body.members!.below;
    };
    return {
      branches: tree.body.organizations.filter(({ kind }) => kind === 'branch').length,
      bureau: await membersOf(BUREAU),
      first: await membersOf(FIRST),
      second: await membersOf(SECOND),
      third: await membersOf(THIRD),
    };
  };
  const counted = async (query = '') => {
    const { body } = await office.get<AnswerTo<typeof adjustmentList>>(`/adjustments?${query}`);
    return { merge: body.numbers.merge, all: body.numbers.all, rows: body.rows.map(({ id }) => id) };
  };

  beforeAll(async () => {
    house = await startTestHouse('2017-03-10T09:00:00+08:00');
    city = await house.makeCity('merged');
    await city.arrange({ facts: registry, at: new Date('2017-01-05T09:00:00+08:00') });
    office = await city.signIn('office', [{ role: 'organizationDept', orgId: null }]);
    const rests = { on: 'post', orgId: FIRST, post: 'secretary' } as const;
    await city.signIn('first-secretary', [{ role: 'branchSecretary', orgId: FIRST, rests }], 1);
  });
  afterAll(() => house.close());

  test('on 10 March the first branch is merged into the second as of the 1st, and what moves is said before', async () => {
    const seen = await preview(merging(SECOND));
    expect(seen.problems).toEqual([]);
    expect(seen.changes.sentence).toBe('3名党员转入；1个职务终止；1项分管、联系终止；1个账号角色终止');
    expect(seen.changes.members.map(({ name, from: was, to, on }) => [name, was, to, on])).toEqual([
      ['郑帆晨', '机关第一党支部', '机关第二党支部', '2017-03-01'],
      ['周涛冬', '机关第一党支部', '机关第二党支部', '2017-03-01'],
      ['孔安', '机关第一党支部', '机关第二党支部', '2017-06-01'],
    ]);
    const body = { actId: wrong, input: merging(SECOND), seal: seen.seal };
    const done = await office.post<AnswerTo<typeof adjustmentDo>>('/adjustments', body);
    expect(done.body).toEqual({ actId: wrong, summary: '将机关第一党支部并入机关第二党支部，自2017年3月1日起' });
    // The answer was lost on the way and the office sends it again.
    expect((await office.post('/adjustments', body)).body).toEqual(done.body);
    expect((await counted()).all).toBe(1);
  });

  test('the figures before and after the day are both true', async () => {
    expect(await figures('2017-02-28')).toEqual({ branches: 3, bureau: 8, first: 2, second: 2, third: 4 });
    expect(await figures('2017-03-01')).toEqual({ branches: 2, bureau: 8, first: 0, second: 4, third: 4 });
    expect(await figures('2017-06-30')).toEqual({ branches: 2, bureau: 9, first: 0, second: 5, third: 4 });
  });

  test('what is no longer as it was seen is not done', async () => {
    const input = { ...merging(THIRD, '2017-03-05'), orgIds: [SECOND, THIRD] };
    const seen = await preview(input);
    await city.arrange({
      facts: [
        { fact: 'membership', personId: 5, orgId: SECOND, validFrom: day('2017-03-08'), ended: true, category: 'full' },
      ],
    });
    const late = await office.post('/adjustments', { actId: randomUUID(), input, seal: seen.seal });
    expect(late.error).toMatchObject({ code: 'preview-changed', now: '请看一遍新的预览，再确认' });
    await city.arrange({
      facts: [{ fact: 'membership', personId: 5, orgId: SECOND, validFrom: day('2017-03-08'), category: 'full' }],
    });
  });

  test('in April it turns out to be the third branch as of the 15th, and is corrected in one act', async () => {
    house.setClock('2017-04-12T10:00:00+08:00');
    office = await signInOver(house.address, city.city.code, 'office', PASSWORD);
    const input = merging(THIRD, '2017-03-15');
    const seen = await preview(input, wrong);
    expect(seen.problems).toEqual([]);
    const body = { actId: right, backId: randomUUID(), input, seal: seen.seal };
    const done = await office.post(`/adjustments/${wrong}/correct`, body);
    expect(done.body).toEqual({ actId: right, summary: '将机关第一党支部并入老干部党支部，自2017年3月15日起' });
    expect((await office.post(`/adjustments/${wrong}/correct`, body)).body).toEqual(done.body);
    const back = await office.get<AnswerTo<typeof adjustmentOpen>>(`/adjustments/${wrong}`);
    expect(back.body.takenBack).toMatchObject({ by: 'office', insteadId: right });
    // What it had changed can still be read.
    expect(back.body.changes.members).toHaveLength(3);
  });

  test('today’s figures are the right ones, and those that March reported can still be asked', async () => {
    expect(await figures('2017-03-14')).toEqual({ branches: 3, bureau: 8, first: 2, second: 2, third: 4 });
    expect(await figures('2017-03-15')).toEqual({ branches: 2, bureau: 8, first: 0, second: 2, third: 6 });
    expect(await figures('2017-06-30')).toEqual({ branches: 2, bureau: 9, first: 0, second: 2, third: 7 });
    expect(await figures('2017-03-14', IN_MARCH)).toEqual({ branches: 2, bureau: 8, first: 0, second: 4, third: 4 });
    expect(await figures('2017-02-28', IN_MARCH)).toEqual({ branches: 3, bureau: 8, first: 2, second: 2, third: 4 });
  });

  test('the year has one merger, the right one; as known in March it was the other', async () => {
    expect(await counted('year=2017')).toEqual({ merge: 1, all: 1, rows: [right] });
    expect(await counted(`below=${BUREAU}`)).toEqual({ merge: 1, all: 1, rows: [right] });
    expect(await counted(`below=${COUNTY}`)).toEqual({ merge: 0, all: 0, rows: [] });
    expect(await counted(`year=2017&knownAt=${encodeURIComponent(IN_MARCH)}`)).toEqual({
      merge: 1,
      all: 1,
      rows: [wrong],
    });
  });

  test('it is not taken back while later acts rest on it, and says which', async () => {
    const renamed = { act: 'rename', effectiveOn: '2017-04-01', basis: '批复', orgId: THIRD, name: '离退休干部党支部' };
    const seen = await preview(renamed);
    await office.post('/adjustments', { actId: randomUUID(), input: renamed, seal: seen.seal });
    const left: RegistryFact[] = [
      { fact: 'membership', personId: 1, orgId: THIRD, validFrom: day('2017-04-05'), ended: true, category: 'full' },
      { fact: 'membership', personId: 1, orgId: SECOND, validFrom: day('2017-04-05'), category: 'full' },
    ];
    const transfer = await city.arrange({ facts: left });
    const refused = await office.post(`/adjustments/${right}/take-back`, { actId: randomUUID() });
    expect(refused.error).toMatchObject({
      code: 'adjustment-in-use',
      what: '后来的登记以这次调整为准，不能收回：2017-04-12 测试：测试前的安排',
    });
    await city.takeBack(transfer);
    // A rename of the branch that went on does not rest on it.
    const actId = randomUUID();
    expect((await office.post(`/adjustments/${right}/take-back`, { actId, why: '批复已撤销' })).status).toBe(200);
    expect((await office.post(`/adjustments/${right}/take-back`, { actId })).status).toBe(200);
    expect(await figures('2017-06-30')).toEqual({ branches: 3, bureau: 9, first: 3, second: 2, third: 4 });
    expect(await counted('year=2017')).toMatchObject({ merge: 0, all: 1 });
  });

  test.each<[string, object, string, string]>([
    ['a circle', { act: 'reparent', orgId: BUREAU, parentId: FIRST, secondParentId: null }, 'parentId', 'parent-cycle'],
    ['its own child', { act: 'merge', orgIds: [BUREAU, FIRST], intoId: FIRST }, 'intoId', 'into-own-child'],
    [
      'a day before it was',
      { act: 'rename', orgId: FIRST, name: '一支部', effectiveOn: '2009-05-01' },
      'orgId',
      'organization-not-yet',
    ],
    ['nothing', { act: 'rename', orgId: FIRST, name: '机关第一党支部' }, 'name', 'nothing-changes'],
  ])('is refused with its field: %s', async (_, said, field, code) => {
    const input = { effectiveOn: '2017-04-01', basis: '批复', ...said };
    const { problems, seal } = await preview(input);
    expect(problems[0]).toMatchObject({ field, code });
    expect(seal).toBeNull();
    const done = await office.post('/adjustments', { actId: randomUUID(), input, seal: '' });
    expect(done.error).toMatchObject({ code, where: field });
  });
});
