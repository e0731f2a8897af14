/** Tokens of machines: each belongs to an account of its own that holds one role until the token's end. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { notFound, Refusal } from '../../core/record/room.ts';
import type { Role } from '../../core/scope/room.ts';
import type { Day } from '../../core/time/room.ts';
import type { Tx } from '../../store/database.server.ts';
import { newId } from '../../store/new-id.server.ts';
import { ROLE_NAMES } from '../access/room.ts';
import { type Call, type Handler, handle } from '../open/handler.server.ts';
import { checkRoles, organizationKnown } from './roles.server.ts';
import { type TokenLine, tokenEnd, tokenList, tokenMake } from './tokens.contract.ts';
import { endsInTime, goneFrom, MACHINE_ROLES, MOST_DAYS, writtenToken } from './tokens.logic.ts';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Whose token this is; undefined when it was never given, was ended or is over. Runs as xieshi_gate. */
export async function findToken(
  tx: Tx,
  token: string,
  today: Day,
): Promise<{ id: string; accountId: number; name: string } | undefined> {
  const { rows } = await sql<{ id: string; accountId: number; name: string }>`
    select t.id, t.account_id as "accountId", a.name
    from machine_token t join account a on a.id = t.account_id
    where t.token_hash = ${digest(token)} and t.ended_at is null and t.ends_on >= ${today} and not a.disabled`.execute(
    tx,
  );
  return rows[0];
}

async function listTokens({ tx, today }: Call): Promise<TokenLine[]> {
  const { rows } = await sql<
    Omit<TokenLine, 'madeAt' | 'endedAt'> & { role: Role; madeAt: Date; endedAt: Date | null }
  >`
    select t.id, a.name, r.role, coalesce(o.short_names[1], o.name) as "orgName", t.made_by as "madeBy",
      t.made_at as "madeAt", t.ends_on as "endsOn", t.ended_at as "endedAt"
    from machine_token t
    join account a on a.id = t.account_id
    join account_role r on r.account_id = a.id
    left join org_span o on o.org_id = r.org_id and o.valid_from <= ${today} and o.valid_to > ${today}
    order by t.ended_at is not null, t.ends_on, a.name`.execute(tx);
  return rows.map((row) => ({
    ...row,
    madeAt: row.madeAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }));
}

function refuseUnfit(role: Role, endsOn: Day, today: Day): void {
  if (!MACHINE_ROLES.includes(role)) {
    throw new Refusal({
      code: 'role-not-for-machines',
      what: `“${ROLE_NAMES[role]}”不能发给别的系统`,
      where: 'role',
      now: `可以发：${MACHINE_ROLES.map((one) => ROLE_NAMES[one]).join('、')}`,
    });
  }
  if (!endsInTime(endsOn, today)) {
    throw new Refusal({
      code: 'token-end-unfit',
      what: endsOn < today ? '到期日已经过了' : `到期日离今天超过${MOST_DAYS}天`,
      where: 'endsOn',
      now: `请选今天起${MOST_DAYS}天以内的一天；到期前可以再发新的`,
    });
  }
}

const subjectOf = (what: string, accountId: number) => ({ subjectKind: what, subjectId: String(accountId) });

export const tokenHandlers: readonly Handler[] = [
  handle(tokenList, async (call) => ({ tokens: await listTokens(call) })),

  handle(tokenMake, async (call, { body }) => {
    const { tx, city, actor, now, today } = call;
    const { name, role, orgId, endsOn } = body;
    refuseUnfit(role, endsOn, today);
    checkRoles([{ role, orgId }], null);
    await organizationKnown(tx, orgId, today);
    const { rows } = await sql<{ id: number }>`
      insert into account (username, name, kind, must_change, created_at)
      values (${`machine:${randomBytes(12).toString('hex')}`}, ${name}, 'machine', false, ${now}) returning id`.execute(
      tx,
    );
    const accountId = rows[0]!.id;
    await sql`insert into account_role (account_id, role, org_id, valid_from, valid_to)
      values (${accountId}, ${role}, ${orgId}, ${today}, ${goneFrom(endsOn)})`.execute(tx);
    const id = newId(now);
    const token = writtenToken(city.code, randomBytes(32).toString('base64url'));
    await sql`insert into machine_token (id, account_id, token_hash, made_by, made_at, ends_on)
      values (${id}, ${accountId}, ${digest(token)}, ${actor.name}, ${now}, ${endsOn})`.execute(tx);
    call.audit(subjectOf('account-machine', accountId));
    return { id, token };
  }),

  handle(tokenEnd, async (call, { params }) => {
    const { rows } = await sql<{ account_id: number }>`update machine_token set ended_at = ${call.now}
      where id = ${params.id} and ended_at is null returning account_id`.execute(call.tx);
    const [ended] = rows;
    if (!ended) throw notFound('这个令牌，或它已经收回');
    await sql`update account set disabled = true where id = ${ended.account_id}`.execute(call.tx);
    call.audit(subjectOf('account-machine', ended.account_id));
    call.registryChanged();
    return {};
  }),
];
