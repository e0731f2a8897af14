/**
 * An official who changed posts this morning: what he could do yesterday he cannot do today, in the API and straight in SQL, and
 * he is told in plain words why. The same for who left a branch, for a leader who is no longer in charge, and for what another
 * process changed.
 */
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../src/core/scope/room.ts';
import { day } from '../src/core/time/room.ts';
import type { Ability } from '../src/platform/access/room.ts';
import { ActorCache, readActor, scopeFor } from '../src/platform/access/scope.server.ts';
import type { Rests } from '../src/platform/identity/accounts.logic.ts';
import type { RegistryFact } from '../src/registry/organizations/room.ts';
import { arrangeHalves, COMMITTEE, HALVES, newRecord } from './access-city.ts';
import { type Client, PASSWORD, signInOver, startTestHouse, type TestCity } from './harness.ts';

const { branch, county, secretary, leader, cadre, member } = HALVES.north;
const YESTERDAY = '2017-06-27T23:55:00+08:00';
// The session goes on over midnight.
const THIS_MORNING = '2017-06-28T00:05:00+08:00';

const postEnds = (personId: number, orgId: number, post: 'secretary' | 'standingMember'): RegistryFact => ({
  fact: 'post',
  personId,
  orgId,
  post,
  validFrom: day('2017-06-28'),
  ended: true,
  title: '',
  rank: null,
});
const restsOn = (orgId: number, post: string): Rests => ({ on: 'post', orgId, post });

const house = await startTestHouse(YESTERDAY);
afterAll(() => house.close());

describe('rights follow posts', () => {
  let city: TestCity;
  let record: string;
  let at = 0;

  beforeEach(async () => {
    house.setClock(YESTERDAY);
    at += 1;
    city = await house.makeCity(`posts${at}`);
    await arrangeHalves(city, []);
    record = await newRecord(city, 'north');
  });

  const secretaryOf = (): Promise<Client> =>
    city.signIn(
      'zhengfanchen',
      [{ role: 'branchSecretary', orgId: branch, rests: restsOn(branch, 'secretary') }],
      secretary,
    );

  /** What a transaction of this account reads straight in SQL, whatever the service would say. */
  async function readsInSql(
    client: Client,
    personId: number,
    ability: Ability,
    today: string,
    text: string,
  ): Promise<number> {
    const { database } = house.house;
    const actor = await database.inCity(city.city, { as: 'gate' }, (tx) =>
      readActor(tx, { id: client.accountId, name: '', personId }, day(today)),
    );
    return database.inCity(
      city.city,
      scopeFor(actor, ability),
      async (tx) => (await sql.raw(text).execute(tx)).rows.length,
    );
  }

  test('an official who changed posts this morning is refused yesterday’s link', async () => {
    const official = await secretaryOf();
    expect((await official.get(`/records/${record}`)).status).toBe(200);
    expect((await official.get(`/branches/${branch}/months/2017-06`)).status).toBe(200);
    const inRecords = `select 1 from record where org_id = ${branch}`;
    expect(await readsInSql(official, secretary, 'record.write', '2017-06-27', inRecords)).toBeGreaterThan(0);

    // The department enters in the evening that he leaves tomorrow. Nothing else is done: no account is touched.
    await city.arrange({ facts: [postEnds(secretary, branch, 'secretary')] });
    expect((await official.get(`/records/${record}`)).status).toBe(200);
    house.setClock(THIS_MORNING);

    const opened = await official.get(`/records/${record}`);
    expect(opened.status).toBe(403);
    expect(opened.error?.now).toBe(
      '您自2017年6月28日起不再担任甲县机关党支部的职务，“支部书记”的权限当天收回。如工作需要，请联系安全管理员',
    );
    // He is still somebody who has an account, and its page says the same.
    const me = await official.get<{ abilities: string[]; lapsed: string[] }>('/me');
    expect(me.body).toMatchObject({
      abilities: ['account.own'],
      lapsed: ['您自2017年6月28日起不再担任甲县机关党支部的职务，“支部书记”的权限当天收回'],
    });
    for (const path of [`/branches/${branch}/months/2017-06`, `/people/${member}`, `/organizations/${branch}/people`])
      expect((await official.get(path)).status, path).toBe(403);
    const written = await official.post('/records', {
      id: '0199c1de-0000-7000-8000-000000000001',
      kind: 'themePartyDay',
      orgId: branch,
      heldOn: '2017-06-28',
    });
    expect(written.status).toBe(403);

    // Past the service: the scope that today's actor gets holds no row of the branch, whatever is asked for.
    for (const ability of ['record.read', 'record.write', 'registry.read', 'person.read'] satisfies Ability[]) {
      expect(
        await readsInSql(
          official,
          secretary,
          ability,
          '2017-06-28',
          `${inRecords} and not ${secretary} = any (people)`,
        ),
      ).toBe(0);
      expect(
        await readsInSql(
          official,
          secretary,
          ability,
          '2017-06-28',
          `select 1 from membership_span where person_id = ${member}`,
        ),
      ).toBe(0);
    }
  });

  test('it happens in the middle of the day as well, to a session that is open', async () => {
    house.setClock(THIS_MORNING);
    const official = await secretaryOf();
    expect((await official.get(`/records/${record}`)).status).toBe(200);
    const department = await city.signIn('department', [{ role: 'organizationDept', orgId: null }]);
    expect((await department.get(`/records/${record}`)).status).toBe(200);
    await city.arrange({ facts: [postEnds(secretary, branch, 'secretary')] });
    expect((await official.get(`/records/${record}`)).status).toBe(403);
    // Who rests on nothing is not touched.
    expect((await department.get(`/records/${record}`)).status).toBe(200);
  });

  test('who was appointed again has his rights again, without anybody’s doing', async () => {
    const official = await secretaryOf();
    await city.arrange({ facts: [postEnds(secretary, branch, 'secretary')] });
    house.setClock(THIS_MORNING);
    expect((await official.get(`/records/${record}`)).status).toBe(403);
    const { ended: _, ...back } = {
      ...postEnds(secretary, branch, 'secretary'),
      validFrom: day('2017-06-29'),
      title: '书记',
    };
    await city.arrange({ facts: [back as RegistryFact] });
    expect((await official.get(`/records/${record}`)).status).toBe(403);
    house.setClock('2017-06-29T08:00:00+08:00');
    const again = await signInOver(house.address, city.city.code, 'zhengfanchen', PASSWORD);
    expect((await again.get(`/records/${record}`)).status).toBe(200);
  });

  test('a member who moved to another branch reads the register of the old one no more', async () => {
    const plain = await city.signIn('qinda', [{ role: 'member', orgId: branch }], member);
    expect((await plain.get(`/organizations/${branch}/people`)).status).toBe(200);
    const moves: RegistryFact = {
      fact: 'membership',
      personId: member,
      orgId: branch,
      validFrom: day('2017-06-28'),
      ended: true,
      category: 'full',
    };
    await city.arrange({ facts: [moves] });
    house.setClock(THIS_MORNING);
    const people = await plain.get(`/organizations/${branch}/people`);
    expect(people.status).toBe(403);
    expect(people.error?.now).toContain('您的组织关系自2017年6月28日起已不在甲县机关党支部');
  });

  test('a leader no longer in charge of somebody reads nothing of him from that day on', async () => {
    const superior = await city.signIn(
      'kongan',
      [{ role: 'leaderInCharge', orgId: null, rests: restsOn(COMMITTEE, 'standingMember') }],
      leader,
    );
    expect((await superior.get(`/people/${cadre}`)).status).toBe(200);
    const ends: RegistryFact = {
      fact: 'charge',
      leaderId: leader,
      personId: cadre,
      validFrom: day('2017-06-28'),
      ended: true,
    };
    await city.arrange({ facts: [ends] });
    house.setClock(THIS_MORNING);
    expect((await superior.get(`/people/${cadre}`)).status).toBe(403);
    expect((await superior.get(`/people/${cadre}/participation`)).status).toBe(403);
    // And with his seat on the committee goes the look-up of the whole city.
    expect((await superior.get('/organizations')).status).toBe(200);
    await city.arrange({ facts: [postEnds(leader, COMMITTEE, 'standingMember')] });
    expect((await superior.get('/organizations')).status).toBe(403);
  });

  test('a role brings its own organizations: a cadre of the county reads as secretary the records of his branch alone', async () => {
    const both = await city.signIn(
      'both',
      [
        { role: 'leadingCadre', orgId: county },
        { role: 'branchSecretary', orgId: branch },
      ],
      secretary,
    );
    await city.arrange({
      records: [
        {
          id: '0199c1de-0000-7000-8000-000000000002',
          version: 1,
          kind: 'generalMeeting',
          orgId: county,
          heldOn: day('2017-06-10'),
          people: [{ personId: cadre, part: 'presider', name: '林海' }],
          body: { topic: '甲议' },
        },
      ],
    });
    expect((await both.get(`/records/${record}`)).status).toBe(200);
    expect((await both.get('/records/0199c1de-0000-7000-8000-000000000002')).status).toBe(404);
    expect((await both.get(`/organizations/${county}/people`)).status).toBe(200);
  });

  test('what another process changed is seen within a second', async () => {
    const client = await secretaryOf();
    const { database } = house.house;
    const elsewhere = new ActorCache(database);
    const account = { id: client.accountId, name: '', personId: secretary };
    const roles = async (): Promise<Role[]> =>
      (await elsewhere.of(city.city, account, day('2017-06-28'), 0)).roles.map(({ role }) => role);
    expect(await roles()).toEqual(['branchSecretary']);
    // The harness forgets the house's own actors; this cache hears of nothing but the rows.
    await city.arrange({ facts: [postEnds(secretary, branch, 'secretary')] });
    await expect.poll(roles, { timeout: ActorCache.LOOK_EVERY_MS * 2, interval: 100 }).toEqual([]);
  });
});
