/** Accounts from a workbook, all or none. Runs as xieshi_steward: sees names and organizations, no business data. */
import { sql } from 'kysely';
import { Refusal } from '../../core/record/room.ts';
import type { Day } from '../../core/time/room.ts';
import { writeAuditLine } from '../../store/audit.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { newId } from '../../store/new-id.server.ts';
import { type Call, type Handler, handle, handleFile } from '../open/handler.server.ts';
import { type OpenSheet, openSheet, readPersonName, understand } from '../open/room.ts';
import { readWorkbook } from '../open/workbook.server.ts';
import { accountSheetCheck, accountSheetCreate, accountTemplate } from './account-sheet.contract.ts';
import {
  ACCOUNT_LAYOUT,
  type AccountPlan,
  type AccountWorld,
  type KnownOrganization,
  type KnownPerson,
  type PlannedAccount,
  planAccounts,
} from './account-sheet.logic.ts';
import { accountTemplateFile } from './account-template.server.ts';
import { drawFirstPassword } from './first-password.server.ts';
import { nearNames, patternsNear } from './near-names.logic.ts';
import { hashPassword } from './password.server.ts';
import { spelledName } from './usernames.server.ts';

async function sheetOf({ files }: Call): Promise<OpenSheet> {
  const [file] = files;
  if (!file || files.length > 1) throw new Refusal({ code: 'one-file', what: '一次传一张表格', now: '请选一个文件' });
  const workbook = await readWorkbook(file.name, file.bytes);
  const understood = understand(workbook, [ACCOUNT_LAYOUT])?.sheets[0];
  const sheet = workbook.sheets.find(({ name }) => name === understood?.sheet);
  if (!understood || !sheet || understood.missing.length > 0) {
    const missing = understood?.missing.map((name) => `“${name}”`).join('、');
    throw new Refusal({
      code: 'not-an-account-sheet',
      what: missing ? `“${file.name}”里没有找到${missing}列` : `“${file.name}”不是建账号的表格`,
      where: file.name,
      now: '请下载空白表格，照着填好再传',
    });
  }
  return openSheet(sheet, understood);
}

async function peopleNamed(tx: Tx, names: readonly string[], today: Day): Promise<KnownPerson[]> {
  const { rows } = await sql<KnownPerson>`
    select p.person_id as id, p.name, p.org_ids as "orgIds", a.username as account
    from person_span p
    left join lateral (select username from account b left join person_alias m on m.person_id = b.person_id
      where coalesce(m.into_id, b.person_id) = p.person_id order by b.id limit 1) a on true
    where p.valid_from <= ${today} and p.valid_to > ${today} and p.name = any(${names as string[]}::text[])
    order by p.person_id`.execute(tx);
  return rows;
}

async function namesLike(tx: Tx, unknown: readonly string[], today: Day): Promise<string[]> {
  if (unknown.length === 0) return [];
  const patterns = unknown.flatMap(patternsNear);
  const { rows } = await sql<{ name: string }>`select distinct name from person_span
    where valid_from <= ${today} and valid_to > ${today} and name like any(${patterns}::text[])`.execute(tx);
  return rows.map(({ name }) => name);
}

async function readWorld(tx: Tx, sheet: OpenSheet, today: Day): Promise<AccountWorld> {
  const names = [...new Set(sheet.rows.flatMap((row) => readPersonName(row.text('name')) ?? []))];
  const people = await peopleNamed(tx, names, today);
  const known = new Set(people.map(({ name }) => name));
  const alike = await namesLike(
    tx,
    names.filter((name) => !known.has(name)),
    today,
  );
  const { rows: organizations } = await sql<KnownOrganization>`
    select org_id as id, name, short_names as "shortNames", parent_id as "parentId" from org_span
    where valid_from <= ${today} and valid_to > ${today} order by org_id`.execute(tx);
  const { rows: accounts } = await sql<{ username: string }>`select username from account`.execute(tx);
  return {
    people,
    organizations,
    taken: new Set(accounts.map(({ username }) => username)),
    near: (name) => nearNames(name, alike, spelledName),
    spell: spelledName,
  };
}

async function planOf(call: Call): Promise<AccountPlan & { sheet: string }> {
  const sheet = await sheetOf(call);
  return { sheet: sheet.name, ...planAccounts(sheet, await readWorld(call.tx, sheet, call.today)) };
}

/** Few at a time: who signs in meanwhile must not wait behind all of them. */
const HASHED_AT_ONCE = 2;

async function withPasswords<T>(accounts: readonly T[]): Promise<(T & { password: string; hash: string })[]> {
  const done: (T & { password: string; hash: string })[] = [];
  for (let at = 0; at < accounts.length; at += HASHED_AT_ONCE) {
    const some = accounts.slice(at, at + HASHED_AT_ONCE).map(async (account) => {
      const password = drawFirstPassword();
      return { ...account, password, hash: await hashPassword(password) };
    });
    done.push(...(await Promise.all(some)));
  }
  return done;
}

async function insertAll(call: Call, accounts: readonly (PlannedAccount & { hash: string })[]): Promise<void> {
  const { tx, now, today, actor } = call;
  const { rows } = await sql<{ id: number; personId: number }>`
    insert into account (username, name, person_id, password_hash, must_change, created_at)
    select username, name, person_id, password_hash, true, ${now} from unnest(
      ${accounts.map(({ username }) => username)}::text[], ${accounts.map(({ name }) => name)}::text[],
      ${accounts.map(({ personId }) => personId)}::int[], ${accounts.map(({ hash }) => hash)}::text[])
      as made (username, name, person_id, password_hash)
    returning id, person_id as "personId"`.execute(tx);
  const ids = new Map(rows.map(({ id, personId }) => [personId, id]));
  const roles = accounts.flatMap(({ personId, roles: held }) =>
    held.map(({ role, orgId }) => ({ account: ids.get(personId)!, personId, role, orgId })),
  );
  // As one by one: a member's role rests on his membership, any other on a post that he holds there today, if he holds one.
  await sql`insert into account_role (account_id, role, org_id, rests_on, rests_org_id, rests_post, valid_from)
    select g.account_id, g.role, g.org_id,
      case when g.role = 'member' then 'membership' when p.post is null then 'nothing' else 'post' end,
      case when g.role = 'member' then g.org_id else p.org_id end, case when g.role <> 'member' then p.post end, ${today}
    from unnest(
      ${roles.map(({ account }) => account)}::int[], ${roles.map(({ personId }) => personId)}::int[],
      ${roles.map(({ role }) => role)}::text[], ${roles.map(({ orgId }) => orgId)}::int[])
      as g (account_id, person_id, role, org_id)
    left join lateral (
      select s.org_id, s.post from post_span s
      where s.person_id = g.person_id and (g.org_id is null or s.org_id = g.org_id)
        and s.valid_from <= ${today} and s.valid_to > ${today}
      order by s.post <> g.role, s.rank is null, s.org_id, s.post <> 'secretary', s.post limit 1) p on true`.execute(
    tx,
  );
  // One line an account, as when they are made one by one.
  for (const { id, personId } of rows) {
    await writeAuditLine(tx, {
      id: newId(now),
      at: now,
      accountId: actor.accountId,
      actor: actor.name,
      ability: accountSheetCreate.ability,
      route: accountSheetCreate.id,
      subjectKind: 'account',
      subjectId: String(id),
      subjectPerson: personId,
      outcome: 'done',
    });
  }
}

export const accountSheetHandlers: readonly Handler[] = [
  handleFile(accountTemplate, accountTemplateFile),

  handle(accountSheetCheck, async (call) => {
    const { sheet, accounts, problems } = await planOf(call);
    return {
      sheet,
      accounts: accounts.map(({ personId: _, roles, ...account }) => ({ ...account, roles: [...roles] })),
      problems: [...problems],
    };
  }),

  handle(accountSheetCreate, async (call) => {
    const { accounts, problems } = await planOf(call);
    if (problems.length > 0) {
      throw new Refusal({
        code: 'sheet-has-problems',
        what: `表里还有${problems.length}处要改，一个账号也没有建`,
        where: problems[0]!.cell,
        now: '请改好再传',
        data: problems,
      });
    }
    const made = await withPasswords(accounts);
    await insertAll(call, made);
    call.audit({ subjectKind: 'workbook-accounts', subjectId: String(made.length) });
    return { accounts: made.map(({ name, unit, username, password }) => ({ name, unit, username, password })) };
  }),
];
