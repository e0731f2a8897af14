/** Who signed in last on this machine, so that the house opens without network. */
import type { Me } from '../../platform/identity/identity.contract.ts';

const KEY = 'xieshi.me';

export function keepMe(me: Me | undefined): void {
  if (me === undefined) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(me));
}

/** Undefined when nobody did, or he signed out. */
export function keptMe(): Me | undefined {
  const text = localStorage.getItem(KEY);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as Me;
  } catch {
    return undefined;
  }
}
