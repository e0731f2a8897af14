/** What leaves as a responsibility table or a key-work plan comes in again: the same city brings nothing, another one all of it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../scenarios/harness.ts';
import { day } from '../core/time/room.ts';
import type { RegistryFact } from '../registry/organizations/room.ts';
import type { KeyPlanPage, ResponsibilityMap } from '../registry/responsibility/room.ts';

const from = day('2010-01-01');
const org = (orgId: number, name: string, parentId: number | null): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: from,
  name,
  shortNames: [],
  kind: parentId === null ? 'municipalCommittee' : 'municipalOrganCommittee',
  sector: 'organ',
  parentId,
  termExpiresOn: null,
});
const cadre = (
  personId: number,
  name: string,
  orgId: number,
  rank: 'cityLevel' | 'countyLevelChief',
): RegistryFact[] => [
  { fact: 'person', personId, validFrom: from, name, sex: null, joinedOn: null },
  { fact: 'post', personId, orgId, post: 'standingMember', validFrom: from, title: '常委', rank },
];
const at = { validFrom: day('2017-03-01') };
const registry: RegistryFact[] = [
  org(1, '市委', null),
  org(2, '市教育局党委', 1),
  org(3, '市水务局党委', 1),
  ...cadre(10, '孔安', 1, 'cityLevel'),
  ...cadre(20, '周舒', 2, 'countyLevelChief'),
  ...cadre(21, '钱达', 3, 'countyLevelChief'),
];
const charges: RegistryFact[] = [
  { fact: 'charge', leaderId: 10, personId: 20, ...at },
  { fact: 'orgCharge', leaderId: 10, orgId: 2, relation: 'charge', ...at },
  { fact: 'orgCharge', leaderId: 10, orgId: 3, relation: 'charge', ...at },
  { fact: 'orgCharge', leaderId: 20, orgId: 3, relation: 'contactPoint', ...at },
  { fact: 'itemCharge', leaderId: 10, orgId: 1, itemId: 'talent', ...at },
  { fact: 'itemCharge', leaderId: 20, orgId: 2, itemId: 'ideology', ...at },
  { fact: 'itemCharge', leaderId: 20, orgId: 3, itemId: 'party-reform', ...at },
];

interface Tray {
  files: { id: string; account: { accepted: number; rejected: { reason: string }[]; kind: string } | null }[];
}

describe('the offices’ own layouts, out and in again', () => {
  let house: TestHouse;
  let first: { city: TestCity; department: Client; zhou: Client };
  let second: typeof first;
  beforeAll(async () => {
    house = await startTestHouse();
    const make = async (code: string, facts: RegistryFact[]) => {
      const city = await house.makeCity(code);
      await city.arrange({ facts });
      const department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
      const zhou = await city.signIn('zhoushu', [{ role: 'leadingCadre', orgId: 2 }], 20);
      return { city, department, zhou };
    };
    first = await make('out', [...registry, ...charges]);
    second = await make('in', registry);
    const items = [
      {
        key: 'a',
        work: '学校党建',
        measures: '目标：达标\n措施：逐校过关',
        dueOn: '2017-06-30',
        dueWords: '6月底前',
        itemId: 'organization-building',
      },
      { key: 'b', work: '师德师风', measures: '', dueOn: null, dueWords: '长期坚持', itemId: null },
      { key: 'c', work: '校舍安全', measures: '', dueOn: '2017-05-15', dueWords: '', itemId: null },
      { key: 'd', work: '招生改革', measures: '分步走', dueOn: '2017-09-15', dueWords: '开学前', itemId: null },
    ];
    expect((await first.zhou.put('/key-work/2017', { actId: randomUUID(), base: 0, items })).status).toBe(200);
    const say = (itemKey: string, percent: number | null, words: string) =>
      first.zhou.post('/key-work/2017/progress', { actId: randomUUID(), itemKey, on: '2017-06-10', percent, words });
    await say('a', 60, '已过8校');
    await say('c', 100, '');
  });
  afterAll(() => house.close());

  const file = async (client: Client, path: string): Promise<Uint8Array> => {
    const answer = await fetch(`${house.address}/api${path}`, { headers: { cookie: client.cookie } });
    expect(answer.status).toBe(200);
    return new Uint8Array(await answer.arrayBuffer());
  };
  /** Drops a workbook and imports it; what the tray said of it before. */
  const drop = async (client: Client, name: string, bytes: Uint8Array) => {
    await client.upload('/import/tray', [{ name, bytes }]);
    const { body } = await client.get<Tray>('/import/tray');
    const [one] = body.files;
    const { accepted, rejected, kind } = one!.account!;
    const order = { actId: randomUUID(), files: [one!.id], mode: 'all', seen: { accepted, rejected: rejected.length } };
    const done = accepted > 0 ? (await client.post('/import/commit', order)).status : undefined;
    if (done !== 200) await client.delete(`/import/tray/${one!.id}`);
    return { kind, accepted, reasons: [...new Set(rejected.map(({ reason }) => reason))], done };
  };
  const mapOf = async (client: Client) => {
    const { leaders } = (await client.get<ResponsibilityMap>('/responsibility')).body;
    return leaders;
  };
  const planOf = async (client: Client) =>
    (await client.get<KeyPlanPage>('/key-work?year=2017')).body.items.map(({ key: _, said, ...item }) => ({
      ...item,
      said: said.map(({ on, percent, words }) => ({ on, percent, words })),
    }));

  test('a responsibility table', async () => {
    const bytes = await file(first.department, '/responsibility/workbook');
    expect(await drop(first.department, '分工.xlsx', bytes)).toMatchObject({
      kind: 'responsibility',
      accepted: 0,
      reasons: ['duplicate'],
    });
    expect(await drop(second.department, '分工.xlsx', bytes)).toMatchObject({ accepted: 3, reasons: [], done: 200 });
    expect(await mapOf(second.department)).toEqual(await mapOf(first.department));
  });

  test.each([
    ['of one', () => file(first.zhou, '/key-work/workbook?year=2017')],
    ['of the city', () => file(first.department, '/key-work/city/workbook?year=2017')],
  ])('a key-work plan %s', async (_, take) => {
    const bytes = await take();
    expect(await drop(first.department, '计划.xlsx', bytes)).toMatchObject({
      kind: 'keyPlan',
      accepted: 0,
      reasons: ['duplicate'],
    });
    const there = await planOf(second.zhou);
    const done = await drop(second.department, '计划.xlsx', bytes);
    expect(done).toMatchObject(
      there.length === 0 ? { accepted: 4, reasons: [], done: 200 } : { accepted: 0, reasons: ['duplicate'] },
    );
    expect(await planOf(second.zhou)).toEqual(await planOf(first.zhou));
  });
});
