/** Who is in charge of whom, and which leading cadres are in nobody's charge. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { RANKS } from '../organizations/room.ts';

const ranks = RANKS.map(({ id }) => id) as [(typeof RANKS)[number]['id'], ...(typeof RANKS)[number]['id'][]];

export const chargedCadre = z.object({
  personId: z.int(),
  name: z.string(),
  orgId: z.int().nullable(),
  orgName: z.string().nullable(),
  /** Posts as written, all of them. */
  title: z.string(),
  rank: z.enum(ranks).nullable(),
});
export type ChargedCadre = z.infer<typeof chargedCadre>;

export const responsibilityMap = z.object({
  asOf: daySchema,
  leaders: z.array(z.object({ leader: chargedCadre, people: z.array(chargedCadre) })),
  /** County-level cadres in nobody's charge. */
  gaps: z.array(chargedCadre),
});
export type ResponsibilityMap = z.infer<typeof responsibilityMap>;

export const responsibilityOpen = route({
  id: 'responsibility.open',
  method: 'GET',
  path: '/responsibility',
  title: '分管关系：谁分管谁，谁还没有分管领导',
  ability: 'city.overview',
  query: z.object({ asOf: daySchema.optional() }),
  answer: responsibilityMap,
});
