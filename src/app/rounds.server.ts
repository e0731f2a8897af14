/**
 * What the service does by itself while it runs: chaining the audit log, backing up, clearing what has lapsed. Each round runs
 * alone, again and again; one that fails is told in the log and tried again at its next time. Nothing that a user waits for.
 */
import type { OpenHouse } from './house.server.ts';

export interface Round {
  /** Short, for logs and metrics: `audit-chain`. */
  name: string;
  /** From the end of one run to the beginning of the next, in milliseconds. */
  everyMs: number;
  /** A run that answers 'more' has left something for a next one that follows at once. */
  run(house: OpenHouse): Promise<unknown>;
}

/** How a round fared, for the page of the system administrator and for metrics. */
export interface RoundState {
  name: string;
  lastDoneAt: Date | null;
  /** Runs that failed since the start. */
  failures: number;
  /** Whether the last run failed; why is in the log, since the words of an error may hold what somebody wrote. */
  failing: boolean;
}

export interface Rounds {
  states(): RoundState[];
  /** Lets a running round end and starts no other. */
  stop(): Promise<void>;
}

/** Between runs that have more to do, a pause this many times as long as the last run: requests come first, the more so when it was slow. */
const BREATHS = 2;

/** Starts the rounds of a house; each runs at once and then at its interval. `failed` hears of every failure. */
export function startRounds(
  house: OpenHouse,
  rounds: readonly Round[],
  failed: (name: string, error: unknown) => void,
): Rounds {
  const states = rounds.map(({ name }): RoundState => ({ name, lastDoneAt: null, failures: 0, failing: false }));
  let stopped = false;
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();

  /** Runs it; answers how long to wait for the next run. */
  async function once(round: Round, state: RoundState): Promise<number> {
    const from = performance.now();
    try {
      const more = await round.run(house);
      state.lastDoneAt = house.clock();
      state.failing = false;
      return more === 'more' ? BREATHS * (performance.now() - from) : round.everyMs;
    } catch (error) {
      state.failures += 1;
      state.failing = true;
      failed(round.name, error);
      return round.everyMs;
    }
  }

  function begin(round: Round, state: RoundState): void {
    if (stopped) return;
    const run = once(round, state).then((pauseMs) => {
      running.delete(run);
      if (stopped) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        begin(round, state);
      }, pauseMs);
      timers.add(timer);
    });
    running.add(run);
  }

  for (const [at, round] of rounds.entries()) begin(round, states[at]!);
  return {
    states: () => states.map((state) => ({ ...state })),
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
