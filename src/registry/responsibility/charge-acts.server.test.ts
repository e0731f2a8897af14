import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestHouse } from '../../../scenarios/harness.ts';
import { holder, organization } from '../../../scenarios/registry-facts.ts';
import { itemGaps, orgGaps, overlaps } from './gaps.logic.ts';
import type { ResponsibilityMap } from './room.ts';

const KONG = 10;
const LI = 11;
const ZHOU = 12;
const EDUCATION = 2;
const MEMBER: ['standingMember', string] = ['standingMember', '常委'];

describe('acts on charges', () => {
  let house: TestHouse;
  let department: Client;
  let kong: Client;
  beforeAll(async () => {
    house = await startTestHouse();
    const city = await house.makeCity('acts');
    await city.arrange({
      facts: [
        organization(1, '市委', 'municipalCommittee', null),
        organization(EDUCATION, '市教育局党委', 'municipalOrganCommittee', 1),
        organization(3, '市水务局党委', 'municipalOrganCommittee', 1),
        ...holder(KONG, '孔安', 1, 'cityLevel', MEMBER),
        ...holder(LI, '李进', 1, 'cityLevel', MEMBER),
        ...holder(ZHOU, '周舒', EDUCATION, 'countyLevelChief', MEMBER),
      ],
    });
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
    kong = await city.signIn('kongan', [{ role: 'leaderInCharge', orgId: null }], KONG);
  });
  afterAll(() => house.close());

  const map = async (query = ''): Promise<ResponsibilityMap> =>
    (await department.get<ResponsibilityMap>(`/responsibility${query}`)).body;
  const act = async (changes: object[], on: string, more: object = {}) => {
    const actId = randomUUID();
    const answer = await department.post<{ summary: string }>('/responsibility/acts', {
      actId,
      act: { changes, on, ...more },
    });
    return { actId, answer };
  };
  const bureau = (leaderId: number, does = 'begin') => ({
    of: 'org',
    do: does,
    leaderId,
    orgId: EDUCATION,
    relation: 'charge',
  });
  const inCharge = async (query = ''): Promise<string[]> =>
    (await map(query)).orgs.find(({ orgId }) => orgId === EDUCATION)!.charge.map(({ name }) => name);

  test('the last day of one leader is the day before the next one’s first; history stays', async () => {
    const grounds = { basis: '常委会议定', documentNumber: '示委〔2017〕3号' };
    const { answer } = await act([bureau(KONG)], '2017-01-01', grounds);
    expect(answer.status).toBe(200);
    expect(answer.body.summary).toBe('2017年1月1日起分工调整：孔安分管市教育局党委');
    expect((await act([bureau(KONG, 'end'), bureau(LI)], '2017-06-01')).answer.status).toBe(200);
    expect([await inCharge('?asOf=2016-12-31'), await inCharge('?asOf=2017-05-31'), await inCharge()]).toEqual([
      [],
      ['孔安'],
      ['李进'],
    ]);
    const { body } = await department.get<{ acts: { summary: string; basis: string; on: string }[] }>(
      '/responsibility/acts',
    );
    expect(body.acts.map(({ on }) => on)).toEqual(['2017-06-01', '2017-01-01']);
    expect(body.acts[1]).toMatchObject({ ...grounds, takenBack: null });
  });

  test('an act that a later one rests on is taken back after that one only', async () => {
    const { actId: first } = await act([{ ...bureau(KONG), relation: 'contactPoint' }], '2017-02-01');
    const { actId: second } = await act([{ ...bureau(KONG, 'end'), relation: 'contactPoint' }], '2017-03-01');
    const back = (id: string) => department.post(`/responsibility/acts/${id}/take-back`, { actId: randomUUID() });
    expect((await back(first)).error).toMatchObject({ code: 'act-in-use' });
    expect((await back(second)).status).toBe(200);
    const points = async () => (await map()).orgs.find(({ orgId }) => orgId === EDUCATION)!.contactPoint;
    expect(await points()).toMatchObject([{ name: '孔安' }]);
    expect((await back(first)).status).toBe(200);
    expect(await points()).toEqual([]);
    expect((await back(first)).error).toMatchObject({ code: 'already-taken-back' });
  });

  test('a preview writes nothing and tells what is refused', async () => {
    const asked = (changes: object[]) =>
      department.get<{ effects: object[]; problems: { reason: string; refused: boolean }[] }>(
        `/responsibility/acts/preview?act=${encodeURIComponent(JSON.stringify({ changes, on: '2017-06-15' }))}`,
      );
    const before = await map();
    expect((await asked([bureau(KONG)])).body.problems).toMatchObject([{ reason: 'overlap', refused: false }]);
    expect((await asked([bureau(LI)])).body.problems).toMatchObject([{ reason: 'already', refused: true }]);
    expect((await act([bureau(LI)], '2017-06-15')).answer.error).toMatchObject({ code: 'already' });
    expect(await map()).toEqual(before);
  });

  test('who is put in charge of a cadre reads his ledgers at once, and no longer once it ends', async () => {
    const reads = async () => (await kong.get(`/people/${ZHOU}/ledgers`)).status;
    expect(await reads()).not.toBe(200);
    await act([{ of: 'person', do: 'begin', leaderId: KONG, personId: ZHOU }], '2017-06-28');
    expect(await reads()).toBe(200);
    await act([{ of: 'person', do: 'end', leaderId: KONG, personId: ZHOU }], '2017-06-28');
    expect(await reads()).not.toBe(200);
  });

  test('gaps and overlaps come from the map itself', async () => {
    await act([{ of: 'item', do: 'begin', leaderId: ZHOU, orgId: EDUCATION, itemId: 'talent' }], '2017-06-01');
    const { orgs, items, gaps } = await map();
    expect(items).toHaveLength(12);
    expect(orgGaps(orgs).map(({ name }) => name)).toEqual(['市水务局党委']);
    expect(itemGaps(orgs, items).map(({ name, missing }) => [name, missing.length])).toEqual([
      ['市教育局党委', 11],
      ['市水务局党委', 12],
    ]);
    expect(overlaps(orgs, items)).toEqual([]);
    expect(gaps.map(({ name }) => name)).toEqual(['周舒']);
  });

  test('is for the organization department alone', async () => {
    expect(
      (
        await kong.post('/responsibility/acts', {
          actId: randomUUID(),
          act: { changes: [bureau(KONG)], on: '2017-06-01' },
        })
      ).status,
    ).toBe(403);
  });
});
