/** Beginning and end of a service: waiting for what it needs, being asked to stop, answering what is under way and leaving. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../core/record/room.ts';
import { isAway } from '../store/database-away.logic.ts';

/**
 * Resolves when the process is asked to stop. Goes on listening: a launcher may pass on a signal that came here too, and the
 * second one must not end the process before PostgreSQL has been stopped.
 */
export const askedToStop = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });

/** How long requests under way are waited for; the rest of the ten seconds of a stop is PostgreSQL's. */
const ANSWERS_WITHIN_MS = 6_000;

/** Takes no more requests, answers those under way, and cuts off what is still open after a while. */
export async function closeInTime(server: FastifyInstance): Promise<void> {
  const late = setTimeout(() => server.server.closeAllConnections(), ANSWERS_WITHIN_MS);
  await Promise.race([server.close(), pause(ANSWERS_WITHIN_MS + 500, undefined, { ref: false })]);
  clearTimeout(late);
}

const TRY_AGAIN_MS = 3_000;

/** Troubles that pass while a service waits: somebody frees the disk, mounts it, starts the other server. */
const PASSING = new Set(['no-space', 'data-folder-not-writable', 'database-failed', 'start-under-way']);

/**
 * Opens the house as soon as that is possible, telling once what it waits for.
 * @returns undefined when asked to stop meanwhile
 * @throws what cannot pass by itself
 */
export async function openWhenPossible<T>(
  open: () => Promise<T>,
  stop: Promise<void>,
  say: (line: string) => void,
): Promise<T | undefined> {
  let stopped = false;
  void stop.then(() => {
    stopped = true;
  });
  for (let told = ''; ; ) {
    try {
      return await open();
    } catch (error) {
      const trouble = passing(error);
      if (trouble === undefined) throw error;
      const words = `${trouble.detail.what}。${trouble.detail.now}`;
      if (words !== told) say(`${words}\n每 ${TRY_AGAIN_MS / 1000} 秒再试一次，可以了就自动启动；按 Ctrl+C 停止。`);
      told = words;
      await Promise.race([pause(TRY_AGAIN_MS), stop]);
      if (stopped) return undefined;
    }
  }
}

function passing(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return PASSING.has(error.detail.code) ? error : undefined;
  if (!isAway(error)) return undefined;
  return new Refusal({
    code: 'database-unreachable',
    what: '连不上 DATABASE_URL 所指的 PostgreSQL',
    now: '请启动它，或核对地址和网络',
    status: 503,
  });
}
