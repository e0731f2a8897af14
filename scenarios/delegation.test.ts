/**
 * 代录: a secretary away for a month has somebody of his branch type for him. Who typed and who stands for it are kept apart; the
 * delegate records and reads no more than that needs; it ends by its day, by hand, and with the secretary's post.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day } from '../src/core/time/room.ts';
import { readActor, scopeFor } from '../src/platform/access/scope.server.ts';
import { arrangeHalves, HALVES, newRecord } from './access-city.ts';
import { type Answer, type Client, startTestHouse, type TestCity } from './harness.ts';

const { branch, secretary, member, delegate, worker } = HALVES.north;
const house = await startTestHouse('2017-06-28T23:50:00+08:00');
afterAll(() => house.close());

interface Opened {
  versions: { author: string; standsFor: { personId: number; name: string } | null }[];
  may: { correct: boolean };
}

describe('typing for another', () => {
  let city: TestCity;
  let zheng: Client;
  let helper: Client;
  let given: string;

  const give = (more: object = {}) =>
    zheng.post('/delegations', {
      id: randomUUID(),
      personId: delegate,
      orgId: branch,
      from: '2017-06-28',
      until: '2017-07-31',
      reason: '外出学习',
      ...more,
    });
  const meeting = (more: object = {}) => ({
    id: randomUUID(),
    version: 1,
    kind: 'generalMeeting',
    orgId: branch,
    heldOn: '2017-06-27',
    place: '会议室',
    due: 2,
    present: 2,
    people: [
      { personId: secretary, part: 'presider' },
      { personId: secretary, part: 'attendee' },
      { personId: member, part: 'attendee' },
    ],
    body: { topic: '甲议主题' },
    ...more,
  });
  const talk = (content: string | undefined, talkedTo: number) =>
    meeting({
      kind: 'heartToHeartTalk',
      due: undefined,
      present: undefined,
      people: [
        { personId: secretary, part: 'talker' },
        { personId: talkedTo, part: 'talkedTo' },
      ],
      body: { topic: '转正前谈话', ...(content ? { content } : {}) },
    });
  const opened = async (client: Client, id: string): Promise<Opened> =>
    (await client.get<Opened>(`/records/${id}`)).body;

  beforeAll(async () => {
    city = await house.makeCity('delegation');
    await arrangeHalves(city, []);
    const rests = { on: 'post', orgId: branch, post: 'secretary' } as const;
    zheng = await city.signIn('zhengfanchen', [{ role: 'branchSecretary', orgId: branch, rests }], secretary);
    helper = await city.signIn('shiyawen', [{ role: 'member', orgId: branch }], delegate);
    given = randomUUID();
  });

  test('before he is asked, the helper may record nothing', async () => {
    expect((await helper.post('/records', meeting())).status).toBe(403);
    expect((await helper.get('/delegations')).status).toBe(403);
  });

  test('the secretary finds people of his branch, and sees who can sign in at all', async () => {
    const { body } = await zheng.get<{ people: { id: number; hasAccount: boolean }[] }>(
      `/delegations/people?orgId=${branch}`,
    );
    expect(body.people.find(({ id }) => id === delegate)?.hasAccount).toBe(true);
    expect(body.people.find(({ id }) => id === worker)?.hasAccount).toBe(false);
    expect(body.people.map(({ id }) => id)).not.toContain(HALVES.south.member);
    expect(body.people.map(({ id }) => id)).not.toContain(secretary);
  });

  test.each<[string, object, string]>([
    ['for longer than a year', { until: '2018-06-29' }, 'delegation-too-long'],
    ['from a day that is over', { from: '2017-06-27' }, 'delegation-past'],
    ['to somebody of another branch', { personId: HALVES.south.member }, 'not-found'],
    ['to somebody who cannot sign in', { personId: worker }, 'no-account'],
    ['for another branch', { orgId: HALVES.south.branch }, 'forbidden'],
  ])('it is not given %s', async (_, more, code) => {
    expect((await give(more)).error?.code).toBe(code);
  });

  test('the helper records for him: who typed is one, who stands for it the other', async () => {
    expect((await give({ id: given })).status).toBe(200);
    expect((await give({ id: given })).status, 'sent twice').toBe(200);
    const form = await helper.get<{ standsFor: string }>(`/organizations/${branch}/record-context?kind=generalMeeting`);
    expect(form.body.standsFor).toBe('zhengfanchen');
    const record = meeting();
    expect((await helper.post('/records', record)).status).toBe(200);
    expect(await opened(zheng, record.id)).toMatchObject({
      versions: [{ author: 'shiyawen', standsFor: { personId: secretary, name: '北山书' } }],
      may: { correct: true },
    });
    const list = await zheng.get<{ rows: { recordId: string; standsFor: { name: string } | null }[] }>(
      `/records?orgId=${branch}&kind=generalMeeting`,
    );
    expect(list.body.rows.find(({ recordId }) => recordId === record.id)?.standsFor?.name).toBe('北山书');
    const mine = await zheng.get<{ typed: { recordId: string; author: string }[] }>('/delegations');
    expect(mine.body.typed).toMatchObject([{ recordId: record.id, author: 'shiyawen' }]);

    // Who stands for it corrects it himself, and then it is his own word; the helper takes it back in his name again.
    const corrected = { ...record, version: 2, place: '活动室', correctionReason: '地点写错' };
    expect((await zheng.post('/records', corrected)).status).toBe(200);
    expect((await helper.post(`/records/${record.id}/withdraw`, { version: 3, reason: '记错了' })).status).toBe(200);
    const { versions } = await opened(zheng, record.id);
    expect(versions.map(({ author, standsFor }) => [author, standsFor?.personId ?? null])).toEqual([
      ['shiyawen', secretary],
      ['zhengfanchen', null],
      ['shiyawen', secretary],
    ]);
    const [act] = await city.asOwner<{ stands_for: number; account_id: number }>(
      `select stands_for, account_id from act where kind = 'record.withdraw'`,
    );
    expect(act).toEqual({ stands_for: secretary, account_id: helper.accountId });
  });

  test('he reads the branch’s records and register, but nobody’s file and nothing said in confidence', async () => {
    const record = await newRecord(city, 'north');
    expect((await helper.get(`/records/${record}`)).status).toBe(200);
    expect((await helper.get(`/people/${member}`)).status).toBe(403);
    expect((await helper.get(`/people/${member}/participation`)).status).toBe(403);
    const said = talk('甲议：谈了入党动机', member);
    expect((await helper.post('/records', said)).error?.code).toBe('said-not-by-delegate');
    expect((await helper.post('/records', talk(undefined, member))).status).toBe(200);
    expect((await helper.post('/records', talk('我自己说的', delegate))).status, 'he was in it').toBe(200);
    expect((await zheng.post('/records', said)).status).toBe(200);
    const page = (await helper.get(`/records/${said.id}`)) as Answer<{ confidential: unknown }>;
    expect(page.status).toBe(200);
    expect(page.body.confidential).toBeNull();
  });

  test('past the service he can neither leave out who stands for it, nor name another, nor write what was said', async () => {
    const { database } = house.house;
    const actor = await database.inCity(city.city, { as: 'gate' }, (tx) =>
      readActor(tx, { id: helper.accountId, name: 'shiyawen', personId: delegate }, day('2017-06-28')),
    );
    const record = (standsFor: number | null) =>
      `insert into record (id, version, kind, org_id, held_on, act_id, account_id, author, stands_for, recorded_at)
       values (gen_random_uuid(), 1, 'generalMeeting', ${branch}, '2017-06-27', gen_random_uuid(), ${helper.accountId}, 'x',
         ${standsFor}, now())`;
    const said = (people: string) =>
      `insert into record_confidential (record_id, version, org_id, people, body)
       values (gen_random_uuid(), 1, ${branch}, '{${people}}', '{}')`;
    const code = (text: string): Promise<string> =>
      database
        .inCity(city.city, scopeFor(actor, 'record.write'), async (tx) => {
          await sql.raw(text).execute(tx);
          return 'written';
        })
        .catch((error: { code: string }) => error.code);
    expect(await code(record(secretary))).toBe('written');
    expect(await code(record(null))).toBe('42501');
    expect(await code(record(member))).toBe('42501');
    expect(await code(said(`${secretary},${member}`))).toBe('42501');
    expect(await code(said(`${secretary},${delegate}`))).toBe('written');
    expect(
      await code(`insert into delegation select gen_random_uuid(), account_id, person_id, name, to_account_id, to_name,
      org_id, valid_from, valid_to, reason, given_at from delegation`),
    ).toBe('42501');
  });

  test('it ends at once when it is taken back, with its last day, and with the secretary’s post', async () => {
    const ended = await zheng.post(`/delegations/${given}/end`);
    expect(ended.status).toBe(200);
    expect((await helper.post('/records', meeting())).status).toBe(403);
    expect((await zheng.post(`/delegations/${given}/end`)).status).toBe(404);

    expect((await give({ until: '2017-06-28' })).status).toBe(200);
    expect((await helper.post('/records', meeting())).status).toBe(200);
    house.setClock('2017-06-29T00:01:00+08:00');
    expect((await helper.post('/records', meeting())).status).toBe(403);

    expect((await give({ from: '2017-06-29' })).status).toBe(200);
    expect((await helper.post('/records', meeting())).status).toBe(200);
    await city.arrange({
      facts: [
        {
          fact: 'post',
          personId: secretary,
          orgId: branch,
          post: 'secretary',
          validFrom: day('2017-06-29'),
          ended: true,
          title: '书记',
          rank: null,
        },
      ],
    });
    expect((await helper.post('/records', meeting())).status).toBe(403);
  });
});
