/** Signing in by way of the unit's own identity provider (OpenID Connect), and undoing what binds an account to it. */
import { z } from 'zod';
import { route } from '../open/room.ts';
import { me } from './identity.contract.ts';

/** Path of our page to which the provider sends people back; told to it when this system is registered there. */
export const BACK_PATH = '/sign-in/back';

export const beginElsewhere = route({
  id: 'identity.beginElsewhere',
  method: 'POST',
  path: '/sign-in/elsewhere',
  title: '到统一认证去登录：先要网址',
  ability: 'open',
  body: z.object({ city: z.string().max(20) }),
  answer: z.object({ address: z.string() }),
});

export const endElsewhere = route({
  id: 'identity.signInElsewhere',
  method: 'POST',
  path: '/sign-in/elsewhere/back',
  title: '用统一认证登录',
  ability: 'open',
  body: z.object({
    /** The query of the address that the provider sent the browser back to, as it stands. */
    answer: z.string().max(8000),
  }),
  answer: me,
});

export const accountUnbind = route({
  id: 'account.unbind',
  method: 'POST',
  path: '/accounts/:id/single-sign-on/undo',
  title: '解除账号和统一认证的绑定',
  ability: 'account.manage',
  params: z.object({ id: z.coerce.number<number>().int().positive() }),
});
