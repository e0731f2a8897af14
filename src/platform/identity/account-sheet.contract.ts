/** Making many accounts from a workbook: the template, what a filled one would do, doing it. */
import { z } from 'zod';
import { ROLES } from '../../core/scope/room.ts';
import { problemSchema, route } from '../open/room.ts';

const plannedRole = z.object({ role: z.enum(ROLES), orgId: z.int().nullable(), orgName: z.string().nullable() });

export const accountTemplate = route({
  id: 'account.template',
  method: 'GET',
  path: '/accounts/workbook-template',
  title: '建账号用的空白表格',
  ability: 'account.manage',
  file: true,
});

export const accountSheetCheck = route({
  id: 'account.checkWorkbook',
  method: 'POST',
  path: '/accounts/workbook/check',
  title: '看一看这张表会建哪些账号；不建',
  ability: 'account.manage',
  upload: true,
  answer: z.object({
    /** Sheet that was read. */
    sheet: z.string(),
    accounts: z.array(
      z.object({
        name: z.string(),
        unit: z.string(),
        username: z.string(),
        proposed: z.boolean(),
        roles: z.array(plannedRole),
        row: z.int(),
      }),
    ),
    problems: z.array(problemSchema),
  }),
});

export const accountSheetCreate = route({
  id: 'account.createByWorkbook',
  method: 'POST',
  path: '/accounts/workbook',
  title: '按表格建账号，有一处不对就一个也不建；首次登录密码只显示这一次',
  ability: 'account.manage',
  upload: true,
  answer: z.object({
    accounts: z.array(z.object({ name: z.string(), unit: z.string(), username: z.string(), password: z.string() })),
  }),
});
