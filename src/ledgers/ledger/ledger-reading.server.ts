/** What a ledger's page is read from. Each query names the person itself; row security holds beside it. */
import { sql } from 'kysely';
import type { RecordKind } from '../../core/record/room.ts';
import { type Day, firstDay, lastDay, type Month, month } from '../../core/time/room.ts';
import { monthRuleFor } from '../../duties/rules/room.ts';
import { readLedgerRules } from '../../duties/rules/rules.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { PREPARED } from '../../store/statements.server.ts';
import { eventOf, type LedgerRecord } from './ledger-records.server.ts';
import type { EarlierMonth } from './ledger-signals.logic.ts';
import {
  LEDGER_ACT,
  LEDGER_COMMENT,
  type LedgerDraft,
  ledgerDraftSchema,
  MONTH_LEDGER,
  type MonthLedgerBody,
  monthLedgerBody,
} from './month-ledger.logic.ts';
import { type HeldPost, type Owed, owedBy } from './owed.logic.ts';
import type { ParticipationFact } from './proposals.logic.ts';
import { type LedgerEvent, type Standing, standingOf } from './standing.logic.ts';

interface PostRow {
  person_id: number;
  org_id: number;
  org_kind: HeldPost['orgKind'];
  org_name: string;
  post: HeldPost['post'];
  title: string;
  rank: HeldPost['rank'];
  valid_from: Day;
}

/** What people owe for a month, by the posts they held in it; those who owe nothing are not in the answer. */
export async function owedIn(tx: Tx, people: readonly number[], period: Month): Promise<Map<number, Owed>> {
  const { rows } = await sql<PostRow>`
    select p.person_id, p.org_id, o.kind as org_kind, coalesce(o.short_names[1], o.name) as org_name, p.post, p.title, p.rank, p.valid_from
    from post_span p
    join lateral (select * from org_span o where o.org_id = p.org_id and o.valid_from <= ${lastDay(period)}
      order by o.valid_from desc limit 1) o on true
    where p.person_id = any(${people as number[]}::int[]) and p.rank is not null
      and p.valid_from <= ${lastDay(period)} and p.valid_to > ${firstDay(period)}`.execute(tx);
  const owed = new Map<number, Owed>();
  for (const [personId, posts] of Map.groupBy(rows, (row) => row.person_id)) {
    const of = owedBy(
      posts.map((row) => ({
        orgId: row.org_id,
        orgKind: row.org_kind,
        orgName: row.org_name,
        post: row.post,
        title: row.title,
        rank: row.rank,
        validFrom: row.valid_from,
      })),
    );
    if (of) owed.set(personId, of);
  }
  return owed;
}

/** Names of people on a day. */
export async function namesOn(tx: Tx, people: readonly number[], on: Day): Promise<Map<number, string>> {
  const { rows } = await sql<{ person_id: number; name: string }>`
    select distinct on (person_id) person_id, name from person_span
    where person_id = any(${people as number[]}::int[])
    order by person_id, (valid_from <= ${on}) desc, valid_from desc`.execute(tx);
  return new Map(rows.map((row) => [row.person_id, row.name]));
}

/** The leader in charge of somebody on a day; the first by number when there are several. */
export async function checkerOf(tx: Tx, personId: number, today: Day): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select n.name from charge_span c join person_span n on n.person_id = c.leader_id
    where c.person_id = ${personId} and c.valid_from <= ${today} and c.valid_to > ${today} and n.valid_from <= ${today}
    order by c.leader_id, n.valid_from desc limit 1`.execute(tx);
  return rows[0]?.name ?? null;
}

/** Records larger than this are meetings, whose names no line of a ledger lists. */
const NAMES_LISTED_UP_TO = 12;

interface FactDbRow {
  record_id: string;
  version: number;
  kind: string;
  parts: string[];
  reason: string | null;
  held_on: Day;
  place: string;
  org_name: string | null;
  due: number | null;
  present: number | null;
  body: Record<string, unknown>;
  recorded_at: Date;
  others: string[] | null;
  others_count: number;
}

export interface MonthFact extends ParticipationFact {
  /** Why he was absent. */
  reason: string | null;
}

/** The records of a month in which somebody has a part, by day. */
export async function participationIn(
  tx: Tx,
  personId: number,
  period: Month,
  kinds: ReadonlyMap<string, RecordKind>,
): Promise<MonthFact[]> {
  const { rows } = await sql<FactDbRow>`
    select a.record_id, a.version, a.kind, p.parts, p.reason, a.held_on, a.place, o.name as org_name, a.due, a.present, a.body,
      a.recorded_at, n.names as others, cardinality(a.people) - 1 as others_count
    from (
      select record_id, array_agg(part order by part) as parts, max(reason) as reason from participation
      where person_id = ${personId} and held_on between ${firstDay(period)} and ${lastDay(period)} group by record_id) p
    join activity a on a.record_id = p.record_id
    left join lateral (select coalesce(short_names[1], name) as name from org_span
      where org_id = a.org_id and valid_from <= a.held_on order by valid_from desc limit 1) o on true
    left join lateral (select array_agg(name order by person_id) as names from (
        select distinct on (person_id) person_id, name from person_span
        where person_id = any(a.people) and person_id <> ${personId} and valid_from <= a.held_on
        order by person_id, valid_from desc) s) n on cardinality(a.people) <= ${NAMES_LISTED_UP_TO}
    order by a.held_on, a.record_id`.execute(tx);
  return rows.map((row) => ({
    recordId: row.record_id,
    version: row.version,
    kind: row.kind,
    kindName: kinds.get(row.kind)?.name ?? '记录',
    parts: row.parts,
    reason: row.reason,
    heldOn: row.held_on,
    place: row.place,
    orgName: row.org_name ?? '',
    due: row.due,
    present: row.present,
    body: row.body,
    recordedAt: row.recorded_at.toISOString(),
    others: row.others ?? [],
    othersCount: Math.max(0, row.others_count),
  }));
}

export interface LedgerFile {
  standing: Standing;
  history: LedgerEvent[];
  /** Submitted versions by number, each with the instant of its submission. */
  versions: ReadonlyMap<number, { body: MonthLedgerBody; submittedAt: string; ownerId: number; orgId: number }>;
}

/** All that was recorded of one ledger. Empty when nothing was submitted. */
export async function readLedgerFile(tx: Tx, ledgerId: string): Promise<LedgerFile> {
  const { rows } = await sql<LedgerRecord>`
    select id, version, kind, org_id, owner_id, about_id, body, author, recorded_at from record r
    where (id = ${ledgerId} or about_id = ${ledgerId}) and kind in (${MONTH_LEDGER}, ${LEDGER_ACT}, ${LEDGER_COMMENT})
      and not exists (select from act_taken_back b where b.act_id = r.act_id)
    order by seq`.execute(tx);
  const history = rows.map(eventOf);
  const versions = new Map(
    rows
      .filter((row) => row.kind === MONTH_LEDGER)
      .map((row) => [
        row.version,
        {
          body: monthLedgerBody.parse(row.body),
          submittedAt: row.recorded_at.toISOString(),
          ownerId: row.owner_id,
          orgId: row.org_id,
        },
      ]),
  );
  return { standing: standingOf(history), history, versions };
}

/** Earlier months of a person in their latest versions, as far back as the rule compares. */
export async function earlierMonths(tx: Tx, personId: number, period: Month): Promise<EarlierMonth[]> {
  const { nearCopyMonths } = monthRuleFor(readLedgerRules(), period);
  const { rows } = await sql<{ body: unknown }>`
    select r.body from ledger l join record r on r.id = l.ledger_id and r.version = l.version
    where l.person_id = ${personId} and l.period < ${firstDay(period)}
      and l.period >= ${firstDay(period)}::date - make_interval(months => ${nearCopyMonths})`.execute(tx);
  return rows.map((row) => {
    const body = monthLedgerBody.parse(row.body);
    return { period: body.period, entries: body.entries };
  });
}

export interface DraftFork {
  device: string;
  savedAt: string;
  body: LedgerDraft;
}

export interface DraftRow {
  rev: number;
  body: LedgerDraft;
  device: string;
  savedAt: string;
  /** Saves that met a newer draft and wait for a choice, the latest first. */
  forks: DraftFork[];
}

/** The saved draft of a ledger with what waits beside it, if there is one. */
export async function readDraft(tx: Tx, ledgerId: string): Promise<DraftRow | undefined> {
  const { rows } = await sql<{
    rev: number;
    body: unknown;
    device: string;
    saved_at: Date;
    forks: { device: string; body: unknown; saved_at: string }[] | null;
  }>`
    select rev, body, device, saved_at,
      (select json_agg(json_build_object('device', f.device, 'body', f.body, 'saved_at', f.saved_at) order by f.saved_at desc)
        from draft_fork f where f.subject_id = d.subject_id) as forks
    from draft d where subject_id = ${ledgerId}`.execute(tx);
  const row = rows[0];
  return (
    row && {
      rev: row.rev,
      body: ledgerDraftSchema.parse(row.body),
      device: row.device,
      savedAt: row.saved_at.toISOString(),
      forks: (row.forks ?? []).map((fork) => ({
        device: fork.device,
        savedAt: new Date(fork.saved_at).toISOString(),
        body: ledgerDraftSchema.parse(fork.body),
      })),
    }
  );
}

export interface LedgerRow {
  ledgerId: string;
  personId: number;
  orgId: number;
  period: Month;
  state: Standing['state'];
  version: number;
  submittedAt: string;
  decidedAt: string | null;
  entries: number;
  signals: number;
  unwritten: number;
  returns: number;
}

/** Derived rows of some people's ledgers between two months, both included. */
export async function ledgerRows(tx: Tx, people: readonly number[], from: Month, to: Month): Promise<LedgerRow[]> {
  const { rows } = await sql<{
    ledger_id: string;
    person_id: number;
    org_id: number;
    period: Day;
    state: Standing['state'];
    version: number;
    submitted_at: Date;
    decided_at: Date | null;
    entries: number;
    signals: number;
    unwritten: number;
    returns: number;
  }>`
    select ledger_id, person_id, org_id, period, state, version, submitted_at, decided_at, entries, signals, unwritten, returns
    from ledger where person_id = any(${people as number[]}::int[]) and period between ${firstDay(from)} and ${firstDay(to)}
    order by period, person_id`.execute(tx);
  return rows.map((row) => ({
    ledgerId: row.ledger_id,
    personId: row.person_id,
    orgId: row.org_id,
    period: month(row.period.slice(0, 7)),
    state: row.state,
    version: row.version,
    submittedAt: row.submitted_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    entries: row.entries,
    signals: row.signals,
    unwritten: row.unwritten,
    returns: row.returns,
  }));
}

/** Acts on one ledger wait for one another until the transaction ends. */
export async function holdLedger(tx: Tx, ledgerId: string): Promise<void> {
  await sql`${PREPARED}select pg_advisory_xact_lock(hashtextextended(${ledgerId}, 0))`.execute(tx);
}

/** Whether an act of one's own was already recorded. */
export async function actDone(tx: Tx, actId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from act where id = ${actId}`.execute(tx);
  return rows.length > 0;
}
