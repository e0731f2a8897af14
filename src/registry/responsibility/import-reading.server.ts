/** What an import of responsibility tables and key-work plans must know of the city. */
import { sql } from 'kysely';
import type { Day } from '../../core/time/room.ts';
import type { Tx } from '../../store/database.server.ts';
import { type KnownKeyPlan, keyPlanKey } from '../organizations/room.ts';
import { KEY_PLAN } from './key-plan.logic.ts';
import { readProgress } from './key-plan-reading.server.ts';

/** Charges that hold on a day or begin later, by chargeFactKey. */
export async function chargesFrom(tx: Tx, today: Day): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select 'person|' || person_id || '|' || leader_id as key from charge_span where valid_to > ${today}
    union select 'org|' || org_id || '|' || relation || '|' || leader_id from org_charge_span where valid_to > ${today}
    union select 'item|' || org_id || '|' || item_id || '|' || leader_id from item_charge_span where valid_to > ${today}`.execute(
    tx,
  );
  return new Set(rows.map(({ key }) => key));
}

interface PlanRow {
  id: string;
  personId: number;
  year: number;
  version: number;
  body: unknown;
}

/** Every plan of the city with what was said last about its items. */
export async function knownKeyPlans(tx: Tx): Promise<Map<string, KnownKeyPlan>> {
  const { rows } = await sql<PlanRow>`
    select id, owner_id as "personId", extract(year from held_on)::int as year, max(version) as version,
      (array_agg(body order by version desc) filter (where not exists (
        select from act_taken_back b where b.act_id = r.act_id)))[1] as body
    from record r where kind = ${KEY_PLAN} group by id, owner_id, held_on`.execute(tx);
  const progress = await readProgress(
    tx,
    rows.map(({ id }) => id),
  );
  return new Map(
    rows.map(({ id, personId, year, version, body }) => {
      const said = new Map<string, { percent: number | null; words: string }>();
      for (const { itemKey, percent, words } of progress.get(id) ?? []) {
        const before = said.get(itemKey);
        said.set(itemKey, { percent: percent ?? before?.percent ?? null, words: words || (before?.words ?? '') });
      }
      return [keyPlanKey(personId, year), { version, body, said }];
    }),
  );
}
