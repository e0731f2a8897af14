/** The month's end: 1,200 people signed in at once, each doing one act in ten seconds, on the machine that serves them. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { cityNow } from '../src/app/credential.server.ts';
import type { OpenHouse } from '../src/app/house.server.ts';
import { dayOf, monthOf } from '../src/core/time/room.ts';
import type { City } from '../src/store/database.server.ts';
import type { CrowdPlan, CrowdReport } from './crowd.ts';
import { type BenchRow, percentile } from './measure.ts';
import { cookiesOf } from './signed-in.ts';

const CADRES = 200;
const SECRETARIES = 1_000;
const WORST_MS = 500;

/** Ids of accounts with a role, and the organization it is held at; not the first ones, with whom the rest is measured. */
async function holders(house: OpenHouse, city: City, role: string, count: number) {
  return house.database.inCity(city, { as: 'gate' }, async (tx) => {
    const { rows } = await sql<{ accountId: number; orgId: number }>`
      select distinct on (account_id) account_id as "accountId", org_id as "orgId" from account_role
      where role = ${role} order by account_id desc limit ${count}`.execute(tx);
    return rows;
  });
}

function crowd(plan: CrowdPlan): Promise<CrowdReport> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'crowd.ts')],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  child.stdin.end(JSON.stringify(plan));
  return text(child.stdout).then((said) => JSON.parse(said) as CrowdReport);
}

export async function benchMonthEnd(
  house: OpenHouse,
  city: City,
  address: string,
  seconds: number,
): Promise<BenchRow[]> {
  const today = dayOf(cityNow(city, house.clock()));
  const cadres = await holders(house, city, 'leadingCadre', CADRES);
  const secretaries = await holders(house, city, 'branchSecretary', SECRETARIES);
  const cadreCookies = await cookiesOf(house, city, cadres);
  const secretaryCookies = await cookiesOf(house, city, secretaries);
  const { took, failures } = await crowd({
    address,
    seconds,
    cadres: cadreCookies.map((cookie) => ({ cookie, period: monthOf(today) })),
    secretaries: secretaries.map(({ orgId }, at) => ({ cookie: secretaryCookies[at]!, orgId, heldOn: today })),
  });
  for (const failure of failures.slice(0, 5)) process.stderr.write(`${failure}\n`);
  const row = (name: string, value: number, unit: string, baseline: number | null): BenchRow => ({
    name,
    value: Math.round(value * 10) / 10,
    unit,
    baseline,
    ratio: baseline === null ? null : Math.round((value / baseline) * 1000) / 1000,
  });
  const people = `${cadres.length + secretaries.length}人月底同时用`;
  return [
    row(`${people}：每秒办的事`, took.length / seconds, '件', null),
    row(`${people}：出错`, failures.length, '件', null),
    row(`${people}：第50百分位`, percentile(took, 0.5), 'ms', null),
    row(`${people}：第99百分位，比要求的500ms`, percentile(took, 0.99), 'ms', WORST_MS),
  ];
}
