/** `npm run bench`: measures on a sample city of its own and prints rows; `--json` prints them for machines alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openHouse } from '../src/app/house.server.ts';
import { makeService } from '../src/app/serve.server.ts';
import { loadDemo } from '../src/demo/load.server.ts';
import { DEMO_SIGN_INS, shown } from '../src/demo/room.ts';
import { benchAppend } from './append.ts';
import { benchLedger } from './ledger.ts';
import type { BenchRow } from './measure.ts';
import { pageWeights } from './page-weights.ts';
import { benchRequests } from './requests.ts';

const ROUNDS = 200;
/** A branch of the sample city and as many of its people as the bench needs; any will do. */
const BRANCH = 1;

const { values } = parseArgs({ options: { json: { type: 'boolean' } } });
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function measured(): Promise<BenchRow[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'xieshi-bench-'));
  const house = await openHouse({ dataFolder, databaseUrl: undefined, sessionHours: 12 }, { log: say });
  try {
    say('造示例市…');
    const from = process.hrtime.bigint();
    const { city } = await loadDemo({ admin: house.admin, sources: house.sources, size: 'small', now: house.clock() });
    const loaded = Number(process.hrtime.bigint() - from) / 1e9;
    const server = await makeService(house, { log: false });
    try {
      const address = await server.listen({ host: '127.0.0.1', port: 0 });
      const people = Array.from({ length: 30 }, (_, at) => at + 1);
      say('量…');
      return [
        { name: '造示例市（小）', value: Math.round(loaded * 10) / 10, unit: 's', baseline: null, ratio: null },
        // Reading first: what the others append would be in it.
        await benchLedger(house, city, 'zhoutaodong', ROUNDS),
        ...(await benchRequests(address, shown(DEMO_SIGN_INS)[0]!.password, ROUNDS)),
        await benchAppend(house, city, BRANCH, people, ROUNDS),
        ...pageWeights(),
      ];
    } finally {
      await server.close();
    }
  } finally {
    await house.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

const rows = await measured();
if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 1)}\n`);
else {
  for (const { name, value, unit, baseline, ratio } of rows) {
    const against = ratio === null ? '' : `　对照${baseline}${unit}，为其${ratio}倍`;
    process.stdout.write(`${name}　${value}${unit}${against}\n`);
  }
}
