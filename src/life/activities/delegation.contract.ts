/** Having somebody type for one 代录: who, for which organization, until when. Who stands for it stays who asked. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';

const organization = z.object({ orgId: z.int(), name: z.string() });

const delegation = z.object({
  id: z.uuid(),
  to: z.string(),
  organization,
  from: daySchema,
  /** The last day on which he may. */
  until: daySchema,
  reason: z.string(),
  /** `paused`: it runs, but who gave it may not record there himself today. */
  state: z.enum(['running', 'later', 'paused', 'over', 'ended']),
  endedAt: z.string().nullable(),
});
export type Delegation = z.infer<typeof delegation>;

export const delegations = route({
  id: 'delegation.mine',
  method: 'GET',
  path: '/delegations',
  title: '我请的代录，和代我记下的活动',
  ability: 'delegation.own',
  answer: z.object({
    /** Those that run first, the newest on top. */
    given: z.array(delegation),
    /** Organizations for which one may have somebody type. */
    organizations: z.array(organization),
    /** What was typed in one's name, the newest first; at most 50. */
    typed: z.array(
      z.object({
        recordId: z.uuid(),
        kindName: z.string(),
        organization: z.string(),
        heldOn: daySchema,
        author: z.string(),
        recordedAt: z.string(),
      }),
    ),
  }),
});

export const delegationFindPerson = route({
  id: 'delegation.findPerson',
  method: 'GET',
  path: '/delegations/people',
  title: '按姓名找可以代录的人：本组织及下级的党员和任职的人',
  ability: 'delegation.own',
  query: z.object({ orgId: z.coerce.number<number>().int().positive(), q: z.string().trim().max(40).default('') }),
  answer: z.object({
    people: z.array(z.object({ id: z.int(), name: z.string(), detail: z.string(), hasAccount: z.boolean() })),
  }),
});

export const delegationGive = route({
  id: 'delegation.give',
  method: 'POST',
  path: '/delegations',
  title: '请人代录',
  ability: 'delegation.own',
  body: z.object({
    /** Made by the client, so that sending twice gives one. */
    id: z.uuid(),
    personId: z.int().positive(),
    orgId: z.int().positive(),
    from: daySchema,
    until: daySchema,
    reason: z.string().trim().min(2, '请写明为什么请人代录').max(100, '原因最多100字'),
  }),
  answer: z.object({ id: z.uuid() }),
});

export const delegationEnd = route({
  id: 'delegation.end',
  method: 'POST',
  path: '/delegations/:id/end',
  title: '收回代录，立即生效',
  ability: 'delegation.own',
  params: z.object({ id: z.uuid() }),
});
