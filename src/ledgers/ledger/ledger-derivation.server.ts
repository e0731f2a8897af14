/**
 * From ledger records to where each ledger stands. A person's ledgers are derived together, since a signal looks at his earlier
 * months too.
 */
import { sql } from 'kysely';
import { addMonths, firstDay, type Month } from '../../core/time/room.ts';
import { itemsFor, type LedgerRules, monthRuleFor } from '../../duties/rules/room.ts';
import { readLedgerRules } from '../../duties/rules/rules.server.ts';
import type { Derivation } from '../../store/append.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { PREPARED } from '../../store/statements.server.ts';
import { allEntries, pageOfBody, unwrittenSections } from './assemble.logic.ts';
import { eventOf, type LedgerRecord } from './ledger-records.server.ts';
import { ledgerSignals } from './ledger-signals.logic.ts';
import {
  LEDGER_ACT,
  LEDGER_COMMENT,
  MONTH_LEDGER,
  type MonthLedgerBody,
  monthLedgerBody,
} from './month-ledger.logic.ts';
import { type Standing, standingOf } from './standing.logic.ts';

/** People whose records are held in memory at once during a rebuild. */
const PEOPLE_AT_ONCE = 100;

interface SubmittedMonth {
  ledgerId: string;
  personId: number;
  orgId: number;
  body: MonthLedgerBody;
  standing: Standing;
}

function monthsOf(records: readonly LedgerRecord[]): SubmittedMonth[] {
  const byLedger = Map.groupBy(records, (record) => (record.kind === MONTH_LEDGER ? record.id : record.about_id!));
  return [...byLedger].flatMap(([ledgerId, own]): SubmittedMonth[] => {
    const standing = standingOf(own.map(eventOf));
    const version = own.find((record) => record.kind === MONTH_LEDGER && record.version === standing.version);
    if (!version) return [];
    const body = monthLedgerBody.parse(version.body);
    return [{ ledgerId, personId: version.owner_id, orgId: version.org_id, body, standing }];
  });
}

/** Months of one person before a given one, as far back as the rule looks. */
export function comparedMonths<T extends { period: Month }>(months: readonly T[], period: Month, back: number): T[] {
  return months.filter((month) => month.period < period && month.period >= addMonths(period, -back));
}

function rowsOf(months: readonly SubmittedMonth[], rules: LedgerRules): Record<string, unknown>[] {
  const entriesOf = months.map(({ body }) => ({ period: body.period, entries: body.entries }));
  return months.map(({ ledgerId, personId, orgId, body, standing }) => {
    const rule = monthRuleFor(rules, body.period);
    const page = pageOfBody(body, itemsFor(rules, body.period));
    const earlier = comparedMonths(entriesOf, body.period, rule.nearCopyMonths);
    return {
      ledger_id: ledgerId,
      person_id: personId,
      org_id: orgId,
      period: firstDay(body.period),
      state: standing.state,
      version: standing.version,
      submitted_at: standing.submittedAt,
      decided_at: standing.decidedAt,
      decided_by: standing.decidedBy,
      entries: body.entries.length,
      signals: ledgerSignals(body.period, allEntries(page), earlier, rule).length,
      unwritten: unwrittenSections(page).length,
      returns: standing.returns,
    };
  });
}

/**
 * Lets one act at a time derive a person's ledgers: two of his months may be handed in, checked or returned at the same moment,
 * and each must see what the other has recorded.
 * @param people in ascending order, so that no two acts wait for one another
 */
async function holdPeople(tx: Tx, people: readonly number[]): Promise<void> {
  await sql`${PREPARED}
    select pg_advisory_xact_lock(hashtextextended(current_schema() || '/ledgers of/' || person, 0))
    from unnest(${people as number[]}::int[]) as person`.execute(tx);
}

async function deriveFor(tx: Tx, people: readonly number[]): Promise<void> {
  const { rows: records } = await sql<LedgerRecord>`${PREPARED}
    select id, version, kind, org_id, owner_id, about_id, body, reason, author, recorded_at from record r
    where owner_id = any(${people as number[]}::int[]) and kind in (${MONTH_LEDGER}, ${LEDGER_ACT}, ${LEDGER_COMMENT})
      and not exists (select from act_taken_back b where b.act_id = r.act_id)
    order by seq`.execute(tx);
  const rules = readLedgerRules();
  const rows = [...Map.groupBy(monthsOf(records), ({ personId }) => personId).values()].flatMap((months) =>
    rowsOf(months, rules),
  );
  await sql`${PREPARED}delete from ledger where person_id = any(${people as number[]}::int[])`.execute(tx);
  await sql`${PREPARED}
    insert into ledger (ledger_id, person_id, org_id, period, state, version, submitted_at, decided_at, decided_by, entries, signals, unwritten, returns)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as l(ledger_id uuid, person_id int, org_id int, period date,
      state text, version int, submitted_at timestamptz, decided_at timestamptz, decided_by text, entries int, signals int,
      unwritten int, returns int)`.execute(tx);
}

export const ledgerDerivation: Derivation = {
  name: '写实清单的状态',
  tables: ['ledger'],
  async derive(tx, touched) {
    if (touched !== 'all' && touched.records.length === 0) return;
    const of = touched === 'all' ? sql`true` : sql`id = any(${touched.records}::uuid[])`;
    const { rows } = await sql<{ owner_id: number }>`${PREPARED}
      select distinct owner_id from record
      where ${of} and owner_id is not null and kind in (${MONTH_LEDGER}, ${LEDGER_ACT}) order by owner_id`.execute(tx);
    const people = rows.map((row) => row.owner_id);
    if (touched === 'all') await sql`delete from ledger`.execute(tx);
    else if (people.length > 0) await holdPeople(tx, people);
    for (let at = 0; at < people.length; at += PEOPLE_AT_ONCE) {
      await deriveFor(tx, people.slice(at, at + PEOPLE_AT_ONCE));
    }
  },
};
