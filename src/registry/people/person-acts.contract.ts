/** Acts on a person: transfer, becoming a full member, leaving, situation, posts, entering and correcting him; and taking back. */
import { z } from 'zod';
import { daySchema, monthSchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { MEMBER_CATEGORIES, POSTS, RANKS, SITUATIONS } from '../organizations/room.ts';

const idsOf = <T extends string>(list: readonly { id: T }[]): [T, ...T[]] => list.map(({ id }) => id) as [T, ...T[]];
const id = z.int().positive();
const category = z.enum(idsOf(MEMBER_CATEGORIES));

/** How somebody leaves: `kind` is what the act is counted as. */
export const LEAVINGS = [
  { id: 'transferOut', kind: 'person.transferOut', name: '转出本市' },
  { id: 'death', kind: 'person.death', name: '去世' },
  { id: 'withdrawal', kind: 'person.withdrawal', name: '退党' },
  { id: 'removal', kind: 'person.removal', name: '除名' },
  { id: 'expulsion', kind: 'person.expulsion', name: '开除党籍' },
] as const;
export type Leaving = (typeof LEAVINGS)[number]['id'];

/** What every act rests on. */
const ground = {
  /** From this day on it is so. */
  on: daySchema,
  basis: z.string().trim().max(200, '依据请不超过200字').default(''),
  documentNumber: z.string().trim().max(60, '文号请不超过60字').default(''),
  note: z.string().trim().max(200, '备注请不超过200字').default(''),
};

const postChange = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('begin'),
    orgId: id,
    post: z.enum(idsOf(POSTS)),
    title: z.string().trim().min(1, '请写明职务').max(60),
    rank: z.enum(idsOf(RANKS)).nullable(),
    /** His last day in it, where that is known already. */
    until: daySchema.nullable().default(null),
  }),
  z.object({
    do: z.literal('change'),
    orgId: id,
    post: z.enum(idsOf(POSTS)),
    title: z.string().trim().min(1, '请写明职务').max(60),
    rank: z.enum(idsOf(RANKS)).nullable(),
  }),
  z.object({ do: z.literal('end'), orgId: id, post: z.enum(idsOf(POSTS)) }),
]);
export type PostChange = z.output<typeof postChange>;

const identity = {
  name: z.string().trim().min(1, '请写明姓名').max(40),
  sex: z.enum(['male', 'female']).nullable(),
  joinedOn: z.object({ day: daySchema, precision: z.enum(['day', 'month']) }).nullable(),
  bornMonth: monthSchema.nullable(),
};

export const personActSchema = z.discriminatedUnion('act', [
  /** From his branch, or from outside when he belongs to none. `category` counts only then. */
  z.object({ act: z.literal('transfer'), personId: id, toOrgId: id, category: category.default('full'), ...ground }),
  z.object({ act: z.literal('becomeFull'), personId: id, ...ground }),
  z.object({ act: z.literal('leave'), personId: id, reason: z.enum(idsOf(LEAVINGS)), ...ground }),
  /** `migrantIn` begins a membership beside his own branch; null ends that one, or the situation. */
  z.object({
    act: z.literal('situation'),
    personId: id,
    orgId: id,
    situation: z.enum(idsOf(SITUATIONS)).nullable(),
    ...ground,
  }),
  z.object({ act: z.literal('posts'), personId: id, changes: z.array(postChange).min(1).max(20), ...ground }),
  z.object({
    act: z.literal('enter'),
    ...identity,
    membership: z.object({ orgId: id, category, migrant: z.boolean().default(false) }).nullable(),
    ...ground,
  }),
  /** `fromStart`: it was never so as it was written; else he is called so from the day on. */
  z.object({ act: z.literal('correct'), personId: id, ...identity, fromStart: z.boolean(), ...ground }),
]);
export type PersonAct = z.output<typeof personActSchema>;

const change = z.object({
  effect: z.enum(['begins', 'ends', 'changes', 'moves']),
  what: z.string(),
  from: daySchema,
});
const problem = z.object({
  /** Path of the field in the act. */
  field: z.string(),
  reason: z.string(),
  /** False: may be so, look again. */
  refused: z.boolean(),
  what: z.string(),
  now: z.string(),
});

export const personActPreview = route({
  id: 'person.actPreview',
  method: 'GET',
  path: '/people/acts/preview',
  title: '一项人员变动会带来什么',
  ability: 'registry.write',
  // The act as JSON: what is only looked at is a reading, and leaves the line of one.
  query: z.object({ act: z.string().max(8_000) }),
  answer: z.object({ changes: z.array(change), problems: z.array(problem) }),
  readsPersonFile: true,
});

export const personActDo = route({
  id: 'person.act',
  method: 'POST',
  path: '/people/acts',
  title: '登记一项人员变动',
  ability: 'registry.write',
  body: z.object({ actId: z.uuid(), act: personActSchema }),
  answer: z.object({ personId: z.int(), summary: z.string() }),
});

export const personActTakeBack = route({
  id: 'person.actTakeBack',
  method: 'POST',
  path: '/people/acts/:id/take-back',
  title: '收回一项人员变动',
  ability: 'registry.write',
  params: z.object({ id: z.uuid() }),
  body: z.object({ actId: z.uuid(), why: z.string().trim().max(200).default('') }),
});
