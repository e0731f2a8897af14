/** A submitted ledger for those who may read it: the organization department, main leaders, the leader in charge. */
import { notFound } from '../../core/record/room.ts';
import { itemsFor, monthRuleFor } from '../../duties/rules/room.ts';
import { readLedgerRules } from '../../duties/rules/rules.server.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { allEntries, pageOfBody } from './assemble.logic.ts';
import type { LedgerReading } from './ledger.contract.ts';
import { earlierMonths, readLedgerFile } from './ledger-reading.server.ts';
import { ledgerSignals } from './ledger-signals.logic.ts';

/** A ledger in its latest version with all that was done to it. Row security decides whether it is there for this reader. */
export async function readingOf(call: Pick<Call, 'tx'>, ledgerId: string): Promise<LedgerReading> {
  const file = await readLedgerFile(call.tx, ledgerId);
  const last = file.versions.get(file.standing.version);
  if (!last) throw notFound('这份清单');
  const { body, ownerId } = last;
  const rules = readLedgerRules();
  const rule = monthRuleFor(rules, body.period);
  const items = itemsFor(rules, body.period);
  return {
    ledgerId,
    period: body.period,
    person: { id: ownerId, name: body.person, unit: body.unit, title: body.title },
    items: items.map(({ id, name }) => ({ id, name })),
    state: file.standing.state,
    version: file.standing.version,
    body,
    history: file.history,
    signals: ledgerSignals(
      body.period,
      allEntries(pageOfBody(body, items)),
      await earlierMonths(call.tx, ownerId, body.period),
      rule,
    ),
    lateAfterDays: rule.lateAfterDays,
    nearCopy: rule.nearCopy,
  };
}
