/**
 * Authenticity signals (M49): what is worth a second look, said to the person and the checker alike and never counted.
 * Here are the measures; who compares what with what is decided by the rooms that use them.
 */
import { type Day, dayOf, daysBetween } from '../../core/time/room.ts';

/**
 * Days between an event and its recording when they are more than allowed; undefined otherwise.
 * @param recordedAt instant as an ISO string
 */
export function lateBy(on: Day, recordedAt: string, allowedDays: number): number | undefined {
  const days = daysBetween(on, dayOf(new Date(recordedAt)));
  return days > allowedDays ? days : undefined;
}

/** What counts for comparing: letters and digits; punctuation and blanks do not make a text another one. */
const bare = (text: string): string[] => [...text.normalize('NFKC').replace(/[\p{P}\p{S}\p{Z}\s]/gu, '')];

/** A text made ready for comparing: worked out once, however many texts it is held against. */
export interface Sketch {
  /** The characters that count, in their order. */
  characters: string;
  /** How many characters count. */
  length: number;
  /** Pairs of neighboring characters with how often each comes. */
  pairs: ReadonlyMap<string, number>;
}

export function sketch(text: string): Sketch {
  const characters = bare(text);
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < characters.length; at += 1) {
    const pair = characters[at]! + characters[at + 1]!;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { characters: characters.join(''), length: characters.length, pairs };
}

/** How alike two texts are, 0–1: Dice's coefficient over pairs of neighboring characters. Texts without a pair are alike only when equal. */
export function likeness(a: Sketch, b: Sketch): number {
  const all = Math.max(0, a.length - 1) + Math.max(0, b.length - 1);
  if (all === 0) return a.characters === b.characters ? 1 : 0;
  let shared = 0;
  for (const [pair, count] of b.pairs) shared += Math.min(count, a.pairs.get(pair) ?? 0);
  return (2 * shared) / all;
}

/** A piece of a text; `same` when the other text has it too. */
export interface Run {
  text: string;
  same: boolean;
}

/** Shorter runs than this are chance, and marking them would only flicker. */
const SHORTEST_RUN = 2;

interface Block {
  a: number;
  b: number;
  length: number;
}

function longestBlock(a: string[], b: string[], from: Block, to: Block): Block {
  let best: Block = { a: from.a, b: from.b, length: 0 };
  let above = new Map<number, number>();
  for (let i = from.a; i < to.a; i += 1) {
    const row = new Map<number, number>();
    for (let j = from.b; j < to.b; j += 1) {
      if (a[i] !== b[j]) continue;
      const length = (above.get(j - 1) ?? 0) + 1;
      row.set(j, length);
      if (length > best.length) best = { a: i - length + 1, b: j - length + 1, length };
    }
    above = row;
  }
  return best;
}

function blocks(a: string[], b: string[], from: Block, to: Block): Block[] {
  const best = longestBlock(a, b, from, to);
  if (best.length < SHORTEST_RUN) return [];
  return [
    ...blocks(a, b, from, { ...best, length: 0 }),
    best,
    ...blocks(a, b, { a: best.a + best.length, b: best.b + best.length, length: 0 }, to),
  ];
}

function runsOf(text: string[], at: readonly { start: number; length: number }[]): Run[] {
  const runs: Run[] = [];
  let done = 0;
  const push = (until: number, same: boolean): void => {
    if (until > done) runs.push({ text: text.slice(done, until).join(''), same });
    done = until;
  };
  for (const { start, length } of at) {
    push(start, false);
    push(start + length, true);
  }
  push(text.length, false);
  return runs;
}

/** Both texts cut into pieces that they share, in the same order, and pieces that they do not; the pieces of each add up to it. */
export function commonRuns(a: string, b: string): { a: Run[]; b: Run[] } {
  const left = [...a];
  const right = [...b];
  const found = blocks(left, right, { a: 0, b: 0, length: 0 }, { a: left.length, b: right.length, length: 0 });
  return {
    a: runsOf(
      left,
      found.map((block) => ({ start: block.a, length: block.length })),
    ),
    b: runsOf(
      right,
      found.map((block) => ({ start: block.b, length: block.length })),
    ),
  };
}

const TENTHS = ['', '一成', '两成', '三成', '四成', '五成', '六成', '七成', '八成', '九成'] as const;

/** `有九成文字相同`; `文字全部相同` from 99.5 % on. */
export function likenessName(share: number): string {
  if (share >= 0.995) return '文字全部相同';
  return `有${TENTHS[Math.max(1, Math.floor(share * 10))]}文字相同`;
}
