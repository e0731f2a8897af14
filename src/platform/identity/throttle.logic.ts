/**
 * How long one waits after wrong guesses. Nobody can use it to lock somebody else out: a device on which an account has signed
 * in before is counted by itself; all others by account and address together, and by how many accounts an address tries.
 */

export interface Bucket {
  failures: number;
  lastAt: Date;
  /** No try is let through before this. */
  openAt: Date;
}

export interface Pace {
  /** Guesses without any wait. */
  free: number;
  /** The first wait; each further failure doubles it. */
  firstMs: number;
  mostMs: number;
  /** After so long without a failure nothing is remembered. */
  forgetMs: number;
}

const MINUTE_MS = 60_000;
const FORGET_MS = 24 * 60 * MINUTE_MS;

/** Passwords of one account, from one address or one known device. */
export const PASSWORD_PACE: Pace = { free: 5, firstMs: 15_000, mostMs: 15 * MINUTE_MS, forgetMs: FORGET_MS };
/** Different accounts tried from one address by devices that no account knows. Slowed, never shut: an office shares an address. */
export const ADDRESS_PACE: Pace = { free: 20, firstMs: 2_000, mostMs: 30_000, forgetMs: 60 * MINUTE_MS };
/** Codes of one account: whoever guesses here knows the password already. */
export const CODE_PACE: Pace = { free: 5, firstMs: 30_000, mostMs: 30 * MINUTE_MS, forgetMs: FORGET_MS };

/** Wrong codes after which a half-finished sign-in begins again with the password. */
export const MOST_CODES_A_SESSION = 5;

/** Milliseconds to wait before the next try; 0 when it may be made now. */
export const waitOf = (bucket: Bucket | undefined, now: Date): number =>
  bucket === undefined ? 0 : Math.max(0, bucket.openAt.getTime() - now.getTime());

/** The bucket after one more try that is not known to be right. */
export function counted(bucket: Bucket | undefined, now: Date, pace: Pace): Bucket {
  const fresh = bucket === undefined || now.getTime() - bucket.lastAt.getTime() >= pace.forgetMs;
  const failures = fresh ? 1 : bucket.failures + 1;
  const over = failures - pace.free;
  const wait = over < 0 ? 0 : Math.min(pace.mostMs, pace.firstMs * 2 ** Math.min(over, 30));
  return { failures, lastAt: now, openAt: new Date(now.getTime() + wait) };
}

/** The network that an address belongs to: one connection of the sixth version has a whole /64 to choose from. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** 15秒, 3分钟: what a person can wait by. */
export function waitWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 90 ? `${seconds}秒` : `${Math.ceil(seconds / 60)}分钟`;
}
