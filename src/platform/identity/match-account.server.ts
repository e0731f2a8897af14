/** From what a provider vouches for to an account here: matched, never made. Runs as xieshi_gate. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '../../core/record/room.ts';
import type { Tx } from '../../store/database.server.ts';
import type { AccountRow } from './identity.server.ts';
import { hashPassword } from './password.server.ts';
import type { Vouched } from './provider.server.ts';
import { passwordLapsed } from './security.logic.ts';
import { readSecurity } from './security.server.ts';
import { waitsForSecond } from './waiting.logic.ts';

interface Row extends AccountRow {
  kind: 'person' | 'machine';
  disabled: boolean;
  subject: string | null;
}

const refused = (code: string, what: string, now: string): Refusal => new Refusal({ code, status: 401, what, now });

async function found(tx: Tx, condition: ReturnType<typeof sql>): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select id, name, person_id, password_hash, must_change, coalesce(password_at, created_at) as password_at, awaits,
      kind, disabled, oidc_subject as subject
    from account where ${condition}`.execute(tx);
  return rows[0];
}

/** Why nobody may sign in with this account by way of the provider; undefined when he may. */
function refusalFor(account: Row, { subject, username }: Vouched): Refusal | undefined {
  if (account.kind === 'machine')
    return refused('account-of-machine', '这是别的系统用的账号，不能登录', '请用自己的账号登录');
  if (account.disabled) return refused('account-disabled', '这个账号已停用', '如要恢复，请联系安全管理员');
  if (account.awaits !== null) return waitsForSecond();
  if (account.subject === null || account.subject === subject) return undefined;
  const now = '如果是同一个人换了统一认证的账号，请安全管理员先解除原来的绑定';
  return refused('bound-to-another', `“${username}”在这里已和另一个统一认证账号绑定`, now);
}

/**
 * A password that would have to be changed first is taken back: who never typed it cannot change it, and a first one was known to
 * somebody else. The security administrator can give a new one.
 */
async function withoutStalePassword(tx: Tx, account: Row, now: Date): Promise<AccountRow> {
  if (!account.must_change && !passwordLapsed(account.password_at, now, await readSecurity(tx))) return account;
  const password_hash = await hashPassword(randomBytes(32).toString('base64url'));
  await sql`update account set password_hash = ${password_hash}, must_change = false, password_at = ${now}
    where id = ${account.id}`.execute(tx);
  return { ...account, password_hash, must_change: false, password_at: now };
}

/**
 * The account of somebody vouched for. The first time the username decides, and the account is bound to the provider's subject;
 * from then on the subject decides. Throws the words for who has none.
 */
export async function matchAccount(tx: Tx, vouched: Vouched, now: Date): Promise<AccountRow> {
  const { subject, username } = vouched;
  const account = (await found(tx, sql`oidc_subject = ${subject}`)) ?? (await found(tx, sql`username = ${username}`));
  if (!account) {
    const ask = '账号由安全管理员先建好，用户名要和统一认证的一样；请联系安全管理员';
    throw refused('account-unknown', `这里没有用户名是“${username}”的账号`, ask);
  }
  const refusal = refusalFor(account, vouched);
  if (refusal) throw refusal;
  if (account.subject === null)
    await sql`update account set oidc_subject = ${subject} where id = ${account.id}`.execute(tx);
  return withoutStalePassword(tx, account, now);
}
