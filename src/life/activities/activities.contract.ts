/** Recording what happened, and reading, correcting and withdrawing it. Form and answers follow the kinds' declarations. */
import { z } from 'zod';
import { recordInputSchema } from '../../core/record/room.ts';
import { daySchema, monthSchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';

const fieldBase = {
  key: z.string(),
  name: z.string(),
  required: z.boolean().optional(),
  hint: z.string().optional(),
  confidential: z.boolean().optional(),
};

/** A kind's declaration as screens get it: what core/record calls `RecordKind`. */
export const kindShape = z.object({
  id: z.string(),
  name: z.string(),
  aliases: z.array(z.string()).readonly(),
  mechanism: z.string(),
  group: z.enum(['orgLife', 'leadership']),
  version: z.int(),
  confidentiality: z.enum(['open', 'content']),
  due: z.enum(['members', 'committee', 'partyCell', 'leadershipTeam', 'none']),
  parts: z
    .array(
      z.object({
        key: z.string(),
        name: z.string(),
        single: z.boolean().optional(),
        required: z.boolean().optional(),
        offer: z.enum(['due', 'members', 'committee', 'cadres', 'anyone']),
      }),
    )
    .readonly(),
  fields: z
    .array(
      z.discriminatedUnion('type', [
        z.object({ ...fieldBase, type: z.literal('text'), max: z.int() }),
        z.object({ ...fieldBase, type: z.literal('paragraph'), max: z.int() }),
        z.object({ ...fieldBase, type: z.literal('lines'), max: z.int(), lineMax: z.int() }),
        z.object({ ...fieldBase, type: z.literal('count'), max: z.int(), unit: z.string() }),
        z.object({
          ...fieldBase,
          type: z.literal('choice'),
          choices: z.array(z.object({ value: z.string(), name: z.string() })).readonly(),
        }),
        z.object({ ...fieldBase, type: z.literal('day') }),
      ]),
    )
    .readonly(),
  titleField: z.string().optional(),
  heldBy: z.array(z.string()).readonly(),
  minutes: z.number(),
});

const organization = z.object({ orgId: z.int(), name: z.string() });
const clock = z.string().nullable();

export const recordKinds = route({
  id: 'record.kinds',
  method: 'GET',
  path: '/record-kinds',
  title: '可以记录的活动，及各自的表单',
  ability: 'record.read',
  answer: z.array(kindShape),
});

export const formContext = route({
  id: 'record.formContext',
  method: 'GET',
  path: '/organizations/:id/record-context',
  title: '记一次活动要用的：应到人员、上次的时间地点主持人、用过的主题',
  ability: 'record.write',
  params: z.object({ id: z.coerce.number<number>().int().positive() }),
  query: z.object({ kind: z.string(), on: daySchema.optional() }),
  answer: z.object({
    kind: kindShape,
    organization,
    /** Whom the reader types for, who stands for it; null when he records in his own right. */
    standsFor: z.string().nullable(),
    today: daySchema,
    /** The day for which people are due. */
    on: daySchema,
    people: z.array(
      z.object({
        personId: z.int(),
        name: z.string(),
        post: z.string().nullable(),
        due: z.boolean(),
        committee: z.boolean(),
      }),
    ),
    /** From this organization's last record of the kind. */
    usual: z.object({
      startsAt: clock,
      place: z.string(),
      presiderId: z.int().nullable(),
      /** Those on the roll last time; for a Party group, whose members the registry does not know. */
      roll: z.array(z.int()),
      /** Topics of earlier records, newest first. */
      topics: z.array(z.string()),
    }),
    /** Records of this kind that this organization already has in the month of `on`. */
    already: z.array(z.object({ recordId: z.uuid(), heldOn: daySchema, title: z.string() })),
  }),
});

const settled = z.object({
  recordId: z.uuid(),
  version: z.int(),
  /** What was settled, in words. */
  settled: z.string(),
  /** What may be wrong without being refused: a second record of the same day. */
  warnings: z.array(z.object({ code: z.string(), what: z.string(), recordId: z.uuid().optional() })),
});

export const appendRecord = route({
  id: 'record.append',
  method: 'POST',
  path: '/records',
  title: '记一次活动；版本大于1为更正。重复送出同一版本不会重复记录',
  ability: 'record.write',
  body: recordInputSchema,
  answer: settled,
});

export const withdrawRecord = route({
  id: 'record.withdraw',
  method: 'POST',
  path: '/records/:id/withdraw',
  title: '收回一条活动记录；各个版本仍然留着',
  ability: 'record.write',
  params: z.object({ id: z.uuid() }),
  body: z.object({
    /** The version that the withdrawal makes: the one on screen plus one. */
    version: z.int().min(2),
    reason: z.string().trim().min(2, '请写明为什么收回').max(200, '原因最多200字'),
  }),
  answer: settled,
});

/** Who stands for what the author typed for him; without a name where the reader may not look him up. */
const standsFor = z.object({ personId: z.int(), name: z.string().nullable() }).nullable();

const recordVersion = z.object({
  version: z.int(),
  withdrawn: z.boolean(),
  /** Why it was corrected or withdrawn. */
  reason: z.string().nullable(),
  author: z.string(),
  standsFor,
  recordedAt: z.string(),
  heldOn: daySchema,
  startsAt: clock,
  endsAt: clock,
  place: z.string(),
  due: z.int().nullable(),
  present: z.int().nullable(),
  people: z.array(z.object({ personId: z.int(), part: z.string(), name: z.string(), reason: z.string().nullable() })),
  body: z.record(z.string(), z.unknown()),
});

export const openRecord = route({
  id: 'record.open',
  method: 'GET',
  path: '/records/:id',
  title: '一条活动记录，连同各个版本',
  ability: 'record.read',
  params: z.object({ id: z.uuid() }),
  answer: z.object({
    recordId: z.uuid(),
    kind: kindShape,
    organization: organization.extend({ fullName: z.string() }),
    /** Newest first. */
    versions: z.array(recordVersion).min(1),
    /** What only those in it may read; null when the reader is none of them or there is none. */
    confidential: z.record(z.string(), z.unknown()).nullable(),
    /** `changed`: a later version exists that the reader may not see, since he is no longer in it. */
    state: z.enum(['current', 'withdrawn', 'changed']),
    may: z.object({ correct: z.boolean(), withdraw: z.boolean() }),
  }),
});

const listFilters = {
  orgId: z.coerce.number<number>().int().positive().optional(),
  kind: z.string().optional(),
  from: daySchema.optional(),
  to: daySchema.optional(),
  person: z.coerce.number<number>().int().positive().optional(),
};

export const listRecords = route({
  id: 'record.list',
  method: 'GET',
  path: '/records',
  title: '活动记录：数和行出自同一次查询',
  ability: 'record.read',
  query: z.object({ ...listFilters, page: z.coerce.number<number>().int().positive().max(10_000).default(1) }),
  answer: z.object({
    total: z.int(),
    /** Person-times present over all pages. */
    present: z.int(),
    byKind: z.array(z.object({ kind: z.string(), name: z.string(), count: z.int(), present: z.int() })),
    page: z.int(),
    pageSize: z.int(),
    rows: z.array(
      z.object({
        recordId: z.uuid(),
        version: z.int(),
        kind: z.string(),
        kindName: z.string(),
        orgId: z.int(),
        organization: z.string(),
        heldOn: daySchema,
        startsAt: clock,
        title: z.string(),
        place: z.string(),
        due: z.int().nullable(),
        present: z.int().nullable(),
        author: z.string(),
        standsFor,
        recordedAt: z.string(),
      }),
    ),
  }),
});

export const recordWorkbook = route({
  id: 'record.listWorkbook',
  method: 'GET',
  path: '/records/workbook',
  title: '组织生活台账（表格文件）',
  ability: 'record.read',
  query: z.object(listFilters),
  file: true,
});

export const branchMonth = route({
  id: 'branch.month',
  method: 'GET',
  path: '/branches/:id/months/:month',
  title: '一个支部的一个月：记了什么，还没有记什么',
  ability: 'record.read',
  params: z.object({ id: z.coerce.number<number>().int().positive(), month: monthSchema }),
  answer: z.object({
    organization,
    month: monthSchema,
    today: daySchema,
    /** So many days before a period ends, what is missing is due soon. */
    soonDays: z.int(),
    /** The regular things, in the order of rules/life/branch-month.yaml. */
    things: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        every: z.enum(['month', 'quarter']),
        basis: z.string(),
        /** Days of the period that is looked at: this month, or its quarter. */
        from: daySchema,
        to: daySchema,
        records: z.array(
          z.object({
            recordId: z.uuid(),
            heldOn: daySchema,
            title: z.string(),
            due: z.int().nullable(),
            present: z.int().nullable(),
          }),
        ),
      }),
    ),
    /** What else this organization holds. */
    others: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        records: z.array(z.object({ recordId: z.uuid(), heldOn: daySchema, title: z.string() })),
      }),
    ),
    mayRecord: z.boolean(),
    /** Whom the reader types for here; null when he records in his own right or not at all. */
    standsFor: z.string().nullable(),
    /** He may have somebody type for him here. */
    mayDelegate: z.boolean(),
  }),
});

export const myBranches = route({
  id: 'branch.mine',
  method: 'GET',
  path: '/branches',
  title: '我能为哪些支部记录活动',
  ability: 'record.write',
  query: z.object({ q: z.string().trim().max(40).optional() }),
  answer: z.object({
    total: z.int(),
    /** At most 200. */
    rows: z.array(z.object({ orgId: z.int(), name: z.string(), superior: z.string(), recordsThisMonth: z.int() })),
  }),
});
