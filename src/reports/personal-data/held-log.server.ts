/** Lines of the audit log about oneself: who read one's file, and what one did. Runs in the area `own`. */
import { type RawBuilder, sql } from 'kysely';
import type { Role } from '../../core/scope/room.ts';
import { type Day, dayOf, instantAt, month, monthName } from '../../core/time/room.ts';
import { idsOf } from '../../platform/access/kept-person.server.ts';
import { type Ability, GRANTS, ROLE_NAMES } from '../../platform/access/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { type HeldItem, item } from './held.logic.ts';

interface LineRow {
  id: string;
  at: Date;
  account_id: number | null;
  actor: string;
  ability: Ability;
  route: string;
  outcome: 'done' | 'read' | 'refused';
  subject_kind: string | null;
  period: Day | null;
}

interface OfficeRow {
  account_id: number;
  role: Role;
  org: string | null;
  valid_from: Day;
  valid_to: Day | 'infinity';
}

/** A title up to where it begins to explain. */
const briefly = (title: string): string => title.split(/[；：。（]/, 1)[0]!;

async function lines(tx: Call['tx'], which: RawBuilder<unknown>): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select l.id, l.at, l.account_id, l.actor, l.ability, l.route, l.outcome, l.subject_kind,
      (select period from ledger g where g.ledger_id = case when l.subject_kind = 'ledger' then l.subject_id::uuid end) as period
    from audit_line l where ${which} order by l.at desc, l.seq desc`.execute(tx);
  return rows;
}

const OUTCOMES = { done: '做了', read: '看了', refused: '被拒绝' } as const;

/** A line by who did it, or of oneself by what became of it. */
function lineItem(
  row: LineRow,
  titles: ReadonlyMap<string, string>,
  by: { who: string; office: string } | null,
): HeldItem {
  const what = briefly(titles.get(row.route) ?? row.route);
  const of = row.period === null ? '' : `（${monthName(month(row.period.slice(0, 7)))}写实清单）`;
  return item(
    `line/${row.id}`,
    by?.who ?? OUTCOMES[row.outcome],
    `${by ? `${OUTCOMES[row.outcome]}：` : ''}${what}${of}`,
    {
      from: dayOf(row.at),
      until: dayOf(row.at),
      note: by?.office || null,
      source: { author: null, act: null, at: row.at.toISOString() },
      data: {
        actor: row.actor,
        route: row.route,
        ability: row.ability,
        outcome: row.outcome,
        subjectKind: row.subject_kind,
      },
    },
  );
}

/** The offices by which somebody could do this on that day: 组织部; 机关第一党支部 支部书记. */
function officeOf(row: LineRow, offices: readonly OfficeRow[]): string {
  const on = dayOf(row.at);
  return offices
    .filter(
      (held) =>
        held.account_id === row.account_id &&
        held.valid_from <= on &&
        held.valid_to > on &&
        GRANTS[held.role][row.ability] !== undefined,
    )
    .map(({ role, org }) => `${GRANTS[role][row.ability] === 'unit' ? (org ?? '') : ''}${ROLE_NAMES[role]}`)
    .join('、');
}

/** Who read one's file or wrote about one since a day, others only, the latest first; each with his office of that day. */
export async function heldReads(
  { tx, actor }: Call,
  personId: number,
  from: Day,
  titles: ReadonlyMap<string, string>,
): Promise<HeldItem[]> {
  const rows = await lines(
    tx,
    sql`l.subject_person = any(${idsOf(personId)}) and l.account_id is distinct from ${actor.accountId} and l.at >= ${instantAt(from)}
      and l.outcome in ('read', 'done')`,
  );
  const readers = [...new Set(rows.flatMap((row) => row.account_id ?? []))];
  const { rows: offices } = await sql<OfficeRow>`
    select account_id, role, valid_from, valid_to, (select coalesce(short_names[1], name) from org_span o
      where o.org_id = r.org_id order by o.valid_from desc limit 1) as org
    from account_role r where account_id = any(${readers}::int[]) order by account_id, role`.execute(tx);
  return rows.map((row) => lineItem(row, titles, { who: row.actor, office: officeOf(row, offices) }));
}

/** What one did and read oneself since a day. */
export async function heldDoings(
  { tx, actor }: Call,
  from: Day,
  titles: ReadonlyMap<string, string>,
): Promise<HeldItem[]> {
  const rows = await lines(tx, sql`l.account_id = ${actor.accountId} and l.at >= ${instantAt(from)}`);
  return rows.map((row) => lineItem(row, titles, null));
}
