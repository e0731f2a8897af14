/** The second factor: a code that changes every half minute (TOTP, RFC 6238), and recovery codes for when the phone is lost. */
import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { Refusal } from '../../core/record/room.ts';
import type { Tx } from '../../store/database.server.ts';
import type { Keys } from '../../store/keys.server.ts';

/** Whose factor it is. */
export interface FactorOwner {
  cityCode: string;
  accountId: number;
}

const PERIOD = 30;
/** Codes of the half minute before and after are taken too: clocks differ. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** Without letters and figures that look alike. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

const totpOf = (secret: string, label = ''): TOTP =>
  new TOTP({
    issuer: '写实',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  });

export const newSecret = (): string => new Secret({ size: 20 }).base32;

/** What an authenticator reads from the QR code. */
export const factorUri = (secret: string, label: string): string => totpOf(secret, label).toString();

/** Number of the half minute. */
export const stepAt = (now: Date): number => TOTP.counter({ period: PERIOD, timestamp: now.getTime() });

/** The code of a half minute. */
export const codeAt = (secret: string, step: number): string =>
  totpOf(secret).generate({ timestamp: step * PERIOD * 1000 });

/** The half minute that a code belongs to, near now; undefined when it is of none. */
function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? undefined : stepAt(now) + delta;
}

// The owner is sealed in, so that one account's secret cannot be put in another's place.
const bound = (owner: FactorOwner, secret: string): string => `${owner.cityCode}/${owner.accountId}/${secret}`;

export const sealSecret = (keys: Keys, owner: FactorOwner, secret: string): Buffer =>
  keys.seal('totp', Buffer.from(bound(owner, secret)));

function unsealed(keys: Keys, owner: FactorOwner, sealed: Uint8Array): string {
  let text = '';
  try {
    text = keys.unseal('totp', sealed).toString();
  } catch {
    // Sealed by another deployment, or changed: the same as one that is not this account's.
  }
  const secret = text.split('/')[2] ?? '';
  if (secret === '' || text !== bound(owner, secret)) {
    throw new Refusal({
      code: 'factor-unreadable',
      status: 403,
      what: '这个账号的动态口令用不了：它不是在这台服务器上设的',
      now: '请两位管理员替您重设动态口令',
    });
  }
  return secret;
}

/** Draws a secret that waits to be confirmed. */
export async function beginFactor(tx: Tx, keys: Keys, owner: FactorOwner): Promise<string> {
  const secret = newSecret();
  await sql`insert into account_factor (account_id, next_secret)
    values (${owner.accountId}, ${sealSecret(keys, owner, secret)})
    on conflict (account_id) do update set next_secret = excluded.next_secret`.execute(tx);
  return secret;
}

/** Whether a code is of the secret that waits; if so that secret holds from now on. Codes go by the server's clock, also where the city's is shifted. */
export async function confirmFactor(
  tx: Tx,
  keys: Keys,
  owner: FactorOwner,
  code: string,
  { server, city }: { server: Date; city: Date },
): Promise<boolean> {
  const { rows } = await sql<{ next_secret: Buffer | null }>`
    select next_secret from account_factor where account_id = ${owner.accountId} for update`.execute(tx);
  const sealed = rows[0]?.next_secret;
  if (!sealed) return false;
  const step = stepOfCode(unsealed(keys, owner, sealed), code, server);
  if (step === undefined) return false;
  await sql`update account_factor set secret = next_secret, next_secret = null, last_step = ${step}, confirmed_at = ${city},
      must_enroll = false
    where account_id = ${owner.accountId}`.execute(tx);
  return true;
}

/** Whether a code is the account's: that of the phone, each half minute's once, or a recovery code, each once. */
export async function acceptCode(tx: Tx, keys: Keys, owner: FactorOwner, code: string, now: Date): Promise<boolean> {
  const typed = code.replace(/\s/g, '');
  return /^\d{6}$/.test(typed) ? acceptTotp(tx, keys, owner, typed, now) : acceptRecovery(tx, keys, owner, typed, now);
}

async function acceptTotp(tx: Tx, keys: Keys, owner: FactorOwner, code: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ secret: Buffer | null }>`
    select secret from account_factor where account_id = ${owner.accountId}`.execute(tx);
  const sealed = rows[0]?.secret;
  if (!sealed) return false;
  const step = stepOfCode(unsealed(keys, owner, sealed), code, now);
  if (step === undefined) return false;
  const taken = await sql`update account_factor set last_step = ${step}
    where account_id = ${owner.accountId} and last_step < ${step}`.execute(tx);
  return taken.numAffectedRows === 1n;
}

const recoveryDigest = (keys: Keys, owner: FactorOwner, code: string): Buffer =>
  keys.digest('totp', bound(owner, `recovery/${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`));

async function acceptRecovery(tx: Tx, keys: Keys, owner: FactorOwner, code: string, now: Date): Promise<boolean> {
  const used = await sql`update recovery_code set used_at = ${now}
    where account_id = ${owner.accountId} and digest = ${recoveryDigest(keys, owner, code)} and used_at is null`.execute(
    tx,
  );
  return used.numAffectedRows === 1n;
}

const letters = (count: number): string =>
  Array.from({ length: count }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** Ten new recovery codes; the former ones no longer open. They are stored nowhere but as keyed digests. */
export async function newRecoveryCodes(tx: Tx, keys: Keys, owner: FactorOwner, now: Date): Promise<string[]> {
  await spendRecoveryCodes(tx, owner.accountId, now);
  const codes = Array.from({ length: RECOVERY_CODES }, () => `${letters(5)}-${letters(5)}`);
  for (const code of codes) {
    await sql`insert into recovery_code (account_id, digest)
      values (${owner.accountId}, ${recoveryDigest(keys, owner, code)})`.execute(tx);
  }
  return codes;
}

async function spendRecoveryCodes(tx: Tx, accountId: number, now: Date): Promise<void> {
  await sql`update recovery_code set used_at = ${now} where account_id = ${accountId} and used_at is null`.execute(tx);
}

/** Takes an account's factor and recovery codes away; whether a new one must be set up before anything else. */
export async function dropFactor(tx: Tx, accountId: number, now: Date, mustEnroll: boolean): Promise<void> {
  await sql`update account_factor set secret = null, next_secret = null, confirmed_at = null, must_enroll = ${mustEnroll}
    where account_id = ${accountId}`.execute(tx);
  await spendRecoveryCodes(tx, accountId, now);
}

export interface FactorState {
  /** Since when there is one; null: none. */
  since: Date | null;
  mustEnroll: boolean;
  recoveryLeft: number;
}

/** How an account stands with its second factor. */
export async function factorState(tx: Tx, accountId: number): Promise<FactorState> {
  const { rows } = await sql<FactorState>`
    select f.confirmed_at as since, coalesce(f.must_enroll, false) as "mustEnroll",
      (select count(*)::int from recovery_code where account_id = ${accountId} and used_at is null) as "recoveryLeft"
    from account a left join account_factor f on f.account_id = a.id where a.id = ${accountId}`.execute(tx);
  return rows[0]!;
}

/** The half minute of the code that each account with a factor gave last, by username: for the sample city's sign-in page. */
export async function lastSteps(tx: Tx): Promise<Map<string, number>> {
  const { rows } = await sql<{ username: string; last_step: number }>`
    select a.username, f.last_step from account_factor f join account a on a.id = f.account_id
    where f.secret is not null`.execute(tx);
  return new Map(rows.map((row) => [row.username, row.last_step]));
}

/** Gives an account a factor that is known already: of the sample city, and of tests. Runs as the owner or as xieshi_gate. */
export async function plantFactor(tx: Tx, keys: Keys, owner: FactorOwner, secret: string, now: Date): Promise<void> {
  await sql`insert into account_factor (account_id, secret, confirmed_at)
    values (${owner.accountId}, ${sealSecret(keys, owner, secret)}, ${now})`.execute(tx);
}
