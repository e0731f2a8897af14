/** Importing workbooks: planned upon the city as it is, carried out as one act. */
import { sql } from 'kysely';
import { Refusal } from '../core/record/room.ts';
import { dayOf, month, monthName } from '../core/time/room.ts';
import type { ImportAccount, ImportMode, LayoutId } from '../platform/open/room.ts';
import { factRow } from '../registry/organizations/fact-rows.server.ts';
import { latestOf } from '../registry/organizations/room.ts';
import { oneAtATime } from '../registry/organizations/take-back.server.ts';
import type { ActInput, RecordRow, Sources } from '../store/append.server.ts';
import type { City, Tx } from '../store/database.server.ts';
import { readWords, remember } from './import-memory.server.ts';
import {
  accountOfFile,
  type FileToImport,
  layoutsOf,
  ledgerTextOf,
  mended,
  type PlannedFile,
  planInOrder,
} from './import-work.server.ts';
import { readWorld } from './import-world.server.ts';

export const IMPORT_ACT = 'import';
/** One number for the advisory lock under which imports of a city follow one another. */

/** What importing the files would bring, each upon what the ones before it bring. */
export async function planFiles(
  tx: Tx,
  city: City,
  now: Date,
  files: readonly FileToImport[],
  actId = 'preview',
): Promise<PlannedFile[]> {
  const opened = files.map(mended);
  const order = { cityCode: city.code, actId, now, words: await readWords(tx) };
  return planInOrder(opened, await readWorld(tx, dayOf(now), layoutsOf(opened), ledgerTextOf(opened)), order);
}

type Summed = Exclude<LayoutId, 'ledger'>;

const UNITS: Readonly<Record<Summed, (accepted: number, people: number, files: number) => string>> = {
  organizations: (accepted) => `党组织${accepted}个`,
  members: (accepted) => `党员${accepted}人`,
  roster: (accepted) => `领导干部${accepted}人`,
  responsibility: (accepted) => `责任分工${accepted}行`,
  keyPlan: (accepted) => `重点工作${accepted}项`,
  life: (accepted) => `组织生活${accepted}次`,
  // The same people may stand in several lists.
  training: (_, people, files) => `培训${people}${files > 1 ? '人次' : '人'}`,
};

/** Ledgers that are named one by one. */
const LEDGERS_NAMED = 3;

function ledgersOf(accounts: readonly ImportAccount[]): string {
  if (accounts.length > LEDGERS_NAMED) return `写实清单${accounts.length}份`;
  return accounts.map(({ person, period }) => `${person}${period ? monthName(month(period)) : ''}写实清单`).join('、');
}

const unitsOf = (kind: LayoutId, same: readonly ImportAccount[]): string =>
  kind === 'ledger'
    ? ledgersOf(same)
    : UNITS[kind](
        same.reduce((sum, one) => sum + one.accepted, 0),
        same.reduce((sum, one) => sum + one.people, 0),
        same.length,
      );

/** `导入2个表格：党组织14个、党员14人` */
function summaryOf(accounts: readonly ImportAccount[]): string {
  const brought = accounts.filter((one) => one.accepted > 0);
  const parts = [...Map.groupBy(brought, ({ kind }) => kind)].map(([kind, same]) => unitsOf(kind, same));
  return `导入${brought.length}个表格：${parts.join('、')}`;
}

export interface Importer {
  accountId: number;
  name: string;
}

export interface Imported {
  actId: string;
  accounts: readonly ImportAccount[];
}

/** What an import of this id brought, when it is there already. */
async function importedBefore(tx: Tx, actId: string): Promise<Imported | undefined> {
  const { rows } = await sql<{ kind: string; detail: { files: ImportAccount[] } }>`
    select kind, detail from act where id = ${actId}`.execute(tx);
  if (rows[0] && rows[0].kind !== IMPORT_ACT)
    throw new Refusal({ code: 'act-id-taken', status: 409, what: '这个编号已被另一件事使用', now: '请刷新页面再试' });
  return rows[0] && { actId, accounts: rows[0].detail.files };
}

/** No row of any file can be taken over: an act without content would say nothing. */
export class NothingToImport extends Refusal {
  readonly accounts: readonly ImportAccount[];
  constructor(accounts: readonly ImportAccount[]) {
    super({
      code: 'nothing-to-import',
      what: '这些表格里没有可以导入的行',
      now: '请看每个文件里列出的问题，改好后再导入',
    });
    this.accounts = accounts;
  }
}

/** How an import is carried out. */
export interface ImportOrderOf {
  tx: Tx;
  city: City;
  sources: Sources;
  by: Importer;
  now: Date;
  actId: string;
  /** What the user chose to do where rows cannot be taken over. */
  mode: ImportMode;
  /** The plans, in the order of import; asked for once it is this import's turn. */
  plan: () => Promise<readonly PlannedFile[]>;
  /** May refuse the plan before anything is written. */
  check?: (planned: readonly PlannedFile[]) => void;
}

/**
 * Imports the files as one act; rows that cannot be taken over are left out and named. Repeating the act changes nothing and
 * answers as the first time, without reading the files again.
 */
export async function importFiles(order: ImportOrderOf): Promise<Imported> {
  const { tx, city, sources, by, now, actId, mode } = order;
  await oneAtATime(tx, city);
  const before = await importedBefore(tx, actId);
  if (before) return before;
  const planned = await order.plan();
  order.check?.(planned);
  const plans = planned.flatMap((file) => file.planned?.plan ?? []);
  const accounts = planned.flatMap((file) => accountOfFile(file) ?? []);
  const records = latestOf(plans.flatMap((plan) => plan.records)).map(
    ({ reason, ...record }): RecordRow => ({ ...record, reason: reason ?? null }),
  );
  if (accounts.every((account) => account.accepted === 0)) throw new NothingToImport(accounts);
  const act: ActInput = {
    id: actId,
    kind: IMPORT_ACT,
    accountId: by.accountId,
    author: by.name,
    summary: summaryOf(accounts),
    detail: { mode, files: accounts },
    at: now,
  };
  await sources.append(tx, act, { facts: plans.flatMap((plan) => plan.facts).map(factRow), records });
  await remember(tx, planned, by, now);
  return { actId, accounts };
}
