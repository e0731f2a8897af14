/** Plans and what was said about them, from the records themselves: each plan in its latest version that still stands. */
import { sql } from 'kysely';
import { type Day, day } from '../../core/time/room.ts';
import type { Tx } from '../../store/database.server.ts';
import {
  KEY_PLAN,
  KEY_PLAN_PROGRESS,
  type KeyPlanBody,
  type KeyPlanItem,
  keyPlanBody,
  type Progress,
  progressBody,
} from './key-plan.logic.ts';

/** The day under which a plan is filed: the first of its year. */
export const filedOn = (year: number): Day => day(`${year}-01-01`);

export interface PlanVersion {
  version: number;
  at: string;
  author: string;
  reason: string | null;
  items: KeyPlanItem[];
}

export interface StoredPlan {
  id: string;
  personId: number;
  body: KeyPlanBody;
  /** The latest first. */
  versions: PlanVersion[];
}

interface PlanRow {
  id: string;
  personId: number;
  version: number;
  body: unknown;
  at: Date;
  author: string;
  reason: string | null;
}

/** Plans of a year by person. Row security says whose can be read. */
export async function readPlans(tx: Tx, people: readonly number[], year: number): Promise<Map<number, StoredPlan>> {
  const { rows } = await sql<PlanRow>`
    select id, owner_id as "personId", version, body, recorded_at as at, author, reason from record r
    where owner_id = any(${people as number[]}::int[]) and held_on = ${filedOn(year)} and kind = ${KEY_PLAN}
      and not exists (select from act_taken_back b where b.act_id = r.act_id)
    order by owner_id, version desc`.execute(tx);
  return new Map(
    [...Map.groupBy(rows, ({ personId }) => personId)].map(([personId, versions]) => [
      personId,
      {
        id: versions[0]!.id,
        personId,
        body: keyPlanBody.parse(versions[0]!.body),
        versions: versions.map(({ version, at, author, reason, body }) => ({
          version,
          at: at.toISOString(),
          author,
          reason,
          items: keyPlanBody.parse(body).items,
        })),
      },
    ]),
  );
}

/** What was said about plans and not taken back, by plan, in the order of its days. */
export async function readProgress(tx: Tx, planIds: readonly string[]): Promise<Map<string, Progress[]>> {
  if (planIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; planId: string; on: Day; body: unknown; author: string }>`
    select id, "planId", "on", body, author from (
      select distinct on (id) id, about_id as "planId", held_on as "on", body, author, withdrawn, recorded_at, seq from record r
      where about_id = any(${planIds as string[]}::uuid[]) and kind = ${KEY_PLAN_PROGRESS}
        and not exists (select from act_taken_back b where b.act_id = r.act_id)
      order by id, version desc) latest
    where not withdrawn order by "on", recorded_at, seq`.execute(tx);
  const read = rows.map(({ id, planId, on, body, author }) => {
    const { itemKey, percent, words } = progressBody.parse(body);
    return { planId, progress: { id, on, itemKey, percent, words, author } };
  });
  return new Map(
    [...Map.groupBy(read, ({ planId }) => planId)].map(([planId, said]) => [
      planId,
      said.map(({ progress }) => progress),
    ]),
  );
}

/** Years of which somebody has a plan, the latest first. */
export async function yearsOf(tx: Tx, personId: number): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct extract(year from held_on)::int as year from record r
    where owner_id = ${personId} and kind = ${KEY_PLAN}
      and not exists (select from act_taken_back b where b.act_id = r.act_id)
    order by year desc`.execute(tx);
  return rows.map(({ year }) => year);
}

/** The highest version that a plan ever had, also of what was taken back. */
export async function lastVersion(tx: Tx, planId: string): Promise<number> {
  const { rows } = await sql<{ version: number | null }>`
    select max(version) as version from record where id = ${planId}::uuid`.execute(tx);
  return rows[0]?.version ?? 0;
}

export interface Holder {
  name: string;
  orgId: number;
  unit: string;
  title: string;
}

/** A cadre with his main post: the highest one of the day, else the last that he held before. Undefined for nobody's. */
export async function holderOn(tx: Tx, personId: number, on: Day): Promise<Holder | undefined> {
  const { rows } = await sql<Holder>`
    select p.name, t.org_id as "orgId", coalesce(o.short_names[1], o.name) as unit, t.title
    from post_span t
    join lateral (select name from person_span p where p.person_id = t.person_id
      order by (p.valid_from <= ${on}) desc, p.valid_from desc limit 1) p on true
    join lateral (select name, short_names from org_span o where o.org_id = t.org_id
      order by (o.valid_from <= ${on}) desc, o.valid_from desc limit 1) o on true
    where t.person_id = ${personId}
    order by (t.valid_from <= ${on} and t.valid_to > ${on}) desc, (t.rank is not null) desc, t.valid_to desc, t.rank, t.org_id
    limit 1`.execute(tx);
  return rows[0];
}

/** Lets one change of a plan at a time be made. */
export const holdPlan = (tx: Tx, planId: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${planId}, 0))`.execute(tx);
