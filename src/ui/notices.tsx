/** Short notices at the foot of the window; one that can be undone offers it for ten seconds. */
import { useSyncExternalStore } from 'react';
import './notices.css';

interface Notice {
  key: number;
  words: string;
  undo?: () => void;
}

const UNDO_MS = 10_000;
const READ_MS = 5_000;
let notices: readonly Notice[] = [];
let nextKey = 1;
const listeners = new Set<() => void>();
const set = (next: readonly Notice[]): void => {
  notices = next;
  for (const listener of listeners) listener();
};

/** Says something in passing; with `undo` it can be taken back for ten seconds. Never for errors: those stay where they belong. */
export function notice(words: string, undo?: () => void): void {
  const key = nextKey++;
  set([...notices, { key, words, undo }]);
  setTimeout(() => set(notices.filter((one) => one.key !== key)), undo ? UNDO_MS : READ_MS);
}

/** Where notices are shown; once, in the shell. */
export function Notices() {
  const shown = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => notices,
  );
  return (
    <div className="notices" role="status" aria-live="polite">
      {shown.map((one) => (
        <p key={one.key}>
          {one.words}
          {one.undo !== undefined && (
            <button
              type="button"
              className="a"
              onClick={() => {
                set(notices.filter((other) => other.key !== one.key));
                one.undo?.();
              }}
            >
              撤销
            </button>
          )}
        </p>
      ))}
    </div>
  );
}
