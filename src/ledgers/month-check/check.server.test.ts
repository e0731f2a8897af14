import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import {
  arrangeBureau,
  BUREAU,
  FAN,
  JIANG,
  june,
  KONG,
  record,
  signIns,
  ZHOU,
} from '../../../scenarios/ledger-city.ts';
import { day, lastDay, type Month, month } from '../../core/time/room.ts';
import { ledgerIdOf } from '../ledger/ledger-id.server.ts';
import type { ledgerOpen, MonthLedgerBody } from '../ledger/room.ts';
import type { checkAcceptMany, checkOpen, checkQueue } from './room.ts';

type Queue = z.output<(typeof checkQueue)['answer']>;
type Opened = z.output<(typeof checkOpen)['answer']>;
type Own = z.output<(typeof ledgerOpen)['answer']>;

const CARE =
  '走访5户贫困户，与村党支部商定助学安排，看望了两名老党员，听取村民意见12条，当场答复9条，其余3条交办石桥镇党委。';

/** A submitted month as a record, in the words of whoever writes it. */
const submitted = (city: TestCity, personId: number, period: Month, part: Partial<MonthLedgerBody> = {}) =>
  record('monthLedger', BUREAU, lastDay(period), [], {
    id: ledgerIdOf(city.city.code, personId, period),
    ownerId: personId,
    body: {
      period,
      forms: ['dutyLedger'],
      person: { [ZHOU]: '周涛冬', [FAN]: '樊越', [JIANG]: '姜文', [KONG]: '孔安' }[personId],
      unit: '市教育局',
      title: '局长',
      entries: [
        {
          key: 'h1',
          section: 'business',
          matter: '走访',
          on: day(`${period}-14`),
          place: '柳河村',
          content: `${period}在柳河村现场办公，研究了本月的具体问题。`,
          result: '',
          source: null,
          recordedAt: `${period}-15T00:00:00.000Z`,
        },
      ],
      nothing: [],
      ...part,
    },
  });

const entry = (content: string, on = '2017-06-14', recordedAt = '2017-06-15T00:00:00.000Z') => ({
  key: 'h1',
  section: 'business',
  matter: '走访',
  on: day(on),
  place: '柳河村',
  content,
  result: '',
  source: null,
  recordedAt,
});

describe('the desk of the leader in charge', () => {
  let house: TestHouse;
  let city: TestCity;
  let kong: Client;
  let cities = 0;
  const june17 = month('2017-06');
  const idOf = (personId: number, period = june17) => ledgerIdOf(city.city.code, personId, period);
  beforeAll(async () => {
    house = await startTestHouse();
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    house.setClock('2017-07-03T14:00:00+08:00');
    cities += 1;
    city = await house.makeCity(`check${cities}`);
    await arrangeBureau(city);
    kong = await signIns(city).kong();
  });
  const queue = async (query = ''): Promise<Queue> => (await kong.get<Queue>(`/checks${query}`)).body;
  const open = async (id: string): Promise<Opened> => (await kong.get<Opened>(`/checks/${id}`)).body;
  const act = (what: string, id: string, more: object = {}) =>
    kong.post(`/checks/${id}/${what}`, { actId: randomUUID(), version: 1, ...more });

  test('lists everybody in charge: those that came as they came, then those that have not', async () => {
    await city.arrange({ records: [submitted(city, ZHOU, june17)], at: new Date('2017-07-03T08:41:00Z') });
    await city.arrange({
      records: [
        submitted(city, JIANG, june17, {
          entries: [entry('现场办公，研究了本月的具体问题若干。', '2017-06-01', '2017-06-26T04:00:00Z')],
        }),
      ],
      at: new Date('2017-07-02T08:00:00Z'),
    });
    const { period, periods, rows } = await queue();
    expect(period).toBe('2017-06');
    expect(periods.slice(0, 2)).toEqual([
      { period: '2017-07', waiting: 0 },
      { period: '2017-06', waiting: 2 },
    ]);
    expect(rows.map(({ person, unit, state, signals }) => [person, unit, state, signals])).toEqual([
      ['姜文', '市教育局', 'submitted', 1],
      ['周涛冬', '市教育局', 'submitted', 0],
      ['樊越', '市教育局', 'draft', 0],
    ]);
  });

  test('counts what an imported ledger lacks', async () => {
    await city.arrange({ records: [submitted(city, FAN, june17, { forms: ['dutyLedger', 'partyBuildingLedger'] })] });
    expect((await queue()).rows.find(({ personId }) => personId === FAN)).toMatchObject({ unwritten: 12, entries: 1 });
  });

  test('opens a ledger beside its facts: signals with both places, the month’s records, the year’s months', async () => {
    await city.arrange({
      records: [
        submitted(city, ZHOU, month('2017-05'), { entries: [entry(CARE.replace('助学', '危房'), '2017-05-17')] }),
      ],
    });
    await act('return', idOf(ZHOU, month('2017-05')), { reason: '请写明金额' });
    const linked = {
      ...entry('参加主题党日。', '2017-06-23'),
      key: june.partyDay.id,
      source: { recordId: june.partyDay.id, version: 1, kind: 'themePartyDay', label: '主题党日' },
    };
    await city.arrange({ records: [submitted(city, ZHOU, june17, { entries: [entry(CARE), linked] })] });
    const opened = await open(idOf(ZHOU));
    expect(opened.signals).toMatchObject([
      { kind: 'nearCopy', key: 'h1', there: { period: '2017-05', on: '2017-05-17' } },
    ]);
    expect(opened.participation.map(({ kindName, presence, inLedger }) => [kindName, presence, inLedger])).toEqual([
      ['党课', 'otherwise', false],
      ['党建联系点走访', 'otherwise', false],
      ['谈心谈话', 'otherwise', false],
      ['主题党日', 'present', true],
    ]);
    expect(opened.months.map(({ period, state, returns }) => [period, state, returns]).slice(-2)).toEqual([
      ['2017-05', 'returned', 1],
      ['2017-06', 'submitted', 0],
    ]);
    expect(opened.may).toEqual(['accept', 'return', 'comment']);
    const lines = await city.asOwner<{ subject_person: number }>(
      `select subject_person from audit_line where route = 'check.open'`,
    );
    expect(lines).toEqual([{ subject_person: ZHOU }]);
  });

  test('accepts once, and what is accepted stays', async () => {
    await city.arrange({ records: [submitted(city, ZHOU, june17)] });
    const again = { actId: randomUUID(), version: 1 };
    expect((await kong.post(`/checks/${idOf(ZHOU)}/accept`, again)).error).toBeUndefined();
    expect((await kong.post(`/checks/${idOf(ZHOU)}/accept`, again)).error).toBeUndefined();
    expect((await act('return', idOf(ZHOU), { reason: '再改' })).error).toMatchObject({ code: 'ledger-state' });
    expect(await open(idOf(ZHOU))).toMatchObject({ state: 'accepted', may: [] });
    const zhou = await signIns(city).zhou();
    expect((await zhou.post('/ledgers/2017-06/withdraw', { actId: randomUUID() })).error).toMatchObject({
      code: 'ledger-state',
    });
    expect(await city.asOwner(`select decided_by from ledger where person_id = ${ZHOU}`)).toEqual([
      { decided_by: '孔安' },
    ]);
  });

  test('returns with a reason only; the cadre reads it, and his next version stands beside the old', async () => {
    await city.arrange({ records: [submitted(city, JIANG, june17)] });
    expect((await act('return', idOf(JIANG), { reason: ' ' })).error).toMatchObject({ what: '请写明退回原因' });
    expect((await act('comments', idOf(JIANG), { entryKey: 'h1', text: '资金从哪里来？' })).error).toBeUndefined();
    expect((await act('comments', idOf(JIANG), { entryKey: 'nobody', text: '？' })).error).toMatchObject({
      code: 'not-found',
    });
    expect((await act('return', idOf(JIANG), { reason: '请写明资金来源' })).error).toBeUndefined();
    const jiang = await signIns(city).jiang();
    const own = (await jiang.get<Own>('/ledgers/2017-06')).body;
    expect(own).toMatchObject({ state: 'returned', may: ['edit', 'submit'] });
    expect(own.history.map(({ what, by, reason, text }) => [what, by, reason ?? text])).toEqual([
      ['submit', '测试', null],
      ['comment', '孔安', '资金从哪里来？'],
      ['return', '孔安', '请写明资金来源'],
    ]);
    expect((await jiang.post('/ledgers/2017-06/submit', { actId: randomUUID(), baseRev: 0 })).error).toBeUndefined();
    expect(await open(idOf(JIANG))).toMatchObject({ version: 2, state: 'submitted' });
    expect((await kong.get<MonthLedgerBody>(`/checks/${idOf(JIANG)}/versions/1`)).body.entries).toHaveLength(1);
    // What was looked at is no longer what stands there.
    expect((await act('accept', idOf(JIANG))).error).toMatchObject({ code: 'version-changed', data: { version: 2 } });
  });

  test('a withdrawn ledger is not accepted behind the cadre’s back', async () => {
    await city.arrange({ records: [submitted(city, ZHOU, june17)] });
    const zhou = await signIns(city).zhou();
    await zhou.post('/ledgers/2017-06/withdraw', { actId: randomUUID() });
    expect((await act('accept', idOf(ZHOU))).error).toMatchObject({ code: 'ledger-state', what: '这份清单已撤回' });
  });

  test('accepts many where nothing stands out, and leaves the others alone unless they are named', async () => {
    await city.arrange({
      records: [
        submitted(city, ZHOU, june17),
        submitted(city, JIANG, june17, {
          entries: [entry('现场办公，研究了本月的具体问题若干。', '2017-06-01', '2017-06-26T04:00:00Z')],
        }),
        submitted(city, FAN, june17, { forms: ['dutyLedger', 'partyBuildingLedger'] }),
      ],
    });
    const acts = [ZHOU, JIANG, FAN].map((personId) => ({ ledgerId: idOf(personId), actId: randomUUID(), version: 1 }));
    type Many = z.output<(typeof checkAcceptMany)['answer']>;
    const first = (await kong.post<Many>('/checks/accept-many', { acts })).body;
    expect(first.accepted).toEqual([idOf(ZHOU)]);
    expect(new Map(first.left.map(({ person, why }) => [person, why]))).toEqual(
      new Map([
        ['姜文', '有提示1处，请打开看过再定'],
        ['樊越', '缺12项，请打开看过再定'],
      ]),
    );
    const second = (await kong.post<Many>('/checks/accept-many', { acts, named: [idOf(JIANG)] })).body;
    expect(second.accepted.sort()).toEqual([idOf(ZHOU), idOf(JIANG)].sort());
    expect(second.left.map(({ person }) => person)).toEqual(['樊越']);
  });

  test('nobody checks his own ledger, or that of somebody not in his charge', async () => {
    await city.arrange({ facts: [{ fact: 'charge', leaderId: ZHOU, personId: ZHOU, validFrom: day('2017-01-01') }] });
    await city.arrange({ records: [submitted(city, ZHOU, june17)] });
    const zhou = await city.signIn(
      '周涛冬兼',
      [
        { role: 'leaderInCharge', orgId: 1 },
        { role: 'leadingCadre', orgId: BUREAU },
      ],
      ZHOU,
    );
    expect((await zhou.post(`/checks/${idOf(ZHOU)}/accept`, { actId: randomUUID(), version: 1 })).error).toMatchObject({
      code: 'own-ledger',
    });
    expect((await zhou.get<Queue>('/checks')).body.rows).toEqual([]);
    const zhao = await signIns(city).zhao();
    expect((await zhao.get(`/checks/${idOf(ZHOU)}`)).status).toBe(404);
    expect((await zhao.post(`/checks/${idOf(ZHOU)}/accept`, { actId: randomUUID(), version: 1 })).status).toBe(404);
    const department = await signIns(city).department();
    expect((await department.post(`/checks/${idOf(ZHOU)}/accept`, { actId: randomUUID(), version: 1 })).status).toBe(
      403,
    );
  });

  test('two leaders’ clicks at one instant accept once and never tear the ledger', async () => {
    await city.arrange({ records: [submitted(city, ZHOU, june17)] });
    const answers = await Promise.all([
      act('accept', idOf(ZHOU)),
      act('return', idOf(ZHOU), { reason: '请改' }),
      act('accept', idOf(ZHOU)),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const [row] = await city.asOwner<{ state: string }>(`select state from ledger where person_id = ${ZHOU}`);
    expect(['accepted', 'returned']).toContain(row?.state);
  });
});
