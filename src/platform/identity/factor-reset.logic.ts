/** What takes two administrators: one asks, one of another kind confirms, neither for himself. */
import type { Role } from '../../core/scope/room.ts';

/** A request that nobody confirmed has lapsed after this. */
export const RESET_LAPSES_MS = 24 * 3_600_000;

export interface ResetRequest {
  accountId: number;
  askedBy: number;
  askedRole: Role;
  askedAt: Date;
  confirmedAt: Date | null;
  canceledAt: Date | null;
}

export type ResetState = 'open' | 'done' | 'canceled' | 'lapsed';

export function resetState({ askedAt, confirmedAt, canceledAt }: ResetRequest, now: Date): ResetState {
  if (confirmedAt !== null) return 'done';
  if (canceledAt !== null) return 'canceled';
  return now.getTime() - askedAt.getTime() >= RESET_LAPSES_MS ? 'lapsed' : 'open';
}

export type ResetFault = 'own-account' | 'same-person' | 'same-kind' | 'closed';

/** Why this administrator cannot confirm a request; undefined when he can. */
export function confirmFault(
  request: ResetRequest,
  by: { accountId: number; role: Role },
  now: Date,
): ResetFault | undefined {
  if (resetState(request, now) !== 'open') return 'closed';
  if (request.accountId === by.accountId) return 'own-account';
  if (request.askedBy === by.accountId) return 'same-person';
  return request.askedRole === by.role ? 'same-kind' : undefined;
}
