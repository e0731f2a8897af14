/** What two of the three administrators do together: take a lost second factor away, and let an administrator's account work. */
import { z } from 'zod';
import { ROLES } from '../../core/scope/room.ts';
import { route } from '../open/room.ts';
import { AWAITED } from './waiting.logic.ts';

const id = z.object({ id: z.uuid() });
const by = z.object({ name: z.string(), at: z.string() });

export const resetLine = z.object({
  id: z.uuid(),
  name: z.string(),
  username: z.string(),
  /** A lost phone, or what an administrator's account waits for. */
  kind: z.enum(['factor', ...AWAITED]),
  /** Which administrator the account would be; null for a lost phone. */
  role: z.enum(ROLES).nullable(),
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
  title: '两位管理员一起办的申请：重设动态口令，管理员账号',
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
  title: '确认两位管理员一起办的申请：动态口令重设，或管理员账号可以登录',
  ability: 'factor.reset',
  params: id,
});

export const resetCancel = route({
  id: 'factorReset.cancel',
  method: 'POST',
  path: '/factor-resets/:id/cancel',
  title: '撤销两位管理员一起办的申请',
  ability: 'factor.reset',
  params: id,
});
