/** Keeps a server alive: looks whether it is there, and brings it back when nobody asked it to end. */
import { Refusal } from '../core/record/refusal.logic.ts';

export interface Supervisor {
  /** Why the server cannot be brought back just now; undefined while it is there or nothing is known yet. */
  trouble(): Refusal | undefined;
  /** Ends the watch. A revival under way comes to its end, no other begins. */
  stop(): void;
}

const LOOK_EVERY_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Watches a server until stopped.
 * @param isThere a look that costs next to nothing
 * @param revive brings the server back, or throws why it cannot; asked again after a pause that doubles up to 5 s
 */
export function supervise(
  isThere: () => boolean,
  revive: () => Promise<void>,
  log: (line: string) => void,
): Supervisor {
  let stopped = false;
  let trouble: Refusal | undefined;
  let told = '';

  async function look(pause: number): Promise<void> {
    if (stopped) return;
    let next = LOOK_EVERY_MS;
    try {
      if (!isThere()) await revive();
      trouble = undefined;
      told = '';
    } catch (error) {
      if (error instanceof Refusal) trouble = error;
      next = Math.min(pause * 2, LONGEST_PAUSE_MS);
      const words =
        error instanceof Refusal
          ? `${error.detail.what}。${error.detail.now ?? ''}`
          : `数据库没有恢复：${String(error)}`;
      // The same every few seconds would bury everything else.
      if (words !== told && !stopped) log(`${words}（不断再试，恢复后自动继续）`);
      told = words;
    }
    again(next);
  }

  function again(pause: number): void {
    setTimeout(() => void look(pause), pause).unref();
  }

  again(LOOK_EVERY_MS);
  return {
    trouble: () => trouble,
    stop() {
      stopped = true;
    },
  };
}
