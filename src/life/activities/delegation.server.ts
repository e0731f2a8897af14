/** Having somebody type for one 代录. What a delegate may is worked out with every actor, in platform/access. */
import { sql } from 'kysely';
import type { RecordKind } from '../../core/record/room.ts';
import { forbidden, notFound, Refusal } from '../../core/record/room.ts';
import { addDays, type Day, daysBetween } from '../../core/time/room.ts';
import { idsOf } from '../../platform/access/kept-person.server.ts';
import { organizationsOf, reachesOrganization } from '../../platform/access/room.ts';
import { type Call, type Handler, handle } from '../../platform/open/handler.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { findAccountsOf } from '../../store/found-accounts.server.ts';
import {
  type Delegation,
  delegationEnd,
  delegationFindPerson,
  delegationGive,
  delegations,
} from './delegation.contract.ts';
import { type Kinds, kindsOf } from './kinds.logic.ts';
import { readBelow } from './organizations.server.ts';

const MOST_FOUND = 30;
const MOST_TYPED = 50;
/** A delegation is for a time; whoever needs it longer asks again. */
const MOST_DAYS = 366;

interface Row {
  id: string;
  to: string;
  orgId: number;
  orgName: string;
  from: Day;
  to_day: Day;
  reason: string;
  endedAt: Date | null;
}

function stateOf({ orgId, from, to_day, endedAt }: Row, { actor, today }: Call): Delegation['state'] {
  if (endedAt) return 'ended';
  if (to_day <= today) return 'over';
  if (from > today) return 'later';
  return reachesOrganization(actor, 'delegation.own', orgId) ? 'running' : 'paused';
}

async function given(call: Call): Promise<Delegation[]> {
  const { rows } = await sql<Row>`
    select d.id, d.to_name as "to", d.org_id as "orgId", d.valid_from as "from", d.valid_to as to_day, d.reason,
      d.ended_at as "endedAt", coalesce((select coalesce(o.short_names[1], o.name) from org_span o where o.org_id = d.org_id
        order by o.valid_from desc limit 1), '') as "orgName"
    from delegation d where d.person_id = any(${idsOf(call.actor.personId)})
    order by d.ended_at is null and d.valid_to > ${call.today} desc, d.given_at desc`.execute(call.tx);
  return rows.map((row) => ({
    id: row.id,
    to: row.to,
    organization: { orgId: row.orgId, name: row.orgName },
    from: row.from,
    until: addDays(row.to_day, -1),
    reason: row.reason,
    state: stateOf(row, call),
    endedAt: row.endedAt?.toISOString() ?? null,
  }));
}

async function typedFor({ tx, actor }: Call, kinds: Kinds) {
  const { rows } = await sql<{
    recordId: string;
    kind: string;
    organization: string;
    heldOn: Day;
    author: string;
    recordedAt: Date;
  }>`
    select a.record_id as "recordId", a.kind, a.held_on as "heldOn", a.author, a.recorded_at as "recordedAt",
      coalesce((select coalesce(o.short_names[1], o.name) from org_span o
        where o.org_id = a.org_id and o.valid_from <= a.held_on and o.valid_to > a.held_on), '') as organization
    from activity a where a.stands_for = ${actor.personId} order by a.recorded_at desc limit ${MOST_TYPED}`.execute(tx);
  return rows.map(({ kind, recordedAt, ...row }) => ({
    ...row,
    kindName: kinds.get(kind)?.name ?? kind,
    recordedAt: recordedAt.toISOString(),
  }));
}

async function organizationsNamed(tx: Tx, ids: readonly number[], today: Day) {
  const { rows } = await sql<{ orgId: number; name: string }>`
    select org_id as "orgId", coalesce(short_names[1], name) as name from org_span
    where org_id = any(${ids as number[]}::int[]) and valid_from <= ${today} and valid_to > ${today}
    order by org_id`.execute(tx);
  return rows;
}

/** People who are members or hold posts at or below an organization today, without oneself. */
async function peopleBelow({ tx, actor, today }: Call, orgId: number, q: string) {
  const orgs = await readBelow(tx, orgId, today);
  const { rows } = await sql<{ id: number; name: string; detail: string }>`
    select p.person_id as id, p.name, string_agg(distinct coalesce(o.short_names[1], o.name), '、') as detail
    from (
      select person_id, org_id from membership_span
      where org_id = any(${orgs}::int[]) and valid_from <= ${today} and valid_to > ${today}
      union
      select person_id, org_id from post_span
      where org_id = any(${orgs}::int[]) and valid_from <= ${today} and valid_to > ${today}) s
    join person_span p on p.person_id = s.person_id and p.valid_from <= ${today} and p.valid_to > ${today}
    join org_span o on o.org_id = s.org_id and o.valid_from <= ${today} and o.valid_to > ${today}
    where position(${q} in p.name) > 0 and p.person_id is distinct from ${actor.personId}::int
    group by p.person_id, p.name order by p.name, p.person_id`.execute(tx);
  return rows;
}

function refuseUnfit({ actor, today }: Call, { orgId, from, until }: { orgId: number; from: Day; until: Day }): void {
  if (!organizationsOf(actor, 'delegation.own').includes(orgId)) {
    throw forbidden('您不负责这个组织的记录，不能请人代录', '安全管理员');
  }
  if (from < today) {
    throw new Refusal({ code: 'delegation-past', what: '开始的日子已经过了', where: 'from', now: '请从今天起' });
  }
  if (until < from || daysBetween(from, until) >= MOST_DAYS) {
    const what = until < from ? '截止的日子早于开始的日子' : '一次最多请代录一年';
    throw new Refusal({ code: 'delegation-too-long', what, where: 'until', now: '请改截止的日子；到期后可以再请' });
  }
}

export function delegationHandlers(installed: readonly RecordKind[]): Handler[] {
  const kinds = kindsOf(installed);
  return [
    handle(delegations, async (call) => ({
      given: await given(call),
      organizations: await organizationsNamed(call.tx, organizationsOf(call.actor, 'delegation.own'), call.today),
      typed: await typedFor(call, kinds),
    })),

    handle(delegationFindPerson, async (call, { query }) => {
      if (!organizationsOf(call.actor, 'delegation.own').includes(query.orgId)) {
        throw forbidden('您不负责这个组织的记录，不能请人代录', '安全管理员');
      }
      const people = await peopleBelow(call, query.orgId, query.q);
      const accounts = await findAccountsOf(
        call.tx,
        people.map(({ id }) => id),
      );
      // Who can type at all before those who cannot.
      const known = people.map((person) => ({ ...person, hasAccount: accounts.has(person.id) }));
      return { people: known.sort((a, b) => Number(b.hasAccount) - Number(a.hasAccount)).slice(0, MOST_FOUND) };
    }),

    handle(delegationGive, async (call, { body }) => {
      const { tx, actor, now } = call;
      const { id, personId, orgId, from, until, reason } = body;
      const { rows: there } = await sql`select 1 from delegation where id = ${id}`.execute(tx);
      if (there.length > 0) return { id };
      refuseUnfit(call, body);
      const person = (await peopleBelow(call, orgId, '')).find((one) => one.id === personId);
      if (!person) throw notFound('本组织和下级组织里的这个人');
      const account = (await findAccountsOf(tx, [personId])).get(personId);
      if (account === undefined) {
        throw new Refusal({
          code: 'no-account',
          what: `${person.name}还没有可以用的账号`,
          where: 'personId',
          now: '请安全管理员先给他建账号，或另请一位',
        });
      }
      call.audit({ subjectKind: 'delegation', subjectId: id, subjectPerson: personId });
      await sql`insert into delegation
        (id, account_id, person_id, name, to_account_id, to_name, org_id, valid_from, valid_to, reason, given_at)
        values (${id}, ${actor.accountId}, ${actor.personId}, ${actor.name}, ${account}, ${person.name}, ${orgId}, ${from},
          ${addDays(until, 1)}, ${reason}, ${now})`.execute(tx);
      call.registryChanged();
      return { id };
    }),

    handle(delegationEnd, async (call, { params }) => {
      const ended = await sql`update delegation set ended_at = ${call.now}
        where id = ${params.id} and ended_at is null`.execute(call.tx);
      if (!ended.numAffectedRows) throw notFound('这次代录，或它已经收回');
      call.audit({ subjectKind: 'delegation', subjectId: params.id });
      call.registryChanged();
      return {};
    }),
  ];
}
