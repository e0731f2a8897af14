import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { day, month } from '../../core/time/room.ts';
import type { RegistryFact } from '../organizations/room.ts';
import type { SearchHit } from './search.contract.ts';
import { searchDerivation } from './search-derivation.server.ts';

const from = day('2010-01-01');
const org = (orgId: number, name: string, shortNames: string[], parentId: number | null): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: from,
  name,
  shortNames,
  kind: parentId === null ? 'municipalCommittee' : 'branch',
  sector: 'organ',
  parentId,
  termExpiresOn: null,
});
const person = (personId: number, name: string): RegistryFact => ({
  fact: 'person',
  personId,
  validFrom: from,
  name,
  sex: null,
  joinedOn: null,
});
const member = (personId: number, orgId: number): RegistryFact => ({
  fact: 'membership',
  personId,
  orgId,
  validFrom: from,
  category: 'full',
});

describe('search', () => {
  let house: TestHouse;
  let city: TestCity;
  let department: Client;
  let secretary: Client;
  const find = async (client: Client, q: string): Promise<SearchHit[]> =>
    (await client.get<{ hits: SearchHit[] }>(`/search?q=${encodeURIComponent(q)}`)).body.hits;
  const entries = () => city.asOwner('select * from search_entry order by subject, subject_id');

  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('search');
    await city.arrange({
      facts: [
        org(1, '中共示例市委员会', ['市委'], null),
        org(2, '示例市教育局党委', ['市教育局', '教育局'], 1),
        org(3, '示例市教育局党委机关第一党支部', ['教育局机关一支部'], 2),
        org(4, '示例市公安局党委', ['市公安局'], 1),
        person(11, '周舒'),
        person(12, '周舒宁'),
        person(13, '张三周'),
        person(14, '单国志'),
        person(15, '郑帆'),
        member(11, 3),
        member(12, 3),
        member(13, 4),
        member(15, 4),
        {
          fact: 'post',
          personId: 14,
          orgId: 2,
          post: 'secretary',
          validFrom: from,
          title: '党委书记、局长',
          rank: 'countyLevelChief',
        },
      ],
    });
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
    secretary = await city.signIn('shuji', [{ role: 'branchSecretary', orgId: 3 }]);
  });
  afterAll(() => house.close());

  test.each([
    ['周舒', ['周舒', '周舒宁']],
    ['周', ['周舒', '周舒宁', '张三周']],
    ['周 舒', ['周舒', '周舒宁']],
    ['zhs', ['周舒', '周舒宁', '张三周']],
    ['zs', ['周舒', '周舒宁', '张三周']],
    ['ＺＨＯＵＳＨＵ', ['周舒', '周舒宁']],
    ['zhoushu', ['周舒', '周舒宁']],
    ['shan', ['单国志']],
    ['教育局', ['示例市教育局党委', '示例市教育局党委机关第一党支部']],
    ['jyj', ['示例市教育局党委', '示例市教育局党委机关第一党支部']],
    ['市委', ['中共示例市委员会']],
    ['没有的人', []],
    ['%', []],
    ['', []],
  ])('“%s” finds %j', async (q, names) => {
    expect((await find(department, q)).map((hit) => hit.name)).toEqual(names);
  });

  test('a hit says where the person is and which is its superior', async () => {
    expect(await find(department, '单国志')).toEqual([
      { subject: 'person', id: 14, name: '单国志', detail: '市教育局　党委书记、局长' },
    ]);
    expect((await find(department, '周舒'))[0]?.detail).toBe('教育局机关一支部');
    expect((await find(department, '教育局机关一支部'))[0]?.detail).toBe('市教育局');
  });

  test('people of one name are told apart: by their place, the day of joining, and the month of birth where these agree', async () => {
    const alike = (personId: number, joined: string, bornMonth: string): RegistryFact => ({
      ...(person(personId, '钱同名') as Extract<RegistryFact, { fact: 'person' }>),
      joinedOn: { day: day(joined), precision: 'day' },
      bornMonth: month(bornMonth),
    });
    await city.arrange({
      facts: [
        alike(31, '2001-11-12', '1972-08'),
        alike(32, '2001-11-12', '1975-02'),
        alike(33, '2003-05-04', '1980-01'),
        ...[31, 32, 33].map((id) => member(id, 3)),
      ],
    });
    expect((await find(department, 'qtm')).map((hit) => hit.detail)).toEqual([
      '教育局机关一支部　2001年11月12日入党，1972年8月生',
      '教育局机关一支部　2001年11月12日入党，1975年2月生',
      '教育局机关一支部　2003年5月4日入党',
    ]);
  });

  test('one letter or two find people by how their spelling begins, organizations anywhere', async () => {
    expect((await find(department, 'zh')).map((hit) => hit.name)).toContain('郑帆');
    expect(await find(department, 'ou')).toEqual([]);
    expect((await find(department, 'yj')).map((hit) => hit.name)).toContain('示例市教育局党委');
  });

  test('a branch secretary finds his members and all leading cadres, but no member of another branch', async () => {
    expect((await find(secretary, '周')).map((hit) => hit.name)).toEqual(['周舒', '周舒宁']);
    expect((await find(secretary, '单国志')).map((hit) => hit.name)).toEqual(['单国志']);
    expect(await find(secretary, '郑帆')).toEqual([]);
  });

  test('a renaming, a transfer and what is taken back leave the same entries as deriving everything anew', async () => {
    await city.arrange({
      facts: [{ ...org(2, '示例市教育和体育局党委', ['市教体局'], 1), validFrom: day('2017-03-01') }],
    });
    expect((await find(department, '周舒'))[0]?.detail).toBe('教育局机关一支部');
    expect((await find(department, 'sjtj')).map((hit) => hit.name)).toEqual(['示例市教育和体育局党委']);
    expect((await find(department, '教育局机关一支部'))[0]?.detail).toBe('市教体局');
    expect((await find(department, '单国志'))[0]?.detail).toBe('市教体局　党委书记、局长');
    const moved = await city.arrange({
      facts: [
        { ...member(11, 3), validFrom: day('2017-04-01'), ended: true } as RegistryFact,
        { ...member(11, 4), validFrom: day('2017-04-01') } as RegistryFact,
        { ...org(3, '', [], 2), validFrom: day('2017-05-01'), ended: true } as RegistryFact,
      ],
    });
    expect((await find(department, '周舒'))[0]?.detail).toBe('市公安局');
    expect((await find(department, '教育局机关一支部'))[0]?.detail).toBe('市教体局（已撤销）');
    for (const change of [async () => undefined, () => city.takeBack(moved)]) {
      await change();
      const incremental = await entries();
      await city.asOwner('delete from search_entry');
      await city.as('xieshi_wide', { writes_city: 'on' }, (tx) => searchDerivation.derive(tx, 'all'));
      expect(await entries()).toEqual(incremental);
    }
    expect((await find(department, '周舒'))[0]?.detail).toBe('教育局机关一支部');
  });

  test('one among 43,000 entries is found within 50 ms', async () => {
    await city.asOwner(`insert into search_entry
      select 'person', 1000 + n, '王' || n, ' 王' || n || ' wang' || n || ' ~w' || n || ' wangxiaoming ', '某某支部', '{3}', false
      from generate_series(1, 43000) n`);
    await find(department, 'zhoushu');
    const times: number[] = [];
    for (const q of ['zhoushu', 'w', 'wa', 'wang', 'a', 'jyj', '周', 'zhs', 'zs']) {
      const began = performance.now();
      await find(department, q);
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    expect(times[4]).toBeLessThan(50);
  });
});
