/** Signing in by way of the unit's own identity provider, real and odd. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openIdProvider } from '../src/platform/identity/provider.server.ts';
import type { AccountLine, Me } from '../src/platform/identity/room.ts';
import { browserAt, type Client, type Jar, startTestHouse, type TestCity, type TestHouse } from './harness.ts';
import {
  CLIENT,
  type Oddity,
  type Staff,
  startOddProvider,
  startProvider,
  type TestProvider,
} from './identity-provider.ts';

const NAME = '市统一认证';
const settingsFor = (issuer: string, publicUrl: string) => ({
  ...CLIENT,
  issuer,
  publicUrl,
  name: NAME,
  claim: 'preferred_username',
});

type Browser = ReturnType<typeof browserAt>;

/** Walks through the provider's pages with a cookie jar of its own until it sends the browser back; answers the query it came with. */
async function walk(address: string, username: string): Promise<string> {
  const jar: Jar = new Map();
  let next = new URL(address);
  let form: string | undefined;
  for (let step = 0; step < 10; step += 1) {
    const response = await fetch(next, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: form,
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      jar.set(name!, value!);
    }
    const to = response.headers.get('location');
    form = to === null ? `username=${encodeURIComponent(username)}` : undefined;
    if (to === null) continue;
    next = new URL(to, next);
    if (next.pathname === '/sign-in/back') return next.search;
  }
  throw new Error(`the provider did not send the browser back: ${next}`);
}

describe('single sign-on', () => {
  let house: TestHouse;
  let city: TestCity;
  let security: Client;
  let provider: TestProvider;
  const staff: Staff = new Map([
    ['s-1', 'wangfang'],
    ['s-2', 'jizi'],
    ['s-3', 'nobody-here'],
    ['s-4', 'tingyong'],
    ['s-5', 'machine-name'],
    ['s-6', 'audit2'],
  ]);
  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('sso');
    provider = await startProvider(house.address, staff);
    security = await city.signIn('security', [{ role: 'securityAdmin', orgId: null }]);
    for (const username of ['wangfang', 'tingyong'])
      await city.signIn(username, [{ role: 'organizationDept', orgId: null }]);
    await city.signIn('audit2', [{ role: 'auditAdmin', orgId: null }]);
  });
  afterAll(async () => {
    await provider.close();
    await house.close();
  });
  beforeEach(() => {
    house.house.provider = openIdProvider(settingsFor(provider.issuer, house.address));
  });

  const begin = async (browser: Browser) => browser.post<{ address: string }>('/sign-in/elsewhere', { city: 'sso' });
  /** As somebody does it: away from our page, through theirs, back to ours. */
  async function enter(username: string, browser = browserAt(house.address)) {
    const { body } = await begin(browser);
    const answer = await walk(body.address, username);
    return { browser, answer, entered: await browser.post<Me>('/sign-in/elsewhere/back', { answer }) };
  }
  const account = async (username: string): Promise<AccountLine> =>
    (await security.get<{ accounts: AccountLine[] }>('/accounts')).body.accounts.find(
      (one) => one.username === username,
    )!;

  test('is offered at the door only where it is set', async () => {
    const browser = browserAt(house.address);
    expect((await browser.get<object>('/door')).body).toMatchObject({ elsewhere: NAME });
    house.house.provider = undefined;
    expect((await browser.get<object>('/door')).body).not.toHaveProperty('elsewhere');
    expect((await begin(browser)).error?.code).toBe('no-provider');
  });

  test('lets in whose username is known, binds the account, and leaves a line', async () => {
    const { browser, entered } = await enter('wangfang');
    expect(entered.body).toMatchObject({ name: 'wangfang', stage: 'full', mustChangePassword: false });
    expect((await browser.get('/city')).status).toBe(200);
    expect(await account('wangfang')).toMatchObject({ boundTo: 's-1' });
    const lines = await city.asOwner(`select actor, outcome from audit_line where route = 'identity.signInElsewhere'`);
    expect(lines).toEqual([{ actor: 'wangfang', outcome: 'done' }]);
  });

  test('goes by the subject afterwards: another one of that name is refused, the same one renamed is not', async () => {
    await enter('wangfang');
    staff.set('s-1', 'wangfang-renamed').set('s-9', 'wangfang');
    expect((await enter('wangfang')).entered.error).toMatchObject({ code: 'bound-to-another' });
    expect((await enter('wangfang-renamed')).entered.body).toMatchObject({ name: 'wangfang' });
    const { id } = await account('wangfang');
    expect((await security.post(`/accounts/${id}/single-sign-on/undo`)).status).toBe(200);
    expect(await account('wangfang')).toMatchObject({ boundTo: null });
    expect((await enter('wangfang')).entered.status).toBe(200);
    staff.set('s-1', 'wangfang').delete('s-9');
    await security.post(`/accounts/${id}/single-sign-on/undo`);
  });

  test('takes back a first password that its owner never typed', async () => {
    const made = await security.post<{ id: number; password: string }>('/accounts', {
      username: 'jizi',
      name: '机要室',
      personId: null,
      roles: [{ role: 'organizationDept', orgId: null }],
    });
    const { browser, entered } = await enter('jizi');
    expect(entered.body).toMatchObject({ mustChangePassword: false });
    expect((await browser.get('/city')).status).toBe(200);
    const byPassword = await browserAt(house.address).post('/sign-in', {
      city: 'sso',
      username: 'jizi',
      password: (made.body as { password: string }).password,
    });
    expect(byPassword.error?.code).toBe('sign-in-wrong');
  });

  test('does not stand for the second factor of an administrator', async () => {
    const { browser, entered } = await enter('audit2');
    expect(entered.body).toMatchObject({ stage: 'password' });
    expect((await browser.get('/audit')).status).toBe(403);
  });

  test('makes no account, and none that is switched off or of a machine lets anybody in', async () => {
    expect((await enter('nobody-here')).entered.error).toMatchObject({ code: 'account-unknown' });
    await security.post(`/accounts/${(await account('tingyong')).id}/disabled`, { disabled: true });
    expect((await enter('tingyong')).entered.error).toMatchObject({ code: 'account-disabled' });
    await city.asOwner(
      `insert into account (username, name, kind, created_at) values ('machine-name', '机器', 'machine', now())`,
    );
    expect((await enter('machine-name')).entered.error).toMatchObject({ code: 'account-of-machine' });
  });

  test('who declines there is told so, and can go on with the password', async () => {
    const { entered } = await enter('not on the staff');
    expect(entered.error).toMatchObject({ code: 'sign-in-declined', what: `${NAME}没有同意这次登录` });
  });

  test('signs out there as well when it began there', async () => {
    const { browser } = await enter('wangfang');
    const { body } = await browser.post<{ leaveAt?: string }>('/sign-out');
    const leave = new URL((body as { leaveAt: string }).leaveAt);
    expect(leave.origin).toBe(provider.issuer);
    expect(leave.searchParams.get('post_logout_redirect_uri')).toBe(`${house.address}/`);
    expect((await browser.get('/me')).status).toBe(401);
    const department = await city.signIn('by-password', [{ role: 'organizationDept', orgId: null }]);
    expect((await department.post('/sign-out')).body).toEqual({});
  });

  test('comes back to the browser that left, once, and in time', async () => {
    const browser = browserAt(house.address);
    const { body } = await begin(browser);
    const answer = await walk(body.address, 'wangfang');
    const lost = { code: 'sign-in-state-lost' };
    expect((await browserAt(house.address).post('/sign-in/elsewhere/back', { answer })).error).toMatchObject(lost);
    expect((await browser.post('/sign-in/elsewhere/back', { answer: '?code=x&state=forged' })).error).toMatchObject(
      lost,
    );
    // That try used up what the browser kept.
    expect((await browser.post('/sign-in/elsewhere/back', { answer })).error).toMatchObject(lost);

    const late = browserAt(house.address);
    const begun = await begin(late);
    const inTime = await walk(begun.body.address, 'wangfang');
    house.setClock('2017-06-28T14:11:00+08:00');
    expect((await late.post('/sign-in/elsewhere/back', { answer: inTime })).error).toMatchObject(lost);
    house.setClock('2017-06-28T14:00:00+08:00');
  });

  test('a state that was changed on the way is no state', async () => {
    const jar: Jar = new Map();
    const browser = browserAt(house.address, jar);
    const { body } = await begin(browser);
    const answer = await walk(body.address, 'wangfang');
    const [kept = '', signed] = jar.get('xieshi-elsewhere')!.split('.');
    const state = JSON.parse(Buffer.from(kept, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...state, city: 'other' })).toString('base64url');
    jar.set('xieshi-elsewhere', `${changed}.${signed}`);
    expect((await browser.post('/sign-in/elsewhere/back', { answer })).error?.code).toBe('sign-in-state-lost');
  });

  describe('with a provider that does wrong', () => {
    let odd: Awaited<ReturnType<typeof startOddProvider>>;
    beforeAll(async () => {
      odd = await startOddProvider();
      await city.signIn('odd', [{ role: 'organizationDept', orgId: null }]);
    });
    afterAll(() => odd.close());
    beforeEach(() => {
      odd.odd({});
      house.house.provider = openIdProvider(settingsFor(odd.issuer, house.address));
    });

    /** Comes back with a code that the provider takes, and the claims that it then tells. */
    async function comeBack(oddity: Oddity) {
      const browser = browserAt(house.address);
      const { body } = await begin(browser);
      const asked = new URL(body.address).searchParams;
      expect(asked.get('code_challenge_method')).toBe('S256');
      odd.odd(oddity, asked.get('nonce')!);
      return browser.post('/sign-in/elsewhere/back', { answer: `?code=any&state=${asked.get('state')}` });
    }

    const ago = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds;
    test('a token that is right lets in, so that the faults below are the only ones', async () => {
      expect((await comeBack({})).status).toBe(200);
      await city.asOwner(`update account set oidc_subject = null where username = 'odd'`);
    });
    test.each<[string, Oddity, string]>([
      ['another issuer', { claims: { iss: 'http://127.0.0.1:1' } }, 'provider-answer-unfit'],
      ['another audience', { claims: { aud: 'somebody-else' } }, 'provider-answer-unfit'],
      ['another nonce', { claims: { nonce: 'of an earlier sign-in' } }, 'provider-answer-unfit'],
      ['another key', { foreignKey: true }, 'provider-answer-unfit'],
      ['a clock far behind', { claims: { iat: ago(3900), exp: ago(3600) } }, 'provider-clock'],
      ['a clock far ahead', { claims: { nbf: ago(-3600) } }, 'provider-clock'],
      ['no username', { claims: { preferred_username: undefined } }, 'provider-claim-missing'],
      ['a code that was used', { error: 'invalid_grant' }, 'sign-in-state-lost'],
      ['a secret that it does not know', { error: 'invalid_client' }, 'provider-refuses-us'],
    ])('%s is told in words and lets nobody in', async (_, oddity, code) => {
      const { error } = await comeBack(oddity);
      expect(error).toMatchObject({ code, what: expect.stringMatching(/\p{Script=Han}/u), now: expect.any(String) });
      expect(await account('odd')).toMatchObject({ boundTo: null });
    });

    test('one that says nothing is waited for three seconds, and asked again the next time', async () => {
      odd.odd({ silent: true });
      const since = performance.now();
      expect((await begin(browserAt(house.address))).error).toMatchObject({ code: 'provider-unreachable' });
      const waited = performance.now() - since;
      expect(waited).toBeGreaterThan(2_500);
      expect(waited).toBeLessThan(4_500);
      odd.odd({});
      expect((await begin(browserAt(house.address))).status).toBe(200);
    });

    test('one that is not there is told at once', async () => {
      house.house.provider = openIdProvider(settingsFor('http://127.0.0.1:9', house.address));
      expect((await begin(browserAt(house.address))).error).toMatchObject({ code: 'provider-unreachable' });
    });
  });
});
