import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { day } from '../../core/time/room.ts';
import type { MemberLine, OrganizationPage, OrgLine, TreeLine } from './organizations.contract.ts';
import type { RegistryFact } from './room.ts';

const from = day('2010-01-01');
type Organization = Extract<RegistryFact, { fact: 'organization' }>;
const org = (orgId: number, name: string, parentId: number | null, more: Partial<Organization> = {}): Organization => ({
  fact: 'organization',
  orgId,
  validFrom: from,
  name,
  shortNames: [],
  kind: 'branch',
  sector: 'organ',
  parentId,
  termExpiresOn: null,
  ...more,
});
const person = (personId: number, name: string): RegistryFact => ({
  fact: 'person',
  personId,
  validFrom: from,
  name,
  sex: 'female',
  joinedOn: { day: day('1990-01-01'), precision: 'month' },
});
const member = (personId: number, orgId: number, more = {}): RegistryFact => ({
  fact: 'membership',
  personId,
  orgId,
  validFrom: from,
  category: 'full',
  ...more,
});

describe('organizations', () => {
  let house: TestHouse;
  let city: TestCity;
  let department: Client;
  let secretary: Client;
  let knownBefore: string;

  beforeAll(async () => {
    house = await startTestHouse('2017-06-01T09:00:00+08:00');
    city = await house.makeCity('orgs');
    await city.arrange({
      facts: [
        org(1, '中共示例市委员会', null, { kind: 'municipalCommittee', shortNames: ['市委'] }),
        org(2, '示例市教育局党委', 1, {
          kind: 'municipalOrganCommittee',
          shortNames: ['市教育局', '教育局'],
          termExpiresOn: day('2018-06-30'),
        }),
        org(3, '机关第一党支部', 2),
        org(4, '机关第二党支部', 2),
        org(5, '示例市公安局党委', 1, { kind: 'municipalOrganCommittee' }),
        person(11, '周舒'),
        person(12, '郑帆'),
        person(13, '钱达'),
        member(11, 3),
        member(12, 3, { category: 'probationary' }),
        member(12, 3, { validFrom: day('2016-01-01') }),
        member(13, 4),
        { fact: 'post', personId: 11, orgId: 3, post: 'secretary', validFrom: from, title: '支部书记', rank: null },
      ],
    });
    knownBefore = '2017-06-10T00:00:00+08:00';
    house.setClock('2017-06-28T14:00:00+08:00');
    // Said on 28 June: renamed since March, and its second branch dissolved since May.
    await city.arrange({
      facts: [
        org(2, '示例市教育和体育局党委', 1, {
          validFrom: day('2017-03-01'),
          kind: 'municipalOrganCommittee',
          shortNames: ['市教体局'],
          termExpiresOn: day('2018-06-30'),
        }),
        member(13, 4, { validFrom: day('2017-05-01'), ended: true }),
        member(13, 3, { validFrom: day('2017-05-01') }),
        org(4, '', 2, { validFrom: day('2017-05-01'), ended: true }),
      ],
    });
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
    secretary = await city.signIn('shuji', [{ role: 'branchSecretary', orgId: 3 }]);
  });
  afterAll(() => house.close());

  const tree = async (query: string): Promise<string[]> => {
    const answer = await department.get<{ organizations: OrgLine[] }>(`/organizations${query}`);
    return answer.body.organizations.map((one) => one.shortName);
  };
  const page = async (client: Client, id: number, query = ''): Promise<OrganizationPage> =>
    (await client.get<OrganizationPage>(`/organizations/${id}${query}`)).body;
  const people = async (id: number, query: string): Promise<{ total: number; members: MemberLine[] }> =>
    (await department.get<{ total: number; members: MemberLine[] }>(`/organizations/${id}/people${query}`)).body;

  test('the tree is that of the day which is asked for', async () => {
    expect(await tree('')).toEqual(['市委', '市教体局', '机关第一党支部', '示例市公安局党委']);
    expect(await tree('?asOf=2017-04-30')).toContain('机关第二党支部');
    expect(await tree('?asOf=2017-02-28')).toContain('市教育局');
    expect(await tree('?asOf=2009-12-31')).toEqual([]);
  });

  test('what was recorded later is not in the tree as known before', async () => {
    const known = `knownAt=${encodeURIComponent(knownBefore)}`;
    expect(await tree(`?${known}`)).toEqual([
      '市委',
      '市教育局',
      '机关第一党支部',
      '机关第二党支部',
      '示例市公安局党委',
    ]);
  });

  test('an organization and its members can be asked as they were known before', async () => {
    const known = `knownAt=${encodeURIComponent(knownBefore)}`;
    expect(await page(department, 2, `?${known}`)).toMatchObject({
      name: '示例市教育局党委',
      formerNames: [],
      subordinates: [
        { id: 3, members: 2 },
        { id: 4, members: 1 },
      ],
      members: { own: 0, below: 3 },
      history: [{ what: '设立示例市教育局党委（市直党委），上级是市委' }],
    });
    expect(await page(department, 3, `?${known}`)).toMatchObject({
      chain: [{ name: '市委' }, { name: '市教育局' }],
      holders: [{ name: '周舒' }],
    });
    expect((await people(4, `?${known}`)).members).toMatchObject([{ name: '钱达' }]);
    expect((await people(2, `?below=true&${known}`)).total).toBe(3);
  });

  test('a second line of management and units covered stand on the page, on both sides', async () => {
    const since = { validFrom: day('2017-06-15') };
    const act = await city.arrange({
      facts: [
        org(6, '南泉县委员会', 1, { ...since, kind: 'countyCommittee', shortNames: ['南泉县委'] }),
        org(7, '园区党支部', 6, { ...since, shortNames: ['园区支部'] }),
        org(7, '园区联合党支部', 6, {
          validFrom: day('2017-06-20'),
          kind: 'jointBranch',
          shortNames: ['园区联合支部'],
          secondParentId: 5,
          covers: ['甲机械厂', '乙商行'],
        }),
      ],
    });
    expect(await page(department, 7)).toMatchObject({
      parentId: 6,
      secondParentId: 5,
      secondParent: { id: 5, name: '示例市公安局党委' },
      covers: ['甲机械厂', '乙商行'],
      formerNames: [{ name: '园区党支部', until: '2017-06-20' }],
      formerShortNames: [{ names: ['园区支部'], until: '2017-06-20' }],
      formerKinds: [{ kind: 'branch', until: '2017-06-20' }],
      history: [
        {
          what: '更名为园区联合党支部；双重管理，同时受示例市公安局党委管理；类别改为联合党支部；简称园区联合支部；联合覆盖甲机械厂、乙商行',
          basis: '',
          documentNumber: '',
        },
        { what: '设立园区党支部（党支部），上级是南泉县委' },
      ],
    });
    expect(await page(department, 5)).toMatchObject({ secondSubordinates: [{ id: 7, name: '园区联合党支部' }] });
    expect(await page(department, 7, '?asOf=2017-06-19')).toMatchObject({ secondParent: null, covers: [] });
    expect(await page(department, 5, '?asOf=2017-06-19')).toMatchObject({ secondSubordinates: [] });
    const { body } = await department.get<{ organizations: TreeLine[] }>('/organizations');
    expect(body.organizations.find(({ id }) => id === 7)).toMatchObject({
      initials: 'yqlhdzb yqlhzb',
      since: '2017-06-20',
      secondParentId: 5,
    });
    await city.takeBack(act);
  });

  test('an organization opens with its chain, subordinates, members and holders of posts', async () => {
    expect(await page(department, 2)).toMatchObject({
      name: '示例市教育和体育局党委',
      formerNames: [{ name: '示例市教育局党委', until: '2017-03-01' }],
      chain: [{ id: 1, name: '市委' }],
      subordinates: [{ id: 3, members: 3 }],
      members: { own: 0, below: 3 },
      termExpiresOn: '2018-06-30',
    });
    expect(await page(department, 3)).toMatchObject({
      chain: [{ name: '市委' }, { name: '市教体局' }],
      holders: [{ personId: 11, name: '周舒', title: '支部书记', post: 'secretary', from: '2010-01-01' }],
    });
    expect((await page(department, 2, '?asOf=2017-04-30')).subordinates).toMatchObject([
      { id: 3, members: 2 },
      { id: 4, members: 1 },
    ]);
  });

  test('a day before or after its time is refused with the day that matters', async () => {
    const gone = await department.get('/organizations/4');
    expect(gone.error).toMatchObject({ code: 'not-on-that-day', what: '机关第二党支部已于2017年5月1日撤销' });
    const notYet = await department.get('/organizations/4?asOf=2009-01-01');
    expect(notYet.error?.what).toContain('登记的设立时间是2010年1月1日');
    expect((await department.get('/organizations/99')).error?.code).toBe('not-found');
  });

  test.each([
    [2, '', 0],
    [2, '?below=true', 3],
    [3, '', 3],
    [3, '?asOf=2017-04-30', 2],
    [1, '?below=true&asOf=2017-04-30', 3],
    // On the day on which one became a full member he is that alone.
    [3, '?asOf=2016-01-01', 2],
  ])('the number of members of %i%s is the number of its rows', async (id, query, count) => {
    const { total, members } = await people(id, query);
    expect(total).toBe(count);
    expect(members).toHaveLength(count);
  });

  test('history tells each fact with its act, and which act was taken back', async () => {
    const wrong = await city.arrange({ facts: [org(5, '示例市公安局党组', 1, { validFrom: day('2017-06-01') })] });
    await city.takeBack(wrong);
    const { history } = await page(department, 5);
    expect(history).toMatchObject([
      { what: '更名为示例市公安局党组；类别改为党支部', author: '测试', takenBack: true, validFrom: '2017-06-01' },
      { what: '设立示例市公安局党委（市直党委），上级是市委', takenBack: false },
    ]);
    expect((await page(department, 5)).name).toBe('示例市公安局党委');
  });

  test('a branch secretary sees his own members, and of others only names of organizations', async () => {
    expect(await page(secretary, 3)).toMatchObject({ members: { own: 3, below: 3 }, history: null });
    expect(await page(secretary, 5)).toMatchObject({ members: null, name: '示例市公安局党委' });
    expect((await page(secretary, 3)).holders).toMatchObject([{ name: '周舒', opens: true }]);
    expect((await page(department, 3)).holders).toMatchObject([{ name: '周舒', opens: true }]);
    const { body } = await secretary.get<{ home: number }>('/organizations');
    expect(body).toMatchObject({ home: 3, asksKnown: false });
    expect((await secretary.get('/organizations/5/people')).status).toBe(403);
    for (const path of ['', '/3', '/3/people']) {
      const asked = `/organizations${path}?knownAt=${encodeURIComponent(knownBefore)}`;
      expect((await secretary.get(asked)).status, asked).toBe(403);
    }
  });

  test('a name leads to a file only where the reader may open it', async () => {
    const leader = await city.signIn('fenguan', [{ role: 'leaderInCharge', orgId: null }], 12);
    expect((await page(leader, 3)).holders).toMatchObject([{ name: '周舒', opens: false }]);
    await city.arrange({ facts: [{ fact: 'charge', leaderId: 12, personId: 11, validFrom: day('2017-01-01') }] });
    expect((await page(leader, 3)).holders).toMatchObject([{ name: '周舒', opens: true }]);
  });

  test('the lists leave as workbooks in the layout in which they come', async () => {
    const rows = async (path: string): Promise<unknown[][]> => {
      const { body } = await department.get<Buffer>(path);
      const book = read(body);
      return utils.sheet_to_json(book.Sheets[book.SheetNames[0]!]!, { header: 1 });
    };
    expect(await rows('/organizations/workbook?asOf=2017-02-01')).toMatchObject({
      0: ['示例市党组织名册'],
      1: [
        '序号',
        '党组织全称',
        '简称（可多个）',
        '上级党组织',
        '第二上级',
        '类别',
        '领域',
        '联合单位',
        '成立时间',
        '本届任期届满时间',
        '备注',
      ],
      3: [
        2,
        '示例市教育局党委',
        '市教育局、教育局',
        '中共示例市委员会',
        '',
        '市直党委',
        '机关',
        '',
        '2010-01-01',
        '2018-06-30',
        '',
      ],
    });
    expect(await rows('/organizations/3/members-workbook')).toMatchObject({
      0: ['机关第一党支部党员花名册'],
      1: ['序号', '姓名', '性别', '出生年月', '党员类别', '入党时间', '转正时间', '人员情况', '党内职务', '备注'],
      2: [1, '周舒', '女', '', '正式党员', '1990.01', '', '', '支部书记', ''],
    });
  });
});
