import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HANDLERS } from '../src/app/handlers.server.ts';
import { declaredRoutes } from '../src/app/open-api.server.ts';
import { codeAt, stepAt } from '../src/platform/identity/factor.server.ts';
import type { AccountLine, Me } from '../src/platform/identity/room.ts';
import { arrangeHalves } from './access-city.ts';
import { SAMPLES } from './access-samples.ts';
import {
  browserAt,
  type Client,
  FACTOR,
  type Jar,
  PASSWORD,
  signInOver,
  startTestHouse,
  type TestCity,
  type TestHouse,
} from './harness.ts';

const START = '2017-06-28T09:00:00+08:00';
const NEXT = 'river-lantern-41';

describe('signing in in two steps', () => {
  let house: TestHouse;
  let city: TestCity;
  let security: Client;
  let system: Client;
  let audit: Client;
  beforeAll(async () => {
    house = await startTestHouse(START);
    city = await house.makeCity('factor');
    security = await city.signIn('anquan', [{ role: 'securityAdmin', orgId: null }]);
    system = await city.signIn('xitong', [{ role: 'systemAdmin', orgId: null }]);
    audit = await city.signIn('shenji', [{ role: 'auditAdmin', orgId: null }]);
  });
  afterAll(() => house.close());

  const later = (minutes: number): void =>
    house.setClock(new Date(house.house.clock().getTime() + minutes * 60_000).toISOString());
  const code = (secret = FACTOR): string => codeAt(secret, stepAt(house.house.clock()));
  const stage = async (browser: ReturnType<typeof browserAt>, username: string, password = PASSWORD) =>
    (await browser.post<Me>('/sign-in', { city: 'factor', username, password })).body.stage;
  /** An administrator without a second factor, as two administrators make one. */
  async function bareAdministrator(username: string): Promise<{ id: number; password: string }> {
    const roles = [{ role: 'auditAdmin', orgId: null }];
    const made = await security.post<{ id: number; password: string }>('/accounts', {
      username,
      name: `${username}员`,
      personId: null,
      roles,
    });
    const list = await system.get<{ requests: { id: string; username: string }[] }>('/factor-resets');
    const request = list.body.requests.find((one) => one.username === username)!;
    expect((await system.post(`/factor-resets/${request.id}/confirm`)).status).toBe(200);
    return made.body;
  }

  test('a password alone opens nothing but the second step', async () => {
    const browser = browserAt(house.address);
    expect(await stage(browser, 'anquan')).toBe('password');
    const arranged = await arrangeHalves(await house.makeCity('halves'), []);
    const open = new Set(['identity.me', 'identity.signOut', 'identity.secondFactor']);
    const faults: string[] = [];
    for (const route of declaredRoutes().filter(({ id, ability }) => ability !== 'open' && !open.has(id))) {
      const { path, body } = await SAMPLES[route.id]!({ ...arranged, side: 'north' });
      const send = { GET: browser.get, POST: browser.post, PUT: browser.put, DELETE: browser.delete }[route.method];
      const { status, error } = await send(path, body);
      if (status !== 403 || error?.code !== 'second-factor-needed') faults.push(`${route.id} ${status} ${error?.code}`);
    }
    expect(faults).toEqual([]);
    expect((await browser.get<Me>('/me')).body.stage).toBe('password');
  });

  test('the right code lets in under a new token, and the former token is worth nothing', async () => {
    later(5);
    const jar: Jar = new Map();
    const browser = browserAt(house.address, jar);
    await stage(browser, 'anquan');
    const former: Jar = new Map(jar);
    expect((await browser.post<Me>('/sign-in/second-factor', { code: code() })).body).toMatchObject({ stage: 'full' });
    expect((await browser.get('/accounts')).status).toBe(200);
    expect((await browserAt(house.address, former).get('/me')).error?.code).toBe('not-signed-in');
  });

  test('a code is taken once, and those of the neighboring half minutes are taken too', async () => {
    later(5);
    const again = async (given: string) => {
      const browser = browserAt(house.address);
      await stage(browser, 'anquan');
      return (await browser.post('/sign-in/second-factor', { code: given })).status;
    };
    const at = (step: number): string => codeAt(FACTOR, stepAt(house.house.clock()) + step);
    expect(await again(at(-2))).toBe(422);
    expect(await again(at(-1))).toBe(200);
    expect(await again(at(-1))).toBe(422);
    expect(await again(at(1))).toBe(200);
    expect(await again(at(0))).toBe(422);
    expect(await again(at(2))).toBe(422);
  });

  test('an administrator changes his first password and sets up a code before anything else', async () => {
    const { password } = await bareAdministrator('first');
    const browser = browserAt(house.address);
    expect(await stage(browser, 'first', password)).toBe('enroll');
    expect((await browser.get('/audit')).error?.code).toBe('enrollment-needed');
    expect((await browser.post('/me/password', { current: password, next: NEXT })).status).toBe(200);
    const begun = await browser.post<{ secret: string; uri: string }>('/me/factor/begin');
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\//);
    expect((await browser.post('/me/factor', { code: '000000' })).error?.code).toBe('code-wrong');
    expect((await browser.get('/audit')).status).toBe(403);
    const set = await browser.post<{ recoveryCodes: string[] }>('/me/factor', { code: code(begun.body.secret) });
    expect(new Set(set.body.recoveryCodes).size).toBe(10);
    expect((await browser.get('/audit')).status).toBe(200);

    later(1);
    const second = browserAt(house.address);
    expect(await stage(second, 'first', NEXT)).toBe('password');
    expect((await second.post('/sign-in/second-factor', { code: code(begun.body.secret) })).status).toBe(200);

    const [recovery] = set.body.recoveryCodes;
    const third = browserAt(house.address);
    await stage(third, 'first', NEXT);
    expect((await third.post('/sign-in/second-factor', { code: recovery!.toUpperCase() })).status).toBe(200);
    expect((await third.get('/me/factor')).body).toMatchObject({ must: true, recoveryLeft: 9 });
    const fourth = browserAt(house.address);
    await stage(fourth, 'first', NEXT);
    expect((await fourth.post('/sign-in/second-factor', { code: recovery })).error?.code).toBe('code-wrong');

    later(1);
    const renewed = await third.post<{ recoveryCodes: string[] }>('/me/factor/recovery-codes', {
      code: code(begun.body.secret),
    });
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    const fifth = browserAt(house.address);
    await stage(fifth, 'first', NEXT);
    const tries = [set.body.recoveryCodes[1], renewed.body.recoveryCodes[1]];
    const statuses: number[] = [];
    for (const one of tries) statuses.push((await fifth.post('/sign-in/second-factor', { code: one })).status);
    expect(statuses).toEqual([422, 200]);
    expect((await third.post('/me/factor/off', { code: renewed.body.recoveryCodes[2] })).error?.code).toBe(
      'factor-required',
    );
  });

  test('neither secrets nor recovery codes stand in the database in the clear', async () => {
    const rows = await city.asOwner<{ text: string }>(
      `select encode(coalesce(secret, next_secret), 'escape') as text from account_factor
       union all select encode(digest, 'escape') from recovery_code`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { text } of rows) expect(text).not.toContain(FACTOR);
  });

  test('anybody may switch it on, and off again where the city does not want it; another phone needs the former one', async () => {
    const cadre = await city.signIn('zhou', [{ role: 'leadingCadre', orgId: null }]);
    const first = (await cadre.post<{ secret: string }>('/me/factor/begin')).body.secret;
    expect((await cadre.post('/me/factor', { code: code(first) })).status).toBe(200);
    const second = (await cadre.post<{ secret: string }>('/me/factor/begin')).body.secret;
    expect((await cadre.post('/me/factor', { code: code(second) })).error?.code).toBe('former-code-needed');
    later(1);
    expect((await cadre.post('/me/factor', { code: code(second), former: code(second) })).error?.code).toBe(
      'code-wrong',
    );
    expect((await cadre.post('/me/factor', { code: code(second), former: code(first) })).status).toBe(200);
    later(1);
    expect((await cadre.post('/me/factor/off', { code: code(first) })).error?.code).toBe('code-wrong');
    expect((await cadre.post('/me/factor/off', { code: code(second) })).status).toBe(200);
    expect(await stage(browserAt(house.address), 'zhou')).toBe('full');
  });

  test('a rule that comes later holds for those who are signed in already', async () => {
    const checker = await city.signIn('kong', [{ role: 'leaderInCharge', orgId: null }]);
    expect((await checker.get('/me/factor')).status).toBe(200);
    const settings = (await security.get<Record<string, unknown>>('/security-settings')).body;
    await security.put('/security-settings', { ...settings, factorPolicy: 'checkers' });
    expect((await checker.get('/me/factor')).error?.code).toBe('enrollment-needed');
    expect((await checker.get<Me>('/me')).body.stage).toBe('enroll');
    await security.put('/security-settings', { ...settings, factorPolicy: 'nobody' });
    expect((await checker.get('/me/factor')).status).toBe(200);
  });

  describe('when the phone is lost', () => {
    const ask = (by: Client, accountId: number) =>
      by.post<{ id: string }>('/factor-resets', { accountId, reason: '本人持证来办，手机昨天丢失' });

    test('one administrator asks, one of another kind confirms; sessions end and a new code is set up', async () => {
      const cadre = await city.signIn('wu', [{ role: 'leadingCadre', orgId: null }]);
      const secret = (await cadre.post<{ secret: string }>('/me/factor/begin')).body.secret;
      await cadre.post('/me/factor', { code: code(secret) });
      const found = await security.get<{ accounts: { id: number }[] }>('/factor-resets/accounts?q=wu');
      expect(found.body.accounts).toEqual([{ id: cadre.accountId, name: 'wu', username: 'wu' }]);
      const { id } = (await ask(security, cadre.accountId)).body;
      expect((await ask(system, cadre.accountId)).error?.code).toBe('reset-open');
      expect((await security.post(`/factor-resets/${id}/confirm`)).error?.code).toBe('reset-same-person');
      expect((await cadre.get('/me')).status).toBe(200);
      expect((await system.post(`/factor-resets/${id}/confirm`)).status).toBe(200);
      expect((await audit.post(`/factor-resets/${id}/confirm`)).error?.code).toBe('reset-closed');
      expect((await cadre.get('/me')).error?.code).toBe('not-signed-in');
      expect(await stage(browserAt(house.address), 'wu')).toBe('enroll');
      const lines = await city.asOwner<{ actor: string; route: string; outcome: string }>(
        `select actor, route, outcome from audit_line where route like 'factorReset.%' and subject_id = $1 order by seq`,
        [String(cadre.accountId)],
      );
      expect(lines.map(({ actor, route, outcome }) => `${actor} ${route} ${outcome}`)).toEqual([
        'anquan factorReset.ask done',
        'anquan factorReset.confirm refused',
        'xitong factorReset.confirm done',
        'shenji factorReset.confirm refused',
      ]);
    });

    test('it takes two kinds of administrators, none of them the one concerned, within a day', async () => {
      const other = await city.signIn('anquan2', [{ role: 'securityAdmin', orgId: null }]);
      expect((await ask(audit, audit.accountId)).error?.code).toBe('reset-own-account');
      const { id } = (await ask(security, audit.accountId)).body;
      expect((await other.post(`/factor-resets/${id}/confirm`)).error?.code).toBe('reset-same-kind');
      expect((await audit.post(`/factor-resets/${id}/confirm`)).error?.code).toBe('reset-own-account');
      expect((await audit.post(`/factor-resets/${id}/cancel`)).error?.code).toBe('reset-own-account');
      const list = await system.get<{ requests: { id: string; state: string; mayConfirm: boolean }[] }>(
        '/factor-resets',
      );
      expect(list.body.requests.find((one) => one.id === id)).toMatchObject({ state: 'open', mayConfirm: true });
      expect((await system.post(`/factor-resets/${id}/cancel`)).status).toBe(200);
      expect((await system.post(`/factor-resets/${id}/confirm`)).error?.code).toBe('reset-closed');

      const next = (await ask(security, audit.accountId)).body.id;
      later(24 * 60);
      const back = await signInOver(house.address, 'factor', 'xitong', PASSWORD);
      expect((await back.post(`/factor-resets/${next}/confirm`)).error?.code).toBe('reset-closed');
    });

    test('the administrators are told names of accounts there, and no business', async () => {
      const back = await signInOver(house.address, 'factor', 'xitong', PASSWORD);
      expect((await back.get('/accounts')).status).toBe(403);
      expect((await back.get('/people/1')).status).toBe(403);
    });
  });

  test('the three administrators of a new city change nothing, and set up their code', async () => {
    const empty = await startTestHouse(START);
    try {
      const browser = browserAt(empty.address);
      const administrators = { systemAdmin: NEXT, securityAdmin: NEXT, auditAdmin: 'lantern-bridge-7' };
      const organizationDept = { username: 'zuzhibu', password: NEXT };
      const body = { code: 'shili', name: '示例市', administrators, organizationDept };
      expect(
        (await browser.post('/set-up', { ...body, administrators: { ...administrators, auditAdmin: '1234567890' } }))
          .error,
      ).toMatchObject({ code: 'password-common', where: '审计管理员的密码' });
      expect((await browser.post('/set-up', body)).status).toBe(200);
      for (const [username, password, expected] of [
        ['system', NEXT, 'enroll'],
        ['security', NEXT, 'enroll'],
        ['audit', 'lantern-bridge-7', 'enroll'],
        ['zuzhibu', NEXT, 'full'],
      ] as const) {
        const me = await browserAt(empty.address).post<Me>('/sign-in', { city: 'shili', username, password });
        expect(me.body).toMatchObject({ stage: expected, mustChangePassword: false });
      }
    } finally {
      await empty.close();
    }
  });

  test('every route of the rooms that answers before the sign-in is done is one of these', () => {
    expect(
      HANDLERS.filter(({ route }) => route.stages)
        .map(({ route }) => route.id)
        .toSorted(),
    ).toEqual(['factor.begin', 'identity.changePassword', 'identity.me']);
  });

  test('a list of accounts does not tell when somebody signed in last', async () => {
    const back = await signInOver(house.address, 'factor', 'anquan', PASSWORD);
    const { accounts } = (await back.get<{ accounts: AccountLine[] }>('/accounts')).body;
    expect(JSON.stringify(accounts)).not.toMatch(/signedIn|lastUsed|startedAt/);
  });
});
