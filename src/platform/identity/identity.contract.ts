/** Signing in, signing out, one's own sessions; the page that sets up a city. */
import { z } from 'zod';
import { ROLES } from '../../core/scope/room.ts';
import { daySchema } from '../../core/time/room.ts';
import { ABILITIES, type Ability } from '../access/room.ts';
import { route } from '../open/room.ts';

/** How long it must be is the city's to say; see password-rules.server.ts. */
const password = z.string().min(1, '请写密码').max(200);

export const me = z.object({
  accountId: z.int(),
  name: z.string(),
  personId: z.int().nullable(),
  roles: z.array(z.object({ role: z.enum(ROLES), orgId: z.int().nullable(), orgName: z.string().nullable() })),
  abilities: z.array(z.enum(Object.keys(ABILITIES) as [Ability, ...Ability[]])),
  /** What became of roles that rested on something that is gone, in words. */
  lapsed: z.array(z.string()),
  mustChangePassword: z.boolean(),
  /** What is left of signing in; until it is `full` only that is answered. */
  stage: z.enum(['password', 'enroll', 'full']),
  /** The least length of a new password in this city. */
  leastLength: z.int(),
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
        signIns: z
          .array(
            z.object({
              who: z.string(),
              username: z.string(),
              password: z.string(),
              /** The code of the second factor as it is now. */
              code: z.string().optional(),
            }),
          )
          .optional(),
      }),
    ),
    needsSetup: z.boolean(),
    /** What the button calls the unit's own sign-in; absent where there is none. */
    elsewhere: z.string().optional(),
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
  stages: ['password', 'enroll'],
  answer: z.object({
    /** Where to sign out as well: at the identity provider. */
    leaveAt: z.string().optional(),
  }),
});

export const whoAmI = route({
  id: 'identity.me',
  method: 'GET',
  path: '/me',
  title: '我是谁、能做什么',
  ability: 'account.own',
  stages: ['password', 'enroll'],
  answer: me,
});

export const changePassword = route({
  id: 'identity.changePassword',
  method: 'POST',
  path: '/me/password',
  title: '改自己的密码',
  ability: 'account.own',
  stages: ['enroll'],
  body: z.object({ current: z.string().min(1).max(200), next: password }),
});

export const mySessions = route({
  id: 'identity.sessions',
  method: 'GET',
  path: '/me/sessions',
  title: '自己的登录',
  ability: 'account.own',
  answer: z.array(
    z.object({
      id: z.uuid(),
      startedAt: z.string(),
      lastUsedAt: z.string(),
      /** In words: `Chromium 120 · Windows`. */
      device: z.string(),
      address: z.string(),
      current: z.boolean(),
    }),
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

export const endOtherSessions = route({
  id: 'identity.endOtherSessions',
  method: 'POST',
  path: '/me/sessions/end-others',
  title: '结束别处的全部登录',
  ability: 'account.own',
});
