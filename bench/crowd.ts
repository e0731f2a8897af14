/**
 * A crowd at the month's end, in a process of its own: every person does one act in ten seconds, cadres save, submit and withdraw
 * their ledger, secretaries record a Theme Party Day with everybody who is due. Reads what to do from standard input as JSON,
 * answers the times of all acts and what failed on standard output.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface CrowdPlan {
  address: string;
  seconds: number;
  cadres: readonly { cookie: string; period: string }[];
  secretaries: readonly { cookie: string; orgId: number; heldOn: string }[];
}

export interface CrowdReport {
  /** Milliseconds that each act took. */
  took: number[];
  failures: string[];
}

const ACT_EVERY_MS = 10_000;
const agent = new Agent({ keepAlive: true });

function send(address: string, cookie: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const call = request(
      `${address}/api${path}`,
      {
        agent,
        method,
        headers: {
          cookie,
          'x-xieshi': '1',
          ...(content ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) } : {}),
        },
      },
      async (answer) => {
        const said = await text(answer);
        if (answer.statusCode === 200) resolve(JSON.parse(said));
        else reject(new Error(`${method} ${path}: ${answer.statusCode} ${said.slice(0, 200)}`));
      },
    );
    call.once('error', reject);
    call.end(content);
  });
}

type Act = () => Promise<unknown>;

/** A cadre's acts in turn: writes his month (one entry, nothing under the items), submits, withdraws, and so on. */
async function cadreActs(address: string, cookie: string, period: string): Promise<Act> {
  const path = `/ledgers/${period}`;
  const month = (await send(address, cookie, 'GET', path)) as { rev: number; items: { id: string }[] };
  let rev = month.rev;
  let turn = 0;
  const said = new Date().toISOString();
  const draft = {
    entries: [
      {
        key: 'by-hand',
        section: 'business',
        matter: '年度总结',
        on: `${period}-02`,
        content: '参加年度总结会。',
        result: '',
      },
    ],
    removed: [],
    nothing: month.items.map(({ id }) => ({ item: id, saidAt: said })),
  };
  const acts: Act[] = [
    async () => {
      const saved = (await send(address, cookie, 'PUT', `${path}/draft`, {
        baseRev: rev,
        device: 'bench',
        body: draft,
      })) as {
        rev: number;
      };
      rev = saved.rev;
    },
    () => send(address, cookie, 'POST', `${path}/submit`, { actId: randomUUID(), baseRev: rev }),
    () => send(address, cookie, 'POST', `${path}/withdraw`, { actId: randomUUID() }),
  ];
  return () => acts[turn++ % acts.length]!();
}

async function secretaryActs(address: string, cookie: string, orgId: number, heldOn: string): Promise<Act> {
  const context = (await send(
    address,
    cookie,
    'GET',
    `/organizations/${orgId}/record-context?kind=themePartyDay&on=${heldOn}`,
  )) as { people: { personId: number; due: boolean; committee: boolean }[] };
  const due = context.people.filter((person) => person.due);
  const presider = due.find((person) => person.committee) ?? due[0]!;
  return () =>
    send(address, cookie, 'POST', '/records', {
      id: randomUUID(),
      version: 1,
      kind: 'themePartyDay',
      orgId,
      heldOn,
      startsAt: '15:00',
      place: '活动室',
      due: due.length,
      present: due.length,
      people: [
        { personId: presider.personId, part: 'presider' },
        ...due.map((person) => ({ personId: person.personId, part: 'attendee' })),
      ],
      body: { topic: '学习党章党规，做合格党员' },
    });
}

async function run({ address, seconds, cadres, secretaries }: CrowdPlan): Promise<CrowdReport> {
  const acts: Act[] = [];
  for (const { cookie, period } of cadres) acts.push(await cadreActs(address, cookie, period));
  for (const { cookie, orgId, heldOn } of secretaries) acts.push(await secretaryActs(address, cookie, orgId, heldOn));
  const report: CrowdReport = { took: [], failures: [] };
  const begun = performance.now();
  const person = async (act: Act, at: number): Promise<void> => {
    // People are spread over the ten seconds, and keep their beat however long an answer takes.
    for (let due = (at / acts.length) * ACT_EVERY_MS; due < seconds * 1000; due += ACT_EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, begun + due - performance.now())));
      const from = performance.now();
      await act().catch((error: Error) => report.failures.push(error.message));
      report.took.push(performance.now() - from);
    }
  };
  // Cadres and secretaries mixed, as they come.
  const mixed = acts.map((act, at) => ({ act, at: (at * 7919) % acts.length }));
  await Promise.all(mixed.map(({ act, at }) => person(act, at)));
  return report;
}

const report = await run(JSON.parse(await text(process.stdin)) as CrowdPlan);
process.stdout.write(JSON.stringify({ ...report, failures: report.failures.map((said) => said.slice(0, 300)) }));
agent.destroy();
