/** Who is in charge of whom, of which organizations and of which items; what is in nobody's charge, and what in two people's. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { ORG_KINDS, ORG_RELATIONS, RANKS } from '../organizations/room.ts';

const idsOf = <T extends string>(list: readonly { id: T }[]): [T, ...T[]] => list.map(({ id }) => id) as [T, ...T[]];

export const chargedCadre = z.object({
  personId: z.int(),
  name: z.string(),
  orgId: z.int().nullable(),
  orgName: z.string().nullable(),
  /** Posts as written, all of them. */
  title: z.string(),
  rank: z.enum(idsOf(RANKS)).nullable(),
});
export type ChargedCadre = z.infer<typeof chargedCadre>;

const namedPerson = z.object({ personId: z.int(), name: z.string() });
export const chargeItem = z.object({ id: z.string(), name: z.string() });
export type ChargeItem = z.infer<typeof chargeItem>;

/** An organization that is or ought to be in somebody's charge. */
export const chargedOrg = z.object({
  orgId: z.int(),
  name: z.string(),
  kind: z.enum(idsOf(ORG_KINDS)),
  /** It has leading cadres or answers to the city itself, so that somebody ought to be in charge of it. */
  leading: z.boolean(),
  charge: z.array(namedPerson),
  contact: z.array(namedPerson),
  contactPoint: z.array(namedPerson),
  /** Who of its team is in charge of which items. */
  items: z.array(z.object({ itemId: z.string(), leaders: z.array(namedPerson) })),
});
export type ChargedOrg = z.infer<typeof chargedOrg>;

export const leaderCharges = z.object({
  leader: chargedCadre,
  people: z.array(chargedCadre),
  orgs: z.array(z.object({ orgId: z.int(), name: z.string(), relation: z.enum(idsOf(ORG_RELATIONS)) })),
  items: z.array(z.object({ orgId: z.int(), orgName: z.string(), itemId: z.string() })),
});
export type LeaderCharges = z.infer<typeof leaderCharges>;

export const responsibilityMap = z.object({
  asOf: daySchema,
  /** The items of the Party-building ledger in force on the day. */
  items: z.array(chargeItem),
  leaders: z.array(leaderCharges),
  /** County-level cadres in nobody's charge. */
  gaps: z.array(chargedCadre),
  orgs: z.array(chargedOrg),
  /** Every leading cadre of the day and everybody who is in charge of something: who can be chosen. */
  cadres: z.array(chargedCadre),
});
export type ResponsibilityMap = z.infer<typeof responsibilityMap>;

export const responsibilityOpen = route({
  id: 'responsibility.open',
  method: 'GET',
  path: '/responsibility',
  title: '分管关系：谁分管谁、哪些单位、哪些工作，缺口和重叠',
  ability: 'city.overview',
  query: z.object({ asOf: daySchema.optional() }),
  answer: responsibilityMap,
});

export const responsibilityWorkbook = route({
  id: 'responsibility.workbook',
  method: 'GET',
  path: '/responsibility/workbook',
  title: '下载责任分工表',
  ability: 'city.overview',
  query: z.object({ asOf: daySchema.optional() }),
  file: true,
});
