/** Sessions for many people at once, past the sign-in page: checking 1,200 passwords is not what is measured. */
import { cityNow, SESSION_COOKIE } from '../src/app/credential.server.ts';
import type { OpenHouse } from '../src/app/house.server.ts';
import { startSession } from '../src/platform/identity/sessions.server.ts';
import type { City } from '../src/store/database.server.ts';

/** The cookie of a new session of each account. */
export async function cookiesOf(
  house: OpenHouse,
  city: City,
  accounts: readonly { accountId: number }[],
): Promise<string[]> {
  const now = cityNow(city, house.clock());
  const session = (accountId: number) => ({ accountId, stage: 'full', device: '压测', address: '127.0.0.1' }) as const;
  return house.database.inCity(city, { as: 'gate' }, async (tx) => {
    const cookies: string[] = [];
    for (const { accountId } of accounts) {
      cookies.push(`${SESSION_COOKIE}=${city.code}.${await startSession(tx, session(accountId), now)}`);
    }
    return cookies;
  });
}
