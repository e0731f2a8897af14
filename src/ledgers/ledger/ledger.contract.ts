/** One's own month: opening, saving, submitting, withdrawing; and reading somebody else's. */
import { z } from 'zod';
import { daySchema, monthSchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { ledgerSignalSchema } from './ledger-signals.logic.ts';
import { ledgerDraftSchema, ledgerEntrySchema, monthLedgerBody } from './month-ledger.logic.ts';
import { ledgerEventSchema } from './standing.logic.ts';

export const ledgerStateSchema = z.enum(['draft', 'submitted', 'withdrawn', 'returned', 'accepted']);
export const ledgerFormSchema = z.enum(['dutyLedger', 'partyBuildingLedger']);
const itemSchema = z.object({ id: z.string(), name: z.string() });
const ofPeriod = z.object({ period: monthSchema });
/** The browser that a draft was written in, so that two of them can be told apart. */
const device = z.string().trim().min(1).max(60);

export const ledgerMonths = route({
  id: 'ledger.months',
  method: 'GET',
  path: '/ledgers',
  title: '自己各月清单的状态',
  ability: 'ledger.own',
  answer: z.object({
    /** Months that one owes a ledger for, the latest first. */
    months: z.array(
      z.object({
        period: monthSchema,
        state: ledgerStateSchema,
        deadline: daySchema.nullable(),
        /** Working days left; negative when it has passed. */
        workingDaysLeft: z.int().nullable(),
        submittedAt: z.string().nullable(),
        returns: z.int(),
      }),
    ),
  }),
});

export const ledgerPerson = z.object({ id: z.int(), name: z.string(), unit: z.string(), title: z.string() });

/** A draft that met a newer one and waits for a choice. */
export const draftFork = z.object({ device: z.string(), savedAt: z.string(), body: ledgerDraftSchema });

export const ledgerOpen = route({
  id: 'ledger.open',
  method: 'GET',
  path: '/ledgers/:period',
  title: '打开自己一个月的清单',
  ability: 'ledger.own',
  params: ofPeriod,
  answer: z.object({
    ledgerId: z.uuid(),
    period: monthSchema,
    person: ledgerPerson,
    forms: z.array(ledgerFormSchema).min(1),
    items: z.array(itemSchema),
    state: ledgerStateSchema,
    /** The latest submitted version; 0 when there is none. */
    version: z.int(),
    /** What was submitted last, frozen; the page while it is submitted or accepted. */
    submitted: monthLedgerBody.nullable(),
    /** What the month's records propose. */
    proposals: z.array(ledgerEntrySchema),
    draft: ledgerDraftSchema,
    /** 0 while nothing was saved. */
    rev: z.int(),
    savedAt: z.string().nullable(),
    savedBy: z.string().nullable(),
    forks: z.array(draftFork),
    history: z.array(ledgerEventSchema),
    signals: z.array(ledgerSignalSchema),
    deadline: daySchema.nullable(),
    workingDaysLeft: z.int().nullable(),
    /** Who will check it; null when nobody is in charge yet. */
    checker: z.string().nullable(),
    may: z.array(z.enum(['edit', 'submit', 'withdraw'])),
    /** Why it cannot be submitted at all: the month has not begun, or was closed. */
    shut: z.enum(['future', 'closed']).nullable(),
    lateAfterDays: z.int(),
    nearCopy: z.number(),
  }),
});

/** `draft`: as it was kept, with instants of the server's clock. */
const saved = z.object({
  rev: z.int(),
  savedAt: z.string(),
  draft: ledgerDraftSchema,
  signals: z.array(ledgerSignalSchema),
});

export const ledgerSaveDraft = route({
  id: 'ledger.saveDraft',
  method: 'PUT',
  path: '/ledgers/:period/draft',
  title: '保存写到一半的清单',
  ability: 'ledger.own',
  params: ofPeriod,
  /** `baseRev`: the revision that the changes were made upon. An older one is refused with `draft-conflict`; both are kept. */
  body: z.object({ baseRev: z.int().min(0), device, body: ledgerDraftSchema }),
  answer: saved,
});

/** `data` of the refusal `draft-conflict`. */
export const draftConflict = z.object({
  rev: z.int(),
  theirs: z.object({ device: z.string(), savedAt: z.string(), body: ledgerDraftSchema }),
  mine: z.object({ device: z.string(), body: ledgerDraftSchema }),
});

export const ledgerResolveDraft = route({
  id: 'ledger.resolveDraft',
  method: 'POST',
  path: '/ledgers/:period/draft/resolve',
  title: '两处都改过时选定一稿',
  ability: 'ledger.own',
  params: ofPeriod,
  /** `fork`: the device whose kept draft is settled by this. */
  body: z.object({ baseRev: z.int().min(0), device, fork: device, body: ledgerDraftSchema }),
  answer: saved,
});

export const ledgerSubmit = route({
  id: 'ledger.submit',
  method: 'POST',
  path: '/ledgers/:period/submit',
  title: '提交清单',
  ability: 'ledger.own',
  params: ofPeriod,
  /** `actId` is made by the client: the same again gets the same answer. */
  body: z.object({ actId: z.uuid(), baseRev: z.int().min(0) }),
  answer: z.object({ version: z.int(), submittedAt: z.string(), checker: z.string().nullable() }),
});

export const ledgerWithdraw = route({
  id: 'ledger.withdraw',
  method: 'POST',
  path: '/ledgers/:period/withdraw',
  title: '撤回清单',
  ability: 'ledger.own',
  params: ofPeriod,
  body: z.object({ actId: z.uuid() }),
});

export const ledgerVersion = route({
  id: 'ledger.version',
  method: 'GET',
  path: '/ledgers/:period/versions/:version',
  title: '看自己清单的一稿',
  ability: 'ledger.own',
  params: z.object({ period: monthSchema, version: z.coerce.number().int().positive() }),
  answer: monthLedgerBody,
});

export const ledgerWorkbook = route({
  id: 'ledger.workbook',
  method: 'GET',
  path: '/ledgers/:period/workbook',
  title: '下载清单表格',
  ability: 'ledger.own',
  params: ofPeriod,
  query: z.object({ form: ledgerFormSchema.default('dutyLedger') }),
  file: true,
});

/** A submitted ledger as its readers see it. */
export const ledgerReading = z.object({
  ledgerId: z.uuid(),
  period: monthSchema,
  person: ledgerPerson,
  items: z.array(itemSchema),
  state: ledgerStateSchema,
  version: z.int(),
  body: monthLedgerBody,
  history: z.array(ledgerEventSchema),
  signals: z.array(ledgerSignalSchema),
  lateAfterDays: z.int(),
  nearCopy: z.number(),
});
export type LedgerReading = z.infer<typeof ledgerReading>;

export const ledgerRead = route({
  id: 'ledger.read',
  method: 'GET',
  path: '/ledgers/of/:ledgerId',
  title: '看一份已提交的清单',
  ability: 'ledger.read',
  params: z.object({ ledgerId: z.uuid() }),
  answer: ledgerReading,
  readsPersonFile: true,
});
