/** Sessions: a random token in a cookie, its SHA-256 in the database; ended ones stay as rows. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../store/database.server.ts';
import { newId } from '../../store/new-id.server.ts';

export interface SessionRow {
  id: string;
  accountId: number;
  name: string;
  personId: number | null;
  mustChange: boolean;
}

export interface SessionLimits {
  /** A session unused for this long is over. */
  idleHours: number;
  /** A session is over this long after it began, used or not. */
  absoluteHours: number;
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Starts a session and answers its token, which is stored nowhere. Runs as xieshi_gate. */
export async function startSession(tx: Tx, accountId: number, device: string, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await sql`insert into session (id, account_id, token_hash, device, started_at, last_used_at)
    values (${newId(now)}, ${accountId}, ${digest(token)}, ${device.slice(0, 200)}, ${now}, ${now})`.execute(tx);
  return token;
}

/** The live session of a token; undefined when it ended, ran out or never was. */
export async function findSession(
  tx: Tx,
  token: string,
  now: Date,
  limits: SessionLimits,
): Promise<SessionRow | undefined> {
  const { rows } = await sql<{
    id: string;
    account_id: number;
    name: string;
    person_id: number | null;
    must_change: boolean;
    last_used_at: Date;
  }>`
    select s.id, s.account_id, s.last_used_at, a.name, a.person_id, a.must_change
    from session s join account a on a.id = s.account_id
    where s.token_hash = ${digest(token)} and s.ended_at is null and not a.disabled
      and s.last_used_at > ${new Date(now.getTime() - limits.idleHours * 3600_000)}
      and s.started_at > ${new Date(now.getTime() - limits.absoluteHours * 3600_000)}`.execute(tx);
  const row = rows[0];
  if (!row) return undefined;
  // Written once a minute at most: a read should not cost a write.
  if (now.getTime() - row.last_used_at.getTime() > 60_000) {
    await sql`update session set last_used_at = ${now} where id = ${row.id}`.execute(tx);
  }
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    personId: row.person_id,
    mustChange: row.must_change,
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

export async function listSessions(
  tx: Tx,
  accountId: number,
): Promise<{ id: string; started_at: Date; last_used_at: Date; device: string }[]> {
  const { rows } = await sql<{ id: string; started_at: Date; last_used_at: Date; device: string }>`
    select id, started_at, last_used_at, device from session
    where account_id = ${accountId} and ended_at is null order by last_used_at desc`.execute(tx);
  return rows;
}
