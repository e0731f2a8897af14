/** Pinyin initials of organizations' names, for the filter of the tree. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pinyin } from 'pinyin-pro';

const MOST_KEPT = 200_000;
const kept = new Map<string, string>();

const initialsOf = (name: string): string =>
  pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** Initials of all names, space-separated; one that begins another is left out. */
export function initialsOfAll(names: readonly string[]): string {
  const key = names.join('\n');
  const known = kept.get(key);
  if (known !== undefined) return known;
  const all = [...new Set(names.map(initialsOf))].sort((a, b) => b.length - a.length);
  const initials = all
    .filter((one, at) => one !== '' && !all.slice(0, at).some((longer) => longer.startsWith(one)))
    .join(' ');
  // A city's names come back with every tree; a house that has seen too many begins anew.
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, initials);
  return initials;
}

/** Names whose initials are worked out before others get their turn. */
const AT_ONCE = 25;

/** Works out initials before anybody asks for them, a few at a time, so that the first tree after a start waits for none. */
export async function warmInitials(organizations: readonly (readonly string[])[]): Promise<void> {
  for (let at = 0; at < organizations.length; at += AT_ONCE) {
    for (const names of organizations.slice(at, at + AT_ONCE)) initialsOfAll(names);
    await nextTurn();
  }
}
