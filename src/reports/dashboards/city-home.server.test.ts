import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Client,
  PASSWORD,
  signInOver,
  startTestHouse,
  type TestCity,
  type TestHouse,
} from '../../../scenarios/harness.ts';
import { type Day, day, type Month } from '../../core/time/room.ts';
import type { MonthLedgerBody } from '../../ledgers/ledger/room.ts';
import type { OrgKind, RegistryFact } from '../../registry/organizations/room.ts';
import type { RecordRow } from '../../store/append.server.ts';
import type { CityHome, CityRow } from './city-home.contract.ts';

const from = day('2010-01-01');
const uuid = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const org = (orgId: number, name: string, kind: OrgKind, parentId: number | null): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: from,
  name,
  shortNames: [],
  kind,
  sector: 'organ',
  parentId,
  termExpiresOn: null,
});
const cadre = (personId: number, name: string, orgId: number): RegistryFact[] => [
  { fact: 'person', personId, validFrom: from, name, sex: null, joinedOn: null },
  { fact: 'membership', personId, orgId: 4, validFrom: from, category: 'full' },
  { fact: 'post', personId, orgId, post: 'secretary', validFrom: from, title: '书记', rank: 'countyLevelChief' },
];
const ledger = (n: number, personId: number, orgId: number): RecordRow => ({
  id: uuid(n),
  version: 1,
  kind: 'monthLedger',
  orgId,
  ownerId: personId,
  heldOn: day('2017-06-30'),
  people: [],
  body: {
    period: '2017-06' as Month,
    forms: ['dutyLedger'],
    person: '',
    unit: '',
    title: '',
    entries: [],
    nothing: [],
  } satisfies MonthLedgerBody,
});
const activity = (n: number, kind: string, orgId: number, heldOn: Day): RecordRow => ({
  id: uuid(n),
  version: 1,
  kind,
  orgId,
  heldOn,
  due: 3,
  present: 3,
  people: [],
  body: { topic: `第${n}次` },
});

describe('the city’s home', () => {
  let house: TestHouse;
  let city: TestCity;
  let department: Client;
  const home = async (query = ''): Promise<CityHome> => (await department.get<CityHome>(`/city${query}`)).body;
  const open = async (query: string): Promise<{ total: number; rows: CityRow[] }> =>
    (await department.get<{ total: number; rows: CityRow[] }>(`/city/rows?${query}`)).body;

  /** Comes back on another day; the session of the day before has run out. */
  const comeBack = async (instant: string): Promise<void> => {
    house.setClock(instant);
    department = await signInOver(house.address, 'home', 'zuzhibu', PASSWORD);
  };

  beforeAll(async () => {
    house = await startTestHouse('2017-06-01T09:00:00+08:00');
    city = await house.makeCity('home');
    await city.arrange({
      facts: [
        org(1, '市委', 'municipalCommittee', null),
        org(2, '市教育局党委', 'municipalOrganCommittee', 1),
        org(3, '市公安局党组', 'leadingGroup', 1),
        org(4, '教育局一支部', 'branch', 2),
        ...cadre(11, '周舒', 2),
        ...cadre(12, '郑帆', 2),
        ...cadre(13, '钱达', 3),
        // A Party-affairs worker in two organizations is one.
        ...[2, 4].map(
          (orgId): RegistryFact => ({
            fact: 'post',
            personId: 12,
            orgId,
            post: 'partyAffairsWorker',
            validFrom: from,
            title: '党务工作者',
            rank: null,
          }),
        ),
      ],
      records: [activity(1, 'themePartyDay', 4, day('2017-05-20')), activity(2, 'themePartyDay', 4, day('2017-06-20'))],
    });
    house.setClock('2017-06-28T10:00:00+08:00');
    await city.arrange({ records: [ledger(51, 11, 2), activity(3, 'generalMeeting', 4, day('2017-06-27'))] });
    await city.arrange({ records: [activity(4, 'democraticLifeMeeting', 3, day('2017-06-26'))] });
    house.setClock('2017-06-29T10:00:00+08:00');
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
  });
  afterAll(() => house.close());

  test('shows the month that is on, when its ledgers are due, and what has come', async () => {
    const { month, deadline, ledgers } = await home();
    expect(month).toBe('2017-06');
    expect(deadline?.day).toBe('2017-07-05');
    expect(ledgers).toMatchObject({ owed: 3, byState: { submitted: 1, draft: 2, accepted: 0 } });
    await comeBack('2017-07-05T10:00:00+08:00');
    expect((await home()).month).toBe('2017-06');
    await comeBack('2017-07-06T10:00:00+08:00');
    expect((await home()).month).toBe('2017-07');
    await comeBack('2017-06-29T10:00:00+08:00');
  });

  test('units stand beside one another, and sum to the city', async () => {
    const { units, ledgers, records } = await home();
    expect(units).toEqual([
      { orgId: 1, name: '市委', owed: 0, submitted: 0, records: 0 },
      { orgId: 2, name: '市教育局党委', owed: 2, submitted: 1, records: 2 },
      { orgId: 3, name: '市公安局党组', owed: 1, submitted: 0, records: 1 },
    ]);
    const sum = (key: 'owed' | 'submitted' | 'records') => units.reduce((all, unit) => all + unit[key], 0);
    expect([sum('owed'), sum('records')]).toEqual([ledgers.owed, records.total]);
  });

  test('every number opens to as many rows', async () => {
    const { ledgers, records, registry, changes, units } = await home();
    const numbers: [string, number][] = [
      ['figure=ledgers', ledgers.owed],
      ['figure=ledgers&state=missing', 2],
      ...Object.entries(ledgers.byState).map(([state, n]): [string, number] => [`figure=ledgers&state=${state}`, n]),
      ['figure=records', records.total],
      ...records.byKind.map(({ kind, count }): [string, number] => [`figure=records&kind=${kind}`, count]),
      ['figure=organizations', registry.organizations],
      ['figure=leadingCadres', registry.leadingCadres],
      ['figure=partyAffairsWorkers', registry.partyAffairsWorkers],
      ['figure=gaps', registry.gaps],
      ...changes.byKind.map(({ kind, count }): [string, number] => [`figure=changes&kind=${kind}`, count]),
      ...units.flatMap((unit): [string, number][] => [
        [`figure=records&unit=${unit.orgId}`, unit.records],
        [`figure=ledgers&state=come&unit=${unit.orgId}`, unit.submitted],
        [`figure=ledgers&unit=${unit.orgId}`, unit.owed],
      ]),
    ];
    for (const [query, number] of numbers) {
      const { total, rows } = await open(query);
      expect([query, total, rows.length]).toEqual([query, number, number]);
    }
    expect(numbers.filter(([, number]) => number > 0).length).toBeGreaterThan(12);
    expect(registry.partyAffairsWorkers).toBe(1);
    const { total, rows } = await open('figure=members');
    expect([total, rows]).toEqual([registry.members, [expect.objectContaining({ title: '教育局一支部', at: '3名' })]]);
  });

  test('rows open what they stand for', async () => {
    expect((await open('figure=ledgers&state=submitted')).rows).toEqual([
      { id: '11', title: '周舒', note: '市教育局党委', at: '待检查', opens: { what: 'ledger', id: uuid(51) } },
    ]);
    expect((await open('figure=records&kind=generalMeeting')).rows[0]).toMatchObject({
      title: '第3次',
      at: '6月27日',
      opens: { what: 'record', id: uuid(3) },
    });
  });

  test('what changed counts acts from the last working day on, by what they brought', async () => {
    const { since, byKind } = (await home()).changes;
    expect(since).toBe('2017-06-28');
    expect(byKind.filter(({ count }) => count > 0)).toEqual([{ kind: 'recorded', count: 2 }]);
    await comeBack('2017-07-03T10:00:00+08:00');
    expect((await home()).changes.since).toBe('2017-06-30');
    await comeBack('2017-06-29T10:00:00+08:00');
  });

  test('another month can be asked for', async () => {
    const { records, ledgers } = await home('?month=2017-05');
    expect(records).toEqual({ total: 1, byKind: [{ kind: 'themePartyDay', name: '主题党日', count: 1 }] });
    expect(ledgers.byState).toMatchObject({ submitted: 0, draft: 3 });
  });

  test('a cadre’s ledgers are listed to those who may read them, with an audit line', async () => {
    const { body } = await department.get('/people/11/ledgers');
    expect(body).toMatchObject({
      name: '周舒',
      ledgers: [{ ledgerId: uuid(51), period: '2017-06', state: 'submitted' }],
    });
    const own = await city.signIn('zhoushu', [{ role: 'leadingCadre', orgId: 2 }], 11);
    expect((await own.get<{ ledgers: object[] }>('/people/11/ledgers')).body.ledgers).toHaveLength(1);
    expect((await own.get('/people/13/ledgers')).error?.code).toBe('forbidden');
    const lines = await city.asOwner(
      "select actor from audit_line where subject_person = 11 and outcome = 'read' order by seq",
    );
    expect(lines).toEqual([{ actor: 'zuzhibu' }, { actor: 'zhoushu' }]);
  });

  test('is not open to a branch secretary', async () => {
    const secretary = await city.signIn('shuji', [{ role: 'branchSecretary', orgId: 4 }]);
    expect((await secretary.get('/city')).status).toBe(403);
    expect((await secretary.get('/city/rows?figure=members')).status).toBe(403);
  });
});
