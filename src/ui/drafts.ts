/** Drafts on this machine: every word is put down as it is written, offline too, and is there again after a reload. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { localStore } from './local-store.ts';
import { owner } from './owner.ts';

/** How long after the last keystroke a draft is put down. */
const REST_MS = 400;

export interface Draft<T> {
  /** Undefined while the stored one is being looked for (a few ms). */
  value: T | undefined;
  set: (next: T | ((now: T) => T)) => void;
  /** When it was last put down on this machine, ms since 1970; undefined when it never was. */
  savedAt: number | undefined;
  /** Whether something written is not yet put down. */
  dirty: boolean;
  /** True when what is shown was found on this machine, not started anew. */
  found: boolean;
  /** Removes it, after it was sent; shows `initial` again. */
  discard: () => Promise<void>;
}

const keyOf = (subject: string): string => `${owner()}|${subject}`;

/**
 * A draft of one subject: `useDraft('record/themePartyDay/' + orgId, () => blank)`. `initial` is asked for only when
 * there is no stored one. Saved on every rest, on leaving the page and when the window is hidden.
 */
export function useDraft<T>(subject: string, initial: () => T): Draft<T> {
  const [value, setValue] = useState<T>();
  const [savedAt, setSavedAt] = useState<number>();
  const [dirty, setDirty] = useState(false);
  const [found, setFound] = useState(false);
  const now = useRef<{ value: T | undefined; dirty: boolean }>({ value: undefined, dirty: false });
  const first = useRef(initial);
  first.current = initial;

  useEffect(() => {
    let live = true;
    const key = keyOf(subject);
    let timer: ReturnType<typeof setInterval> | undefined;
    const put = (): void => {
      if (!now.current.dirty) return;
      now.current.dirty = false;
      const at = Date.now();
      void localStore.drafts
        .put({ key, owner: owner(), subject, value: now.current.value, savedAt: at })
        .then(() => {
          if (!live) return;
          setSavedAt(at);
          setDirty(now.current.dirty);
        })
        .catch(() => {
          // The machine's store is full or closed to us: still unsaved, tried again at the next rest.
          now.current.dirty = true;
        });
    };
    void localStore.drafts.get(key).then((row) => {
      if (!live) return;
      const start = row === undefined ? first.current() : (row.value as T);
      now.current = { value: start, dirty: false };
      setFound(row !== undefined);
      setSavedAt(row?.savedAt);
      setDirty(false);
      setValue(start);
      timer = setInterval(put, REST_MS);
    });
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') put();
    };
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('pagehide', put);
    return () => {
      put();
      live = false;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('pagehide', put);
    };
  }, [subject]);

  const set = useCallback((next: T | ((before: T) => T)): void => {
    const before = now.current.value as T;
    const after = typeof next === 'function' ? (next as (before: T) => T)(before) : next;
    now.current = { value: after, dirty: true };
    setValue(after);
    setDirty(true);
  }, []);

  const discard = useCallback(async (): Promise<void> => {
    now.current = { value: first.current(), dirty: false };
    setValue(now.current.value);
    setSavedAt(undefined);
    setDirty(false);
    setFound(false);
    await localStore.drafts.delete(keyOf(subject));
  }, [subject]);

  return { value, set, savedAt, dirty, found, discard };
}

/** Whether a draft lies on this machine; for 接着写 on a home screen. */
export async function hasDraft(subject: string): Promise<boolean> {
  return (await localStore.drafts.get(keyOf(subject))) !== undefined;
}
