/**
 * A cadre's month: one record with its versions, from which two documents are drawn — the daily-duty ledger 履职写实清单 (all
 * county-level cadres) and the Party-building ledger 党建写实清单 over the twelve items (secretaries, deputies, members).
 * A fact stands in it once, whichever document shows it (docs/decisions/0003-one-month-two-ledgers.md).
 */
import { z } from 'zod';
import { daySchema, monthSchema } from '../../core/time/room.ts';

export const LEDGER_FORMS = [
  { id: 'dutyLedger', name: '履职写实清单' },
  { id: 'partyBuildingLedger', name: '党建写实清单' },
] as const;
export type LedgerForm = (typeof LEDGER_FORMS)[number]['id'];

/** Where an entry stands: business work, or one of the twelve items by its id in rules/items. */
export const BUSINESS = 'business';

export const ledgerEntrySchema = z.object({
  /** Stable within the ledger: the record id for a prefilled entry, made by the client for one added by hand. */
  key: z.string().min(1).max(60),
  /** `business` or an item id. */
  section: z.string().min(1).max(40),
  /** 工作事项; for Party-building entries the item's name is enough. */
  matter: z.string().trim().max(60).default(''),
  on: daySchema.nullable(),
  place: z.string().trim().max(80).default(''),
  /** What was done. */
  content: z.string().trim().max(1000),
  /** 成效 */
  result: z.string().trim().max(500).default(''),
  /** The record that it came from, in the version it was written from. */
  source: z
    .object({ recordId: z.uuid(), version: z.int(), kind: z.string(), label: z.string() })
    .nullable()
    .default(null),
  /** When the fact behind it was recorded, or when it was added by hand. Instant. */
  recordedAt: z.string().nullable().default(null),
  /** The cadre's word on a signal at this entry. */
  explanation: z.string().trim().max(300).optional(),
  /** In a submitted version: the cadre changed what the record proposed. */
  edited: z.boolean().optional(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** "Nothing this month" for an item or for business work, said by the cadre. */
export const nothingSchema = z.object({ item: z.string(), saidAt: z.string() });

/** Entries of one month, far more than anybody writes; a page of more is refused. */
export const MOST_ENTRIES = 500;

/** Body of a submitted version: what the cadre stood for at that instant, frozen. */
export const monthLedgerBody = z.object({
  period: monthSchema,
  forms: z.array(z.enum(['dutyLedger', 'partyBuildingLedger'])).min(1),
  /** Names as they were, for the printed sheet. */
  person: z.string(),
  unit: z.string(),
  title: z.string(),
  entries: z.array(ledgerEntrySchema).max(MOST_ENTRIES),
  nothing: z.array(nothingSchema),
});
export type MonthLedgerBody = z.infer<typeof monthLedgerBody>;

/** The cadre's changes upon the prefilled entries, saved as he works. Never a source. */
export const ledgerDraftSchema = z.object({
  /** Prefilled entries that were changed or moved to another item, and entries added by hand; by key. */
  entries: z
    .array(ledgerEntrySchema)
    .max(MOST_ENTRIES)
    .refine((entries) => new Set(entries.map((entry) => entry.key)).size === entries.length, '同一条写了两次'),
  /** Keys of prefilled entries taken out of this month. */
  removed: z.array(z.string()),
  nothing: z.array(nothingSchema),
});
export type LedgerDraft = z.infer<typeof ledgerDraftSchema>;

export const EMPTY_DRAFT: LedgerDraft = { entries: [], removed: [], nothing: [] };

/** Record kinds of this room: the ledger itself (one version a submission) and acts on it. */
export const MONTH_LEDGER = 'monthLedger';
export const LEDGER_ACT = 'ledgerAct';
export const LEDGER_COMMENT = 'ledgerComment';
