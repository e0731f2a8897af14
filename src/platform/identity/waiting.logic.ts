/** Accounts of administrators that wait for a second administrator, in words. */
import { Refusal } from '../../core/record/room.ts';

/** What an account can wait for: itself, an administrator's role given to it, a reset password. */
export const AWAITED = ['account', 'role', 'password'] as const;
export type Awaited = (typeof AWAITED)[number];

/** For who signs in with the right password, and for who is vouched for elsewhere. */
export const waitsForSecond = (): Refusal =>
  new Refusal({
    code: 'account-waits',
    status: 403,
    what: '这个账号等待另一位管理员确认，现在还不能登录',
    now: '请系统管理员或审计管理员在“两人办理”里确认；过了24小时，请安全管理员重设密码再申请',
  });
