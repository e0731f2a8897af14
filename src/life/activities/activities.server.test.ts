import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { day } from '../../core/time/room.ts';
import type { RegistryFact } from '../../registry/organizations/room.ts';
import { newId } from '../../store/new-id.server.ts';
import { actIdOf } from './append-record.server.ts';

const since = day('2015-01-01');
const [BUREAU, FIRST, SECOND] = [1, 2, 3];
const organization = (
  orgId: number,
  name: string,
  short: string,
  kind: 'primaryCommittee' | 'branch',
): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: since,
  name,
  shortNames: [short],
  kind,
  sector: 'organ',
  parentId: orgId === BUREAU ? null : BUREAU,
  termExpiresOn: null,
});
const person = (personId: number, name: string, orgId: number): RegistryFact[] => [
  { fact: 'person', personId, validFrom: since, name, sex: null, joinedOn: null },
  { fact: 'membership', personId, orgId, validFrom: since, category: 'full' },
];
const facts: RegistryFact[] = [
  organization(BUREAU, '中共示例市教育局委员会', '市教育局党委', 'primaryCommittee'),
  organization(FIRST, '中共示例市教育局机关第一支部委员会', '市教育局机关第一党支部', 'branch'),
  organization(SECOND, '中共示例市教育局机关第二支部委员会', '市教育局机关第二党支部', 'branch'),
  ...person(11, '郑帆晨', FIRST),
  ...person(12, '秦达', FIRST),
  ...person(13, '陶光宁', FIRST),
  ...person(14, '吴卓文', FIRST),
  ...person(21, '韩冬', SECOND),
  ...person(30, '周涛冬', FIRST),
  { fact: 'post', personId: 11, orgId: FIRST, post: 'secretary', validFrom: since, title: '支部书记', rank: null },
  { fact: 'post', personId: 21, orgId: SECOND, post: 'secretary', validFrom: since, title: '支部书记', rank: null },
  {
    fact: 'post',
    personId: 30,
    orgId: BUREAU,
    post: 'secretary',
    validFrom: since,
    title: '党委书记、局长',
    rank: 'countyLevelChief',
  },
];

const partyDay = (part: object = {}) => ({
  id: newId(new Date()),
  kind: 'themePartyDay',
  orgId: FIRST,
  heldOn: '2017-06-23',
  startsAt: '15:00',
  place: '机关第一党支部活动室',
  people: [
    { personId: 11, part: 'presider' },
    { personId: 11, part: 'attendee' },
    { personId: 12, part: 'absent', reason: '公务' },
    { personId: 13, part: 'absent', reason: '病假' },
    { personId: 14, part: 'attendee' },
    { personId: 30, part: 'attendee' },
  ],
  body: { topic: '迎“七一”，做合格党员' },
  ...part,
});
const talk = (part: object = {}) => ({
  id: newId(new Date()),
  kind: 'heartToHeartTalk',
  orgId: FIRST,
  heldOn: '2017-06-20',
  people: [
    { personId: 11, part: 'talker' },
    { personId: 12, part: 'talkedTo' },
  ],
  body: { topic: '转正前谈话', content: '谈了家里的困难' },
  ...part,
});

interface Settled {
  settled: string;
  version: number;
  warnings: { code: string; what: string }[];
}
interface Opened {
  versions: {
    version: number;
    withdrawn: boolean;
    reason: string | null;
    people: { name: string; part: string; reason: string | null }[];
    author: string;
  }[];
  confidential: Record<string, unknown> | null;
  state: string;
  may: { correct: boolean };
}
interface Listed {
  total: number;
  present: number;
  rows: { recordId: string; title: string; organization: string }[];
}

let house: TestHouse;
let city: TestCity;
let secretary: Client;
let second: Client;
let member: Client;
let cadre: Client;
let department: Client;

beforeAll(async () => {
  house = await startTestHouse('2017-06-28T14:00:00+08:00');
  city = await house.makeCity('life');
  await city.arrange({ facts });
  const branch = [{ role: 'branchSecretary' as const, orgId: FIRST }];
  secretary = await city.signIn('zhengfanchen', [...branch, { role: 'member', orgId: FIRST }], 11);
  second = await city.signIn('handong', [{ role: 'branchSecretary', orgId: SECOND }], 21);
  member = await city.signIn('qinda', [{ role: 'member', orgId: FIRST }], 12);
  cadre = await city.signIn('zhoutaodong', [{ role: 'leadingCadre', orgId: BUREAU }], 30);
  department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
});
afterAll(() => house.close());

describe('the form', () => {
  test('comes with the members of that day, those with posts first, and what was usual last time', async () => {
    const first = await secretary.get<{ people: { name: string; post: string | null; due: boolean }[]; usual: object }>(
      `/organizations/${FIRST}/record-context?kind=generalMeeting&on=2017-06-09`,
    );
    expect(first.body.people.map((one) => one.name)).toEqual(['郑帆晨', '秦达', '陶光宁', '吴卓文', '周涛冬']);
    expect(first.body.people[0]).toMatchObject({ post: '支部书记', due: true });
    expect(first.body.usual).toMatchObject({ place: '', presiderId: 11, topics: [] });
    const held = partyDay({ kind: 'generalMeeting', heldOn: '2017-06-09', body: { topic: '讨论发展对象' } });
    expect((await secretary.post('/records', held)).status).toBe(200);
    const next = await secretary.get<{ usual: object; already: object[] }>(
      `/organizations/${FIRST}/record-context?kind=generalMeeting`,
    );
    const usual = { startsAt: '15:00', place: '机关第一党支部活动室', presiderId: 11, topics: ['讨论发展对象'] };
    expect(next.body.usual).toMatchObject(usual);
    expect(next.body.already).toHaveLength(1);
  });

  test('is not given for another branch', async () => {
    const answer = await second.get(`/organizations/${FIRST}/record-context?kind=generalMeeting`);
    expect(answer.error).toMatchObject({ code: 'forbidden' });
  });
});

describe('recording', () => {
  test('settles the month and everybody’s participation at once, and says so', async () => {
    const answer = await secretary.post<Settled>('/records', partyDay());
    expect(answer.body.settled).toBe(
      '市教育局机关第一党支部6月主题党日已记好；3人的参加记录同时记好，2人缺席的原因已记下',
    );
    const month = await secretary.get<{ things: { kind: string; records: { present: number; due: number }[] }[] }>(
      `/branches/${FIRST}/months/2017-06`,
    );
    expect(month.body.things.find((thing) => thing.kind === 'themePartyDay')?.records).toMatchObject([
      { due: 5, present: 3 },
    ]);
    expect(month.body.things.find((thing) => thing.kind === 'branchCommitteeMeeting')?.records).toEqual([]);
  });

  test('sent twice is recorded once and answered the same', async () => {
    const held = partyDay({ heldOn: '2017-05-23' });
    const one = await secretary.post('/records', held);
    const two = await secretary.post('/records', { ...held, people: [...held.people].reverse() });
    expect(two.status).toBe(200);
    expect(two.body).toEqual(one.body);
    const rows = await city.asOwner(`select 1 from record where id = $1`, [held.id]);
    expect(rows).toHaveLength(1);
  });

  test('sent twice at the same instant is recorded once', async () => {
    const held = partyDay({ heldOn: '2017-04-21' });
    const answers = await Promise.all([1, 2, 3].map(() => secretary.post<Settled>('/records', held)));
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map((one) => one.body.settled)).size).toBe(1);
  });

  test('another content under the same id and version is a conflict that shows both', async () => {
    const held = partyDay({ heldOn: '2017-03-23' });
    await secretary.post('/records', held);
    const other = await secretary.post('/records', { ...held, body: { topic: '另一个主题' } });
    expect(other.status).toBe(409);
    expect(other.error).toMatchObject({
      code: 'version-conflict',
      data: { yours: { body: { topic: '另一个主题' } }, theirs: { body: { topic: '迎“七一”，做合格党员' } } },
    });
  });

  test('a second one of the same day is recorded with a word of warning', async () => {
    const answer = await secretary.post<Settled>('/records', partyDay());
    expect(answer.status).toBe(200);
    expect(answer.body.warnings).toMatchObject([{ code: 'possible-duplicate' }]);
    expect(answer.body.warnings[0]?.what).toContain('由zhengfanchen记录');
  });

  test('every fault is told at once, with its field', async () => {
    const people = [{ personId: 12, part: 'absent' }];
    const answer = await secretary.post('/records', partyDay({ heldOn: '2017-07-01', people, body: {} }));
    expect(answer.status).toBe(422);
    const { faults } = answer.error!.data as { faults: { code: string; where: string }[] };
    expect(faults.map((one) => one.code)).toEqual([
      'day-in-future',
      'absence-reason-missing',
      'part-missing',
      'field-missing',
    ]);
  });

  test('a branch is recorded for by its own secretary only, in the service', async () => {
    expect((await second.post('/records', partyDay())).status).toBe(403);
    expect((await member.post('/records', partyDay())).status).toBe(403);
  });

  test('a branch is recorded for by its own secretary only, past the service too', async () => {
    const settings = { account: String(second.accountId), person: '21', orgs: '{3}', writes: '{3}', registry: '{3}' };
    const insert = (orgId: number, account: number) =>
      city.as('xieshi_scoped', settings, (tx) =>
        sql`insert into record (id, version, kind, org_id, held_on, act_id, account_id, author, recorded_at)
          values (${newId(new Date())}, 1, 'themePartyDay', ${orgId}, '2017-06-23', ${newId(new Date())}, ${account}, 'x', now())`.execute(
          tx,
        ),
      );
    await expect(insert(FIRST, second.accountId)).rejects.toThrow(/row-level security/);
    // Nor under somebody else's name.
    await expect(insert(SECOND, secretary.accountId)).rejects.toThrow(/row-level security/);
    await expect(insert(SECOND, second.accountId)).resolves.toBeDefined();
    await city.asOwner(`delete from record where author = 'x'`);
  });

  test('nothing that was recorded can be changed or removed, past the service either', async () => {
    const settings = { account: String(secretary.accountId), person: '11', orgs: '{2}', writes: '{2}' };
    for (const statement of [`update record set place = ''`, 'delete from record', 'delete from record_person']) {
      const attempt = city.as('xieshi_scoped', settings, (tx) => sql.raw(statement).execute(tx));
      await expect(attempt).rejects.toThrow(/permission denied/);
    }
  });

  test('leaves an audit line that names the record and its act', async () => {
    const held = partyDay({ heldOn: '2017-02-23' });
    await secretary.post('/records', held);
    const lines = await city.asOwner<{ act_id: string }>(`select act_id from audit_line where subject_id = $1`, [
      held.id,
    ]);
    expect(lines).toEqual([{ act_id: actIdOf(held.id, 1) }]);
  });
});

describe('correcting and withdrawing', () => {
  test('a correction stands beside what it corrects, with its reason', async () => {
    const held = partyDay({ heldOn: '2017-01-20' });
    await secretary.post('/records', held);
    const people = held.people.map((one) => (one.personId === 12 ? { personId: 12, part: 'attendee' } : one));
    const correction = { ...held, version: 2, people };
    expect((await secretary.post('/records', correction)).error?.code).toBe('correction-reason-missing');
    const answer = await secretary.post<Settled>('/records', { ...correction, correctionReason: '秦达后来赶到了' });
    expect(answer.body.settled).toContain('已更正；4人的参加记录同时重新记好');
    const opened = await secretary.get<Opened>(`/records/${held.id}`);
    expect(opened.body.versions.map((one) => [one.version, one.reason])).toEqual([
      [2, '秦达后来赶到了'],
      [1, null],
    ]);
    expect(opened.body).toMatchObject({ state: 'current', may: { correct: true } });
  });

  test('two corrections of one version do not overwrite each other', async () => {
    const held = partyDay({ heldOn: '2016-12-20' });
    await secretary.post('/records', held);
    const second = { ...held, version: 2, correctionReason: '核对', place: '会议室' };
    await secretary.post('/records', second);
    const late = await department.post('/records', { ...second, place: '礼堂' });
    expect(late.status).toBe(409);
    expect(late.error?.data).toMatchObject({ yours: { place: '礼堂' }, theirs: { place: '会议室' } });
  });

  test('a withdrawn record counts nowhere and stays readable', async () => {
    const held = partyDay({ heldOn: '2016-11-20' });
    await secretary.post('/records', held);
    const reason = '记到了别的支部';
    const answer = await secretary.post<Settled>(`/records/${held.id}/withdraw`, { version: 2, reason });
    expect(answer.body.settled).toContain('已收回');
    const again = await secretary.post<Settled>(`/records/${held.id}/withdraw`, { version: 2, reason });
    expect(again.body).toEqual(answer.body);
    expect((await secretary.get<Opened>(`/records/${held.id}`)).body).toMatchObject({
      state: 'withdrawn',
      may: { correct: false },
    });
    const listed = await secretary.get<Listed>('/records?from=2016-11-01&to=2016-11-30');
    expect(listed.body.total).toBe(0);
    const correction = { ...held, version: 3, correctionReason: '又改' };
    expect((await secretary.post('/records', correction)).error?.code).toBe('record-withdrawn');
  });

  test('another branch cannot take a record over by correcting it into its own', async () => {
    const people = [...partyDay().people, { personId: 30, part: 'guest' }].slice(0, 6);
    const held = partyDay({ heldOn: '2016-10-20', people });
    await secretary.post('/records', held);
    const grab = await second.post('/records', { ...held, version: 2, orgId: SECOND, correctionReason: '我的' });
    expect(grab.status).toBeGreaterThanOrEqual(403);
    expect((await secretary.get<Opened>(`/records/${held.id}`)).body.state).toBe('current');
  });

  test('who was corrected out of a record reads his version and is told that it changed', async () => {
    const held = partyDay({ heldOn: '2016-09-20' });
    await secretary.post('/records', held);
    const people = held.people.filter((one) => one.personId !== 30);
    await secretary.post('/records', { ...held, version: 2, people, correctionReason: '周涛冬不在' });
    const opened = await cadre.get<Opened>(`/records/${held.id}`);
    expect(opened.body.state).toBe('changed');
    expect(opened.body.versions.map((one) => one.version)).toEqual([1]);
  });
});

describe('who sat in a meeting', () => {
  test('reads who presided, but not who else came and who was absent for what reason', async () => {
    const held = partyDay({ heldOn: '2016-08-20' });
    await secretary.post('/records', held);
    const opened = await member.get<Opened>(`/records/${held.id}`);
    expect(opened.body.versions[0]?.people).toMatchObject([
      { name: '秦达', part: 'absent', reason: '公务' },
      { name: '郑帆晨', part: 'presider' },
    ]);
    expect(JSON.stringify(opened.body)).not.toContain('病假');
  });

  test('of a talk reads with whom it was', async () => {
    const held = talk({ heldOn: '2016-08-21' });
    await secretary.post('/records', held);
    const opened = await member.get<Opened>(`/records/${held.id}`);
    expect(opened.body.versions[0]?.people.map((one) => one.name).sort()).toEqual(['秦达', '郑帆晨']);
  });
});

describe('what was said in a talk', () => {
  const held = talk();
  beforeAll(async () => {
    expect((await secretary.post('/records', held)).status).toBe(200);
  });

  test('is read by those who were in it', async () => {
    for (const client of [secretary, member]) {
      const opened = await client.get<Opened>(`/records/${held.id}`);
      expect(opened.body.confidential).toEqual({ content: '谈了家里的困难' });
    }
  });

  test('is not read by the organization department, which may see that it took place', async () => {
    const opened = await department.get<Opened>(`/records/${held.id}`);
    expect(opened.status).toBe(200);
    expect(opened.body.confidential).toBeNull();
    expect(JSON.stringify(opened.body)).not.toContain('困难');
  });

  test('is not found by anybody outside the branch', async () => {
    expect((await second.get(`/records/${held.id}`)).status).toBe(404);
  });

  test.each([
    ['xieshi_wide', { account: '1', person: '', orgs: '{1,2,3}', writes_city: 'on' }],
    ['xieshi_wide', { account: '1', person: '30' }],
    ['xieshi_scoped', { account: '1', person: '14', orgs: '{1,2,3}', writes: '{1,2,3}', charge: '{11,12}' }],
  ] as const)('is not given by the database to %s outside the talk', async (role, settings) => {
    const { rows } = await city.as(role, settings, (tx) => sql`select * from record_confidential`.execute(tx));
    expect(rows).toEqual([]);
  });

  test('is nowhere outside its own table', async () => {
    const columns = await city.asOwner<{ table_name: string; column_name: string }>(
      `select table_name, column_name from information_schema.columns where table_schema = $1
       and data_type in ('text', 'jsonb') and table_name <> 'record_confidential'`,
      [city.city.schema],
    );
    for (const { table_name, column_name } of columns) {
      const hits = await city.asOwner(`select 1 from ${table_name} where ${column_name}::text like '%家里的困难%'`);
      expect(hits, `${table_name}.${column_name}`).toEqual([]);
    }
  });

  test('is not heard by who was absent from it', async () => {
    const other = talk({ heldOn: '2017-06-21' });
    other.people = [...other.people, { personId: 14, part: 'absent', reason: '出差' } as never];
    expect((await secretary.post('/records', other)).status).toBe(200);
    const absent = await city.signIn('wuzhuowen', [{ role: 'member', orgId: FIRST }], 14);
    expect((await absent.get<Opened>(`/records/${other.id}`)).body.confidential).toBeNull();
  });

  test('reading it is written down for the one it is about', async () => {
    const lines = await city.asOwner<{ actor: string; subject_person: number }>(
      `select actor, subject_person from audit_line where route = 'record.open' and subject_id = $1 order by seq`,
      [held.id],
    );
    expect(lines).toContainEqual({ actor: 'zhengfanchen', subject_person: 12 });
    expect(lines).toContainEqual({ actor: 'qinda', subject_person: 11 });
    expect(lines.map((line) => line.actor)).not.toContain('zuzhibu');
  });
});

describe('kinds that other rooms declare', () => {
  test('are recorded, opened and listed for the leader without anything more', async () => {
    const lecture = {
      ...partyDay({ heldOn: '2016-07-01', kind: 'partyLecture', body: { topic: '学习党章', listeners: 60 } }),
      people: [
        { personId: 30, part: 'lecturer' },
        { personId: 11, part: 'attendee' },
      ],
    };
    const visit = {
      ...partyDay({ heldOn: '2016-07-02', kind: 'contactPointVisit' }),
      people: [{ personId: 30, part: 'visitor' }],
      body: { topic: '调研', suggestions: ['配齐党务干部'], solvedOnSite: ['解决活动室用房1间'] },
    };
    for (const record of [lecture, visit]) {
      expect((await secretary.post('/records', record)).status).toBe(200);
      const listed = await cadre.get<Listed>(`/records?kind=${record.kind}&person=30`);
      expect(listed.body.rows.map((row) => row.recordId)).toEqual([record.id]);
      const opened = await cadre.get<{ versions: { body: object }[] }>(`/records/${record.id}`);
      expect(opened.body.versions[0]?.body).toEqual(record.body);
    }
  });
});

describe('the list', () => {
  test('its total is the number of its rows, over all pages, for everybody', async () => {
    for (const client of [secretary, second, member, cadre, department]) {
      const first = await client.get<Listed>('/records');
      const rows = [...first.body.rows];
      for (let page = 2; rows.length < first.body.total; page += 1) {
        rows.push(...(await client.get<Listed>(`/records?page=${page}`)).body.rows);
      }
      expect(new Set(rows.map((row) => row.recordId)).size).toBe(first.body.total);
    }
  });

  test('another branch sees none of it, the committee above sees all of it', async () => {
    expect((await second.get<Listed>('/records')).body.total).toBe(0);
    const bureau = await city.signIn('dangwei', [{ role: 'partyAffairsWorker', orgId: BUREAU }]);
    const all = (await department.get<Listed>('/records')).body.total;
    expect(all).toBeGreaterThan(5);
    expect((await bureau.get<Listed>('/records')).body.total).toBe(all);
    expect((await bureau.get<Listed>(`/records?orgId=${BUREAU}`)).body.total).toBe(all);
  });

  test('leaves as a workbook in the columns that offices keep', async () => {
    const answer = await secretary.get<Buffer>('/records/workbook?from=2017-06-01&to=2017-06-30');
    expect(answer.status).toBe(200);
    const { read, utils } = await import('@e965/xlsx');
    const sheet = read(answer.body).Sheets.台账!;
    const rows = utils.sheet_to_json<string[]>(sheet, { header: 1 });
    const [, heads] = rows;
    const cells = (row: string[] | undefined, ...names: string[]) => names.map((name) => row?.[heads!.indexOf(name)]);
    const partyDay = rows.find((row) => row.includes('主题党日'));
    expect(cells(partyDay, '支部名称', '时间', '主题', '主持人', '应到', '实到', '缺席人员及原因')).toEqual([
      '中共示例市教育局机关第一支部委员会',
      '2017年6月23日',
      '迎“七一”，做合格党员',
      '郑帆晨',
      5,
      3,
      '秦达（公务）、陶光宁（病假）',
    ]);
    expect(cells(partyDay, '出席人员')[0]).toContain('郑帆晨');
  });
});
