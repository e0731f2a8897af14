/** Counting guesses in the database. A try is counted before it is judged, so that many at once do not slip through together. */
import { sql } from 'kysely';
import { Refusal } from '../../core/record/room.ts';
import type { Tx } from '../../store/database.server.ts';
import type { Keys } from '../../store/keys.server.ts';
import {
  ADDRESS_PACE,
  type Bucket,
  CODE_PACE,
  counted,
  networkOf,
  PASSWORD_PACE,
  type Pace,
  waitOf,
  waitWords,
} from './throttle.logic.ts';

/** What a try is counted under. Names and addresses go in; only their keyed digests are stored. */
export interface Gates {
  own: { name: string; pace: Pace };
  /** Shared by accounts: counts how many of them were tried, not how often. */
  shared?: { name: string; pace: Pace };
}

/** Gates of a password. `device` is one on which this account has signed in before. */
export const passwordGates = (username: string, address: string, device: string | undefined): Gates =>
  device === undefined
    ? {
        own: { name: `password/${networkOf(address)}/${username}`, pace: PASSWORD_PACE },
        shared: { name: `address/${networkOf(address)}`, pace: ADDRESS_PACE },
      }
    : { own: { name: `password/device/${device}/${username}`, pace: PASSWORD_PACE } };

/** Gates of a code: who is asked for one has given the password. Devices that the account does not know share one gate. */
export const codeGates = (accountId: number, device: string | undefined): Gates => ({
  own: { name: `code/${accountId}/${device ?? ''}`, pace: CODE_PACE },
});

/** Gates of the present password, asked for again by somebody who is signed in. */
export const ownPasswordGates = (accountId: number, sessionId: string): Gates => ({
  own: { name: `own-password/${accountId}/${sessionId}`, pace: PASSWORD_PACE },
});

const digestOf = (keys: Keys, name: string): Buffer => keys.digest('throttle', name);

async function locked(tx: Tx, bucket: Buffer, now: Date): Promise<Bucket | undefined> {
  await sql`insert into sign_in_throttle (bucket, failures, last_at, open_at) values (${bucket}, 0, ${now}, ${now})
    on conflict do nothing`.execute(tx);
  const { rows } = await sql<Bucket>`select failures, last_at as "lastAt", open_at as "openAt" from sign_in_throttle
    where bucket = ${bucket} for update`.execute(tx);
  return rows[0]!.failures === 0 ? undefined : rows[0];
}

async function keep(tx: Tx, bucket: Buffer, to: Bucket): Promise<void> {
  await sql`update sign_in_throttle set failures = ${to.failures}, last_at = ${to.lastAt}, open_at = ${to.openAt}
    where bucket = ${bucket}`.execute(tx);
}

/** A try that was let through; `right` takes its count back. */
export interface Admitted {
  right(tx: Tx): Promise<void>;
}

/** Counts a try, or answers the refusal that says how long to wait. Runs as xieshi_gate; its transaction must be committed. */
export async function admit(tx: Tx, keys: Keys, gates: Gates, now: Date): Promise<Admitted | Refusal> {
  const own = digestOf(keys, gates.own.name);
  const shared = gates.shared && digestOf(keys, gates.shared.name);
  const ownBucket = await locked(tx, own, now);
  const sharedBucket = shared && (await locked(tx, shared, now));
  const wait = Math.max(waitOf(ownBucket, now), waitOf(sharedBucket, now));
  if (wait > 0) return mustWait(wait);
  const next = counted(ownBucket, now, gates.own.pace);
  await keep(tx, own, next);
  const another = shared !== undefined && next.failures === 1;
  if (another) await keep(tx, shared, counted(sharedBucket, now, gates.shared!.pace));
  return {
    async right(later) {
      await sql`delete from sign_in_throttle where bucket = ${own}`.execute(later);
      if (another) {
        await sql`update sign_in_throttle set failures = greatest(failures - 1, 0) where bucket = ${shared}`.execute(
          later,
        );
      }
    },
  };
}

const mustWait = (ms: number): Refusal =>
  new Refusal({
    code: 'wait',
    status: 429,
    what: '试的次数多了，为防别人猜密码，要等一会儿',
    now: `请在${waitWords(ms)}后再试`,
    data: { seconds: Math.ceil(ms / 1000) },
  });
