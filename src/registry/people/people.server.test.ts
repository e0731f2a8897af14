import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { day } from '../../core/time/room.ts';
import type { RegistryFact } from '../organizations/room.ts';
import type { PersonPage } from './people.contract.ts';

const from = day('2010-01-01');
const org = (orgId: number, name: string, parentId: number | null): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: from,
  name,
  shortNames: [name.replace('示例市', '市')],
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
  sex: 'male',
  joinedOn: { day: day('1990-03-05'), precision: 'day' },
});
const leads = (personId: number, orgId: number, title: string, more = {}): RegistryFact => ({
  fact: 'post',
  personId,
  orgId,
  post: 'secretary',
  validFrom: from,
  title,
  rank: 'countyLevelChief',
  ...more,
});

describe('a person’s file', () => {
  let house: TestHouse;
  let city: TestCity;
  let department: Client;
  let secretary: Client;
  let leader: Client;
  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('people');
    await city.arrange({
      facts: [
        org(1, '示例市委', null),
        org(2, '示例市教育局党委', 1),
        org(3, '教育局一支部', 2),
        org(4, '示例市公安局党委', 1),
        person(10, '孔安'),
        person(11, '周舒'),
        person(12, '郑帆'),
        person(13, '钱达'),
        leads(10, 1, '市委常委', { rank: 'cityLevel', post: 'standingMember' }),
        leads(11, 2, '党委书记、局长', { validFrom: day('2012-03-01'), rank: 'countyLevelDeputy' }),
        leads(11, 2, '党委书记、局长', { validFrom: day('2014-09-01') }),
        leads(13, 4, '党委书记'),
        { fact: 'membership', personId: 12, orgId: 3, validFrom: from, category: 'probationary' },
        { fact: 'membership', personId: 12, orgId: 3, validFrom: day('2016-01-01'), category: 'full' },
        { fact: 'charge', leaderId: 10, personId: 11, validFrom: day('2017-01-01') },
      ],
    });
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
    secretary = await city.signIn('shuji', [{ role: 'branchSecretary', orgId: 3 }]);
    leader = await city.signIn('kongan', [{ role: 'leaderInCharge', orgId: null }], 10);
  });
  afterAll(() => house.close());

  const open = (client: Client, id: number) => client.get<PersonPage>(`/people/${id}`);

  test('holds memberships, posts, charges, and who said so', async () => {
    const { body } = await open(department, 11);
    expect(body).toMatchObject({
      name: '周舒',
      leadingCadre: true,
      posts: [
        { orgName: '市教育局党委', title: '党委书记、局长', rank: 'countyLevelChief', from: '2014-09-01', until: null },
        { rank: 'countyLevelDeputy', from: '2012-03-01', until: '2014-08-31' },
      ],
      leaders: [{ personId: 10, name: '孔安', from: '2017-01-01', until: null }],
      inChargeOf: [],
    });
    expect(body.history?.map((line) => [line.what, line.author])).toEqual([
      ['由孔安分管', '测试'],
      ['担任市教育局党委党委书记、局长', '测试'],
      ['担任市教育局党委党委书记、局长', '测试'],
      ['登记姓名周舒', '测试'],
    ]);
    expect((await open(department, 12)).body.memberships).toMatchObject([
      { category: 'full', from: '2016-01-01', until: null },
      { category: 'probationary', from: '2010-01-01', until: '2015-12-31' },
    ]);
    expect((await open(department, 10)).body.inChargeOf).toMatchObject([{ personId: 11, name: '周舒' }]);
  });

  test('of a former day holds what had begun by then, and as known then what was registered by then', async () => {
    const looking = (query: Record<string, string>, client = department) =>
      client.get<PersonPage>(`/people/12?${new URLSearchParams(query)}`);
    const then = { asOf: '2016-06-30', knownAt: '2017-06-28T14:05:00+08:00' };
    house.setClock('2017-06-28T14:06:00+08:00');
    const later = await city.arrange({
      facts: [
        {
          fact: 'membership',
          personId: 12,
          orgId: 3,
          validFrom: day('2016-05-01'),
          category: 'full',
          situation: 'longIll',
        },
        {
          fact: 'post',
          personId: 12,
          orgId: 3,
          validFrom: day('2017-01-01'),
          post: 'secretary',
          title: '书记',
          rank: null,
        },
      ],
    });
    const now = (await looking({ asOf: '2016-06-30' })).body;
    expect(now.memberships[0]).toMatchObject({ from: '2016-05-01', situation: 'longIll', until: null });
    expect(now.posts).toEqual([]);
    expect((await looking({})).body.posts).toHaveLength(1);
    const known = (await looking(then)).body;
    expect(known.memberships[0]).toMatchObject({ from: '2016-01-01', situation: null });
    expect(known.history).toHaveLength(3);

    house.setClock('2017-06-28T14:09:00+08:00');
    await city.takeBack(later);
    const between = (await looking({ ...then, knownAt: '2017-06-28T14:08:00+08:00' })).body;
    expect(between.memberships[0]).toMatchObject({ situation: 'longIll' });
    expect(between.history?.map(({ takenBack }) => takenBack)).not.toContain(true);
    expect((await looking({ asOf: '2016-06-30' })).body.history?.[0]).toMatchObject({ takenBack: true });

    expect((await looking({ ...then, knownAt: '2017-06-01T00:00:00+08:00' })).error?.code).toBe('not-known-then');
    expect((await looking(then, secretary)).error?.code).toBe('forbidden');
    expect((await looking({ asOf: '2016-06-30' }, secretary)).body).toMatchObject({ name: '郑帆', posts: [] });
  });

  test('opens to the secretary of his branch and the leader in charge of him, and to no other', async () => {
    expect((await open(secretary, 12)).body).toMatchObject({ name: '郑帆', history: null, leaders: null });
    expect((await open(secretary, 11)).error?.code).toBe('forbidden');
    expect((await open(leader, 11)).body).toMatchObject({ name: '周舒', leaders: [{ name: '孔安' }], history: null });
    expect((await open(leader, 13)).error?.code).toBe('forbidden');
    expect((await open(leader, 12)).error?.code).toBe('not-found');
  });

  test('every reading of it leaves an audit line that names the person', async () => {
    await open(department, 13);
    const lines = await city.asOwner<object>(
      'select actor, ability, outcome, subject_kind, subject_id, subject_person from audit_line where subject_person = 13',
    );
    expect(lines).toEqual([
      {
        actor: 'zuzhibu',
        ability: 'person.read',
        outcome: 'read',
        subject_kind: 'person',
        subject_id: '13',
        subject_person: 13,
      },
    ]);
  });

  test('the roster leaves as a workbook without telephone numbers', async () => {
    const { body } = await department.get<Buffer>('/people/roster-workbook');
    const book = read(body);
    const rows = utils.sheet_to_json<unknown[]>(book.Sheets.花名册!, { header: 1 });
    expect(rows[1]).toEqual([
      '序号',
      '姓名',
      '性别',
      '出生年月',
      '工作单位',
      '现任职务',
      '任现职时间',
      '职务层次',
      '分管市级领导',
      '入党时间',
      '备注',
    ]);
    expect(rows.slice(2).map((row) => row.slice(0, 10))).toEqual([
      [1, '孔安', '男', '', '示例市委', '市委常委', '2010.01.01', '市级', '', '1990.03.05'],
      [2, '周舒', '男', '', '示例市教育局党委', '党委书记、局长', '2012.03.01', '正处级', '孔安', '1990.03.05'],
      [3, '钱达', '男', '', '示例市公安局党委', '党委书记', '2010.01.01', '正处级', '', '1990.03.05'],
    ]);
  });
});
