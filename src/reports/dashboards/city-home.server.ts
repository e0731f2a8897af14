/** The city's home. Every number is counted from the rows that it opens. */
import type { RecordKind } from '../../core/record/room.ts';
import {
  addDays,
  addMonths,
  type Day,
  dayName,
  dayOf,
  firstDay,
  instantAt,
  isWorkingDay,
  lastDay,
  type Month,
  monthOf,
  shortDayName,
  timeOf,
  UncoveredYear,
} from '../../core/time/room.ts';
import { monthRuleFor } from '../../duties/rules/room.ts';
import { readLedgerRules } from '../../duties/rules/rules.server.ts';
import { ledgerRows, namesOn, owedIn } from '../../ledgers/ledger/ledger-reading.server.ts';
import { deadlineOf, type LedgerState, ledgerProcess } from '../../ledgers/ledger/room.ts';
import { kindsOf, titleOf } from '../../life/activities/kinds.logic.ts';
import { type RecordListRow, recordFigure } from '../../life/activities/record-list.logic.ts';
import { type Call, type Handler, handle } from '../../platform/open/handler.server.ts';
import { organizationsOn } from '../../registry/organizations/organizations.server.ts';
import {
  holdingOn,
  kindName,
  leadingCadresFigure,
  membersFigure,
  type OrgLine,
  organizationsFigure,
  partyAffairsWorkersFigure,
  RANKS,
  type Rank,
} from '../../registry/organizations/room.ts';
import { cadreGapsOn } from '../../registry/responsibility/responsibility.server.ts';
import type { Tx } from '../../store/database.server.ts';
import { readFigure } from '../../store/figure.server.ts';
import { CHANGES, changesFigure } from './changes.logic.ts';
import { type CityHome, type CityRow, cityOpen, cityRows } from './city-home.contract.ts';
import { unitsOf } from './units.logic.ts';

/** Rows that one opened number brings at most. */
const MOST_ROWS = 5_000;
type Change = (typeof CHANGES)[number]['id'];

const deadline = (period: Month, today: Day) => {
  const rules = readLedgerRules();
  return deadlineOf(period, monthRuleFor(rules, period), rules.calendar, today) ?? null;
};

/** The month whose ledgers are on: the last one until they are due, then this one. */
function monthOn(today: Day): Month {
  const last = addMonths(monthOf(today), -1);
  const due = deadline(last, today);
  return due && due.workingDaysLeft >= 0 ? last : monthOf(today);
}

/** The working day before a day; the day before when the calendar of that year is missing. */
export function lastWorkingDay(today: Day): Day {
  const { calendar } = readLedgerRules();
  try {
    let on = addDays(today, -1);
    while (!isWorkingDay(calendar, on)) on = addDays(on, -1);
    return on;
  } catch (error) {
    if (error instanceof UncoveredYear) return addDays(today, -1);
    throw error;
  }
}

interface LedgerLine {
  personId: number;
  name: string;
  orgId: number;
  unit: string;
  state: LedgerState;
  ledgerId: string | null;
}

/** One line for everybody who owes a ledger of the month, whether it has come or not. */
async function ledgerLines(tx: Tx, month: Month, today: Day): Promise<LedgerLine[]> {
  // Posts held at any time of the month count, so all who ever led are asked; the rule picks those who owe.
  const cadres = await readFigure<{ personId: number }, string, 'begun' | 'notEnded', 'cadres'>(
    tx,
    leadingCadresFigure,
    {
      filters: { begun: lastDay(month), notEnded: firstDay(month) },
      limit: MOST_ROWS,
    },
  );
  const people = [...new Set(cadres.rows.map((row) => row.personId))];
  const owed = await owedIn(tx, people, month);
  const ledgers = new Map((await ledgerRows(tx, people, month, month)).map((row) => [row.personId, row]));
  const names = await namesOn(tx, people, today);
  return [...owed].map(([personId, { main }]) => {
    const ledger = ledgers.get(personId);
    return {
      personId,
      name: names.get(personId) ?? '',
      orgId: main.orgId,
      unit: main.orgName,
      state: ledger?.state ?? 'draft',
      ledgerId: ledger?.ledgerId ?? null,
    };
  });
}

const hasCome = (line: LedgerLine): boolean => line.state === 'submitted' || line.state === 'accepted';

const recordsOf = (
  tx: Tx,
  month: Month,
  more: { kind?: string; organizations?: number[]; by?: 'kind' | 'orgId'; limit: number },
) =>
  readFigure<RecordListRow, string, string, 'count'>(tx, recordFigure, {
    filters: { from: firstDay(month), to: lastDay(month), kind: more.kind, organizations: more.organizations },
    by: more.by,
    limit: more.limit,
  });

const changesSince = (tx: Tx, since: Day, open: Change | undefined, limit: number) =>
  readFigure<
    { id: string; summary: string; author: string; recordedAt: string; recordId: string | null },
    string,
    'since',
    Change
  >(tx, changesFigure, { filters: { since: instantAt(since).toISOString() }, open, limit });

/** Numbers of the registry on a day. */
async function registryNumbers(tx: Tx, on: Day): Promise<CityHome['registry']> {
  const filters = holdingOn(on);
  const gaps = await cadreGapsOn(tx, on);
  return {
    organizations: (await readFigure(tx, organizationsFigure, { filters, limit: 0 })).numbers.organizations,
    members: (await readFigure(tx, membersFigure, { filters, limit: 0 })).numbers.members,
    leadingCadres: (await readFigure(tx, leadingCadresFigure, { filters, limit: 0 })).numbers.cadres,
    partyAffairsWorkers: (await readFigure(tx, partyAffairsWorkersFigure, { filters, limit: 0 })).numbers.workers,
    gaps: gaps.length,
  };
}

function unitTable(
  organizations: readonly OrgLine[],
  lines: readonly LedgerLine[],
  recordsByOrg: ReadonlyMap<number, number>,
): CityHome['units'] {
  const units = unitsOf(organizations);
  const names = new Map(organizations.map((org) => [org.id, org.shortName]));
  const rows = new Map<number, CityHome['units'][number]>();
  const rowOf = (orgId: number) => {
    // An organization dissolved since then stands for itself.
    const unit = units.get(orgId) ?? orgId;
    const row = rows.get(unit) ?? {
      orgId: unit,
      name: names.get(unit) ?? '已撤销的组织',
      owed: 0,
      submitted: 0,
      records: 0,
    };
    rows.set(unit, row);
    return row;
  };
  for (const id of new Set(units.values())) rowOf(id);
  for (const line of lines) {
    const row = rowOf(line.orgId);
    row.owed += 1;
    if (hasCome(line)) row.submitted += 1;
  }
  for (const [orgId, count] of recordsByOrg) rowOf(orgId).records += count;
  return [...rows.values()].sort((a, b) => a.orgId - b.orgId);
}

export function cityHandlers(installed: readonly RecordKind[]): readonly Handler[] {
  const kinds = kindsOf(installed);
  const nameOf = (id: string): string => kinds.get(id)?.name ?? id;

  async function home({ tx, today }: Call, asked: Month | undefined): Promise<CityHome> {
    const month = asked ?? monthOn(today);
    const lines = await ledgerLines(tx, month, today);
    const records = await recordsOf(tx, month, { by: 'orgId', limit: 0 });
    const byKind = await recordsOf(tx, month, { by: 'kind', limit: 0 });
    const since = lastWorkingDay(today);
    const changes = await changesSince(tx, since, undefined, 0);
    const states = Object.keys(ledgerProcess.states) as LedgerState[];
    return {
      today,
      month,
      deadline: deadline(month, today),
      ledgers: {
        owed: lines.length,
        byState: Object.fromEntries(
          states.map((state) => [state, lines.filter((line) => line.state === state).length]),
        ) as Record<LedgerState, number>,
      },
      records: {
        total: byKind.numbers.count,
        byKind: byKind.groups
          .map(({ key, numbers }) => ({ kind: key, name: nameOf(key), count: numbers.count }))
          .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1)),
      },
      registry: await registryNumbers(tx, today),
      changes: { since, byKind: CHANGES.map(({ id }) => ({ kind: id, count: changes.numbers[id] })) },
      units: unitTable(
        await organizationsOn(tx, today),
        lines,
        new Map(records.groups.map(({ key, numbers }) => [Number(key), numbers.count])),
      ),
    };
  }

  /** Organizations that count for a unit today. */
  async function within(tx: Tx, unit: number | undefined, today: Day): Promise<number[] | undefined> {
    if (unit === undefined) return undefined;
    const units = unitsOf(await organizationsOn(tx, today));
    const below = [...units].filter(([, of]) => of === unit).map(([id]) => id);
    return below.length > 0 ? below : [unit];
  }

  async function ledgerOpened({ tx, today }: Call, month: Month, state: string | undefined, unit: number | undefined) {
    const orgs = await within(tx, unit, today);
    const wanted = (line: LedgerLine): boolean => {
      if (orgs && !orgs.includes(line.orgId)) return false;
      if (state === 'come') return hasCome(line);
      if (state === 'missing') return !hasCome(line);
      return state === undefined || line.state === state;
    };
    const lines = (await ledgerLines(tx, month, today)).filter(wanted);
    return {
      total: lines.length,
      rows: lines.map((line): CityRow => {
        const readable = line.ledgerId !== null;
        return {
          id: String(line.personId),
          title: line.name,
          note: line.unit,
          at: line.state === 'draft' ? '未提交' : ledgerProcess.states[line.state].name,
          opens: readable ? { what: 'ledger', id: line.ledgerId! } : { what: 'person', id: String(line.personId) },
        };
      }),
    };
  }

  async function recordsOpened({ tx, today }: Call, month: Month, kind: string | undefined, unit: number | undefined) {
    const organizations = await within(tx, unit, today);
    const { total, rows } = await recordsOf(tx, month, { kind, organizations, limit: MOST_ROWS });
    return {
      total,
      rows: rows.map(
        (row): CityRow => ({
          id: row.recordId,
          title: titleOf(kinds.get(row.kind), row.body) || nameOf(row.kind),
          note: `${row.organization ?? ''}　${nameOf(row.kind)}`,
          at: shortDayName(row.heldOn),
          opens: { what: 'record', id: row.recordId },
        }),
      ),
    };
  }

  async function changesOpened({ tx, today }: Call, kind: Change | undefined) {
    const { total, rows } = await changesSince(tx, lastWorkingDay(today), kind, MOST_ROWS);
    return {
      total,
      rows: rows.map((row): CityRow => {
        const at = new Date(row.recordedAt);
        return {
          id: row.id,
          title: row.summary,
          note: row.author,
          at: `${shortDayName(dayOf(at))} ${timeOf(at)}`,
          opens: row.recordId === null ? null : { what: 'record', id: row.recordId },
        };
      }),
    };
  }

  return [
    handle(cityOpen, (call, { query }) => home(call, query.month)),
    handle(cityRows, async (call, { query }) => {
      const month = query.month ?? monthOn(call.today);
      switch (query.figure) {
        case 'ledgers':
          return ledgerOpened(call, month, query.state, query.unit);
        case 'records':
          return recordsOpened(call, month, query.kind, query.unit);
        case 'changes':
          return changesOpened(call, CHANGES.find(({ id }) => id === query.kind)?.id);
        default:
          return registryOpened(call, query.figure);
      }
    }),
  ];
}

const rankName = (rank: Rank | null): string => RANKS.find(({ id }) => id === rank)?.name ?? '';

/** Rows of a number of the registry today. */
async function registryOpened(
  { tx, today }: Call,
  figure: 'organizations' | 'members' | 'leadingCadres' | 'partyAffairsWorkers' | 'gaps',
): Promise<{ total: number; rows: CityRow[] }> {
  const filters = holdingOn(today);
  if (figure === 'organizations') {
    const { rows, total } = await readFigure<
      { orgId: number; name: string; kind: OrgLine['kind'] },
      string,
      string,
      string
    >(tx, organizationsFigure, { filters, limit: MOST_ROWS });
    return {
      total,
      rows: rows.map((row) => ({
        id: String(row.orgId),
        title: row.name,
        note: '',
        at: kindName(row.kind),
        opens: { what: 'organization', id: String(row.orgId) },
      })),
    };
  }
  if (figure === 'members') {
    // By organization: forty thousand names are no list to read, and each line opens to its own.
    const { groups, numbers } = await readFigure(tx, membersFigure, { filters, by: 'orgId', limit: 0 });
    const names = new Map((await organizationsOn(tx, today)).map((org) => [org.id, org.shortName]));
    return {
      total: numbers.members,
      rows: groups.map(({ key, numbers: own }) => ({
        id: key,
        title: names.get(Number(key)) ?? '',
        note: '',
        at: `${own.members}名`,
        opens: { what: 'organization', id: key },
      })),
    };
  }
  const asRow = (row: {
    personId: number;
    name: string;
    orgName: string | null;
    title: string;
    rank: Rank | null;
  }) => ({
    id: String(row.personId),
    title: row.name,
    note: `${row.orgName ?? ''}　${row.title}`,
    at: rankName(row.rank),
    opens: { what: 'person' as const, id: String(row.personId) },
  });
  if (figure === 'partyAffairsWorkers') {
    const { rows, numbers } = await readFigure<
      { personId: number; name: string; orgName: string; since: Day },
      string,
      string,
      'workers'
    >(tx, partyAffairsWorkersFigure, { filters, limit: MOST_ROWS });
    // One row a person, who may be one in several organizations.
    const people = Map.groupBy(rows, (row) => row.personId);
    return {
      total: numbers.workers,
      rows: [...people.values()].map((posts) => ({
        id: String(posts[0]!.personId),
        title: posts[0]!.name,
        note: posts.map(({ orgName }) => orgName).join('、'),
        at: `${dayName(posts[0]!.since)}起`,
        opens: { what: 'person', id: String(posts[0]!.personId) },
      })),
    };
  }
  if (figure === 'gaps') {
    const gaps = await cadreGapsOn(tx, today);
    return { total: gaps.length, rows: gaps.map(asRow) };
  }
  const { rows, numbers } = await readFigure<
    { personId: number; name: string; orgName: string; title: string; rank: Rank },
    string,
    string,
    'cadres'
  >(tx, leadingCadresFigure, { filters, limit: MOST_ROWS });
  // One row a person: his posts stand together.
  const people = Map.groupBy(rows, (row) => row.personId);
  return {
    total: numbers.cadres,
    rows: [...people.values()].map((posts) => ({
      ...asRow(posts[0]!),
      note: posts.map((post) => `${post.orgName}　${post.title}`).join('；'),
    })),
  };
}
