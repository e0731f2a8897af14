/** One member entered twice, from two workbooks: found, merged with both histories kept, and parted again. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rebuild } from '../src/app/rebuild.server.ts';
import { day } from '../src/core/time/room.ts';
import type { RegistryFact } from '../src/registry/organizations/room.ts';
import type { RecordRow } from '../src/store/append.server.ts';
import { type Client, startTestHouse, type TestCity, type TestHouse } from './harness.ts';

const from = day('2010-01-01');
const org = (orgId: number, name: string, parentId: number | null): RegistryFact => ({
  fact: 'organization',
  orgId,
  validFrom: from,
  name,
  shortNames: [],
  kind: parentId === null ? 'municipalCommittee' : 'branch',
  sector: 'organ',
  parentId,
  termExpiresOn: null,
});
const person = (personId: number, name: string, over: object = {}): RegistryFact => ({
  fact: 'person',
  personId,
  validFrom: from,
  name,
  sex: 'female',
  joinedOn: { day: day('2001-11-01'), precision: 'month' },
  ...over,
});
const member = (personId: number, orgId: number, validFrom = from, ended = false): RegistryFact => ({
  fact: 'membership',
  personId,
  orgId,
  validFrom,
  ended,
  category: 'full',
});
const meeting = (
  orgId: number,
  heldOn: string,
  people: { personId: number; part?: string; name?: string }[],
): RecordRow => ({
  id: randomUUID(),
  version: 1,
  kind: 'themePartyDay',
  orgId,
  heldOn: day(heldOn),
  due: people.length,
  present: people.length,
  place: '会议室',
  people: people.map((one) => ({ part: 'attendee', name: '王芳', ...one })),
  body: { topic: '学习' },
});

interface Overview {
  total: { due: number; present: number };
  person: { personId: number };
}

/** All that is derived and that a merge may change. */
async function derivedIn(city: TestCity): Promise<Record<string, object[]>> {
  const tables = ['person_span', 'membership_span', 'post_span', 'charge_span', 'participation', 'activity'];
  const rows: Record<string, object[]> = {};
  for (const table of [...tables, 'search_entry', 'person_alias'])
    rows[table] = await city.asOwner(`select * from ${table} t order by t::text`);
  return rows;
}

describe('a member who was entered twice', () => {
  let house: TestHouse;
  let city: TestCity;
  let department: Client;
  let next = 0;
  /** Her entry in branch 2, and her other one in branch 3. */
  let one: number;
  let other: number;
  let name: string;
  let recorded: RecordRow[];
  const KNOWN_BEFORE = '2017-06-28T14:05:00+08:00';

  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('merged');
    await city.arrange({
      facts: [org(1, '市委', null), org(2, '一支部', 1), org(3, '二支部', 1), person(90, '孔安')],
    });
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    house.setClock('2017-06-28T14:00:00+08:00');
    next += 1;
    one = next * 1000 + 1;
    other = one + 1;
    name = `王芳${'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未'[next]}`;
    await city.arrange({ facts: [person(one, name), member(one, 2)] });
    recorded = [
      ...['2017-01-10', '2017-02-10', '2017-03-10'].map((on) => meeting(2, on, [{ personId: one }])),
      ...['2017-04-10', '2017-05-10'].map((on) => meeting(3, on, [{ personId: other }])),
    ];
    await city.arrange({ facts: [person(other, name), member(other, 3, day('2016-01-01'))], records: recorded });
    house.setClock('2017-06-28T14:10:00+08:00');
  });

  const holdsOther = () => ({ keptOrgId: 2, goneOrgId: 3, from: '2016-01-01', holds: 'gone' });
  const merge = (over: object = {}) => {
    const actId = randomUUID();
    return department
      .post<{ personId: number; summary: string }>('/people/merges', {
        actId,
        keepId: one,
        goneId: other,
        choices: { fields: {}, memberships: [holdsOther()] },
        ...over,
      })
      .then((answer) => ({ ...answer, actId }));
  };
  const takeBack = (actId: string) => department.post(`/people/pairs/${actId}/take-back`, { actId: randomUUID() });
  const attended = async (id: number, client = department) =>
    (await client.get<Overview>(`/people/${id}/participation?from=2017-01-01`)).body.total.present;
  const members = async (query: string) =>
    (
      await department.get<{ total: number; members: { personId: number }[] }>(
        `/organizations/1/people?below=true&${query}`,
      )
    ).body.members.filter(({ personId }) => personId === one || personId === other).length;
  const pairs = async () =>
    (
      await department.get<{ pairs: { one: { personId: number }; same: string[]; differs: string[] }[] }>(
        `/people/duplicates?q=${encodeURIComponent(name)}`,
      )
    ).body.pairs;
  const differences = async () =>
    (await rebuild({ admin: house.house.admin, city: city.city, check: true })).differences;

  test('is found by what the two entries share, in words', async () => {
    expect(await pairs()).toMatchObject([
      { one: { personId: one }, same: ['同名', '入党年月相同'], differs: ['单位不同'] },
    ]);
  });

  test('is one member after the merge, with all that she attended, and two again when it is taken back', async () => {
    const before = await derivedIn(city);
    expect([await attended(one), await attended(other)]).toEqual([3, 2]);
    expect(await members('asOf=2017-06-01')).toBe(2);

    const { status, actId, body } = await merge();
    expect({ status, body }).toMatchObject({ status: 200, body: { personId: one } });
    expect([await attended(one), await attended(other)]).toEqual([5, 5]);
    for (const asOf of ['2012-06-01', '2016-06-01', '2017-06-28']) expect(await members(`asOf=${asOf}`)).toBe(1);
    expect(await members(`knownAt=${encodeURIComponent(KNOWN_BEFORE)}`)).toBe(2);
    expect((await department.get<{ id: number }>(`/people/${other}`)).body.id).toBe(one);
    expect(await pairs()).toEqual([]);
    expect(await differences()).toEqual([]);

    expect((await takeBack(actId)).status).toBe(200);
    expect(await derivedIn(city)).toEqual(before);
    expect([await attended(one), await attended(other)]).toEqual([3, 2]);
    expect(await differences()).toEqual([]);
  });

  test('signs in as before and sees what was recorded under either entry', async () => {
    const herself = await city.signIn(`her${next}`, [{ role: 'member', orgId: null }], other);
    expect((await herself.get(`/records/${recorded[0]!.id}`)).status).toBe(404);
    await merge();
    expect((await herself.get<Overview>('/participation?from=2017-01-01')).body).toMatchObject({
      person: { personId: one },
      total: { present: 5 },
    });
    for (const { id } of recorded) expect((await herself.get(`/records/${id}`)).status).toBe(200);
    const page = await herself.get<{ memberships: { orgName: string }[] }>('/me/person');
    expect(page.body.memberships.map(({ orgName }) => orgName)).toEqual(['二支部', '一支部']);
  });

  test('reads what was said to her in confidence under either entry, and nobody else does by the merge', async () => {
    const said = '只说给她的话';
    const talk = (orgId: number, personId: number): RecordRow => ({
      ...meeting(orgId, '2017-02-20', [
        { personId: 90, part: 'talker', name: '孔安' },
        { personId, part: 'talkedTo' },
      ]),
      kind: 'heartToHeartTalk',
      body: { topic: '思想工作' },
      confidential: { content: said },
    });
    const [first, second] = [talk(2, one), talk(3, other)];
    await city.arrange({ records: [first, second] });
    const herself = await city.signIn(`said${next}`, [{ role: 'member', orgId: null }], one);
    const reads = async (client: Client, id: string): Promise<boolean> =>
      JSON.stringify((await client.get(`/records/${id}`)).body).includes(said);
    const seen = async (client: Client) => [await reads(client, first.id), await reads(client, second.id)];
    expect(await seen(herself)).toEqual([true, false]);

    const { actId } = await merge();
    expect(await seen(herself)).toEqual([true, true]);
    // Who reads the whole city, and who leads the branch in which she is by now, still read nothing of it.
    const secretary = await city.signIn(`lead${next}`, [{ role: 'branchSecretary', orgId: 3 }]);
    expect(await seen(department)).toEqual([false, false]);
    expect(await seen(secretary)).toEqual([false, false]);

    await takeBack(actId);
    expect(await seen(herself)).toEqual([true, false]);
  });

  test('keeps both histories on one page', async () => {
    await merge();
    const { body } = await department.get<{ history: { what: string; summary: string }[] }>(`/people/${other}`);
    const said = body.history.map(({ what }) => what);
    expect(said.filter((what) => what === `登记姓名${name}`)).toHaveLength(2);
    expect(said).toContain(`登记为${name}的重复条目并入`);
    expect(said.filter((what) => what === '编入二支部，正式党员')).toHaveLength(2);
  });

  test('who was entered three times is one in the end, and two again when the last merge is taken back', async () => {
    const third = other + 1;
    await city.arrange({ facts: [person(third, name)], records: [meeting(3, '2017-06-12', [{ personId: third }])] });
    await merge();
    const again = await merge({ keepId: third, goneId: one, choices: { fields: {}, memberships: [] } });
    expect(again.status).toBe(200);
    expect(await attended(third)).toBe(6);
    expect((await department.get<{ id: number }>(`/people/${other}`)).body.id).toBe(third);
    expect(await differences()).toEqual([]);
    expect((await takeBack(again.actId)).status).toBe(200);
    expect([await attended(one), await attended(third)]).toEqual([5, 1]);
    expect(await differences()).toEqual([]);
  });

  test('says nothing new when sent twice', async () => {
    const { actId, body } = await merge();
    expect((await merge({ actId })).body).toEqual(body);
  });

  test('is not merged while two branches hold her at one time and nobody says which', async () => {
    const preview = await department.get<{ overlaps: object[]; records: number }>(
      `/people/duplicates/merge?keep=${one}&gone=${other}`,
    );
    expect(preview.body).toMatchObject({
      overlaps: [{ keptOrg: '一支部', goneOrg: '二支部', from: '2016-01-01', until: null }],
      records: 2,
    });
    expect((await merge({ choices: { fields: {}, memberships: [] } })).error).toMatchObject({
      code: 'merge-unanswered',
      now: expect.stringContaining('逐项选定'),
    });
  });

  test('is not merged into herself, nor an entry into one that is gone', async () => {
    expect((await merge({ goneId: one })).error?.code).toBe('merge-into-itself');
    await merge();
    expect((await merge({ actId: randomUUID() })).error?.code).toBe('already-merged');
    expect((await merge({ keepId: other, goneId: 90 })).error).toMatchObject({
      code: 'merge-into-merged',
      data: { personId: one },
    });
  });

  test('is kept under the entry that owns a ledger; two that both do are not merged', async () => {
    const ledger = (ownerId: number): RecordRow => ({ ...meeting(2, '2017-05-31', []), kind: 'keyPlan', ownerId });
    await city.arrange({ records: [ledger(other)] });
    expect((await merge()).error).toMatchObject({ code: 'other-owns-ledgers', now: expect.stringContaining('换一下') });
    await city.arrange({ records: [ledger(one)] });
    expect((await merge()).error?.code).toBe('both-own-ledgers');
  });

  test('has one account: two in use are refused, one of them switched off is not', async () => {
    const first = await city.signIn(`a${next}`, [{ role: 'member', orgId: null }], one);
    await city.signIn(`b${next}`, [{ role: 'member', orgId: null }], other);
    expect((await merge()).error).toMatchObject({ code: 'both-have-accounts' });
    await city.asOwner('update account set disabled = true where id = $1', [first.accountId]);
    expect((await merge()).status).toBe(200);
  });

  test('who sat in one meeting twice is merged only when that is confirmed, and was there once', async () => {
    const both = meeting(2, '2017-06-10', [{ personId: one }, { personId: other }]);
    const missed = meeting(2, '2017-06-11', [{ personId: one }, { personId: other, part: 'absent' }]);
    await city.arrange({ records: [both, missed] });
    expect((await merge()).error).toMatchObject({ code: 'sat-together', data: { togetherCount: 1 } });
    expect((await merge({ satTogether: true })).status).toBe(200);
    const { total } = (await department.get<Overview>(`/people/${one}/participation?from=2017-01-01`)).body;
    expect(total).toMatchObject({ due: 7, present: 7 });
    expect(await differences()).toEqual([]);
  });

  test('two who are said to be two are not shown again, until that is taken back', async () => {
    const actId = randomUUID();
    const said = await department.post('/people/distinct', { actId, oneId: other, otherId: one, note: '' });
    expect(said.status).toBe(200);
    expect(await pairs()).toEqual([]);
    expect((await takeBack(actId)).status).toBe(200);
    expect(await pairs()).toHaveLength(1);
  });

  test('a merge on which later acts rest is not taken back before they are', async () => {
    const { actId } = await merge();
    house.setClock('2017-06-28T14:15:00+08:00');
    const later = await city.arrange({ facts: [member(one, 3, day('2017-06-01'), true)] });
    expect((await takeBack(actId)).error).toMatchObject({
      code: 'act-in-use',
      what: expect.stringContaining('测试前的安排'),
    });
    await city.takeBack(later);
    expect((await takeBack(actId)).status).toBe(200);
  });
});

describe('whatever two entries hold', () => {
  let house: TestHouse;
  let city: TestCity;
  let department: Client;
  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('any');
    await city.arrange({
      facts: [org(1, '市委', null), org(2, '一支部', 1), org(3, '二支部', 1), person(8, '孔安'), person(9, '孟定')],
    });
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
  });
  afterAll(() => house.close());

  const held = fc.record({
    who: fc.constantFrom(1, 2),
    org: fc.constantFrom(2, 3),
    from: fc.constantFrom(...['2012-01-01', '2014-01-01', '2016-01-01', '2017-03-01'].map(day)),
    ended: fc.boolean(),
    kind: fc.constantFrom('membership' as const, 'post' as const, 'charge' as const),
  });
  const came = fc.record({
    on: fc.constantFrom('2017-03-10', '2017-04-10'),
    who: fc.uniqueArray(fc.constantFrom(1, 2)),
  });

  test('merging them and taking it back leaves spans, participation and search exactly as before', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(held, { maxLength: 8 }), fc.array(came, { maxLength: 4 }), async (life, meetings) => {
        run += 10;
        const [keepId, goneId] = [run + 1, run + 2];
        const said = life.map(({ who, org: orgId, from: validFrom, ended, kind }): RegistryFact => {
          const personId = run + who;
          if (kind === 'membership') return member(personId, orgId, validFrom, ended);
          if (kind === 'charge') return { fact: 'charge', leaderId: orgId + 6, personId, validFrom, ended };
          return { fact: 'post', personId, orgId, post: 'secretary', title: '书记', rank: null, validFrom, ended };
        });
        await city.arrange({
          facts: [person(keepId, '王芳'), person(goneId, '王方', { sex: 'male' }), ...said],
          records: meetings.map(({ on, who }) =>
            meeting(
              2,
              on,
              who.map((one) => ({ personId: run + one })),
            ),
          ),
        });
        const before = await derivedIn(city);
        const { body: preview } = await department.get<{
          overlaps: { keptOrgId: number; goneOrgId: number; from: string }[];
        }>(`/people/duplicates/merge?keep=${keepId}&gone=${goneId}`);
        const actId = randomUUID();
        const merged = await department.post('/people/merges', {
          actId,
          keepId,
          goneId,
          satTogether: true,
          choices: {
            fields: { name: 'gone', sex: 'keep' },
            memberships: preview.overlaps.map(({ keptOrgId, goneOrgId, from: on }) => ({
              keptOrgId,
              goneOrgId,
              from: on,
              holds: 'gone',
            })),
          },
        });
        expect(merged.error).toBeUndefined();
        expect(await city.asOwner('select from person_span where person_id = $1', [goneId])).toEqual([]);
        expect((await rebuild({ admin: house.house.admin, city: city.city, check: true })).differences).toEqual([]);
        const back = await department.post(`/people/pairs/${actId}/take-back`, { actId: randomUUID() });
        expect(back.error).toBeUndefined();
        expect(await derivedIn(city)).toEqual(before);
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});
