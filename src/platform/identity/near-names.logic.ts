/** Which known names an unknown one may have been meant for: one character written differently, missing or too many. */

const NEAR_SHOWN = 3;

/** LIKE patterns that find the names one character apart. */
export function patternsNear(name: string): string[] {
  const letters = [...name];
  const changed = (at: number, count: number, put: string): string =>
    [...letters.slice(0, at), put, ...letters.slice(at + count)].join('');
  const replaced = letters.map((_, at) => changed(at, 1, '_'));
  const added = Array.from({ length: letters.length + 1 }, (_, at) => changed(at, 0, '_'));
  const left = letters.length > 2 ? letters.map((_, at) => changed(at, 1, '')) : [];
  return [...new Set([...replaced, ...added, ...left])];
}

const fits = (pattern: string, name: string): boolean => {
  const wanted = [...pattern];
  const letters = [...name];
  return wanted.length === letters.length && wanted.every((letter, at) => letter === '_' || letter === letters[at]);
};

/**
 * Of the names found, those nearest to an unknown one: that sound the same before all others. Of a name of two characters half
 * would always be alike, so there only the sound counts.
 */
export function nearNames(name: string, found: readonly string[], spell: (name: string) => string): string[] {
  const patterns = patternsNear(name);
  const sound = spell(name);
  const soundsAlike = (other: string): boolean => spell(other) === sound;
  const short = [...name].length <= 2;
  return found
    .filter((other) => other !== name && patterns.some((pattern) => fits(pattern, other)))
    .filter((other) => !short || soundsAlike(other) || [...other].length > 2)
    .sort((a, b) => Number(soundsAlike(b)) - Number(soundsAlike(a)) || (a < b ? -1 : 1))
    .slice(0, NEAR_SHOWN);
}
