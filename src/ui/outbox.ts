/**
 * Writes that must not be lost: put down on this machine first, then sent in order, again and again until an answer
 * comes. Their ids are the client's and the server repeats its answer, so that sending twice records once.
 */
import { useEffect, useState } from 'react';
import type { ErrorAnswer, Route } from '../platform/open/room.ts';
import { type Answer, ApiError, type Input, isReachable, NetworkLost, onReachChange, requestOf, send } from './api.ts';
import { localStore, type OutboxRow } from './local-store.ts';
import { consequence, nextToSend, type Outcome, waitBefore } from './outbox-order.ts';
import { onOwnerChange, owner } from './owner.ts';

export interface Sendable {
  /** The id inside the write. */
  id: string;
  /** 6月23日 主题党日 */
  label: string;
  /** What it is about: a record's id. */
  subject: string;
  /** Path of the screen where it can be mended: `/record/themePartyDay?id=…`. */
  back: string;
}

/** `sent: false`: it waits on this machine. */
export type Sent<R extends Route> = { sent: true; answer: Answer<R> } | { sent: false };

/** What lies in the outbox. */
export interface OutboxState {
  /** Not yet sent, oldest first. */
  waiting: OutboxRow[];
  /** The server said no; kept until mended or dropped. */
  refused: (OutboxRow & { refusal: ErrorAnswer['error'] })[];
  sending: boolean;
}

type SentListener = (row: OutboxRow, answer: unknown) => void;
const sentListeners = new Set<SentListener>();
const changeListeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
const changed = (): void => {
  for (const listener of changeListeners) listener();
  channel?.postMessage('changed');
};
/** Other windows of the same browser hear of changes. */
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('xieshi.outbox');
channel?.addEventListener('message', () => {
  for (const listener of changeListeners) listener();
});

/** Called when a write that had waited has gone; for a notice and for asking again. */
export function onSent(listener: SentListener): () => void {
  sentListeners.add(listener);
  return () => sentListeners.delete(listener);
}

type Result = { answer: unknown } | { refusal: ErrorAnswer['error']; status: number };
/** Writes whose maker still waits at the form, and what became of them. */
const awaited = new Map<string, Result | undefined>();
let running: Promise<void> | undefined;

/**
 * Puts a write down, then tries at once, older ones first. `sent: false` when it waits on this machine. Rejects with
 * ApiError when the server says no; it is then not kept, because the form that made it is still open.
 */
export async function sendOrKeep<R extends Route>(route: R, input: Input<R>, about: Sendable): Promise<Sent<R>> {
  await localStore.outbox.put({
    ...about,
    owner: owner(),
    routeId: route.id,
    request: requestOf(route, input),
    madeAt: Date.now(),
    tries: 0,
  });
  awaited.set(about.id, undefined);
  try {
    // A run that was just ending may not have seen this write: then a second one does.
    for (let runs = 0; runs < 2 && awaited.get(about.id) === undefined; runs += 1) await flush();
    const result = awaited.get(about.id);
    if (result === undefined) return { sent: false };
    if ('refusal' in result) throw new ApiError(result.status, result.refusal);
    return { sent: true, answer: result.answer as Answer<R> };
  } finally {
    awaited.delete(about.id);
  }
}

/** Sends what waits, in order, until it is empty or something must be waited for. One window at a time. */
export function flush(): Promise<void> {
  running ??= runOnce().finally(() => {
    running = undefined;
    changed();
  });
  return running;
}

async function runOnce(): Promise<void> {
  if (owner() === '') return;
  if (navigator.locks === undefined) return drain();
  await navigator.locks.request('xieshi.outbox', { ifAvailable: true }, async (lock) => (lock ? drain() : later(1)));
}

async function drain(): Promise<void> {
  clearTimeout(timer);
  for (;;) {
    const rows = await localStore.outbox.where('owner').equals(owner()).toArray();
    const row = nextToSend(rows.map((one) => ({ ...one, refused: one.refusal !== undefined })));
    if (row === undefined) return;
    changed();
    const { outcome, answer, refusal } = await attempt(row);
    switch (consequence(outcome)) {
      case 'done':
        await localStore.outbox.delete(row.id);
        if (awaited.has(row.id)) awaited.set(row.id, { answer });
        else for (const listener of sentListeners) listener(row, answer);
        break;
      case 'refused':
        if (awaited.has(row.id) && refusal !== undefined) {
          await localStore.outbox.delete(row.id);
          awaited.set(row.id, { refusal, status: outcome as number });
        } else await localStore.outbox.update(row.id, { refusal });
        break;
      case 'later':
        await localStore.outbox.update(row.id, { tries: row.tries + 1 });
        later(row.tries + 1);
        return;
      case 'signIn':
        return;
    }
  }
}

async function attempt(
  row: OutboxRow,
): Promise<{ outcome: Outcome; answer?: unknown; refusal?: ErrorAnswer['error'] }> {
  try {
    return { outcome: 200, answer: await send(row.request) };
  } catch (error) {
    if (error instanceof ApiError) return { outcome: error.status, refusal: error.detail };
    if (error instanceof NetworkLost) return { outcome: 'lost' };
    throw error;
  }
}

function later(tries: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void flush(), waitBefore(tries));
}

/** Drops a refused write, after it was mended and sent anew or was given up. */
export async function dropRefused(id: string): Promise<void> {
  await localStore.outbox.delete(id);
  changed();
  void flush();
}

/** Tries on start, when the network or the server returns and when the window is looked at again. Called once by the shell. */
export function startOutbox(): () => void {
  const go = (): void => void flush();
  const seen = (): void => {
    if (document.visibilityState === 'visible') go();
  };
  window.addEventListener('online', go);
  window.addEventListener('focus', go);
  document.addEventListener('visibilitychange', seen);
  const off = onOwnerChange(go);
  const offReach = onReachChange(() => {
    if (isReachable()) go();
  });
  go();
  return () => {
    window.removeEventListener('online', go);
    window.removeEventListener('focus', go);
    document.removeEventListener('visibilitychange', seen);
    off();
    offReach();
    clearTimeout(timer);
  };
}

const EMPTY: OutboxState = { waiting: [], refused: [], sending: false };

/** What waits and what was refused, kept up to date. */
export function useOutbox(): OutboxState {
  const [state, setState] = useState(EMPTY);
  useEffect(() => {
    let live = true;
    const read = async (): Promise<void> => {
      const rows = await localStore.outbox.where('owner').equals(owner()).sortBy('madeAt');
      if (!live) return;
      setState({
        waiting: rows.filter((row) => row.refusal === undefined),
        refused: rows.filter((row): row is OutboxState['refused'][number] => row.refusal !== undefined),
        sending: running !== undefined,
      });
    };
    const reread = (): void => void read();
    changeListeners.add(reread);
    const off = onOwnerChange(reread);
    reread();
    return () => {
      live = false;
      changeListeners.delete(reread);
      off();
    };
  }, []);
  return state;
}
