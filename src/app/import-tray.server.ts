/**
 * Workbooks on the way in. What is kept of a file is its cells without identity-card and telephone numbers, never the file
 * itself.
 */
import { sql } from 'kysely';
import {
  type Cell,
  type Choices,
  dayOfSerial,
  type Sheet,
  type TrayFile,
  type Understanding,
} from '../platform/open/room.ts';
import { unpackWorkbook } from '../platform/open/workbook.server.ts';
import type { Problem } from '../registry/organizations/room.ts';
import type { Tx } from '../store/database.server.ts';
import type { FileToImport, PlannedFile } from './import.server.ts';
import { accountOf } from './import-plan.logic.ts';

export interface KeptFile extends FileToImport {
  id: string;
  savedAt: Date;
}

/** Rows shown from the beginning of a sheet's data, and at most because of problems. */
const FIRST_ROWS = 8;
const PROBLEM_ROWS = 80;
const COLUMNS = 40;
const CELL_CHARS = 200;

/** `packed`: its cells as `readPackedWorkbook` gives them. */
export async function keepFile(
  tx: Tx,
  accountId: number,
  file: { id: string; name: string; packed: Uint8Array },
  now: Date,
): Promise<void> {
  await sql`insert into import_tray (id, account_id, name, bytes, choices, saved_at)
    values (${file.id}, ${accountId}, ${file.name}, ${Buffer.from(file.packed)}, '{}', ${now})`.execute(tx);
}

/** The files in somebody's tray, in the order in which they came. */
export async function readTray(tx: Tx, accountId: number): Promise<KeptFile[]> {
  const { rows } = await sql<{ id: string; bytes: Buffer; choices: Choices; saved_at: Date }>`
    select id, bytes, choices, saved_at from import_tray where account_id = ${accountId} order by saved_at, id`.execute(
    tx,
  );
  return rows.map(({ id, bytes, choices, saved_at }) => ({
    id,
    workbook: unpackWorkbook(bytes),
    choices,
    savedAt: saved_at,
  }));
}

/** Answers whether the file was there. */
export async function saveChoices(tx: Tx, accountId: number, id: string, choices: Choices): Promise<boolean> {
  const { numAffectedRows } = await sql`update import_tray set choices = ${JSON.stringify(choices)}::jsonb
    where id = ${id} and account_id = ${accountId}`.execute(tx);
  return numAffectedRows === 1n;
}

export async function removeFiles(tx: Tx, accountId: number, ids: readonly string[]): Promise<void> {
  await sql`delete from import_tray where id = any(${ids as string[]}::uuid[]) and account_id = ${accountId}`.execute(
    tx,
  );
}

const rowOf = (problem: Problem): number => Number(/\d+$/.exec(problem.cell)?.[0] ?? 0);

/** The rows of a sheet that are worth a look, from 1. */
function shownRows(sheet: Sheet, { headerRow, headerRows }: Understanding, problems: readonly Problem[]): number[] {
  const from = Math.max(1, headerRow - 3);
  const first = Array.from({ length: headerRow + headerRows + FIRST_ROWS - from }, (_, at) => from + at);
  const wrong = [...new Set(problems.map(rowOf))].sort((a, b) => a - b).slice(0, PROBLEM_ROWS);
  return [...new Set([...first, ...wrong])].filter((row) => row >= 1 && row <= sheet.rows.length).sort((a, b) => a - b);
}

/** A day as a day, whichever way the program that wrote the file would show it. */
const shownText = (cell: Cell | null): string => {
  const day = cell?.isDay ? dayOfSerial(Number(cell.value)) : undefined;
  return (day ?? cell?.text.trim() ?? '').slice(0, CELL_CHARS);
};

const tableOf = (sheet: Sheet, rows: readonly number[]): TrayFile['sheets'][number]['table'] =>
  rows.map((row) => ({
    row,
    cells: (sheet.rows[row - 1] ?? []).slice(0, COLUMNS).map(shownText),
  }));

/** A kept file with what it was taken for and would bring, as its screen shows it. */
export function shownFile(file: KeptFile & PlannedFile): TrayFile {
  const { id, workbook, choices, savedAt, planned } = file;
  const common = { id, name: workbook.name, savedAt: savedAt.toISOString(), choices };
  if (!planned) return { ...common, sheets: [], left: [] };
  const { understood, plan } = planned;
  const problems = [...plan.rejected, ...plan.warnings];
  const sheets = understood.sheets.map((one) => {
    const sheet = workbook.sheets.find(({ name }) => name === one.sheet)!;
    const own = problems.filter((problem) => problem.sheet === one.sheet);
    const { sheet: name, certainty, headerRow, headerRows, columns, missing } = one;
    return {
      sheet: name,
      certainty,
      headerRow,
      headerRows,
      columns: [...columns],
      missing: [...missing],
      table: tableOf(sheet, shownRows(sheet, one, own)),
      length: sheet.rows.length,
    };
  });
  return {
    ...common,
    layout: understood.layout.id,
    sheets,
    left: [...understood.left],
    account: accountOf(workbook.name, plan),
  };
}
