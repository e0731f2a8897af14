import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHouse, type TestCity, type TestHouse } from '../../scenarios/harness.ts';
import { packed, unpacked } from '../../scenarios/packed.ts';
import { Refusal } from '../core/record/room.ts';
import { checkPackage } from '../platform/open/package-check.server.ts';
import { cellsOf } from '../platform/open/workbook-cells.server.ts';

import { runImport } from './import-command.server.ts';
import { layoutOf } from './import-plan.logic.ts';
import type { FileToImport } from './import-work.server.ts';

const SAMPLES = join(import.meta.dirname, '../../samples');
const WORKBOOKS = readdirSync(SAMPLES)
  .filter((name) => name.endsWith('.xlsx'))
  .map((name) => ({ name, bytes: readFileSync(join(SAMPLES, name)) }));
const MUTATIONS = 1_000;
/** As many go the whole way into a database, since each takes its time. */
const IMPORTED = 150;

/** Numbers from 0 to below 2³², the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

type Next = (below: number) => number;

const ODD = [
  '',
  ' ',
  '\u0000',
  '&lt;',
  '99999999999999999999',
  '-1',
  '1e308',
  '2017-13-45',
  '\u202e党',
  '𠮷'.repeat(300),
  '=1+1',
];

/** Ways to spoil a file: its bytes, its parts, or the text within a part. */
const WAYS: readonly ((bytes: Buffer, next: Next) => Buffer)[] = [
  (bytes, next) => {
    const spoiled = Buffer.from(bytes);
    for (let times = 1 + next(8); times > 0; times -= 1) spoiled[next(spoiled.length)] = next(256);
    return spoiled;
  },
  (bytes, next) => bytes.subarray(0, next(bytes.length)),
  (bytes, next) => {
    const from = next(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + next(200))]);
  },
  (bytes, next) => {
    const parts = unpacked(bytes);
    parts.splice(next(parts.length), 1);
    return packed(parts);
  },
  ...Array.from({ length: 4 }, () => (bytes: Buffer, next: Next) => spoilText(bytes, next, 'flip')),
  ...Array.from({ length: 6 }, () => (bytes: Buffer, next: Next) => spoilText(bytes, next, 'value')),
];

function spoilText(bytes: Buffer, next: Next, how: 'flip' | 'value'): Buffer {
  const parts = unpacked(bytes);
  const texts = parts.filter(({ name }) => /sheet\d|sharedStrings|styles|workbook\.xml$/.test(name));
  const part = texts[next(texts.length)]!;
  const text = part.content.toString('utf8');
  if (how === 'flip') {
    const at = next(text.length);
    const made = [
      text.slice(0, at) + text.slice(at + 1 + next(60)),
      text.slice(0, at) + text.slice(at, at + 200) + text.slice(at),
    ];
    part.content = Buffer.from(made[next(2)]!);
  } else {
    // Another value in a cell, a shared text or an attribute.
    const values = [...text.matchAll(/(?<=>)[^<>]+(?=<)|(?<==")[^"]*(?=")/g)];
    const chosen = values[next(values.length)];
    const odd = ODD[next(ODD.length)]!;
    if (chosen)
      part.content = Buffer.from(text.slice(0, chosen.index) + odd + text.slice(chosen.index + chosen[0].length));
  }
  return packed(parts);
}

function mutated(number: number): { name: string; bytes: Buffer } {
  const draw = numbers(20_170_628 + number);
  const next: Next = (below) => draw() % Math.max(1, below);
  const { name, bytes } = WORKBOOKS[next(WORKBOOKS.length)]!;
  return { name, bytes: WAYS[next(WAYS.length)]!(bytes, next) };
}

/** What a file is read as, in this thread; undefined when it is refused in words. Whatever else is thrown is a crash. */
async function read(number: number): Promise<FileToImport | undefined> {
  const { name, bytes } = mutated(number);
  try {
    const parts = bytes[0] === 0x50 ? await checkPackage(name, bytes) : { hides: false };
    const workbook = cellsOf(name, bytes, parts.hides);
    return layoutOf(workbook, {}) ? { workbook, choices: {} } : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw new Error(`mutation ${number} of ${name}`, { cause: error });
  }
}

describe('spoiled workbooks', () => {
  let house: TestHouse;
  let city: TestCity;
  beforeAll(async () => {
    house = await startTestHouse('2017-07-05T09:00:00+08:00');
    city = await house.makeCity('spoiled');
    const files = WORKBOOKS.filter(({ name }) => name.startsWith('0-')).reverse();
    const sound = files.map(({ name, bytes }) => ({ path: name, workbook: cellsOf(name, bytes), choices: {} }));
    await runImport(house.house, 'spoiled', sound, false);
  });
  afterAll(() => house.close());

  test(`${MUTATIONS} of them: each is refused in words or planned row by row; none crashes`, async () => {
    let readable = 0;
    for (let number = 0; number < MUTATIONS; number += 1) {
      const file = await read(number);
      if (!file) continue;
      readable += 1;
      const [account] = await runImport(house.house, 'spoiled', [{ ...file, path: 'x' }], true).catch(
        (cause: unknown) => {
          throw new Error(`mutation ${number}`, { cause });
        },
      );
      expect(account!.accepted + account!.rejected.length).toBe(account!.rows);
    }
    // Spoiled so slightly that most can be read: otherwise nothing would be tried.
    expect(readable).toBeGreaterThan(MUTATIONS / 4);
    expect(readable).toBeLessThan(MUTATIONS);
  }, 300_000);

  test(`${IMPORTED} of them on their way into the city: what an account says came in, came in; nothing more`, async () => {
    const sources = async () => {
      const [row] = await city.asOwner<{ acts: number; rows: number }>(`select (select count(*)::int from act) as acts,
        (select count(*)::int from organization_fact) + (select count(*)::int from person_fact)
        + (select count(*)::int from membership_fact) + (select count(*)::int from post_fact)
        + (select count(*)::int from record) as rows`);
      return row!;
    };
    let brought = 0;
    for (let number = MUTATIONS; number < MUTATIONS + IMPORTED; number += 1) {
      const file = await read(number);
      if (!file) continue;
      const before = await sources();
      const answer = await runImport(house.house, 'spoiled', [{ ...file, path: 'x' }], false).catch(
        (error: unknown) => {
          if (error instanceof Refusal) return undefined;
          throw new Error(`mutation ${number}`, { cause: error });
        },
      );
      const after = await sources();
      const accepted = answer?.[0]?.accepted ?? 0;
      if (accepted === 0) expect(after).toEqual(before);
      else expect(after.acts).toBe(before.acts + 1);
      brought += accepted > 0 ? 1 : 0;
    }
    expect(brought).toBeGreaterThan(5);
  }, 300_000);
});
