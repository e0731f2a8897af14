/** A branch's month: which of its regular things are recorded and which are not yet. What is owed is said by the duty rules. */
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { parse } from 'yaml';
import { z } from 'zod';
import { forbidden, notFound } from '../../core/record/room.ts';
import type { Actor } from '../../core/scope/room.ts';
import { addMonths, type Day, daySchema, firstDay, lastDay, type Month, month } from '../../core/time/room.ts';
import { organizationsOf, reachesOf, reachesOrganization, standsFor } from '../../platform/access/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { isBranch, ORG_KINDS } from '../../registry/organizations/room.ts';
import { type Kinds, titleOf } from './kinds.logic.ts';
import { mayRecordFor, readOrganization } from './organizations.server.ts';

const ruleSchema = z.object({
  id: z.string(),
  from: daySchema,
  things: z.array(z.object({ kind: z.string(), every: z.enum(['month', 'quarter']), basis: z.string() })),
  soonDays: z.int().nonnegative(),
});
export type BranchMonthRule = z.infer<typeof ruleSchema>;

/** The rule as it lies in the law book. Throws when it names a kind that is not installed. */
export function readBranchMonthRule(kinds: Kinds): BranchMonthRule {
  const file = new URL('../../../rules/life/branch-month.yaml', import.meta.url);
  const rule = ruleSchema.parse(parse(readFileSync(file, 'utf8')));
  for (const { kind } of rule.things) {
    if (!kinds.has(kind)) throw new Error(`rules/life/branch-month.yaml names an unknown kind: ${kind}`);
  }
  return rule;
}

/** First and last day of the month, or of the quarter in which it lies. */
function periodOf(every: 'month' | 'quarter', of: Month): { from: Day; to: Day } {
  if (every === 'month') return { from: firstDay(of), to: lastDay(of) };
  const number = Number(of.slice(5, 7));
  const start = month(`${of.slice(0, 4)}-${String(number - ((number - 1) % 3)).padStart(2, '0')}`);
  return { from: firstDay(start), to: lastDay(addMonths(start, 2)) };
}

interface Held {
  recordId: string;
  kind: string;
  heldOn: Day;
  due: number | null;
  present: number | null;
  body: Record<string, unknown>;
}

/** Whether somebody reads all that an organization recorded. Who reads a part of it would be told that the rest is missing. */
const readsAllOf = (actor: Actor, orgId: number): boolean => reachesOrganization(actor, 'record.read', orgId);

export async function readBranchMonth(
  { tx, actor, today }: Call,
  kinds: Kinds,
  rule: BranchMonthRule,
  orgId: number,
  of: Month,
) {
  if (!readsAllOf(actor, orgId)) throw forbidden('这个党支部的活动不全在您能看的范围内', '组织部');
  const organization = await readOrganization(tx, orgId, lastDay(of) < today ? lastDay(of) : today);
  if (!organization) throw notFound('这个党支部');
  const whole = periodOf('quarter', of);
  const { rows } = await sql<Held>`
    select record_id as "recordId", kind, held_on as "heldOn", due, present, body from activity
    where org_id = ${orgId} and held_on >= ${whole.from} and held_on <= ${whole.to}
    order by held_on, recorded_at`.execute(tx);
  const within = (kind: string, { from, to }: { from: Day; to: Day }) =>
    rows
      .filter((row) => row.kind === kind && row.heldOn >= from && row.heldOn <= to)
      .map(({ kind: _, body, ...row }) => ({ ...row, title: titleOf(kinds.get(kind), body) }));
  const regular = new Set(rule.things.map((thing) => thing.kind));
  return {
    organization: { orgId, name: organization.name },
    month: of,
    today,
    soonDays: rule.soonDays,
    things: rule.things
      .filter(({ kind }) => kinds.get(kind)?.heldBy.includes(organization.kind))
      .map(({ kind, every, basis }) => {
        const period = periodOf(every, of);
        return { kind, name: kinds.get(kind)!.name, every, basis, ...period, records: within(kind, period) };
      }),
    others: [...kinds.values()]
      .filter((kind) => !regular.has(kind.id) && kind.heldBy.includes(organization.kind))
      .map((kind) => ({ kind: kind.id, name: kind.name, records: within(kind.id, periodOf('month', of)) })),
    mayRecord: mayRecordFor(actor, orgId),
    standsFor: standsFor(actor, orgId)?.name ?? null,
    mayDelegate: reachesOrganization(actor, 'delegation.own', orgId),
  };
}

const SHOWN = 200;

/** Organizations for which somebody may record, branches first; for whoever keeps the books of more than one. */
export async function readMyBranches({ tx, actor, today }: Call, q: string | undefined) {
  const all = reachesOf(actor, 'record.write').includes('city');
  const branchKinds = ORG_KINDS.filter((kind) => isBranch(kind.id)).map((kind) => kind.id);
  const like = q ? `%${q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%` : '%';
  const { rows } = await sql<{
    orgId: number;
    name: string;
    superior: string;
    recordsThisMonth: number;
    total: number;
  }>`
    select o.org_id as "orgId", coalesce(o.short_names[1], o.name) as name, coalesce(s.short_names[1], s.name, '') as superior,
      (select count(*)::int from activity a where a.org_id = o.org_id and a.held_on >= ${`${today.slice(0, 7)}-01`}
        and a.held_on <= ${today}) as "recordsThisMonth", count(*) over ()::int as total
    from org_span o
    left join org_span s on s.org_id = o.parent_id and s.valid_from <= ${today} and s.valid_to > ${today}
    where o.valid_from <= ${today} and o.valid_to > ${today} and o.kind = any(${branchKinds as string[]}::text[])
      and (${all} or o.org_id = any(${organizationsOf(actor, 'record.write')}::int[]))
      and (o.name ilike ${like} or array_to_string(o.short_names, ' ') ilike ${like})
    order by o.org_id limit ${SHOWN}`.execute(tx);
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _, ...row }) => row) };
}
