/** What stands in the sources and in no link: waiting for the next round, or put there past the service. */
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../store/database.server.ts';
import { aboutItem, type Faults, itemName, localTime, TOLD } from './faults.logic.ts';

/** An act and its link are this far apart at most while the service runs. */
const GRACE_S = 60;

/** Items that wait for the service to link them. */
export interface Waiting {
  act: number;
  line: number;
}

interface Unlinked {
  id: string;
  at: string;
  who: string;
  what: string;
  outcome: string | null;
}

const UNLINKED: Readonly<Record<keyof Waiting, RawBuilder<unknown>>> = {
  act: sql`(select a.id, a.seq, a.recorded_at as at, a.author as who, a.summary as what, null as outcome from act a
    where not exists (select from audit_link l where l.kind = 'act' and l.item_id = a.id))`,
  line: sql`(select a.id, a.seq, a.at, a.actor as who, a.route as what, a.outcome from audit_line a
    where not exists (select from audit_link l where l.kind = 'line' and l.item_id = a.id))`,
};

/**
 * Items in no link. Those that are younger than the last link less a minute wait for the service, which may stand still; older
 * ones it would have linked, so they came past it.
 * @param lastLinked seconds since 1970; undefined while the service has not linked all that it found when it began
 */
export async function waitingItems(
  tx: Tx,
  lastLinked: number | undefined,
  faults: Faults,
  titles: ReadonlyMap<string, string>,
): Promise<Waiting> {
  const waiting: Waiting = { act: 0, line: 0 };
  const since = lastLinked === undefined ? '-infinity' : String(lastLinked - GRACE_S);
  for (const kind of ['act', 'line'] as const) {
    const late = sql`extract(epoch from u.at)::float8 <= ${since}::float8`;
    const { rows } = await sql<{ late: number; waiting: number }>`
      select count(*) filter (where ${late})::int as late, count(*) filter (where not ${late})::int as waiting
      from ${UNLINKED[kind]} u`.execute(tx);
    waiting[kind] = rows[0]!.waiting;
    if (rows[0]!.late === 0) continue;
    const { rows: inserted } = await sql<Unlinked>`
      select u.id, to_json(u.at) #>> '{}' as at, u.who, u.what, u.outcome from ${UNLINKED[kind]} u
      where ${late} order by u.seq`.execute(tx);
    for (const item of inserted) {
      const about = aboutItem(item, titles);
      const says = `一条${itemName(kind)}没有入链，是不经本系统补入的：${localTime(item.at)}　${about}`;
      faults.add({ kind: 'inserted', n: null, when: item.at, item: { kind, id: item.id }, about, says });
    }
  }
  return waiting;
}

/** Tables whose rows came with something else, and when they did not. `owner` is what they name. */
const OWNED = [
  ...[
    ...['organization_fact', 'person_fact', 'membership_fact', 'post_fact', 'charge_fact', 'org_charge_fact'],
    ...['item_charge_fact', 'registry_act', 'record'],
  ].map((table) => ({
    table,
    owner: 'act_id',
    stray: 'not exists (select from act a where a.id = x.act_id)',
  })),
  { table: 'act_taken_back', owner: 'by_act_id', stray: 'not exists (select from act a where a.id = x.by_act_id)' },
  ...['record_person', 'record_confidential'].map((table) => ({
    table,
    owner: 'record_id',
    stray: 'not exists (select from record r where r.id = x.record_id and r.version = x.version)',
  })),
];

const NAMES: Readonly<Record<string, string>> = {
  organization_fact: '组织登记',
  person_fact: '人员登记',
  membership_fact: '党员登记',
  post_fact: '职务登记',
  charge_fact: '分管登记',
  org_charge_fact: '分管和联系组织登记',
  item_charge_fact: '分管工作登记',
  registry_act: '组织和人员变动的依据',
  record: '记录',
  act_taken_back: '收回',
  record_person: '记录中的人',
  record_confidential: '只给在场的人看的内容',
};

/** Rows of the sources that no act brought: they are in no item of the chain, linked or not. */
export async function strayRows(tx: Tx, faults: Faults): Promise<void> {
  for (const { table, owner, stray } of OWNED) {
    const { rows } = await sql<{ owner: string; count: number }>`
      select x.${sql.ref(owner)} as owner, count(*)::int as count from ${sql.table(table)} x
      where ${sql.raw(stray)} group by 1 order by 1 limit ${TOLD}`.execute(tx);
    for (const row of rows) {
      faults.add({
        kind: 'inserted',
        n: null,
        when: null,
        item: { kind: table, id: row.owner },
        about: '',
        says: `${NAMES[table]}中有${row.count}行不属于任何一次操作：是补入的，或者它所属的已被删掉（${row.owner}）`,
      });
    }
  }
}
