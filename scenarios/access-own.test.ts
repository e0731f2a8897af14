/** What is a person's own is his alone: every route of it that takes an id is tried with an id of somebody else. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { declaredRoutes } from '../src/app/open-api.server.ts';
import type { Route } from '../src/platform/open/room.ts';
import { type ArrangedCity, arrangeHalves, HALVES, handIn, newCorrection } from './access-city.ts';
import { type Answer, type Client, startTestHouse } from './harness.ts';

/** Routes of what is one's own that name it by an id of its own. */
const BY_ID = declaredRoutes().filter(
  ({ ability, path, body }) =>
    ability.endsWith('.own') && (path.includes(':id') || (body instanceof z.ZodObject && 'id' in body.shape)),
);

describe('what is somebody else’s own', () => {
  const house = startTestHouse();
  let arranged: ArrangedCity;
  /** Two secretaries, each of his own half. */
  let mine: Client;
  let theirs: Client;

  /** By route: tries it with what is theirs; answers what it got, and whether theirs is still as it was. */
  const ATTEMPTS: Readonly<
    Record<string, () => Promise<{ got: Answer<unknown>; untouched: () => Promise<boolean>; silent?: true }>>
  > = {
    'identity.endSession': async () => {
      const { body } = await theirs.get<{ id: string }[]>('/me/sessions');
      return {
        got: await mine.delete(`/me/sessions/${body[0]!.id}`),
        untouched: async () => (await theirs.get('/me')).status === 200,
        // Of one's own sessions none has this id: there is nothing to end.
        silent: true,
      };
    },
    'correction.withdraw': async () => {
      const id = await newCorrection(arranged.city, 'south', arranged.records.south);
      return {
        got: await mine.post(`/me/corrections/${id}/withdraw`, { actId: randomUUID() }),
        untouched: () => asOne(`select 1 from record where about_id = $1`, id).then((rows) => rows === 0),
      };
    },
    'correction.ask': async () => {
      const id = await newCorrection(arranged.city, 'south', arranged.records.south);
      const body = { id, of: 'registry', key: 'name/2015-01-01', wrong: '写错了', shouldBe: '应改正' };
      return {
        got: await mine.post('/me/corrections', body),
        untouched: () => asOne('select 1 from record where id = $1', id).then((rows) => rows === 1),
      };
    },
    'delegation.give': async () => {
      const id = await theirDelegation();
      const { branch, delegate } = HALVES.north;
      const body = { id, personId: delegate, orgId: branch, from: '2017-06-28', until: '2017-07-01', reason: '外出' };
      return {
        got: await mine.post('/delegations', body),
        untouched: () =>
          asOne(`select 1 from delegation where id = $1 and account_id = ${theirs.accountId}`, id).then(
            (rows) => rows === 1,
          ),
      };
    },
    'keyPlan.unsay': async () => {
      const { north, south } = HALVES;
      const his = await arranged.city.signIn('his', [{ role: 'leadingCadre', orgId: south.county }], south.leader);
      const other = await arranged.city.signIn('other', [{ role: 'leadingCadre', orgId: north.county }], north.leader);
      const item = { key: 'one', work: '重点工作', dueOn: null };
      const id = randomUUID();
      const saved = await his.put('/key-work/2017', { actId: randomUUID(), base: 0, items: [item] });
      const progress = { actId: id, itemKey: 'one', on: '2017-06-01', percent: 50 };
      expect([saved.status, (await his.post('/key-work/2017/progress', progress)).status]).toEqual([200, 200]);
      return {
        got: await other.post(`/key-work/progress/${id}/take-back`, { actId: randomUUID() }),
        untouched: () => asOne('select 1 from record where id = $1', id).then((rows) => rows === 1),
      };
    },
    'delegation.end': async () => {
      const id = await theirDelegation();
      return {
        got: await mine.post(`/delegations/${id}/end`),
        untouched: () =>
          asOne('select 1 from delegation where id = $1 and ended_at is null', id).then((rows) => rows === 1),
      };
    },
  };

  const asOne = async (text: string, id: string): Promise<number> => (await arranged.city.asOwner(text, [id])).length;

  async function theirDelegation(): Promise<string> {
    const id = randomUUID();
    const { branch, delegate } = HALVES.south;
    const body = { id, personId: delegate, orgId: branch, from: '2017-06-28', until: '2017-07-01', reason: '外出' };
    expect((await theirs.post('/delegations', body)).status).toBe(200);
    return id;
  }

  beforeAll(async () => {
    arranged = await arrangeHalves(await (await house).makeCity('own'), []);
    const { city } = arranged;
    const of = (side: 'north' | 'south', username: string) =>
      city.signIn(username, [{ role: 'branchSecretary', orgId: HALVES[side].branch }], HALVES[side].secretary);
    mine = await of('north', 'mine');
    theirs = await of('south', 'theirs');
    for (const side of ['north', 'south'] as const)
      await city.signIn(`delegate-${side}`, [{ role: 'member', orgId: HALVES[side].branch }], HALVES[side].delegate);
  });
  afterAll(async () => (await house).close());

  test('every such route is tried here', () => {
    expect(Object.keys(ATTEMPTS).toSorted()).toEqual(BY_ID.map(({ id }) => id).toSorted());
  });

  test.each(BY_ID)('$id leaves it alone', async ({ id }: Route) => {
    const { got, untouched, silent } = await ATTEMPTS[id]!();
    expect(silent ? [200] : [403, 404, 409], JSON.stringify(got.body)).toContain(got.status);
    expect(await untouched()).toBe(true);
  });

  test('a month is one’s own by who asks, and no address leads to that of another', async () => {
    const { city } = arranged;
    const { cadre, county, content } = HALVES.south;
    const other = await city.signIn('other-cadre', [{ role: 'leadingCadre', orgId: county }], cadre);
    const ledger = await handIn(other, '2017-05', content);
    const north = HALVES.north;
    const own = await city.signIn('own-cadre', [{ role: 'leadingCadre', orgId: north.county }], north.cadre);
    for (const path of [`/ledgers/of/${ledger}`, `/checks/${ledger}`, '/ledgers/2017-05/versions/1'])
      expect([403, 404], path).toContain((await own.get(path)).status);
    const opened = await own.get<{ ledgerId: string }>('/ledgers/2017-05');
    expect(opened.body.ledgerId).not.toBe(ledger);
    expect(JSON.stringify(opened.body)).not.toContain(content);
  });
});
