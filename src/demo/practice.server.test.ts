import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInOver, startTestHouse, type TestHouse } from '../../scenarios/harness.ts';
import { DEMO_PASSWORD } from './accounts.logic.ts';
import { makePracticeCity, PRACTICE_CODE } from './practice.server.ts';

describe('the empty city beside the sample city', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await startTestHouse();
  });
  afterAll(() => house.close());

  test('shares its clock, and its organization department can import into it', async () => {
    const sample = { ...(await house.makeCity('sample')).city, clockShiftMs: 60_000 };
    const city = await makePracticeCity(house.house.admin, sample, house.house.clock());
    expect(city.clockShiftMs).toBe(60_000);
    const department = await signInOver(house.address, PRACTICE_CODE, 'zuzhibu', DEMO_PASSWORD);
    const me = await department.get<{ abilities: string[] }>('/me');
    expect(me.body.abilities).toContain('import.run');
    expect((await department.get<{ organizations: unknown[] }>('/organizations')).body.organizations).toEqual([]);
  });
});
