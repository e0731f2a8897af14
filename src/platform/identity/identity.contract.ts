/** Signing in, signing out, one's own sessions; the page that sets up a city. */
import { z } from 'zod';
import { ROLES } from '../../core/scope/room.ts';
import { daySchema } from '../../core/time/room.ts';
import { ABILITIES, type Ability } from '../access/room.ts';
import { route } from '../open/room.ts';

const password = z.string().min(10, '密码至少10位').max(200);

export const me = z.object({
  accountId: z.int(),
  name: z.string(),
  personId: z.int().nullable(),
  roles: z.array(z.object({ role: z.enum(ROLES), orgId: z.int().nullable(), orgName: z.string().nullable() })),
  abilities: z.array(z.enum(Object.keys(ABILITIES) as [Ability, ...Ability[]])),
  mustChangePassword: z.boolean(),
  city: z.object({ code: z.string(), name: z.string(), demo: z.boolean() }),
  /** The city's own day; a sample city lives in its own year. */
  today: daySchema,
});
export type Me = z.infer<typeof me>;

export const door = route({
  id: 'identity.door',
  method: 'GET',
  path: '/door',
  title: '登录页要的东西：有哪些城市、是否要先建市',
  ability: 'open',
  answer: z.object({
    cities: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        demo: z.boolean(),
        /** Only of a sample city, and only where the house shows them: one sign-in for each role. */
        signIns: z.array(z.object({ who: z.string(), username: z.string(), password: z.string() })).optional(),
      }),
    ),
    needsSetup: z.boolean(),
  }),
});

export const setUp = route({
  id: 'identity.setUp',
  method: 'POST',
  path: '/set-up',
  title: '建立城市和三个管理员（只在还没有城市时可用）',
  ability: 'open',
  body: z.object({
    code: z.string().regex(/^[a-z][a-z0-9]{1,19}$/, '代码用小写字母开头，2至20位字母或数字'),
    name: z.string().trim().min(2).max(20),
    administrators: z.object({ systemAdmin: password, securityAdmin: password, auditAdmin: password }),
    organizationDept: z.object({ username: z.string().trim().min(2).max(40), password }),
  }),
  answer: z.object({ code: z.string() }),
});

export const signIn = route({
  id: 'identity.signIn',
  method: 'POST',
  path: '/sign-in',
  title: '登录',
  ability: 'open',
  body: z.object({
    city: z.string(),
    username: z.string().trim().min(1).max(40),
    password: z.string().min(1).max(200),
  }),
  answer: me,
});

export const signOut = route({
  id: 'identity.signOut',
  method: 'POST',
  path: '/sign-out',
  title: '退出',
  ability: 'account.own',
});

export const whoAmI = route({
  id: 'identity.me',
  method: 'GET',
  path: '/me',
  title: '我是谁、能做什么',
  ability: 'account.own',
  answer: me,
});

export const changePassword = route({
  id: 'identity.changePassword',
  method: 'POST',
  path: '/me/password',
  title: '改自己的密码',
  ability: 'account.own',
  body: z.object({ current: z.string().min(1).max(200), next: password }),
});

export const mySessions = route({
  id: 'identity.sessions',
  method: 'GET',
  path: '/me/sessions',
  title: '自己的登录',
  ability: 'account.own',
  answer: z.array(
    z.object({ id: z.uuid(), startedAt: z.string(), lastUsedAt: z.string(), device: z.string(), current: z.boolean() }),
  ),
});

export const endSession = route({
  id: 'identity.endSession',
  method: 'DELETE',
  path: '/me/sessions/:id',
  title: '结束一处登录',
  ability: 'account.own',
  params: z.object({ id: z.uuid() }),
});
