/** The second factor: asked for when signing in, set up and changed by oneself. */
import { z } from 'zod';
import { route } from '../open/room.ts';
import { me } from './identity.contract.ts';

const code = z.string().trim().min(6, '请输入6位动态口令，或一个恢复码').max(40);
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const secondFactor = route({
  id: 'identity.secondFactor',
  method: 'POST',
  path: '/sign-in/second-factor',
  title: '登录的第二步：动态口令或恢复码',
  ability: 'account.own',
  stages: ['password'],
  body: z.object({ code }),
  answer: me,
});

export const factorRead = route({
  id: 'factor.read',
  method: 'GET',
  path: '/me/factor',
  title: '自己的动态口令',
  ability: 'account.own',
  answer: z.object({
    /** Since when there is one; null: none. */
    since: z.string().nullable(),
    /** The city wants one of this account. */
    must: z.boolean(),
    recoveryLeft: z.int(),
  }),
});

export const factorBegin = route({
  id: 'factor.begin',
  method: 'POST',
  path: '/me/factor/begin',
  title: '开始设动态口令：得到密钥',
  ability: 'account.own',
  stages: ['enroll'],
  answer: z.object({ secret: z.string(), uri: z.string() }),
});

export const factorConfirm = route({
  id: 'factor.confirm',
  method: 'POST',
  path: '/me/factor',
  title: '用一个动态口令确认设好；恢复码只显示这一次',
  ability: 'account.own',
  stages: ['enroll'],
  body: z.object({
    code,
    /** A code of the former phone, or a recovery code: needed when one is in use already. */
    former: code.optional(),
  }),
  answer: recoveryCodes,
});

export const factorRenewCodes = route({
  id: 'factor.renewCodes',
  method: 'POST',
  path: '/me/factor/recovery-codes',
  title: '换一组恢复码；只显示这一次，原来的作废',
  ability: 'account.own',
  body: z.object({ code }),
  answer: recoveryCodes,
});

export const factorOff = route({
  id: 'factor.off',
  method: 'POST',
  path: '/me/factor/off',
  title: '不再用动态口令',
  ability: 'account.own',
  body: z.object({ code }),
});
