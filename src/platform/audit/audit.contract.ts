/** Reading the audit log: who did and who read what. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../open/room.ts';
import { headFile } from './chain.logic.ts';

export const AUDIT_PAGE = 100;

export const auditLineShape = z.object({
  seq: z.int(),
  at: z.string(),
  actor: z.string(),
  /** What was done: title of the route. */
  what: z.string(),
  ability: z.string(),
  /** What it was done to, by name where there is one. */
  subject: z.string(),
  outcome: z.enum(['done', 'read', 'refused']),
  /** The thing itself, to ask for all lines about it; null where there is none. */
  of: z.object({ kind: z.string(), id: z.string() }).nullable(),
});
export type AuditLineShape = z.infer<typeof auditLineShape>;

/** Matching lines are counted up to here; `total` one more means: more than that. */
export const COUNTED = 10_000;
export const EXPORTED = 100_000;

/** What subjects of lines are called. */
export const SUBJECTS: Readonly<Record<string, string>> = {
  account: '账号',
  'account-disabled': '停用账号',
  'account-enabled': '恢复账号',
  'account-machine': '令牌',
  'account-unbound': '解除统一认证绑定',
  'workbook-accounts': '表格里的账号',
  session: '一处登录',
  'security-setting': '安全设置',
  person: '人员',
  organization: '组织',
  record: '活动记录',
  ledger: '写实清单',
  city: '城市',
  import: '导入',
  delegation: '代录',
  correction: '更正申请',
  backup: '备份',
  retention: '到期清理',
  'audit-head': '审计链头',
};

const filters = {
  from: daySchema.optional(),
  to: daySchema.optional(),
  /** What was done: id of the route. */
  route: z.string().max(60).optional(),
  outcome: z.enum(['done', 'read', 'refused']).optional(),
  /** In the name of who did it. */
  who: z.string().trim().max(40).optional(),
  /** In the name of whose file it was. */
  whose: z.string().trim().max(40).optional(),
  /** Kind of what it was done to. */
  subject: z.string().max(40).optional(),
  /** That one thing alone; together with its kind. */
  id: z.string().max(200).optional(),
};
export type AuditFilters = z.output<z.ZodObject<typeof filters>>;

export const auditLines = route({
  id: 'audit.lines',
  method: 'GET',
  path: '/audit',
  title: '审计日志',
  ability: 'audit.read',
  query: z.object({
    ...filters,
    /** Lines older than this one. */
    before: z
      .string()
      .regex(/^\d{1,17}-\d{1,15}$/)
      .optional(),
  }),
  answer: z.object({
    /** At most COUNTED + 1. */
    total: z.int(),
    lines: z.array(auditLineShape),
    /** Ask for lines before this one; null at the end. */
    next: z.string().nullable(),
    /** What can be done, for choosing by. */
    routes: z.array(z.object({ id: z.string(), title: z.string() })),
  }),
});

export const auditExport = route({
  id: 'audit.export',
  method: 'GET',
  path: '/audit/export',
  title: '导出审计日志',
  ability: 'audit.read',
  query: z.object(filters),
  // Lines tell who read whose file: taking them away leaves a line too.
  readsPersonFile: true,
  file: true,
});

const headShape = z.object({
  n: z.int(),
  /** For paper: the first digits of its hash. */
  code: z.string(),
  algorithm: z.string(),
  at: z.string(),
  keyId: z.string().nullable(),
});

export const auditChain = route({
  id: 'audit.chain',
  method: 'GET',
  path: '/audit/chain',
  title: '审计链的现状和链头',
  ability: 'audit.read',
  answer: z.object({
    links: z.int(),
    linkedAt: z.string().nullable(),
    /** Lines not linked yet, among the newest thousand. */
    waiting: z.int(),
    heads: z.array(headShape),
  }),
});

export const headTake = route({
  id: 'audit.headTake',
  method: 'POST',
  path: '/audit/heads',
  title: '签一个审计链头',
  ability: 'audit.read',
  answer: z.object({ n: z.int() }),
});

export const headDownload = route({
  id: 'audit.headDownload',
  method: 'GET',
  path: '/audit/heads/:n',
  title: '下载审计链头',
  ability: 'audit.read',
  params: z.object({ n: z.coerce.number<number>().int().positive() }),
  // Who took which head away stands in the log.
  readsPersonFile: true,
  // Base64, which the document has no format for.
  answer: headFile.extend({ publicKey: z.string().nullable(), signature: z.string().nullable() }),
});

/** The log's own routes, for the titles of lines about them. */
export const AUDIT_ROUTES = [auditLines, auditExport, auditChain, headTake, headDownload];
