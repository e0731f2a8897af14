/** Whether the server can be reached. */
import { useSyncExternalStore } from 'react';
import { forgetOldTrouble, isReachable, onReachChange, send, troubleWords } from './api.ts';

function subscribe(changed: () => void): () => void {
  const off = onReachChange(changed);
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    off();
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

/** False when the machine has no network, or the last call was not answered or was put off. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine && isReachable());

/** Why the server does nothing just now, in its words; undefined when it does, or cannot be reached at all. */
export const useTrouble = (): string | undefined => useSyncExternalStore(subscribe, troubleWords);

/** Asks the server now and then while it does not answer, so that the screens learn when it is back. Called once by the shell. */
export function watchReach(): () => void {
  const timer = setInterval(() => {
    forgetOldTrouble();
    if (!isReachable() && navigator.onLine) void send({ method: 'GET', url: '/api/door' }).catch(() => {});
  }, 8_000);
  return () => clearInterval(timer);
}
