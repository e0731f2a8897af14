/** Bad input on each act, as it comes over HTTP: refused with the field, the reason and the way on, and nothing is said. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { day } from '../../core/time/room.ts';
import type { OrgKind, RegistryFact } from '../organizations/room.ts';
import type { adjustmentList, adjustmentPlacing, adjustmentPreview } from './adjustments.contract.ts';

const from = day('2010-01-01');
const org = (orgId: number, name: string, kind: OrgKind, parentId: number | null, more: object = {}): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: from,
  name,
  shortNames: [],
  kind,
  sector: 'organ',
  parentId,
  termExpiresOn: null,
  ...more,
});
const [CITY, BUREAU, FIRST, SECOND, GONE, CELL, YOUNG] = [1, 2, 11, 12, 13, 14, 15];
/** Stands in another city only. */
const ELSEWHERE = 77;

const registry: RegistryFact[] = [
  org(CITY, '中共示例市委员会', 'municipalCommittee', null),
  org(BUREAU, '示例市教育局党委', 'municipalOrganCommittee', CITY),
  org(FIRST, '机关第一党支部', 'branch', BUREAU),
  org(SECOND, '机关第二党支部', 'branch', BUREAU),
  org(GONE, '老干部党支部', 'branch', BUREAU),
  org(GONE, '老干部党支部', 'branch', BUREAU, { validFrom: day('2016-05-01'), ended: true }),
  org(CELL, '第一党小组', 'partyCell', FIRST),
  org(YOUNG, '青年党支部', 'branch', BUREAU, { validFrom: day('2017-05-01') }),
  ...['郑帆晨', '周涛冬', '孔安'].flatMap((name, at): RegistryFact[] => [
    { fact: 'person', personId: at + 1, validFrom: from, name, sex: null, joinedOn: null },
    {
      fact: 'membership',
      personId: at + 1,
      orgId: FIRST,
      validFrom: at === 2 ? day('2017-06-01') : from,
      category: 'full',
    },
  ]),
];
const another = { name: '机关第三党支部', kind: 'branch', sector: 'organ', parentId: BUREAU };

describe('bad input on an adjustment', () => {
  let house: TestHouse;
  let city: TestCity;
  let office: Client;
  let colleague: Client;

  type Preview = z.output<(typeof adjustmentPreview)['answer']>;
  const preview = (input: object, as = office, correcting?: string) =>
    as.get<Preview>(
      `/adjustments/preview?${new URLSearchParams({ input: JSON.stringify(input), ...(correcting ? { correcting } : {}) })}`,
    );
  const ground = { effectiveOn: '2017-03-01', basis: '市委组织部批复' };
  const acts = async (): Promise<number> =>
    (await office.get<z.output<(typeof adjustmentList)['answer']>>('/adjustments')).body.numbers.all;

  beforeAll(async () => {
    house = await startTestHouse('2017-06-28T14:00:00+08:00');
    city = await house.makeCity('adjusted');
    await city.arrange({ facts: registry });
    const other = await house.makeCity('neighbor');
    await other.arrange({ facts: [org(ELSEWHERE, '邻市委', 'municipalCommittee', null)] });
    office = await city.signIn('office', [{ role: 'organizationDept', orgId: null }]);
    colleague = await city.signIn('colleague', [{ role: 'organizationDept', orgId: null }]);
  });
  afterAll(() => house.close());

  const dissolving = { act: 'dissolve', orgId: FIRST, membersTo: SECOND, branchesTo: SECOND };
  const reparenting = { act: 'reparent', orgId: FIRST, parentId: BUREAU, secondParentId: null };

  test.each<[string, object, string, string]>([
    [
      'setUp: no superior',
      { act: 'setUp', organization: { ...another, parentId: null } },
      'organization.parentId',
      'parent-missing',
    ],
    [
      'setUp: dissolved superior',
      { act: 'setUp', organization: { ...another, parentId: GONE } },
      'organization.parentId',
      'organization-dissolved',
    ],
    [
      'setUp: superior of another city',
      { act: 'setUp', organization: { ...another, parentId: ELSEWHERE } },
      'organization.parentId',
      'organization-unknown',
    ],
    [
      'setUp: second superior unknown',
      { act: 'setUp', organization: { ...another, secondParentId: 99 } },
      'organization.secondParentId',
      'organization-unknown',
    ],
    [
      'setUp: a name taken',
      { act: 'setUp', organization: { ...another, name: '机关第二党支部' } },
      'organization.name',
      'name-taken',
    ],
    [
      'setUp: beyond next year',
      { act: 'setUp', organization: another, effectiveOn: '2018-07-01' },
      'effectiveOn',
      'day-out-of-range',
    ],
    [
      'setUp: before there was a Party',
      { act: 'setUp', organization: another, effectiveOn: '1921-06-30' },
      'effectiveOn',
      'day-out-of-range',
    ],
    ['merge: into its own child', { act: 'merge', orgIds: [BUREAU, FIRST], intoId: FIRST }, 'intoId', 'into-own-child'],
    ['merge: one alone', { act: 'merge', orgIds: [FIRST], intoId: FIRST }, 'orgIds', 'too-few'],
    ['merge: the same twice', { act: 'merge', orgIds: [FIRST, FIRST], intoId: FIRST }, 'orgIds', 'too-few'],
    ['merge: into nothing', { act: 'merge', orgIds: [FIRST, SECOND], intoId: null }, 'intoId', 'target-missing'],
    [
      'merge: of another city',
      { act: 'merge', orgIds: [FIRST, ELSEWHERE], intoId: FIRST },
      'orgIds',
      'organization-unknown',
    ],
    [
      'merge: one that is gone',
      { act: 'merge', orgIds: [FIRST, GONE], intoId: FIRST },
      'orgIds',
      'organization-dissolved',
    ],
    [
      'merge: one not yet set up',
      { act: 'merge', orgIds: [FIRST, YOUNG], intoId: FIRST },
      'orgIds',
      'organization-not-yet',
    ],
    [
      'split: nobody',
      { act: 'split', orgId: FIRST, parts: [{ organization: another, members: [], branches: [] }] },
      'parts.0.members',
      'part-empty',
    ],
    [
      'split: a stranger',
      { act: 'split', orgId: FIRST, parts: [{ organization: another, members: [999], branches: [] }] },
      'parts.0.members',
      'not-a-member',
    ],
    [
      'split: not its subordinate',
      { act: 'split', orgId: FIRST, parts: [{ organization: another, members: [1], branches: [SECOND] }] },
      'parts.0.branches',
      'not-below',
    ],
    [
      'split: a subordinate of another city',
      { act: 'split', orgId: FIRST, parts: [{ organization: another, members: [1], branches: [ELSEWHERE] }] },
      'parts.0.branches',
      'organization-unknown',
    ],
    ['rename: to itself', { act: 'rename', orgId: FIRST, name: '机关第一党支部' }, 'name', 'nothing-changes'],
    ['rename: unknown', { act: 'rename', orgId: 2_000_000_000, name: '甲' }, 'orgId', 'organization-unknown'],
    [
      'rename: before it was set up',
      { act: 'rename', orgId: YOUNG, name: '青年支部' },
      'orgId',
      'organization-not-yet',
    ],
    ['reparent: below its own child', { ...reparenting, orgId: BUREAU, parentId: CELL }, 'parentId', 'parent-cycle'],
    ['reparent: below itself', { ...reparenting, parentId: FIRST }, 'parentId', 'parent-cycle'],
    ['reparent: its own second superior', { ...reparenting, secondParentId: FIRST }, 'secondParentId', 'parent-cycle'],
    ['reparent: below one that is gone', { ...reparenting, parentId: GONE }, 'parentId', 'organization-dissolved'],
    [
      'reparent: below one of another city',
      { ...reparenting, parentId: ELSEWHERE },
      'parentId',
      'organization-unknown',
    ],
    ['changeKind: no change', { act: 'changeKind', orgId: FIRST, kind: 'branch' }, 'kind', 'nothing-changes'],
    [
      'changeKind: one that is gone',
      { act: 'changeKind', orgId: GONE, kind: 'branch' },
      'orgId',
      'organization-dissolved',
    ],
    ['dissolve: members left', { ...dissolving, membersTo: null }, 'membersTo', 'members-left'],
    ['dissolve: subordinates left', { ...dissolving, branchesTo: null }, 'branchesTo', 'branches-left'],
    ['dissolve: into itself', { ...dissolving, membersTo: FIRST }, 'membersTo', 'into-itself'],
    [
      'dissolve: a place that is gone',
      { ...dissolving, places: [{ toId: GONE, members: [1], branches: [] }] },
      'places.0.toId',
      'organization-dissolved',
    ],
    [
      'dissolve: a stranger to a place',
      { ...dissolving, places: [{ toId: SECOND, members: [999], branches: [] }] },
      'places.0.members',
      'not-a-member',
    ],
    ['details: no change', { act: 'details', orgId: FIRST }, 'orgId', 'nothing-changes'],
    ['no basis', { ...reparenting, parentId: CITY, basis: '' }, 'basis', 'basis-missing'],
  ])('%s', async (_, said, field, code) => {
    const input = { ...ground, ...said };
    const before = await acts();
    const seen = await preview(input);
    expect(seen.body.problems).toContainEqual({
      field,
      code,
      what: expect.stringMatching(/[一-鿿]/),
      now: expect.stringMatching(/^请|最多/),
    });
    expect(seen.body.seal).toBeNull();
    const done = await office.post('/adjustments', { actId: randomUUID(), input, seal: '' });
    expect(done.status).toBe(422);
    expect(done.error).toMatchObject({ where: expect.any(String), what: expect.any(String), now: expect.any(String) });
    const { problems } = done.error!.data as { problems: { field: string; code: string }[] };
    expect(problems.map((one) => `${one.field}:${one.code}`)).toContain(`${field}:${code}`);
    expect(await acts()).toBe(before);
  });

  test.each<[string, unknown, string]>([
    ['no input', undefined, 'input'],
    ['an act that there is not', { ...ground, act: 'explode', orgId: FIRST }, 'input.act'],
    ['a day that there is not', { ...ground, ...reparenting, effectiveOn: '2017-02-30' }, 'input.effectiveOn'],
    ['an id that is none', { ...ground, ...reparenting, orgId: '11; drop table act' }, 'input.orgId'],
    ['an id below one', { ...ground, ...reparenting, orgId: -1 }, 'input.orgId'],
    ['an id beyond all', { ...ground, ...reparenting, orgId: 3_000_000_000 }, 'input.orgId'],
    ['an empty name', { ...ground, act: 'rename', orgId: FIRST, name: '  ' }, 'input.name'],
    ['a name beyond measure', { ...ground, act: 'rename', orgId: FIRST, name: '支'.repeat(81) }, 'input.name'],
    ['a kind that there is not', { ...ground, act: 'changeKind', orgId: FIRST, kind: 'club' }, 'input.kind'],
    ['no parts', { ...ground, act: 'split', orgId: FIRST, parts: [] }, 'input.parts'],
    ['places that are no list', { ...ground, ...dissolving, places: { toId: SECOND } }, 'input.places'],
  ])('a body with %s is refused at its field', async (_, input, where) => {
    const done = await office.post('/adjustments', { actId: randomUUID(), input, seal: '' });
    expect(done.status).toBe(422);
    expect(done.error?.where).toBe(where);
    expect(done.error?.what).toMatch(/[一-鿿]/);
  });

  test.each([
    '/organizations/3000000000',
    '/adjustments?below=3000000000',
    '/adjustments/placing?orgId=3000000000&on=2017-03-01',
  ])('an id that no row can have is refused in words: %s', async (path) => {
    expect(await office.get(path)).toMatchObject({ status: 422, error: { code: 'number-out-of-range' } });
  });

  test('text that is no JSON is no input to preview', async () => {
    const seen = await office.get('/adjustments/preview?input=%7Bact');
    expect(seen).toMatchObject({ status: 422, error: { code: 'input-invalid', now: '请补充这一项' } });
  });

  test('sent twice it is done once; its id stands for nothing else and for nobody else', async () => {
    const input = { ...ground, act: 'rename', orgId: SECOND, name: '机关第二联合党支部' };
    const { seal } = (await preview(input)).body;
    const body = { actId: randomUUID(), input, seal };
    const before = await acts();
    const both = await Promise.all([office.post('/adjustments', body), office.post('/adjustments', body)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both[0]!.body).toEqual(both[1]!.body);
    expect(await acts()).toBe(before + 1);
    const taken = { status: 409, error: { code: 'act-id-taken' } };
    expect(await office.post('/adjustments', { ...body, input: { ...input, name: '别的名称' } })).toMatchObject(taken);
    expect(await colleague.post('/adjustments', body)).toMatchObject(taken);
  });

  test('of two who adjust one organization at once, one is told that it has changed', async () => {
    const one = { ...ground, act: 'rename', orgId: CELL, name: '党员一组', effectiveOn: '2017-04-01' };
    const other = {
      ...ground,
      act: 'reparent',
      orgId: CELL,
      parentId: SECOND,
      secondParentId: null,
      effectiveOn: '2017-04-01',
    };
    const [seenOne, seenOther] = [(await preview(one)).body, (await preview(other, colleague)).body];
    const answers = await Promise.all([
      office.post('/adjustments', { actId: randomUUID(), input: one, seal: seenOne.seal }),
      colleague.post('/adjustments', { actId: randomUUID(), input: other, seal: seenOther.seal }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.error).toMatchObject({
      code: 'preview-changed',
      what: '预览之后登记有了变化，结果和您看到的不一样，这次没有办理',
      now: '请看一遍新的预览，再确认',
    });
  });

  test('of two who dissolve one organization at once, the second is told who is left', async () => {
    const made = { ...ground, act: 'setUp', organization: { ...another, name: '临时工作党支部' } };
    const set = await office.post('/adjustments', {
      actId: randomUUID(),
      input: made,
      seal: (await preview(made)).body.seal,
    });
    expect(set.status).toBe(200);
    const tree = await office.get<{ organizations: { id: number; name: string }[] }>('/organizations');
    const orgId = tree.body.organizations.find(({ name }) => name === '临时工作党支部')!.id;
    const input = { ...ground, act: 'dissolve', orgId, membersTo: null, branchesTo: null, effectiveOn: '2017-05-01' };
    const { seal } = (await preview(input)).body;
    const answers = await Promise.all(
      [office, colleague].map((who) => who.post('/adjustments', { actId: randomUUID(), input, seal })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(answers.find(({ status }) => status === 422)?.error).toMatchObject({
      code: 'organization-dissolved',
      where: 'orgId',
      what: '临时工作党支部已于2017年5月1日撤销',
    });
  });

  test('who must be placed is told with the day, and a correction reads it without the act', async () => {
    const placing = async (query: string) =>
      (await office.get<z.output<(typeof adjustmentPlacing)['answer']>>(`/adjustments/placing?${query}`)).body;
    const asked = `orgId=${FIRST}&on=2017-03-01`;
    expect((await placing(asked)).members.map(({ name, from: since }) => [name, since])).toEqual([
      ['郑帆晨', '2017-03-01'],
      ['周涛冬', '2017-03-01'],
      ['孔安', '2017-06-01'],
    ]);
    const input = {
      ...ground,
      act: 'split',
      orgId: FIRST,
      parts: [{ organization: another, members: [2, 3], branches: [] }],
    };
    const actId = randomUUID();
    const done = await office.post('/adjustments', { actId, input, seal: (await preview(input)).body.seal });
    expect(done.status).toBe(200);
    expect((await placing(asked)).members.map(({ personId }) => personId)).toEqual([1]);
    expect((await placing(`${asked}&correcting=${actId}`)).members.map(({ personId }) => personId)).toEqual([1, 2, 3]);
    expect((await placing(`orgId=${ELSEWHERE}&on=2017-03-01`)).members).toEqual([]);
  });

  test('what was said upon an act stands upon its correction, and keeps that from being taken back', async () => {
    const input = { ...ground, act: 'dissolve', orgId: FIRST, membersTo: SECOND, branchesTo: SECOND };
    const actId = randomUUID();
    const seen = (await preview(input)).body;
    expect((await office.post('/adjustments', { actId, input, seal: seen.seal })).status).toBe(200);
    const moved = day('2017-05-10');
    const transfer = await city.arrange({
      facts: [
        { fact: 'membership', personId: 1, orgId: SECOND, validFrom: moved, ended: true, category: 'full' },
        { fact: 'membership', personId: 1, orgId: YOUNG, validFrom: moved, category: 'full' },
      ],
    });
    const right = { ...input, effectiveOn: '2017-04-01' };
    const backId = randomUUID();
    const anew = randomUUID();
    const { seal } = (await preview(right, office, actId)).body;
    const corrected = await office.post(`/adjustments/${actId}/correct`, { actId: anew, backId, input: right, seal });
    expect(corrected.status).toBe(200);
    const places = await city.asOwner<{ org_id: number; valid_from: string; valid_to: string }>(
      `select org_id, valid_from::text, valid_to::text from membership_span where person_id = 1 order by valid_from`,
    );
    expect(places.map(Object.values)).toEqual([
      [FIRST, '2010-01-01', '2017-04-01'],
      [SECOND, '2017-04-01', '2017-05-10'],
      [YOUNG, '2017-05-10', 'infinity'],
    ]);
    // The other way round: as of a day after the transfer nobody would have been there to be transferred.
    const late = (await preview({ ...input, effectiveOn: '2017-06-01' }, office, anew)).body;
    expect(late.problems).toMatchObject([{ code: 'adjustment-in-use', field: 'effectiveOn' }]);
    const refused = await office.post(`/adjustments/${anew}/take-back`, { actId: randomUUID() });
    expect(refused).toMatchObject({ status: 409, error: { code: 'adjustment-in-use' } });
    await city.takeBack(transfer);
    expect((await office.post(`/adjustments/${anew}/take-back`, { actId: randomUUID() })).status).toBe(200);
  });
});
