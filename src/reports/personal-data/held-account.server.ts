/** One's own account: roles, second factor, delegations, sign-ins, and tables that wait to be imported. Runs in the area `own`. */
import { sql } from 'kysely';
import type { Role } from '../../core/scope/room.ts';
import { addDays, type Day } from '../../core/time/room.ts';
import { ROLE_NAMES } from '../../platform/access/room.ts';
import { deviceWords } from '../../platform/identity/device.logic.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { type HeldItem, item } from './held.logic.ts';

const lastDay = (to: Day | 'infinity'): Day | null => (to === 'infinity' ? null : addDays(to, -1));

interface RoleRow {
  role: Role;
  org_id: number | null;
  org: string | null;
  valid_from: Day;
  valid_to: Day | 'infinity';
}

interface DelegationRow {
  id: string;
  account_id: number;
  name: string;
  to_name: string;
  org: string | null;
  valid_from: Day;
  valid_to: Day;
  reason: string;
  given_at: Date;
  ended_at: Date | null;
}

export async function heldInAccount({ tx, actor }: Call): Promise<HeldItem[]> {
  const id = actor.accountId;
  const { rows: accounts } = await sql<{ username: string; name: string; created_at: Date; confirmed_at: Date | null }>`
    select a.username, a.name, a.created_at, f.confirmed_at
    from account a left join account_factor f on f.account_id = a.id where a.id = ${id}`.execute(tx);
  const { rows: roles } = await sql<RoleRow>`
    select role, org_id, valid_from, valid_to, (select coalesce(short_names[1], name) from org_span o
      where o.org_id = r.org_id order by o.valid_from desc limit 1) as org
    from account_role r where account_id = ${id} order by valid_to desc, valid_from desc, role`.execute(tx);
  const { rows: delegations } = await sql<DelegationRow>`
    select id, account_id, name, to_name, valid_from, valid_to, reason, given_at, ended_at,
      (select coalesce(short_names[1], name) from org_span o where o.org_id = d.org_id order by o.valid_from desc limit 1) as org
    from delegation d order by given_at desc`.execute(tx);
  return [
    ...accounts.flatMap((row) => [
      item('username', '用户名', row.username, {
        source: { author: null, act: '建账号', at: row.created_at.toISOString() },
        data: { username: row.username, name: row.name },
      }),
      item('factor', '动态口令', row.confirmed_at === null ? '没有设' : '已设', {
        data: { confirmedAt: row.confirmed_at?.toISOString() ?? null },
      }),
    ]),
    ...roles.map((row) =>
      item(
        `role/${row.role}/${row.org_id ?? ''}/${row.valid_from}`,
        '角色',
        `${row.org ?? ''}${ROLE_NAMES[row.role]}`,
        {
          from: row.valid_from,
          until: lastDay(row.valid_to),
          data: { role: row.role, orgId: row.org_id },
        },
      ),
    ),
    ...delegations.map((row) =>
      item(
        `delegation/${row.id}`,
        '代录',
        row.account_id === id ? `请${row.to_name}为${row.org ?? ''}代录` : `为${row.name}在${row.org ?? ''}代录`,
        {
          from: row.valid_from,
          until: lastDay(row.valid_to),
          note: row.ended_at === null ? row.reason : `${row.reason}；已提前收回`,
          source: { author: row.name, act: '委托', at: row.given_at.toISOString() },
          data: { delegationId: row.id },
        },
      ),
    ),
  ];
}

export async function heldSessions({ tx, actor }: Call): Promise<HeldItem[]> {
  const { rows } = await sql<{
    id: string;
    device: string;
    address: string;
    started_at: Date;
    last_used_at: Date;
    ended_at: Date | null;
  }>`
    select id, device, address, started_at, last_used_at, ended_at from session where account_id = ${actor.accountId}
    order by started_at desc, id`.execute(tx);
  return rows.map((row) =>
    item(`session/${row.id}`, '登录', deviceWords(row.device), {
      note: [row.address && `地址${row.address}`, row.ended_at ? '已结束' : ''].filter(Boolean).join('，') || null,
      source: { author: null, act: '登录', at: row.started_at.toISOString() },
      data: {
        device: row.device,
        address: row.address,
        lastUsedAt: row.last_used_at.toISOString(),
        endedAt: row.ended_at?.toISOString() ?? null,
      },
    }),
  );
}

export async function heldUploads({ tx, actor }: Call): Promise<HeldItem[]> {
  const { rows } = await sql<{ id: string; name: string; saved_at: Date }>`
    select id, name, saved_at from import_tray where account_id = ${actor.accountId} order by saved_at desc, id`.execute(
    tx,
  );
  return rows.map((row) =>
    item(`upload/${row.id}`, '表格', row.name, {
      source: { author: null, act: '上传', at: row.saved_at.toISOString() },
      data: { id: row.id },
    }),
  );
}
