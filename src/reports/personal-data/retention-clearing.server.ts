/** The daily clearing: working state older than its class allows. Runs as xieshi_steward with the duty `retention`. */
import { type RawBuilder, sql } from 'kysely';
import { writeAuditLine } from '../../store/audit.server.ts';
import type { City, Database, Tx } from '../../store/database.server.ts';
import { newId } from '../../store/new-id.server.ts';
import { CLEARED, type ClearedClass, clearedWords } from './retention.logic.ts';
import { readRetentionClasses } from './rules.server.ts';

/** What the line of a run is called in the log. */
export const CLEARING = { id: 'retention.clear', title: '清理到期的工作数据', actor: '系统' } as const;

/** Rows of each class that lapsed before an instant. */
const LAPSED: Readonly<Record<ClearedClass, (before: Date) => { table: string; where: RawBuilder<unknown> }[]>> = {
  sessions: (before) => [
    { table: 'session', where: sql`coalesce(ended_at, last_used_at) < ${before} and last_used_at < ${before}` },
  ],
  drafts: (before) => ['draft_fork', 'draft'].map((table) => ({ table, where: sql`saved_at < ${before}` })),
  uploads: (before) => [{ table: 'import_tray', where: sql`saved_at < ${before}` }],
  signInFailures: (before) => [{ table: 'sign_in_throttle', where: sql`last_at < ${before}` }],
  factorResets: (before) => [{ table: 'factor_reset', where: sql`asked_at < ${before}` }],
};

async function clear(tx: Tx, now: Date): Promise<Partial<Record<ClearedClass, number>>> {
  const counts: Partial<Record<ClearedClass, number>> = {};
  const classes = readRetentionClasses();
  for (const id of CLEARED) {
    const { kept } = classes.find((one) => one.id === id)!;
    if (!('days' in kept)) continue;
    for (const { table, where } of LAPSED[id](new Date(now.getTime() - kept.days * 86_400_000))) {
      const { numAffectedRows } = await sql`delete from ${sql.table(table)} where ${where}`.execute(tx);
      counts[id] = (counts[id] ?? 0) + Number(numAffectedRows ?? 0);
    }
  }
  return counts;
}

/** Clears one city by its own clock; a run that removes something leaves one line with the counts, in the same transaction. */
export async function clearLapsed(
  database: Database,
  city: City,
  now: Date,
): Promise<Partial<Record<ClearedClass, number>>> {
  return database.inCity(city, { as: 'steward', duty: 'retention' }, async (tx) => {
    const counts = await clear(tx, now);
    const words = clearedWords(counts, readRetentionClasses());
    if (words !== '') {
      await writeAuditLine(tx, {
        id: newId(now),
        at: now,
        accountId: null,
        actor: CLEARING.actor,
        ability: 'operation.run',
        route: CLEARING.id,
        subjectKind: 'retention',
        subjectId: words,
        outcome: 'done',
      });
    }
    return counts;
  });
}
