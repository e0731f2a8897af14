import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, signInOver, startTestHouse, type TestCity, type TestHouse } from '../../../scenarios/harness.ts';
import { day } from '../../core/time/room.ts';
import type { AccountLine } from './room.ts';

const from = day('2010-01-01');

describe('accounts', () => {
  let house: TestHouse;
  let city: TestCity;
  let security: Client;
  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('accounts');
    await city.arrange({
      facts: [
        {
          fact: 'organization',
          orgId: 3,
          validFrom: from,
          name: '示例市教育局党委机关第一党支部',
          shortNames: ['教育局一支部'],
          kind: 'branch',
          sector: 'organ',
          parentId: null,
          termExpiresOn: null,
        },
        { fact: 'person', personId: 11, validFrom: from, name: '周舒', sex: null, joinedOn: null },
        { fact: 'membership', personId: 11, orgId: 3, validFrom: from, category: 'full' },
      ],
    });
    security = await city.signIn('anquan', [{ role: 'securityAdmin', orgId: null }]);
  });
  afterAll(() => house.close());

  const list = async (): Promise<AccountLine[]> =>
    (await security.get<{ accounts: AccountLine[] }>('/accounts')).body.accounts;
  const make = (body: object) => security.post<{ id: number; password: string }>('/accounts', body);
  let made: { id: number; password: string };

  test('a person and his branch are found by name', async () => {
    expect((await security.get(`/accounts/people?q=${encodeURIComponent('周')}`)).body).toEqual({
      people: [{ id: 11, name: '周舒', detail: '教育局一支部', hasAccount: false }],
    });
    expect((await security.get(`/accounts/organizations?q=${encodeURIComponent('一支部')}`)).body).toMatchObject({
      organizations: [{ id: 3, name: '示例市教育局党委机关第一党支部' }],
    });
  });

  test('an account is made for a person, and its first password must be changed at once', async () => {
    const answer = await make({
      username: 'zhoushu',
      name: '随便写的名字',
      personId: 11,
      roles: [{ role: 'branchSecretary', orgId: 3 }],
    });
    expect(answer.status).toBe(200);
    made = answer.body;
    expect((await list()).find((account) => account.id === made.id)).toMatchObject({
      name: '周舒',
      mustChange: true,
      roles: [{ role: 'branchSecretary', orgId: 3, orgName: '教育局一支部', from: '2017-06-28' }],
    });
    const client = await signInOver(house.address, 'accounts', 'zhoushu', made.password);
    expect((await client.get('/organizations')).error?.code).toBe('password-must-change');
    await client.post('/me/password', { current: made.password, next: 'my-own-password' });
    expect((await client.get('/organizations')).status).toBe(200);
  });

  test('one person has one account, and a user name is used once', async () => {
    const roles = [{ role: 'member', orgId: 3 }];
    expect((await make({ username: 'zhoushu2', name: '周舒', personId: 11, roles })).error?.code).toBe(
      'person-has-account',
    );
    const office = [{ role: 'partyAffairsWorker', orgId: 3 }];
    expect((await make({ username: 'zhoushu', name: '某人', personId: null, roles: office })).error?.code).toBe(
      'username-taken',
    );
  });

  test('a reset password ends all sessions, works once shown, and the old one no longer opens', async () => {
    const before = await signInOver(house.address, 'accounts', 'zhoushu', 'my-own-password');
    const { password } = (await security.post<{ password: string }>(`/accounts/${made.id}/password`)).body as {
      password: string;
    };
    expect((await before.get('/me')).error?.code).toBe('not-signed-in');
    await expect(signInOver(house.address, 'accounts', 'zhoushu', 'my-own-password')).rejects.toThrow(/sign-in-wrong/);
    const after = await signInOver(house.address, 'accounts', 'zhoushu', password);
    await after.post('/me/password', { current: password, next: 'my-own-password' });
  });

  test('a role that is given works at once, and one that is ended no longer does', async () => {
    const client = await signInOver(house.address, 'accounts', 'zhoushu', 'my-own-password');
    expect((await client.get('/responsibility')).status).toBe(403);
    const role = { role: 'mainLeader', orgId: null };
    expect((await security.post(`/accounts/${made.id}/roles`, role)).status).toBe(200);
    expect((await security.post(`/accounts/${made.id}/roles`, role)).status).toBe(200);
    expect((await list()).find((account) => account.id === made.id)?.roles).toHaveLength(2);
    expect((await client.get('/responsibility')).status).toBe(200);
    expect((await security.post(`/accounts/${made.id}/roles/end`, role)).status).toBe(200);
    expect((await client.get('/responsibility')).status).toBe(403);
    expect((await security.post(`/accounts/${made.id}/roles/end`, role)).error?.code).toBe('not-found');
  });

  test('an administrator’s account takes no second role, and no other account an administrator’s', async () => {
    const audit = (
      await make({ username: 'shenji', name: '审计员', personId: null, roles: [{ role: 'auditAdmin', orgId: null }] })
    ).body;
    for (const role of ['securityAdmin', 'organizationDept']) {
      expect((await security.post(`/accounts/${audit.id}/roles`, { role, orgId: null })).error?.code).toBe(
        'administrators-apart',
      );
    }
    expect((await security.post(`/accounts/${made.id}/roles`, { role: 'systemAdmin', orgId: null })).error?.code).toBe(
      'administrators-apart',
    );
  });

  test('nobody gives himself a role, ends his own, or switches himself off', async () => {
    const own = security.accountId;
    const tries = [
      security.post(`/accounts/${own}/roles`, { role: 'organizationDept', orgId: null }),
      security.post(`/accounts/${own}/roles/end`, { role: 'securityAdmin', orgId: null }),
      security.post(`/accounts/${own}/disabled`, { disabled: true }),
      security.post(`/accounts/${own}/password`),
    ];
    for (const answer of await Promise.all(tries)) expect(answer.error?.code).toBe('own-account');
    expect((await list()).find((account) => account.own)).toMatchObject({
      id: own,
      roles: [{ role: 'securityAdmin' }],
    });
  });

  test('an account that is switched off is out at once and cannot come in until it is switched on', async () => {
    const client = await signInOver(house.address, 'accounts', 'zhoushu', 'my-own-password');
    await security.post(`/accounts/${made.id}/disabled`, { disabled: true });
    expect((await client.get('/me')).error?.code).toBe('not-signed-in');
    await expect(signInOver(house.address, 'accounts', 'zhoushu', 'my-own-password')).rejects.toThrow(/sign-in-wrong/);
    await security.post(`/accounts/${made.id}/disabled`, { disabled: false });
    await signInOver(house.address, 'accounts', 'zhoushu', 'my-own-password');
  });

  test('each of these acts left an audit line that says to whom', async () => {
    const lines = await city.asOwner<{ route: string; subject_kind: string }>(
      `select route, subject_kind from audit_line where subject_id = $1 and route like 'account.%' order by seq`,
      [String(made.id)],
    );
    expect(lines.map((line) => line.subject_kind)).toEqual([
      'account',
      'account',
      'role-given:mainLeader',
      'role-given:mainLeader',
      'role-ended:mainLeader',
      'account-disabled',
      'account-enabled',
    ]);
  });

  test('the security administrator sees no business, and others see no accounts', async () => {
    for (const path of ['/organizations', '/search?q=zs', '/people/11', '/audit', '/operation']) {
      expect((await security.get(path)).status).toBe(403);
    }
    const member = await signInOver(house.address, 'accounts', 'zhoushu', 'my-own-password');
    expect((await member.get('/accounts')).status).toBe(403);
  });
});
