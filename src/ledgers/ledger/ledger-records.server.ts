/** Rows of the ledger's records, and what they tell. */
import { LEDGER_COMMENT, MONTH_LEDGER } from './month-ledger.logic.ts';
import { type LedgerEvent, ledgerActBody, ledgerCommentBody } from './standing.logic.ts';

export interface LedgerRecord {
  id: string;
  version: number;
  kind: string;
  org_id: number;
  owner_id: number;
  about_id: string | null;
  body: unknown;
  author: string;
  recorded_at: Date;
}

/** The event that a record of a ledger is. */
export function eventOf(record: LedgerRecord): LedgerEvent {
  const common = { at: record.recorded_at.toISOString(), by: record.author, reason: null, entryKey: null, text: null };
  if (record.kind === MONTH_LEDGER) return { ...common, what: 'submit', version: record.version };
  if (record.kind === LEDGER_COMMENT) {
    const { entryKey, text, version } = ledgerCommentBody.parse(record.body);
    return { ...common, what: 'comment', version, entryKey, text };
  }
  const { act, version, reason } = ledgerActBody.parse(record.body);
  return { ...common, what: act, version, reason: reason ?? null };
}
