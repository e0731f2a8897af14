/** The tree, one organization's page and its members, answered. */
import { sql } from 'kysely';
import type { Day } from '../../core/time/room.ts';
import { type Call, type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { spansKnownAt } from '../../store/spans.server.ts';
import { POSTS, RANKS } from './facts.logic.ts';
import { formerly, type OrganizationFact, organizationChange } from './history.logic.ts';
import { initialsOfAll } from './initials.server.ts';
import {
  type HistoryLine,
  type Holder,
  type OrganizationPage,
  organizationOpen,
  organizationPeople,
  organizationTree,
} from './organizations.contract.ts';
import {
  asKnown,
  branchesBelow,
  knownInstant,
  listMembers,
  membersOf,
  opensFile,
  organizationsOn,
  seesCity,
  seesPeopleOf,
  spanOn,
} from './organizations.server.ts';

async function chainOf(tx: Tx, id: number, on: Day, knownAt?: Date): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`
    with recursive ${knownAt ? sql`${spansKnownAt(['organization'], knownAt)},` : sql``} up as (
      select parent_id, 1 as step from org_span where org_id = ${id} and valid_from <= ${on} and valid_to > ${on}
      union all
      select s.parent_id, u.step + 1 from up u join org_span s on s.org_id = u.parent_id
      where s.valid_from <= ${on} and s.valid_to > ${on} and u.step < 50)
    select s.org_id as id, coalesce(s.short_names[1], s.name) as name
    from up u join org_span s on s.org_id = u.parent_id and s.valid_from <= ${on} and s.valid_to > ${on}
    order by u.step desc`.execute(tx);
  return rows;
}

async function holdersOf({ tx, actor }: Call, id: number, on: Day, knownAt?: Date): Promise<Holder[]> {
  const { rows } = await sql<Omit<Holder, 'opens'>>`
    ${asKnown(['post', 'person'], knownAt)}
    select t.person_id as "personId", p.name, t.post, t.title, t.rank, t.valid_from as "from"
    from post_span t join person_span p on p.person_id = t.person_id and p.valid_from <= ${on} and p.valid_to > ${on}
    where t.org_id = ${id} and t.valid_from <= ${on} and t.valid_to > ${on}
    order by array_position(${POSTS.map((post) => post.id)}::text[], t.post),
      array_position(${RANKS.map((rank) => rank.id)}::text[], t.rank), t.valid_from, t.person_id`.execute(tx);
  return rows.map((row) => ({ ...row, opens: opensFile(actor, row.personId, id) }));
}

/** Every fact about an organization with its act, the latest first; as far as it had been recorded at an instant. */
async function historyOf(tx: Tx, id: number, knownAt?: Date): Promise<HistoryLine[]> {
  const until = knownAt ?? null;
  const { rows } = await sql<
    OrganizationFact & Omit<HistoryLine, 'id' | 'recordedAt'> & { seq: number; recordedAt: Date }
  >`
    select f.seq, 'organization' as fact, f.org_id as "orgId", f.valid_from as "validFrom", f.ended, f.name,
      f.short_names as "shortNames", f.kind, f.sector, f.parent_id as "parentId", f.term_expires_on as "termExpiresOn",
      f.second_parent_id as "secondParentId", f.covers, a.author, a.summary, coalesce(r.basis, '') as basis,
      coalesce(r.document_number, '') as "documentNumber", f.recorded_at as "recordedAt",
      exists (select from act_taken_back b where b.act_id = f.act_id
        and (${until}::timestamptz is null or b.recorded_at <= ${until})) as "takenBack"
    from organization_fact f join act a on a.id = f.act_id left join registry_act r on r.act_id = f.act_id
    where f.org_id = ${id} and (${until}::timestamptz is null or f.recorded_at <= ${until})
    order by f.valid_from, f.seq`.execute(tx);
  const named = rows.flatMap((row) => [row.parentId, row.secondParentId ?? null]).filter((one) => one !== null);
  const { rows: names } = await sql<{ id: number; name: string }>`
    select distinct on (org_id) org_id as id, coalesce(short_names[1], name) as name from org_span
    where org_id = any(${[...new Set(named)]}::int[]) order by org_id, valid_from desc`.execute(tx);
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
        basis: row.basis,
        documentNumber: row.documentNumber,
        recordedAt: row.recordedAt.toISOString(),
        takenBack: row.takenBack,
      };
    })
    .reverse();
}

/** One organization on a day, as far as the reader may see. */
async function openOrganization(call: Call, id: number, on: Day, knownAt?: Date): Promise<OrganizationPage> {
  const { tx, actor } = call;
  const { now, all } = await spanOn(tx, id, on, knownAt);
  const { validFrom: _from, validTo: _to, ...line } = now;
  const others = (await organizationsOn(tx, on, knownAt)).map(({ since: _, ...org }) => org);
  const children = others.filter((org) => org.parentId === id);
  const second = others.find((org) => org.id === now.secondParentId);
  const visible = seesPeopleOf(actor, id);
  const below = await branchesBelow(tx, id, on, knownAt);
  const everyone = visible
    ? await membersOf(tx, [id, ...new Set([...below.values()].flat())], on, 0, knownAt)
    : { total: 0, byOrg: new Map<number, number>() };
  const own = everyone.byOrg.get(id) ?? 0;
  const former = <V>(pick: (span: typeof now) => V) => formerly(all, now, pick);
  return {
    ...line,
    asOf: on,
    formerNames: former(({ name }) => name).map(({ was, until }) => ({ name: was, until })),
    formerShortNames: former(({ shortNames }) => shortNames)
      .filter(({ was }) => was.length > 0)
      .map(({ was, until }) => ({ names: was, until })),
    formerKinds: former(({ kind }) => kind).map(({ was, until }) => ({ kind: was, until })),
    chain: await chainOf(tx, id, on, knownAt),
    secondParent: second ? { id: second.id, name: second.shortName } : null,
    secondSubordinates: others.filter((org) => org.secondParentId === id),
    subordinates: children.map((child) => ({
      ...child,
      members: visible
        ? (below.get(child.id) ?? []).reduce((sum, org) => sum + (everyone.byOrg.get(org) ?? 0), 0)
        : null,
    })),
    members: visible ? { own, below: everyone.total } : null,
    holders: await holdersOf(call, id, on, knownAt),
    history: seesCity(actor) ? await historyOf(tx, id, knownAt) : null,
  };
}

export const organizationHandlers: readonly Handler[] = [
  handle(organizationTree, async ({ tx, actor, today }, { query }) => {
    const on = query.asOf ?? today;
    const organizations = await organizationsOn(tx, on, knownInstant(actor, query.knownAt));
    const own = new Set(actor.roles.map(({ orgId }) => orgId));
    const home = seesCity(actor) ? undefined : organizations.find(({ id }) => own.has(id))?.id;
    return {
      asOf: on,
      asksKnown: seesCity(actor),
      home: home ?? null,
      organizations: organizations.map((org) => ({ ...org, initials: initialsOfAll([org.name, ...org.shortNames]) })),
    };
  }),
  handle(organizationOpen, (call, { params, query }) =>
    openOrganization(call, params.id, query.asOf ?? call.today, knownInstant(call.actor, query.knownAt)),
  ),
  handle(organizationPeople, (call, { params, query }) =>
    listMembers(
      call,
      params.id,
      query.asOf ?? call.today,
      query.below === 'true',
      knownInstant(call.actor, query.knownAt),
    ),
  ),
];
