import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHouse, type TestHouse } from '../../../scenarios/harness.ts';
import type { OperationState } from './room.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await startTestHouse();
});
afterAll(() => house.close());

test('the system administrator sees how it runs: versions, size, every city’s structure', async () => {
  const city = await house.makeCity('first');
  await house.makeCity('second');
  const admin = await city.signIn('xitong', [{ role: 'systemAdmin', orgId: null }]);
  const { body } = await admin.get<OperationState>('/operation');
  expect(body.version).toMatch(/^\d+\.\d+/);
  expect(body.database.embedded).toBe(house.house.embedded);
  expect(body.database.bytes).toBeGreaterThan(1_000_000);
  expect(body.cities.map(({ code, name }) => [code, name])).toEqual([
    ['first', '示例市'],
    ['second', '示例市'],
  ]);
  expect(body.cities[0]!.bytes).toBeGreaterThan(100_000);
  expect(body.cities[1]!.migrations.map(({ name }) => name)).toContain('0001-sources.sql');
});

test('and nothing of the business, nor may others see it', async () => {
  const city = await house.makeCity('third');
  const admin = await city.signIn('xitong', [{ role: 'systemAdmin', orgId: null }]);
  for (const path of ['/organizations', '/accounts', '/audit', '/search?q=a'])
    expect((await admin.get(path)).status).toBe(403);
  const department = await city.signIn('zuzhibu', [{ role: 'organizationDept', orgId: null }]);
  expect((await department.get('/operation')).status).toBe(403);
});
