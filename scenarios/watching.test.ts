/** What those see who watch over the service: whether it can work, its figures, its log; and nothing of whom it serves. */
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NetworkRules, PLAIN_NETWORK } from '../src/app/network-rules.server.ts';
import { makeService } from '../src/app/serve.server.ts';
import { arrangeHalves, HALVES } from './access-city.ts';
import { type Client, PASSWORD, signInOver, startTestHouse, type TestCity, type TestHouse } from './harness.ts';

const TOKEN = 'token-of-the-watching-machine';
const WORDS = '张口就来的一段话';

describe('watching over the service', () => {
  let house: TestHouse;
  let city: TestCity;
  let secretary: Client;
  const ends: (() => Promise<unknown>)[] = [];

  /** Another service on the same house, under other rules; its log as lines. */
  async function served(rules: Partial<NetworkRules> = {}): Promise<{ address: string; log: string[] }> {
    const log: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        log.push(String(chunk));
        done();
      },
    });
    const server = await makeService(house.house, {
      log: { level: 'trace', stream },
      rules: { ...PLAIN_NETWORK, ...rules },
    });
    ends.push(() => server.close());
    return { address: await server.listen({ host: '127.0.0.1', port: 0 }), log };
  }

  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('watched');
    await arrangeHalves(city, ['2017-05']);
    secretary = await city.signIn('zhengfanchen', [{ role: 'branchSecretary', orgId: HALVES.north.branch }]);
  });
  afterAll(async () => {
    for (const end of ends) await end();
    await house.close();
  });

  test('it is alive and ready, and says so to anybody', async () => {
    expect(await (await fetch(`${house.address}/healthz`)).json()).toEqual({ alive: true });
    const ready = await fetch(`${house.address}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, reasons: [] }]);
  });

  test('a structure that this program does not know makes it not ready, with the reason', async () => {
    await city.asOwner("insert into migration (name, digest, applied_at) values ('9999-later.sql', 'x', now())");
    const { address } = await served();
    try {
      const ready = await fetch(`${address}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({
        ready: false,
        reasons: [{ code: 'program-old', what: '数据库的结构比程序新' }],
      });
      expect((await fetch(`${address}/healthz`)).status).toBe(200);
    } finally {
      await city.asOwner("delete from migration where name = '9999-later.sql'");
    }
  });

  test('the system administrator sees the same on his page', async () => {
    const admin = await city.signIn('xitong', [{ role: 'systemAdmin', orgId: null }]);
    const { body } = await admin.get<{ troubles: unknown[]; disk: { freeBytes: number }; rounds: { name: string }[] }>(
      '/operation',
    );
    expect(body.troubles).toEqual([]);
    expect(body.disk.freeBytes).toBeGreaterThan(0);
    expect(body.rounds.map(({ name }) => name)).toContain('audit-chain');
  });

  test('figures are for this machine, or for who brings the token', async () => {
    const { address } = await served({ metricsToken: TOKEN });
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${address}/metrics`, { headers })).status;
    expect(await status({})).toBe(200);
    expect(await status({ 'x-forwarded-for': '10.1.2.3' })).toBe(403);
    expect(await status({ 'x-forwarded-for': '10.1.2.3', authorization: `Bearer ${TOKEN}` })).toBe(200);
    expect(await status({ authorization: 'Bearer of-something-else-altogether' })).toBe(403);
    const { address: closed } = await served();
    expect((await fetch(`${closed}/metrics`, { headers: { authorization: 'Bearer undefined' } })).status).toBe(403);
  });

  test('figures tell how it fares by route and code, and never of a person, an organization or a city', async () => {
    const { address } = await served();
    const client = await signInOver(address, 'watched', 'zhengfanchen', PASSWORD);
    await client.get('/me');
    expect((await client.get('/audit')).status).toBe(403);
    const text = await (await fetch(`${address}/metrics`)).text();
    expect(text).toContain('xieshi_http_request_seconds_count{route="identity.me",method="GET",status="200"} 1');
    expect(text).toContain('xieshi_refusals_total{code="forbidden"} 1');
    expect(text).toMatch(/xieshi_transactions_total\{outcome="committed"\} [1-9]/);
    expect(text).toMatch(/xieshi_database_connections\{state="idle"\} \d/);
    expect(text).toContain('xieshi_ready 1');
    for (const name of ['nodejs_eventloop_lag_seconds', 'process_resident_memory_bytes', 'xieshi_disk_free_bytes'])
      expect(text).toContain(name);
    const labels = new Set(
      [...text.matchAll(/^xieshi_\w+\{([^}]*)\}/gm)].flatMap(([, pairs]) => pairs!.match(/\w+(?==")/g) ?? []),
    );
    expect([...labels].sort()).toEqual(
      ['code', 'le', 'method', 'node', 'outcome', 'round', 'route', 'state', 'status', 'version'].filter((label) =>
        labels.has(label),
      ),
    );
    expect(text).not.toContain('zhengfanchen');
    expect(text).not.toContain('watched');
  });

  test('the log has a line for each request, and no name, no word and no address of anybody', async () => {
    const { address, log } = await served();
    const client = await signInOver(address, 'watched', 'zhengfanchen', PASSWORD);
    await client.get('/me');
    await client.get(`/search?q=${encodeURIComponent(WORDS)}`);
    await client.post('/records', { id: 'no-id', body: { topic: WORDS } });
    await client.upload('/imports/files', [{ name: `${WORDS}.xlsx`, bytes: Buffer.from(WORDS) }]);
    await signInOver(address, 'watched', WORDS, WORDS).catch(() => undefined);
    await fetch(`${address}/${encodeURIComponent(WORDS)}?q=${encodeURIComponent(WORDS)}`, {
      headers: { 'user-agent': WORDS.length.toString() },
    });
    const lines = log.map((line) => JSON.parse(line) as Record<string, unknown>);
    const me = lines.find((line) => line.route === 'identity.me');
    expect(me).toMatchObject({
      level: 'info',
      method: 'GET',
      status: 200,
      city: 'watched',
      request: expect.stringMatching(/^[a-z2-9]{10}$/),
    });
    const whole = log.join('');
    for (const secret of [
      WORDS,
      encodeURIComponent(WORDS),
      'zhengfanchen',
      PASSWORD,
      '127.0.0.1:',
      '"remote',
      'cookie',
      'user-agent',
    ])
      expect(whole.replace(/Server listening at http:\S+/, '')).not.toContain(secret);
  });

  test('what nobody foresaw is answered with a number that stands in the log, beside where it arose and without its words', async () => {
    const { address, log } = await served();
    const client = await signInOver(address, 'watched', 'zhengfanchen', PASSWORD);
    await city.asOwner('alter table session rename to session_away');
    try {
      const answer = await client.get('/me');
      expect(answer.status).toBe(500);
      const number = /编号 ([a-z2-9]{10})/.exec(answer.error?.now ?? '')?.[1];
      const line = log.map((text) => JSON.parse(text)).find((one) => one.request === number && one.level === 'error');
      expect(line).toMatchObject({ err: { code: '42P01', message: '' } });
      expect(line.err.stack).toContain('sessions.server.ts');
    } finally {
      await city.asOwner('alter table session_away rename to session');
    }
    expect((await client.get('/me')).status).toBe(200);
  });

  test('every answer brings the number of its request', async () => {
    const answer = await fetch(`${house.address}/api/door`, { headers: { 'x-request-id': 'mine' } });
    expect(answer.headers.get('x-request-id')).toMatch(/^[a-z2-9]{10}$/);
    expect(secretary.accountId).toBeGreaterThan(0);
  });
});
