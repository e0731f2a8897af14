/** All that one's own month rests on, gathered once for opening, saving and submitting. */
import { type RecordKind, Refusal } from '../../core/record/room.ts';
import { type Month, monthName } from '../../core/time/room.ts';
import { itemsFor, type LedgerItem, type MonthRule, monthRuleFor } from '../../duties/rules/room.ts';
import { readLedgerRules } from '../../duties/rules/rules.server.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { allEntries, assemble, type LedgerPage, pageOfBody } from './assemble.logic.ts';
import { draftFrom } from './draft.logic.ts';
import { ledgerIdOf } from './ledger-id.server.ts';
import {
  type DraftRow,
  earlierMonths,
  type LedgerFile,
  owedIn,
  participationIn,
  readDraft,
  readLedgerFile,
} from './ledger-reading.server.ts';
import { type LedgerSignal, ledgerSignals } from './ledger-signals.logic.ts';
import { EMPTY_DRAFT, type LedgerDraft, type LedgerEntry, type LedgerForm } from './month-ledger.logic.ts';
import { periodRefusal } from './owed.logic.ts';
import { proposeEntries } from './proposals.logic.ts';

export interface OwnLedger {
  ledgerId: string;
  personId: number;
  forms: LedgerForm[];
  orgId: number;
  unit: string;
  title: string;
  rule: MonthRule;
  items: readonly LedgerItem[];
  proposals: LedgerEntry[];
  file: LedgerFile;
  saved: DraftRow | undefined;
  /** The saved draft, or the one that makes the last version again, or an empty one. */
  draft: LedgerDraft;
  shut: 'future' | 'closed' | null;
}

/** The person behind the account. Throws a Refusal when there is none. */
export function ownPerson(call: Pick<Call, 'actor'>): number {
  if (call.actor.personId !== null) return call.actor.personId;
  throw new Refusal({
    code: 'no-person',
    status: 404,
    what: '这个账号没有对应的干部，没有写实清单',
    now: '如应有清单，请联系组织部核对名册',
  });
}

/** Gathers one's own month. Throws a Refusal when no ledger is owed for it and none was ever submitted. */
export async function ownLedger(
  call: Pick<Call, 'tx' | 'city' | 'actor' | 'today'>,
  period: Month,
  kinds: ReadonlyMap<string, RecordKind>,
): Promise<OwnLedger> {
  const { tx, city, today } = call;
  const personId = ownPerson(call);
  const ledgerId = ledgerIdOf(city.code, personId, period);
  const rules = readLedgerRules();
  const rule = monthRuleFor(rules, period);
  const owed = (await owedIn(tx, [personId], period)).get(personId);
  const file = await readLedgerFile(tx, ledgerId);
  const last = file.versions.get(file.standing.version);
  if (!owed && !last) {
    throw new Refusal({
      code: 'ledger-not-owed',
      status: 404,
      what: `${monthName(period)}您不用填写写实清单`,
      now: '如应填写，请联系组织部核对职务和任职时间',
    });
  }
  const proposals = proposeEntries(rule.proposals, await participationIn(tx, personId, period, kinds));
  const saved = await readDraft(tx, ledgerId);
  return {
    ledgerId,
    personId,
    forms: owed?.forms ?? last!.body.forms,
    orgId: owed?.main.orgId ?? last!.orgId,
    unit: owed?.main.orgName ?? last!.body.unit,
    title: owed?.main.title ?? last!.body.title,
    rule,
    items: itemsFor(rules, period),
    proposals,
    file,
    saved,
    draft: saved?.body ?? (last ? draftFrom(last.body, last.submittedAt, proposals) : EMPTY_DRAFT),
    shut: periodRefusal(period, rule, today) ?? null,
  };
}

export const canEdit = ({ file, shut }: OwnLedger): boolean =>
  shut === null && file.standing.state !== 'submitted' && file.standing.state !== 'accepted';

/** The page as it is shown now: frozen while it is submitted or accepted. */
export function pageNow(own: OwnLedger, draft: LedgerDraft = own.draft): LedgerPage {
  const last = own.file.versions.get(own.file.standing.version);
  if (last && !canEdit(own)) return pageOfBody(last.body, own.items);
  return assemble({ proposals: own.proposals, draft, items: own.items, forms: own.forms });
}

export async function signalsNow(
  call: Pick<Call, 'tx'>,
  own: OwnLedger,
  period: Month,
  page: LedgerPage,
): Promise<LedgerSignal[]> {
  return ledgerSignals(period, allEntries(page), await earlierMonths(call.tx, own.personId, period), own.rule);
}
