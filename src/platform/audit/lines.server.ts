/** Finding lines: what is asked for becomes conditions that an index answers, the newest first. */
import { type RawBuilder, sql } from 'kysely';
import type { Role } from '../../core/scope/room.ts';
import { addDays, instantAt } from '../../core/time/room.ts';
import type { Tx } from '../../store/database.server.ts';
import { ABILITIES, ROLE_NAMES } from '../access/room.ts';
import { type AuditFilters, type AuditLineShape, COUNTED, SUBJECTS } from './audit.contract.ts';

/** People of one name that a filter looks for at most. */
const NAMESAKES = 200;

interface Row {
  seq: number;
  micros: number;
  at: Date;
  actor: string;
  ability: string;
  route: string;
  outcome: AuditLineShape['outcome'];
  subject_kind: string | null;
  subject_id: string | null;
  account: string | null;
  person: string | null;
  organization: string | null;
  /** Changed settings, each with its old and its new value. */
  settings: string | null;
}

/** What a line is about, in words: kind and name; never a number that only the system knows. */
function subjectOf({ subject_kind: kind, account, person, organization, settings }: Row): string {
  if (kind === null) return person ?? '';
  const [what, role] = kind.split(':', 2);
  const name = account ?? person ?? organization ?? settings ?? '';
  if (role) return `${name} ${what === 'role-given' ? '发放' : '收回'}${ROLE_NAMES[role as Role] ?? role}`;
  return [SUBJECTS[kind] ?? '', name].filter((part) => part !== '').join(' ');
}

/** A title up to where it begins to explain. */
export const briefly = (title: string): string => title.split(/[；：。（]/, 1)[0]!;

async function idsOf(tx: Tx, query: RawBuilder<{ id: number }>): Promise<number[]> {
  return (await query.execute(tx)).rows.map(({ id }) => id);
}

/** One id is compared by itself, since the index then gives the order too. */
const oneOf = (column: string, ids: readonly number[]): RawBuilder<unknown> =>
  ids.length === 1 ? sql`${sql.ref(column)} = ${ids[0]}` : sql`${sql.ref(column)} = any (${ids}::int[])`;

/** What is done to an account, by whatever kind its line has. */
const ACCOUNT_KINDS = [
  'account',
  'account-disabled',
  'account-enabled',
  'account-machine',
  'account-unbound',
  ...Object.keys(ROLE_NAMES).flatMap((role) => [`role-given:${role}`, `role-ended:${role}`]),
];
const oneOfKinds = (kinds: readonly string[]): RawBuilder<unknown> => sql`l.subject_kind = any (${kinds}::text[])`;

/** Kinds of subject whose id is no thing but words. */
const WORDS: ReadonlySet<string> = new Set(['security-setting', 'retention', 'workbook-accounts']);

/** The thing that a line is about, to ask for all lines about it. */
function thingOf(kind: string | null, id: string | null): AuditLineShape['of'] {
  if (kind === null || id === null || WORDS.has(kind)) return null;
  return { kind: ACCOUNT_KINDS.includes(kind) ? 'account' : kind, id };
}

/** Conditions on `audit_line l`. */
export async function chosenBy(tx: Tx, filters: AuditFilters): Promise<RawBuilder<unknown>> {
  const { from, to, route, outcome, who, whose, subject, id } = filters;
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (from) conditions.push(sql`l.at >= ${instantAt(from)}`);
  if (to) conditions.push(sql`l.at < ${instantAt(addDays(to, 1))}`);
  if (route) conditions.push(sql`l.route = ${route}`);
  if (outcome) conditions.push(outcome === 'refused' ? sql`l.outcome = 'refused'` : sql`l.outcome = ${outcome}`);
  if (subject)
    conditions.push(subject === 'account' && id ? oneOfKinds(ACCOUNT_KINDS) : sql`l.subject_kind = ${subject}`);
  if (subject && id) conditions.push(sql`l.subject_id = ${id}`);
  if (who) {
    const accounts = await idsOf(
      tx,
      sql`select id from account where position(${who} in name) > 0 or username = ${who} limit ${NAMESAKES}`,
    );
    // Who never had an account stands in the line by what he called himself.
    conditions.push(
      accounts.length > 0 ? oneOf('l.account_id', accounts) : sql`l.account_id is null and l.actor = ${who}`,
    );
  }
  if (whose) {
    const people = await idsOf(
      tx,
      sql`select distinct person_id as id from person_span where position(${whose} in name) > 0 limit ${NAMESAKES}`,
    );
    conditions.push(oneOf('l.subject_person', people));
  }
  return sql.join(conditions, sql` and `);
}

/** How many lines are meant, counted no further than a reader cares. */
export async function countLines(tx: Tx, chosen: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from (select from audit_line l where ${chosen} limit ${COUNTED + 1}) counted`.execute(
    tx,
  );
  return rows[0]!.total;
}

/** Lines before a place, the newest first, and the place of the last one when there may be more; `titles` names routes. */
export async function readLines(
  tx: Tx,
  chosen: RawBuilder<unknown>,
  before: string | undefined,
  limit: number,
  titles: ReadonlyMap<string, string>,
): Promise<{ lines: AuditLineShape[]; next: string | null }> {
  const [micros, seq] = (before ?? '').split('-');
  const older =
    before === undefined
      ? sql`true`
      : sql`(l.at, l.seq) < (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${seq}::bigint)`;
  const { rows } = await sql<Row>`
    select l.seq, (extract(epoch from l.at) * 1000000)::bigint as micros, l.at, l.actor, l.ability, l.route, l.outcome, l.subject_kind, l.subject_id,
      (select name from account a where a.id::text = l.subject_id
        and (l.subject_kind like 'account%' or l.subject_kind like 'role-%')) as account,
      (select name from person_span p where p.person_id = l.subject_person order by valid_from desc limit 1) as person,
      (select name from org_span o where l.subject_kind = 'organization' and o.org_id = l.subject_id::int
        order by valid_from desc limit 1) as organization,
      case l.subject_kind when 'security-setting' then l.subject_id end as settings
    from (select * from audit_line l where ${chosen} and ${older} order by l.at desc, l.seq desc limit ${limit}) l
    order by l.at desc, l.seq desc`.execute(tx);
  const lines = rows.map((row) => ({
    seq: row.seq,
    at: row.at.toISOString(),
    actor: row.actor,
    what: briefly(titles.get(row.route) ?? row.route),
    ability: row.ability in ABILITIES ? ABILITIES[row.ability as keyof typeof ABILITIES] : '',
    subject: subjectOf(row),
    outcome: row.outcome,
    of: thingOf(row.subject_kind, row.subject_id),
  }));
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { lines, next: last ? `${last.micros}-${last.seq}` : null };
}
