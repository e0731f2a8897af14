/** The backups of the server: how they stand, and one more now. A backup goes on by itself when the page is left. */
import { sql } from 'kysely';
import type { Tx } from '../../store/database.server.ts';
import { type Handler, handle } from '../open/handler.server.ts';
import { type BackupsAnswer, backUp, backupsRead } from './backups.contract.ts';

/** A night and two hours: the daily one takes a while. */
const LATE_MS = 26 * 3600_000;

/** What the archiver of the embedded server says of itself. */
async function archive(tx: Tx): Promise<BackupsAnswer['archive']> {
  const { rows } = await sql<{ at: Date | null; failing: boolean }>`
    select last_archived_time as at, coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as failing
    from pg_stat_archiver`.execute(tx);
  const [{ at, failing } = { at: null, failing: false }] = rows;
  return { lastAt: at?.toISOString() ?? null, failing };
}

export const backupHandlers: readonly Handler[] = [
  handle(backupsRead, async ({ tx, backups }) => {
    const state = await backups.state();
    const newest = state.backups[0];
    return {
      ...state,
      backups: state.backups.map(({ verification, ...backup }) => ({
        ...backup,
        verified: verification && {
          at: verification.at,
          same: verification.differences.length === 0,
          tables: verification.tables,
          rows: verification.rows,
        },
      })),
      late: newest !== undefined && state.now.getTime() - Date.parse(newest.startedAt) > LATE_MS,
      archive: state.kind === 'physical' && newest !== undefined ? await archive(tx) : null,
    };
  }),

  handle(backUp, async ({ backups, audit }) => {
    audit({ subjectKind: 'backup' });
    await backups.begin();
    return {};
  }),
];
