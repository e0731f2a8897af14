/** The city at a glance for those who oversee it: numbers of today and of one month, each opening to its rows. */
import { z } from 'zod';
import { daySchema, monthSchema } from '../../core/time/room.ts';
import { ledgerStateSchema } from '../../ledgers/ledger/room.ts';
import { route } from '../../platform/open/room.ts';
import { CHANGES } from './changes.logic.ts';

const changeIds = CHANGES.map(({ id }) => id) as [(typeof CHANGES)[number]['id'], ...(typeof CHANGES)[number]['id'][]];

export const cityHome = z.object({
  today: daySchema,
  month: monthSchema,
  /** When the month's ledgers are due; null when the calendar of that year is missing. */
  deadline: z.object({ day: daySchema, workingDaysLeft: z.int() }).nullable(),
  ledgers: z.object({ owed: z.int(), byState: z.record(ledgerStateSchema, z.int()) }),
  records: z.object({
    total: z.int(),
    byKind: z.array(z.object({ kind: z.string(), name: z.string(), count: z.int() })),
  }),
  registry: z.object({
    organizations: z.int(),
    members: z.int(),
    leadingCadres: z.int(),
    partyAffairsWorkers: z.int(),
    /** County-level cadres in nobody's charge. */
    gaps: z.int(),
  }),
  changes: z.object({ since: daySchema, byKind: z.array(z.object({ kind: z.enum(changeIds), count: z.int() })) }),
  units: z.array(
    z.object({
      orgId: z.int(),
      name: z.string(),
      owed: z.int(),
      /** Submitted, accepted included. */
      submitted: z.int(),
      records: z.int(),
    }),
  ),
});
export type CityHome = z.infer<typeof cityHome>;

export const cityOpen = route({
  id: 'city.home',
  method: 'GET',
  path: '/city',
  title: '全市情况：清单、活动、组织人员、变化',
  ability: 'city.overview',
  query: z.object({ month: monthSchema.optional() }),
  answer: cityHome,
});

export const CITY_FIGURES = [
  'ledgers',
  'records',
  'organizations',
  'members',
  'leadingCadres',
  'partyAffairsWorkers',
  'gaps',
  'changes',
] as const;

export const cityRow = z.object({
  id: z.string(),
  title: z.string(),
  note: z.string(),
  at: z.string(),
  /** What the row opens; null when it stands for itself. */
  opens: z.object({ what: z.enum(['person', 'organization', 'record', 'ledger']), id: z.string() }).nullable(),
});
export type CityRow = z.infer<typeof cityRow>;

export const cityRows = route({
  id: 'city.rows',
  method: 'GET',
  path: '/city/rows',
  title: '全市情况中一个数的明细',
  ability: 'city.overview',
  query: z.object({
    figure: z.enum(CITY_FIGURES),
    month: monthSchema.optional(),
    /** Of ledgers: a state, or those that have and have not come. */
    state: z.union([ledgerStateSchema, z.enum(['come', 'missing'])]).optional(),
    /** Of records: the kind. Of changes: the kind of change. */
    kind: z.string().max(40).optional(),
    /** A unit with all below it. */
    unit: z.coerce.number<number>().int().positive().optional(),
  }),
  answer: z.object({ total: z.int(), rows: z.array(cityRow) }),
});
