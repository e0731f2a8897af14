/** Importing a county's worth of people: 20,000 rows of one workbook into a city that has the organizations. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import ExcelJS from 'exceljs';
import { cityNow } from '../src/app/credential.server.ts';
import type { OpenHouse } from '../src/app/house.server.ts';
import { previewFiles } from '../src/app/import-apart.server.ts';
import { ImportJob } from '../src/app/import-jobs.server.ts';
import type { Actor } from '../src/core/scope/room.ts';
import { scopeFor } from '../src/platform/access/scope.server.ts';
import { readPackedWorkbook } from '../src/platform/open/workbook.server.ts';
import type { City } from '../src/store/database.server.ts';
import { callerOf } from './caller.ts';
import { against, type BenchRow } from './measure.ts';
import { runToEnd } from './process.ts';

const PEOPLE = 20_000;
const CODE = 'benched';
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜';
const GIVEN = '安邦成达恩帆光海嘉康朗明宁平清荣书涛文新勇正志远思雅诗琳慧敏芳洁';

/** A name for each number, none twice within a branch. */
const nameOf = (at: number): string =>
  SURNAMES[at % SURNAMES.length]! +
  GIVEN[Math.floor(at / SURNAMES.length) % GIVEN.length]! +
  GIVEN[Math.floor(at / (SURNAMES.length * GIVEN.length)) % GIVEN.length]!;

async function memberList(branches: readonly string[]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('党员花名册');
  sheet.addRow(['示例市党员花名册']);
  sheet.addRow(['序号', '姓名', '性别', '党员类别', '入党时间', '所在党支部', '党内职务']);
  for (let at = 0; at < PEOPLE; at += 1) {
    const joined = `${1975 + (at % 40)}-0${1 + (at % 9)}-1${at % 9}`;
    sheet.addRow([at + 1, nameOf(at), at % 3 ? '男' : '女', '正式党员', joined, branches[at % branches.length], '']);
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** From the bytes to the page: read and planned apart, while the service answers others. */
async function benchPreview(house: OpenHouse, actor: Actor, bytes: Uint8Array): Promise<BenchRow[]> {
  const city = (await house.cities()).find(({ code }) => code === CODE)!;
  const now = cityNow(city, house.clock());
  const waits = monitorEventLoopDelay({ resolution: 10 });
  waits.enable();
  const from = performance.now();
  const packed = await readPackedWorkbook('党员花名册.xlsx', bytes);
  const kept = { id: '', name: '党员花名册.xlsx', packed, choices: {}, savedAt: now, remembered: undefined };
  const [shown] = await house.database.inCity(city, scopeFor(actor, 'import.run'), (tx) =>
    previewFiles({ tx, city, now }, [kept], new ImportJob('preview')),
  );
  const seconds = (performance.now() - from) / 1000;
  waits.disable();
  if (shown?.account?.accepted !== PEOPLE) throw new Error(`the preview takes ${shown?.account?.accepted} rows over`);
  return [
    against('看20000人的表格会带来什么，从文件到页面', seconds, 's', 10),
    against('这期间别的请求最多等', waits.max / 1e6, 'ms', 300),
  ];
}

/** The house stays open beside: a second process joins its database, as an operator's command does. */
export async function benchImport(house: OpenHouse, city: City, dataFolder: string): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'xieshi-bench-import-'));
  try {
    const department = await callerOf(house, city, 'xusiyuan');
    const list = (await department.call('organization.workbook')) as { bytes: Uint8Array };
    const tree = (await department.call('organization.tree')) as { organizations: { name: string; kind: string }[] };
    const branches = tree.organizations.flatMap(({ name, kind }) => (kind === 'branch' ? [name] : []));
    const files = { organizations: join(folder, '党组织名册.xlsx'), members: join(folder, '党员花名册.xlsx') };
    writeFileSync(files.organizations, list.bytes);
    writeFileSync(files.members, await memberList(branches));
    const env = { XIESHI_DATA: dataFolder };
    await runToEnd(['city', 'create', CODE, '--name', '示例市'], env);
    await runToEnd(['import', files.organizations, '--city', CODE, '--json'], env);
    const preview = await benchPreview(house, department.actor, readFileSync(files.members));
    const { seconds, megabytes, said } = await runToEnd(['import', files.members, '--city', CODE, '--json'], env);
    const [account] = JSON.parse(said) as { rows: number; accepted: number }[];
    if (account?.accepted !== PEOPLE) throw new Error(`imported ${account?.accepted} of ${PEOPLE} rows`);
    return [
      ...preview,
      against('导入20000人，从命令到结束', seconds, 's', 10),
      against('导入20000人，最多占内存', megabytes, 'MB', 500),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
