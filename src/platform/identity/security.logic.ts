/** What a city sets for passwords, sessions and the second factor, and what follows from it. */
import { z } from 'zod';
import type { Role } from '../../core/scope/room.ts';
import { isAdministrator } from '../access/room.ts';
import type { Stage } from '../open/room.ts';

/** Who must have a second factor besides the three administrators. */
export const FACTOR_POLICIES = ['nobody', 'checkers', 'everybody'] as const;
export type FactorPolicy = (typeof FACTOR_POLICIES)[number];

/** Every setting with its limits and its default; a city that has set nothing has these. */
export const securitySettings = z.object({
  leastLength: z.int('请写整数').min(8, '密码最短不能少于8位').max(64, '密码最短不能多于64位').default(10),
  /** Days after which a password must be changed; null: never. */
  renewalDays: z.int('请写整数').min(7, '更换期限至少7天').max(3650, '更换期限最多3650天').nullable().default(null),
  idleMinutes: z.int('请写整数').min(5, '不操作至少5分钟').max(1440, '不操作最多1440分钟').default(60),
  /** Null: as the deployment says (XIESHI_SESSION_HOURS). */
  absoluteHours: z.int('请写整数').min(1, '至少1小时').max(720, '最多720小时').nullable().default(null),
  factorPolicy: z.enum(FACTOR_POLICIES).default('nobody'),
});
export type SecuritySettings = z.infer<typeof securitySettings>;
export const DEFAULT_SECURITY: SecuritySettings = securitySettings.parse({});

/** 中文 names of the settings, for the page and the audit log. */
export const SETTING_NAMES: Readonly<Record<keyof SecuritySettings, string>> = {
  leastLength: '密码最短位数',
  renewalDays: '密码更换期限（天）',
  idleMinutes: '多久不操作须重新登录（分钟）',
  absoluteHours: '登录多久后须重新登录（小时）',
  factorPolicy: '谁必须用动态口令',
};

export const FACTOR_POLICY_NAMES: Readonly<Record<FactorPolicy, string>> = {
  nobody: '只有三员',
  checkers: '三员、检查清单的人和组织部',
  everybody: '每个人',
};

const spoken = (settings: SecuritySettings, name: keyof SecuritySettings): string => {
  if (name === 'factorPolicy') return FACTOR_POLICY_NAMES[settings.factorPolicy];
  return settings[name] === null ? '不设' : String(settings[name]);
};

/** Each changed setting with its old and its new value, in words. */
export const settingChanges = (before: SecuritySettings, after: SecuritySettings): string[] =>
  (Object.keys(SETTING_NAMES) as (keyof SecuritySettings)[])
    .filter((name) => before[name] !== after[name])
    .map((name) => `${SETTING_NAMES[name]}：${spoken(before, name)}→${spoken(after, name)}`);

/** Whether somebody with these roles must have a second factor. */
export function mustHaveFactor(roles: readonly Role[], policy: FactorPolicy): boolean {
  if (roles.some(isAdministrator) || policy === 'everybody') return true;
  return policy === 'checkers' && roles.some((role) => role === 'leaderInCharge' || role === 'organizationDept');
}

/** How far the right password alone brings somebody. */
export function stageAfterPassword(hasFactor: boolean, must: boolean): Stage {
  if (hasFactor) return 'password';
  return must ? 'enroll' : 'full';
}

const DAY_MS = 86_400_000;

/** Whether a password set then has to be renewed by now. */
export const passwordLapsed = (setAt: Date, now: Date, { renewalDays }: SecuritySettings): boolean =>
  renewalDays !== null && now.getTime() - setAt.getTime() >= renewalDays * DAY_MS;

/** Whether a session is over: unused for too long, or begun too long ago. */
export const sessionOver = (
  session: { startedAt: Date; lastUsedAt: Date },
  now: Date,
  { idleMinutes, absoluteHours }: { idleMinutes: number; absoluteHours: number },
): boolean =>
  now.getTime() - session.lastUsedAt.getTime() >= idleMinutes * 60_000 ||
  now.getTime() - session.startedAt.getTime() >= absoluteHours * 3_600_000;
