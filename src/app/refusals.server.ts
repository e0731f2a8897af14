/** From whatever was thrown to the words a user gets: what, where, what to do now. */
import { Refusal, type RefusalDetail } from '../core/record/room.ts';
import type { Actor } from '../core/scope/room.ts';
import { UncoveredYear } from '../core/time/room.ts';
import { lapsedWords } from '../platform/access/room.ts';
import { type AwayReason, DatabaseAway, diskFault, isAway } from '../store/database-away.logic.ts';

interface DatabaseError {
  code: string;
  constraint?: string;
}

const isDatabaseError = (error: unknown): error is DatabaseError =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';

/** Why nothing can be stored just now, in the words of those at the page; what the administrator does is in the log. */
const AWAY: Readonly<Record<AwayReason, RefusalDetail>> = {
  'database-unreachable': {
    code: 'database-unreachable',
    status: 503,
    what: '数据库暂时连不上，这次没有存',
    now: '内容还在页面上，恢复后会自动再试',
  },
  'no-space': {
    code: 'no-space',
    status: 503,
    what: '服务器的磁盘满了，这次没有存',
    now: '内容还在页面上，腾出空间后会自动再试；请告诉系统管理员',
  },
  'not-writable': {
    code: 'data-folder-not-writable',
    status: 503,
    what: '服务器的数据文件夹不可写，这次没有存',
    now: '内容还在页面上，改正后会自动再试；请告诉系统管理员',
  },
};

/** It broke while it was being stored: only when the database is back is it known. */
const UNKNOWN: RefusalDetail = {
  code: 'database-broke-off',
  status: 503,
  what: '数据库刚刚断开，还不知道这次存上没有',
  now: '内容还在页面上，恢复后会自动再试；已经存上的不会再记一遍',
};

const CONSTRAINTS: Readonly<Record<string, RefusalDetail>> = {
  record_pk: { code: 'version-conflict', status: 409, what: '这条记录刚被别人更正过', now: '请重新打开，对照着改' },
  account_username_once: {
    code: 'username-taken',
    status: 409,
    what: '这个用户名已被使用',
    where: 'username',
    now: '请换一个',
  },
  account_machine_name: {
    code: 'token-name-taken',
    status: 409,
    what: '已有同名的令牌',
    where: 'name',
    now: '请换一个名称，或先收回原来的',
  },
  account_person_once: { code: 'person-has-account', status: 409, what: '这个人已有账号', now: '请在账号名单里找到他' },
  delegation_pk: { code: 'id-taken', status: 409, what: '这个编号已被使用', now: '请重新填一次' },
  record_heads: { code: 'present-exceeds-due', what: '实到人数多于应到人数', where: 'present', now: '请核对人数' },
};

/** Characters that no text in the database can hold, such as files that are copied from sometimes have. */
export const UNSTORABLE: RefusalDetail = {
  code: 'characters-unstorable',
  status: 422,
  what: '里面有存不下的字符，多半是从别处复制来的',
  now: '请删去这一项，用键盘重新输入',
};

/** An address that is longer than any page makes it. */
export const TOO_LONG: RefusalDetail = {
  code: 'address-too-long',
  status: 431,
  what: '一次要看的内容太多',
  now: '请分成几次办理',
};

/** Refusals behind which may be a right that somebody had yesterday. */
const OF_RIGHTS: ReadonlySet<string> = new Set(['forbidden', 'not-found', 'out-of-scope']);

/** The same refusal, telling somebody whose rights ended with a post what became of them. Says nothing of what he asked for. */
export function withLapsed(error: unknown, { lapsed }: Actor): unknown {
  const detail = refusalFor(error);
  if (lapsed.length === 0 || !OF_RIGHTS.has(detail.code)) return error;
  const words = lapsed.map((role) => lapsedWords(role)).join('；');
  return new Refusal({ ...detail, now: `${words}。如工作需要，请联系安全管理员` });
}

/** The refusal for a reason why nothing can be stored now. */
export const awayRefusal = (reason: AwayReason): Refusal => new Refusal(AWAY[reason]);

/** The refusal for an error; status 500 marks what nobody foresaw. */
export function refusalFor(error: unknown): RefusalDetail {
  if (error instanceof Refusal) return error.detail;
  if (error instanceof UncoveredYear) {
    return {
      code: 'calendar-missing',
      what: `还没有${error.year}年的放假调休安排，不能推算期限`,
      now: '请组织部先录入当年的放假通知',
    };
  }
  if (error instanceof DatabaseAway) return error.stored === 'unknown' ? UNKNOWN : AWAY[error.reason];
  if (isAway(error)) return AWAY['database-unreachable'];
  const fault = diskFault(error);
  if (fault) return AWAY[fault];
  if (isDatabaseError(error)) {
    const known = error.constraint ? CONSTRAINTS[error.constraint] : undefined;
    if (known) return known;
    if (error.code === '42501') {
      return { code: 'out-of-scope', status: 403, what: '这超出了您能写的范围', now: '如工作需要，请联系安全管理员' };
    }
    // A number in an address that no row can have: PostgreSQL's numeric_value_out_of_range.
    if (error.code === '22003') {
      return { code: 'number-out-of-range', status: 422, what: '有一个编号大得不可能有', now: '请从页面上重新打开' };
    }
    // PostgreSQL's character_not_in_repertoire and untranslatable_character: in a text within a text, as previews send them.
    if (error.code === '22021' || error.code === '22P05') return UNSTORABLE;
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      return { code: 'too-large', status: 413, what: '内容太多，超过了4MB', now: '请分成几份再交' };
    }
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      return { code: 'kind-of-content-unknown', status: 415, what: '发来的内容不是能读的种类', now: '请刷新页面再试' };
    }
    if (error.code.startsWith('FST_')) {
      return { code: 'request-malformed', status: 400, what: '请求的格式不对', now: '请刷新页面再试' };
    }
  }
  return {
    code: 'unexpected',
    status: 500,
    what: '系统出了没有料到的差错，这次没有存',
    now: '请稍后再试；还不行请把时间告诉系统管理员',
  };
}
