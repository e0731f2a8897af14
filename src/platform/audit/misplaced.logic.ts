/**
 * Telling a link that was moved from one that was changed. Each link whose hash does not follow from the one before is held
 * against the other places where the chain is broken: if its hash is right there, it belongs there.
 */
import type { LinkContent } from './chain.logic.ts';

export interface BrokenLink extends LinkContent {
  /** As stored. */
  hash: string;
  /** What the hash should be after the link that stands before it. */
  expected: string;
  /** The hash that stands before it. */
  previous: string;
}

export interface Verdict {
  link: BrokenLink;
  /** Where it was; null when it was changed and not moved. */
  movedFrom: number | null;
}

/** Links compared with one another; beyond that a break is told as a change. */
const COMPARED = 40;

/** `hash`: what a link with this content after this one must have. A link that only follows a broken one is left out. */
export function judged(
  broken: readonly BrokenLink[],
  hash: (previous: string, link: LinkContent) => string,
): Verdict[] {
  const compared = broken.slice(0, COMPARED);
  const before = new Set(compared.flatMap((link) => [link.hash, link.expected, link.previous]));
  const places = new Set(compared.map(({ n }) => n));
  const fitsAt = (link: BrokenLink, n: number): boolean =>
    [...before].some((previous) => hash(previous, { ...link, n }) === link.hash);
  const verdicts = compared.flatMap((link): Verdict[] => {
    const movedFrom = [...places].find((n) => n !== link.n && fitsAt(link, n));
    if (movedFrom !== undefined) return [{ link, movedFrom }];
    // Right at its own place after what stood there: the fault is the other's.
    return fitsAt(link, link.n) ? [] : [{ link, movedFrom: null }];
  });
  // Nothing may be explained away altogether.
  const certain = verdicts.length > 0 || compared.length === 0 ? verdicts : [{ link: compared[0]!, movedFrom: null }];
  return [...certain, ...broken.slice(COMPARED).map((link) => ({ link, movedFrom: null }))];
}
