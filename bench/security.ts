/**
 * What security costs a request: the service (session, ability, row security, audit, checked answers) against a bare fastify
 * with the same plugins that calls the same handlers as the owner of the tables and asks nobody who he is.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import Fastify, { type FastifyInstance } from 'fastify';
import type { OpenHouse } from '../src/app/house.server.ts';
import { monthOf } from '../src/core/time/room.ts';
import { type City, Database } from '../src/store/database.server.ts';
import { type Caller, callerOf } from './caller.ts';
import { type BenchRow, percentile } from './measure.ts';
import { cookiesOf } from './signed-in.ts';

const CONNECTIONS = 8;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

interface Call {
  name: string;
  who: Caller;
  cookie: string;
  method: 'GET' | 'POST';
  path: string;
  route: string;
  params: Record<string, string>;
  query: Record<string, string>;
  body?: () => unknown;
}

/** Registers one route a call, which answers without asking who sends it. */
async function bareServer(owner: Database, city: City, calls: readonly Call[]): Promise<FastifyInstance> {
  const server = Fastify();
  await server.register(cookie);
  await server.register(multipart);
  await server.register(compress, { threshold: 1024 });
  await server.register(helmet);
  await server.register(rateLimit, { max: 1_000_000 });
  await server.register(underPressure);
  for (const { who, method, path, route, params, query } of calls) {
    server.route({
      method,
      url: `/api${path.split('?')[0]}`,
      handler: (call) =>
        owner.inCityAsOwner(city, (tx) => who.answer(tx, route, { params, query, body: call.body as object })),
    });
  }
  return server;
}

function once(address: string, { method, path, cookie: sent, body }: Call): Promise<void> {
  const content = body ? JSON.stringify(body()) : undefined;
  return new Promise((resolve, reject) => {
    const call = request(
      `${address}/api${path}`,
      {
        agent,
        method,
        headers: {
          cookie: sent,
          'x-xieshi': '1',
          'accept-encoding': 'gzip',
          ...(content ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) } : {}),
        },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`${path}: ${answer.statusCode}`)),
        );
      },
    );
    call.once('error', reject);
    call.end(content);
  });
}

/** Requests a second over some connections, for a number of requests. */
async function throughput(address: string, call: Call, requests: number): Promise<number> {
  let left = requests;
  const from = performance.now();
  const connection = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await once(address, call);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return requests / ((performance.now() - from) / 1000);
}

export async function benchSecurity(
  house: OpenHouse,
  city: City,
  address: string,
  rounds: number,
): Promise<BenchRow[]> {
  const cadre = await callerOf(house, city, 'zhoutaodong');
  const secretary = await callerOf(house, city, 'zhengfanchen');
  const [cadreCookie, secretaryCookie] = (await cookiesOf(house, city, [cadre, secretary])) as [string, string];
  const period = monthOf(cadre.today);
  const orgId = secretary.actor.roles[0]!.orgId!;
  const form = { kind: 'themePartyDay', on: secretary.today };
  const context = (await secretary.call('record.formContext', { params: { id: orgId }, query: form })) as {
    people: { personId: number; due: boolean; committee: boolean }[];
  };
  const due = context.people.filter((person) => person.due);
  const record = () => ({
    id: randomUUID(),
    version: 1,
    kind: 'themePartyDay',
    orgId,
    heldOn: secretary.today,
    startsAt: '15:00',
    place: '活动室',
    due: due.length,
    present: due.length,
    people: [
      { personId: due[0]!.personId, part: 'presider' },
      ...due.map((person) => ({ personId: person.personId, part: 'attendee' })),
    ],
    body: { topic: '学习党章党规' },
  });
  const calls: Call[] = [
    {
      name: '打开本月清单',
      who: cadre,
      cookie: cadreCookie,
      method: 'GET',
      path: `/ledgers/${period}`,
      route: 'ledger.open',
      params: { period },
      query: {},
    },
    {
      name: '查人和组织',
      who: cadre,
      cookie: cadreCookie,
      method: 'GET',
      path: '/search?q=wang',
      route: 'search.find',
      params: {},
      query: { q: 'wang' },
    },
    {
      name: '记录一次活动',
      who: secretary,
      cookie: secretaryCookie,
      method: 'POST',
      path: '/records',
      route: 'record.append',
      params: {},
      query: {},
      body: record,
    },
  ];
  const owner = new Database({ ...house.admin, max: 16 });
  const bare = await bareServer(owner, city, calls);
  try {
    const bareAddress = await bare.listen({ host: '127.0.0.1', port: 0 });
    const rows: BenchRow[] = [];
    for (const call of calls) {
      const ours: number[] = [];
      const plain: number[] = [];
      for (let turn = 0; turn < 5; turn += 1) {
        ours.push(await throughput(address, call, rounds));
        plain.push(await throughput(bareAddress, call, rounds));
      }
      const value = percentile(ours, 0.5);
      const baseline = percentile(plain, 0.5);
      const rounded = (number: number): number => Math.round(number * 100) / 100;
      rows.push({
        name: `${call.name}：每秒请求，比没有安全检查的同样程序`,
        value: rounded(value),
        unit: '次',
        baseline: rounded(baseline),
        ratio: rounded(value / baseline),
      });
    }
    return rows;
  } finally {
    await bare.close();
    await owner.close();
  }
}
