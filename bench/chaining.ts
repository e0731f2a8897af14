/** Chaining all that a full city brought at once, as the service does in the background; afterwards it only keeps up. */
import { auditRound } from '../src/app/audit-round.server.ts';
import type { OpenHouse } from '../src/app/house.server.ts';
import { against, type BenchRow } from './measure.ts';

export async function benchChaining(house: OpenHouse): Promise<BenchRow> {
  const from = performance.now();
  while ((await auditRound.run(house)) === 'more');
  return against('把造出来的全市数据编进审计链', (performance.now() - from) / 1000, 's', 60);
}
