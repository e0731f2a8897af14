/** The second factor of the sample cities' administrators: known to all, so that their sign-in page can show its code. */
import { sql } from 'kysely';
import type pg from 'pg';
import { plantFactor } from '../platform/identity/factor.server.ts';
import { type City, Database } from '../store/database.server.ts';
import type { Keys } from '../store/keys.server.ts';
import { DEMO_FACTOR, DEMO_SIGN_INS, needsFactor } from './accounts.logic.ts';

/** Gives the shown administrators of a sample city their factor where they have none, as in one that was made before. */
export async function plantDemoFactors(admin: pg.PoolConfig, keys: Keys, city: City, now: Date): Promise<void> {
  const at = new Date(now.getTime() + city.clockShiftMs);
  const owner = new Database({ ...admin, max: 1 });
  try {
    await owner.inCityAsOwner(city, async (tx) => {
      const usernames = DEMO_SIGN_INS.filter(needsFactor).map(({ username }) => username);
      const { rows } = await sql<{ id: number }>`
        select a.id from account a where a.username = any(${usernames}::text[])
          and not exists (select from account_factor f where f.account_id = a.id)`.execute(tx);
      for (const { id } of rows) {
        await plantFactor(tx, keys, { cityCode: city.code, accountId: id }, DEMO_FACTOR, at);
      }
    });
  } finally {
    await owner.close();
  }
}
