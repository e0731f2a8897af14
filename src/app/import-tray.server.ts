/**
 * Workbooks on the way in. What is kept of a file is its cells without identity-card and telephone numbers, never the file
 * itself.
 */
import { sql } from 'kysely';
import type { Choices } from '../platform/open/room.ts';
import type { Tx } from '../store/database.server.ts';
import type { Remembered } from './import-memory.server.ts';

export interface KeptFile {
  id: string;
  name: string;
  /** Its cells as `readPackedWorkbook` gives them. */
  packed: Uint8Array;
  choices: Choices;
  savedAt: Date;
  /** What was said about such a workbook before, and was taken over. */
  remembered: { heads: string; author: string; savedAt: string; file: string } | undefined;
}

export async function keepFile(
  tx: Tx,
  accountId: number,
  file: { id: string; name: string; packed: Uint8Array },
  remembered: Remembered | undefined,
  now: Date,
): Promise<void> {
  await sql`insert into import_tray (id, account_id, name, bytes, choices, saved_at, remembered)
    values (${file.id}, ${accountId}, ${file.name}, ${Buffer.from(file.packed)},
      ${JSON.stringify(remembered?.choices ?? {})}::jsonb, ${now}, ${remembered?.heads ?? null})`.execute(tx);
}

interface Row {
  id: string;
  name: string;
  bytes: Buffer;
  choices: Choices;
  savedAt: Date;
  heads: string | null;
  author: string;
  said: Date;
  file: string;
}

/** The files in somebody's tray, in the order in which they came. */
export async function readTray(tx: Tx, accountId: number): Promise<KeptFile[]> {
  const { rows } = await sql<Row>`
    select t.id, t.name, t.bytes, t.choices, t.saved_at as "savedAt", o.heads, o.author, o.saved_at as said,
      o.file_name as file
    from import_tray t left join office_layout o on o.heads = t.remembered
    where t.account_id = ${accountId} order by t.saved_at, t.id`.execute(tx);
  return rows.map(({ id, name, bytes, choices, savedAt, heads, author, said, file }) => ({
    id,
    name,
    packed: bytes,
    choices,
    savedAt,
    remembered: heads === null ? undefined : { heads, author, savedAt: said.toISOString(), file },
  }));
}

/** What the tray holds, without its cells: another mark means another preview. */
export async function trayMark(tx: Tx, accountId: number): Promise<string> {
  const { rows } = await sql<{ mark: string | null }>`
    select string_agg(t.id || md5(t.choices::text) || coalesce(o.heads, ''), ',' order by t.saved_at, t.id) as mark
    from import_tray t left join office_layout o on o.heads = t.remembered where t.account_id = ${accountId}`.execute(
    tx,
  );
  return rows[0]?.mark ?? '';
}

export async function countFiles(tx: Tx, accountId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from import_tray where account_id = ${accountId}`.execute(tx);
  return rows[0]!.count;
}

/** Answers whether the file was there. Emptied choices no longer rest on what was remembered. */
export async function saveChoices(tx: Tx, accountId: number, id: string, choices: Choices): Promise<boolean> {
  const empty = Object.keys(choices).length === 0;
  const { numAffectedRows } = await sql`update import_tray set choices = ${JSON.stringify(choices)}::jsonb,
    remembered = case when ${empty} then null else remembered end
    where id = ${id} and account_id = ${accountId}`.execute(tx);
  return numAffectedRows === 1n;
}

export async function removeFiles(tx: Tx, accountId: number, ids: readonly string[]): Promise<void> {
  await sql`delete from import_tray where id = any(${ids as string[]}::uuid[]) and account_id = ${accountId}`.execute(
    tx,
  );
}
