/** What a user waits for at the server: sign-in aside, the whole request over loopback HTTP on the sample city. */
import { randomUUID } from 'node:crypto';
import { type BenchRow, p95 } from './measure.ts';

interface Visitor {
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
}

/** Signs in as one of the sample city's people. */
export async function visitor(address: string, username: string, password: string): Promise<Visitor> {
  const json = { 'content-type': 'application/json', 'x-xieshi': '1' };
  const signedIn = await fetch(`${address}/api/sign-in`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ city: 'demo', username, password }),
  });
  if (!signedIn.ok) throw new Error(`sign-in of ${username}: ${signedIn.status}`);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const answer = async (response: Response): Promise<unknown> => {
    const body = await response.json();
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(body)}`);
    return body;
  };
  return {
    get: async (path) => answer(await fetch(`${address}/api${path}`, { headers: { cookie } })),
    post: async (path, body) =>
      answer(
        await fetch(`${address}/api${path}`, {
          method: 'POST',
          headers: { cookie, ...json },
          body: JSON.stringify(body),
        }),
      ),
  };
}

export async function benchRequests(address: string, password: string, rounds: number): Promise<BenchRow[]> {
  const cadre = await visitor(address, 'zhoutaodong', password);
  const leader = await visitor(address, 'kongan', password);
  const secretary = await visitor(address, 'zhengfanchen', password);

  const queue = (await leader.get('/checks?period=2017-05')) as { rows: { ledgerId: string | null }[] };
  const waiting = queue.rows.flatMap((row) => (row.ledgerId ? [row.ledgerId] : []));
  const branches = (await secretary.get('/branches')) as { rows: { orgId: number }[] };
  const orgId = branches.rows[0]!.orgId;
  const context = (await secretary.get(`/organizations/${orgId}/record-context?kind=themePartyDay`)) as {
    people: { personId: number; due: boolean; committee: boolean }[];
  };
  const due = context.people.filter((person) => person.due);
  const presider = due.find((person) => person.committee) ?? due[0]!;
  const record = () => ({
    id: randomUUID(),
    version: 1,
    kind: 'themePartyDay',
    orgId,
    heldOn: '2017-06-23',
    startsAt: '15:00',
    place: '机关第一党支部活动室',
    due: due.length,
    present: due.length,
    people: [
      { personId: presider.personId, part: 'presider' },
      ...due.map((person) => ({ personId: person.personId, part: 'attendee' })),
    ],
    body: { topic: '迎“七一”，做合格党员' },
  });
  return [
    await p95('打开本月清单（整个请求）', rounds, () => cadre.get('/ledgers/2017-06')),
    await p95('检查时打开下一份清单（整个请求）', rounds, (round) =>
      leader.get(`/checks/${waiting[round % waiting.length]}`),
    ),
    await p95('打开待检查的名单（整个请求）', rounds, () => leader.get('/checks?period=2017-05')),
    await p95('打开记录表单（整个请求）', rounds, () =>
      secretary.get(`/organizations/${orgId}/record-context?kind=themePartyDay`),
    ),
    await p95('记录一次活动（整个请求）', rounds, () => secretary.post('/records', record())),
  ];
}
