/** Tokens with which other systems call this one; for the security administrator. */
import { z } from 'zod';
import { ROLES } from '../../core/scope/room.ts';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../open/room.ts';

export const tokenLine = z.object({
  id: z.uuid(),
  /** The machine's name; it stands in the audit log as the actor. */
  name: z.string(),
  role: z.enum(ROLES),
  orgName: z.string().nullable(),
  madeBy: z.string(),
  madeAt: z.string(),
  /** The last day on which it works. */
  endsOn: daySchema,
  endedAt: z.string().nullable(),
});
export type TokenLine = z.infer<typeof tokenLine>;

export const tokenList = route({
  id: 'token.list',
  method: 'GET',
  path: '/tokens',
  title: '全部令牌',
  ability: 'token.manage',
  answer: z.object({ tokens: z.array(tokenLine) }),
});

export const tokenMake = route({
  id: 'token.make',
  method: 'POST',
  path: '/tokens',
  title: '发放令牌；令牌只显示这一次',
  ability: 'token.manage',
  body: z.object({
    name: z.string().trim().min(2, '名称至少2个字').max(40),
    role: z.enum(ROLES),
    orgId: z.int().positive().nullable(),
    endsOn: daySchema,
  }),
  answer: z.object({ id: z.uuid(), token: z.string() }),
});

export const tokenEnd = route({
  id: 'token.end',
  method: 'POST',
  path: '/tokens/:id/end',
  title: '收回令牌，立即不能再用',
  ability: 'token.manage',
  params: z.object({ id: z.uuid() }),
});
