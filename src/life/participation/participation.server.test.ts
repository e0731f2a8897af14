import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { day } from '../../core/time/room.ts';
import type { RegistryFact } from '../../registry/organizations/room.ts';
import type { RecordRow } from '../../store/append.server.ts';
import { newId } from '../../store/new-id.server.ts';

const since = day('2010-01-01');
const branch = (orgId: number, name: string): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: since,
  name,
  shortNames: [],
  kind: 'branch',
  sector: 'organ',
  parentId: null,
  termExpiresOn: null,
});
const person = (personId: number, name: string, orgId: number): RegistryFact[] => [
  { fact: 'person', personId, validFrom: since, name, sex: null, joinedOn: null },
  { fact: 'membership', personId, orgId, validFrom: since, category: 'full' },
];
const names: Readonly<Record<number, string>> = { 1: '郑帆晨', 2: '秦达', 9: '韩冬' };
const held = (
  heldOn: string,
  kind: string,
  people: [personId: number, part: string, reason?: string][],
): RecordRow => ({
  id: newId(new Date()),
  version: 1,
  kind,
  orgId: 1,
  heldOn: day(heldOn),
  people: people.map(([personId, part, reason]) => ({ personId, part, name: names[personId]!, reason })),
  body: { topic: `${heldOn}的主题` },
});

interface Counts {
  due: number;
  present: number;
  absent: number;
  otherwise: number;
}
interface Overview {
  person: { name: string };
  total: Counts;
  byKind: (Counts & { kind: string; name: string })[];
}
interface Rows {
  total: number;
  rows: { recordId: string; parts: string[]; absent: boolean; title: string }[];
}

describe('participation', () => {
  let house: TestHouse;
  let city: TestCity;
  let member: Client;
  let secretary: Client;
  let department: Client;
  beforeAll(async () => {
    house = await startTestHouse('2017-06-28T14:00:00+08:00');
    city = await house.makeCity('taking');
    await city.arrange({
      facts: [
        branch(1, '一支部'),
        branch(2, '二支部'),
        ...person(1, '郑帆晨', 1),
        ...person(2, '秦达', 1),
        ...person(9, '韩冬', 2),
      ],
      records: [
        held('2017-01-20', 'themePartyDay', [
          [1, 'presider'],
          [1, 'attendee'],
          [2, 'attendee'],
        ]),
        held('2017-02-20', 'themePartyDay', [
          [1, 'presider'],
          [1, 'attendee'],
          [2, 'absent', '公务'],
        ]),
        held('2017-03-20', 'themePartyDay', [
          [1, 'presider'],
          [1, 'attendee'],
          [2, 'attendee'],
        ]),
        held('2017-03-21', 'heartToHeartTalk', [
          [1, 'talker'],
          [2, 'talkedTo'],
        ]),
        held('2016-03-21', 'themePartyDay', [[2, 'attendee']]),
      ],
    });
    member = await city.signIn('qinda', [{ role: 'member', orgId: 1 }], 2);
    secretary = await city.signIn('zhengfanchen', [{ role: 'branchSecretary', orgId: 1 }], 1);
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
  });
  afterAll(() => house.close());

  test('a member sees how often he was due, there, absent, and took part otherwise this year', async () => {
    const { body } = await member.get<Overview>('/participation');
    expect(body.person.name).toBe('秦达');
    expect(body.byKind).toMatchObject([
      { name: '主题党日', due: 3, present: 2, absent: 1, otherwise: 0 },
      { name: '谈心谈话', due: 0, present: 0, absent: 0, otherwise: 1 },
    ]);
    expect(body.total).toEqual({ due: 3, present: 2, absent: 1, otherwise: 1 });
  });

  test('every number opens to exactly as many rows, each with its record', async () => {
    const { body } = await member.get<Overview>('/participation');
    for (const { kind, ...counts } of [...body.byKind, { kind: '', name: '', ...body.total }]) {
      for (const measure of ['due', 'present', 'absent', 'otherwise'] as const) {
        const only = kind ? `&kind=${kind}` : '';
        const opened = await member.get<Rows>(`/participation/rows?measure=${measure}${only}`);
        expect(opened.body.total, `${kind} ${measure}`).toBe(counts[measure]);
        expect(opened.body.rows).toHaveLength(counts[measure]);
        for (const row of opened.body.rows) expect((await member.get(`/records/${row.recordId}`)).status).toBe(200);
      }
    }
  });

  test('presiding and attending one meeting is taking part once', async () => {
    const { body } = await secretary.get<Rows>('/participation/rows?measure=present&kind=themePartyDay');
    expect(body.total).toBe(3);
    expect(body.rows[0]?.parts).toEqual(['到会', '主持人']);
  });

  test('another person’s is read within one’s reach, and each reading is written down', async () => {
    expect((await department.get<Overview>('/people/2/participation')).body.total.due).toBe(3);
    expect((await secretary.get<Overview>('/people/2/participation')).body.total.due).toBe(3);
    expect((await secretary.get('/people/9/participation')).status).toBeGreaterThanOrEqual(403);
    expect((await member.get('/people/1/participation')).status).toBe(403);
    const lines = await city.asOwner<{ actor: string }>(
      `select actor from audit_line where subject_person = 2 and outcome = 'read' order by seq`,
    );
    expect(lines.map((line) => line.actor)).toEqual(['zuzhibu', 'zhengfanchen']);
  });

  test('leaves as a workbook whose second line says the same numbers', async () => {
    const { read, utils } = await import('@e965/xlsx');
    const answer = await member.get<Buffer>('/participation/workbook');
    const rows = utils.sheet_to_json<string[]>(read(answer.body).Sheets.记实清单!, { header: 1 });
    expect(rows[0]?.[0]).toBe('秦达组织生活记实清单（2017年1月1日至2017年12月31日）');
    expect(rows[1]?.[0]).toBe('应到3次，实到2次，缺席1次，其他参加1次');
    expect(rows).toHaveLength(3 + 4);
  });
});
