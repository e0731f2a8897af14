/** Organizations as of a day, from spans; or as they were known at an earlier instant, from the facts themselves. */
import { sql } from 'kysely';
import { forbidden, notFound, Refusal } from '../../core/record/room.ts';
import type { Actor } from '../../core/scope/room.ts';
import { addDays, type Day, dayName } from '../../core/time/room.ts';
import { reachesOf, reachesOrganization } from '../../platform/access/room.ts';
import { organizationsBelow } from '../../platform/access/scope.server.ts';
import { type Call, type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { readFigure } from '../../store/figure.server.ts';
import { spansOf } from '../../store/spans.server.ts';
import { POSTS, RANKS } from './facts.logic.ts';
import { type OrganizationFact, organizationChange } from './history.logic.ts';
import {
  type HistoryLine,
  type Holder,
  type MemberLine,
  type OrganizationPage,
  type OrgLine,
  organizationOpen,
  organizationPeople,
  organizationTree,
} from './organizations.contract.ts';
import { holdingOn, membersFigure } from './registry-figures.logic.ts';

const seesCity = (actor: Actor): boolean => reachesOf(actor, 'registry.read').includes('city');
const seesPeopleOf = (actor: Actor, orgId: number): boolean => reachesOrganization(actor, 'registry.read', orgId);

/** Whether the reader may open the file of somebody in an organization; the file's own route judges again. */
function opensFile(actor: Actor, personId: number, orgId: number): boolean {
  const reach = reachesOf(actor, 'person.read');
  return (
    reach.includes('city') ||
    (reach.includes('charge') && actor.chargeIds.includes(personId)) ||
    reachesOrganization(actor, 'person.read', orgId)
  );
}

/** All organizations on a day, superiors' ids beside; as known at an instant when one is given. */
export async function organizationsOn(tx: Tx, on: Day, knownAt?: Date): Promise<OrgLine[]> {
  const spans = knownAt ? sql`(${spansOf('organization', sql`true`, knownAt)})` : sql`org_span`;
  const { rows } = await sql<OrgLine>`
    select org_id as id, parent_id as "parentId", name, coalesce(short_names[1], name) as "shortName", kind, sector,
      term_expires_on as "termExpiresOn"
    from ${spans} s where valid_from <= ${on} and valid_to > ${on} order by org_id`.execute(tx);
  return rows;
}

/** Every short name of each organization on a day. */
export async function shortNamesOn(tx: Tx, on: Day): Promise<Map<number, string[]>> {
  const { rows } = await sql<{ id: number; short_names: string[] }>`
    select org_id as id, short_names from org_span where valid_from <= ${on} and valid_to > ${on}`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.short_names]));
}

export interface SpanRow {
  name: string;
  short_names: string[];
  kind: OrgLine['kind'];
  sector: OrgLine['sector'];
  parent_id: number | null;
  term_expires_on: Day | null;
  valid_from: Day;
  valid_to: Day | 'infinity';
}

/** The organization's spans and the one that holds on the day. Refuses with the day on which it began or ended. */
export async function spanOn(tx: Tx, id: number, on: Day): Promise<{ now: SpanRow; all: SpanRow[] }> {
  const { rows: all } = await sql<SpanRow>`
    select name, short_names, kind, sector, parent_id, term_expires_on, valid_from, valid_to
    from org_span where org_id = ${id} order by valid_from`.execute(tx);
  const [first] = all;
  if (!first) throw notFound('这个组织');
  const now = all.find((span) => span.valid_from <= on && span.valid_to > on);
  if (now) return { now, all };
  const last = all.findLast((span) => span.valid_to <= on);
  throw new Refusal({
    code: 'not-on-that-day',
    status: 404,
    what: last
      ? `${last.name}已于${dayName(last.valid_to as Day)}撤销`
      : `${first.name}到${dayName(on)}还没有设立，登记的设立时间是${dayName(first.valid_from)}`,
    now: '请换一个日期再看',
    data: { firstDay: first.valid_from, lastDay: last ? addDays(last.valid_to as Day, -1) : null },
  });
}

const formerNames = (all: readonly SpanRow[], now: SpanRow): OrganizationPage['formerNames'] =>
  all
    .filter((span, at) => span.valid_from < now.valid_from && span.name !== (all[at + 1]?.name ?? now.name))
    .map((span) => ({ name: span.name, until: span.valid_to as Day }));

async function chainOf(tx: Tx, id: number, on: Day): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`
    with recursive up as (
      select parent_id, 1 as step from org_span where org_id = ${id} and valid_from <= ${on} and valid_to > ${on}
      union all
      select s.parent_id, u.step + 1 from up u join org_span s on s.org_id = u.parent_id
      where s.valid_from <= ${on} and s.valid_to > ${on} and u.step < 50)
    select s.org_id as id, coalesce(s.short_names[1], s.name) as name
    from up u join org_span s on s.org_id = u.parent_id and s.valid_from <= ${on} and s.valid_to > ${on}
    order by u.step desc`.execute(tx);
  return rows;
}

async function holdersOf({ tx, actor }: Call, id: number, on: Day): Promise<Holder[]> {
  const { rows } = await sql<Omit<Holder, 'opens'>>`
    select t.person_id as "personId", p.name, t.post, t.title, t.rank, t.valid_from as "from"
    from post_span t join person_span p on p.person_id = t.person_id and p.valid_from <= ${on} and p.valid_to > ${on}
    where t.org_id = ${id} and t.valid_from <= ${on} and t.valid_to > ${on}
    order by array_position(${POSTS.map((post) => post.id)}::text[], t.post),
      array_position(${RANKS.map((rank) => rank.id)}::text[], t.rank), t.valid_from, t.person_id`.execute(tx);
  return rows.map((row) => ({ ...row, opens: opensFile(actor, row.personId, id) }));
}

/** Members at and below an organization on a day, in all and by branch. */
async function membersOf(tx: Tx, orgIds: readonly number[], on: Day, limit: number) {
  const answer = await readFigure<
    Omit<MemberLine, 'posts' | 'opens'>,
    keyof typeof membersFigure.columns,
    keyof typeof membersFigure.filters,
    keyof typeof membersFigure.measures
  >(tx, membersFigure, { filters: { ...holdingOn(on), orgs: orgIds }, by: 'orgId', limit });
  const byOrg = new Map(answer.groups.map(({ key, numbers }) => [Number(key), numbers.members]));
  return { total: answer.numbers.members, byOrg, rows: answer.rows };
}

/** Every organization below each direct subordinate, itself included. */
async function branchesBelow(tx: Tx, id: number, on: Day): Promise<Map<number, number[]>> {
  const { rows } = await sql<{ child: number; orgs: number[] }>`
    with recursive below as (
      select org_id as child, org_id from org_span
      where parent_id = ${id} and valid_from <= ${on} and valid_to > ${on}
      union
      select b.child, s.org_id from below b join org_span s on s.parent_id = b.org_id
      where s.valid_from <= ${on} and s.valid_to > ${on})
    select child, array_agg(org_id) as orgs from below group by child`.execute(tx);
  return new Map(rows.map((row) => [row.child, row.orgs]));
}

async function historyOf(tx: Tx, id: number): Promise<HistoryLine[]> {
  const { rows } = await sql<
    OrganizationFact & { seq: number; author: string; summary: string; recordedAt: Date; takenBack: boolean }
  >`
    select f.seq, 'organization' as fact, f.org_id as "orgId", f.valid_from as "validFrom", f.ended, f.name,
      f.short_names as "shortNames", f.kind, f.sector, f.parent_id as "parentId", f.term_expires_on as "termExpiresOn",
      a.author, a.summary, f.recorded_at as "recordedAt",
      exists (select from act_taken_back b where b.act_id = f.act_id) as "takenBack"
    from organization_fact f join act a on a.id = f.act_id
    where f.org_id = ${id} order by f.valid_from, f.seq`.execute(tx);
  const superiors = [...new Set(rows.flatMap((row) => (row.parentId === null ? [] : [row.parentId])))];
  const { rows: names } = await sql<{ id: number; name: string }>`
    select distinct on (org_id) org_id as id, coalesce(short_names[1], name) as name from org_span
    where org_id = any(${superiors}::int[]) order by org_id, valid_from desc`.execute(tx);
  const nameOf = (of: number): string => names.find((one) => one.id === of)?.name ?? '一个已收回的组织';
  let before: OrganizationFact | undefined;
  return rows
    .map((row) => {
      const what = organizationChange(before, row, nameOf);
      if (!row.takenBack) before = row;
      return {
        id: String(row.seq),
        validFrom: row.validFrom,
        what,
        author: row.author,
        summary: row.summary,
        recordedAt: row.recordedAt.toISOString(),
        takenBack: row.takenBack,
      };
    })
    .reverse();
}

/** One organization on a day, as far as the reader may see. */
async function openOrganization(call: Call, id: number, asOf?: Day): Promise<OrganizationPage> {
  const { tx, actor, today } = call;
  const on = asOf ?? today;
  const { now, all } = await spanOn(tx, id, on);
  const children = (await organizationsOn(tx, on)).filter((org) => org.parentId === id);
  const visible = seesPeopleOf(actor, id);
  const below = await branchesBelow(tx, id, on);
  const everyone = visible
    ? await membersOf(tx, [id, ...new Set([...below.values()].flat())], on, 0)
    : { total: 0, byOrg: new Map<number, number>() };
  const own = everyone.byOrg.get(id) ?? 0;
  return {
    id,
    asOf: on,
    parentId: now.parent_id,
    name: now.name,
    shortName: now.short_names[0] ?? now.name,
    shortNames: now.short_names,
    kind: now.kind,
    sector: now.sector,
    termExpiresOn: now.term_expires_on,
    formerNames: formerNames(all, now),
    chain: await chainOf(tx, id, on),
    subordinates: children.map((child) => ({
      ...child,
      members: visible
        ? (below.get(child.id) ?? []).reduce((sum, org) => sum + (everyone.byOrg.get(org) ?? 0), 0)
        : null,
    })),
    members: visible ? { own, below: everyone.total } : null,
    holders: await holdersOf(call, id, on),
    history: seesCity(actor) ? await historyOf(tx, id) : null,
  };
}

const MOST_MEMBERS = 50_000;

/** Who may open a member's file or answers for what stands in it needs his sex and day of joining; a fellow member does not. */
const keepsRegister = (actor: Actor, { personId, orgId }: Pick<MemberLine, 'personId' | 'orgId'>): boolean =>
  opensFile(actor, personId, orgId) || reachesOrganization(actor, 'correction.answer', orgId);

/** Members of an organization on a day with their posts in it; `below` counts subordinate organizations in. */
export async function listMembers(
  { tx, actor }: Call,
  id: number,
  on: Day,
  below: boolean,
): Promise<{ total: number; members: MemberLine[] }> {
  if (!seesPeopleOf(actor, id)) throw forbidden('您看不到这个组织的党员', '组织部');
  await spanOn(tx, id, on);
  const orgIds = below ? await organizationsBelow(tx, [id], on) : [id];
  const { total, rows } = await membersOf(tx, orgIds, on, MOST_MEMBERS);
  const { rows: posts } = await sql<{ person_id: number; org_id: number; title: string }>`
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

export const organizationHandlers: readonly Handler[] = [
  handle(organizationTree, async ({ tx, actor, today }, { query }) => {
    if (query.knownAt && !seesCity(actor)) throw forbidden('您的角色不能查看“按当时所知”的情况', '组织部');
    const on = query.asOf ?? today;
    const organizations = await organizationsOn(tx, on, query.knownAt ? new Date(query.knownAt) : undefined);
    const own = new Set(actor.roles.map(({ orgId }) => orgId));
    const home = seesCity(actor) ? undefined : organizations.find(({ id }) => own.has(id))?.id;
    return { asOf: on, home: home ?? null, organizations };
  }),
  handle(organizationOpen, (call, { params, query }) => openOrganization(call, params.id, query.asOf)),
  handle(organizationPeople, (call, { params, query }) =>
    listMembers(call, params.id, query.asOf ?? call.today, query.below === 'true'),
  ),
];
