/** What is worked out of the files themselves, in whichever thread: their order, their plans, and how the page shows them. */
import { createHash } from 'node:crypto';
import { type Day, day, dayOf } from '../core/time/room.ts';
import { itemsFor } from '../duties/rules/room.ts';
import { readLedgerRules } from '../duties/rules/rules.server.ts';
import { ledgerIdOf } from '../ledgers/ledger/ledger-id.server.ts';
import {
  type Choices,
  type ImportAccount,
  type LayoutId,
  type MendedCell,
  mendedCells,
  mendedWorkbook,
  squeezed,
  type Workbook,
} from '../platform/open/room.ts';
import type { PlanContext, World } from '../registry/organizations/room.ts';
import { keyPlanIdOf } from '../registry/responsibility/key-plan-id.server.ts';
import { headsOf } from './import-heads.server.ts';
import { accountOf, layoutOf, type PlannedWorkbook, planWorkbook } from './import-plan.logic.ts';
import { KINDS } from './kinds.logic.ts';

/** From when organizations and people hold of which a list says no beginning. */
const SINCE = day('2000-01-01');

export interface FileToImport {
  /** As it was sent. */
  workbook: Workbook;
  choices: Choices;
}

/** Longer cells tell what was done rather than who did it. */
const LONGEST_NAMED = 120;

/** A file with what the user mended laid over it. */
export interface MendedFile extends FileToImport {
  original: Workbook;
}

export const mended = <F extends FileToImport>(file: F): F & MendedFile => ({
  ...file,
  original: file.workbook,
  workbook: mendedWorkbook(file.workbook, file.choices),
});

export interface PlannedFile {
  name: string;
  choices: Choices;
  mended: readonly MendedCell[];
  leftOut: readonly { sheet: string; row: number }[];
  /** Digest of its first head, by which the layout is known again. */
  heads?: string;
  /** Undefined when the workbook is of no known layout. */
  planned: Omit<PlannedWorkbook, 'world'> | undefined;
}

/** Words that the city gave: what is written, and the name that it stands for. */
export interface Words {
  units: readonly (readonly [written: string, means: string])[];
  items: readonly (readonly [written: string, means: string])[];
}

export interface PlanningOrder {
  cityCode: string;
  actId: string;
  now: Date;
  words: Words;
}

/** A UUIDv8 from the act and what is made in it: the same act makes the same ids. */
function idIn(actId: string, key: string): string {
  const bytes = createHash('sha256').update(`${actId}/${key}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function contextFor({ cityCode, actId, now, words }: PlanningOrder, onRow: () => void): Omit<PlanContext, 'file'> {
  const rules = readLedgerRules();
  const byName = Map.groupBy(words.items, ([, means]) => means);
  const today: Day = dayOf(now);
  return {
    today,
    now: now.toISOString(),
    since: SINCE,
    newId: (key) => idIn(actId, key),
    ledgerId: (personId, period) => ledgerIdOf(cityCode, personId, period),
    keyPlanId: (personId, year) => keyPlanIdOf(cityCode, personId, year),
    kinds: KINDS,
    itemsFor: (period) =>
      itemsFor(rules, period).map((item) => ({
        ...item,
        synonyms: [...item.synonyms, ...(byName.get(item.name) ?? []).map(([written]) => written)],
      })),
    onRow,
  };
}

const ORDER: readonly LayoutId[] = [
  'organizations',
  'members',
  'roster',
  'responsibility',
  'keyPlan',
  'ledger',
  'life',
  'training',
];
/** Files in the order in which one rests on another: organizations before their members, both before what they did. */
export function inOrder<F extends MendedFile>(files: readonly F[]): F[] {
  const ranks = new Map(
    files.map((file) => {
      const layout = layoutOf(file.workbook, file.choices);
      return [file, layout && ORDER.includes(layout) ? ORDER.indexOf(layout) : ORDER.length];
    }),
  );
  return files.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!);
}

/** The layouts of the files: what of the city must be read for them. */
export const layoutsOf = (files: readonly MendedFile[]): Set<LayoutId> =>
  new Set(files.flatMap(({ workbook, choices }) => layoutOf(workbook, choices) ?? []));

/** What stands in files of ledgers: whose they are is told by the names in it. */
export const ledgerTextOf = (files: readonly MendedFile[]): string =>
  files
    .filter(({ workbook, choices }) => layoutOf(workbook, choices) === 'ledger')
    .flatMap(({ workbook }) => [
      workbook.name,
      ...workbook.sheets.flatMap(({ name, rows }) => [
        name,
        ...new Set(rows.flat().flatMap((cell) => (cell && cell.text.length <= LONGEST_NAMED ? [cell.text] : []))),
      ]),
    ])
    .map(squeezed)
    .join('\n');

export const rowsOf = (files: readonly MendedFile[]): number =>
  files.reduce((sum, { workbook }) => sum + workbook.sheets.reduce((rows, sheet) => rows + sheet.rows.length, 0), 0);

const leftOutOf = (choices: Choices): { sheet: string; row: number }[] =>
  Object.entries(choices.sheets ?? {}).flatMap(([sheet, { leaveOut = [] }]) => leaveOut.map((row) => ({ sheet, row })));

/** Plans the files, each upon what the ones before it bring. */
export function planInOrder(
  files: readonly MendedFile[],
  world: World,
  order: PlanningOrder,
  onRow: () => void = () => undefined,
): PlannedFile[] {
  const context = contextFor(order, onRow);
  let at = world;
  return files.map(({ workbook, original, choices }) => {
    const unitWords = new Map([...order.words.units, ...Object.entries(choices.units ?? {})]);
    const done = planWorkbook(workbook, choices, { ...at, unitWords }, { ...context, answers: choices.answers ?? {} });
    if (done) at = done.world;
    const first = done?.understood.sheets[0];
    return {
      name: workbook.name,
      choices,
      mended: mendedCells(original, choices),
      leftOut: leftOutOf(choices),
      heads: first && headsOf(workbook, first),
      planned: done && { understood: done.understood, plan: done.plan },
    };
  });
}

/** The account of a planned file, with what the user did to it before; undefined when it is of no known layout. */
export function accountOfFile({ name, planned, mended: cells, leftOut }: PlannedFile): ImportAccount | undefined {
  return (
    planned && {
      ...accountOf(name, planned.plan),
      ...(cells.length > 0 ? { mended: [...cells] } : {}),
      ...(leftOut.length > 0 ? { leftOut: [...leftOut] } : {}),
    }
  );
}
