/** What must be known again when somebody comes back from the provider. The browser keeps it for us, signed; the server keeps nothing. */
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Keys } from '../../store/keys.server.ts';

/** Signing in there may take a while: a code by telephone, a card that must be found. */
export const STATE_SECONDS = 600;

const stateSchema = z.object({
  city: z.string(),
  state: z.string(),
  nonce: z.string(),
  /** Of PKCE: only who began can finish. */
  verifier: z.string(),
  /** Until when, in milliseconds. */
  until: z.number(),
});
export type SignInState = z.infer<typeof stateSchema>;

const signature = (keys: Keys, body: string): Buffer => keys.digest('sign-in-state', body);

/** The state as a cookie's value. */
export function keptState(keys: Keys, state: SignInState): string {
  const body = Buffer.from(JSON.stringify(state)).toString('base64url');
  return `${body}.${signature(keys, body).toString('base64url')}`;
}

/** The state of a cookie; undefined when it is not ours, was changed or has lapsed. */
export function readState(keys: Keys, cookie: string, nowMs: number): SignInState | undefined {
  const [body = '', signed = ''] = cookie.split('.', 2);
  const given = Buffer.from(signed, 'base64url');
  const right = signature(keys, body);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const state = stateSchema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return state.success && state.data.until > nowMs ? state.data : undefined;
}
