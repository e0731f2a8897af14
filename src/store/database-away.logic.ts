/** When the database cannot be used just now: how such an error is known, and what is known of the work at hand. */

/** What keeps it away: nobody knows, or the embedded server's own reason. */
export type AwayReason = 'database-unreachable' | 'no-space' | 'not-writable';

/** The database is away. Thrown in place of the many errors by which that shows. */
export class DatabaseAway extends Error {
  readonly reason: AwayReason;
  /** `no`: nothing of the work at hand was stored; `unknown`: it broke while it was being stored. */
  readonly stored: 'no' | 'unknown';
  constructor(reason: AwayReason, stored: 'no' | 'unknown', cause: unknown) {
    super(`the database is away: ${reason}`, { cause });
    this.name = 'DatabaseAway';
    this.reason = reason;
    this.stored = stored;
  }
}

/** The system's words for a server that is not there, and PostgreSQL's for one that comes, goes or is full. */
const AWAY_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'],
  ...['EAI_AGAIN', '57P01', '57P02', '57P03', '57P05', '53300', '08000', '08001', '08003', '08004', '08006', '58030'],
]);

/** A connection that broke is told by pg in words alone. */
const AWAY_WORDS = [
  'Connection terminated',
  'connection error and is not queryable',
  'was closed and is not queryable',
  'timeout exceeded when trying to connect',
];

/** Whether an error says that the server cannot be reached or has left. */
export function isAway(error: unknown): boolean {
  // An error with a path is about some file of ours.
  if (!(error instanceof Error) || 'path' in error) return false;
  if ('code' in error && typeof error.code === 'string') return AWAY_CODES.has(error.code);
  return AWAY_WORDS.some((words) => error.message.includes(words));
}

/**
 * What an error of the server says of its disk; undefined when it is about something else. A folder that may not be written
 * comes under the same code as a want of rights, and is told from it by its words.
 */
export function diskFault(error: unknown): 'no-space' | 'not-writable' | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined;
  if (error.code === '53100') return 'no-space';
  return error.code === '42501' && /^(could not |无法)/.test(error.message) ? 'not-writable' : undefined;
}
