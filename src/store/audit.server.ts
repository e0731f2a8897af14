/** The audit line: who did or read what, written in the transaction of the act itself. */
import { sql } from 'kysely';
import type { Tx } from './database.server.ts';
import { PREPARED } from './statements.server.ts';

export interface AuditLine {
  id: string;
  at: Date;
  accountId: number | null;
  actor: string;
  ability: string;
  route: string;
  subjectKind?: string;
  subjectId?: string;
  /** The person whose file was read or written. */
  subjectPerson?: number;
  actId?: string;
  outcome: 'done' | 'read' | 'refused';
}

export async function writeAuditLine(tx: Tx, line: AuditLine): Promise<void> {
  await sql`${PREPARED}insert into audit_line (id, at, account_id, actor, ability, route, subject_kind, subject_id, subject_person, act_id, outcome)
    values (${line.id}, ${line.at}, ${line.accountId}, ${line.actor}, ${line.ability}, ${line.route}, ${line.subjectKind ?? null},
      ${line.subjectId ?? null}, ${line.subjectPerson ?? null}, ${line.actId ?? null}, ${line.outcome})`.execute(tx);
}
