import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestHouse } from '../../../scenarios/harness.ts';
import { day } from '../../core/time/room.ts';
import type { RegistryFact } from '../organizations/room.ts';
import type { KeyPlanPage } from './room.ts';

const from = day('2010-01-01');
const cadre = (personId: number, name: string, rank: 'cityLevel' | 'countyLevelChief'): RegistryFact[] => [
  { fact: 'person', personId, validFrom: from, name, sex: null, joinedOn: null },
  { fact: 'post', personId, orgId: 1, post: 'secretary', validFrom: from, title: '书记', rank },
];
const KONG = 10;
const ZHOU = 12;
const QIAN = 13;
const item = (key: string, more: object = {}) => ({
  key,
  work: `${key}工作`,
  measures: '',
  dueOn: '2017-05-31',
  dueWords: '5月底前',
  itemId: null,
  ...more,
});

describe('annual key-work plans', () => {
  let house: TestHouse;
  let zhou: Client;
  let qian: Client;
  let kong: Client;
  let department: Client;
  beforeAll(async () => {
    house = await startTestHouse();
    const city = await house.makeCity('plans');
    await city.arrange({
      facts: [
        {
          fact: 'organization',
          orgId: 1,
          validFrom: from,
          name: '市教育局党委',
          shortNames: [],
          kind: 'municipalOrganCommittee',
          sector: 'organ',
          parentId: null,
          termExpiresOn: null,
        },
        ...cadre(KONG, '孔安', 'cityLevel'),
        ...cadre(ZHOU, '周舒', 'countyLevelChief'),
        ...cadre(QIAN, '钱达', 'countyLevelChief'),
        { fact: 'charge', leaderId: KONG, personId: ZHOU, validFrom: from },
      ],
    });
    zhou = await city.signIn('zhoushu', [{ role: 'leadingCadre', orgId: 1 }], ZHOU);
    qian = await city.signIn('qianda', [{ role: 'leadingCadre', orgId: 1 }], QIAN);
    kong = await city.signIn('kongan', [{ role: 'leaderInCharge', orgId: null }], KONG);
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
  });
  afterAll(() => house.close());

  const save = (items: object[], base: number) =>
    zhou.put<{ version: number }>('/key-work/2017', { actId: randomUUID(), base, items });
  const say = (itemKey: string, on: string, percent: number | null, words = '', actId: string = randomUUID()) =>
    zhou.post('/key-work/2017/progress', { actId, itemKey, on, percent, words });
  const own = async (query = ''): Promise<KeyPlanPage> => (await zhou.get<KeyPlanPage>(`/key-work${query}`)).body;

  test('a cadre makes his plan, changes it, and no other device overwrites what it has not seen', async () => {
    expect(await own()).toMatchObject({
      version: 0,
      items: [],
      editable: true,
      person: { name: '周舒', unit: '市教育局党委' },
    });
    expect(
      (await save([item('a'), item('b', { itemId: 'talent', dueOn: null, dueWords: '长期坚持' })], 0)).body.version,
    ).toBe(1);
    expect((await save([item('a')], 0)).error).toMatchObject({ code: 'newer-version' });
    expect((await save([item('a'), item('b')], 1)).body.version).toBe(2);
    const { versions, items } = await own();
    expect(
      versions.map(({ version, reason, items: said }) => [version, reason, said.map((one) => one.dueWords)]),
    ).toEqual([
      [2, '调整计划', ['5月底前', '5月底前']],
      [1, null, ['5月底前', '长期坚持']],
    ]);
    expect(items.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  test('the state of any day is what had been said up to it', async () => {
    expect((await say('a', '2017-04-01', 40, '已开工')).status).toBe(200);
    expect((await say('a', '2017-06-10', 100)).status).toBe(200);
    const states = async (query: string) =>
      (await own(query)).items.map(({ key, percent, standing }) => [key, percent, standing]);
    expect(await states('?asOf=2017-03-01')).toEqual([
      ['a', null, 'open'],
      ['b', null, 'open'],
    ]);
    expect(await states('?asOf=2017-06-05')).toEqual([
      ['a', 40, 'overdue'],
      ['b', null, 'overdue'],
    ]);
    expect(await states('')).toEqual([
      ['a', 100, 'done'],
      ['b', null, 'overdue'],
    ]);
  });

  test('progress said by mistake is taken back by the one who said it', async () => {
    const actId = randomUUID();
    await say('b', '2017-06-20', 60, '', actId);
    expect((await own()).items[1]).toMatchObject({ percent: 60 });
    expect((await qian.post(`/key-work/progress/${actId}/take-back`, { actId: randomUUID() })).status).toBe(404);
    expect((await zhou.post(`/key-work/progress/${actId}/take-back`, { actId: randomUUID() })).status).toBe(200);
    expect((await own()).items[1]).toMatchObject({ percent: null, said: [] });
  });

  test.each([
    ['nothing at all', () => say('a', '2017-06-01', null), 'progress-empty'],
    ['a day to come', () => say('a', '2017-07-01', 50), 'progress-day'],
    ['an item that is not in it', () => say('none', '2017-06-01', 50), 'not-found'],
    ['an item of no ledger', () => save([item('a', { itemId: 'none' })], 2), 'item-unknown'],
    ['a key twice', () => save([item('a'), item('a')], 2), 'item-twice'],
  ])('refuses %s', async (_, act, code) => {
    expect((await act()).error).toMatchObject({ code });
  });

  test('is read by those who read his ledgers, and by no other cadre', async () => {
    expect((await kong.get<KeyPlanPage>(`/people/${ZHOU}/key-work`)).body).toMatchObject({
      version: 2,
      editable: false,
    });
    expect((await department.get(`/people/${ZHOU}/key-work`)).status).toBe(200);
    expect((await qian.get(`/people/${ZHOU}/key-work`)).status).toBe(403);
    expect((await kong.get(`/people/${QIAN}/key-work`)).status).toBe(403);
  });

  test('the department sees who has none and what is overdue', async () => {
    const { body } = await department.get<{
      cadres: { name: string; version: number; items: { standing: string }[] }[];
    }>('/key-work/city?year=2017');
    expect(
      body.cadres.map(({ name, version, items }) => [name, version, items.map(({ standing }) => standing)]),
    ).toEqual([
      ['周舒', 2, ['done', 'overdue']],
      ['钱达', 0, []],
    ]);
    expect((await zhou.get('/key-work/city')).status).toBe(403);
  });
});
