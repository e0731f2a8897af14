/** Whose things are kept on this machine: `city/account`. Apart from the store itself, so that the sign-in page stays small. */

const OWNER_KEY = 'xieshi.owner';
const listeners = new Set<() => void>();

/** Empty when nobody is signed in. */
export const owner = (): string => localStorage.getItem(OWNER_KEY) ?? '';

/** Called once it is known who signed in, and with an empty text when he signs out. */
export function setOwner(next: string): void {
  if (owner() === next) return;
  if (next === '') localStorage.removeItem(OWNER_KEY);
  else localStorage.setItem(OWNER_KEY, next);
  for (const listener of listeners) listener();
}

export function onOwnerChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
