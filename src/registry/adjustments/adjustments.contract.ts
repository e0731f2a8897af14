/** Routes of setting up and adjusting organizations. */
import { z } from 'zod';
import { daySchema, monthSchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { actIds, adjustmentInput } from './acts.logic.ts';

const named = { name: z.string() };
const person = { personId: z.int(), name: z.string() };

export const changesAnswer = z.object({
  /** `3个支部、41名党员转入；2个职务终止` */
  sentence: z.string(),
  organizations: z.array(z.object({ orgId: z.int(), ...named, what: z.string(), on: daySchema })),
  branches: z.array(
    z.object({ orgId: z.int(), ...named, from: z.string(), to: z.string(), on: daySchema, meets: z.boolean() }),
  ),
  members: z.array(z.object({ ...person, from: z.string(), to: z.string(), on: daySchema })),
  posts: z.array(z.object({ ...person, org: z.string(), title: z.string(), on: daySchema })),
  charges: z.array(z.object({ ...person, org: z.string(), what: z.string(), on: daySchema })),
  ledgers: z.array(z.object({ ...person, form: z.string() })),
  notes: z.array(z.string()),
});
export type ChangesAnswer = z.infer<typeof changesAnswer>;

const problem = z.object({
  code: z.string(),
  /** Path of the field in the input. */
  field: z.string(),
  what: z.string(),
  now: z.string(),
});
export type AdjustmentProblem = z.infer<typeof problem>;

export const adjustmentPreview = route({
  id: 'adjustment.preview',
  method: 'GET',
  path: '/adjustments/preview',
  title: '一次设置调整会带来什么',
  ability: 'registry.write',
  // The input as JSON: what is only looked at changes nothing and is a reading.
  query: z.object({ input: z.string().max(12_000), correcting: z.uuid().optional() }),
  answer: z.object({
    summary: z.string(),
    changes: changesAnswer,
    problems: z.array(problem),
    roles: z.object({
      /** Roles that end by themselves with the post or membership that they rest on. */
      ending: z.int(),
      /** Roles on an organization that ends which rest on nothing: the security administrator takes them back. */
      staying: z.int(),
    }),
    /** To be sent with the act, which is refused when what it would change is no longer this; null while there are problems. */
    seal: z.string().nullable(),
  }),
});
export type AdjustmentPreview = z.infer<typeof adjustmentPreview.answer>;

export const adjustmentPlacing = route({
  id: 'adjustment.placing',
  method: 'GET',
  path: '/adjustments/placing',
  title: '拆分、撤销一个组织时要写明去处的党员和下级组织，以后才来的也在内',
  ability: 'registry.write',
  query: z.object({
    orgId: z.coerce.number<number>().int().positive(),
    on: daySchema,
    correcting: z.uuid().optional(),
  }),
  answer: z.object({
    /** `from`: the first day from which he is there, not before the day that is asked about. */
    members: z.array(z.object({ ...person, from: daySchema, posts: z.array(z.string()) })),
    branches: z.array(z.object({ orgId: z.int(), ...named, from: daySchema })),
  }),
});
export type AdjustmentPlacing = z.infer<typeof adjustmentPlacing.answer>;

const sent = { actId: z.uuid(), input: adjustmentInput, seal: z.string() };
const done = z.object({ actId: z.uuid(), summary: z.string() });

export const adjustmentDo = route({
  id: 'adjustment.do',
  method: 'POST',
  path: '/adjustments',
  title: '办理一次设置调整',
  ability: 'registry.write',
  body: z.object(sent),
  answer: done,
});

const ofAct = z.object({ id: z.uuid() });

export const adjustmentTakeBack = route({
  id: 'adjustment.takeBack',
  method: 'POST',
  path: '/adjustments/:id/take-back',
  title: '收回一次设置调整',
  ability: 'registry.write',
  params: ofAct,
  body: z.object({ actId: z.uuid(), why: z.string().trim().max(200).default('') }),
});

export const adjustmentCorrect = route({
  id: 'adjustment.correct',
  method: 'POST',
  path: '/adjustments/:id/correct',
  title: '更正一次设置调整：收回并重新办理',
  ability: 'registry.write',
  params: ofAct,
  body: z.object({ ...sent, backId: z.uuid() }),
  answer: done,
});

/** A year of which the registry has days. */
const YEAR = /^(19|20|21)\d{2}$/;
const count = z.record(z.enum(['all', ...actIds]), z.int());

export const adjustmentLine = z.object({
  id: z.uuid(),
  act: z.enum(actIds),
  effectiveOn: daySchema,
  summary: z.string(),
  basis: z.string(),
  documentNumber: z.string(),
  author: z.string(),
  recordedAt: z.string(),
});
export type AdjustmentLine = z.infer<typeof adjustmentLine>;

export const adjustmentList = route({
  id: 'adjustment.list',
  method: 'GET',
  path: '/adjustments',
  title: '设置调整的次数（按事项和生效时间）和清单；不含已收回的，可按当时所知',
  ability: 'city.overview',
  query: z.object({
    /** Years when left out; months of that year. */
    year: z.string().regex(YEAR, '年份应写成2017的样子').optional(),
    /** Rows of that year or month. */
    period: z.union([z.string().regex(YEAR), monthSchema], '应写成2017或2017-06的样子').optional(),
    act: z.enum(actIds).optional(),
    /** Leaves out what was recorded, or taken back, later. */
    knownAt: z.iso.datetime({ offset: true }).optional(),
    /** This organization and all below it. */
    below: z.coerce.number<number>().int().positive().optional(),
    limit: z.coerce.number<number>().int().min(0).max(1_000).default(200),
  }),
  answer: z.object({
    numbers: count,
    periods: z.array(z.object({ period: z.string(), numbers: count })),
    rows: z.array(adjustmentLine),
    total: z.int(),
  }),
});

export const adjustmentOpen = route({
  id: 'adjustment.open',
  method: 'GET',
  path: '/adjustments/:id',
  title: '一次设置调整和它改变的内容',
  ability: 'city.overview',
  params: ofAct,
  answer: adjustmentLine.extend({
    note: z.string(),
    changes: changesAnswer,
    /** What was said, to begin a correction from. */
    input: adjustmentInput,
    takenBack: z.object({ at: z.string(), by: z.string(), why: z.string(), insteadId: z.uuid().nullable() }).nullable(),
    /** The act that this one says anew. */
    corrects: z.uuid().nullable(),
    /** The reader may take it back and correct it. */
    mayChange: z.boolean(),
  }),
});
