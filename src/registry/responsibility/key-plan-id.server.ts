/** The id of somebody's plan of a year: the same on every device and at every import, so that one year is one plan. */
import { createHash } from 'node:crypto';

/** UUIDv8 from city, person and year. */
export function keyPlanIdOf(cityCode: string, personId: number, year: number): string {
  const bytes = createHash('sha256').update(`keyPlan/${cityCode}/${personId}/${year}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
