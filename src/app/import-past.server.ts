/** Imports that were made: what each brought, what rests on it, and taking it back. */
import { type RawBuilder, sql } from 'kysely';
import { notFound, Refusal } from '../core/record/room.ts';
import { dayOf } from '../core/time/room.ts';
import type { ImportAccount, ImportMode, OpenedImport, PastImports, Resting } from '../platform/open/room.ts';
import { counterAct, oneAtATime, saidAct, takenBackBefore } from '../registry/organizations/take-back.server.ts';
import type { Sources } from '../store/append.server.ts';
import type { City, Tx } from '../store/database.server.ts';
import { IMPORT_ACT, type Importer } from './import.server.ts';
import { kindById } from './kinds.logic.ts';

interface ActRow {
  id: string;
  at: Date;
  author: string;
  summary: string;
  detail: { mode?: ImportMode; files: ImportAccount[] };
  backAt: Date | null;
  backBy: string | null;
}

const wordsOf = ({ id, at, author, summary, backAt, backBy }: ActRow) => ({
  id,
  at: at.toISOString(),
  author,
  summary,
  takenBack: backAt ? { at: backAt.toISOString(), by: backBy ?? '' } : null,
});

const imports = (more: RawBuilder<unknown>) => sql<ActRow>`
  select a.id, a.recorded_at as at, a.author, a.summary, a.detail, t.recorded_at as "backAt", b.author as "backBy"
  from act a left join act_taken_back t on t.act_id = a.id left join act b on b.id = t.by_act_id
  where a.kind = ${IMPORT_ACT} ${more}`;

/** Imports of the city, the latest first, from the one after `before` on. */
export async function pastImports(tx: Tx, limit: number, before?: string): Promise<PastImports> {
  const from = before ? sql`and a.seq < (select seq from act where id = ${before})` : sql``;
  const { rows } = await imports(sql`${from} order by a.seq desc limit ${limit + 1}`).execute(tx);
  return { imports: rows.slice(0, limit).map(wordsOf), more: rows.length > limit };
}

/** Rows of each kind that are named when an import is opened. */
const BROUGHT_NAMED = 200;

async function broughtOf(tx: Tx, id: string): Promise<OpenedImport['brought']> {
  const named = async (
    what: OpenedImport['brought'][number]['what'],
    rows: RawBuilder<{ id: string; name: string; count: number }>,
  ): Promise<OpenedImport['brought']> => {
    const found = (await rows.execute(tx)).rows;
    if (found.length === 0) return [];
    return [{ what, count: found[0]!.count, rows: found.map((row) => ({ id: row.id, name: row.name })) }];
  };
  const organizations = sql<{ id: string; name: string; count: number }>`
    select org_id::text as id, min(name) as name, count(*) over ()::int as count from organization_fact
    where act_id = ${id} group by org_id order by org_id limit ${BROUGHT_NAMED}`;
  const people = sql<{ id: string; name: string; count: number }>`
    with mine as (
      select person_id from person_fact where act_id = ${id}
      union select person_id from membership_fact where act_id = ${id}
      union select person_id from post_fact where act_id = ${id})
    select m.person_id::text as id, count(*) over ()::int as count,
      (select f.name from person_fact f where f.person_id = m.person_id order by f.seq desc limit 1) as name
    from mine m order by m.person_id limit ${BROUGHT_NAMED}`;
  const { rows: records } = await sql<{
    id: string;
    kind: string;
    on: Date | string;
    org: string | null;
    count: number;
  }>`
    select r.id, r.kind, r.held_on::text as on, count(*) over ()::int as count,
      (select f.name from organization_fact f where f.org_id = r.org_id order by f.seq desc limit 1) as org
    from record r where r.act_id = ${id} order by r.held_on, r.id limit ${BROUGHT_NAMED}`.execute(tx);
  return [
    ...(await named('organization', organizations)),
    ...(await named('person', people)),
    ...(records.length === 0
      ? []
      : [
          {
            what: 'record' as const,
            count: records[0]!.count,
            rows: records.map((row) => ({
              id: row.id,
              name: `${row.on}　${kindById.get(row.kind)?.name ?? '写实清单'}　${row.org ?? ''}`,
            })),
          },
        ]),
  ];
}

/** One import with its accounts and what it brought. Throws when there is none. */
export async function openedImport(tx: Tx, id: string): Promise<OpenedImport> {
  const { rows } = await imports(sql`and a.id = ${id}`).execute(tx);
  const [row] = rows;
  if (!row) throw notFound('这次导入');
  const { mode, files } = row.detail;
  return { ...wordsOf(row), ...(mode ? { mode } : {}), files, brought: await broughtOf(tx, id) };
}

/** What is named when an import cannot be taken back, and one more, to know whether there are others. */
const RESTING_NAMED = 5;

/** Later acts that rest on what an import brought, on its organizations, people or records, and accounts of its people. */
async function restingOn(tx: Tx, actId: string): Promise<Resting> {
  const { rows } = await sql<{ summary: string; author: string; at: Date; what: string; id: string }>`
    with this as (select seq, recorded_at from act where id = ${actId}),
    alive as (select a.id, a.seq, a.kind, a.summary, a.author, a.recorded_at from act a, this
      where a.seq > this.seq and not exists (select from act_taken_back b where b.act_id = a.id)),
    orgs as (select distinct org_id from organization_fact f where act_id = ${actId} and not exists (
      select from organization_fact e where e.org_id = f.org_id and e.seq < f.seq and e.act_id <> f.act_id
        and not exists (select from act_taken_back b where b.act_id = e.act_id))),
    people as (select distinct person_id from person_fact f where act_id = ${actId} and not exists (
      select from person_fact e where e.person_id = f.person_id and e.seq < f.seq and e.act_id <> f.act_id
        and not exists (select from act_taken_back b where b.act_id = e.act_id))),
    records as (select distinct id from record where act_id = ${actId}),
    resting as (
      select act_id, 'organization' as what, org_id::text as id from organization_fact
        where org_id in (table orgs) or parent_id in (table orgs) or second_parent_id in (table orgs)
      union select act_id, 'person', person_id::text from person_fact where person_id in (table people)
      union select act_id, 'person', person_id::text from membership_fact
        where person_id in (table people) or org_id in (table orgs)
      union select act_id, 'person', person_id::text from post_fact
        where person_id in (table people) or org_id in (table orgs)
      union select act_id, 'person', person_id::text from charge_fact
        where person_id in (table people) or leader_id in (table people)
      union select act_id, 'organization', org_id::text from org_charge_fact
        where leader_id in (table people) or org_id in (table orgs)
      union select act_id, 'organization', org_id::text from item_charge_fact
        where leader_id in (table people) or org_id in (table orgs)
      union select act_id, 'record', id::text from record where org_id in (table orgs) or owner_id in (table people)
        or id in (table records) or about_id in (table records)
      union select r.act_id, 'record', r.id::text from record_person p
        join record r on r.id = p.record_id and r.version = p.version where p.person_id in (table people)),
    acts as (
      select distinct on (a.seq) a.summary, a.author, a.recorded_at as at, a.seq,
        case when a.kind = ${IMPORT_ACT} then 'import' else r.what end as what,
        case when a.kind = ${IMPORT_ACT} then a.id::text else r.id end as id
      from alive a join resting r on r.act_id = a.id order by a.seq, r.what desc, r.id),
    accounts as (
      select (select f.name from person_fact f where f.person_id = a.person_id order by f.seq desc limit 1) || '的账号' as summary,
        '' as author, a.created_at as at, null::bigint as seq, 'person' as what, a.person_id::text as id
      from account a, this where a.person_id in (table people) and a.created_at >= this.recorded_at)
    select summary, author, at, what, id from (table acts union all table accounts) all_resting
    order by seq nulls last, at limit ${RESTING_NAMED + 1}`.execute(tx);
  return rows.map(({ summary, author, at, what, id }) => ({
    summary,
    author,
    on: dayOf(at),
    opens: { what: what as NonNullable<Resting[number]['opens']>['what'], id },
  }));
}

function inUse(resting: Resting): Refusal {
  const named = resting
    .slice(0, RESTING_NAMED)
    .map(({ summary, author, on }) => (author === '' ? `${on} 起有${summary}` : `${on} ${author}：${summary}`));
  const accounts = resting.some(({ author }) => author === '');
  return new Refusal({
    code: 'import-in-use',
    status: 409,
    what: `这次导入的内容后来已被使用，不能撤回：${named.join('；')}${resting.length > RESTING_NAMED ? '等' : ''}`,
    now: accounts
      ? '请先撤回或更正这些记录，账号请安全管理员处理，或逐条更正导入的内容'
      : '请先撤回或更正这些记录，或逐条更正导入的内容',
    data: { resting: resting.slice(0, RESTING_NAMED) },
  });
}

/** Unsays all that an import brought. Refused, with names, while something later rests on it. Repeating it changes nothing. */
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
  const found = await saidAct(tx, importId, (kind) => kind === IMPORT_ACT, '这次导入');
  if (takenBackBefore(found, actId, '这次导入', '已经撤回')) return;
  const resting = await restingOn(tx, importId);
  if (resting.length > 0) throw inUse(resting);
  const summary = `撤回：${found.summary}`;
  await sources.takeBack(tx, importId, counterAct({ ...by, now }, { id: actId, kind: 'import.takeBack', summary }));
}
