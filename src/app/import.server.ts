/** Importing workbooks: planned upon the city as it is, carried out as one act, taken back as one. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '../core/record/room.ts';
import { type Day, day, dayOf, month, monthName } from '../core/time/room.ts';
import { itemsFor } from '../duties/rules/room.ts';
import { readLedgerRules } from '../duties/rules/rules.server.ts';
import { ledgerIdOf } from '../ledgers/ledger/ledger-id.server.ts';
import type { Choices, ImportAccount, LayoutId, Workbook } from '../platform/open/room.ts';
import { factRow } from '../registry/organizations/fact-rows.server.ts';
import type { PlanContext, World } from '../registry/organizations/room.ts';
import type { ActInput, RecordRow, Sources } from '../store/append.server.ts';
import type { City, Tx } from '../store/database.server.ts';
import { accountOf, layoutOf, type PlannedWorkbook, planWorkbook } from './import-plan.logic.ts';
import { readWorld } from './import-world.server.ts';
import { KINDS } from './kinds.logic.ts';

export const IMPORT_ACT = 'import';
/** From when organizations and people hold of which a list says no beginning. */
const SINCE = day('2000-01-01');
/** One number for the advisory lock under which imports of a city follow one another. */
const IMPORT_LOCK = 7_216_018;

export interface FileToImport {
  workbook: Workbook;
  choices: Choices;
}

export interface PlannedFile extends FileToImport {
  /** Undefined when the workbook is of no known layout. */
  planned: PlannedWorkbook | undefined;
}

/** A UUIDv8 from the act and what is made in it: the same act makes the same ids. */
function idIn(actId: string, key: string): string {
  const bytes = createHash('sha256').update(`${actId}/${key}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function contextFor(city: City, actId: string, now: Date): Omit<PlanContext, 'file'> {
  const rules = readLedgerRules();
  return {
    today: dayOf(now),
    now: now.toISOString(),
    since: SINCE,
    newId: (key) => idIn(actId, key),
    ledgerId: (personId, period) => ledgerIdOf(city.code, personId, period),
    kinds: KINDS,
    itemsFor: (period) => itemsFor(rules, period),
  };
}

/** What importing the files would bring, each upon what the ones before it bring. */
export async function planFiles(
  tx: Tx,
  city: City,
  now: Date,
  files: readonly FileToImport[],
  actId = 'preview',
): Promise<PlannedFile[]> {
  const layouts = new Set(files.flatMap(({ workbook, choices }) => layoutOf(workbook, choices) ?? []));
  let world: World = await readWorld(tx, dayOf(now), layouts);
  const context = contextFor(city, actId, now);
  return files.map((file) => {
    const planned = planWorkbook(file.workbook, file.choices, world, context);
    if (planned) world = planned.world;
    return { ...file, planned };
  });
}

const ORDER: readonly LayoutId[] = ['organizations', 'members', 'roster', 'ledger', 'life'];
/** Files in the order in which one rests on another: organizations before their members, both before what they did. */
export function inOrder<F extends FileToImport>(files: readonly F[]): F[] {
  const rank = ({ workbook, choices }: F): number => {
    const layout = layoutOf(workbook, choices);
    return layout ? ORDER.indexOf(layout) : ORDER.length;
  };
  return files.toSorted((a, b) => rank(a) - rank(b));
}

const UNITS: Readonly<Record<LayoutId, (account: ImportAccount) => string>> = {
  organizations: (one) => `党组织${one.accepted}个`,
  members: (one) => `党员${one.accepted}人`,
  roster: (one) => `领导干部${one.accepted}人`,
  ledger: (one) => `${one.person}${monthName(month(one.period!))}写实清单`,
  life: (one) => `组织生活${one.accepted}次`,
};

/** `导入2个表格：党组织14个、党员14人` */
function summaryOf(accounts: readonly ImportAccount[]): string {
  const brought = accounts.filter((one) => one.accepted > 0);
  return `导入${brought.length}个表格：${brought.map((one) => UNITS[one.kind](one)).join('、')}`;
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

/** Makes imports of a city follow one another, so that each plans upon what the last one brought. Ends with the transaction. */
export const oneAtATime = (tx: Tx, city: City): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(${IMPORT_LOCK}, hashtext(${city.code}))`.execute(tx);

/**
 * Imports the files as one act; rows that cannot be taken over are left out and named. Repeating the act changes nothing and
 * answers as the first time, without reading the files again. `check` may refuse the plan before anything is written.
 */
export async function importFiles(
  tx: Tx,
  city: City,
  sources: Sources,
  by: Importer,
  now: Date,
  actId: string,
  read: () => Promise<readonly FileToImport[]>,
  check: (planned: readonly PlannedFile[]) => void = () => undefined,
): Promise<Imported> {
  await oneAtATime(tx, city);
  const before = await importedBefore(tx, actId);
  if (before) return before;
  const planned = await planFiles(tx, city, now, await read(), actId);
  check(planned);
  const plans = planned.flatMap(({ workbook, planned: one }) => (one ? [{ name: workbook.name, plan: one.plan }] : []));
  const accounts = plans.map(({ name, plan }) => accountOf(name, plan));
  const records = plans
    .flatMap(({ plan }) => plan.records)
    .map(
      ({ reason, ...record }): RecordRow => ({
        ...record,
        reason: reason ?? null,
      }),
    );
  if (accounts.every((account) => account.accepted === 0)) throw new NothingToImport(accounts);
  const act: ActInput = {
    id: actId,
    kind: IMPORT_ACT,
    accountId: by.accountId,
    author: by.name,
    summary: summaryOf(accounts),
    detail: { files: accounts },
    at: now,
  };
  await sources.append(tx, act, { facts: plans.flatMap(({ plan }) => plan.facts).map(factRow), records });
  return { actId, accounts };
}

export interface PastImport {
  id: string;
  at: string;
  author: string;
  summary: string;
  files: ImportAccount[];
  takenBack: { at: string; by: string } | null;
}

/** Imports of the city, the latest first. */
export async function pastImports(tx: Tx, limit: number): Promise<PastImport[]> {
  const { rows } = await sql<
    Omit<PastImport, 'at' | 'takenBack'> & { at: Date; backAt: Date | null; backBy: string | null }
  >`
    select a.id, a.recorded_at as at, a.author, a.summary, a.detail -> 'files' as files, t.recorded_at as "backAt", b.author as "backBy"
    from act a left join act_taken_back t on t.act_id = a.id left join act b on b.id = t.by_act_id
    where a.kind = ${IMPORT_ACT} order by a.seq desc limit ${limit}`.execute(tx);
  return rows.map(({ at, backAt, backBy, ...row }) => ({
    ...row,
    at: at.toISOString(),
    takenBack: backAt ? { at: backAt.toISOString(), by: backBy ?? '' } : null,
  }));
}

/** Later acts that rest on what an import brought: on its organizations, people or records. */
async function restingOn(tx: Tx, actId: string): Promise<{ summary: string; author: string; on: Day }[]> {
  const { rows } = await sql<{ summary: string; author: string; at: Date }>`
    with this as (select seq from act where id = ${actId}),
    alive as (select a.id, a.seq, a.summary, a.author, a.recorded_at from act a, this
      where a.seq > this.seq and not exists (select from act_taken_back b where b.act_id = a.id)),
    orgs as (select distinct org_id from organization_fact f where act_id = ${actId} and not exists (
      select from organization_fact e where e.org_id = f.org_id and e.seq < f.seq and e.act_id <> f.act_id
        and not exists (select from act_taken_back b where b.act_id = e.act_id))),
    people as (select distinct person_id from person_fact f where act_id = ${actId} and not exists (
      select from person_fact e where e.person_id = f.person_id and e.seq < f.seq and e.act_id <> f.act_id
        and not exists (select from act_taken_back b where b.act_id = e.act_id))),
    records as (select distinct id from record where act_id = ${actId}),
    resting as (
      select act_id from organization_fact where org_id in (table orgs) or parent_id in (table orgs)
      union select act_id from person_fact where person_id in (table people)
      union select act_id from membership_fact where person_id in (table people) or org_id in (table orgs)
      union select act_id from post_fact where person_id in (table people) or org_id in (table orgs)
      union select act_id from charge_fact where person_id in (table people) or leader_id in (table people)
      union select act_id from org_charge_fact where leader_id in (table people) or org_id in (table orgs)
      union select act_id from item_charge_fact where leader_id in (table people) or org_id in (table orgs)
      union select act_id from record where org_id in (table orgs) or owner_id in (table people)
        or id in (table records) or about_id in (table records)
      union select r.act_id from record_person p join record r on r.id = p.record_id and r.version = p.version
        where p.person_id in (table people))
    select a.summary, a.author, a.recorded_at as at from alive a
    where a.id in (select act_id from resting) order by a.seq limit 6`.execute(tx);
  return rows.map(({ summary, author, at }) => ({ summary, author, on: dayOf(at) }));
}

/**
 * Unsays all that an import brought. Refused, with names, while later acts rest on it. Repeating it changes nothing.
 */
export async function takeBackImport(
  tx: Tx,
  city: City,
  sources: Sources,
  by: Importer,
  now: Date,
  importId: string,
  actId: string,
): Promise<void> {
  await oneAtATime(tx, city);
  const { rows } = await sql<{ summary: string; byActId: string | null }>`
    select a.summary, t.by_act_id as "byActId" from act a left join act_taken_back t on t.act_id = a.id
    where a.id = ${importId} and a.kind = ${IMPORT_ACT}`.execute(tx);
  const [found] = rows;
  if (!found) throw new Refusal({ code: 'not-found', status: 404, what: '没有找到这次导入', now: '请刷新页面再看' });
  if (found.byActId === actId) return;
  if (found.byActId)
    throw new Refusal({ code: 'already-taken-back', status: 409, what: '这次导入已经撤回', now: '请刷新页面再看' });
  const resting = await restingOn(tx, importId);
  if (resting.length > 0) {
    const named = resting.slice(0, 5).map(({ summary, author, on }) => `${on} ${author}：${summary}`);
    throw new Refusal({
      code: 'import-in-use',
      status: 409,
      what: `这次导入的内容后来已被使用，不能撤回：${named.join('；')}${resting.length > 5 ? '等' : ''}`,
      now: '请先撤回或更正这些记录，或逐条更正导入的内容',
      data: { resting: resting.slice(0, 5) },
    });
  }
  await sources.takeBack(tx, importId, {
    id: actId,
    kind: 'import.takeBack',
    accountId: by.accountId,
    author: by.name,
    summary: `撤回：${found.summary}`,
    at: now,
  });
}
