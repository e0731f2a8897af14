import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, signInOver, startTestHouse, type TestCity, type TestHouse } from './harness.ts';

describe('the door', () => {
  let house: TestHouse;
  let city: TestCity;
  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('door');
  });
  afterAll(() => house.close());

  test('an account signs in, sees who it is, and is out after signing out', async () => {
    const client = await city.signIn('zhangsan', [{ role: 'member', orgId: null }]);
    const me = await client.get<{ name: string; today: string; abilities: string[] }>('/me');
    expect(me.body).toMatchObject({ name: 'zhangsan', today: '2017-06-28' });
    expect(me.body.abilities).toContain('participation.own');
    expect((await client.post('/sign-out')).status).toBe(200);
    expect((await client.get('/me')).error?.code).toBe('not-signed-in');
  });

  test('a wrong password and an unknown name get the same answer', async () => {
    await city.signIn('lisi', [{ role: 'member', orgId: null }]);
    const wrong = signInOver(house.address, 'door', 'lisi', 'not-the-password').catch((error: Error) => error.message);
    const unknown = signInOver(house.address, 'door', 'nobody', 'not-the-password').catch(
      (error: Error) => error.message,
    );
    expect((await wrong)?.toString().replace('lisi', '')).toBe((await unknown)?.toString().replace('nobody', ''));
  });

  test('a write without our header is refused', async () => {
    const response = await fetch(`${house.address}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ city: 'door', username: 'lisi', password: PASSWORD }),
    });
    expect(response.status).toBe(403);
  });

  test('signing in leaves an audit line, and no role of the service can change it', async () => {
    const lines = await city.asOwner<{ route: string }>(`select route from audit_line where actor = 'zhangsan'`);
    expect(lines.map((line) => line.route)).toContain('identity.signIn');
    for (const role of ['xieshi_scoped', 'xieshi_wide', 'xieshi_gate', 'xieshi_steward'] as const) {
      const client = city.as(role, {}, async (tx) => {
        const { sql } = await import('kysely');
        await sql`update audit_line set actor = 'somebody else'`.execute(tx);
      });
      await expect(client).rejects.toThrow(/permission denied/);
    }
  });
});
