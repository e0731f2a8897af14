/** The registry's own pages of the law book (rules/registry): what an entry is measured by, and what is a gap. */
import { z } from 'zod';
import { type Day, daySchema } from '../../core/time/room.ts';
import { ORG_KINDS } from './facts.logic.ts';

const kinds = z.array(z.enum(ORG_KINDS.map(({ id }) => id)));
const parameter = <T extends z.ZodType>(value: T) =>
  z.strictObject({ value, status: z.enum(['seen', 'copy', 'city']), basis: z.string().optional() });
const months = z.int().positive();

export const entryRuleSchema = z.strictObject({
  id: z.literal('entries'),
  from: daySchema,
  monthsAhead: parameter(months),
  askBelowAge: parameter(z.int().positive().nullable()),
  askBelowProbationMonths: parameter(months.nullable()),
});
/** By what an entry is measured on a day; null: it is not asked about. */
export interface EntryRule {
  monthsAhead: number;
  askBelowAge: number | null;
  askBelowProbationMonths: number | null;
}

export const chargeRuleSchema = z.strictObject({
  id: z.literal('charges'),
  from: daySchema,
  basis: z.string(),
  status: z.enum(['seen', 'copy', 'city']),
  leading: z.strictObject({ withLeadingCadres: z.boolean(), kinds, belowTheCity: kinds, but: kinds }),
});
export type ChargeRule = z.output<typeof chargeRuleSchema>;

/** The page in force on a day: the last that had begun, the first for days before all of them. Throws when there is none. */
export function pageOn<P extends { from: Day }>(pages: readonly P[], on: Day): P {
  const begun = [...pages].sort((one, other) => (one.from < other.from ? -1 : 1));
  const page = begun.findLast(({ from }) => from <= on) ?? begun[0];
  if (!page) throw new Error('rules/registry lacks a page');
  return page;
}

export const entryRuleOf = (page: z.output<typeof entryRuleSchema>): EntryRule => ({
  monthsAhead: page.monthsAhead.value,
  askBelowAge: page.askBelowAge.value,
  askBelowProbationMonths: page.askBelowProbationMonths.value,
});
