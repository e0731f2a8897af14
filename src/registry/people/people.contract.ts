/** One person's file, and the roster of leading cadres as a workbook. */
import { z } from 'zod';
import { daySchema, monthSchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { MEMBER_CATEGORIES, ORG_RELATIONS, POSTS, RANKS, SITUATIONS } from '../organizations/room.ts';

const idsOf = <T extends string>(list: readonly { id: T }[]): [T, ...T[]] => list.map(({ id }) => id) as [T, ...T[]];

/** From a day on; up to and including a day, null while it lasts. */
const held = { from: daySchema, until: daySchema.nullable() };
const placed = { orgId: z.int(), orgName: z.string(), ...held };

const registryAct = z.object({
  id: z.string(),
  kind: z.string(),
  summary: z.string(),
  effectiveOn: daySchema,
  basis: z.string(),
  documentNumber: z.string(),
  note: z.string(),
  author: z.string(),
  recordedAt: z.string(),
  /** By whom it was taken back. */
  takenBack: z.object({ author: z.string(), at: z.string() }).nullable(),
  /** The reader may take it back here, should nothing rest on it. */
  opens: z.boolean(),
});

export const personPage = z.object({
  id: z.int(),
  name: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  joinedOn: daySchema.nullable(),
  joinedPrecision: z.enum(['day', 'month']).nullable(),
  bornMonth: monthSchema.nullable(),
  leadingCadre: z.boolean(),
  memberships: z.array(
    z.object({
      ...placed,
      category: z.enum(idsOf(MEMBER_CATEGORIES)),
      situation: z.enum(idsOf(SITUATIONS)).nullable(),
    }),
  ),
  posts: z.array(
    z.object({ ...placed, post: z.enum(idsOf(POSTS)), title: z.string(), rank: z.enum(idsOf(RANKS)).nullable() }),
  ),
  /** Who is in charge of him; null when the reader may not see it. */
  leaders: z.array(z.object({ personId: z.int(), name: z.string(), ...held })).nullable(),
  /** Of whom he is in charge; null when the reader may not see it. */
  inChargeOf: z.array(z.object({ personId: z.int(), name: z.string(), ...held })).nullable(),
  /** Organizations in his charge, in contact with him, his contact points; null when the reader may not see it. */
  orgCharges: z.array(z.object({ ...placed, relation: z.enum(idsOf(ORG_RELATIONS)) })).nullable(),
  /** Of which items he is in charge in whose team; null when the reader may not see it. */
  itemCharges: z.array(z.object({ ...placed, itemId: z.string(), item: z.string() })).nullable(),
  /** Acts on him, the latest first: what they rest on, and whether they were taken back; null as `history`. */
  acts: z.array(registryAct).nullable(),
  /** What was said of him, by whom and when; null when the reader's scope is not the whole city. */
  history: z
    .array(
      z.object({
        id: z.string(),
        actId: z.string(),
        validFrom: daySchema,
        what: z.string(),
        author: z.string(),
        summary: z.string(),
        recordedAt: z.string(),
        takenBack: z.boolean(),
      }),
    )
    .nullable(),
});
export type PersonPage = z.infer<typeof personPage>;

export const personOpen = route({
  id: 'person.open',
  method: 'GET',
  path: '/people/:id',
  title: '一个人的档案：组织关系、职务、分管、变动',
  ability: 'person.read',
  params: z.object({ id: z.coerce.number<number>().int().positive() }),
  query: z.object({
    /** What begins later is left out. */
    asOf: daySchema.optional(),
    /** Only what was registered by then, and stood then. */
    knownAt: z.iso.datetime({ offset: true }).optional(),
  }),
  answer: personPage,
  readsPersonFile: true,
});

export const personOwn = route({
  id: 'person.own',
  method: 'GET',
  path: '/me/person',
  title: '自己的档案：组织关系、职务、分管',
  ability: 'person.own',
  query: z.object({ asOf: daySchema.optional() }),
  answer: personPage,
});

export const rosterWorkbook = route({
  id: 'person.rosterWorkbook',
  method: 'GET',
  path: '/people/roster-workbook',
  title: '领导干部花名册（表格，不含电话）',
  ability: 'city.overview',
  query: z.object({ asOf: daySchema.optional() }),
  file: true,
  readsPersonFile: true,
});

export const rankName = (of: (typeof RANKS)[number]['id']): string => RANKS.find((one) => one.id === of)!.name;
