/**
 * A city for a test: real PostgreSQL on a fresh folder, the real service on a loopback port, people who sign in, a clock that
 * the test sets. One cluster serves a whole test file; each `testCity` is a city of its own in it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { type OpenHouse, openHouse } from '../src/app/house.server.ts';
import type { Round } from '../src/app/rounds.server.ts';
import { makeService } from '../src/app/serve.server.ts';
import { day } from '../src/core/time/room.ts';
import { isAdministrator } from '../src/platform/access/room.ts';
import { createAccount, type GivenRole } from '../src/platform/identity/accounts.server.ts';
import { codeAt, plantFactor, stepAt } from '../src/platform/identity/factor.server.ts';
import type { Me } from '../src/platform/identity/room.ts';
import { factRow } from '../src/registry/organizations/fact-rows.server.ts';
import type { RegistryFact } from '../src/registry/organizations/room.ts';
import type { ActInput, RecordRow, RegistryActRow } from '../src/store/append.server.ts';
import { type City, Database, type Tx } from '../src/store/database.server.ts';
import { createCity } from '../src/store/migrate.server.ts';
import { newId } from '../src/store/new-id.server.ts';
import { checkAnswer } from './answers-fit.ts';

export const PASSWORD = 'a-password-of-tests';
/** The secret of the second factor of every administrator that `signIn` makes. */
export const FACTOR = 'ORSXG5DTEBUGC5TFEBXW4ZJAMZQWG5DP';

/** The clocks of the houses that run, by address: codes are made by them. */
const clocks = new Map<string, () => Date>();

export interface TestHouse {
  house: OpenHouse;
  address: string;
  /** Sets the server's clock; it stands still until set again. */
  setClock(instant: string): void;
  makeCity(code: string): Promise<TestCity>;
  close(): Promise<void>;
}

export interface TestCity {
  city: City;
  /** Makes an account and signs in as it. */
  signIn(username: string, roles: readonly GivenRole[], personId?: number | null): Promise<Client>;
  /** Runs SQL in this city's schema as the owner, past row security: for arranging and for tampering. */
  asOwner<R extends object>(text: string, values?: unknown[]): Promise<R[]>;
  /** What was arranged as the owner changes who may do what. */
  forgetActors(): void;
  /** Puts facts and records into the sources in one act, with all that is derived, as the owner. */
  arrange(content: {
    facts?: readonly RegistryFact[];
    records?: readonly RecordRow[];
    registryAct?: RegistryActRow;
    at?: Date;
  }): Promise<string>;
  takeBack(actId: string): Promise<void>;
  /** A transaction as one of the roles under given settings, to try SQL past the service. */
  as<T>(
    role: 'xieshi_scoped' | 'xieshi_wide' | 'xieshi_gate' | 'xieshi_steward',
    settings: Record<string, string>,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T>;
}

/** Somebody signed in over HTTP. */
export interface Client {
  accountId: number;
  /** The cookies that are sent, as a header. */
  readonly cookie: string;
  get<T = unknown>(path: string): Promise<Answer<T>>;
  post<T = unknown>(path: string, body?: unknown): Promise<Answer<T>>;
  put<T = unknown>(path: string, body?: unknown): Promise<Answer<T>>;
  delete<T = unknown>(path: string): Promise<Answer<T>>;
  upload<T = unknown>(path: string, files: { name: string; bytes: Uint8Array }[]): Promise<Answer<T>>;
}

export interface Answer<T> {
  status: number;
  body: T;
  error?: { code: string; what: string; where?: string; now?: string; data?: unknown };
}

/**
 * Starts PostgreSQL and the service; `close` ends both and removes the folder.
 * @param kept a data folder that stays, for the service to be started on as its users do
 * @param rounds what the service does by itself, when not all of it
 */
export async function startTestHouse(
  instant = '2017-06-28T14:00:00+08:00',
  kept?: string,
  rounds?: readonly Round[],
): Promise<TestHouse> {
  const dataFolder = kept ?? mkdtempSync(join(tmpdir(), 'xieshi-test-'));
  let now = new Date(instant);
  const house = await openHouse(
    { dataFolder, databaseUrl: kept ? undefined : process.env.XIESHI_TEST_DATABASE_URL, sessionHours: 12 },
    { log: () => undefined, clock: () => now },
  );
  const server = await makeService(house, { log: false, rounds });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  clocks.set(address, house.clock);
  return {
    house,
    address,
    setClock: (at) => {
      now = new Date(at);
    },
    makeCity: async (code) => cityOf(house, address, await createCity(house.admin, { code, name: '示例市' }, now)),
    async close() {
      clocks.delete(address);
      await server.close();
      await house.close();
      if (!kept) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

const arranging = (id: string, at: Date): ActInput => ({
  id,
  kind: 'arranged',
  accountId: 0,
  author: '测试',
  summary: '测试前的安排',
  at,
});

function cityOf(house: OpenHouse, address: string, city: City): TestCity {
  async function asOwnerTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const owner = new Database(house.admin);
    try {
      return await owner.inCityAsOwner(city, work);
    } finally {
      await owner.close();
      house.actors.forget();
    }
  }
  return {
    city,
    async signIn(username, roles, personId = null) {
      const accountId = await house.database.inCity(city, { as: 'steward', duty: 'account.manage' }, (tx) =>
        createAccount(
          tx,
          { username, name: username, personId, password: PASSWORD, mustChange: false, roles },
          day('2000-01-01'),
          house.clock(),
        ),
      );
      house.actors.forget();
      if (roles.some(({ role }) => isAdministrator(role))) {
        const owner = { cityCode: city.code, accountId };
        await house.database.inCity(city, { as: 'gate' }, (tx) =>
          plantFactor(tx, house.keys, owner, FACTOR, house.clock()),
        );
      }
      return signInOver(address, city.code, username, PASSWORD);
    },
    async asOwner<R extends object>(text: string, values: unknown[] = []) {
      const client = new pg.Client(house.admin as pg.ClientConfig);
      await client.connect();
      try {
        await client.query(`set search_path to ${city.schema}`);
        return (await client.query<R>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
    forgetActors: () => house.actors.forget(),
    async arrange({ facts = [], records = [], registryAct, at = house.clock() }) {
      const id = newId(at);
      const content = { facts: facts.map(factRow), records, ...(registryAct ? { registryAct } : {}) };
      await asOwnerTx((tx) => house.sources.append(tx, arranging(id, at), content));
      return id;
    },
    takeBack: (actId) =>
      asOwnerTx((tx) => house.sources.takeBack(tx, actId, arranging(newId(house.clock()), house.clock()))),
    as: (role, settings, work) =>
      house.database.inCity(city, { as: 'gate' }, async (tx) => {
        await sql.raw(`reset role; set local role ${role}`).execute(tx);
        for (const [name, value] of Object.entries(settings))
          await sql.raw(`set local xieshi.${name} = '${value}'`).execute(tx);
        return work(tx);
      }),
  };
}

/** Cookies that a browser keeps, by name. */
export type Jar = Map<string, string>;

/** Sends requests over HTTP as a browser does that keeps its cookies. */
export function browserAt(address: string, jar: Jar = new Map()): Omit<Client, 'accountId'> {
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  async function send<T>(method: string, path: string, body?: string | FormData, type?: string): Promise<Answer<T>> {
    const answer = await fetch(`${address}/api${path}`, {
      method,
      headers: { cookie: cookie(), 'x-xieshi': '1', ...(type ? { 'content-type': type } : {}) },
      body,
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') jar.delete(name!);
      else jar.set(name!, value!);
    }
    const bytes = Buffer.from(await answer.arrayBuffer());
    const json = answer.headers.get('content-type')?.includes('json');
    const content = json ? JSON.parse(bytes.toString('utf8')) : bytes;
    checkAnswer(method, path, answer.status, answer.headers.get('content-type') ?? '', content);
    return { status: answer.status, body: content as T, ...(json && !answer.ok ? { error: content.error } : {}) };
  }
  const sendJson =
    <T>(method: string) =>
    (path: string, body: unknown = {}) =>
      send<T>(method, path, JSON.stringify(body), 'application/json');
  return {
    get cookie() {
      return cookie();
    },
    get: (path) => send('GET', path),
    post: (path, body) => sendJson<never>('POST')(path, body),
    put: (path, body) => sendJson<never>('PUT')(path, body),
    delete: (path) => send('DELETE', path),
    upload: (path, files) => {
      const form = new FormData();
      for (const file of files) form.append('files', new Blob([file.bytes as Uint8Array<ArrayBuffer>]), file.name);
      return send('POST', path, form);
    },
  };
}

/** Signs in over HTTP, with the second step where there is one, and answers a client that keeps its cookies. */
export async function signInOver(
  address: string,
  city: string,
  username: string,
  password: string,
  jar: Jar = new Map(),
): Promise<Client> {
  const browser = browserAt(address, jar);
  const entered = await browser.post<Me>('/sign-in', { city, username, password });
  if (entered.error) throw new Error(`sign-in of ${username}: ${entered.status} ${JSON.stringify(entered.error)}`);
  if (entered.body.stage === 'password') await giveCode(browser, username, clocks.get(address)!());
  return Object.assign(browser, { accountId: entered.body.accountId });
}

/** Each code is taken once and the clock stands still: the neighboring half minutes serve the next sign-ins. */
async function giveCode(browser: Omit<Client, 'accountId'>, username: string, now: Date): Promise<void> {
  for (const step of [-1, 0, 1]) {
    const code = codeAt(FACTOR, stepAt(now) + step);
    const answer = await browser.post('/sign-in/second-factor', { code });
    if (answer.status === 200) return;
    if (answer.error?.code !== 'code-wrong')
      throw new Error(`second step of ${username}: ${JSON.stringify(answer.error)}`);
  }
  throw new Error(`second step of ${username}: more than three within half a minute of the set clock`);
}
