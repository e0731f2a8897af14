/** Files of the tray as their page shows them. */
import {
  type Cell,
  type Choices,
  changeBetween,
  dayOfSerial,
  editionName,
  leftRows,
  type MendedCell,
  type Sheet,
  type TrayFile,
  type Understanding,
} from '../platform/open/room.ts';
import { unpackWorkbook } from '../platform/open/workbook.server.ts';
import type { Problem, World } from '../registry/organizations/room.ts';
import type { KeptFile } from './import-tray.server.ts';
import {
  accountOfFile,
  inOrder,
  type MendedFile,
  mended,
  type PlannedFile,
  type PlanningOrder,
  planInOrder,
} from './import-work.server.ts';

export type OpenedFile = KeptFile & MendedFile;

/** The kept files unpacked, with what the user mended, in the order of import. */
export const openKept = (files: readonly KeptFile[]): OpenedFile[] =>
  inOrder(files.map((file) => mended({ ...file, workbook: unpackWorkbook(file.packed) })));

/** Rows shown from the beginning of a sheet's data, and at most because of problems. */
const FIRST_ROWS = 8;
const PROBLEM_ROWS = 80;
const COLUMNS = 40;
const CELL_CHARS = 200;

const rowOf = (cell: string): number => Number(/\d+$/.exec(cell)?.[0] ?? 0);

/** The rows of a sheet that are worth a look, from 1. */
function shownRows(sheet: Sheet, { headerRow, headerRows }: Understanding, touched: readonly number[]): number[] {
  const from = Math.max(1, headerRow - 3);
  const first = Array.from({ length: headerRow + headerRows + FIRST_ROWS - from }, (_, at) => from + at);
  const wrong = [...new Set(touched)].sort((a, b) => a - b).slice(0, PROBLEM_ROWS);
  return [...new Set([...first, ...wrong])].filter((row) => row >= 1 && row <= sheet.rows.length).sort((a, b) => a - b);
}

/** A day as a day, whichever way the program that wrote the file would show it. */
const shownText = (cell: Cell | null): string => {
  const day = cell?.isDay ? dayOfSerial(Number(cell.value)) : undefined;
  return (day ?? cell?.text.trim() ?? '').slice(0, CELL_CHARS);
};

type ShownSheet = TrayFile['sheets'][number];

/** `sheet` as it is read; rows that were left out are shown as they were sent. */
function shownSheet(
  file: OpenedFile,
  understanding: Understanding,
  problems: readonly Problem[],
  cells: readonly MendedCell[],
): ShownSheet {
  const { sheet: name, layout, certainty, headerRow, headerRows, columns, missing, untilRow } = understanding;
  const sheet = file.workbook.sheets.find((one) => one.name === name)!;
  const original = file.original.sheets.find((one) => one.name === name)!;
  const leftOut = [...leftRows(file.choices, name)];
  const left = new Set(leftOut);
  const touched = [
    ...problems.filter((one) => one.sheet === name).map(({ cell }) => rowOf(cell)),
    ...cells.map(({ cell }) => rowOf(cell)),
    ...leftOut,
  ];
  return {
    sheet: name,
    certainty,
    headerRow,
    headerRows,
    layout,
    columns: [...columns],
    missing: [...missing],
    ...(untilRow === undefined ? {} : { untilRow }),
    table: shownRows(sheet, understanding, touched).map((row) => ({
      row,
      cells: ((left.has(row) ? original : sheet).rows[row - 1] ?? []).slice(0, COLUMNS).map(shownText),
    })),
    length: sheet.rows.length,
    mended: [...cells],
    leftOut,
  };
}

/** A kept file with what it was taken for and would bring. */
function shownFile(file: OpenedFile, done: PlannedFile): TrayFile {
  const { id, name, savedAt, remembered } = file;
  const common = {
    id,
    name,
    savedAt: savedAt.toISOString(),
    choices: file.choices as TrayFile['choices'],
    ...(remembered ? { remembered } : {}),
  };
  if (!done.planned) return { ...common, sheets: [], left: [] };
  const { understood, plan } = done.planned;
  const problems = [...plan.rejected, ...plan.warnings];
  return {
    ...common,
    layout: understood.layout.id,
    sheets: understood.sheets.map((one) =>
      shownSheet(
        file,
        one,
        problems,
        done.mended.filter(({ sheet }) => sheet === one.sheet),
      ),
    ),
    left: [...understood.left],
    account: accountOfFile(done),
  };
}

/** Rows that two workbooks have in common, as a share of the longer one. */
function likeness(one: MendedFile, other: MendedFile): number {
  const lines = ({ original }: MendedFile): string[] =>
    original.sheets.flatMap(({ rows }) => rows.map((row) => row.map((cell) => cell?.text ?? '').join('\t')));
  const [left, right] = [new Set(lines(one)), new Set(lines(other))];
  let common = 0;
  for (const line of left) if (right.has(line)) common += 1;
  return common / Math.max(left.size, right.size, 1);
}

/** From what share of common rows on a file of the same head is taken for another edition, whatever its name. */
const SAME_ROWS = 0.5;

/** The earlier file of the tray that this one is a newer edition of: of the same name, or of the same head and mostly the same rows. */
function editionOf(
  file: OpenedFile,
  heads: string | undefined,
  others: readonly { file: OpenedFile; heads: string | undefined }[],
): TrayFile['edition'] {
  const name = editionName(file.name);
  const earlier = others
    .filter((one) => one.file.savedAt < file.savedAt)
    .sort((a, b) => b.file.savedAt.getTime() - a.file.savedAt.getTime())
    .find(
      (one) =>
        editionName(one.file.name) === name ||
        (heads !== undefined && heads === one.heads && likeness(one.file, file) >= SAME_ROWS),
    );
  if (!earlier) return undefined;
  const { id, name: of, savedAt, workbook } = earlier.file;
  return { of: id, name: of, savedAt: savedAt.toISOString(), ...changeBetween(workbook, file.workbook) };
}

/** The whole tray as its page shows it. */
export function shownTray(
  files: readonly OpenedFile[],
  world: World,
  order: PlanningOrder,
  onRow: () => void,
): TrayFile[] {
  const planned = planInOrder(files, world, order, onRow);
  const others = files.map((file, at) => ({ file, heads: planned[at]!.heads }));
  return files.map((file, at) => {
    const edition = editionOf(file, planned[at]!.heads, others);
    return { ...shownFile(file, planned[at]!), ...(edition ? { edition } : {}) };
  });
}

/** How the choices of a replaced file go over to its newer edition: what was said of the layout, not what was mended in it. */
export function choicesForEdition(old: Choices): Choices {
  const sheets = Object.entries(old.sheets ?? {}).map(([name, { cells: _, leaveOut: __, ...said }]) => [name, said]);
  return { ...old, sheets: Object.fromEntries(sheets) };
}
