/** Lost phones: two of the three administrators together take a second factor away, so that a new one can be set up. */
import { z } from 'zod';
import { ROLES } from '../../core/scope/room.ts';
import { route } from '../open/room.ts';

const id = z.object({ id: z.uuid() });
const by = z.object({ name: z.string(), at: z.string() });

export const resetLine = z.object({
  id: z.uuid(),
  name: z.string(),
  username: z.string(),
  reason: z.string(),
  state: z.enum(['open', 'done', 'canceled', 'lapsed']),
  asked: by.extend({ role: z.enum(ROLES) }),
  lapsesAt: z.string(),
  /** Who confirmed or canceled it. */
  closed: by.nullable(),
  mayConfirm: z.boolean(),
  mayCancel: z.boolean(),
});
export type ResetLine = z.infer<typeof resetLine>;

export const resetList = route({
  id: 'factorReset.list',
  method: 'GET',
  path: '/factor-resets',
  title: '重设动态口令的申请',
  ability: 'factor.reset',
  answer: z.object({ requests: z.array(resetLine) }),
});

export const resetFind = route({
  id: 'factorReset.find',
  method: 'GET',
  path: '/factor-resets/accounts',
  title: '按姓名或用户名找丢了手机的人',
  ability: 'factor.reset',
  query: z.object({ q: z.string().trim().max(40) }),
  answer: z.object({ accounts: z.array(z.object({ id: z.int(), name: z.string(), username: z.string() })) }),
});

export const resetAsk = route({
  id: 'factorReset.ask',
  method: 'POST',
  path: '/factor-resets',
  title: '申请替丢了手机的人重设动态口令',
  ability: 'factor.reset',
  body: z.object({
    accountId: z.int().positive(),
    reason: z.string().trim().min(4, '请写明怎么核实了本人、手机怎么丢的').max(200),
  }),
  answer: id,
});

export const resetConfirm = route({
  id: 'factorReset.confirm',
  method: 'POST',
  path: '/factor-resets/:id/confirm',
  title: '确认重设动态口令：原来的作废，各处登录结束',
  ability: 'factor.reset',
  params: id,
});

export const resetCancel = route({
  id: 'factorReset.cancel',
  method: 'POST',
  path: '/factor-resets/:id/cancel',
  title: '撤销重设动态口令的申请',
  ability: 'factor.reset',
  params: id,
});
