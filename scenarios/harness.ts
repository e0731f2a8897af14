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
import { makeService } from '../src/app/serve.server.ts';
import type { Role } from '../src/core/scope/room.ts';
import { day } from '../src/core/time/room.ts';
import { createAccount } from '../src/platform/identity/accounts.server.ts';
import { factRow } from '../src/registry/organizations/fact-rows.server.ts';
import type { RegistryFact } from '../src/registry/organizations/room.ts';
import type { ActInput, RecordRow } from '../src/store/append.server.ts';
import { type City, Database, type Tx } from '../src/store/database.server.ts';
import { createCity } from '../src/store/migrate.server.ts';
import { newId } from '../src/store/new-id.server.ts';

export const PASSWORD = 'a-password-of-tests';

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
  signIn(
    username: string,
    roles: readonly { role: Role; orgId: number | null }[],
    personId?: number | null,
  ): Promise<Client>;
  /** Runs SQL in this city's schema as the owner, past row security: for arranging and for tampering. */
  asOwner<R extends object>(text: string, values?: unknown[]): Promise<R[]>;
  /** Puts facts and records into the sources in one act, with all that is derived, as the owner. */
  arrange(content: { facts?: readonly RegistryFact[]; records?: readonly RecordRow[]; at?: Date }): Promise<string>;
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
 */
export async function startTestHouse(instant = '2017-06-28T14:00:00+08:00', kept?: string): Promise<TestHouse> {
  const dataFolder = kept ?? mkdtempSync(join(tmpdir(), 'xieshi-test-'));
  let now = new Date(instant);
  const house = await openHouse(
    { dataFolder, databaseUrl: kept ? undefined : process.env.XIESHI_TEST_DATABASE_URL, sessionHours: 12 },
    { log: () => undefined, clock: () => now },
  );
  const server = await makeService(house, { log: false });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    house,
    address,
    setClock: (at) => {
      now = new Date(at);
    },
    makeCity: async (code) => cityOf(house, address, await createCity(house.admin, { code, name: '示例市' }, now)),
    async close() {
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
      await house.database.inCity(city, { as: 'steward', duty: 'account.manage' }, (tx) =>
        createAccount(
          tx,
          { username, name: username, personId, password: PASSWORD, mustChange: false, roles },
          day('2000-01-01'),
          house.clock(),
        ),
      );
      house.actors.forget();
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
    async arrange({ facts = [], records = [], at = house.clock() }) {
      const id = newId(at);
      await asOwnerTx((tx) => house.sources.append(tx, arranging(id, at), { facts: facts.map(factRow), records }));
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

/** Signs in over HTTP and answers a client that keeps the cookie. */
export async function signInOver(address: string, city: string, username: string, password: string): Promise<Client> {
  const response = await fetch(`${address}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-xieshi': '1' },
    body: JSON.stringify({ city, username, password }),
  });
  if (!response.ok) throw new Error(`sign-in of ${username}: ${response.status} ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const { accountId } = (await response.json()) as { accountId: number };
  async function send<T>(method: string, path: string, body?: string | FormData, type?: string): Promise<Answer<T>> {
    const answer = await fetch(`${address}/api${path}`, {
      method,
      headers: { cookie, 'x-xieshi': '1', ...(type ? { 'content-type': type } : {}) },
      body,
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const json = answer.headers.get('content-type')?.includes('json');
    const content = json ? JSON.parse(bytes.toString('utf8')) : bytes;
    return { status: answer.status, body: content as T, ...(json && !answer.ok ? { error: content.error } : {}) };
  }
  const sendJson =
    <T>(method: string) =>
    (path: string, body: unknown = {}) =>
      send<T>(method, path, JSON.stringify(body), 'application/json');
  return {
    accountId,
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
