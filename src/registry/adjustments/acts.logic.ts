/** The acts of setting up and adjusting organizations, and what is said for each. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { ORG_KINDS, SECTORS } from '../organizations/room.ts';

/** In the order of the menu. `kind` of the act in the sources is `organization.<id>`. */
export const ACTS = [
  { id: 'setUp', name: '设立' },
  { id: 'merge', name: '合并' },
  { id: 'split', name: '拆分' },
  { id: 'rename', name: '更名' },
  { id: 'reparent', name: '改隶' },
  { id: 'changeKind', name: '改设' },
  { id: 'dissolve', name: '撤销' },
  { id: 'details', name: '其他登记项' },
] as const;
export type ActId = (typeof ACTS)[number]['id'];
export const ACT_KIND = (act: ActId): string => `organization.${act}`;
export const actName = (act: ActId): string => ACTS.find(({ id }) => id === act)!.name;

const idsOf = <T extends string>(list: readonly { id: T }[]): [T, ...T[]] => list.map(({ id }) => id) as [T, ...T[]];
export const actIds = idsOf(ACTS);

const orgId = z.int32().positive();
const personId = z.int32().positive();
const name = z.string().trim().min(1).max(80);
const shortNames = z.array(z.string().trim().min(1).max(40)).max(10);
const covers = z.array(z.string().trim().min(1).max(80)).max(50);

export const newOrganization = z.object({
  name,
  shortNames: shortNames.default([]),
  kind: z.enum(idsOf(ORG_KINDS)),
  sector: z.enum(idsOf(SECTORS)),
  parentId: orgId.nullable(),
  secondParentId: orgId.nullable().default(null),
  termExpiresOn: daySchema.nullable().default(null),
  covers: covers.default([]),
});
export type NewOrganization = z.output<typeof newOrganization>;

/** What every act rests on. */
const ground = {
  effectiveOn: daySchema,
  basis: z.string().trim().max(200),
  documentNumber: z.string().trim().max(60).default(''),
  note: z.string().trim().max(500).default(''),
};

export const adjustmentInput = z.discriminatedUnion('act', [
  z.object({ act: z.literal('setUp'), ...ground, organization: newOrganization }),
  z.object({
    act: z.literal('merge'),
    ...ground,
    /** All that are merged, also the one that goes on. */
    orgIds: z.array(orgId).min(1).max(50),
    /** The one of them that goes on; null when it is a new one. */
    intoId: orgId.nullable(),
    organization: newOrganization.nullable().default(null),
  }),
  z.object({
    act: z.literal('split'),
    ...ground,
    orgId,
    parts: z
      .array(
        z.object({
          organization: newOrganization,
          members: z.array(personId).max(5_000),
          branches: z.array(orgId).max(500),
        }),
      )
      .min(1)
      .max(20),
  }),
  z.object({ act: z.literal('rename'), ...ground, orgId, name, shortNames: shortNames.optional() }),
  z.object({
    act: z.literal('reparent'),
    ...ground,
    orgId,
    parentId: orgId.nullable(),
    secondParentId: orgId.nullable(),
  }),
  z.object({ act: z.literal('changeKind'), ...ground, orgId, kind: z.enum(idsOf(ORG_KINDS)) }),
  z.object({
    act: z.literal('dissolve'),
    ...ground,
    orgId,
    /** Where its members go who are in none of the places; null only when there are none. */
    membersTo: orgId.nullable(),
    /** Where its subordinate organizations go that are in none of the places; null only when there are none. */
    branchesTo: orgId.nullable(),
    /** Who goes elsewhere than the others. */
    places: z
      .array(
        z.object({
          toId: orgId,
          members: z.array(personId).max(5_000),
          branches: z.array(orgId).max(500),
        }),
      )
      .max(50)
      .default([]),
  }),
  z.object({
    act: z.literal('details'),
    ...ground,
    orgId,
    shortNames: shortNames.optional(),
    sector: z.enum(idsOf(SECTORS)).optional(),
    termExpiresOn: daySchema.nullable().optional(),
    covers: covers.optional(),
  }),
]);
export type AdjustmentInput = z.output<typeof adjustmentInput>;
export type InputOf<A extends ActId> = Extract<AdjustmentInput, { act: A }>;

/** The organizations that an act names, those that it is mainly about first. */
export function namedBy(input: AdjustmentInput): number[] {
  const some = (...ids: (number | null)[]): number[] => ids.filter((id) => id !== null);
  const above = (organization: NewOrganization): number[] => some(organization.parentId, organization.secondParentId);
  switch (input.act) {
    case 'setUp':
      return above(input.organization);
    case 'merge':
      return [...some(input.intoId), ...input.orgIds, ...(input.organization ? above(input.organization) : [])];
    case 'split':
      return [input.orgId, ...input.parts.flatMap((part) => [...part.branches, ...above(part.organization)])];
    case 'reparent':
      return some(input.orgId, input.parentId, input.secondParentId);
    case 'dissolve':
      return [
        ...some(input.orgId, input.membersTo, input.branchesTo),
        ...input.places.flatMap(({ toId, branches }) => [toId, ...branches]),
      ];
    default:
      return [input.orgId];
  }
}

/** Subordinates that a split or a dissolution sends somewhere; they may come to stand there later than its day. */
export function branchesSent(input: AdjustmentInput): number[] {
  if (input.act === 'split') return input.parts.flatMap(({ branches }) => branches);
  if (input.act === 'dissolve') return input.places.flatMap(({ branches }) => branches);
  return [];
}

/** The organizations whose members, posts and charges an act may move or end. */
export function concernedBy(input: AdjustmentInput): number[] {
  switch (input.act) {
    case 'setUp':
      return [];
    case 'merge':
      return [...new Set([...(input.intoId === null ? [] : [input.intoId]), ...input.orgIds])];
    case 'dissolve':
      return [
        ...new Set([
          input.orgId,
          ...(input.membersTo === null ? [] : [input.membersTo]),
          ...input.places.map(({ toId }) => toId),
        ]),
      ];
    default:
      return [input.orgId];
  }
}
