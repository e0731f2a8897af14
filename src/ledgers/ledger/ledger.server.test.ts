import { randomUUID } from 'node:crypto';
import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  type Client,
  PASSWORD,
  signInOver,
  startTestHouse,
  type TestCity,
  type TestHouse,
} from '../../../scenarios/harness.ts';
import { arrangeBureau, BRANCH, CHEN, JIANG, june, record, signIns, ZHOU } from '../../../scenarios/ledger-city.ts';
import { day, month } from '../../core/time/room.ts';
import { Database } from '../../store/database.server.ts';
import { allEntries, assemble, unwrittenSections } from './assemble.logic.ts';
import { sayingNothing, withEntry } from './draft.logic.ts';
import type { draftConflict, ledgerMonths, ledgerOpen } from './ledger.contract.ts';
import { ledgerIdOf } from './ledger-id.server.ts';
import type { LedgerDraft, LedgerEntry } from './month-ledger.logic.ts';

type Opened = z.output<(typeof ledgerOpen)['answer']>;
type Conflict = z.output<typeof draftConflict>;

const pageOf = (opened: Opened) => assemble(opened);
const byHand = (key: string, part: Partial<LedgerEntry> = {}): LedgerEntry => ({
  key,
  section: 'business',
  matter: '高考组织',
  on: day('2017-06-07'),
  place: '市第一中学',
  content: '巡查高考考点。',
  result: '考试平稳。',
  source: null,
  recordedAt: null,
  ...part,
});

/** One entry of business work, and "nothing" for every item that is left. */
function finished(opened: Opened): LedgerDraft {
  const draft = withEntry(opened.draft, byHand('h1'), opened.proposals);
  const left = unwrittenSections(assemble({ ...opened, draft })).map(({ id }) => id);
  return sayingNothing(draft, left, '2017-06-28T06:00:00.000Z');
}

async function save(client: Client, opened: Opened, body: LedgerDraft, device = 'desk'): Promise<number> {
  const answer = await client.put<{ rev: number }>('/ledgers/2017-06/draft', { baseRev: opened.rev, device, body });
  expect(answer.error).toBeUndefined();
  return answer.body.rev;
}

async function submitJune(client: Client): Promise<void> {
  const opened = (await client.get<Opened>('/ledgers/2017-06')).body;
  const baseRev = await save(client, opened, finished(opened));
  const answer = await client.post('/ledgers/2017-06/submit', { actId: randomUUID(), baseRev });
  expect(answer.error).toBeUndefined();
}

describe('one’s own ledger', () => {
  let house: TestHouse;
  let city: TestCity;
  let zhou: Client;
  let cities = 0;
  beforeAll(async () => {
    house = await startTestHouse();
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    house.setClock('2017-06-28T14:00:00+08:00');
    cities += 1;
    city = await house.makeCity(`ledger${cities}`);
    await arrangeBureau(city);
    zhou = await signIns(city).zhou();
  });
  const open = async (client = zhou, period = '2017-06'): Promise<Opened> =>
    (await client.get<Opened>(`/ledgers/${period}`)).body;

  test('is already written from what was recorded once, each entry linked to its record', async () => {
    const opened = await open();
    expect(
      allEntries(pageOf(opened)).map(({ section, on, content, result }) => [section, on, content, result]),
    ).toEqual([
      ['member-education', '2017-06-12', '讲党课，题目是“坚守教育初心”。', '听课63人。'],
      ['cadre-team', '2017-06-19', '与姜文、陈立谈心谈话。', ''],
      ['political-life', '2017-06-23', '以普通党员身份参加主题党日，主题是“做合格党员”。', ''],
      [
        'serving-people',
        '2017-06-14',
        '到党建联系点柳河村党支部走访，商定助学安排。',
        '提出意见建议2条，现场解决问题1个。',
      ],
    ]);
    expect(opened.proposals.map(({ source }) => source?.recordId).sort()).toEqual(
      Object.values(june)
        .map(({ id }) => id)
        .sort(),
    );
    expect(opened).toMatchObject({
      person: { name: '周涛冬', unit: '市教育局', title: '党委书记、局长' },
      forms: ['dutyLedger', 'partyBuildingLedger'],
      state: 'draft',
      checker: '孔安',
      deadline: '2017-07-05',
      workingDaysLeft: 5,
      may: ['edit', 'submit'],
    });
  });

  test('of one who was absent proposes nothing, and one without a committee seat owes business work alone', async () => {
    const opened = await open(await signIns(city).jiang());
    expect(opened.forms).toEqual(['dutyLedger']);
    expect(allEntries(pageOf(opened)).map(({ content }) => content)).toEqual(['与周涛冬、陈立谈心谈话。']);
    expect(unwrittenSections(pageOf(opened)).map(({ name }) => name)).toEqual(['业务工作']);
  });

  test('is refused in words to one who owes none', async () => {
    const chen = await signIns(city).member();
    expect((await chen.get('/ledgers/2017-06')).error).toMatchObject({ code: 'forbidden' });
    const kong = await city.signIn('孔安', [{ role: 'leadingCadre', orgId: 1 }], 12);
    expect((await kong.get('/ledgers/2017-06')).error).toMatchObject({
      code: 'ledger-not-owed',
      what: '2017年6月您不用填写写实清单',
    });
  });

  test('is saved as it is written, and saving again with the answer lost is harmless', async () => {
    const opened = await open();
    const body = withEntry(opened.draft, byHand('h1'), opened.proposals);
    expect(await save(zhou, opened, body)).toBe(1);
    expect(await save(zhou, opened, body)).toBe(1);
    house.setClock('2017-06-28T14:50:00+08:00');
    const again = await open();
    expect(again).toMatchObject({ rev: 1, savedBy: 'desk', savedAt: '2017-06-28T06:00:00.000Z' });
    expect(again.draft.entries).toMatchObject([{ key: 'h1', source: null, recordedAt: '2017-06-28T06:00:00.000Z' }]);
  });

  test('written at two places keeps both, shows both, and lets one be chosen', async () => {
    const opened = await open();
    await save(zhou, opened, withEntry(opened.draft, byHand('h1', { content: '办公室写的' }), []), 'desk');
    const mine = withEntry(opened.draft, byHand('h1', { content: '手机写的' }), []);
    const refused = await zhou.put('/ledgers/2017-06/draft', { baseRev: 0, device: 'phone', body: mine });
    expect(refused.status).toBe(409);
    expect(refused.error?.code).toBe('draft-conflict');
    const conflict = refused.error?.data as Conflict;
    expect(conflict.theirs.body.entries[0]?.content).toBe('办公室写的');
    expect(conflict.mine.body.entries[0]?.content).toBe('手机写的');
    const now = await open();
    expect(now.draft.entries[0]?.content).toBe('办公室写的');
    expect(now.forks).toMatchObject([{ device: 'phone', body: { entries: [{ content: '手机写的' }] } }]);
    const settled = await zhou.post('/ledgers/2017-06/draft/resolve', {
      baseRev: 1,
      device: 'phone',
      fork: 'phone',
      body: mine,
    });
    expect(settled.error).toBeUndefined();
    expect(await open()).toMatchObject({ rev: 2, forks: [], draft: { entries: [{ content: '手机写的' }] } });
  });

  test('with items unwritten is refused, naming them', async () => {
    const opened = await open();
    const refused = await zhou.post('/ledgers/2017-06/submit', { actId: randomUUID(), baseRev: opened.rev });
    expect(refused.error).toMatchObject({ code: 'items-unwritten', what: '还有9项没有写' });
    expect(refused.error?.where).toContain('业务工作、基层党组织建设');
  });

  test('of more entries than a month can have is refused in words, and nothing is submitted', async () => {
    await city.arrange({ records: Array.from({ length: 501 }, () => ({ ...june.partyDay, id: randomUUID() })) });
    const opened = await open();
    const baseRev = await save(zhou, opened, finished(opened));
    const answer = await zhou.post('/ledgers/2017-06/submit', { actId: randomUUID(), baseRev });
    expect(answer.error).toMatchObject({ code: 'too-many-entries' });
    expect((await open()).version).toBe(0);
  });

  test('is submitted once, however often it is sent, and frozen', async () => {
    const opened = await open();
    const baseRev = await save(zhou, opened, finished(opened));
    const actId = randomUUID();
    const first = await zhou.post('/ledgers/2017-06/submit', { actId, baseRev });
    house.setClock('2017-06-28T14:30:00+08:00');
    const second = await zhou.post('/ledgers/2017-06/submit', { actId, baseRev });
    expect(first.body).toEqual({ version: 1, submittedAt: '2017-06-28T06:00:00.000Z', checker: '孔安' });
    expect(second.body).toEqual(first.body);
    expect((await zhou.post('/ledgers/2017-06/submit', { actId: randomUUID(), baseRev })).error).toMatchObject({
      code: 'ledger-state',
    });
    const late = await zhou.put('/ledgers/2017-06/draft', { baseRev, device: 'desk', body: opened.draft });
    expect(late.error).toMatchObject({ code: 'ledger-state' });
    expect(await open()).toMatchObject({ state: 'submitted', version: 1, may: ['withdraw'] });
    const lines = await city.asOwner<{ route: string; act_id: string | null }>(
      `select route, act_id from audit_line where subject_person = ${ZHOU} and route = 'ledger.submit' order by seq`,
    );
    expect(lines.filter((line) => line.act_id === actId)).toHaveLength(1);
  });

  test('changed elsewhere in the meantime is not submitted unseen', async () => {
    const opened = await open();
    await save(zhou, opened, finished(opened));
    const refused = await zhou.post('/ledgers/2017-06/submit', { actId: randomUUID(), baseRev: 0 });
    expect(refused.error).toMatchObject({ code: 'draft-changed', data: { rev: 1 } });
  });

  test('is withdrawn before it is checked, changed, and submitted as a new version beside the old', async () => {
    await submitJune(zhou);
    expect((await zhou.post('/ledgers/2017-06/withdraw', { actId: randomUUID() })).error).toBeUndefined();
    const opened = await open();
    expect(opened).toMatchObject({ state: 'withdrawn', may: ['edit', 'submit'] });
    const changed = withEntry(opened.draft, byHand('h1', { content: '巡查高考考点4个。' }), opened.proposals);
    const baseRev = await save(zhou, opened, changed);
    await zhou.post('/ledgers/2017-06/submit', { actId: randomUUID(), baseRev });
    const [one, two] = await Promise.all(
      [1, 2].map(
        async (version) => (await zhou.get<{ entries: LedgerEntry[] }>(`/ledgers/2017-06/versions/${version}`)).body,
      ),
    );
    const words = (body?: { entries: LedgerEntry[] }) => body?.entries.find(({ key }) => key === 'h1')?.content;
    expect([words(one), words(two)]).toEqual(['巡查高考考点。', '巡查高考考点4个。']);
    expect((await open()).history.map(({ what, version }) => [what, version])).toEqual([
      ['submit', 1],
      ['withdraw', 1],
      ['submit', 2],
    ]);
  });

  test('stands for each of several months that are handed in at the same moment', async () => {
    const months = ['2017-02', '2017-03', '2017-04', '2017-05', '2017-06'];
    const handIn = async (period: string): Promise<number> => {
      const opened = await open(zhou, period);
      const body = sayingNothing(
        opened.draft,
        unwrittenSections(pageOf(opened)).map(({ id }) => id),
        '2017-06-28T06:00:00Z',
      );
      const saved = await zhou.put<{ rev: number }>(`/ledgers/${period}/draft`, { baseRev: 0, device: 'desk', body });
      const { rev: baseRev } = saved.body;
      return (await zhou.post(`/ledgers/${period}/submit`, { actId: randomUUID(), baseRev })).status;
    };
    expect(await Promise.all(months.map(handIn))).toEqual(months.map(() => 200));
    const rows = await city.asOwner<{ state: string }>('select state from ledger where person_id = $1', [ZHOU]);
    expect(rows).toEqual(months.map(() => ({ state: 'submitted' })));
  });

  test('of a month to come or closed is refused', async () => {
    expect((await zhou.post('/ledgers/2017-07/submit', { actId: randomUUID(), baseRev: 0 })).error).toMatchObject({
      code: 'period-future',
      what: '2017年7月还没有到',
    });
    house.setClock('2018-01-05T09:00:00+08:00');
    zhou = await signInOver(house.address, city.city.code, '周涛冬', PASSWORD);
    expect((await zhou.post('/ledgers/2017-06/submit', { actId: randomUUID(), baseRev: 0 })).error).toMatchObject({
      code: 'period-closed',
    });
    expect(await open()).toMatchObject({ shut: 'closed', may: [] });
  });

  test('says that a thing was recorded late, to the person himself', async () => {
    await city.arrange({
      records: [
        record(
          'generalMeeting',
          BRANCH,
          day('2017-06-02'),
          [
            ['presider', CHEN],
            ['attendee', ZHOU],
          ],
          { body: { topic: '学习' } },
        ),
      ],
      at: new Date('2017-06-26T04:00:00Z'),
    });
    expect((await open()).signals).toMatchObject([{ kind: 'late', days: 24, section: 'political-life' }]);
  });

  test('follows a record that is corrected, and keeps the words that were written by hand', async () => {
    const opened = await open();
    const edit = { ...opened.proposals.find(({ key }) => key === june.partyDay.id)!, content: '参加主题党日并发言。' };
    await save(zhou, opened, withEntry(opened.draft, edit, opened.proposals));
    await city.arrange({
      records: [
        { ...june.partyDay, version: 2, reason: '题目写错', body: { topic: '做合格党员，讲奉献' } },
        { ...june.lecture, version: 2, reason: '题目写错', body: { topic: '牢记教育初心', listeners: 60 } },
      ],
    });
    const entries = allEntries(pageOf(await open()));
    expect(entries.find(({ key }) => key === june.lecture.id)?.content).toBe('讲党课，题目是“牢记教育初心”。');
    expect(entries.find(({ key }) => key === june.partyDay.id)).toMatchObject({
      content: '参加主题党日并发言。',
      newer: { content: '以普通党员身份参加主题党日，主题是“做合格党员，讲奉献”。' },
    });
  });

  test('lists the months with their states', async () => {
    await submitJune(zhou);
    const { months } = (await zhou.get<z.output<(typeof ledgerMonths)['answer']>>('/ledgers')).body;
    expect(months.slice(0, 2)).toMatchObject([
      { period: '2017-06', state: 'submitted' },
      { period: '2017-05', state: 'draft', deadline: '2017-06-05' },
    ]);
  });

  test('leaves as a workbook in the offices’ own layout', async () => {
    await submitJune(zhou);
    const file = await zhou.get<Buffer>('/ledgers/2017-06/workbook');
    const sheet = read(file.body).Sheets['6月']!;
    const rows = utils.sheet_to_json<string[]>(sheet, { header: 1 });
    expect(rows.slice(0, 5)).toEqual([
      ['县处级领导干部履职写实清单'],
      ['姓名：周涛冬    单位：市教育局    职务：党委书记、局长    填报月份：2017年6月'],
      ['类别', '序号', '工作事项', '时间、地点及具体内容', '成效及佐证'],
      ['一、业务工作', 1, '高考组织', '6月7日，在市第一中学，巡查高考考点。', '考试平稳。'],
      ['二、党建工作', 1, '基层党组织建设', '无', ''],
    ]);
    expect(rows[5]).toEqual([
      undefined,
      2,
      '党员教育管理',
      '1.6月12日，在局党委会议室，讲党课，题目是“坚守教育初心”；',
      '1.听课63人；',
    ]);
    expect(rows).toHaveLength(18);
    const party = await zhou.get<Buffer>('/ledgers/2017-06/workbook?form=partyBuildingLedger');
    const items = utils.sheet_to_json<string[]>(read(party.body).Sheets['6月']!, { header: 1 });
    expect(items[0]).toEqual(['县处级领导干部党建写实清单']);
    expect(items[3]?.[2]).toBe('基层党组织建设');
  });

  test('is read by the organization department by its id, and the reading leaves a line', async () => {
    await submitJune(zhou);
    const id = ledgerIdOf(city.city.code, ZHOU, month('2017-06'));
    const department = await signIns(city).department();
    expect((await department.get<{ state: string }>(`/ledgers/of/${id}`)).body).toMatchObject({
      state: 'submitted',
      person: { name: '周涛冬' },
    });
    const lines = await city.asOwner<{ subject_person: number; outcome: string }>(
      `select subject_person, outcome from audit_line where route = 'ledger.read'`,
    );
    expect(lines).toEqual([{ subject_person: ZHOU, outcome: 'read' }]);
  });

  test('is hidden from a leader who is not in charge, from colleagues and from branch secretaries', async () => {
    await submitJune(zhou);
    const id = ledgerIdOf(city.city.code, ZHOU, month('2017-06'));
    const zhao = await signIns(city).zhao();
    expect((await zhao.get(`/ledgers/of/${id}`)).status).toBe(404);
    const fan = await signIns(city).fan();
    expect((await fan.get(`/ledgers/of/${id}`)).status).toBe(404);
    expect((await (await signIns(city).member()).get(`/ledgers/of/${id}`)).status).toBe(403);
    const seen = await city.as(
      'xieshi_scoped',
      { person: String(JIANG), orgs: '{1,2,3}', charge: '{}' },
      async (tx) => {
        const { sql } = await import('kysely');
        return (await sql`select 1 from record where kind = 'monthLedger'`.execute(tx)).rows;
      },
    );
    expect(seen).toEqual([]);
  });

  test('stands the same after everything derived is made again', async () => {
    await submitJune(zhou);
    await zhou.post('/ledgers/2017-06/withdraw', { actId: randomUUID() });
    const before = await city.asOwner('select * from ledger order by ledger_id');
    const owner = new Database(house.house.admin);
    await owner.inCityAsOwner(city.city, (tx) => house.house.sources.derive(tx, 'all'));
    await owner.close();
    expect(before).toMatchObject([{ state: 'withdrawn', version: 1, entries: 5, unwritten: 0 }]);
    expect(await city.asOwner('select * from ledger order by ledger_id')).toEqual(before);
  });
});
