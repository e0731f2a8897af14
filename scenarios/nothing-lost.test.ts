/**
 * Things are killed while people write: the application, PostgreSQL, one of its processes, or both, at random instants. What
 * was acknowledged is there, once and whole; what was not is whole or not there at all; sending it again is harmless.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { differences, draftDifferences, halves } from './kill-check.ts';
import { startWriters, type Writers } from './kill-writers.ts';
import { arrangeBureau, signIns } from './ledger-city.ts';
import {
  adminOf,
  arrangedFolder,
  backendsOf,
  clearAway,
  ended,
  freePort,
  killNow,
  postmasterOf,
  type ServiceProcess,
  startService,
  untilItAnswers,
} from './service-process.ts';

const ROUNDS = Number(process.env.XIESHI_KILL_ROUNDS ?? 100);
const CITY = 'lost';
/** A round takes about two seconds; a machine that is busy may take some more. */
const TIME_MS = 120_000 + ROUNDS * 8_000;

type Victim = 'app' | 'postgres' | 'backend' | 'both';
/** Those that the service survives by itself come more often: they cost no start. */
const VICTIMS: readonly Victim[] = ['backend', 'backend', 'backend', 'postgres', 'postgres', 'postgres', 'app', 'both'];

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

let folder: string;
let port: number;
let service: ServiceProcess;

beforeAll(async () => {
  folder = await arrangedFolder(CITY, async (city) => {
    await arrangeBureau(city);
    const people = signIns(city);
    for (const who of [people.zhou, people.fan, people.jiang, people.member]) await who();
  });
  port = await freePort();
  service = startService(folder, port);
  await untilItAnswers(service);
});
afterAll(() => clearAway(folder, service));

async function kill(victim: Victim, chance: () => number): Promise<void> {
  if (victim === 'backend') {
    const backends = backendsOf(folder);
    killNow(backends[Math.floor(chance() * backends.length)]);
    return;
  }
  const database = victim === 'app' ? undefined : postmasterOf(folder);
  const application = victim === 'postgres' ? undefined : service.child.pid;
  const [first, second] = chance() < 0.5 ? [database, application] : [application, database];
  killNow(first);
  if (victim === 'both') await pause(chance() * 40);
  killNow(second);
  if (application === undefined) return;
  await ended(service.child);
  service = startService(folder, port);
}

async function round(writers: Writers, chance: () => number): Promise<Victim[]> {
  writers.go();
  await pause(50 + chance() * 600);
  const victims: Victim[] = [VICTIMS[Math.floor(chance() * VICTIMS.length)]!];
  await kill(victims[0]!, chance);
  // Now and then the next blow falls while it is getting up.
  if (chance() < 0.2) {
    await pause(chance() * 600);
    victims.push('postgres');
    await kill('postgres', chance);
  }
  await writers.rest();
  await untilItAnswers(service);
  return victims;
}

async function compare(writers: Writers, whole: boolean): Promise<string[]> {
  const client = await adminOf(folder);
  try {
    await client.query(`set search_path to city_${CITY}`);
    const said = whole ? writers.all() : writers.fresh();
    return [
      ...(await differences(client, said)),
      ...(await draftDifferences(client, writers.drafts())),
      ...(whole ? await halves(client) : []),
    ];
  } finally {
    await client.end();
  }
}

test(
  `in ${ROUNDS} rounds of killing nothing acknowledged is lost and nothing is there by half`,
  async () => {
    const seed = randomInt(2 ** 31);
    const chance = chanceFrom(seed);
    process.stderr.write(`nothing-lost: seed ${seed}, ${ROUNDS} rounds\n`);
    const writers = await startWriters(service.address, CITY, chance);
    const killed: Record<string, number> = {};
    for (let at = 1; at <= ROUNDS; at += 1) {
      for (const victim of await round(writers, chance)) killed[victim] = (killed[victim] ?? 0) + 1;
      expect(await compare(writers, false), `seed ${seed}, round ${at}`).toEqual([]);
      expect(writers.odd, `seed ${seed}, round ${at}; the service said:\n${service.said().slice(-3000)}`).toEqual([]);
      if (at % 5 === 0) {
        const blows = Object.entries(killed).map(([victim, times]) => `${victim} ${times}`);
        process.stderr.write(`nothing-lost: round ${at}, ${writers.acknowledged()} acts, killed ${blows.join(', ')}\n`);
      }
    }
    writers.go();
    await pause(1_000);
    await writers.rest();
    await writers.stop();
    expect(await compare(writers, true), `seed ${seed}, at the end`).toEqual([]);
    expect(writers.acknowledged()).toBeGreaterThan(ROUNDS);
    const check = spawnSync(
      process.execPath,
      [join(import.meta.dirname, '..', 'src', 'app', 'main.server.ts'), 'rebuild', '--check', '--city', CITY],
      { env: { PATH: process.env.PATH, XIESHI_DATA: folder }, encoding: 'utf8' },
    );
    expect(check.status, check.stdout + check.stderr).toBe(0);
  },
  TIME_MS,
);
