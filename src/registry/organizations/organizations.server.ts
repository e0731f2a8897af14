/** Organizations and their members as of a day, from spans; or as they were known at an earlier instant, from the facts themselves. */
import { type RawBuilder, sql } from 'kysely';
import { forbidden, notFound, Refusal } from '../../core/record/room.ts';
import type { Actor } from '../../core/scope/room.ts';
import { addDays, type Day, dayName } from '../../core/time/room.ts';
import { reachesOf, reachesOrganization } from '../../platform/access/room.ts';
import { organizationsBelow } from '../../platform/access/scope.server.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { readFigure } from '../../store/figure.server.ts';
import { type SpanName, spansKnownAt } from '../../store/spans.server.ts';
import type { MemberLine, OrgLine } from './organizations.contract.ts';
import { holdingOn, membersFigure } from './registry-figures.logic.ts';

export const seesCity = (actor: Actor): boolean => reachesOf(actor, 'registry.read').includes('city');
export const seesPeopleOf = (actor: Actor, orgId: number): boolean =>
  reachesOrganization(actor, 'registry.read', orgId);

/** Whether the reader may open the file of somebody in an organization; the file's own route judges again. */
export function opensFile(actor: Actor, personId: number, orgId: number): boolean {
  const reach = reachesOf(actor, 'person.read');
  return (
    reach.includes('city') ||
    (reach.includes('charge') && actor.chargeIds.includes(personId)) ||
    reachesOrganization(actor, 'person.read', orgId)
  );
}

/** The instant that was asked for. It reads the facts themselves, which only readers of the whole city may. */
export function knownInstant(actor: Actor, knownAt: string | undefined): Date | undefined {
  if (knownAt === undefined) return undefined;
  if (!seesCity(actor)) throw forbidden('您的角色不能查看“按当时所知”的情况', '组织部');
  return new Date(knownAt);
}

/** What stands before a select so that it reads the named spans as known at an instant; nothing for what is known now. */
export const asKnown = (names: readonly SpanName[], knownAt: Date | undefined): RawBuilder<unknown> =>
  knownAt ? sql`with ${spansKnownAt(names, knownAt)}` : sql``;

/** Columns of an organization's line over `org_span s`. */
const LINE = sql`s.org_id as id, s.parent_id as "parentId", s.second_parent_id as "secondParentId", s.name,
  coalesce(s.short_names[1], s.name) as "shortName", s.short_names as "shortNames", s.kind, s.sector,
  s.term_expires_on as "termExpiresOn", s.covers`;

/** All organizations on a day, superiors' ids beside; as known at an instant when one is given. */
export async function organizationsOn(tx: Tx, on: Day, knownAt?: Date): Promise<(OrgLine & { since: Day })[]> {
  const { rows } = await sql<OrgLine & { since: Day }>`
    ${asKnown(['organization'], knownAt)}
    select ${LINE}, s.valid_from as since from org_span s
    where s.valid_from <= ${on} and s.valid_to > ${on} order by s.org_id`.execute(tx);
  return rows;
}

export type Span = OrgLine & { validFrom: Day; validTo: Day | 'infinity' };

/** The organization's spans and the one that holds on the day. Refuses with the day on which it began or ended. */
export async function spanOn(tx: Tx, id: number, on: Day, knownAt?: Date): Promise<{ now: Span; all: Span[] }> {
  const { rows: all } = await sql<Span>`
    ${asKnown(['organization'], knownAt)}
    select ${LINE}, s.valid_from as "validFrom", s.valid_to as "validTo"
    from org_span s where s.org_id = ${id} order by s.valid_from`.execute(tx);
  const [first] = all;
  if (!first) throw notFound('这个组织');
  const now = all.find((span) => span.validFrom <= on && span.validTo > on);
  if (now) return { now, all };
  const last = all.findLast((span) => span.validTo <= on);
  throw new Refusal({
    code: 'not-on-that-day',
    status: 404,
    what: last
      ? `${last.name}已于${dayName(last.validTo as Day)}撤销`
      : `${first.name}到${dayName(on)}还没有设立，登记的设立时间是${dayName(first.validFrom)}`,
    now: '请换一个日期再看',
    data: { firstDay: first.validFrom, lastDay: last ? addDays(last.validTo as Day, -1) : null },
  });
}

/** Members at and below an organization on a day, in all and by branch. */
export async function membersOf(tx: Tx, orgIds: readonly number[], on: Day, limit: number, knownAt?: Date) {
  const answer = await readFigure<
    Omit<MemberLine, 'posts' | 'opens'>,
    keyof typeof membersFigure.columns,
    keyof typeof membersFigure.filters,
    keyof typeof membersFigure.measures
  >(
    tx,
    membersFigure,
    { filters: { ...holdingOn(on), orgs: orgIds }, by: 'orgId', limit },
    knownAt && spansKnownAt(['organization', 'person', 'membership'], knownAt),
  );
  const byOrg = new Map(answer.groups.map(({ key, numbers }) => [Number(key), numbers.members]));
  return { total: answer.numbers.members, byOrg, rows: answer.rows };
}

const MOST_MEMBERS = 50_000;

/** Who may open a member's file or answers for what stands in it needs his sex and day of joining; a fellow member does not. */
export const keepsRegister = (actor: Actor, { personId, orgId }: Pick<MemberLine, 'personId' | 'orgId'>): boolean =>
  opensFile(actor, personId, orgId) || reachesOrganization(actor, 'correction.answer', orgId);

/** Organizations below each direct subordinate of one, itself included. */
export async function branchesBelow(tx: Tx, id: number, on: Day, knownAt?: Date): Promise<Map<number, number[]>> {
  const { rows } = await sql<{ child: number; orgs: number[] }>`
    with recursive ${knownAt ? sql`${spansKnownAt(['organization'], knownAt)},` : sql``} below as (
      select org_id as child, org_id from org_span
      where parent_id = ${id} and valid_from <= ${on} and valid_to > ${on}
      union
      select b.child, s.org_id from below b join org_span s on s.parent_id = b.org_id
      where s.valid_from <= ${on} and s.valid_to > ${on})
    select child, array_agg(org_id) as orgs from below group by child`.execute(tx);
  return new Map(rows.map((row) => [row.child, row.orgs]));
}

/** Members of an organization on a day with their posts in it; `below` counts subordinate organizations in. */
export async function listMembers(
  { tx, actor }: Call,
  id: number,
  on: Day,
  below: boolean,
  knownAt?: Date,
): Promise<{ total: number; members: MemberLine[] }> {
  if (!seesPeopleOf(actor, id)) throw forbidden('您看不到这个组织的党员', '组织部');
  await spanOn(tx, id, on, knownAt);
  const orgIds = below
    ? knownAt
      ? [id, ...[...(await branchesBelow(tx, id, on, knownAt)).values()].flat()]
      : await organizationsBelow(tx, [id], on)
    : [id];
  const { total, rows } = await membersOf(tx, orgIds, on, MOST_MEMBERS, knownAt);
  const { rows: posts } = await sql<{ person_id: number; org_id: number; title: string }>`
    ${asKnown(['post'], knownAt)}
    select person_id, org_id, title from post_span
    where org_id = any(${orgIds}::int[]) and valid_from <= ${on} and valid_to > ${on} order by valid_from, title`.execute(
    tx,
  );
  const titles = Map.groupBy(posts, (post) => `${post.person_id}/${post.org_id}`);
  return {
    total,
    members: rows.map((row) => ({
      ...row,
      ...(keepsRegister(actor, row) ? {} : { sex: null, joinedOn: null, joinedPrecision: null }),
      opens: opensFile(actor, row.personId, row.orgId),
      posts: (titles.get(`${row.personId}/${row.orgId}`) ?? []).map((post) => post.title),
    })),
  };
}
