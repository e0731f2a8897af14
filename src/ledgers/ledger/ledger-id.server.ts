/** The id of somebody's month: the same on every device and at every import, so that one month is one ledger. */
import { createHash } from 'node:crypto';
import type { Month } from '../../core/time/room.ts';

/** UUIDv8 from city, person and month. */
export function ledgerIdOf(cityCode: string, personId: number, period: Month): string {
  const bytes = createHash('sha256').update(`monthLedger/${cityCode}/${personId}/${period}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
