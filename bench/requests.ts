/** What a user waits for at the server: sign-in aside, the whole request over loopback HTTP on the sample city. */
import { randomUUID } from 'node:crypto';
import type { OpenHouse } from '../src/app/house.server.ts';
import { addMonths, monthOf } from '../src/core/time/room.ts';
import type { City } from '../src/store/database.server.ts';
import { callerOf } from './caller.ts';
import { type BenchRow, p95 } from './measure.ts';
import { cookiesOf } from './signed-in.ts';

interface Visitor {
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
}

function visitor(address: string, cookie: string): Visitor {
  const answer = async (response: Response): Promise<unknown> => {
    const body = await response.json();
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(body)}`);
    return body;
  };
  const json = { 'content-type': 'application/json', 'x-xieshi': '1' };
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

export async function benchRequests(
  house: OpenHouse,
  city: City,
  address: string,
  rounds: number,
): Promise<BenchRow[]> {
  const callers = [];
  for (const username of ['zhoutaodong', 'kongan', 'zhengfanchen']) callers.push(await callerOf(house, city, username));
  const [cadre, leader, secretary] = (await cookiesOf(house, city, callers)).map((cookie) =>
    visitor(address, cookie),
  ) as [Visitor, Visitor, Visitor];
  const { today } = callers[0]!;
  const period = monthOf(today);
  const before = addMonths(period, -1);

  const queue = (await leader.get(`/checks?period=${before}`)) as { rows: { ledgerId: string | null }[] };
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
    heldOn: today,
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
    await p95('打开本月清单（整个请求）', rounds, () => cadre.get(`/ledgers/${period}`)),
    await p95('检查时打开下一份清单（整个请求）', rounds, (round) =>
      leader.get(`/checks/${waiting[round % waiting.length]}`),
    ),
    await p95('打开待检查的名单（整个请求）', rounds, () => leader.get(`/checks?period=${before}`)),
    await p95('打开记录表单（整个请求）', rounds, () =>
      secretary.get(`/organizations/${orgId}/record-context?kind=themePartyDay`),
    ),
    await p95('记录一次活动（整个请求）', rounds, () => secretary.post('/records', record())),
  ];
}
