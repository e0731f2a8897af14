/** Accounts and the roles given to them; for the security administrator. */
import { z } from 'zod';
import { GIVEN_ROLES } from '../../core/scope/room.ts';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../open/room.ts';
import { USERNAME } from './usernames.logic.ts';
import { AWAITED } from './waiting.logic.ts';

const role = z.enum(GIVEN_ROLES);
const id = z.object({ id: z.coerce.number<number>().int().positive() });
const heldRole = z.object({ role, orgId: z.int().positive().nullable() });
const orgId = z.int().positive();
/** What a role rests on: without that it does not count. */
const rests = z.discriminatedUnion('on', [
  z.object({ on: z.literal('nothing') }),
  z.object({ on: z.literal('post'), orgId, post: z.string().max(40) }),
  z.object({ on: z.literal('membership'), orgId }),
]);
/** Left out: a member's role rests on his membership, any other on nothing. */
const givenRole = heldRole.extend({ rests: rests.optional() });

/** Nobody signs in with it until an administrator of another kind has confirmed it. */
const awaits = z.boolean();

export const accountLine = z.object({
  id: z.int(),
  username: z.string(),
  name: z.string(),
  personId: z.int().nullable(),
  disabled: z.boolean(),
  /** The first password has not been changed yet. */
  mustChange: z.boolean(),
  /** An administrator's account does not work until an administrator of another kind has confirmed this. */
  awaits: z.enum(AWAITED).nullable(),
  /** What single sign-on calls this account since it was first matched. */
  boundTo: z.string().nullable(),
  createdAt: z.string(),
  roles: z.array(
    heldRole.extend({
      orgName: z.string().nullable(),
      from: daySchema,
      rests,
      /** That organization, and the post as it is called there. */
      restsOrgName: z.string().nullable(),
      restsTitle: z.string().nullable(),
      /** What it rests on is held today. */
      counts: z.boolean(),
    }),
  ),
  /** One's own account, to which one gives nothing. */
  own: z.boolean(),
});
export type AccountLine = z.infer<typeof accountLine>;

export const accountsList = route({
  id: 'account.list',
  method: 'GET',
  path: '/accounts',
  title: '全部账号和角色',
  ability: 'account.manage',
  answer: z.object({ accounts: z.array(accountLine) }),
});

export const accountsWorkbook = route({
  id: 'account.listWorkbook',
  method: 'GET',
  path: '/accounts/list-workbook',
  title: '账号一览表（表格）',
  ability: 'account.manage',
  file: true,
});

const found = z.object({ id: z.int(), name: z.string(), detail: z.string() });

export const accountsFindPerson = route({
  id: 'account.findPerson',
  method: 'GET',
  path: '/accounts/people',
  title: '按姓名找要建账号的人',
  ability: 'account.manage',
  query: z.object({ q: z.string().trim().max(40) }),
  answer: z.object({ people: z.array(found.extend({ hasAccount: z.boolean() })) }),
});

export const accountsFindOrganization = route({
  id: 'account.findOrganization',
  method: 'GET',
  path: '/accounts/organizations',
  title: '按名称找角色所属的组织',
  ability: 'account.manage',
  query: z.object({ q: z.string().trim().max(60) }),
  answer: z.object({ organizations: z.array(found) }),
});

export const accountPosts = route({
  id: 'account.posts',
  method: 'GET',
  path: '/accounts/people/:id/posts',
  title: '一个人今天的职务，供角色随职务发放',
  ability: 'account.manage',
  params: id,
  query: z.object({ orgId: z.coerce.number<number>().int().positive().optional() }),
  answer: z.object({
    posts: z.array(z.object({ orgId: z.int(), orgName: z.string(), post: z.string(), title: z.string() })),
  }),
});

export const accountCreate = route({
  id: 'account.create',
  method: 'POST',
  path: '/accounts',
  title: '建账号；首次登录密码只显示这一次',
  ability: 'account.manage',
  body: z.object({
    username: z.string().trim().regex(USERNAME, '用户名用2至40个汉字、字母、数字或 . _ -'),
    name: z.string().trim().min(2, '姓名至少2个字').max(40),
    personId: z.int().positive().nullable(),
    roles: z.array(givenRole).min(1, '请至少选一个角色').max(20),
  }),
  answer: z.object({ id: z.int(), password: z.string(), awaits }),
});

export const accountResetPassword = route({
  id: 'account.resetPassword',
  method: 'POST',
  path: '/accounts/:id/password',
  title: '重设密码；新密码只显示这一次，原有登录全部结束',
  ability: 'account.manage',
  params: id,
  answer: z.object({ password: z.string(), awaits }),
});

export const accountSetDisabled = route({
  id: 'account.setDisabled',
  method: 'POST',
  path: '/accounts/:id/disabled',
  title: '停用或恢复账号',
  ability: 'account.manage',
  params: id,
  body: z.object({ disabled: z.boolean() }),
});

export const accountGiveRole = route({
  id: 'account.giveRole',
  method: 'POST',
  path: '/accounts/:id/roles',
  title: '给账号发放一个角色；可以写明随哪个职务，离任当天不再算数',
  ability: 'account.manage',
  params: id,
  body: givenRole,
});

export const accountEndRole = route({
  id: 'account.endRole',
  method: 'POST',
  path: '/accounts/:id/roles/end',
  title: '收回账号的一个角色',
  ability: 'account.manage',
  params: id,
  body: heldRole,
});
