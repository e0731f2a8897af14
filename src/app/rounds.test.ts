import { expect, test } from 'vitest';
import type { OpenHouse } from './house.server.ts';
import { startRounds } from './rounds.server.ts';

const house = { clock: () => new Date('2017-06-28T06:00:00Z') } as OpenHouse;
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
};

test('a round runs again and again, a failing one too, and neither after stopping', async () => {
  let well = 0;
  let ill = 0;
  const told: string[] = [];
  const rounds = startRounds(
    house,
    [
      {
        name: 'well',
        everyMs: 1,
        run: async () => {
          well += 1;
        },
      },
      {
        name: 'ill',
        everyMs: 1,
        run: async () => {
          ill += 1;
          throw new Error(`time ${ill}`);
        },
      },
    ],
    (name, error) => told.push(`${name}: ${(error as Error).message}`),
  );
  await until(() => well > 2 && ill > 2);
  expect(rounds.states()).toEqual([
    { name: 'well', lastDoneAt: house.clock(), failures: 0, failing: false },
    { name: 'ill', lastDoneAt: null, failures: told.length, failing: true },
  ]);
  expect(told.slice(0, 2)).toEqual(['ill: time 1', 'ill: time 2']);
  await rounds.stop();
  const counted = [well, ill];
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([well, ill]).toEqual(counted);
});

test('stopping waits for the round that runs', async () => {
  let ended = false;
  const rounds = startRounds(
    house,
    [
      {
        name: 'slow',
        everyMs: 1000,
        run: () =>
          new Promise<void>((resolve) =>
            setTimeout(() => {
              ended = true;
              resolve();
            }, 30),
          ),
      },
    ],
    () => undefined,
  );
  await rounds.stop();
  expect(ended).toBe(true);
});

test('a round that has left something goes on at once, and waits only when it is through', async () => {
  const left = ['more', 'more', 'end'];
  const rounds = startRounds(
    house,
    [{ name: 'chain', everyMs: 60_000, run: async () => left.shift() }],
    () => undefined,
  );
  await until(() => left.length === 0);
  await rounds.stop();
});
