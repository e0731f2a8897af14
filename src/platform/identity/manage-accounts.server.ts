/** What the security administrator does with accounts. Runs as xieshi_steward: sees names, no business data. */
import { sql } from 'kysely';
import { notFound, Refusal } from '../../core/record/room.ts';
import { type Day, dayOf } from '../../core/time/room.ts';
import type { Tx } from '../../store/database.server.ts';
import { isAdministrator, ROLE_NAMES } from '../access/room.ts';
import { type Call, type FileAnswer, type Handler, handle, handleFile } from '../open/handler.server.ts';
import { listWorkbook } from '../open/list-workbook.server.ts';
import {
  type AccountLine,
  accountCreate,
  accountEndRole,
  accountGiveRole,
  accountPosts,
  accountResetPassword,
  accountSetDisabled,
  accountsFindOrganization,
  accountsFindPerson,
  accountsList,
  accountsWorkbook,
} from './accounts.contract.ts';
import type { Rests } from './accounts.logic.ts';
import { createAccount, giveRole } from './accounts.server.ts';
import { drawFirstPassword } from './first-password.server.ts';
import { hashPassword } from './password.server.ts';
import { checkRoles, organizationKnown, postKnown } from './roles.server.ts';
import { awaitedByPassword, awaitNobody, awaitSecond } from './second-administrator.server.ts';
import { endAllSessions } from './sessions.server.ts';
import { accountUnbind } from './single-sign-on.contract.ts';

const MOST_FOUND = 20;

interface AccountRow {
  id: number;
  name: string;
  person_id: number | null;
}

/** An account that is not one's own: nobody gives rights to himself, takes them from himself or locks himself out. */
export async function othersAccount({ tx, actor }: Call, id: number): Promise<AccountRow> {
  const { rows } =
    await sql<AccountRow>`select id, name, person_id from account where id = ${id} and kind = 'person'`.execute(tx);
  const [account] = rows;
  if (!account) throw notFound('这个账号');
  if (id === actor.accountId) {
    throw new Refusal({
      code: 'own-account',
      status: 403,
      what: '不能改自己账号的角色和状态',
      now: '改密码请到“我的账号”；其他请另一位安全管理员办理',
    });
  }
  return account;
}

async function rolesNow(tx: Tx, today: Day, id?: number) {
  const { rows } = await sql<
    Omit<AccountLine['roles'][number], 'rests'> & {
      accountId: number;
      restsOn: Rests['on'];
      restsOrgId: number;
      restsPost: string;
    }
  >`
    select r.account_id as "accountId", r.role, r.org_id as "orgId", coalesce(o.short_names[1], o.name) as "orgName",
      r.valid_from as "from", r.rests_on as "restsOn", r.rests_org_id as "restsOrgId", r.rests_post as "restsPost",
      coalesce(b.short_names[1], b.name) as "restsOrgName",
      (select title from post_span s where s.person_id = a.person_id and s.org_id = r.rests_org_id and s.post = r.rests_post
        order by s.valid_from desc limit 1) as "restsTitle",
      case r.rests_on when 'nothing' then true
        when 'post' then exists (select from post_span s where s.person_id = a.person_id and s.org_id = r.rests_org_id
          and s.post = r.rests_post and s.valid_from <= ${today} and s.valid_to > ${today})
        else exists (select from membership_span s where s.person_id = a.person_id and s.org_id = r.rests_org_id
          and s.valid_from <= ${today} and s.valid_to > ${today}) end as counts
    from account_role r
    join (select id, coalesce(m.into_id, a.person_id) as person_id from account a
      left join person_alias m on m.person_id = a.person_id) a on a.id = r.account_id
    left join org_span b on b.org_id = r.rests_org_id and b.valid_from <= ${today} and b.valid_to > ${today}
    left join org_span o on o.org_id = r.org_id and o.valid_from <= ${today} and o.valid_to > ${today}
    where r.valid_from <= ${today} and r.valid_to > ${today} and ${id === undefined ? sql`true` : sql`r.account_id = ${id}`}
    order by r.account_id, r.valid_from, r.role, r.org_id`.execute(tx);
  return rows.map(({ restsOn, restsOrgId, restsPost, ...role }) => ({
    ...role,
    rests:
      restsOn === 'nothing'
        ? { on: restsOn }
        : restsOn === 'post'
          ? { on: restsOn, orgId: restsOrgId, post: restsPost }
          : { on: restsOn, orgId: restsOrgId },
  }));
}

async function listAccounts({ tx, actor, today }: Call): Promise<AccountLine[]> {
  const { rows } = await sql<Omit<AccountLine, 'roles' | 'own' | 'createdAt'> & { createdAt: Date }>`
    select id, username, name, coalesce(m.into_id, a.person_id) as "personId", disabled, must_change as "mustChange", awaits, oidc_subject as "boundTo",
      created_at as "createdAt"
    from account a left join person_alias m on m.person_id = a.person_id
    where kind = 'person' order by disabled, username`.execute(tx);
  const roles = Map.groupBy(await rolesNow(tx, today), (role) => role.accountId);
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    roles: (roles.get(row.id) ?? []).map(({ accountId: _, ...role }) => role),
    own: row.id === actor.accountId,
  }));
}

const subjectOf = (account: { id: number; person_id: number | null }, what = 'account') => ({
  subjectKind: what,
  subjectId: String(account.id),
  ...(account.person_id === null ? {} : { subjectPerson: account.person_id }),
});

const stateWord = ({ disabled, awaits, mustChange }: AccountLine): string =>
  disabled ? '已停用' : awaits ? '等待确认' : mustChange ? '未改首次密码' : '在用';

/** Who has which account, as the page shows it; a role a line. */
async function accountList(call: Call): Promise<FileAnswer> {
  const accounts = await listAccounts(call);
  const title = `${call.city.name}账号一览表`;
  return listWorkbook({
    file: title,
    sheet: '账号',
    title,
    columns: [
      { head: '姓名', width: 12 },
      { head: '用户名', width: 20 },
      { head: '角色', width: 20 },
      { head: '角色所在组织', width: 34 },
      { head: '状态', width: 14 },
      { head: '建立时间', width: 14 },
    ],
    rows: accounts.flatMap((account) => {
      const { name, username, roles, createdAt } = account;
      const line = (role: string, org: string) => [
        name,
        username,
        role,
        org,
        stateWord(account),
        dayOf(new Date(createdAt)),
      ];
      if (roles.length === 0) return [line('', '')];
      return roles.map(({ role, orgName }) => line(ROLE_NAMES[role], orgName ?? ''));
    }),
  });
}

export const manageAccountsHandlers: readonly Handler[] = [
  handle(accountsList, async (call) => ({ accounts: await listAccounts(call) })),
  handleFile(accountsWorkbook, accountList),

  handle(accountsFindPerson, async ({ tx, today }, { query }) => {
    if (query.q === '') return { people: [] };
    const { rows } = await sql<{ id: number; name: string; detail: string; hasAccount: boolean }>`
      select p.person_id as id, p.name, exists (select from account a left join person_alias m on m.person_id = a.person_id
          where coalesce(m.into_id, a.person_id) = p.person_id) as "hasAccount",
        coalesce((select string_agg(coalesce(o.short_names[1], o.name), '、' order by o.org_id) from org_span o
          where o.org_id = any(p.org_ids) and o.valid_from <= ${today} and o.valid_to > ${today}), '') as detail
      from person_span p
      where p.valid_from <= ${today} and p.valid_to > ${today} and position(${query.q} in p.name) > 0
      order by p.name <> ${query.q}, not p.leading_cadre, p.name, p.person_id limit ${MOST_FOUND}`.execute(tx);
    return { people: rows };
  }),

  handle(accountsFindOrganization, async ({ tx, today }, { query }) => {
    if (query.q === '') return { organizations: [] };
    const { rows } = await sql<{ id: number; name: string; detail: string }>`
      select o.org_id as id, o.name, coalesce(s.short_names[1], s.name, '') as detail
      from org_span o
      left join org_span s on s.org_id = o.parent_id and s.valid_from <= ${today} and s.valid_to > ${today}
      where o.valid_from <= ${today} and o.valid_to > ${today}
        and (position(${query.q} in o.name) > 0 or position(${query.q} in array_to_string(o.short_names, ' ')) > 0)
      order by not (o.name = ${query.q} or ${query.q} = any(o.short_names)), length(o.name), o.org_id
      limit ${MOST_FOUND}`.execute(tx);
    return { organizations: rows };
  }),

  handle(accountPosts, async ({ tx, today }, { params, query }) => {
    const { rows } = await sql<{ orgId: number; orgName: string; post: string; title: string }>`
      select s.org_id as "orgId", coalesce(o.short_names[1], o.name) as "orgName", s.post, s.title
      from post_span s join org_span o on o.org_id = s.org_id and o.valid_from <= ${today} and o.valid_to > ${today}
      where s.person_id = ${params.id} and s.valid_from <= ${today} and s.valid_to > ${today}
        and ${query.orgId === undefined ? sql`true` : sql`s.org_id = ${query.orgId}`}
      order by s.rank is null, s.org_id, s.post <> 'secretary', s.post`.execute(tx);
    return { posts: rows };
  }),

  handle(accountCreate, async (call, { body }) => {
    const { tx, now, today, audit } = call;
    checkRoles(body.roles, body.personId);
    for (const { orgId, rests } of body.roles) {
      await organizationKnown(tx, orgId, today);
      await postKnown(tx, rests, body.personId, today);
    }
    let name = body.name;
    if (body.personId !== null) {
      const { rows } = await sql<{ name: string }>`select name from person_span
        where person_id = ${body.personId} order by valid_from desc limit 1`.execute(tx);
      if (!rows[0]) throw notFound('这个人');
      // The registry's name, so that an author is called what everybody calls him.
      name = rows[0].name;
    }
    const password = drawFirstPassword();
    const { username, personId, roles } = body;
    const id = await createAccount(tx, { username, name, personId, password, mustChange: true, roles }, today, now);
    audit(subjectOf({ id, person_id: personId }));
    const [administrator] = roles.filter(({ role }) => isAdministrator(role));
    if (administrator) await awaitSecond(call, id, 'account', administrator.role);
    return { id, password, awaits: administrator !== undefined };
  }),

  handle(accountResetPassword, async (call, { params }) => {
    const account = await othersAccount(call, params.id);
    const administrator = (await rolesNow(call.tx, call.today, account.id)).find(({ role }) => isAdministrator(role));
    const awaited = administrator && (await awaitedByPassword(call.tx, account.id));
    if (awaited) await awaitSecond(call, account.id, awaited, administrator.role);
    const password = drawFirstPassword();
    await sql`update account set password_hash = ${await hashPassword(password)}, must_change = true
      where id = ${account.id}`.execute(call.tx);
    await endAllSessions(call.tx, account.id, call.now);
    call.audit(subjectOf(account));
    return { password, awaits: awaited !== undefined };
  }),

  handle(accountSetDisabled, async (call, { params, body }) => {
    const account = await othersAccount(call, params.id);
    await sql`update account set disabled = ${body.disabled} where id = ${account.id}`.execute(call.tx);
    if (body.disabled) await endAllSessions(call.tx, account.id, call.now);
    call.audit(subjectOf(account, body.disabled ? 'account-disabled' : 'account-enabled'));
    call.registryChanged();
    return {};
  }),

  handle(accountUnbind, async (call, { params }) => {
    const account = await othersAccount(call, params.id);
    await sql`update account set oidc_subject = null where id = ${account.id}`.execute(call.tx);
    call.audit(subjectOf(account, 'account-unbound'));
    return {};
  }),

  handle(accountGiveRole, async (call, { params, body }) => {
    const account = await othersAccount(call, params.id);
    call.audit(subjectOf(account, `role-given:${body.role}`));
    const held = await rolesNow(call.tx, call.today, account.id);
    if (held.some(({ role, orgId }) => role === body.role && orgId === body.orgId)) return {};
    checkRoles([...held, body], account.person_id);
    await organizationKnown(call.tx, body.orgId, call.today);
    await postKnown(call.tx, body.rests, account.person_id, call.today);
    await giveRole(call.tx, account.id, body, call.today);
    if (isAdministrator(body.role)) await awaitSecond(call, account.id, 'role', body.role);
    call.registryChanged();
    return {};
  }),

  handle(accountEndRole, async (call, { params, body }) => {
    const account = await othersAccount(call, params.id);
    const ended = await sql`update account_role set valid_to = ${call.today}
      where account_id = ${account.id} and role = ${body.role} and org_id is not distinct from ${body.orgId}::int
        and valid_to > ${call.today}`.execute(call.tx);
    if (!ended.numAffectedRows) throw notFound(`${account.name}的“${ROLE_NAMES[body.role]}”角色`);
    if (isAdministrator(body.role)) await awaitNobody(call, account.id);
    call.audit(subjectOf(account, `role-ended:${body.role}`));
    call.registryChanged();
    return {};
  }),
];
