/** What the window is like: desk or phone, and whether things may move. */
import { useSyncExternalStore } from 'react';

const matches = (query: string): boolean => window.matchMedia(query).matches;

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => matches(query),
  );
}

/** `desk` from 768 px on, else `phone`; a window at 200 % zoom is a phone too. */
export const useSize = (): 'desk' | 'phone' => (useMedia('(min-width: 768px)') ? 'desk' : 'phone');

/** Whether there is room for a right-hand column (≥ 1100 px); below, it becomes a side sheet. */
export const useRoomForSide = (): boolean => useMedia('(min-width: 1100px)');

/** Whether the person asked for no motion. */
export const useStill = (): boolean => useMedia('(prefers-reduced-motion: reduce)');
