import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DERIVATIONS } from '../app/derivations.server.ts';
import { dayOf, timeOf } from '../core/time/room.ts';
import { verifyPassword } from '../platform/identity/password.server.ts';
import { Sources } from '../store/append.server.ts';
import type { City } from '../store/database.server.ts';
import { type Cluster, startEmbedded } from '../store/embedded.server.ts';
import { createCity, dropCity, migrate } from '../store/migrate.server.ts';
import { DEMO_PASSWORD } from './accounts.logic.ts';
import { copyInto } from './copy.server.ts';
import { hasDemo, type LoadedDemo, loadDemo } from './load.server.ts';
import type { Progress } from './progress.logic.ts';
import { DEMO_SIGN_INS } from './room.ts';

const folder = mkdtempSync(join(tmpdir(), 'xieshi-demo-'));
const now = new Date('2026-11-24T01:23:45.678Z');
const sources = new Sources(DERIVATIONS);
const steps: Progress[] = [];
let cluster: Cluster;
let loaded: LoadedDemo;
let seconds = 0;

async function query<R extends object>(text: string, schema = 'city_demo'): Promise<R[]> {
  const client = new pg.Client(cluster.admin as pg.ClientConfig);
  await client.connect();
  try {
    await client.query(`set search_path to ${schema}`);
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}

const count = async (from: string): Promise<number> =>
  (await query<{ rows: number }>(`select count(*)::int as rows from ${from}`))[0]!.rows;

beforeAll(async () => {
  cluster = await startEmbedded({ dataFolder: folder, log: () => undefined });
  await migrate(cluster.admin, String(cluster.app.user), now);
  const began = performance.now();
  loaded = await loadDemo({ admin: cluster.admin, sources, size: 'small', now, progress: (at) => steps.push(at) });
  seconds = (performance.now() - began) / 1000;
});

afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('loading the small sample city', () => {
  test('takes no more than twenty seconds, derivation and passwords included', () => {
    expect(seconds).toBeLessThan(20);
  });

  test('tells how far it is, phase by phase', () => {
    expect([...new Set(steps.map(({ phase }) => phase))]).toEqual(['生成', '写入', '推导']);
    for (const { done, total } of steps) expect(done).toBeLessThanOrEqual(total);
    expect(steps.at(-1)).toMatchObject({ done: DERIVATIONS.length, total: DERIVATIONS.length });
  });

  test('sets the city’s clock to two in the afternoon of 28 June 2017', () => {
    const there = new Date(now.getTime() + loaded.city.clockShiftMs);
    expect([dayOf(there), timeOf(there)]).toEqual(['2017-06-28', '14:00']);
    expect(loaded.city).toMatchObject({ code: 'demo', name: '示例市', demo: true });
  });

  test('fills the sources and all that is derived from them', async () => {
    for (const [table, rows] of Object.entries(loaded.rows)) expect(await count(table), table).toBe(rows);
    expect(await count('ledger')).toBe(300);
    expect(await count(`ledger where state = 'submitted' and period = '2017-05-01'`)).toBeGreaterThanOrEqual(12);
    expect(await count('activity')).toBe(await count('record where owner_id is null'));
    expect(await count('participation')).toBe(await count('record_person'));
    expect(await count(`person_span where valid_to = 'infinity'`)).toBe(await count('person_fact'));
    expect(await count('search_entry')).toBeGreaterThan(4000);
    // Nobody in the sample city was entered twice and merged.
    for (const table of DERIVATIONS.flatMap(({ tables }) => tables).filter((one) => one !== 'person_alias'))
      expect(await count(table), table).toBeGreaterThan(0);
  });

  test('gives every act its audit line at its instant', async () => {
    const bare = 'act a left join audit_line l on l.act_id = a.id and l.at = a.recorded_at where l.id is null';
    expect(await count(bare)).toBe(0);
  });

  test('keeps what was said in talks apart, for those who were in them', async () => {
    expect(await count(`record where body ? 'content'`)).toBe(0);
    expect(await count(`record r join record_confidential c on c.record_id = r.id where c.people <> r.people`)).toBe(0);
    expect(await count('record_confidential')).toBe(await count(`record where kind = 'heartToHeartTalk'`));
  });

  test('lets the shown sign-ins in with the shown password, and numbers the next account after the last', async () => {
    const rows = await query<{ username: string; name: string; password_hash: string; role: string }>(
      'select username, name, password_hash, role from account join account_role on account_id = id order by id',
    );
    expect(rows.slice(0, 10).map(({ name, username, role }) => ({ who: name, username, role }))).toEqual(DEMO_SIGN_INS);
    expect(await verifyPassword(rows[0]!.password_hash, DEMO_PASSWORD)).toBe(true);
    expect(rows.filter(({ username }) => !/^[a-z]+\d*$/.test(username))).toEqual([]);
    const next = await query<{ id: number }>(
      `insert into account (username, name, password_hash, created_at) values ('next', '新人', '', now()) returning id`,
    );
    expect(next[0]!.id).toBe(rows.length + 1);
    await query(`delete from account where username = 'next'`);
  });
});

describe('loading it again', () => {
  const digests = async (): Promise<Record<string, string>> => {
    const tables = Object.keys(loaded.rows);
    const all: Record<string, string> = {};
    for (const table of tables) {
      const [row] = await query<{ digest: string }>(
        `select md5(string_agg(row, '' order by row)) as digest
         from (select (to_jsonb(t) - 'password_hash' - 'tx')::text as row from ${table} t) rows`,
      );
      all[table] = row!.digest;
    }
    return all;
  };

  test('gives the same rows to the byte, their order of recording included', async () => {
    const before = await digests();
    await loadDemo({ admin: cluster.admin, sources, size: 'small', now: new Date(now.getTime() + 86_400_000) });
    expect(await digests()).toEqual(before);
  });

  test('makes anew what was cut short', async () => {
    const failing = { name: '断电', tables: [], derive: () => Promise.reject(new Error('power cut')) };
    const broken = new Sources([...DERIVATIONS, failing]);
    await expect(loadDemo({ admin: cluster.admin, sources: broken, size: 'small', now })).rejects.toThrow('power cut');
    expect(await hasDemo(cluster.admin)).toBe(false);
    await loadDemo({ admin: cluster.admin, sources, size: 'small', now });
    expect(await hasDemo(cluster.admin)).toBe(true);
  });

  test('leaves a real city of that code alone', async () => {
    await dropCity(cluster.admin, 'demo');
    const real: City = await createCity(cluster.admin, { code: 'demo', name: '真实市' }, now);
    await expect(loadDemo({ admin: cluster.admin, sources, size: 'small', now })).rejects.toMatchObject({
      detail: { code: 'city-taken' },
    });
    expect(await query('select name from xieshi.city', real.schema)).toEqual([{ name: '真实市' }]);
  });
});

test('rows are copied as they are, whatever characters they hold', async () => {
  const texts = ['制表\t符', '两\n行\r\n', '反斜线\\N', '引号"与\'', '{花,括}', ''];
  const client = new pg.Client(cluster.admin as pg.ClientConfig);
  await client.connect();
  await client.query(
    'create temporary table kept (id int, one text, many text[], body jsonb, at timestamptz, no text)',
  );
  const rows = texts.map((text, id) => [id, text, [text, text], { text }, now, null]);
  await copyInto(client, 'kept', ['id', 'one', 'many', 'body', 'at', 'no'], rows, () => undefined);
  const { rows: read } = await client.query('select * from kept order by id');
  await client.end();
  expect(read).toEqual(
    texts.map((text, id) => ({ id, one: text, many: [text, text], body: { text }, at: now, no: null })),
  );
});
