import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { addDays, day } from '../../core/time/room.ts';
import type { RegistryFact } from '../organizations/room.ts';
import type { PersonPage } from './people.contract.ts';

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
const person = (personId: number, name: string): RegistryFact => ({
  fact: 'person',
  personId,
  validFrom: from,
  name,
  sex: 'male',
  joinedOn: null,
});

describe('acts on a person', () => {
  let house: TestHouse;
  let city: TestCity;
  let department: Client;
  let next = 100;
  /** A probationary member of branch 2 and its secretary. */
  let id: number;
  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('acts');
    await city.arrange({
      facts: [org(1, '市委', null), org(2, '一支部', 1), org(3, '二支部', 1), person(90, '孔安')],
    });
    department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    next += 1;
    id = next;
    await city.arrange({
      facts: [
        person(id, `周舒${'甲乙丙丁戊己庚辛壬癸'[id - 101]}`),
        { fact: 'membership', personId: id, orgId: 2, validFrom: day('2016-01-05'), category: 'probationary' },
        { fact: 'post', personId: id, orgId: 2, post: 'secretary', validFrom: from, title: '书记', rank: null },
        { fact: 'charge', leaderId: 90, personId: id, validFrom: day('2017-01-01') },
      ],
    });
  });

  const page = async (of = id): Promise<PersonPage> => (await department.get<PersonPage>(`/people/${of}`)).body;
  const act = (input: object, actId: string = randomUUID()) =>
    department
      .post<{ personId: number; summary: string }>('/people/acts', {
        actId,
        act: { personId: id, basis: '组织部通知', documentNumber: '示组〔2017〕3号', ...input },
      })
      .then((answer) => ({ ...answer, actId }));
  const takeBack = (actId: string) => department.post(`/people/acts/${actId}/take-back`, { actId: randomUUID() });
  const preview = (input: object) =>
    department.get<{ changes: { what: string }[]; problems: { field: string; reason: string }[] }>(
      `/people/acts/preview?act=${encodeURIComponent(JSON.stringify({ personId: id, ...input }))}`,
    );
  const spans = async (of: number) => ({
    memberships: await city.asOwner('select * from membership_span where person_id = $1 order by 1, 2, 3', [of]),
    posts: await city.asOwner('select * from post_span where person_id = $1 order by 1, 2, 3, 4', [of]),
    charges: await city.asOwner('select * from charge_span where person_id = $1 order by 1, 2, 3', [of]),
    person: await city.asOwner('select * from person_span where person_id = $1 order by 1, 2', [of]),
    found: await city.asOwner(`select * from search_entry where subject = 'person' and subject_id = $1`, [of]),
  });

  test('transferred, back-dated; a full member; gone; and taken back one by one, the last first', async () => {
    const before = await spans(id);
    const transfer = { act: 'transfer', toOrgId: 3, on: '2017-03-01' };
    expect((await preview(transfer)).body.changes.map(({ what }) => what)).toEqual([
      '不再编入一支部',
      '编入二支部，预备党员',
      '不再担任一支部书记',
    ]);
    const moved = await act(transfer);
    expect(moved.body.summary).toMatch(/^周舒.：组织关系由一支部转到二支部$/);
    expect((await page()).memberships).toMatchObject([
      { orgName: '二支部', from: '2017-03-01', until: null },
      { orgName: '一支部', from: '2016-01-05', until: '2017-02-28' },
    ]);

    const full = await act({ act: 'becomeFull', on: '2017-01-10' });
    expect((await page()).memberships.map(({ category, from }) => [category, from])).toEqual([
      ['full', '2017-03-01'],
      ['full', '2017-01-10'],
      ['probationary', '2016-01-05'],
    ]);
    expect((await act({ act: 'becomeFull', on: '2017-05-01' })).error).toMatchObject({
      code: 'already-full',
      where: '生效日期',
    });

    const gone = await act({ act: 'leave', reason: 'death', on: '2017-06-20', note: '因病去世' });
    const left = await page();
    expect([...left.memberships, ...left.posts, ...(left.leaders ?? [])].every(({ until }) => until !== null)).toBe(
      true,
    );
    expect(left.acts?.[0]).toMatchObject({
      kind: 'person.death',
      effectiveOn: '2017-06-20',
      basis: '组织部通知',
      documentNumber: '示组〔2017〕3号',
      note: '因病去世',
      takenBack: null,
      opens: true,
    });

    const refused = await takeBack(moved.actId);
    expect(refused.error?.code).toBe('act-in-use');
    expect(refused.error?.what).toContain('转为正式党员');
    expect(refused.error?.what).toContain('去世');
    for (const { actId } of [gone, full, moved]) expect((await takeBack(actId)).status).toBe(200);
    expect(await spans(id)).toEqual(before);
    expect((await page()).acts?.map(({ takenBack }) => takenBack?.author)).toEqual(['zuzhibu', 'zuzhibu', 'zuzhibu']);
    expect((await takeBack(moved.actId)).error?.code).toBe('already-taken-back');
  });

  test('the same act twice is done once and answered alike; a refused one changes nothing', async () => {
    const actId = randomUUID();
    const input = { act: 'transfer', toOrgId: 3, on: '2017-06-01' };
    const first = await act(input, actId);
    const again = await act(input, actId);
    expect(again.body).toEqual(first.body);
    expect(await city.asOwner('select 1 from registry_act where act_id = $1', [actId])).toHaveLength(1);
    // Something else under the same id would be lost without a word.
    expect((await act({ ...input, on: '2017-06-02' }, actId)).error).toMatchObject({ code: 'act-id-taken' });
    const before = await spans(id);
    expect((await act({ act: 'transfer', toOrgId: 1, on: '2017-06-10' })).error).toMatchObject({
      code: 'organization-no-branch',
      where: '转入的党支部',
    });
    expect(await spans(id)).toEqual(before);
  });

  test('nothing begins after a death, until the death is taken back', async () => {
    const died = await act({ act: 'leave', reason: 'death', on: '2017-05-01' });
    expect(died.status).toBe(200);
    const back = { act: 'transfer', toOrgId: 3, on: '2017-06-01' };
    expect((await act(back)).error).toMatchObject({ code: 'died', where: '生效日期', what: '他已于2017年5月1日去世' });
    // Whoever was in charge of him is none the worse for it.
    const begin = { do: 'begin', orgId: 1, post: 'standingMember', title: '常委', rank: 'cityLevel' };
    expect((await act({ act: 'posts', personId: 90, changes: [begin], on: '2017-06-01' })).status).toBe(200);
    expect((await takeBack(died.actId)).status).toBe(200);
    expect((await act(back)).status).toBe(200);
  });

  test('somebody new is entered with his branch, found at once, and goes again only when nothing rests on him', async () => {
    const entered = await act({
      act: 'enter',
      personId: undefined,
      name: '单国志',
      sex: 'male',
      joinedOn: { day: '2008-07-01', precision: 'day' },
      bornMonth: '1985-02',
      membership: { orgId: 3, category: 'full' },
      on: '2017-06-01',
    });
    const { personId } = entered.body;
    expect(await page(personId)).toMatchObject({
      name: '单国志',
      bornMonth: '1985-02',
      memberships: [{ orgName: '二支部', category: 'full', from: '2017-06-01' }],
    });
    const found = await department.get<{ hits: object[] }>('/search?q=sgz');
    expect(found.body.hits).toMatchObject([{ id: personId, name: '单国志' }]);
    const ill = await act({ act: 'situation', personId, orgId: 3, situation: 'longIll', on: '2017-06-10' });
    expect((await takeBack(entered.actId)).error?.what).toContain('长期患病');
    await takeBack(ill.actId);
    expect((await takeBack(entered.actId)).status).toBe(200);
    expect((await department.get(`/people/${personId}`)).status).toBe(404);
    expect((await act({ act: 'becomeFull', personId, on: '2017-06-10' })).status).toBe(404);
  });

  test('a role of his account that rests on a post ends with it, and the preview says so', async () => {
    const secretary = await city.signIn('shuji', [], id);
    await city.asOwner(
      `insert into account_role (account_id, role, org_id, valid_from, rests_on, rests_org_id, rests_post)
        values ($1, 'branchSecretary', 2, '2010-01-01', 'post', 2, 'secretary')`,
      [secretary.accountId],
    );
    city.forgetActors();
    expect((await secretary.get('/organizations/2/people')).status).toBe(200);
    const end = { act: 'posts', on: '2017-06-20', changes: [{ do: 'end', orgId: 2, post: 'secretary' }] };
    expect((await preview(end)).body.changes.map(({ what }) => what)).toEqual([
      '不再担任一支部书记',
      '账号的“支部书记”角色（一支部）停用',
    ]);
    const { actId } = await act(end);
    expect((await secretary.get('/organizations/2/people')).error?.code).toBe('forbidden');
    await takeBack(actId);
    expect((await secretary.get('/organizations/2/people')).status).toBe(200);
  });

  test('looking and doing leave lines that name the person', async () => {
    await preview({ act: 'becomeFull', on: '2017-06-10' });
    const { actId } = await act({ act: 'becomeFull', on: '2017-06-10' });
    await takeBack(actId);
    const lines = await city.asOwner<object>(
      'select route, outcome, act_id is not null as acted from audit_line where subject_person = $1 order by seq',
      [id],
    );
    expect(lines).toEqual([
      { route: 'person.actPreview', outcome: 'read', acted: false },
      { route: 'person.act', outcome: 'done', acted: true },
      { route: 'person.actTakeBack', outcome: 'done', acted: true },
    ]);
  });

  test('whatever was done, taking the last act back restores what was so before', async () => {
    const on = fc.integer({ min: 1, max: 500 }).map((days) => addDays(day('2016-01-05'), days));
    const branch = fc.constantFrom(2, 3);
    const one = fc.oneof(
      fc.record({ act: fc.constant('transfer'), toOrgId: branch, on }),
      fc.record({ act: fc.constant('becomeFull'), on }),
      fc.record({ act: fc.constant('leave'), reason: fc.constantFrom('removal', 'transferOut'), on }),
      fc.record({
        act: fc.constant('situation'),
        orgId: branch,
        situation: fc.constantFrom(null, 'abroad', 'migrantIn'),
        on,
      }),
      fc.record({
        act: fc.constant('posts'),
        on,
        changes: fc.tuple(
          fc.record({
            do: fc.constantFrom('begin', 'end'),
            orgId: branch,
            post: fc.constantFrom('secretary', 'partyAffairsWorker'),
            title: fc.constant('党务'),
            rank: fc.constant(null),
          }),
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 2, maxLength: 4 }), async (acts) => {
        const done: { actId: string; before: unknown }[] = [];
        for (const input of acts) {
          const before = await spans(id);
          const { status, actId } = await act(input);
          if (status === 200) done.push({ actId, before });
          else expect(await spans(id)).toEqual(before);
        }
        for (const { actId, before } of done.reverse()) {
          expect((await takeBack(actId)).status).toBe(200);
          expect(await spans(id)).toEqual(before);
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});
