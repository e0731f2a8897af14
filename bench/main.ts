/**
 * `npm run bench`: measures on a full sample city of its own (`--small`: on the small one) and prints rows; `--json` prints them
 * for machines alone. About four minutes.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openHouse } from '../src/app/house.server.ts';
import { makeService } from '../src/app/serve.server.ts';
import { loadDemo } from '../src/demo/load.server.ts';
import { benchAppend } from './append.ts';
import { benchChaining } from './chaining.ts';
import { benchImport } from './importing.ts';
import { against, type BenchRow } from './measure.ts';
import { benchMonthEnd } from './month-end.ts';
import { pageWeights } from './page-weights.ts';
import { benchReading } from './reading.ts';
import { benchRegistry } from './registry.ts';
import { benchRequests } from './requests.ts';
import { benchSecurity } from './security.ts';
import { benchStart } from './starting.ts';

/** Times that each thing is done: enough for a 95th percentile that holds still. */
const ROUNDS = 200;
const CROWD_SECONDS = 60;
/** A branch of the sample city and as many of its people as the bench needs; any will do. */
const BRANCH = 1;
const MOST_SECONDS = 120;

const { values } = parseArgs({ options: { json: { type: 'boolean' }, small: { type: 'boolean' } } });
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const line = ({ name, value, unit, baseline, ratio }: BenchRow): string =>
  `${name}　${value}${unit}${ratio === null ? '' : `　对照${baseline}，为其${ratio}倍`}`;

/** Everything that needs the service running in this process. */
async function served(dataFolder: string): Promise<BenchRow[]> {
  const house = await openHouse({ dataFolder, databaseUrl: undefined, sessionHours: 12 }, { log: say });
  try {
    const size = values.small ? 'small' : 'full';
    say(`造示例市（${size}）…`);
    const from = performance.now();
    const { city } = await loadDemo({ admin: house.admin, sources: house.sources, size, now: house.clock() });
    const loaded = (performance.now() - from) / 1000;
    const people = Array.from({ length: 30 }, (_, at) => at + 1);
    const rows: BenchRow[] = [];
    /** Told at once as well, so that a run that is cut short was not in vain. */
    const add = (more: readonly BenchRow[]): void => {
      rows.push(...more);
      for (const row of more) say(line(row));
    };
    add([against('造示例市', loaded, 's', MOST_SECONDS)]);
    say('读…');
    add(await benchReading(house, city, ROUNDS));
    say('记…');
    add([await benchAppend(house, city, BRANCH, people, ROUNDS)]);
    say('审计链…');
    add([await benchChaining(house)]);
    const server = await makeService(house, { log: false });
    try {
      const address = await server.listen({ host: '127.0.0.1', port: 0 });
      say('安全检查的代价…');
      add(await benchSecurity(house, city, address, ROUNDS));
      say('整个请求…');
      add(await benchRequests(house, city, address, ROUNDS));
      say('组织和人员…');
      add(await benchRegistry(house, city, address, ROUNDS));
      say('月底1200人…');
      add(await benchMonthEnd(house, city, address, CROWD_SECONDS));
    } finally {
      await server.close();
    }
    say('导入…');
    add(await benchImport(house, city, dataFolder));
    return rows;
  } finally {
    await house.close();
  }
}

async function measured(): Promise<BenchRow[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'xieshi-bench-'));
  chmodSync(dataFolder, 0o755);
  try {
    const rows = await served(dataFolder);
    say('启动…');
    return [...rows, ...(await benchStart(dataFolder)), ...pageWeights()];
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

const rows = await measured();
if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 1)}\n`);
else {
  for (const row of rows) process.stdout.write(`${line(row)}\n`);
}
