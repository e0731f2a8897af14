/** Guessing is slowed, and nobody can use that to keep somebody else out. Addresses are real ones of the loopback network. */
import { request } from 'node:http';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { codeAt, stepAt } from '../src/platform/identity/factor.server.ts';
import {
  browserAt,
  FACTOR,
  type Jar,
  PASSWORD,
  signInOver,
  startTestHouse,
  type TestCity,
  type TestHouse,
} from './harness.ts';

interface Attempt {
  status: number;
  code: string | undefined;
  retryAfter: number | undefined;
}

let house: TestHouse;
let city: TestCity;
let made = 0;

/** Sends a sign-in from an address, with the cookies of a browser or as a stranger. */
function attempt(from: string, username: string, password: string, jar?: Jar): Promise<Attempt> {
  const body = JSON.stringify({ city: city.city.code, username, password });
  const cookie = [...(jar ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-xieshi': '1', ...(cookie === '' ? {} : { cookie }) };
    const sent = request(`${house.address}/api/sign-in`, { method: 'POST', localAddress: from, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const { error } = JSON.parse(Buffer.concat(parts).toString()) as { error?: { code: string } };
        const after = answer.headers['retry-after'];
        resolve({
          status: answer.statusCode ?? 0,
          code: error?.code,
          retryAfter: after === undefined ? undefined : Number(after),
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const [HOME, OFFICE, ELSEWHERE] = ['127.0.0.11', '127.0.0.12', '127.0.0.13'];
const wrong = (from: string, username: string, jar?: Jar): Promise<Attempt> =>
  attempt(from, username, 'not-the-password', jar);
const right = (from: string, username: string, jar?: Jar): Promise<Attempt> => attempt(from, username, PASSWORD, jar);
const later = (seconds: number): void =>
  house.setClock(new Date(house.house.clock().getTime() + seconds * 1000).toISOString());

async function wrongTimes(times: number, from: string, username: string, jar?: Jar): Promise<Attempt[]> {
  const answers: Attempt[] = [];
  for (let at = 0; at < times; at += 1) answers.push(await wrong(from, username, jar));
  return answers;
}

describe('guessing at the door', () => {
  beforeEach(async () => {
    house ??= await startTestHouse('2017-06-28T09:00:00+08:00');
    house.setClock('2017-06-28T09:00:00+08:00');
    made += 1;
    city = await house.makeCity(`throttle${made}`);
    await city.signIn('zhou', [{ role: 'member', orgId: null }]);
    await city.signIn('kong', [{ role: 'member', orgId: null }]);
  });
  afterAll(() => house.close());

  test('after five wrong passwords the answer says how long to wait, and then the right one opens', async () => {
    expect((await wrongTimes(5, HOME, 'zhou')).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect(await right(HOME, 'zhou')).toEqual({ status: 429, code: 'wait', retryAfter: 15 });
    later(14);
    expect(await right(HOME, 'zhou')).toEqual({ status: 429, code: 'wait', retryAfter: 1 });
    later(1);
    expect((await right(HOME, 'zhou')).status).toBe(200);
    expect((await wrong(HOME, 'zhou')).status).toBe(401);
  });

  test('waits grow, and a name that nobody has is answered alike', async () => {
    for (const username of ['zhou', 'nobody']) {
      await wrongTimes(5, HOME, username);
      later(15);
      expect((await wrong(HOME, username)).status).toBe(401);
      expect(await wrong(HOME, username)).toMatchObject({ status: 429, retryAfter: 30 });
    }
  });

  test('many guesses sent at once do not slip through together', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => wrong(HOME, 'zhou')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  test('somebody elsewhere cannot keep a person out, on a device that is new or known', async () => {
    await wrongTimes(8, ELSEWHERE, 'zhou');
    expect((await right(ELSEWHERE, 'zhou')).status).toBe(429);
    expect((await right(OFFICE, 'zhou')).status).toBe(200);
  });

  test('somebody behind the same office address cannot keep a person out of the device he uses', async () => {
    const jar: Jar = new Map();
    await signInOver(house.address, city.city.code, 'zhou', PASSWORD, jar);
    await wrongTimes(8, OFFICE, 'zhou');
    expect((await right(OFFICE, 'zhou')).status).toBe(429);
    expect((await right(OFFICE, 'zhou', jar)).status).toBe(200);
    // It is the person's own device: his colleague is a stranger there, and his own guesses are counted.
    expect((await wrongTimes(6, OFFICE, 'zhou', jar)).at(-1)?.status).toBe(429);
  });

  test('a device is known only to the account that signed in on it, and cannot be made up', async () => {
    const jar: Jar = new Map();
    await signInOver(house.address, city.city.code, 'zhou', PASSWORD, jar);
    await wrongTimes(5, OFFICE, 'kong');
    expect((await right(OFFICE, 'kong', jar)).status).toBe(429);
    const forged = new Map([['xieshi_device', `${'A'.repeat(22)}.${'B'.repeat(22)}`]]);
    expect((await right(OFFICE, 'kong', forged)).status).toBe(429);
  });

  test('an address that tries many accounts is slowed for devices that nobody knows, and for no other', async () => {
    const jar: Jar = new Map();
    await signInOver(house.address, city.city.code, 'zhou', PASSWORD, jar);
    for (let at = 0; at < 20; at += 1) await wrong(OFFICE, `name${at}`);
    const slowed = await wrong(OFFICE, 'name20');
    expect(slowed.status).toBe(429);
    expect(slowed.retryAfter).toBeLessThanOrEqual(30);
    expect((await right(OFFICE, 'zhou', jar)).status).toBe(200);
    expect((await right(HOME, 'kong')).status).toBe(200);
    later(slowed.retryAfter!);
    expect((await right(OFFICE, 'kong')).status).toBe(200);
  });

  test('what is counted tells neither names nor addresses', async () => {
    await wrong(HOME, 'zhou');
    const rows = await city.asOwner<{ text: string }>('select t::text as text from sign_in_throttle t');
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) expect(text).not.toMatch(/zhou|127\.0/);
  });

  test('wrong codes end the half-finished sign-in, and the next ones wait', async () => {
    await city.signIn('anquan', [{ role: 'securityAdmin', orgId: null }]);
    later(300);
    const browser = browserAt(house.address);
    const password = { city: city.city.code, username: 'anquan', password: PASSWORD };
    expect((await browser.post<{ stage: string }>('/sign-in', password)).body.stage).toBe('password');
    const codes: (string | undefined)[] = [];
    for (let at = 0; at < 6; at += 1) {
      codes.push((await browser.post('/sign-in/second-factor', { code: 'wrong-codes' })).error?.code);
    }
    expect(codes).toEqual(['code-wrong', 'code-wrong', 'code-wrong', 'code-wrong', 'sign-in-again', 'not-signed-in']);
    await browser.post('/sign-in', password);
    const good = (): { code: string } => ({ code: codeAt(FACTOR, stepAt(house.house.clock())) });
    const held = await browser.post('/sign-in/second-factor', good());
    expect([held.status, held.error?.code]).toEqual([429, 'wait']);
    later(30);
    expect((await browser.post('/sign-in/second-factor', good())).status).toBe(200);
  });

  test('the present password is not guessed from an open session either', async () => {
    const client = await signInOver(house.address, city.city.code, 'kong', PASSWORD);
    const change = { current: 'not-the-password', next: 'river-lantern-41' };
    const codes: (string | undefined)[] = [];
    for (let at = 0; at < 6; at += 1) codes.push((await client.post('/me/password', change)).error?.code);
    expect(codes).toEqual([...Array(5).fill('password-wrong'), 'wait']);
  });
});
