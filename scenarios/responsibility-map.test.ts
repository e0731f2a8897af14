/**
 * Four units are in nobody's charge. The department sees it, gives each of them a leader as of a day, and the gap is gone from that
 * day on, while the day before still shows it. A second leader beside the first is told as an overlap; what was given by mistake
 * is taken back; and what leaves as a workbook comes back as it was.
 */
import { randomUUID } from 'node:crypto';
import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { rebuild } from '../src/app/rebuild.server.ts';
import { month } from '../src/core/time/room.ts';
import { itemsFor } from '../src/duties/rules/room.ts';
import { readLedgerRules } from '../src/duties/rules/rules.server.ts';
import { itemGaps, orgGaps, overlaps } from '../src/registry/responsibility/gaps.logic.ts';
import type {
  chargeActPreview,
  chargeActs,
  KeyPlanPage,
  keyPlanCity,
  ResponsibilityMap,
} from '../src/registry/responsibility/room.ts';
import { type Client, startTestHouse, type TestCity, type TestHouse } from './harness.ts';
import { holder, organization } from './registry-facts.ts';

type AnswerTo<R extends { answer: z.ZodType }> = z.output<R['answer']>;

const CITY = 1;
const EDUCATION = 2;
const COUNTY = 3;
const FINANCE = 4;
const CULTURE = 5;
const VILLAGE = 6;
const KONG = 10;
const JIANG = 11;
const ZHOU = 12;
const UNITS = [
  [EDUCATION, '市教育局党委'],
  [COUNTY, '江东县委'],
  [FINANCE, '市财政局党组'],
  [CULTURE, '市文化馆党总支'],
] as const;

const ITEMS = itemsFor(readLedgerRules(), month('2017-06'));

describe('four units are in nobody’s charge', () => {
  let house: TestHouse;
  let city: TestCity;
  let department: Client;
  let zhou: Client;

  beforeAll(async () => {
    house = await startTestHouse('2017-06-28T14:00:00+08:00');
    city = await house.makeCity('charges');
    await city.arrange({
      facts: [
        organization(CITY, '中共示例市委员会', 'municipalCommittee', null),
        organization(EDUCATION, '市教育局党委', 'municipalOrganCommittee', CITY),
        organization(COUNTY, '江东县委', 'countyCommittee', CITY),
        organization(FINANCE, '市财政局党组', 'leadingGroup', CITY),
        // Of no kind that answers to the city: it counts by the leading cadre that it has.
        organization(CULTURE, '市文化馆党总支', 'generalBranch', EDUCATION),
        // A leading group below a county and a village branch are the county's business.
        organization(7, '县水务局党组', 'leadingGroup', COUNTY),
        organization(VILLAGE, '柳河村党支部', 'branch', COUNTY),
        // Two towns have a community of one name.
        organization(8, '东关街道前进社区党支部', 'branch', COUNTY, { shortNames: ['前进社区党支部'] }),
        organization(9, '新华街道前进社区党支部', 'branch', COUNTY, { shortNames: ['前进社区党支部'] }),
        ...holder(KONG, '孔安', CITY, 'cityLevel'),
        ...holder(JIANG, '蒋光', CITY, 'cityLevel'),
        ...holder(ZHOU, '周涛冬', EDUCATION, 'countyLevelChief'),
        ...holder(13, '魏卓', CULTURE, 'countyLevelChief'),
      ],
    });
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
    zhou = await city.signIn('zhou', [{ role: 'leadingCadre', orgId: EDUCATION }], ZHOU);
  });
  afterAll(() => house.close());

  const map = async (asOf?: string): Promise<ResponsibilityMap> =>
    (await department.get<ResponsibilityMap>(`/responsibility${asOf ? `?asOf=${asOf}` : ''}`)).body;
  const alone = async (asOf?: string): Promise<string[]> =>
    orgGaps((await map(asOf)).orgs)
      .map(({ name }) => name)
      .sort();
  const inCharge = (leaderId: number, orgId: number, does: 'begin' | 'end' = 'begin') => ({
    of: 'org',
    do: does,
    leaderId,
    orgId,
    relation: 'charge',
  });
  const preview = async (changes: object[], on: string) =>
    (
      await department.get<AnswerTo<typeof chargeActPreview>>(
        `/responsibility/acts/preview?${new URLSearchParams({ act: JSON.stringify({ changes, on }) })}`,
      )
    ).body;
  const act = async (changes: object[], on: string, ground: object = {}) => {
    const actId = randomUUID();
    const answer = await department.post<{ summary: string }>('/responsibility/acts', {
      actId,
      act: { changes, on, ...ground },
    });
    return { actId, ...answer };
  };
  const takeBack = (id: string) =>
    department.post(`/responsibility/acts/${id}/take-back`, { actId: randomUUID(), why: '分工没有定下来' });
  const ALL = UNITS.map(([, name]) => name).sort();

  test('the gap is a list that opens: those who answer to the city and those who have leading cadres', async () => {
    expect(await alone()).toEqual(ALL);
    const { gaps, leaders, orgs } = await map();
    expect(gaps.map(({ name }) => name).sort()).toEqual(['周涛冬', '魏卓']);
    expect(leaders).toEqual([]);
    expect(orgs.find(({ orgId }) => orgId === CITY)?.leading).toBe(false);
    expect(itemGaps(orgs, ITEMS).every(({ none }) => none)).toBe(true);
  });

  test('each is given a leader as of 1 June: gone from that day, still there the day before', async () => {
    const changes = UNITS.map(([orgId]) => inCharge(orgId === FINANCE ? JIANG : KONG, orgId));
    const brings = await preview(changes, '2017-06-01');
    expect(brings.problems).toEqual([]);
    expect(brings.effects.map(({ what, from: on }) => [what, on])).toContainEqual([
      '蒋光分管市财政局党组',
      '2017-06-01',
    ]);
    // Looking changes nothing.
    expect(await alone()).toEqual(ALL);

    const ground = { basis: '市委常委会议定', documentNumber: '示委〔2017〕12号' };
    const { status, body } = await act(changes, '2017-06-01', ground);
    expect(status).toBe(200);
    expect(body.summary).toContain('等4项');
    expect(await alone()).toEqual([]);
    expect(await alone('2017-06-01')).toEqual([]);
    expect(await alone('2017-05-31')).toEqual(ALL);
    const { acts } = (await department.get<AnswerTo<typeof chargeActs>>('/responsibility/acts')).body;
    expect(acts[0]).toMatchObject({ on: '2017-06-01', takenBack: null, ...ground });
  });

  test('a second leader is told as an overlap before, seen as one after, and taken back', async () => {
    const second = inCharge(JIANG, EDUCATION);
    expect((await preview([second], '2017-06-15')).problems).toMatchObject([
      { reason: 'overlap', refused: false, what: expect.stringContaining('孔安、蒋光') },
    ]);
    const { actId } = await act([second], '2017-06-15');
    const twice = async (asOf?: string) => {
      const { orgs, items } = await map(asOf);
      return overlaps(orgs, items).map(({ name, leaders }) => [name, leaders.map((one) => one.name).join('、')]);
    };
    expect(await twice()).toEqual([['市教育局党委', '孔安、蒋光']]);
    expect(await twice('2017-06-14')).toEqual([]);

    expect((await takeBack(actId)).status).toBe(200);
    expect(await twice()).toEqual([]);
    expect(await alone()).toEqual([]);
    expect((await takeBack(actId)).error).toMatchObject({ code: 'already-taken-back' });
  });

  test('what was ended by mistake opens the gap again, and closes it when taken back', async () => {
    const end = inCharge(JIANG, FINANCE, 'end');
    expect((await preview([end], '2017-06-20')).problems).toMatchObject([{ reason: 'gap', refused: false }]);
    const { actId } = await act([end], '2017-06-20');
    expect(await alone()).toEqual(['市财政局党组']);
    expect(await alone('2017-06-19')).toEqual([]);
    // The act that gave the leader is rested on by the one that ended him.
    const given = (await department.get<AnswerTo<typeof chargeActs>>('/responsibility/acts')).body.acts.at(-1)!;
    expect((await takeBack(given.id)).error).toMatchObject({ code: 'act-in-use' });
    expect((await takeBack(actId)).status).toBe(200);
    expect(await alone()).toEqual([]);
  });

  test('persons, contact points and items: what is left open is named by its item', async () => {
    const [first, ...others] = ITEMS;
    await act(
      [
        { of: 'person', do: 'begin', leaderId: KONG, personId: ZHOU },
        { of: 'person', do: 'begin', leaderId: KONG, personId: 13 },
        { of: 'org', do: 'begin', leaderId: KONG, orgId: VILLAGE, relation: 'contactPoint' },
        { of: 'org', do: 'begin', leaderId: JIANG, orgId: COUNTY, relation: 'contact' },
        { of: 'item', do: 'begin', leaderId: ZHOU, orgId: EDUCATION, itemId: first!.id },
      ],
      '2017-06-10',
    );
    const { gaps, orgs, leaders } = await map();
    expect(gaps).toEqual([]);
    const gap = itemGaps(orgs, ITEMS).find(({ orgId }) => orgId === EDUCATION)!;
    expect(gap).toMatchObject({ none: false });
    expect(gap.missing.map(({ id }) => id)).toEqual(others.map(({ id }) => id));
    expect(orgs.find(({ orgId }) => orgId === VILLAGE)).toMatchObject({
      leading: false,
      contactPoint: [{ name: '孔安' }],
    });
    expect(leaders.find(({ leader }) => leader.personId === KONG)?.people.map(({ name }) => name)).toEqual([
      '周涛冬',
      '魏卓',
    ]);
    expect((await map('2017-06-09')).gaps).toHaveLength(2);
  });

  test('the table of charges leaves as it was on the day that is looked at', async () => {
    const written = async (asOf: string): Promise<string> => {
      const { body } = await department.get<Buffer>(`/responsibility/workbook?asOf=${asOf}`);
      const book = read(body);
      return book.SheetNames.map((name) => utils.sheet_to_csv(book.Sheets[name]!)).join('\n');
    };
    expect(await written('2017-06-28')).toContain('市财政局党组');
    expect(await written('2017-06-28')).toContain('蒋光');
    expect(await written('2017-05-31')).not.toContain('蒋光');
  });

  test('two organizations of one short name are told apart, on the page and in the table', async () => {
    const points = [8, 9].map((orgId) => ({
      of: 'org',
      do: 'begin',
      leaderId: KONG,
      orgId,
      relation: 'contactPoint',
    }));
    const { actId } = await act(points, '2017-06-20');
    const whole = ['东关街道前进社区党支部', '新华街道前进社区党支部'];
    const { orgs, leaders } = await map();
    expect(orgs.filter(({ orgId }) => orgId === 8 || orgId === 9).map(({ name }) => name)).toEqual(whole);
    expect(leaders.find(({ leader }) => leader.personId === KONG)?.orgs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(whole),
    );
    const { body } = await department.get<Buffer>('/responsibility/workbook');
    expect(utils.sheet_to_csv(Object.values(read(body).Sheets)[0]!)).toContain(whole.join('、'));
    expect((await takeBack(actId)).status).toBe(200);
  });

  test('a plan of the year: items, due dates, progress, two versions side by side, as of any day', async () => {
    const item = (key: string, work: string, dueOn: string | null, more: object = {}) => ({
      key,
      work,
      measures: '',
      dueOn,
      dueWords: '',
      itemId: null,
      ...more,
    });
    const save = (base: number, items: object[]) =>
      zhou.put<{ version: number }>('/key-work/2017', { actId: randomUUID(), base, items });
    const training = item('training', '完成党员集中轮训', '2017-05-31');
    expect((await save(0, [training, item('village', '帮扶柳河村', '2017-06-30')])).body.version).toBe(1);
    const said = (itemKey: string, on: string, percent: number) =>
      zhou.post('/key-work/2017/progress', { actId: randomUUID(), itemKey, on, percent, words: '' });
    await said('training', '2017-04-10', 60);
    await said('training', '2017-06-05', 100);
    await save(1, [training, item('village', '帮扶柳河村', '2017-10-31'), item('talent', '引进人才', null)]);

    const plan = async (asOf?: string) =>
      (await department.get<KeyPlanPage>(`/people/${ZHOU}/key-work?year=2017${asOf ? `&asOf=${asOf}` : ''}`)).body;
    const { versions } = await plan();
    expect(versions.map(({ version, items }) => [version, items.map(({ dueOn }) => dueOn)])).toEqual([
      [2, ['2017-05-31', '2017-10-31', null]],
      [1, ['2017-05-31', '2017-06-30']],
    ]);
    const standing = async (asOf?: string) => (await plan(asOf)).items[0]!.standing;
    expect([await standing('2017-04-30'), await standing('2017-06-04'), await standing()]).toEqual([
      'open',
      'overdue',
      'done',
    ]);
    const { cadres } = (await department.get<AnswerTo<typeof keyPlanCity>>('/key-work/city?year=2017')).body;
    expect(cadres.map(({ name, version }) => [name, version])).toEqual([
      ['周涛冬', 2],
      ['魏卓', 0],
    ]);
  });

  test('all of it follows from the sources', async () => {
    expect((await rebuild({ admin: house.house.admin, city: city.city, check: true })).differences).toEqual([]);
  });
});
