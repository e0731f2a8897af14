/**
 * A clock that never goes back. What is recorded later is never dated earlier, whatever is done to the machine's clock: when
 * that steps back, ours stands still until it has caught up. A small step (the network's time service) is waited for without
 * a word; behind a large one nobody knows what time it is, and nothing should be dated at all.
 */
export interface SteadyClock {
  now(): Date;
  /** How far the machine's clock is behind what we have seen, in milliseconds; 0 when it is not. */
  behindMs(): number;
}

/** Steps up to this are ordinary. */
export const ORDINARY_STEP_MS = 10_000;

/**
 * @param wall the machine's clock
 * @param floor the latest instant that is already recorded
 */
export function steadyClock(wall: () => Date, floor = new Date(0)): SteadyClock {
  let latest = floor.getTime();
  const look = (): number => {
    const now = wall().getTime();
    latest = Math.max(latest, now);
    return now;
  };
  return {
    now() {
      look();
      return new Date(latest);
    },
    behindMs() {
      const now = look();
      return latest - now;
    },
  };
}

/** 2小时5分 */
export function stretchWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return `${Math.max(1, Math.round(milliseconds / 1000))}秒`;
  if (minutes < 60) return `${minutes}分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.round(hours / 24)}天`;
  return minutes % 60 === 0 ? `${hours}小时` : `${hours}小时${minutes % 60}分`;
}
