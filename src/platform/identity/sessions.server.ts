/** Sessions: a random token in a cookie, its SHA-256 in the database; ended ones stay as rows. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../store/database.server.ts';
import { newId } from '../../store/new-id.server.ts';
import { PREPARED } from '../../store/statements.server.ts';
import type { CallSession } from '../open/handler.server.ts';
import type { Stage } from '../open/room.ts';
import { type FactorPolicy, passwordLapsed, securitySettings, sessionOver } from './security.logic.ts';

/** What holds where the city has set nothing; from the deployment's settings. */
export interface SessionPresets {
  absoluteHours: number;
}

export interface SessionRow extends CallSession {
  accountId: number;
  name: string;
  personId: number | null;
  hasFactor: boolean;
  /** Two administrators took the former factor away. */
  mustEnroll: boolean;
  /** Whether the city wants a second factor of this account is seen with its roles. */
  factorPolicy: FactorPolicy;
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();
const drawToken = (): string => randomBytes(32).toString('base64url');

/** Starts a session and answers its token, which is stored nowhere. Runs as xieshi_gate. */
export async function startSession(
  tx: Tx,
  session: { accountId: number; stage: Stage; device: string; address: string },
  now: Date,
): Promise<string> {
  const token = drawToken();
  const { accountId, stage, device, address } = session;
  await sql`insert into session (id, account_id, token_hash, device, address, stage, started_at, last_used_at)
    values (${newId(now)}, ${accountId}, ${digest(token)}, ${device.slice(0, 200)}, ${address}, ${stage}, ${now}, ${now})`.execute(
    tx,
  );
  return token;
}

/** Brings a session to its last stage under a new token, so that one that was seen before is worth nothing. */
export async function completeSession(tx: Tx, sessionId: string): Promise<string> {
  const token = drawToken();
  await sql`update session set stage = 'full', token_hash = ${digest(token)}
    where id = ${sessionId} and ended_at is null`.execute(tx);
  return token;
}

/** Counts a wrong code; answers how many there were in this session. */
export async function countWrongCode(tx: Tx, sessionId: string): Promise<number> {
  const { rows } = await sql<{ tries: number }>`
    update session set tries = tries + 1 where id = ${sessionId} returning tries`.execute(tx);
  return rows[0]?.tries ?? 0;
}

/** The live session of a token; undefined when it ended, ran out by the city's limits or never was. Runs as xieshi_gate. */
export async function findSession(
  tx: Tx,
  token: string,
  now: Date,
  presets: SessionPresets,
): Promise<SessionRow | undefined> {
  const { rows } = await sql<{
    id: string;
    account_id: number;
    name: string;
    person_id: number | null;
    must_change: boolean;
    password_at: Date;
    stage: Stage;
    has_factor: boolean;
    must_enroll: boolean;
    started_at: Date;
    last_used_at: Date;
    settings: unknown;
  }>`${PREPARED}
    select s.id, s.account_id, s.stage, s.started_at, s.last_used_at, a.name, a.person_id, a.must_change,
      coalesce(a.password_at, a.created_at) as password_at, f.secret is not null as has_factor,
      coalesce(f.must_enroll, false) as must_enroll,
      (select body from security_setting order by id desc limit 1) as settings
    from session s join account a on a.id = s.account_id left join account_factor f on f.account_id = a.id
    where s.token_hash = ${digest(token)} and s.ended_at is null and not a.disabled and a.awaits is null`.execute(tx);
  const row = rows[0];
  if (!row) return undefined;
  const security = securitySettings.parse(row.settings ?? {});
  const limits = {
    idleMinutes: security.idleMinutes,
    absoluteHours: security.absoluteHours ?? presets.absoluteHours,
  };
  if (sessionOver({ startedAt: row.started_at, lastUsedAt: row.last_used_at }, now, limits)) return undefined;
  // Written once a minute at most: a read should not cost a write.
  if (now.getTime() - row.last_used_at.getTime() > 60_000) {
    await sql`update session set last_used_at = ${now} where id = ${row.id}`.execute(tx);
  }
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    personId: row.person_id,
    mustChange: row.must_change || passwordLapsed(row.password_at, now, security),
    stage: row.stage,
    hasFactor: row.has_factor,
    mustEnroll: row.must_enroll,
    factorPolicy: security.factorPolicy,
    limits,
  };
}

export async function endSession(tx: Tx, accountId: number, sessionId: string, now: Date): Promise<boolean> {
  const result = await sql`update session set ended_at = ${now}
    where id = ${sessionId} and account_id = ${accountId} and ended_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Ends all sessions of an account, but one if named: after a changed password. */
export async function endAllSessions(tx: Tx, accountId: number, now: Date, except?: string): Promise<void> {
  await sql`update session set ended_at = ${now}
    where account_id = ${accountId} and ended_at is null and id is distinct from ${except ?? null}::uuid`.execute(tx);
}

export interface OpenSession {
  id: string;
  started_at: Date;
  last_used_at: Date;
  device: string;
  address: string;
}

/** Sessions that are still open by the city's limits, the one used last first. */
export async function listSessions(
  tx: Tx,
  accountId: number,
  now: Date,
  limits: CallSession['limits'],
): Promise<OpenSession[]> {
  const { rows } = await sql<OpenSession>`
    select id, started_at, last_used_at, device, address from session
    where account_id = ${accountId} and ended_at is null order by last_used_at desc, id desc`.execute(tx);
  return rows.filter((row) => !sessionOver({ startedAt: row.started_at, lastUsedAt: row.last_used_at }, now, limits));
}
