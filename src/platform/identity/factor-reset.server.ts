/** What the administrators do together: lost phones, and accounts of administrators. Runs as xieshi_steward: sees names of accounts, no business data. */
import { sql } from 'kysely';
import { notFound, Refusal } from '../../core/record/room.ts';
import type { Role } from '../../core/scope/room.ts';
import { newId } from '../../store/new-id.server.ts';
import { type Call, type Handler, handle } from '../open/handler.server.ts';
import { dropFactor } from './factor.server.ts';
import { resetAsk, resetCancel, resetConfirm, resetFind, resetList } from './factor-reset.contract.ts';
import { confirmFault, RESET_LAPSES_MS, type ResetFault, type ResetRequest, resetState } from './factor-reset.logic.ts';
import { kindOf, releaseAccount } from './second-administrator.server.ts';
import { endAllSessions } from './sessions.server.ts';
import type { Awaited } from './waiting.logic.ts';

const MOST_FOUND = 20;
const MOST_SHOWN = 100;

const FAULTS: Readonly<Record<ResetFault, { what: string; now: string }>> = {
  'own-account': { what: '不能办理自己的账号', now: '请另外两位管理员办理' },
  'same-person': { what: '申请的人不能自己确认', now: '请另一类管理员确认' },
  'same-kind': { what: '要由另一类管理员确认', now: '例如安全管理员申请的，由系统或审计管理员确认' },
  closed: { what: '这项申请已经办完、撤销，或过了24小时', now: '需要时请重新申请' },
};

const refusal = (fault: ResetFault): Refusal => new Refusal({ code: `reset-${fault}`, status: 403, ...FAULTS[fault] });

interface Row extends ResetRequest {
  id: string;
  name: string;
  username: string;
  personId: number | null;
  kind: 'factor' | Awaited;
  role: Role | null;
  reason: string;
  asker: string;
  closer: string | null;
}

async function requests({ tx }: Call, id?: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select r.id, r.account_id as "accountId", a.name, a.username, a.person_id as "personId", r.kind, r.role, r.reason,
      r.asked_by as "askedBy", r.asked_role as "askedRole", r.asked_at as "askedAt", by_ask.name as asker,
      r.confirmed_at as "confirmedAt", r.canceled_at as "canceledAt", by_close.name as closer
    from factor_reset r
    join account a on a.id = r.account_id
    join account by_ask on by_ask.id = r.asked_by
    left join account by_close on by_close.id = coalesce(r.confirmed_by, r.canceled_by)
    where ${id === undefined ? sql`true` : sql`r.id = ${id}`}
    order by r.asked_at desc, r.id desc limit ${MOST_SHOWN}`.execute(tx);
  return rows;
}

async function oneRequest(call: Call, id: string): Promise<Row> {
  const [request] = await requests(call, id);
  if (!request) throw notFound('这项申请');
  return request;
}

const subjectOf = ({ accountId, personId }: { accountId: number; personId: number | null }) => ({
  subjectKind: 'account',
  subjectId: String(accountId),
  ...(personId === null ? {} : { subjectPerson: personId }),
});

export const factorResetHandlers: readonly Handler[] = [
  handle(resetList, async (call) => {
    const by = { accountId: call.actor.accountId, role: kindOf(call) };
    const rows = await requests(call);
    return {
      requests: rows.map((row) => {
        const state = resetState(row, call.now);
        const closedAt = row.confirmedAt ?? row.canceledAt;
        return {
          id: row.id,
          name: row.name,
          username: row.username,
          kind: row.kind,
          role: row.role,
          reason: row.reason,
          state,
          asked: { name: row.asker, role: row.askedRole, at: row.askedAt.toISOString() },
          lapsesAt: new Date(row.askedAt.getTime() + RESET_LAPSES_MS).toISOString(),
          closed: closedAt && row.closer !== null ? { name: row.closer, at: closedAt.toISOString() } : null,
          mayConfirm: confirmFault(row, by, call.now) === undefined,
          mayCancel: state === 'open' && row.accountId !== by.accountId,
        };
      }),
    };
  }),

  handle(resetFind, async ({ tx, actor }, { query }) => {
    if (query.q === '') return { accounts: [] };
    const { rows } = await sql<{ id: number; name: string; username: string }>`
      select a.id, a.name, a.username from account a join account_factor f on f.account_id = a.id
      where f.secret is not null and not a.disabled and a.id <> ${actor.accountId}
        and (position(${query.q} in a.name) > 0 or position(lower(${query.q}) in lower(a.username)) > 0)
      order by a.name, a.username limit ${MOST_FOUND}`.execute(tx);
    return { accounts: rows };
  }),

  handle(resetAsk, async (call, { body }) => {
    const { tx, actor, now } = call;
    if (body.accountId === actor.accountId) throw refusal('own-account');
    const { rows } = await sql<{ accountId: number; personId: number | null }>`
      select a.id as "accountId", a.person_id as "personId" from account a
      join account_factor f on f.account_id = a.id and f.secret is not null where a.id = ${body.accountId}`.execute(tx);
    const [account] = rows;
    if (!account) throw notFound('设了动态口令的这个账号');
    call.audit(subjectOf(account));
    const open = (await requests(call)).find(
      (row) => row.kind === 'factor' && row.accountId === body.accountId && resetState(row, now) === 'open',
    );
    if (open) {
      throw new Refusal({
        code: 'reset-open',
        status: 409,
        what: `${open.name}的申请已由${open.asker}提出，还没有确认`,
        now: '请在申请里确认，或先撤销',
      });
    }
    const id = newId(now);
    await sql`insert into factor_reset (id, account_id, reason, asked_by, asked_role, asked_at)
      values (${id}, ${body.accountId}, ${body.reason}, ${actor.accountId}, ${kindOf(call)}, ${now})`.execute(tx);
    return { id };
  }),

  handle(resetConfirm, async (call, { params }) => {
    const { tx, actor, now } = call;
    const request = await oneRequest(call, params.id);
    call.audit(subjectOf(request));
    const fault = confirmFault(request, { accountId: actor.accountId, role: kindOf(call) }, now);
    if (fault) throw refusal(fault);
    const done = await sql`update factor_reset set confirmed_by = ${actor.accountId}, confirmed_role = ${kindOf(call)},
        confirmed_at = ${now}
      where id = ${request.id} and confirmed_at is null and canceled_at is null`.execute(tx);
    if (!done.numAffectedRows) throw refusal('closed');
    if (request.kind !== 'factor') {
      await releaseAccount(tx, request.accountId);
      return {};
    }
    await dropFactor(tx, request.accountId, now, true);
    await endAllSessions(tx, request.accountId, now);
    return {};
  }),

  handle(resetCancel, async (call, { params }) => {
    const { tx, actor, now } = call;
    const request = await oneRequest(call, params.id);
    call.audit(subjectOf(request));
    // Whoever holds the lost phone now must not be able to hold this up.
    if (request.accountId === actor.accountId) throw refusal('own-account');
    if (resetState(request, now) !== 'open') throw refusal('closed');
    await sql`update factor_reset set canceled_by = ${actor.accountId}, canceled_at = ${now}
      where id = ${request.id} and confirmed_at is null and canceled_at is null`.execute(tx);
    return {};
  }),
];
