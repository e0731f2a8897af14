/** Another system with its token: what it reaches, until when, and under what name it stands in the log. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SESSION_COOKIE } from '../src/app/credential.server.ts';
import { type ArrangedCity, arrangeHalves, HALVES } from './access-city.ts';
import { type Client, startTestHouse, type TestHouse } from './harness.ts';

const { branch, member } = HALVES.north;

describe('a token for another system', () => {
  let house: TestHouse;
  let arranged: ArrangedCity;
  let security: Client;
  beforeAll(async () => {
    house = await startTestHouse();
    arranged = await arrangeHalves(await house.makeCity('tokens'), ['2017-05']);
    security = await arranged.city.signIn('security', [{ role: 'securityAdmin', orgId: null }]);
  });
  afterAll(() => house.close());

  async function make(name: string, more: object = {}): Promise<{ id: string; token: string }> {
    const answer = await security.post<{ id: string; token: string }>('/tokens', {
      name,
      role: 'branchSecretary',
      orgId: branch,
      endsOn: '2017-07-31',
      ...more,
    });
    expect(answer.error).toBeUndefined();
    return answer.body;
  }
  const send = async (token: string, path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${house.address}/api${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    });
    return { status: answer.status, body: (await answer.json()) as { error?: { code: string } } };
  };
  const code = async (token: string, path: string) => (await send(token, path)).body.error?.code;

  test('reads and writes what its role reaches, without cookie and without the header of our pages', async () => {
    const { token } = await make('办公系统');
    expect(token).toMatch(/^xst_tokens_[\w-]{43}$/);
    expect((await send(token, `/organizations/${branch}/people`)).status).toBe(200);
    const record = {
      id: crypto.randomUUID(),
      kind: 'generalMeeting',
      orgId: branch,
      heldOn: '2017-06-20',
      place: '会议室',
      due: 1,
      present: 1,
      people: [
        { personId: member, part: 'presider' },
        { personId: member, part: 'attendee' },
      ],
      body: { topic: '学习' },
    };
    const written = await send(token, '/records', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(record),
    });
    expect(written).toMatchObject({ status: 200 });
  });

  test('does not reach what its role does not, the other half, or anything that is a person’s own', async () => {
    const { token } = await make('统计系统');
    expect(await code(token, '/accounts')).toBe('forbidden');
    expect((await send(token, `/organizations/${HALVES.south.branch}/people`)).status).toBe(403);
    for (const path of ['/me', '/me/sessions', '/participation'])
      expect([path, await code(token, path)]).toEqual([path, 'forbidden']);
    const out = await send(token, '/sign-out', { method: 'POST', headers: { 'x-xieshi': '1' } });
    expect(out.status).toBe(403);
  });

  test('works through its last day by the clock of the city, and not on the next', async () => {
    const { token } = await make('临时系统', { endsOn: '2017-06-30' });
    house.setClock('2017-06-30T23:59:00+08:00');
    expect((await send(token, `/organizations/${branch}/people`)).status).toBe(200);
    house.setClock('2017-07-01T00:01:00+08:00');
    expect(await send(token, `/organizations/${branch}/people`)).toMatchObject({
      status: 401,
      body: { error: { code: 'token-refused' } },
    });
    house.setClock('2017-06-28T14:00:00+08:00');
  });

  test('is refused from the moment that it was ended', async () => {
    const { id, token } = await make('旧系统');
    expect((await send(token, `/organizations/${branch}/people`)).status).toBe(200);
    expect((await security.post(`/tokens/${id}/end`)).status).toBe(200);
    expect(await code(token, `/organizations/${branch}/people`)).toBe('token-refused');
    const { body } = await security.get<{ tokens: { id: string; endedAt: string | null }[] }>('/tokens');
    expect(body.tokens.find((one) => one.id === id)?.endedAt).not.toBeNull();
    await make('旧系统');
  });

  test('opens no session, and is not replaced by the cookie that comes with it', async () => {
    const { token } = await make('混用系统');
    const asCookie = await fetch(`${house.address}/api/organizations`, {
      headers: { cookie: `${SESSION_COOKIE}=tokens.${token}` },
    });
    expect(asCookie.status).toBe(401);
    const department = await arranged.city.signIn('tokens-department', [{ role: 'organizationDept', orgId: null }]);
    expect((await department.get('/city')).status).toBe(200);
    const both = await fetch(`${house.address}/api/city`, {
      headers: { authorization: 'Bearer xst_tokens_wrong', cookie: department.cookie },
    });
    expect(both.status).toBe(401);
    const [machine] = await arranged.city.asOwner<{ username: string }>(
      `select username from account where name = '混用系统'`,
    );
    const door = await fetch(`${house.address}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xieshi': '1' },
      body: JSON.stringify({ city: 'tokens', username: machine!.username, password: 'no account has this password' }),
    });
    expect(door.status).toBe(401);
  });

  test('stands in the log under its own name', async () => {
    const { token } = await make('督查系统');
    expect(await code(token, '/accounts')).toBe('forbidden');
    const lines = await arranged.city.asOwner<{ actor: string; outcome: string }>(
      `select actor, outcome from audit_line where actor = '督查系统'`,
    );
    expect(lines).toEqual([{ actor: '督查系统', outcome: 'refused' }]);
    const [made] = await arranged.city.asOwner<{ actor: string }>(
      `select actor from audit_line where route = 'token.make' and subject_id =
         (select id::text from account where name = '督查系统')`,
    );
    expect(made).toEqual({ actor: 'security' });
  });

  test.each([
    ['an administrator’s role', { role: 'auditAdmin', orgId: null }, 'role-not-for-machines'],
    ['a role that needs a person', { role: 'leadingCadre', orgId: branch }, 'role-not-for-machines'],
    ['an organization that the role lacks', { orgId: null }, 'organization-needed'],
    ['a day that has passed', { endsOn: '2017-06-27' }, 'token-end-unfit'],
    ['more than a year', { endsOn: '2018-06-30' }, 'token-end-unfit'],
    ['the name of one at work', { name: '办公系统' }, 'token-name-taken'],
  ])('is not given for %s', async (_, more, refusal) => {
    const answer = await security.post('/tokens', {
      name: '不该有',
      role: 'branchSecretary',
      orgId: branch,
      endsOn: '2017-07-31',
      ...more,
    });
    expect(answer.error?.code).toBe(refusal);
  });

  test('its text is stored nowhere', async () => {
    const { token } = await make('存储检查');
    const rows = await arranged.city.asOwner<{ row: string }>(
      `select to_jsonb(t)::text || coalesce((select string_agg(to_jsonb(l)::text, '') from audit_line l), '') as row
       from machine_token t`,
    );
    expect(rows.some(({ row }) => row.includes(token.slice(-43)))).toBe(false);
  });
});
