import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestHouse } from '../../../scenarios/harness.ts';
import { type Day, day } from '../../core/time/room.ts';
import type { RegistryFact } from '../organizations/room.ts';
import type { ResponsibilityMap } from './room.ts';

const from = day('2010-01-01');
const cadre = (personId: number, name: string, orgId: number, title: string, rank: 'cityLevel' | 'countyLevelChief') =>
  [
    { fact: 'person', personId, validFrom: from, name, sex: null, joinedOn: null },
    { fact: 'post', personId, orgId, post: 'secretary', validFrom: from, title, rank },
  ] satisfies RegistryFact[];
const org = (orgId: number, name: string, parentId: number | null): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: from,
  name,
  shortNames: [],
  kind: 'municipalOrganCommittee',
  sector: 'organ',
  parentId,
  termExpiresOn: null,
});
const charge = (leaderId: number, personId: number, validFrom: Day, ended = false): RegistryFact => ({
  fact: 'charge',
  leaderId,
  personId,
  validFrom,
  ended,
});

describe('the responsibility map', () => {
  let house: TestHouse;
  let department: Client;
  let leader: Client;
  beforeAll(async () => {
    house = await startTestHouse();
    const city = await house.makeCity('charge');
    await city.arrange({
      facts: [
        org(1, '市委', null),
        org(2, '市教育局党委', 1),
        org(4, '市公安局党委', 1),
        ...cadre(10, '孔安', 1, '市委常委', 'cityLevel'),
        ...cadre(11, '周舒', 2, '党委书记、局长', 'countyLevelChief'),
        ...cadre(13, '钱达', 4, '党委书记', 'countyLevelChief'),
        charge(10, 11, day('2017-01-01')),
        charge(10, 13, day('2016-01-01')),
        charge(10, 13, day('2017-03-01'), true),
      ],
    });
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
    leader = await city.signIn('kongan', [{ role: 'leaderInCharge', orgId: null }], 10);
  });
  afterAll(() => house.close());

  const map = async (query = ''): Promise<ResponsibilityMap> =>
    (await department.get<ResponsibilityMap>(`/responsibility${query}`)).body;

  test('shows each leader with the people in his charge', async () => {
    expect((await map()).leaders).toMatchObject([
      { leader: { name: '孔安', title: '市委常委' }, people: [{ name: '周舒', orgName: '市教育局党委' }] },
    ]);
  });

  test.each([
    ['today', '', ['周舒'], ['钱达']],
    ['while both were in his charge', '?asOf=2017-02-01', ['周舒', '钱达'], []],
    ['before that', '?asOf=2016-06-01', ['钱达'], ['周舒']],
  ])('%s: who is in charge of whom, and who is in nobody’s', async (_, query, charged, gaps) => {
    const { leaders, gaps: alone } = await map(query);
    expect(leaders.flatMap(({ people }) => people.map(({ name }) => name))).toEqual(charged);
    expect(alone.map(({ name }) => name)).toEqual(gaps);
  });

  test('is not open to a leader in charge', async () => {
    expect((await leader.get('/responsibility')).status).toBe(403);
  });
});
