/** Two days compared: what became of the organizations between them, with counts that open to their rows. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { ORG_CHANGES } from './compare.logic.ts';
import { ORG_KINDS } from './facts.logic.ts';
import { orgLine } from './organizations.contract.ts';

const idsOf = <T extends string>(list: readonly { id: T }[]): [T, ...T[]] => list.map(({ id }) => id) as [T, ...T[]];
const orgKind = z.enum(idsOf(ORG_KINDS));
const orgId = z.coerce.number<number>().int().positive();
const named = z.object({ id: z.int(), name: z.string() });
/** Leaves out what was recorded later; readers of the whole city may ask it. */
const knownAt = z.iso.datetime({ offset: true }).optional();
/** `below`: only this organization and what stands below it on either day. */
const days = z.object({ from: daySchema, to: daySchema, below: orgId.optional(), knownAt });

export const changedOrganization = z.object({
  id: z.int(),
  changes: z.array(z.enum(idsOf(ORG_CHANGES))),
  /** 更名为…；改隶，上级是… */
  what: z.string(),
  /** What it rests on, as registered with the acts between the two days; empty for those who do not see the whole city. */
  basis: z.string(),
});
export type ChangedOrganization = z.infer<typeof changedOrganization>;

export const organizationCompare = route({
  id: 'organization.compare',
  method: 'GET',
  path: '/organizations/compare',
  title: '两个日期的组织对照：新设、撤销、更名、改隶、改类别和其他变动；可按当时所知',
  ability: 'registry.read',
  query: days,
  answer: z.object({
    from: daySchema,
    to: daySchema,
    /** The reader may ask what was known at an earlier instant. */
    asksKnown: z.boolean(),
    below: named.nullable(),
    /** Organizations of the second day. */
    organizations: z.array(orgLine),
    /** As they were on the first day, where that differs: changed since, or gone. */
    before: z.array(orgLine),
    changed: z.array(changedOrganization),
  }),
});

/** Numbers of one day; members are null for those who do not see the whole city. */
const numbers = z.object({ organizations: z.int(), members: z.int().nullable() });
const group = z.object({ key: z.string(), name: z.string(), from: numbers, to: numbers });
export type ComparedGroup = z.infer<typeof group>;

export const organizationCompareNumbers = route({
  id: 'organization.compareNumbers',
  method: 'GET',
  path: '/organizations/compare/numbers',
  title: '两个日期的组织数和党员数，按类别、按区县；可按当时所知',
  ability: 'registry.read',
  query: days,
  answer: z.object({
    all: z.object({ from: numbers, to: numbers }),
    byKind: z.array(group),
    byCounty: z.array(group),
  }),
});

/** Rows that one answer carries. */
export const COMPARE_ROWS = 2_000;

export const organizationCompareRows = route({
  id: 'organization.compareRows',
  method: 'GET',
  path: '/organizations/compare/rows',
  title: '对照中的一个数所数的组织或党员',
  ability: 'registry.read',
  query: z.object({
    on: daySchema,
    of: z.enum(['organizations', 'members']),
    kind: orgKind.optional(),
    /** A county committee's id; 0 for what is in no county. */
    county: z.coerce.number<number>().int().nonnegative().optional(),
    below: orgId.optional(),
    knownAt,
  }),
  answer: z.object({
    total: z.int(),
    /** At most COMPARE_ROWS of them. */
    rows: z.array(
      z.object({
        orgId: z.int(),
        orgName: z.string(),
        kind: orgKind,
        /** Of members only. */
        person: z.object({ id: z.int(), name: z.string(), opens: z.boolean() }).nullable(),
      }),
    ),
  }),
});

export const organizationCompareWorkbook = route({
  id: 'organization.compareWorkbook',
  method: 'GET',
  path: '/organizations/compare/workbook',
  title: '两个日期的组织变动表（表格）；可按当时所知',
  ability: 'registry.read',
  query: days,
  file: true,
});
