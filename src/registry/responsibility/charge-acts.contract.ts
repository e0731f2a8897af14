/** Acts on who is in charge: begun and ended, looked at before, taken back after. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { ORG_RELATIONS, type OrgRelation } from '../organizations/room.ts';

const relations = ORG_RELATIONS.map(({ id }) => id) as [OrgRelation, ...OrgRelation[]];
const id = z.int().positive();

export const chargeChangeSchema = z.discriminatedUnion('of', [
  z.object({ of: z.literal('person'), do: z.enum(['begin', 'end']), leaderId: id, personId: id }),
  z.object({
    of: z.literal('org'),
    do: z.enum(['begin', 'end']),
    leaderId: id,
    orgId: id,
    relation: z.enum(relations),
  }),
  z.object({
    of: z.literal('item'),
    do: z.enum(['begin', 'end']),
    leaderId: id,
    orgId: id,
    itemId: z.string().trim().min(1).max(60),
  }),
]);
export type ChargeChange = z.output<typeof chargeChangeSchema>;

export const MOST_CHARGE_CHANGES = 200;

export const chargeActSchema = z.object({
  changes: z.array(chargeChangeSchema).min(1, '还没有改动').max(MOST_CHARGE_CHANGES),
  /** From this day on it is so. */
  on: daySchema,
  basis: z.string().trim().max(200, '依据请不超过200字').default(''),
  documentNumber: z.string().trim().max(60, '文号请不超过60字').default(''),
  note: z.string().trim().max(200, '备注请不超过200字').default(''),
});
export type ChargeAct = z.output<typeof chargeActSchema>;

export const chargeEffect = z.object({
  effect: z.enum(['begins', 'ends', 'rights']),
  what: z.string(),
  from: daySchema,
});
export type ChargeEffect = z.infer<typeof chargeEffect>;

export const chargeProblem = z.object({
  /** `on`, or the place of the change: `changes.2`. */
  field: z.string(),
  reason: z.string(),
  /** False: may be so, look again. */
  refused: z.boolean(),
  what: z.string(),
  now: z.string(),
});
export type ChargeProblem = z.infer<typeof chargeProblem>;

export const chargeActPreview = route({
  id: 'responsibility.actPreview',
  method: 'GET',
  path: '/responsibility/acts/preview',
  title: '一项分工调整会带来什么',
  ability: 'registry.write',
  // The act as JSON: what is only looked at is a reading.
  query: z.object({ act: z.string().max(40_000) }),
  answer: z.object({ effects: z.array(chargeEffect), problems: z.array(chargeProblem) }),
});

export const chargeActDo = route({
  id: 'responsibility.act',
  method: 'POST',
  path: '/responsibility/acts',
  title: '登记一项分工调整',
  ability: 'registry.write',
  body: z.object({ actId: z.uuid(), act: chargeActSchema }),
  answer: z.object({ summary: z.string() }),
});

export const chargeActTakeBack = route({
  id: 'responsibility.actTakeBack',
  method: 'POST',
  path: '/responsibility/acts/:id/take-back',
  title: '收回一项分工调整',
  ability: 'registry.write',
  params: z.object({ id: z.uuid() }),
  body: z.object({ actId: z.uuid(), why: z.string().trim().max(200).default('') }),
});

export const chargeActs = route({
  id: 'responsibility.acts',
  method: 'GET',
  path: '/responsibility/acts',
  title: '最近的分工调整',
  ability: 'city.overview',
  answer: z.object({
    acts: z.array(
      z.object({
        id: z.uuid(),
        at: z.string(),
        author: z.string(),
        summary: z.string(),
        on: daySchema,
        basis: z.string(),
        documentNumber: z.string(),
        note: z.string(),
        takenBack: z.object({ at: z.string(), by: z.string() }).nullable(),
      }),
    ),
  }),
});
