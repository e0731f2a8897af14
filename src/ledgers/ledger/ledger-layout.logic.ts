/** 履职写实清单 and 党建写实清单 as offices keep them: business work and the twelve items, of one cadre or many, one month or a year. */
import { lastDay, type Month, monthName } from '../../core/time/room.ts';
import { openSheet, type Sheet, squeezed, stepsOf, type Understanding } from '../../platform/open/room.ts';
import {
  ledgerKey,
  type Plan,
  type PlanContext,
  PlanDraft,
  type Planner,
  type World,
} from '../../registry/organizations/room.ts';
import { ledgerLayout } from './ledger-columns.logic.ts';
import { type Head, readHead } from './ledger-head.logic.ts';
import { withItemColumns } from './ledger-items.logic.ts';
import { findOwner, namedInTitles, type Owner, owedIn } from './ledger-owner.logic.ts';
import { type LedgerGroup, type Line, readGroups } from './ledger-reading.logic.ts';
import { verdictOn } from './ledger-versions.logic.ts';
import {
  BUSINESS,
  LEDGER_ACT,
  type LedgerForm,
  MONTH_LEDGER,
  type MonthLedgerBody,
  monthLedgerBody,
} from './month-ledger.logic.ts';

interface Desk {
  draft: PlanDraft;
  head: Head;
  world: World;
  context: PlanContext;
  /** The sheet, where this table is one of several parts side by side. */
  partOf: string | undefined;
}

/** A ledger of one cadre and one month that was taken over. */
interface Taken {
  person: string;
  unit: string;
  period: Month;
  lines: readonly Line[];
}

function formsOf(lines: readonly Line[], titles: string): LedgerForm[] {
  const forms: LedgerForm[] = [];
  const hasParty = lines.some((line) => line.section !== BUSINESS);
  if (lines.some((line) => line.section === BUSINESS) || !hasParty || /履职/.test(titles)) forms.push('dutyLedger');
  if (hasParty) forms.push('partyBuildingLedger');
  return forms;
}

function bodyOf(group: LedgerGroup, period: Month, owner: Owner, desk: Desk): MonthLedgerBody {
  const { lines } = group;
  const entries = lines.flatMap((line) => line.entries);
  const written = new Set(entries.map((entry) => entry.section));
  const silent = [...new Set(lines.map((line) => line.section))].filter((section) => !written.has(section));
  return monthLedgerBody.parse({
    period,
    forms: formsOf(lines, desk.head.titles.join(' ')),
    person: owner.person.name,
    unit: owner.unitName,
    title: group.title || (owedIn(owner.person, period, desk.world)?.main.title ?? ''),
    entries,
    nothing: silent.map((item) => ({ item, saidAt: desk.context.now })),
  });
}

/** Lays one cadre's month down as one record, as he would have submitted it; undefined when it was rejected. */
function takeGroup(group: LedgerGroup, desk: Desk): Taken | undefined {
  const { draft, head, world, context } = desk;
  const rejectAll = (reason: string, what: string): undefined => {
    for (const { row } of group.lines) draft.reject(row.where('content'), reason, what);
  };
  const { period } = group;
  if (!period) return rejectAll('period-missing', '没有写是哪个月的，不知道算哪个月的清单');
  if (period > context.today.slice(0, 7)) return rejectAll('period-in-future', `${monthName(period)}还没有到`);
  const first = group.lines[0]!.row;
  const where = first.has('unit')
    ? first.where('unit')
    : (head.unit?.where ?? head.person?.where ?? first.where('content'));
  const name = group.person || (namedInTitles(head.titles, world) ?? '');
  const owner = findOwner({ name, unit: group.unit, where }, period, draft, rejectAll, world, context);
  if (!owner) return undefined;
  const { person, unit, unitName } = owner;
  const key = ledgerKey(person.id, period);
  const earlier = draft.ledgers.filter(([one]) => one === key).at(-1)?.[1];
  const verdict = verdictOn(
    {
      body: bodyOf(group, period, owner, desk),
      corrected: head.corrected,
      filedOn: head.filedOn ?? null,
      whose: `${person.name}${monthName(period)}的清单`,
      where: head.person?.where ?? first.where('content'),
      key,
      partOf: desk.partOf,
    },
    earlier ?? world.ledgers.get(key),
    draft,
    context,
  );
  if ('reason' in verdict) return rejectAll(verdict.reason, verdict.what);
  const { versions, known } = verdict.laid;
  const ledgerId = context.ledgerId(person.id, period);
  const orgId = owedIn(person, period, world)?.main.orgId ?? unit?.id ?? person.posts[0]!.orgId;
  for (const { version, body, reason, supersedes } of versions) {
    if (supersedes !== undefined)
      draft.records.push({
        id: context.newId(`withdraw|${ledgerId}|${supersedes}`),
        version: 1,
        kind: LEDGER_ACT,
        orgId,
        ownerId: person.id,
        aboutId: ledgerId,
        heldOn: context.today,
        place: '',
        people: [],
        body: { act: 'withdraw', version: supersedes, reason: '有更正后的清单' },
      });
    draft.records.push({
      id: ledgerId,
      version,
      kind: MONTH_LEDGER,
      orgId,
      ownerId: person.id,
      heldOn: lastDay(period),
      place: '',
      people: [],
      body,
      ...(reason ? { reason } : {}),
    });
  }
  draft.ledgers.push([key, known]);
  draft.people.add(person.id);
  draft.accepted += group.lines.length;
  return { person: person.name, unit: unitName, period, lines: group.lines };
}

const only = <T extends string>(values: readonly T[]): T | '' => (new Set(values).size === 1 ? values[0]! : '');

/** Plans the ledgers of a table: one record a cadre and month. */
function plan(sheet: Sheet, understanding: Understanding, world: World, context: PlanContext): Plan {
  const opened = openSheet(sheet, understanding);
  const draft = new PlanDraft('ledger', sheet.name);
  const head = readHead(sheet, understanding, opened, draft, context);
  const groups = readGroups(
    withItemColumns(stepsOf(sheet, understanding, opened), sheet, understanding),
    head,
    understanding.under,
    draft,
    context,
  );
  const partOf = understanding.under === undefined ? undefined : sheet.name;
  const desk: Desk = { draft, head, world, context, partOf };
  const taken = groups.flatMap((group) => takeGroup(group, desk) ?? []);
  const shown = taken.length > 0 ? taken : groups;
  const names = shown.map(({ person }) => person);
  const entries = shown.flatMap(({ lines }) => lines.flatMap((line) => line.entries));
  const businessEntries = entries.filter((entry) => entry.section === BUSINESS).length;
  return draft.done({
    ledger: {
      person: only(names) || (names.length > 0 ? `${names[0]}等` : ''),
      unit: only(shown.map(({ unit }) => squeezed(unit))),
      period: only(shown.map(({ period }) => period ?? ('' as const))),
      businessEntries,
      partyBuildingEntries: entries.length - businessEntries,
    },
  });
}

export const ledgerPlanner: Planner = { layout: ledgerLayout, plan };
