/**
 * An empty city beside the sample city, on the same day, with its organization department: the five workbooks of `samples/`
 * are imported into it without meeting the sample city's own organizations and people.
 */
import type pg from 'pg';
import { dayOf } from '../core/time/room.ts';
import { createAccount } from '../platform/identity/accounts.server.ts';
import { type City, Database } from '../store/database.server.ts';
import { createCity } from '../store/migrate.server.ts';
import { DEMO_PASSWORD, PRACTICE_SIGN_INS } from './accounts.logic.ts';

export const PRACTICE_CODE = 'practice';

/** Makes the empty city; `demo` is the sample city, whose clock it shares. */
export async function makePracticeCity(admin: pg.PoolConfig, demo: City, now: Date): Promise<City> {
  const city = await createCity(
    admin,
    { code: PRACTICE_CODE, name: '示例市（空，练导入）', demo: true, clockShiftMs: demo.clockShiftMs },
    now,
  );
  const owner = new Database({ ...admin, max: 1 });
  try {
    const at = new Date(now.getTime() + city.clockShiftMs);
    await owner.inCityAsOwner(city, async (tx) => {
      for (const { role, who, username } of PRACTICE_SIGN_INS) {
        const roles = [{ role, orgId: null }];
        const account = { username, name: who, personId: null, password: DEMO_PASSWORD, mustChange: false, roles };
        await createAccount(tx, account, dayOf(at), at);
      }
    });
  } finally {
    await owner.close();
  }
  return city;
}
