import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Me } from '../src/platform/identity/room.ts';
import {
  browserAt,
  type Client,
  PASSWORD,
  signInOver,
  startTestHouse,
  type TestCity,
  type TestHouse,
} from './harness.ts';

const DEFAULTS = { leastLength: 10, renewalDays: null, idleMinutes: 60, absoluteHours: null, factorPolicy: 'nobody' };

describe('what a city sets for passwords and sessions', () => {
  let house: TestHouse;
  let city: TestCity;
  let security: Client;
  let member: Client;
  let made = 0;
  beforeEach(async () => {
    house ??= await startTestHouse();
    house.setClock('2017-06-28T08:00:00+08:00');
    made += 1;
    city = await house.makeCity(`settings${made}`);
    security = await city.signIn('anquan', [{ role: 'securityAdmin', orgId: null }]);
    member = await city.signIn('zhoushu', [{ role: 'member', orgId: null }]);
  });
  afterAll(() => house.close());

  const set = (changes: object) => security.put('/security-settings', { ...DEFAULTS, ...changes });
  const at = (time: string): void => house.setClock(`2017-06-${time}+08:00`);
  const change = (next: string, current = PASSWORD) => member.post('/me/password', { current, next });

  test('a new password follows the rules of the city, which are told beforehand', async () => {
    expect((await security.get('/security-settings')).body).toEqual(DEFAULTS);
    expect((await change('lantern41')).error).toMatchObject({ code: 'password-short', where: 'next' });
    await set({ leastLength: 14 });
    expect((await member.get<Me>('/me')).body.leastLength).toBe(14);
    expect((await change('lantern-river')).error?.code).toBe('password-short');
    expect((await change('zhoushu-lantern')).error?.code).toBe('password-names');
    expect((await change('qwertyuiop!!!!')).error?.code).toBe('password-common');
    expect((await change(PASSWORD)).error?.code).toBe('password-same');
    expect((await change('lantern-river-41')).status).toBe(200);
  });

  test('a change is kept in the log with the old and the new value, and others may not look', async () => {
    expect((await set({ idleMinutes: 30, renewalDays: 90 })).status).toBe(200);
    const lines = await city.asOwner<{ subject_id: string }>(
      `select subject_id from audit_line where route = 'security.set'`,
    );
    expect(lines.map((line) => line.subject_id)).toEqual([
      '密码更换期限（天）：不设→90；多久不操作须重新登录（分钟）：60→30',
    ]);
    const auditor = await city.signIn('shenji', [{ role: 'auditAdmin', orgId: null }]);
    expect(JSON.stringify((await auditor.get('/audit')).body)).toContain('密码更换期限（天）：不设→90');
    expect((await member.get('/security-settings')).status).toBe(403);
    expect((await set({ leastLength: 7 })).error?.code).toBe('input-invalid');
    expect((await set({ idleMinutes: 2 })).error?.code).toBe('input-invalid');
  });

  test('after the days set a password must be changed, and then lets in again', async () => {
    await set({ renewalDays: 7, absoluteHours: 720, idleMinutes: 1440 });
    house.setClock('2017-07-05T08:00:00+08:00');
    const back = await signInOver(house.address, city.city.code, 'zhoushu', PASSWORD);
    expect((await back.get<Me>('/me')).body.mustChangePassword).toBe(true);
    expect((await back.get('/organizations')).error?.code).toBe('password-must-change');
    await back.post('/me/password', { current: PASSWORD, next: 'lantern-river-41' });
    expect((await back.get('/organizations')).status).toBe(200);
  });

  test('an unused session is over after an hour, one in use after twelve, or as the city says', async () => {
    at('28T08:59:59');
    expect((await member.get('/me')).status).toBe(200);
    at('28T09:59:58');
    expect((await member.get('/me')).status).toBe(200);
    at('28T10:59:58');
    expect((await member.get('/me')).error?.code).toBe('not-signed-in');

    member = await signInOver(house.address, city.city.code, 'zhoushu', PASSWORD);
    for (let hour = 11; hour < 23; hour += 1) {
      at(`28T${hour}:29:00`);
      expect((await member.get('/me')).status).toBe(200);
      at(`28T${hour}:59:00`);
      expect((await member.get('/me')).status).toBe(200);
    }
    at('28T22:59:58');
    expect((await member.get('/me')).error?.code).toBe('not-signed-in');

    security = await signInOver(house.address, city.city.code, 'anquan', PASSWORD);
    await set({ idleMinutes: 5, absoluteHours: 1 });
    member = await signInOver(house.address, city.city.code, 'zhoushu', PASSWORD);
    at('28T23:05:00');
    expect((await member.get('/me')).error?.code).toBe('not-signed-in');
  });

  test('one sees where one is signed in, ends one or all others, and keeps one’s own', async () => {
    const phone = await signInOver(house.address, city.city.code, 'zhoushu', PASSWORD);
    const desk = await signInOver(house.address, city.city.code, 'zhoushu', PASSWORD);
    type Sessions = { id: string; device: string; address: string; current: boolean }[];
    const list = (await desk.get<Sessions>('/me/sessions')).body;
    expect(list).toHaveLength(3);
    expect(list.filter(({ current }) => current)).toHaveLength(1);
    expect(list[0]).toMatchObject({ device: '其他浏览器 · 其他系统', address: '127.0.0.1' });
    expect((await phone.post('/me/sessions/end-others')).status).toBe(200);
    expect((await desk.get('/me')).error?.code).toBe('not-signed-in');
    expect((await member.get('/me')).error?.code).toBe('not-signed-in');
    expect((await phone.get('/me')).status).toBe(200);
  });

  test('the security administrator sees device and beginning, and ends them', async () => {
    await signInOver(house.address, city.city.code, 'zhoushu', PASSWORD);
    const path = `/accounts/${member.accountId}/sessions`;
    const { sessions } = (await security.get<{ sessions: { id: string }[] }>(path)).body;
    expect(sessions).toHaveLength(2);
    expect(Object.keys(sessions[0]!).toSorted()).toEqual(['device', 'id', 'startedAt']);
    expect((await security.post(`${path}/${sessions[0]!.id}/end`)).status).toBe(200);
    expect((await security.get<{ sessions: object[] }>(path)).body.sessions).toHaveLength(1);
    expect((await security.post(`${path}/end`)).status).toBe(200);
    expect((await member.get('/me')).error?.code).toBe('not-signed-in');
    expect((await security.post(`/accounts/${security.accountId}/sessions/end`)).error?.code).toBe('own-account');
  });

  test('the cookie of the device is kept from scripts and goes to our own routes only', async () => {
    const response = await fetch(`${house.address}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xieshi': '1' },
      body: JSON.stringify({ city: city.city.code, username: 'zhoushu', password: PASSWORD }),
    });
    const line = response.headers.getSetCookie().find((one) => one.startsWith('xieshi_device='));
    expect(line).toMatch(/HttpOnly/);
    expect(line).toMatch(/Path=\/api/);
    expect(browserAt(house.address).cookie).toBe('');
  });
});
