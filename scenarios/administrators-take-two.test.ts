/** An administrator's account takes two: whoever makes accounts does not come to another administrator's work alone. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeAt, stepAt } from '../src/platform/identity/factor.server.ts';
import type { AccountLine, Me, ResetLine } from '../src/platform/identity/room.ts';
import {
  browserAt,
  type Client,
  PASSWORD,
  signInOver,
  startTestHouse,
  type TestCity,
  type TestHouse,
} from './harness.ts';

const CITY = 'taketwo';
const AUDIT = { role: 'auditAdmin', orgId: null } as const;
const NEXT = 'river-lantern-41';
type Handed = { id: number; password: string; awaits: boolean };

let house: TestHouse;
let city: TestCity;
let security: Client;
let system: Client;
let audit: Client;
beforeAll(async () => {
  house = await startTestHouse('2017-06-28T09:00:00+08:00');
  city = await house.makeCity(CITY);
  security = await city.signIn('anquan', [{ role: 'securityAdmin', orgId: null }]);
  system = await city.signIn('xitong', [{ role: 'systemAdmin', orgId: null }]);
  audit = await city.signIn('shenji', [AUDIT]);
});
afterAll(() => house.close());

const make = async (username: string, role: string = AUDIT.role): Promise<Handed> => {
  const roles = [{ role, orgId: null }];
  return (await security.post<Handed>('/accounts', { username, name: `${username}员`, personId: null, roles })).body;
};
const enter = (username: string, password: string) =>
  browserAt(house.address).post<Me>('/sign-in', { city: CITY, username, password });
const doorOf = async (username: string, password: string): Promise<string | undefined> => {
  const { body, error } = await enter(username, password);
  return error?.code ?? body.stage;
};
const requestsOf = async (username: string): Promise<ResetLine[]> =>
  (await system.get<{ requests: ResetLine[] }>('/factor-resets')).body.requests.filter(
    (one) => one.username === username,
  );
const openOf = async (username: string): Promise<ResetLine> =>
  (await requestsOf(username)).find(({ state }) => state === 'open')!;
const confirm = (by: Client, id: string) => by.post(`/factor-resets/${id}/confirm`);
const lineOf = async (id: number): Promise<AccountLine> =>
  (await security.get<{ accounts: AccountLine[] }>('/accounts')).body.accounts.find((one) => one.id === id)!;

test('the security administrator alone does not come to an audit administrator’s work with an account that he makes', async () => {
  const { id, password, awaits } = await make('alone');
  expect(awaits).toBe(true);
  const refused = await enter('alone', password);
  expect(refused.status).toBe(403);
  expect(refused.error).toMatchObject({ code: 'account-waits', what: expect.stringContaining('等待另一位管理员确认') });
  expect((await enter('alone', 'not-the-password')).error?.code).toBe('sign-in-wrong');
  expect(await lineOf(id)).toMatchObject({ awaits: 'account' });
  const request = await openOf('alone');
  expect(request).toMatchObject({ kind: 'account', role: 'auditAdmin', asked: { role: 'securityAdmin' } });
  expect((await confirm(security, request.id)).error?.code).toBe('reset-same-person');
  const again = (await security.post<Handed>(`/accounts/${id}/password`)).body;
  await security.post(`/accounts/${id}/disabled`, { disabled: true });
  await security.post(`/accounts/${id}/disabled`, { disabled: false });
  expect(await doorOf('alone', again.password)).toBe('account-waits');
  // Asked anew, as a new account still: what the other one sees is true.
  expect((await requestsOf('alone')).map(({ kind, state }) => `${kind} ${state}`).toSorted()).toEqual([
    'account canceled',
    'account open',
  ]);
});

test('once the audit or the system administrator has confirmed it, the new one signs in, and both lines stand in the log', async () => {
  for (const [username, by] of [
    ['with-audit', audit],
    ['with-system', system],
  ] as const) {
    const { id, password } = await make(username);
    const request = await openOf(username);
    expect((await confirm(by, request.id)).status).toBe(200);
    expect((await confirm(by, request.id)).error?.code).toBe('reset-closed');
    expect(await doorOf(username, password)).toBe('enroll');
    expect(await lineOf(id)).toMatchObject({ awaits: null });
    const lines = await city.asOwner<{ line: string }>(
      `select route || ' ' || outcome as line from audit_line where subject_id = $1 and account_id <> $1::int order by seq`,
      [String(id)],
    );
    expect(lines.map(({ line }) => line)).toEqual([
      'account.create done',
      'factorReset.confirm done',
      'factorReset.confirm refused',
    ]);
  }
});

test('another security administrator takes a confirmation too, and then is none for what his own kind asked', async () => {
  const { id, password } = await make('anquan2', 'securityAdmin');
  expect(await doorOf('anquan2', password)).toBe('account-waits');
  await confirm(audit, (await openOf('anquan2')).id);
  const second = await signInOver(house.address, CITY, 'anquan2', password);
  await second.post('/me/password', { current: password, next: NEXT });
  const { secret } = (await second.post<{ secret: string }>('/me/factor/begin')).body;
  await second.post('/me/factor', { code: codeAt(secret, stepAt(house.house.clock())) });
  await make('third');
  const { id: third } = await openOf('third');
  expect((await confirm(second, third)).error?.code).toBe('reset-same-kind');
  expect((await second.post(`/accounts/${id}/roles/end`, { role: 'securityAdmin', orgId: null })).status).toBe(403);
});

test('an administrator’s role given to an account shuts it at once, and neither he nor who gave it opens it', async () => {
  const { id, password } = await make('inside', 'inspector');
  const inside = await signInOver(house.address, CITY, 'inside', password);
  await inside.post('/me/password', { current: password, next: NEXT });
  await security.post(`/accounts/${id}/roles/end`, { role: 'inspector', orgId: null });
  expect((await security.post(`/accounts/${id}/roles`, AUDIT)).status).toBe(200);
  const request = await openOf('inside');
  expect(request).toMatchObject({ kind: 'role', role: 'auditAdmin' });
  expect((await inside.get('/audit')).error?.code).toBe('not-signed-in');
  expect((await confirm(inside, request.id)).status).toBe(401);
  expect(await doorOf('inside', NEXT)).toBe('account-waits');

  // Another role than the one that was asked for is not opened by that request.
  await security.post(`/accounts/${id}/roles/end`, AUDIT);
  expect(await doorOf('inside', NEXT)).toBe('full');
  await security.post(`/accounts/${id}/roles`, { role: 'systemAdmin', orgId: null });
  expect((await confirm(audit, request.id)).error?.code).toBe('reset-closed');
  expect(await doorOf('inside', NEXT)).toBe('account-waits');
  await confirm(audit, (await openOf('inside')).id);
  expect(await doorOf('inside', NEXT)).toBe('enroll');
});

test('a reset password waits where no second factor stands, and opens nothing where one does', async () => {
  const guarded = await city.signIn('guarded', [AUDIT]);
  const reset = (await security.post<Handed>(`/accounts/${guarded.accountId}/password`)).body;
  expect(reset.awaits).toBe(false);
  const browser = browserAt(house.address);
  await browser.post('/sign-in', { city: CITY, username: 'guarded', password: reset.password });
  expect((await browser.get('/audit')).error?.code).toBe('second-factor-needed');
  expect((await browser.post('/me/password', { current: reset.password, next: NEXT })).status).toBe(403);

  const bare = await make('bare');
  await confirm(system, (await openOf('bare')).id);
  const again = (await security.post<Handed>(`/accounts/${bare.id}/password`)).body;
  expect(again.awaits).toBe(true);
  expect(await doorOf('bare', again.password)).toBe('account-waits');
  expect(await openOf('bare')).toMatchObject({ kind: 'password', role: 'auditAdmin' });
  await confirm(audit, (await openOf('bare')).id);
  expect(await doorOf('bare', again.password)).toBe('enroll');
});

test('a canceled request opens nothing, and a lapsed one neither; it is asked anew with a new password', async () => {
  const { id, password } = await make('late');
  const first = await openOf('late');
  expect((await audit.post(`/factor-resets/${first.id}/cancel`)).status).toBe(200);
  expect((await confirm(system, first.id)).error?.code).toBe('reset-closed');
  expect(await doorOf('late', password)).toBe('account-waits');
  await security.post(`/accounts/${id}/password`);
  const second = await openOf('late');

  house.setClock('2017-06-29T09:00:00+08:00');
  [security, system] = await Promise.all([
    signInOver(house.address, CITY, 'anquan', PASSWORD),
    signInOver(house.address, CITY, 'xitong', PASSWORD),
  ]);
  expect((await confirm(system, second.id)).error?.code).toBe('reset-closed');
  const last = (await security.post<Handed>(`/accounts/${id}/password`)).body;
  expect(await doorOf('late', last.password)).toBe('account-waits');
  await confirm(system, (await openOf('late')).id);
  expect(await doorOf('late', last.password)).toBe('enroll');
});

test('straight in the database, who manages accounts cannot confirm, and who confirms touches only what waits', async () => {
  const { id } = await make('straight');
  const request = await openOf('straight');
  const as = (duty: 'account.manage' | 'factor.reset', text: string) =>
    house.house.database.inCity(city.city, { as: 'steward', duty }, (tx) => sql.raw(text).execute(tx));
  await expect(
    as('account.manage', `update factor_reset set confirmed_by = 1, confirmed_at = now() where id = '${request.id}'`),
  ).rejects.toThrow(/row-level security/);
  const others = await as('factor.reset', `update account set awaits = null where username = 'shenji'`);
  expect(Number(others.numAffectedRows)).toBe(0);
  const waiting = await as('factor.reset', `update account set awaits = null where id = ${id}`);
  expect(Number(waiting.numAffectedRows)).toBe(1);
});
