import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { arrangeBureau, BUREAU, CHEN, JIANG, june, KONG, signIns, ZHOU } from '../../../scenarios/ledger-city.ts';
import { day } from '../../core/time/room.ts';
import type { Correction, PersonalData } from './room.ts';

let house: TestHouse;
let city: TestCity;
let zhou: Client;
let department: Client;
let secretary: Client;
let kong: Client;
beforeAll(async () => {
  house = await startTestHouse();
  city = await house.makeCity('correct');
  await arrangeBureau(city);
  const people = signIns(city);
  zhou = await people.zhou();
  department = await people.department();
  secretary = await people.member();
  kong = await people.kong();
});
afterAll(() => house.close());

// Each test asks anew, of the same few things.
beforeEach(async () => {
  house.setClock('2017-06-28T14:00:00+08:00');
  await city.asOwner(`delete from record where kind in ('correctionRequest', 'correctionAct')`);
});

interface Listed {
  corrections: { id: string; person: string; what: string; state: string; left: number | null }[];
}
type Opened = Correction & { may: string[]; links: { link: object; what: string }[] };

async function asks(who: Client, of: 'records' | 'registry', key: string): Promise<string> {
  const id = randomUUID();
  const body = { id, of, key, wrong: '那天我在外开会', shouldBe: '缺席，公务' };
  const { status, error } = await who.post('/me/corrections', body);
  expect(error).toBeUndefined();
  expect(status).toBe(200);
  return id;
}
const asksOfRecord = (who: Client): Promise<string> => asks(who, 'records', `record/${june.partyDay.id}`);
const asksOfRegistry = (who: Client): Promise<string> => asks(who, 'registry', 'joined/2015-01-01');

const listOf = async (who: Client): Promise<string[]> =>
  (await who.get<Listed>('/corrections')).body.corrections.map(
    ({ person, what, state }) => `${person} ${what} ${state}`,
  );
const own = async (who: Client): Promise<Correction> =>
  (await who.get<{ corrections: Correction[] }>('/me/corrections')).body.corrections[0]!;

describe('a request about a record', () => {
  test('goes to the branch that recorded it and to the department, with a last day in working days', async () => {
    await asksOfRecord(zhou);
    expect(await listOf(secretary)).toEqual(['周涛冬 主题党日 asked']);
    expect(await listOf(department)).toEqual(['周涛冬 主题党日 asked']);
    const { goesTo, due, left } = await own(zhou);
    expect(goesTo).toBe('机关第一党支部的书记、党务工作者，或组织部');
    expect([due, left]).toEqual(['2017-07-19', 15]);
  });

  test('is done by naming the version that corrects it, and he sees the thread', async () => {
    const id = await asksOfRecord(zhou);
    expect((await secretary.post(`/corrections/${id}/answer`, { actId: randomUUID(), do: 'accept' })).status).toBe(200);
    const before = (await secretary.get<Opened>(`/corrections/${id}`)).body;
    expect([before.may, before.links]).toEqual([['finish', 'decline'], []]);
    const none = await secretary.post(`/corrections/${id}/answer`, {
      actId: randomUUID(),
      do: 'finish',
      link: { kind: 'record', recordId: june.partyDay.id, version: 2 },
    });
    expect([none.status, none.error?.code]).toEqual([422, 'correction-missing']);

    const people = june.partyDay.people.map(({ personId, part }) =>
      personId === ZHOU
        ? { personId, part: 'absent', reason: '公务' }
        : { personId, part, reason: part === 'absent' ? '公务' : undefined },
    );
    const corrected = await secretary.post('/records', {
      id: june.partyDay.id,
      version: 2,
      kind: 'themePartyDay',
      orgId: june.partyDay.orgId,
      heldOn: june.partyDay.heldOn,
      place: '局党委会议室',
      due: 4,
      present: 2,
      people,
      body: { topic: '做合格党员' },
      correctionReason: '周涛冬当天公务',
    });
    expect(corrected.error).toBeUndefined();
    const { links } = (await secretary.get<Opened>(`/corrections/${id}`)).body;
    expect(links.map(({ what }) => what)).toEqual(['陈立更正，第2版']);
    const done = await secretary.post(`/corrections/${id}/answer`, {
      actId: randomUUID(),
      do: 'finish',
      link: links[0]!.link,
    });
    expect(done.error).toBeUndefined();

    const { state, steps } = await own(zhou);
    expect(state).toBe('done');
    expect(steps.map(({ act, by }) => `${by} ${act}`)).toEqual(['周涛冬 ask', '陈立 accept', '陈立 finish']);
    expect(steps.at(-1)!.link).toEqual({ kind: 'record', recordId: june.partyDay.id, version: 2 });
  });

  test('is declined with a reason only, and he is told at his next visit', async () => {
    const id = await asksOfRecord(zhou);
    const silent = await secretary.post(`/corrections/${id}/answer`, { actId: randomUUID(), do: 'decline' });
    expect([silent.status, silent.error?.code]).toEqual([422, 'reason-missing']);
    await secretary.post(`/corrections/${id}/answer`, { actId: randomUUID(), do: 'decline', reason: '签到册上有您' });
    expect((await own(zhou)).steps.at(-1)!.reason).toBe('签到册上有您');
    const news = await zhou.get<{ answered: { id: string; what: string; state: string }[] }>('/me/corrections/news');
    expect(news.body.answered).toEqual([{ id, what: '主题党日', state: 'declined', at: expect.any(String) }]);
    expect(await listOf(secretary)).toEqual(['周涛冬 主题党日 declined']);
  });
});

describe('a request about the registry', () => {
  test('goes to the department alone', async () => {
    const id = await asksOfRegistry(zhou);
    expect(await listOf(department)).toEqual(['周涛冬 入党时间 asked']);
    expect(await listOf(secretary)).toEqual([]);
    expect((await secretary.get(`/corrections/${id}`)).status).toBe(404);
  });

  test('changes nothing by itself: it is done by naming the act that did', async () => {
    const id = await asksOfRegistry(zhou);
    expect((await department.get<Opened>(`/corrections/${id}`)).body.links).toEqual([]);
    house.setClock('2017-06-28T14:20:00+08:00');
    await city.arrange({
      facts: [
        {
          fact: 'person',
          personId: ZHOU,
          validFrom: day('2015-01-01'),
          name: '周涛冬',
          sex: 'male',
          joinedOn: { day: day('1998-07-01'), precision: 'day' },
        },
      ],
    });
    const { links } = (await department.get<Opened>(`/corrections/${id}`)).body;
    expect(links).toHaveLength(1);
    const done = await department.post(`/corrections/${id}/answer`, {
      actId: randomUUID(),
      do: 'finish',
      link: links[0]!.link,
    });
    expect(done.error).toBeUndefined();
    expect((await own(zhou)).state).toBe('done');
  });
});

describe('asking', () => {
  test('twice with the same id is once; again about the same thing waits for the first', async () => {
    const body = { id: randomUUID(), of: 'registry', key: 'joined/2015-01-01', wrong: '写错了', shouldBe: '1998年7月' };
    expect((await zhou.post('/me/corrections', body)).status).toBe(200);
    expect((await zhou.post('/me/corrections', body)).status).toBe(200);
    const again = await zhou.post('/me/corrections', { ...body, id: randomUUID() });
    expect([again.status, again.error?.code]).toEqual([409, 'correction-waiting']);
    expect(await listOf(department)).toHaveLength(1);
  });

  test('is possible only of what stands on one’s own page', async () => {
    const other = {
      id: randomUUID(),
      of: 'records',
      key: `record/${june.visit.id}`,
      wrong: '写错了',
      shouldBe: '没有去',
    };
    expect((await secretary.post('/me/corrections', other)).status).toBe(404);
  });

  test('can be withdrawn until it is settled', async () => {
    const id = await asksOfRecord(zhou);
    expect((await zhou.post(`/me/corrections/${id}/withdraw`, { actId: randomUUID() })).status).toBe(200);
    expect((await own(zhou)).state).toBe('withdrawn');
    const late = await secretary.post(`/corrections/${id}/answer`, { actId: randomUUID(), do: 'accept' });
    expect([late.status, late.error?.code]).toEqual([409, 'correction-state']);
    expect((await zhou.post(`/me/corrections/${id}/withdraw`, { actId: randomUUID() })).status).toBe(409);
  });

  test('shows the request on one’s page, as one of its classes', async () => {
    await asksOfRecord(zhou);
    const { classes } = (await zhou.get<PersonalData>('/me/data')).body;
    expect(classes.find(({ id }) => id === 'corrections')!.items).toHaveLength(1);
  });
});

describe('nobody else', () => {
  test('answers: not the leader in charge, not who asked, not another branch', async () => {
    const id = await asksOfRecord(zhou);
    const act = { actId: randomUUID(), do: 'accept' };
    expect((await kong.post(`/corrections/${id}/answer`, act)).status).toBe(403);
    expect((await zhou.post(`/corrections/${id}/answer`, act)).status).toBe(403);
    const village = await city.signIn('村书记', [{ role: 'branchSecretary', orgId: 4 }]);
    expect((await village.post(`/corrections/${id}/answer`, act)).status).toBe(404);
  });

  test('answers his own request, though he answers others', async () => {
    const id = await asks(secretary, 'records', `record/${june.partyDay.id}`);
    expect(await listOf(secretary)).toEqual([]);
    const answered = await secretary.post(`/corrections/${id}/answer`, { actId: randomUUID(), do: 'accept' });
    expect(answered.status).toBe(403);
    expect((await department.post(`/corrections/${id}/answer`, { actId: randomUUID(), do: 'accept' })).status).toBe(
      200,
    );
  });

  test('reads it past the service: not the leader in charge, nor who reads the whole city', async () => {
    await asksOfRecord(zhou);
    const count = (role: 'xieshi_scoped' | 'xieshi_wide', settings: Record<string, string>): Promise<number> =>
      city.as(
        role,
        settings,
        async (tx) => (await sql`select 1 from record where kind = 'correctionRequest'`.execute(tx)).rows.length,
      );
    expect(await count('xieshi_scoped', { person: String(KONG), charge: `{${ZHOU}}`, orgs: `{${BUREAU}}` })).toBe(0);
    expect(await count('xieshi_scoped', { person: String(JIANG), orgs: '{3}' })).toBe(0);
    expect(await count('xieshi_wide', {})).toBe(0);
    expect(await count('xieshi_scoped', { person: String(ZHOU) })).toBe(1);
    expect(await count('xieshi_scoped', { person: String(CHEN), orgs: '{3}', writes: '{3}' })).toBe(1);
    expect(await count('xieshi_wide', { writes_city: 'on' })).toBe(1);
  });

  test('tells the one who asked that the department opened his request', async () => {
    const id = await asksOfRecord(zhou);
    await department.get(`/corrections/${id}`);
    const { classes } = (await zhou.get<PersonalData>('/me/data')).body;
    expect(classes.find((one) => one.id === 'reads')!.items.map(({ says }) => says)).toContain('看了：一件更正申请');
  });
});

test('a year whose calendar is not there has no last day rather than a guessed one', async () => {
  house.setClock('2027-03-01T09:00:00+08:00');
  const later = await signIns(city).fan();
  const id = await asks(later, 'registry', 'name/2015-01-01');
  const { id: mine, due, left } = await own(later);
  expect([mine, due, left]).toEqual([id, null, null]);
});
