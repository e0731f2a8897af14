/** When backups are due, which are removed, and instants as people type them. Pure: clock and lists come in. */

const SHANGHAI_MS = 8 * 3600_000;
const DAY_MS = 86_400_000;

/** A time of day in Shanghai, in minutes; undefined for a text that is none. */
export function readTimeOfDay(text: string): number | undefined {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}

/** `2017-06-28 14:00` or with seconds, in Shanghai; or an ISO instant that names its zone. Undefined for a text that is none. */
export function readInstant(text: string): Date | undefined {
  const local = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?$/.exec(text.trim());
  const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text.trim());
  if (!local && !zoned) return undefined;
  const instant = new Date(local ? `${text.trim().replace(' ', 'T')}+08:00` : text.trim());
  if (Number.isNaN(instant.getTime())) return undefined;
  // 31 June would silently become 1 July.
  return local && !inShanghai(instant).startsWith(text.trim().slice(0, 10)) ? undefined : instant;
}

/** `2017-06-28 14:00:00` in Shanghai. */
export const inShanghai = (instant: Date): string =>
  new Date(instant.getTime() + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ');

/** The name of a backup begun at an instant: `20170628-140000`. Names order as their instants do. */
export const backupName = (instant: Date): string => inShanghai(instant).replace(/[-:]/g, '').replace(' ', '-');

/** The newest instant at or before `now` at which a daily backup was to begin. */
function lastScheduled(now: Date, minutes: number): Date {
  const shanghai = now.getTime() + SHANGHAI_MS;
  const today = Math.floor(shanghai / DAY_MS) * DAY_MS + minutes * 60_000;
  return new Date((today <= shanghai ? today : today - DAY_MS) - SHANGHAI_MS);
}

/**
 * Whether the daily backup is due. One that fell into a time when the service did not run is made up when the last is older than
 * a day; a house that never had one waits for its first night.
 * @param at minutes of the day in Shanghai
 * @param last when the newest backup began
 * @param since since when the service runs
 */
export function isBackupDue(now: Date, at: number, last: Date | undefined, since: Date): boolean {
  const scheduled = lastScheduled(now, at);
  if (last !== undefined && last >= scheduled) return false;
  return scheduled >= since || (last !== undefined && now.getTime() - last.getTime() > DAY_MS);
}

interface Kept {
  name: string;
  /** Restored elsewhere and found the same. */
  verified: boolean;
}

/** The backups to remove: all but the newest `keep`, and the newest verified one even when it is older. */
export function outdated(backups: readonly Kept[], keep: number): string[] {
  const newestFirst = [...backups].sort((a, b) => (a.name < b.name ? 1 : -1));
  const kept = new Set(newestFirst.slice(0, keep).map(({ name }) => name));
  const verified = newestFirst.find((backup) => backup.verified);
  if (verified) kept.add(verified.name);
  return newestFirst.filter(({ name }) => !kept.has(name)).map(({ name }) => name);
}

/** Segments of 16 MB a "file" of WAL numbers counts. */
const SEGMENTS = 256;

/** The name of the segment that follows on the same timeline. */
export function nextSegment(name: string): string {
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
  const file = Number.parseInt(name.slice(8, 16), 16);
  const segment = Number.parseInt(name.slice(16), 16) + 1;
  return name.slice(0, 8) + (segment < SEGMENTS ? hex(file) + hex(segment) : hex(file + 1) + hex(0));
}
