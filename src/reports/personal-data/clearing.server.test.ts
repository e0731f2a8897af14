import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { arrangeBureau, signIns, ZHOU } from '../../../scenarios/ledger-city.ts';
import { retentionRound } from '../../app/retention-round.server.ts';

let house: TestHouse;
let city: TestCity;
beforeAll(async () => {
  house = await startTestHouse('2017-06-28T14:00:00+08:00');
  city = await house.makeCity('clearing');
  await arrangeBureau(city);
  await signIns(city).zhou();
  const draft = (id: string, savedAt: string): Promise<object[]> =>
    city.asOwner(`insert into draft values ($1, 'monthLedger', ${ZHOU}, 1, '{}', 'desk', $2)`, [id, savedAt]);
  await draft('00000000-0000-7000-8000-000000000001', '2016-10-01T00:00:00Z');
  await draft('00000000-0000-7000-8000-000000000002', '2017-06-01T00:00:00Z');
  await city.asOwner(
    `insert into import_tray values (gen_random_uuid(), 1, '旧.xlsx', 'x', '{}', '2017-05-01T00:00:00Z')`,
  );
  await city.asOwner(`insert into sign_in_throttle values ('x', 3, '2017-06-01T00:00:00Z', '2017-06-01T00:00:00Z')`);
  await city.asOwner(`insert into session (id, account_id, token_hash, device, started_at, last_used_at, ended_at)
    select gen_random_uuid(), id, 'old', 'x', '2016-11-01', '2016-11-01', '2016-11-01' from account limit 1`);
});
afterAll(() => house.close());

const count = async (table: string): Promise<number> =>
  (await city.asOwner<{ count: number }>(`select count(*)::int from ${table}`))[0]!.count;
const lines = (): Promise<{ subject_id: string; actor: string }[]> =>
  city.asOwner(`select subject_id, actor from audit_line where route = 'retention.clear' order by seq`);

test('a day’s clearing removes what has lapsed by its class, keeps the rest, and leaves one line with the counts', async () => {
  await retentionRound.run(house.house);
  expect(await count('draft')).toBe(1);
  expect(await count('import_tray')).toBe(0);
  expect(await count("sign_in_throttle where bucket = 'x'")).toBe(0);
  expect(await count('session')).toBe(1);
  expect(await lines()).toEqual([
    { actor: '系统', subject_id: '登录1，没有提交的草稿1，等待导入的表格1，登录失败的次数1' },
  ]);
});

test('one that finds nothing leaves no line', async () => {
  await retentionRound.run(house.house);
  expect(await lines()).toHaveLength(1);
});

test('goes by the city’s clock: what is kept today is cleared when its days are over', async () => {
  house.setClock('2018-02-01T09:00:00+08:00');
  await retentionRound.run(house.house);
  expect(await count('draft')).toBe(0);
  expect(await count('session')).toBe(0);
});

test('touches no source: the database gives the clearing no right to one', async () => {
  expect(await count('record')).toBeGreaterThan(0);
  for (const table of ['record', 'act', 'audit_line', 'person_fact', 'account'])
    await expect(
      house.house.database.inCity(city.city, { as: 'steward', duty: 'retention' }, (tx) =>
        sql`delete from ${sql.table(table)}`.execute(tx),
      ),
    ).rejects.toMatchObject({ code: '42501' });
});

test('and no other duty may remove what the clearing removes', async () => {
  await signIns(city).kong();
  for (const duty of ['account.manage', 'factor.reset'] as const) {
    const removed = await house.house.database.inCity(city.city, { as: 'steward', duty }, (tx) =>
      sql`delete from session`.execute(tx),
    );
    expect(removed.numAffectedRows).toBe(0n);
  }
  expect(await count('session')).toBe(1);
});
