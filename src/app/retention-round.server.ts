/** Once a day, in every city: working state that has lapsed by the law book's classes is removed. */
import { clearLapsed } from '../reports/personal-data/retention-clearing.server.ts';
import { cityNow } from './credential.server.ts';
import type { Round } from './rounds.server.ts';

const DAY_MS = 86_400_000;

export const retentionRound: Round = {
  name: 'retention',
  everyMs: DAY_MS,
  async run(house) {
    for (const city of await house.cities()) await clearLapsed(house.database, city, cityNow(city, house.clock()));
  },
};
