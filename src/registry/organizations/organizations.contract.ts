/** Organizations as of a day: the tree, one organization, its members; the same as workbooks. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { MEMBER_CATEGORIES, ORG_KINDS, type OrgKind, POSTS, RANKS, SECTORS } from './facts.logic.ts';

const idsOf = <T extends string>(list: readonly { id: T }[]): [T, ...T[]] => list.map(({ id }) => id) as [T, ...T[]];
const orgKind = z.enum(idsOf(ORG_KINDS));
const sector = z.enum(idsOf(SECTORS));
const id = z.object({ id: z.coerce.number<number>().int().positive() });
const day = daySchema.optional();
/** Leaves out what was recorded later; readers of the whole city may ask it. */
const knownAt = z.iso.datetime({ offset: true }).optional();
/** `true` when subordinate organizations are to be counted in. */
const below = z.enum(['true', 'false']).default('false');

export const orgLine = z.object({
  id: z.int(),
  parentId: z.int().nullable(),
  /** The second line of management 双重管理: the other organization that it answers to. */
  secondParentId: z.int().nullable(),
  name: z.string(),
  shortName: z.string(),
  shortNames: z.array(z.string()),
  kind: orgKind,
  sector,
  termExpiresOn: daySchema.nullable(),
  /** Units that a joint or functional branch covers, by name. */
  covers: z.array(z.string()),
});
export type OrgLine = z.infer<typeof orgLine>;

/** What the tree is filtered by, beside the line itself. */
export const treeLine = orgLine.extend({
  /** Pinyin initials of name and short names. */
  initials: z.string(),
  /** The day since which it is as it is: set up, or changed last. */
  since: daySchema,
});
export type TreeLine = z.infer<typeof treeLine>;

export const organizationTree = route({
  id: 'organization.tree',
  method: 'GET',
  path: '/organizations',
  title: '某一天的全部组织；可按当时所知',
  ability: 'registry.read',
  query: z.object({ asOf: day, knownAt }),
  answer: z.object({
    asOf: daySchema,
    /** The reader may ask what was known at an earlier instant. */
    asksKnown: z.boolean(),
    /** The reader's own organization; null for readers of the whole city. */
    home: z.int().nullable(),
    organizations: z.array(treeLine),
  }),
});

export const holder = z.object({
  personId: z.int(),
  name: z.string(),
  post: z.enum(idsOf(POSTS)),
  title: z.string(),
  rank: z.enum(idsOf(RANKS)).nullable(),
  from: daySchema,
  /** The reader may open this person's file. */
  opens: z.boolean(),
});
export type Holder = z.infer<typeof holder>;

export const historyLine = z.object({
  id: z.string(),
  /** The day from which it holds. */
  validFrom: daySchema,
  /** 更名为… */
  what: z.string(),
  author: z.string(),
  summary: z.string(),
  /** What the act rests on, and the number of its document; empty when none was given. */
  basis: z.string(),
  documentNumber: z.string(),
  recordedAt: z.string(),
  /** The act was taken back afterwards. */
  takenBack: z.boolean(),
});
export type HistoryLine = z.infer<typeof historyLine>;

const named = z.object({ id: z.int(), name: z.string() });
/** Null when the reader may not see who they are. */
const members = z.object({ own: z.int(), below: z.int() }).nullable();

export const organizationPage = orgLine.extend({
  asOf: daySchema,
  /** What it was before, each until the day on which something else followed; oldest first. */
  formerNames: z.array(z.object({ name: z.string(), until: daySchema })),
  formerShortNames: z.array(z.object({ names: z.array(z.string()), until: daySchema })),
  formerKinds: z.array(z.object({ kind: orgKind, until: daySchema })),
  secondParent: named.nullable(),
  /** Organizations of which this one is the second line of management. */
  secondSubordinates: z.array(orgLine),
  /** From the top down to the direct superior. */
  chain: z.array(named),
  subordinates: z.array(orgLine.extend({ members: z.int().nullable() })),
  members,
  holders: z.array(holder),
  /** Null when the reader's scope is not the whole city. */
  history: z.array(historyLine).nullable(),
});
export type OrganizationPage = z.infer<typeof organizationPage>;

export const organizationOpen = route({
  id: 'organization.open',
  method: 'GET',
  path: '/organizations/:id',
  title: '一个组织在某一天的情况；可按当时所知',
  ability: 'registry.read',
  params: id,
  query: z.object({ asOf: day, knownAt }),
  answer: organizationPage,
});

export const memberLine = z.object({
  personId: z.int(),
  name: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  category: z.enum(idsOf(MEMBER_CATEGORIES)),
  orgId: z.int(),
  orgName: z.string(),
  joinedOn: daySchema.nullable(),
  joinedPrecision: z.enum(['day', 'month']).nullable(),
  /** Posts in the branch, as written. */
  posts: z.array(z.string()),
  /** The reader may open this person's file. */
  opens: z.boolean(),
});
export type MemberLine = z.infer<typeof memberLine>;

export const organizationPeople = route({
  id: 'organization.people',
  method: 'GET',
  path: '/organizations/:id/people',
  title: '一个组织在某一天的党员；可按当时所知',
  ability: 'registry.read',
  params: id,
  query: z.object({ asOf: day, knownAt, below }),
  answer: z.object({ total: z.int(), members: z.array(memberLine) }),
});

export const organizationsWorkbook = route({
  id: 'organization.workbook',
  method: 'GET',
  path: '/organizations/workbook',
  title: '党组织名册（表格）',
  ability: 'registry.read',
  query: z.object({ asOf: day }),
  file: true,
});

export const membersWorkbook = route({
  id: 'organization.membersWorkbook',
  method: 'GET',
  path: '/organizations/:id/members-workbook',
  title: '一个支部的党员花名册（表格）；上级组织的，一个支部一张表',
  ability: 'registry.read',
  params: id,
  query: z.object({ asOf: day }),
  file: true,
  readsPersonFile: true,
});

export const kindName = (kind: OrgKind): string => ORG_KINDS.find((one) => one.id === kind)!.name;
export const sectorName = (of: OrgLine['sector']): string => SECTORS.find((one) => one.id === of)!.name;
export const categoryName = (of: MemberLine['category']): string =>
  MEMBER_CATEGORIES.find((one) => one.id === of)!.name;
