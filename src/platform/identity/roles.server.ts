/** Checks before a role is given: may it stand with the others, does the organization exist. */
import { sql } from 'kysely';
import { notFound, Refusal } from '../../core/record/room.ts';
import type { Role } from '../../core/scope/room.ts';
import type { Day } from '../../core/time/room.ts';
import type { Tx } from '../../store/database.server.ts';
import { type Rests, type RoleFault, roleFault } from './accounts.logic.ts';

export const ROLE_FAULTS: Readonly<Record<RoleFault, { what: string; now: string }>> = {
  'administrators-apart': {
    what: '系统、安全、审计管理员的账号不能再有别的角色',
    now: '三员各自分开，也不接触业务；请为业务工作另建账号',
  },
  'organization-needed': { what: '这个角色要写明在哪个组织', now: '请选一个组织' },
  'organization-not-used': { what: '这个角色管全市，不属于哪一个组织', now: '请去掉所选的组织' },
  'person-needed': { what: '这个角色要落到具体的人', now: '请先按姓名选人，再发放这个角色' },
};

/** Throws what is wrong with these roles on one account. */
export function checkRoles(
  roles: readonly { role: Role; orgId: number | null; rests?: Rests }[],
  personId: number | null,
): void {
  const fault = roleFault(roles, personId);
  if (fault) throw new Refusal({ code: fault, where: 'roles', ...ROLE_FAULTS[fault] });
}

/** Throws when a role is to rest on a post that the person neither holds nor will hold. */
export async function postKnown(tx: Tx, rests: Rests | undefined, personId: number | null, today: Day): Promise<void> {
  if (rests?.on !== 'post') return;
  const { rows } = await sql`select 1 from post_span
    where person_id = coalesce((select into_id from person_alias where person_id = ${personId}), ${personId}::int)
      and org_id = ${rests.orgId} and post = ${rests.post} and valid_to > ${today}`.execute(tx);
  if (rows.length > 0) return;
  throw new Refusal({
    code: 'post-not-held',
    what: '这个人现在没有担任这个职务',
    where: 'rests',
    now: '请先由组织部登记职务，再随职务发放；或另选一个职务',
  });
}

/** Throws when no such organization exists today. */
export async function organizationKnown(tx: Tx, orgId: number | null, today: Day): Promise<void> {
  if (orgId === null) return;
  const { rows } = await sql`select 1 from org_span
    where org_id = ${orgId} and valid_from <= ${today} and valid_to > ${today}`.execute(tx);
  if (rows.length === 0) throw notFound('这个组织');
}
