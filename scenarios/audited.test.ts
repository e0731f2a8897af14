/** What leaves a line in the audit log: every read of somebody else's file, and all that is done at the door and to rights. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { declaredRoutes } from '../src/app/open-api.server.ts';
import { type ArrangedCity, arrangeHalves, HALVES } from './access-city.ts';
import { MONTHS, SAMPLES } from './access-samples.ts';
import { browserAt, type Client, PASSWORD, signInOver, startTestHouse, type TestHouse } from './harness.ts';

/** Reads that name a person in their subject and leave no line by themselves, each with its reason. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'record.open': 'tells who was there; what was said in confidence leaves a line for each of the others (activities)',
};
/** Reads of many people’s files at once: their line names what was read and nobody by himself. */
const MANY: Readonly<Record<string, string>> = {
  'audit.export': 'the log itself',
  'audit.headDownload': 'a head holds no data of people',
  'organization.membersWorkbook': 'all members of a branch',
  'person.rosterWorkbook': 'all leading cadres',
  'person.duplicates': 'everybody who may be entered twice',
};
interface Uploaded {
  id: string;
  account: { accepted: number; rejected: unknown[] };
}

interface Line {
  account_id: number | null;
  actor: string;
  route: string;
  outcome: string;
  subject_kind: string | null;
  subject_id: string | null;
  subject_person: number | null;
}

let house: TestHouse;
let arranged: ArrangedCity;
beforeAll(async () => {
  // Without rounds, so that no head of the audit chain is taken meanwhile.
  house = await startTestHouse(undefined, undefined, []);
  arranged = await arrangeHalves(await house.makeCity('access'), Object.values(MONTHS));
});
afterAll(() => house.close());

/** Lines since the last look, the oldest first. */
let seen = '0';
async function newLines(): Promise<Line[]> {
  const rows = await arranged.city.asOwner<Line & { seq: string }>(
    `select seq, account_id, actor, route, outcome, subject_kind, subject_id, subject_person from audit_line where seq > $1 order by seq`,
    [seen],
  );
  seen = rows.at(-1)?.seq ?? seen;
  return rows;
}

describe('a read of somebody else’s file', () => {
  const reads = declaredRoutes().filter(({ method, ability }) => method === 'GET' && ability !== 'open');
  /** The person whom the sample of a route is about. */
  const personOf = async (id: string): Promise<number | undefined> => {
    const { subject } = await SAMPLES[id]!({ ...arranged, side: 'north' });
    return subject?.owner ?? subject?.people?.[0];
  };

  test('is declared on every route that answers one', async () => {
    const undeclared: string[] = [];
    for (const { id, readsPersonFile } of reads) {
      if ((await personOf(id)) !== undefined && !readsPersonFile && !(id in ELSEWHERE)) undeclared.push(id);
    }
    expect(undeclared).toEqual([]);
    expect(Object.keys(ELSEWHERE).filter((id) => !reads.some((route) => route.id === id))).toEqual([]);
  });

  test('leaves one line, which names the person, by every route that declares it', async () => {
    const { city } = arranged;
    const readers = [
      await city.signIn('department', [{ role: 'organizationDept', orgId: null }]),
      await city.signIn('leader', [{ role: 'mainLeader', orgId: 1 }], 5),
      await city.signIn('in-charge', [{ role: 'leaderInCharge', orgId: 1 }], HALVES.north.leader),
      await city.signIn('secretary', [{ role: 'branchSecretary', orgId: HALVES.north.branch }], HALVES.north.secretary),
      await city.signIn('herself', [{ role: 'member', orgId: HALVES.north.branch }], HALVES.north.member),
      await city.signIn('auditor', [{ role: 'auditAdmin', orgId: null }]),
    ];
    const unread: string[] = [];
    for (const route of reads.filter(({ readsPersonFile }) => readsPersonFile)) {
      let answered = 0;
      for (const reader of readers) {
        const { path } = await SAMPLES[route.id]!({ ...arranged, side: 'north' });
        await newLines();
        if ((await reader.get(path)).status !== 200) continue;
        answered += 1;
        const lines = await newLines();
        expect(lines, route.id).toMatchObject([{ route: route.id, outcome: 'read', account_id: reader.accountId }]);
        if (!(route.id in MANY)) expect(lines[0]?.subject_person, route.id).toEqual(expect.any(Number));
        const person = await personOf(route.id);
        if (person !== undefined) expect(lines[0]?.subject_person, route.id).toBe(person);
      }
      if (answered === 0) unread.push(route.id);
    }
    // There is no head yet to take away; src/platform/audit/audit.server.test.ts does.
    expect(unread).toEqual(['audit.headDownload']);
  });
});

describe('what is done at the door and to rights', () => {
  let security: Client;
  let system: Client;
  let account: number;
  let now = 0;
  const strange = () => browserAt(house.address);
  const enter = (username: string, password: string) =>
    strange().post('/sign-in', { city: 'access', username, password });
  /** Each code is taken once, and three sign-ins of administrators need as many half minutes. */
  const later = (): void => {
    now += 10;
    house.setClock(new Date(Date.parse('2017-06-28T14:00:00+08:00') + now * 60_000).toISOString());
  };
  beforeAll(async () => {
    const { city } = arranged;
    security = await city.signIn('security', [{ role: 'securityAdmin', orgId: null }]);
    system = await city.signIn('system', [{ role: 'systemAdmin', orgId: null }]);
    account = (await city.signIn('zhou', [{ role: 'inspector', orgId: null }])).accountId;
  });

  const signedIn = async (): Promise<Client> => signInOver(house.address, 'access', 'zhou', PASSWORD);
  const ofZhou = (): { subject_kind: string; subject_id: string } => ({
    subject_kind: 'account',
    subject_id: String(account),
  });
  let token: { id: string };

  const doings: [what: string, act: () => Promise<unknown>, line: () => Partial<Line>][] = [
    [
      'signing in',
      () => enter('zhou', PASSWORD),
      () => ({ route: 'identity.signIn', outcome: 'done', account_id: account, ...ofZhou() }),
    ],
    [
      'a wrong password',
      () => enter('zhou', 'not-the-password'),
      () => ({ route: 'identity.signIn', outcome: 'refused', account_id: account, ...ofZhou() }),
    ],
    [
      'a name that nobody has, which is not kept',
      () => enter('my-secret-password', 'whatever'),
      () => ({ route: 'identity.signIn', outcome: 'refused', account_id: null, actor: '没有这个用户名' }),
    ],
    [
      'a try that has to wait',
      async () => {
        for (let at = 0; at < 5; at += 1) await enter('zhou', 'not-the-password');
        await newLines();
        expect((await enter('zhou', PASSWORD)).status).toBe(429);
        later();
      },
      () => ({ route: 'identity.signIn', outcome: 'refused', account_id: account }),
    ],
    [
      'a wrong code',
      async () => {
        const browser = strange();
        await browser.post('/sign-in', { city: 'access', username: 'system', password: PASSWORD });
        await newLines();
        expect((await browser.post('/sign-in/second-factor', { code: 'not-a-code' })).error?.code).toBe('code-wrong');
      },
      () => ({ route: 'identity.secondFactor', outcome: 'refused', account_id: system.accountId }),
    ],
    [
      'a code that has to wait',
      async () => {
        const browser = strange();
        await browser.post('/sign-in', { city: 'access', username: 'system', password: PASSWORD });
        for (let at = 0; at < 4; at += 1) await browser.post('/sign-in/second-factor', { code: 'not-a-code' });
        await newLines();
        expect((await browser.post('/sign-in/second-factor', { code: 'not-a-code' })).status).toBe(429);
        later();
      },
      () => ({ route: 'identity.secondFactor', outcome: 'refused', account_id: system.accountId }),
    ],
    [
      'signing out',
      async () => {
        const client = await signedIn();
        await newLines();
        await client.post('/sign-out');
      },
      () => ({ route: 'identity.signOut', outcome: 'done', account_id: account }),
    ],
    [
      'another password of one’s own',
      async () => {
        const client = await signedIn();
        await newLines();
        const next = { current: PASSWORD, next: 'three-unlike-words' };
        expect((await client.post('/me/password', next)).status).toBe(200);
        await client.post('/me/password', { current: 'three-unlike-words', next: PASSWORD });
      },
      () => ({ route: 'identity.changePassword', outcome: 'done', ...ofZhou() }),
    ],
    [
      'a role given',
      () => security.post(`/accounts/${account}/roles`, { role: 'scorer', orgId: null }),
      () => ({ route: 'account.giveRole', outcome: 'done', ...ofZhou(), subject_kind: 'role-given:scorer' }),
    ],
    [
      'a role ended',
      () => security.post(`/accounts/${account}/roles/end`, { role: 'scorer', orgId: null }),
      () => ({ route: 'account.endRole', outcome: 'done', ...ofZhou(), subject_kind: 'role-ended:scorer' }),
    ],
    [
      'a token made',
      async () => {
        const asked = { name: '办公系统', role: 'mainLeader', orgId: null, endsOn: '2017-12-31' };
        token = (await security.post<{ id: string }>('/tokens', asked)).body;
      },
      () => ({ route: 'token.make', outcome: 'done', subject_kind: 'account-machine' }),
    ],
    [
      'a token ended',
      () => security.post(`/tokens/${token.id}/end`),
      () => ({ route: 'token.end', outcome: 'done', subject_kind: 'account-machine' }),
    ],
    [
      'a factor reset',
      async () => {
        const auditor = await arranged.city.signIn('confirms', [{ role: 'auditAdmin', orgId: null }]);
        const asked = { accountId: system.accountId, reason: '本人持证来办，手机昨天丢失' };
        const { id } = (await security.post<{ id: string }>('/factor-resets', asked)).body;
        expect((await newLines()).at(-1)).toMatchObject({ route: 'factorReset.ask', outcome: 'done' });
        await auditor.post(`/factor-resets/${id}/confirm`);
      },
      () => ({ route: 'factorReset.confirm', outcome: 'done', subject_id: String(system.accountId) }),
    ],
    [
      'an export',
      async () => {
        const department = await arranged.city.signIn('exports', [{ role: 'organizationDept', orgId: null }]);
        await newLines();
        expect((await department.get(`/organizations/${HALVES.north.branch}/members-workbook`)).status).toBe(200);
      },
      () => ({ route: 'organization.membersWorkbook', outcome: 'read', subject_kind: 'organization' }),
    ],
    [
      'an import',
      async () => {
        const department = await arranged.city.signIn('imports', [{ role: 'organizationDept', orgId: null }]);
        const name = '0-organizations.xlsx';
        const bytes = readFileSync(join(import.meta.dirname, '..', 'samples', '0-organizations 党组织名册.xlsx'));
        await department.upload('/import/tray', [{ name, bytes }]);
        const { files } = (await department.get<{ files: Uploaded[] }>('/import/tray')).body;
        await newLines();
        const done = await department.post('/import/commit', {
          actId: randomUUID(),
          files: files.map(({ id }) => id),
          mode: 'withoutBad',
          seen: {
            accepted: files.reduce((sum, { account: one }) => sum + one.accepted, 0),
            rejected: files.reduce((sum, { account: one }) => sum + one.rejected.length, 0),
          },
        });
        expect(done.error).toBeUndefined();
      },
      () => ({ route: 'import.commit', outcome: 'done', subject_kind: 'import' }),
    ],
  ];

  test.each(doings)('%s leaves a line', async (_, act, line) => {
    await newLines();
    await act();
    expect((await newLines())[0]).toMatchObject(line());
  });
});
