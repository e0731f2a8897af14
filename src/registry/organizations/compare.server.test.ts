import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  type Client,
  PASSWORD,
  signInOver,
  startTestHouse,
  type TestCity,
  type TestHouse,
} from '../../../scenarios/harness.ts';
import { day } from '../../core/time/room.ts';
import type { organizationCompare, organizationCompareNumbers, organizationCompareRows } from './compare.contract.ts';
import type { RegistryFact } from './room.ts';

type Organization = Extract<RegistryFact, { fact: 'organization' }>;
const org = (orgId: number, name: string, parentId: number | null, more: Partial<Organization> = {}): Organization => ({
  fact: 'organization',
  orgId,
  validFrom: day('2010-01-01'),
  name,
  shortNames: [],
  kind: 'branch',
  sector: 'organ',
  parentId,
  termExpiresOn: null,
  ...more,
});
const member = (personId: number, orgId: number, more: object = {}): RegistryFact => ({
  fact: 'membership',
  personId,
  orgId,
  validFrom: day('2010-01-01'),
  category: 'full',
  ...more,
});
const spring = { validFrom: day('2017-03-01') };

describe('two days compared', () => {
  let house: TestHouse;
  let city: TestCity;
  let department: Client;
  let secretary: Client;

  beforeAll(async () => {
    house = await startTestHouse('2017-06-28T14:00:00+08:00');
    city = await house.makeCity('compare');
    await city.arrange({
      facts: [
        org(1, '示例市委', null, { kind: 'municipalCommittee' }),
        org(2, '市教育局党委', 1, { kind: 'municipalOrganCommittee' }),
        org(3, '教育局一支部', 2),
        org(4, '教育局二支部', 2),
        org(5, '南泉县委', 1, { kind: 'countyCommittee' }),
        org(6, '石桥村支部', 5, { sector: 'village' }),
        org(7, '园区支部', 5),
        ...[11, 12, 13].map(
          (personId): RegistryFact => ({
            fact: 'person',
            personId,
            validFrom: day('2010-01-01'),
            name: ['周舒', '郑帆', '钱达'][personId - 11]!,
            sex: null,
            joinedOn: null,
          }),
        ),
        member(11, 3),
        member(12, 4),
        member(13, 6),
      ],
    });
    // On 1 March the second branch is merged into the first, the park's goes to the city, and a company's is set up.
    await city.arrange({
      facts: [
        org(3, '教育局联合支部', 2, { ...spring, kind: 'jointBranch', covers: ['校办工厂'] }),
        org(4, '', 2, { ...spring, ended: true }),
        member(12, 4, { ...spring, ended: true }),
        member(12, 3, spring),
        org(7, '园区支部', 2, spring),
        org(6, '石桥村支部', 5, { ...spring, sector: 'community', secondParentId: 2 }),
        org(8, '新城支部', 5, spring),
      ],
      registryAct: {
        kind: 'organization.merge',
        effectiveOn: day('2017-03-01'),
        orgIds: [3, 4],
        people: [12],
        basis: '机构改革方案',
        documentNumber: '示组发〔2017〕3号',
        note: '',
      },
    });
    // What is said of people there, or again by the same document, is no further ground of the change.
    const later = { orgIds: [3], effectiveOn: day('2017-04-01'), people: [12], documentNumber: '', note: '' };
    await city.arrange({ registryAct: { ...later, kind: 'person.transfer', basis: '组织关系介绍信' } });
    await city.arrange({
      registryAct: {
        ...later,
        kind: 'organization.details',
        basis: '机构改革方案',
        documentNumber: '示组发〔2017〕3号',
      },
    });
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
    secretary = await city.signIn('shuji', [{ role: 'branchSecretary', orgId: 3 }]);
  });
  afterAll(() => house.close());

  type Compared = z.output<(typeof organizationCompare)['answer']>;
  const compare = async (query: string, as = department): Promise<Compared> =>
    (await as.get<Compared>(`/organizations/compare?${query}`)).body;
  const wholeYear = 'from=2017-01-01&to=2017-06-01';

  test('each organization that is not the same on both days stands with what became of it', async () => {
    const { changed, before, organizations } = await compare(wholeYear);
    expect(changed).toEqual([
      {
        id: 3,
        changes: ['renamed', 'kind', 'other'],
        what: '更名为教育局联合支部；类别改为联合党支部；联合覆盖校办工厂',
        basis: '示组发〔2017〕3号　机构改革方案',
      },
      { id: 4, changes: ['dissolved'], what: '撤销', basis: '示组发〔2017〕3号　机构改革方案' },
      { id: 6, changes: ['other'], what: '双重管理，同时受市教育局党委管理；领域改为社区', basis: '' },
      { id: 7, changes: ['moved'], what: '改隶，上级是市教育局党委', basis: '' },
      { id: 8, changes: ['setUp'], what: '设立新城支部（党支部），上级是南泉县委', basis: '' },
    ]);
    expect(before.map(({ id, name }) => `${id} ${name}`)).toEqual([
      '3 教育局一支部',
      '4 教育局二支部',
      '6 石桥村支部',
      '7 园区支部',
    ]);
    expect(organizations.map(({ id }) => id)).toEqual([1, 2, 3, 5, 6, 7, 8]);
  });

  test('days between which nothing happened differ in nothing', async () => {
    expect(await compare('from=2016-01-01&to=2017-02-28')).toMatchObject({ changed: [], before: [] });
    expect(await compare('from=2017-03-01&to=2017-06-01')).toMatchObject({ changed: [], before: [] });
  });

  test('below one organization, who left it and who came stand with their other superior', async () => {
    const county = await compare(`${wholeYear}&below=5`);
    expect(county.below).toEqual({ id: 5, name: '南泉县委' });
    expect(county.changed.map(({ id, what }) => `${id} ${what}`)).toEqual([
      '6 双重管理，同时受市教育局党委管理；领域改为社区',
      '7 改隶，上级是市教育局党委',
      '8 设立新城支部（党支部），上级是南泉县委',
    ]);
    expect((await compare(`${wholeYear}&below=2`)).changed.map(({ id }) => id)).toEqual([3, 4, 7]);
  });

  test('days in the wrong order, and an organization of neither day, are refused with the way on', async () => {
    const backwards = await department.get('/organizations/compare?from=2017-06-01&to=2017-01-01');
    expect(backwards.error).toMatchObject({ code: 'days-in-wrong-order', where: 'from' });
    const nowhere = await department.get(`/organizations/compare?${wholeYear}&below=99`);
    expect(nowhere.error).toMatchObject({ code: 'not-on-either-day', now: '请换日期，或比较全市' });
  });

  type Numbers = z.output<(typeof organizationCompareNumbers)['answer']>;
  const numbers = async (query = '', as = department): Promise<Numbers> =>
    (await as.get<Numbers>(`/organizations/compare/numbers?${wholeYear}${query}`)).body;

  test('organizations and members are counted on both days, by kind and by county', async () => {
    const { all, byKind, byCounty } = await numbers();
    expect(all).toEqual({ from: { organizations: 7, members: 3 }, to: { organizations: 7, members: 3 } });
    const told = (groups: Numbers['byKind']) =>
      groups.map(({ name, from, to }) =>
        [name, from.organizations, from.members, to.organizations, to.members].join(' '),
      );
    expect(told(byKind)).toEqual([
      '市委 1 0 1 0',
      '区县委 1 0 1 0',
      '市直党委 1 0 1 0',
      '党支部 4 3 3 1',
      '联合党支部 0 0 1 2',
    ]);
    expect(told(byCounty)).toEqual(['市直 4 2 4 2', '南泉县委 3 1 3 1']);
    expect((await numbers('&below=5')).all).toEqual({
      from: { organizations: 3, members: 1 },
      to: { organizations: 3, members: 1 },
    });
  });

  test('every number opens to as many rows', async () => {
    const groups = await numbers();
    const sides = [
      ['2017-01-01', 'from'],
      ['2017-06-01', 'to'],
    ] as const;
    for (const [on, side] of sides) {
      for (const of of ['organizations', 'members'] as const) {
        const opened = async (query: string): Promise<number> => {
          const { body } = await department.get<z.output<(typeof organizationCompareRows)['answer']>>(
            `/organizations/compare/rows?on=${on}&of=${of}${query}`,
          );
          expect(body.rows).toHaveLength(body.total);
          return body.total;
        };
        expect(await opened('')).toBe(groups.all[side][of]);
        for (const { key, ...group } of groups.byKind) expect(await opened(`&kind=${key}`)).toBe(group[side][of]);
        for (const { key, ...group } of groups.byCounty) expect(await opened(`&county=${key}`)).toBe(group[side][of]);
      }
    }
  });

  test('a branch secretary compares organizations, and is told nothing of members or of bases', async () => {
    expect((await compare(wholeYear, secretary)).changed[0]).toMatchObject({ changes: expect.anything(), basis: '' });
    expect((await numbers('', secretary)).all.from).toEqual({ organizations: 7, members: null });
    expect((await secretary.get('/organizations/compare/rows?on=2017-06-01&of=members')).status).toBe(403);
    expect((await secretary.get('/organizations/compare/rows?on=2017-06-01&of=organizations')).status).toBe(200);
  });

  test('as known before something was registered, it is not among the changes, numbers, rows or the workbook', async () => {
    house.setClock('2017-06-29T09:00:00+08:00');
    const late = await city.arrange({ facts: [org(9, '补登支部', 2, spring), member(13, 9, spring)] });
    department = await signInOver(house.address, city.city.code, 'zuzhibu', PASSWORD);
    const then = `knownAt=${encodeURIComponent('2017-06-28T20:00:00+08:00')}`;
    const ids = async (query: string) => (await compare(query)).changed.map(({ id }) => id);
    expect(await ids(wholeYear)).toContain(9);
    expect(await ids(`${wholeYear}&${then}`)).toEqual([3, 4, 6, 7, 8]);
    expect((await compare(`${wholeYear}&${then}`)).changed[0]!.basis).toBe('示组发〔2017〕3号　机构改革方案');
    const before = encodeURIComponent('2017-06-01T00:00:00+08:00');
    expect(await compare(`${wholeYear}&knownAt=${before}`)).toMatchObject({ organizations: [], changed: [] });
    expect((await numbers()).all.to).toEqual({ organizations: 8, members: 4 });
    expect((await numbers(`&${then}`)).all.to).toEqual({ organizations: 7, members: 3 });
    for (const [query, total] of [
      ['', 4],
      [`&${then}`, 3],
    ] as const) {
      const rows = await department.get(`/organizations/compare/rows?on=2017-06-01&of=members${query}`);
      expect(rows.body).toMatchObject({ total });
    }
    const sheet = async (query: string): Promise<unknown[][]> => {
      const { body } = await department.get<Buffer>(`/organizations/compare/workbook?${query}`);
      const book = read(body);
      return utils.sheet_to_json<unknown[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1 });
    };
    const known = await sheet(`${wholeYear}&${then}`);
    expect(known[0]![0]).toContain('按当时所知');
    expect(known[1]![0]).toBe('只算2017年6月28日 20:00以前登记的');
    expect(JSON.stringify(known)).not.toContain('补登支部');
    expect(JSON.stringify(await sheet(wholeYear))).toContain('补登支部');
    secretary = await signInOver(house.address, city.city.code, 'shuji', PASSWORD);
    const refused = await secretary.get(`/organizations/compare?${wholeYear}&${then}`);
    expect(refused).toMatchObject({ status: 403, error: { what: '您的角色不能查看“按当时所知”的情况' } });
    await city.takeBack(late);
  });

  test('the changes leave as a workbook', async () => {
    const { body } = await department.get<Buffer>(`/organizations/compare/workbook?${wholeYear}`);
    const book = read(body);
    const rows = utils.sheet_to_json<unknown[]>(book.Sheets[book.SheetNames[0]!]!, { header: 1 });
    expect(rows).toHaveLength(7);
    expect(rows[0]![0]).toContain('组织变动表（2017年1月1日与2017年6月1日对照）');
    expect(rows[5]).toEqual([
      4,
      '改隶',
      '园区支部',
      '园区支部',
      '党支部',
      '党支部',
      '南泉县委',
      '市教育局党委',
      '改隶，上级是市教育局党委',
      '',
    ]);
  });
});
