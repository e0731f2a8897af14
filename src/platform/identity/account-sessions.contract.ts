/** Where an account is signed in, for the security administrator: device and beginning, never how it is used. */
import { z } from 'zod';
import { route } from '../open/room.ts';

const account = z.object({ id: z.coerce.number<number>().int().positive() });

export const accountSessions = route({
  id: 'account.sessions',
  method: 'GET',
  path: '/accounts/:id/sessions',
  title: '一个账号正在登录的地方',
  ability: 'account.manage',
  params: account,
  answer: z.object({ sessions: z.array(z.object({ id: z.uuid(), startedAt: z.string(), device: z.string() })) }),
});

export const accountEndSession = route({
  id: 'account.endSession',
  method: 'POST',
  path: '/accounts/:id/sessions/:session/end',
  title: '结束一个账号的一处登录',
  ability: 'account.manage',
  params: account.extend({ session: z.uuid() }),
});

export const accountEndSessions = route({
  id: 'account.endSessions',
  method: 'POST',
  path: '/accounts/:id/sessions/end',
  title: '结束一个账号的全部登录',
  ability: 'account.manage',
  params: account,
});
