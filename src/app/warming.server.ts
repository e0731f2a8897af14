/** What is worked out once after a start, so that the first who asks does not wait for it. */
import { sql } from 'kysely';
import { warmInitials } from '../registry/organizations/initials.server.ts';
import type { OpenHouse } from './house.server.ts';

/** Pinyin initials of the organizations of every city. Ends early when asked to stop. */
export async function warmUp(house: OpenHouse, stopped: () => boolean): Promise<void> {
  for (const city of await house.cities()) {
    if (stopped()) return;
    const { rows } = await house.database.inCity(city, { as: 'gate' }, (tx) =>
      sql<{ names: string[] }>`select array_prepend(name, short_names) as names from org_span
        where valid_to = 'infinity'`.execute(tx),
    );
    if (stopped()) return;
    await warmInitials(rows.map(({ names }) => names));
  }
}
