import { read, utils } from '@e965/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { arrangeBureau, BRANCH, BUREAU, FAN, JIANG, june, signIns, ZHOU } from '../../../scenarios/ledger-city.ts';
import type { HeldClass, HeldClassId, PersonalData } from './room.ts';

let house: TestHouse;
let city: TestCity;
let zhou: Client;
let department: Client;
let secretary: Client;
let kong: Client;
/** 樊越, as a plain member of the branch. */
let member: Client;
beforeAll(async () => {
  house = await startTestHouse();
  city = await house.makeCity('own');
  await arrangeBureau(city);
  await city.asOwner(`update act set kind = 'import', summary = '导入花名册.xlsx' where seq = 1`);
  const people = signIns(city);
  zhou = await people.zhou();
  department = await people.department();
  secretary = await people.member();
  kong = await people.kong();
  member = await city.signIn('樊越', [{ role: 'member', orgId: BRANCH }], FAN);
});
afterAll(() => house.close());

const dataOf = async (client: Client): Promise<PersonalData> => (await client.get<PersonalData>('/me/data')).body;
const classOf = (data: PersonalData, id: HeldClassId): HeldClass => data.classes.find((one) => one.id === id)!;
const says = (data: PersonalData, id: HeldClassId): string[] => classOf(data, id).items.map((one) => one.says);

describe('what is held on a person', () => {
  test('is told to him with since when, and from which act by whom', async () => {
    const { items } = classOf(await dataOf(zhou), 'registry');
    expect(items.map(({ what, says: words }) => `${what}：${words}`)).toEqual([
      '姓名：周涛冬',
      '性别：男',
      '入党时间：没有登记',
      '组织关系：机关第一党支部，正式党员',
      '职务：市教育局党委书记、局长',
      '分管关系：由孔安分管',
    ]);
    expect(items.map(({ from }) => from)).toEqual(Array(6).fill('2015-01-01'));
    expect(items.map(({ source }) => source?.act)).toEqual(Array(6).fill('导入花名册.xlsx'));
  });

  test('names his part in each record and nobody else who was in it', async () => {
    const data = await dataOf(zhou);
    expect(says(data, 'records')).toEqual([
      '机关第一党支部“做合格党员”：到会',
      '市教育局：谈话人',
      expect.stringContaining('走访'),
      expect.stringContaining('“坚守教育初心”'),
    ]);
    expect(JSON.stringify(classOf(data, 'records'))).not.toMatch(/樊越|姜文|陈立/);
  });

  test('still tells him of a record that he was corrected out of, and of one withdrawn', async () => {
    const jiang = await city.signIn('姜文', [{ role: 'leadingCadre', orgId: BUREAU }], JIANG);
    const withoutJiang = june.partyDay.people.filter(({ personId }) => personId !== JIANG);
    await city.arrange({
      records: [{ ...june.partyDay, version: 2, due: 3, people: withoutJiang, reason: '姜文不在应到之列' }],
    });
    const { items } = classOf(await dataOf(jiang), 'records');
    const item = items.find(({ data }) => data.recordId === june.partyDay.id)!;
    expect(item.note).toContain('现在的记录里没有您');
    expect(item.correctable).toBe(false);
  });

  test('says why each class is kept, who sees it and how long', async () => {
    for (const { purpose, seenBy, kept } of (await dataOf(zhou)).classes) {
      expect(purpose).not.toBe('');
      expect(seenBy).not.toBe('');
      expect('days' in kept || 'until' in kept).toBe(true);
    }
  });

  test('is for a person: an account without one holds no file', async () => {
    expect((await department.get('/me/data')).status).toBe(404);
  });
});

describe('who read it', () => {
  test('stands there with office, name and what was opened; his own reading does not', async () => {
    await department.get(`/people/${ZHOU}`);
    await secretary.get(`/people/${ZHOU}/participation`);
    await kong.get(`/people/${ZHOU}/ledgers`);
    await zhou.get(`/me/data/export`);
    const { items } = classOf(await dataOf(zhou), 'reads');
    expect(items.map(({ what, note, says: words }) => [what, note, words])).toEqual([
      ['孔安', '分管领导', '看了：一个人各月的写实清单'],
      ['陈立', '机关第一党支部支部书记', '看了：一个人的参加记录'],
      ['组织部', '组织部', '看了：一个人的档案'],
    ]);
  });

  test('tells a person nothing of who read another', async () => {
    expect(classOf(await dataOf(member), 'reads').items).toEqual([]);
  });

  test('past the service, gives a person the lines on himself and his own alone', async () => {
    await department.get(`/people/${FAN}`);
    const own = { area: 'own', person: String(ZHOU), account: String(zhou.accountId) };
    const seen = await city.as('xieshi_scoped', own, async (tx) => {
      const { rows } = await sql<{ subject_person: number | null; account_id: number }>`
        select distinct subject_person, account_id from audit_line`.execute(tx);
      return rows;
    });
    expect(seen.filter((row) => row.subject_person !== ZHOU && row.account_id !== zhou.accountId)).toEqual([]);
    const elsewhere = await city.as('xieshi_scoped', { ...own, area: '' }, async (tx) => {
      return (await sql`select 1 from audit_line`.execute(tx)).rows.length;
    });
    expect(elsewhere).toBe(0);
  });

  test('is found by the index on persons', async () => {
    const own = { area: 'own', person: String(ZHOU), account: String(zhou.accountId) };
    const plan = await city.as('xieshi_scoped', own, async (tx) => {
      await sql`set local enable_seqscan = off`.execute(tx);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`
        explain select at from audit_line where subject_person = ${sql.lit(ZHOU)} and at >= '2016-06-28' order by at desc`.execute(
        tx,
      );
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toContain('audit_line_person');
  });
});

describe('taken along', () => {
  test('as a workbook and as a file for machines, has everything that the page counts', async () => {
    const page = await dataOf(zhou);
    const file = (await zhou.get<PersonalData>('/me/data/export')).body;
    const workbook = read((await zhou.get<Buffer>('/me/data/workbook')).body);
    expect(file.format).toBe('xieshi-personal-data/1');
    for (const { id, name, items } of page.classes) {
      // Each call leaves a line of one's own doing.
      const more = id === 'doings' ? { file: 0, workbook: 1 } : { file: 0, workbook: 0 };
      expect(classOf(file, id).items.length, `${name} in the file`).toBe(items.length + more.file);
      const rows = utils.sheet_to_json<Record<string, unknown>>(workbook.Sheets[name]!);
      expect(rows.length, `${name} in the workbook`).toBe(items.length + more.workbook);
    }
    const records = utils.sheet_to_json<Record<string, string>>(workbook.Sheets.有我的记录!);
    expect(records.map((row) => row.内容)).toEqual(says(page, 'records'));
  });

  test('leaves a line that the audit administrator reads', async () => {
    const rows = await city.asOwner<{ count: number }>(
      `select count(*)::int from audit_line where route = 'personalData.workbook' and outcome = 'read' and subject_person = $1`,
      [ZHOU],
    );
    expect(rows[0]!.count).toBeGreaterThan(0);
  });
});

describe('a plain member', () => {
  test('opens his own file and participation, and nobody else’s', async () => {
    const own = await member.get<{ name: string }>('/me/person');
    expect([own.status, own.body.name]).toEqual([200, '樊越']);
    expect((await member.get('/participation')).status).toBe(200);
    expect((await member.get(`/people/${ZHOU}`)).status).toBe(403);
    expect((await member.get(`/people/${ZHOU}/participation`)).status).toBe(403);
  });

  test('is not told sex and day of joining of those in his branch; who keeps its register is', async () => {
    type Roll = { members: { name: string; sex: string | null }[] };
    const told = async (who: Client): Promise<(string | null)[]> =>
      (await who.get<Roll>(`/organizations/${BRANCH}/people`)).body.members.map(({ sex }) => sex);
    expect(new Set(await told(member))).toEqual(new Set([null]));
    expect(new Set(await told(secretary))).toEqual(new Set(['male']));
  });

  test('leaves a line on the organization when a roll is taken along', async () => {
    await secretary.get(`/organizations/${BRANCH}/members-workbook`);
    const rows = await city.asOwner(
      `select outcome, subject_id from audit_line where route = 'organization.membersWorkbook'`,
    );
    expect(rows).toEqual([{ outcome: 'read', subject_id: String(BRANCH) }]);
  });
});
