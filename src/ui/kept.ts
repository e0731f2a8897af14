/** Last answers of GET routes, kept on the machine for use without network (prefilling a form in a meeting room). */
import type { Route } from '../platform/open/room.ts';
import { type Answer, call, type Input, NetworkLost } from './api.ts';
import { localStore } from './local-store.ts';
import { owner } from './owner.ts';

export interface Kept<T> {
  answer: T;
  /** ms since 1970 when it came from the server; undefined when it is fresh. */
  keptAt: number | undefined;
}

/** Asks the server, keeps the answer; without network gives the kept one. Rejects with NetworkLost when there is none. */
export async function cachedRoute<R extends Route>(
  route: R,
  input: Input<R>,
  signal?: AbortSignal,
): Promise<Kept<Answer<R>>> {
  const key = `${owner()}|${route.id}|${JSON.stringify(input)}`;
  try {
    const answer = await call(route, input, signal);
    await localStore.kept.put({ key, owner: owner(), answer, keptAt: Date.now() });
    return { answer, keptAt: undefined };
  } catch (error) {
    if (!(error instanceof NetworkLost)) throw error;
    const row = await localStore.kept.get(key);
    if (row === undefined) throw error;
    return { answer: row.answer as Answer<R>, keptAt: row.keptAt };
  }
}
