/** Whether the server can be reached. */
import { useSyncExternalStore } from 'react';
import { isReachable, onReachChange, send } from './api.ts';

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

/** False when the machine has no network or the last call was not answered. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine && isReachable());

/** Asks the server now and then while it does not answer, so that the screens learn when it is back. Called once by the shell. */
export function watchReach(): () => void {
  const timer = setInterval(() => {
    if (!isReachable() && navigator.onLine) void send({ method: 'GET', url: '/api/door' }).catch(() => {});
  }, 8_000);
  return () => clearInterval(timer);
}
