/** Shapes of the law book's pages that month ledgers rest on: the items, the month's rule, the working-day calendar. */
import { z } from 'zod';
import { type CalendarYear, daySchema, firstDay, type Month, type WorkingDayCalendar } from '../../core/time/room.ts';

const origin = {
  /** The document and article it rests on, as cited on screens. */
  basis: z.string().min(1),
  /** `seen`: the text was read; `copy`: read in a secondary copy; `mem`: from memory, ships switched off. */
  status: z.enum(['seen', 'copy', 'mem']),
};

export const itemSetSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  ...origin,
  /** In force from this day. */
  from: daySchema,
  items: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z-]*$/),
        name: z.string().min(1),
        /** Named by the document itself rather than a default of ours. */
        named: z.boolean().default(false),
        /** Other usual names, for imports. */
        synonyms: z.array(z.string()),
      }),
    )
    .min(1)
    .refine((items) => new Set(items.map((item) => item.id)).size === items.length, 'an item id stands twice'),
});
export type ItemSet = z.infer<typeof itemSetSchema>;
export type LedgerItem = ItemSet['items'][number];

export const proposalRuleSchema = z.strictObject({
  kind: z.string(),
  parts: z.array(z.string()).min(1),
  item: z.string(),
  content: z.string(),
  result: z.string().default(''),
});
export type ProposalRule = z.infer<typeof proposalRuleSchema>;

export const monthRuleSchema = z.strictObject({
  id: z.string(),
  ...origin,
  from: daySchema,
  /** Working days after the month's last day. */
  dueWorkingDays: z.int().min(1),
  lateAfterDays: z.int().min(0),
  /** Share of text in common, 0–1. */
  nearCopy: z.number().min(0).max(1),
  nearCopyMinChars: z.int().min(0),
  nearCopyMonths: z.int().min(0),
  closesAfterMonths: z.int().min(0),
  proposals: z.array(proposalRuleSchema),
});
export type MonthRule = z.infer<typeof monthRuleSchema>;

export const calendarYearSchema = z
  .strictObject({
    year: z.int(),
    ...origin,
    off: z.array(daySchema),
    worked: z.array(daySchema),
  })
  .refine(
    ({ year, off, worked }) => [...off, ...worked].every((on) => on.startsWith(`${year}-`)),
    'a day lies in another year',
  )
  .refine(({ off, worked }) => !worked.some((on) => off.includes(on)), 'a day is both off and worked');

/** All that month ledgers need of the law book. */
export interface LedgerRules {
  itemSets: readonly ItemSet[];
  months: readonly MonthRule[];
  calendar: WorkingDayCalendar;
}

/** The page in force on the first day of a month; before the first page, that one. */
function inForce<T extends { from: string }>(pages: readonly T[], period: Month): T {
  const sorted = [...pages].sort((a, b) => (a.from < b.from ? -1 : 1));
  const page = sorted.findLast(({ from }) => from <= firstDay(period)) ?? sorted[0];
  if (!page) throw new Error('the law book has no page for month ledgers');
  return page;
}

export const itemsFor = (rules: LedgerRules, period: Month): readonly LedgerItem[] =>
  inForce(rules.itemSets, period).items;
export const monthRuleFor = (rules: LedgerRules, period: Month): MonthRule => inForce(rules.months, period);

/**
 * Puts the pages together and checks that they fit: every proposal names an item that some set has.
 * Throws an Error that names the page and the fault.
 */
export function ledgerRules(pages: {
  items: readonly unknown[];
  months: readonly unknown[];
  calendar: readonly unknown[];
}): LedgerRules {
  const itemSets = pages.items.map((page) => itemSetSchema.parse(page));
  const months = pages.months.map((page) => monthRuleSchema.parse(page));
  const known = new Set(itemSets.flatMap((set) => set.items.map((item) => item.id)));
  for (const rule of months.flatMap((month) => month.proposals)) {
    if (!known.has(rule.item)) throw new Error(`rules/ledgers: ${rule.kind} proposes to unknown item ${rule.item}`);
  }
  const years = pages.calendar.map((page): CalendarYear => calendarYearSchema.parse(page));
  return { itemSets, months, calendar: new Map(years.map((year) => [year.year, year])) };
}
