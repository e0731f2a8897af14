/**
 * Chance for the sample city: a small seeded generator that forks by name, so that one branch's year stays the same whatever
 * else is generated before it. Nothing here reads a clock or the machine's own chance.
 */
import { uuidv7 } from '../core/record/room.ts';

/** 32-bit hash of a text (FNV-1a with a final mix), the seed of a fork. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export class Chance {
  readonly #name: string;
  #state: number;

  constructor(seed: string) {
    this.#name = seed;
    this.#state = hash(seed);
  }

  /** A generator of its own, the same for the same names whatever was drawn from this one. */
  fork(...names: readonly (string | number)[]): Chance {
    return new Chance(`${this.#name}/${names.join('/')}`);
  }

  /** The next number in [0, 1): mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True with this probability. */
  yes(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of some; throws when there is none. */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('nothing to pick from');
    return from[Math.floor(this.next() * from.length)] as T;
  }

  /** `count` different ones of some (all when there are fewer), in a chance order. */
  some<T>(from: readonly T[], count: number): T[] {
    const left = [...from];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) {
      taken.push(left.splice(Math.floor(this.next() * left.length), 1)[0] as T);
    }
    return taken;
  }

  /** One of some by weight. */
  weighted<T>(from: readonly (readonly [T, number])[]): T {
    let at = this.next() * from.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of from) {
      at -= weight;
      if (at < 0) return value;
    }
    return from.at(-1)![0];
  }

  /** A UUIDv7 of this instant. */
  id(at: Date): string {
    return uuidv7(
      at.getTime(),
      Uint8Array.from({ length: 10 }, () => this.int(0, 255)),
    );
  }

  /** Fills the places of a phrase: `{3-9}` with a number from 3 to 9, `{甲|乙}` with one of them. */
  fill(phrase: string): string {
    return phrase.replace(/\{([^{}]+)\}/g, (_, inside: string) => {
      const range = /^(\d+)-(\d+)$/.exec(inside);
      return range ? String(this.int(Number(range[1]), Number(range[2]))) : this.pick(inside.split('|'));
    });
  }
}

/** Deals one after another from a shuffled pack and shuffles anew when it is used up, so that nothing comes twice in a row. */
export class Deck<T> {
  readonly #all: readonly T[];
  readonly #chance: Chance;
  #left: T[] = [];

  constructor(all: readonly T[], chance: Chance) {
    this.#all = all;
    this.#chance = chance;
  }

  /** The next one that fits best; when the pack has none such, one that fits at all. */
  deal(best: (one: T) => boolean, fits: (one: T) => boolean = best): T {
    for (let round = 0; round < 2; round += 1) {
      for (const wanted of [best, fits]) {
        const at = this.#left.findIndex(wanted);
        if (at >= 0) return this.#left.splice(at, 1)[0] as T;
      }
      const used = this.#all.filter((one) => !this.#left.includes(one));
      this.#left.push(...this.#chance.some(used, used.length));
    }
    throw new RangeError('nothing in the deck fits');
  }
}
