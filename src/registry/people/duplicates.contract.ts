/** Entries that may be one person: found, merged into one, or said to be two; and both taken back. */
import { z } from 'zod';
import { daySchema, monthSchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';

const id = z.int().positive();
const queryId = z.coerce.number<number>().int().positive();

export const MERGE_FIELDS = [
  { id: 'name', name: '姓名' },
  { id: 'sex', name: '性别' },
  { id: 'joinedOn', name: '入党时间' },
  { id: 'bornMonth', name: '出生年月' },
] as const;
export type MergeField = (typeof MERGE_FIELDS)[number]['id'];

const which = z.enum(['keep', 'gone']);

/** Which entry is right where both say something else. */
export const mergeChoicesSchema = z.object({
  fields: z.object({
    name: which.optional(),
    sex: which.optional(),
    joinedOn: which.optional(),
    bornMonth: which.optional(),
  }),
  memberships: z.array(z.object({ keptOrgId: id, goneOrgId: id, from: daySchema, holds: which })).max(100),
});
export type MergeChoices = z.output<typeof mergeChoicesSchema>;
export const UNCHOSEN: MergeChoices = { fields: {}, memberships: [] };

const entry = z.object({
  personId: z.int(),
  name: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  joinedOn: daySchema.nullable(),
  joinedPrecision: z.enum(['day', 'month']).nullable(),
  bornMonth: monthSchema.nullable(),
  /** Branches to which he belongs today. */
  units: z.array(z.string()),
  /** Posts that he holds today: 市公安局　党委书记. */
  posts: z.array(z.string()),
});
export type DuplicateEntry = z.infer<typeof entry>;

const said = z.object({
  actId: z.string(),
  kind: z.enum(['person.merge', 'person.distinct']),
  summary: z.string(),
  author: z.string(),
  at: z.string(),
  takenBack: z.boolean(),
  /** The entry that was kept, or one of the two. */
  personId: z.int(),
});
export type SaidPair = z.infer<typeof said>;

export const duplicatesList = route({
  id: 'person.duplicates',
  method: 'GET',
  path: '/people/duplicates',
  title: '可能重复登记的人员',
  ability: 'registry.write',
  query: z.object({
    q: z.string().trim().max(40).default(''),
    page: z.coerce.number<number>().int().min(1).max(10_000).default(1),
  }),
  answer: z.object({
    total: z.int(),
    page: z.int(),
    pageSize: z.int(),
    pairs: z.array(
      z.object({
        one: entry,
        other: entry,
        /** What speaks for one person: 同名、同单位、入党时间相同. */
        same: z.array(z.string()),
        /** What speaks against it. */
        differs: z.array(z.string()),
      }),
    ),
    /** What was said of pairs, the latest first. */
    said: z.array(said),
  }),
  readsPersonFile: true,
});

export const mergePreview = route({
  id: 'person.mergePreview',
  method: 'GET',
  path: '/people/duplicates/merge',
  title: '合并两个人员条目：要选定的、要变动的',
  ability: 'registry.write',
  // As one text, since it is only read and leaves the line of a reading.
  query: z.object({ keep: queryId, gone: queryId, choices: z.string().max(8_000).optional() }),
  answer: z.object({
    keep: entry,
    gone: entry,
    differences: z.array(z.object({ field: z.string(), name: z.string(), keep: z.string(), gone: z.string() })),
    overlaps: z.array(
      z.object({
        keptOrgId: z.int(),
        keptOrg: z.string(),
        goneOrgId: z.int(),
        goneOrg: z.string(),
        from: daySchema,
        until: daySchema.nullable(),
      }),
    ),
    /** Name, sex, time of joining and month of birth of the kept entry from then on. */
    identity: z.string(),
    /** What else holds of it from then on, beside what holds already. */
    changes: z.array(z.string()),
    /** Records that name the other entry and count for the kept one. */
    records: z.int(),
    /** The account of the other entry is that of the kept one from then on. */
    accountMoves: z.boolean(),
    /** Records in which both were present. */
    together: z.array(z.object({ recordId: z.string(), what: z.string() })),
    togetherCount: z.int(),
    /** Why they cannot be merged so. */
    problems: z.array(z.object({ code: z.string(), what: z.string(), now: z.string() })),
  }),
  readsPersonFile: true,
});

const ground = {
  basis: z.string().trim().max(200, '依据请不超过200字').default(''),
  documentNumber: z.string().trim().max(60, '文号请不超过60字').default(''),
  note: z.string().trim().max(200, '备注请不超过200字').default(''),
};

export const mergeDo = route({
  id: 'person.merge',
  method: 'POST',
  path: '/people/merges',
  title: '合并两个人员条目',
  ability: 'registry.write',
  body: z.object({
    actId: z.uuid(),
    keepId: id,
    goneId: id,
    choices: mergeChoicesSchema.default(UNCHOSEN),
    /** They were both present at one meeting, and are one person all the same. */
    satTogether: z.boolean().default(false),
    ...ground,
  }),
  answer: z.object({ personId: z.int(), summary: z.string() }),
});

export const distinctDo = route({
  id: 'person.distinct',
  method: 'POST',
  path: '/people/distinct',
  title: '两个人员条目不是同一人',
  ability: 'registry.write',
  body: z.object({ actId: z.uuid(), oneId: id, otherId: id, note: ground.note }),
  answer: z.object({ summary: z.string() }),
});

export const pairTakeBack = route({
  id: 'person.pairTakeBack',
  method: 'POST',
  path: '/people/pairs/:id/take-back',
  title: '收回合并，或收回“不是同一人”',
  ability: 'registry.write',
  params: z.object({ id: z.uuid() }),
  body: z.object({ actId: z.uuid(), why: z.string().trim().max(200).default('') }),
});
