/** How the service meets the network: proxies that are trusted, writes of other pages, files on the way in, too many requests. */
import { connect, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NetworkRules, PLAIN_NETWORK } from '../src/app/network-rules.server.ts';
import { makeService } from '../src/app/serve.server.ts';
import { arrangeHalves } from './access-city.ts';
import { type Client, PASSWORD, signInOver, startTestHouse, type TestCity, type TestHouse } from './harness.ts';

interface Refused {
  error: { code: string; what: string; now: string; data?: { seconds?: number } };
}

describe('the service on a network', () => {
  let house: TestHouse;
  let city: TestCity;
  let department: Client;
  const ends: (() => Promise<unknown>)[] = [];

  async function served(rules: Partial<NetworkRules> = {}): Promise<string> {
    const server = await makeService(house.house, { log: false, rules: { ...PLAIN_NETWORK, ...rules } });
    ends.push(() => server.close());
    return server.listen({ host: '127.0.0.1', port: 0 });
  }
  const signIn = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${address}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xieshi': '1', ...headers },
      body: JSON.stringify({ city: 'network', username: 'bumen', password: PASSWORD }),
    });

  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('network');
    await arrangeHalves(city, []);
    department = await city.signIn('bumen', [{ role: 'organizationDept', orgId: null }]);
  });
  afterAll(async () => {
    for (const end of ends) await end();
    await house.close();
  });

  describe('behind a proxy', () => {
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };

    test('that nobody has named, what it says of the client is not believed', async () => {
      const answer = await signIn(await served(), forwarded);
      expect(answer.status).toBe(200);
      const [cookie] = answer.headers.getSetCookie();
      expect(cookie).toMatch(/^xieshi=network\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/);
      expect(answer.headers.get('strict-transport-security')).toBeNull();
    });

    test('that is trusted, the cookie is held to TLS and to this host, and the browser to TLS', async () => {
      const address = await served({ proxies: ['127.0.0.0/8'] });
      const answer = await signIn(address, forwarded);
      const [cookie] = answer.headers.getSetCookie();
      expect(cookie).toMatch(/^__Host-xieshi=network\.[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}$/);
      const [pair = ''] = cookie!.split(';');
      const me = (headers: Record<string, string>) =>
        fetch(`${address}/api/me`, { headers: { cookie: pair, ...headers } });
      expect((await me(forwarded)).status).toBe(200);
      // The same cookie over a plain way is nobody's.
      expect((await me({})).status).toBe(401);
    });

    test('the address that counts is the client’s when the proxy is trusted, and the proxy’s own otherwise', async () => {
      const refusedFrom = async (address: string, client: string): Promise<number> => {
        let refused = 0;
        for (let at = 0; at < 300; at += 1)
          if ((await fetch(`${address}/api/door`, { headers: { 'x-forwarded-for': client } })).status === 429)
            refused += 1;
        return refused;
      };
      const trusting = await served({ proxies: ['127.0.0.1'], requestsPerMinute: 60 });
      expect(await refusedFrom(trusting, '203.0.113.9')).toBe(60);
      expect((await fetch(`${trusting}/api/door`, { headers: { 'x-forwarded-for': '203.0.113.10' } })).status).toBe(
        200,
      );
      const plain = await served({ requestsPerMinute: 60 });
      expect(await refusedFrom(plain, '203.0.113.9')).toBe(60);
      expect((await fetch(`${plain}/api/door`, { headers: { 'x-forwarded-for': '203.0.113.10' } })).status).toBe(429);
    });
  });

  describe('a write', () => {
    const write = async (address: string, headers: Record<string, string>): Promise<string | undefined> => {
      const cookie = (await signIn(address)).headers.getSetCookie()[0]!.split(';')[0]!;
      const answer = await fetch(`${address}/api/sign-out`, { method: 'POST', headers: { cookie, ...headers } });
      return answer.ok ? undefined : ((await answer.json()) as Refused).error.code;
    };

    test.each<[says: string, headers: Record<string, string>]>([
      ['without the header that no form can set', {}],
      ['from another site', { 'x-xieshi': '1', origin: 'https://evil.example' }],
      ['from a sandboxed frame', { 'x-xieshi': '1', origin: 'null' }],
      ['from an origin that is no address', { 'x-xieshi': '1', origin: 'http://[' }],
      ['from a page of a neighboring host', { 'x-xieshi': '1', 'sec-fetch-site': 'same-site' }],
      ['from a page elsewhere, by the browser’s own word', { 'x-xieshi': '1', 'sec-fetch-site': 'cross-site' }],
    ])('%s is refused', async (_says, headers) => {
      expect(await write(house.address, headers)).toBe('foreign-write');
    });

    test('from our own page is taken, under the public address too', async () => {
      const own = { 'x-xieshi': '1', 'sec-fetch-site': 'same-origin' };
      expect(await write(house.address, { ...own, origin: house.address })).toBeUndefined();
      const address = await served({ publicUrl: 'https://xieshi.example.gov.cn' });
      expect(await write(address, { ...own, origin: 'https://xieshi.example.gov.cn' })).toBeUndefined();
    });

    test('as plain text is not read', async () => {
      const answer = await fetch(`${house.address}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', 'x-xieshi': '1' },
        body: '{}',
      });
      expect([answer.status, ((await answer.json()) as Refused).error.code]).toEqual([415, 'kind-of-content-unknown']);
    });
  });

  describe('a file', () => {
    const csv = Buffer.from('姓名\n张三');

    test.each<[says: string, bytes: Buffer]>([
      ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
      ['a program', Buffer.from('4d5a90000300000004000000ffff0000', 'hex')],
      ['nothing', Buffer.alloc(0)],
    ])('that is %s and calls itself a workbook is refused by what is in it', async (_says, bytes) => {
      const { body } = await department.upload<{ added: string[]; refused: { name: string; what: string }[] }>(
        '/import/tray',
        [{ name: '名册.xlsx', bytes }],
      );
      expect(body.added).toEqual([]);
      expect(body.refused).toMatchObject([{ name: '名册.xlsx', what: expect.stringContaining('名册.xlsx') }]);
    });

    test('larger than the setting allows is refused with the limit', async () => {
      const address = await served({ uploadMegabytes: 1 });
      const client = await signInOver(address, 'network', 'bumen', PASSWORD);
      const large = { name: '大.csv', bytes: Buffer.alloc(1024 * 1024 + 1, '甲') };
      const refused = await client.upload('/import/tray', [large]);
      expect([refused.status, refused.error?.what]).toEqual([413, '“大.csv”超过了1MB']);
      const just = { name: '可以.csv', bytes: Buffer.concat([csv, Buffer.alloc(1024 * 1024 - csv.length, ' ')]) };
      expect((await client.upload('/import/tray', [just])).status).toBe(200);
      const six = Array.from({ length: 6 }, (_, at) => ({ ...just, name: `${at}.csv` }));
      expect((await client.upload('/import/tray', six)).error?.what).toBe('一次传的文件加起来超过了5MB');
    });

    test('among too many is refused', async () => {
      const many = Array.from({ length: 21 }, (_, at) => ({ name: `${at}.csv`, bytes: csv }));
      const refused = await department.upload('/import/tray', many);
      expect([refused.status, refused.error?.what]).toEqual([413, '一次最多传20个文件']);
    });

    test('with a name that looks like another is kept under what it is', async () => {
      await department.upload('/import/tray', [{ name: '../名册\u202Evsc.\u0007csv', bytes: csv }]);
      const { body } = await department.get<{ files: { name: string }[] }>('/import/tray');
      expect(body.files.map(({ name }) => name)).toContain('名册vsc.csv');
    });

    test('with a name longer than any office writes is refused', async () => {
      const refused = await department.upload('/import/tray', [{ name: `${'长'.repeat(160)}.csv`, bytes: csv }]);
      expect([refused.status, refused.error?.code]).toEqual([422, 'file-name-unusable']);
    });

    test('is asked for where something else is sent', async () => {
      const refused = await department.post('/import/tray', {});
      expect([refused.status, refused.error?.what]).toEqual([415, '没有收到文件']);
    });
  });

  test('a sign-in that sends without end is slowed down in words; others are not, nor those who only look at pages', async () => {
    const address = await served({ requestsPerMinute: 60 });
    const wild = await signInOver(address, 'network', 'bumen', PASSWORD);
    const calm = await signInOver(address, 'network', 'bumen', PASSWORD);
    const answers = [];
    for (let at = 0; at < 65; at += 1) answers.push(await wild.get('/me'));
    const refused = answers.filter(({ status }) => status === 429);
    // The first counts for the address: only then is it known whose it is.
    expect(refused.length).toBe(4);
    expect(refused[0]!.error).toMatchObject({
      code: 'too-many-requests',
      what: '一分钟里发来的请求太多',
      now: expect.stringMatching(/^请\d+秒后再试/),
    });
    expect((await calm.get('/me')).status).toBe(200);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });

  test('credentials that nobody has do not help whoever invents a new one each time', async () => {
    const address = await served({ requestsPerMinute: 60 });
    let refused = 0;
    for (let at = 0; at < 250; at += 1) {
      const cookie = `xieshi=network.${String(at).padStart(43, 'x')}`;
      if ((await fetch(`${address}/api/me`, { headers: { cookie } })).status === 429) refused += 1;
    }
    expect(refused).toBe(10);
  });

  test('it asks nothing of any other host, at work and by itself', async () => {
    const asked: unknown[] = [];
    const real = Socket.prototype.connect;
    Socket.prototype.connect = function spied(this: Socket, ...args: unknown[]) {
      asked.push(args.flat(2)[0]);
      return Reflect.apply(real, this, args) as Socket;
    } as typeof real;
    try {
      const address = await served();
      const client = await signInOver(address, 'network', 'bumen', PASSWORD);
      await client.upload('/import/tray', [{ name: '名册.csv', bytes: Buffer.from('姓名\n张三') }]);
      await client.get('/import/tray');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      connect({ host: '127.0.0.1', port: Number(new URL(address).port) }).destroy();
    } finally {
      Socket.prototype.connect = real;
    }
    expect(asked.length).toBeGreaterThan(0);
    const elsewhere = asked.filter((to) => {
      const { path, host } = to as { path?: string; host?: string };
      return path === undefined && host !== undefined && !/^(127\.|localhost$|::1$)/.test(host);
    });
    expect(elsewhere).toEqual([]);
  });
});
