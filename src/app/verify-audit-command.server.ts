/**
 * `verify-audit [--city CODE] [--head FILE]`: checks the audit chain against all that it stands for, with or without the service
 * running. Opens the database without bringing its structure up to date, reads in one snapshot and writes nothing.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Refusal } from '../core/record/room.ts';
import { keyIdOfPrivate, makeHead } from '../platform/audit/heads.server.ts';
import { FAULT_KINDS, type FaultKind, type HeadFile, headFile, shortCode } from '../platform/audit/room.ts';
import { type Verified, verifyCity } from '../platform/audit/verify.server.ts';
import { type City, Database } from '../store/database.server.ts';
import { startEmbedded } from '../store/embedded.server.ts';
import { type Keys, readKeys } from '../store/keys.server.ts';
import type { Command } from './commands.server.ts';
import { cityNow } from './credential.server.ts';
import { ROUTE_TITLES } from './handlers.server.ts';

/** The heads of a file: one, or those of several cities. Throws a Refusal for anything else. */
async function readHeadFile(file: string): Promise<HeadFile[]> {
  const unusable = (what: string): Refusal =>
    new Refusal({ code: 'head-file', what, now: '请用从审计页下载的、或本命令打印的链头文件，不要改动它' });
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unusable(error.code === 'ENOENT' ? `没有文件“${file}”` : `文件“${file}”读不了`);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw unusable(`“${file}”不是链头文件，或者已损坏`);
  }
  const heads = (Array.isArray(content) ? content : [content]).map((head) => headFile.safeParse(head));
  const bad = heads.find(({ success }) => !success);
  if (bad?.error) {
    const where = bad.error.issues[0]?.path.join('.');
    throw unusable(`“${file}”不是链头文件，或者已损坏${where ? `（${where}）` : ''}`);
  }
  if (heads.length === 0) throw unusable(`“${file}”里没有链头`);
  return heads.map((head) => head.data!);
}

interface Opened {
  database: Database;
  /** Undefined where the key folder of the deployment is not at hand: heads are then printed unsigned. */
  keys: Keys | undefined;
  close(): Promise<void>;
}

/** The owner's connection and nothing else: no migration, no keys drawn. */
async function open({ settings, say }: Command): Promise<Opened> {
  const { dataFolder, databaseUrl } = settings;
  const cluster = databaseUrl ? undefined : await startEmbedded({ dataFolder, log: say });
  const database = new Database({ ...(cluster?.admin ?? { connectionString: databaseUrl }), max: 2 });
  return {
    database,
    keys: existsSync(join(dataFolder, 'keys.json')) ? await readKeys(dataFolder) : undefined,
    async close() {
      await database.close();
      await cluster?.stop();
    },
  };
}

async function chosenCities(database: Database, code: string | undefined): Promise<City[]> {
  const cities = await database.cities().catch((error: { code?: string }) => {
    if (error.code !== '42P01' && error.code !== '3F000') throw error;
    return [];
  });
  const chosen = cities.filter((city) => code === undefined || city.code === code);
  if (chosen.length > 0) return chosen;
  throw new Refusal({
    code: 'city-unknown',
    what: code === undefined ? '这个数据库里还没有城市' : `没有城市“${code}”`,
    now: '看看 --city、XIESHI_DATA、DATABASE_URL 是不是写对了',
  });
}

function tell({ say }: Command, city: City, verified: Verified): void {
  const { faults, links, waiting, tail, remarks } = verified;
  for (const remark of remarks) say(`${city.name}：${remark}`);
  const waits = waiting.act + waiting.line;
  if (waits > 0) say(`${city.name}：有${waits}项在最后一环之后写入，还没有入链；服务运行时一秒内入链`);
  if (faults.total === 0) {
    say(`${city.name}：${links}环全部核对，没有发现改动。链头 ${tail ? shortCode(tail.hash) : '（还没有）'}`);
    return;
  }
  const kinds = Object.entries(faults.counts).map(([kind, count]) => `${FAULT_KINDS[kind as FaultKind]}${count}处`);
  say(`${city.name}：${links}环，发现${faults.total}处不对（${kinds.join('、')}）：`);
  for (const fault of faults.told) say(`  · ${fault.says}`);
  if (faults.total > faults.told.length) say(`  …… 另有${faults.total - faults.told.length}处`);
}

/** V8 lets the garbage of a long walk pile up as long as the machine has room; beside the service the check is to stay small. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Links after which garbage is collected. */
const COLLECT_EVERY = 2_000;

/** Progress for who waits at a terminal. */
const progressOf = ({ say }: Command, city: City) => {
  const collect = collector();
  let told = 0;
  let collected = 0;
  return (done: number, total: number): void => {
    if (done - collected >= COLLECT_EVERY) {
      collected = done;
      collect();
    }
    if (done - told < 50_000) return;
    told = done;
    say(`${city.name}：已核对${done}/${total}环…`);
  };
};

/** 0: all fits, and the heads stand on standard output; 1: something does not; 2: it could not be tried as asked. */
export async function verifyAudit(command: Command): Promise<number> {
  const { city: code, head: file } = command.options;
  let heads: HeadFile[] = [];
  try {
    if (file !== undefined) heads = await readHeadFile(file);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    command.say([error.detail.what, error.detail.now].join('。'));
    return 2;
  }
  const opened = await open(command);
  try {
    const cities = await chosenCities(opened.database, code);
    // A head is for one city: without --city its own, unless there is but one to hold it against.
    const named = cities.filter((city) => heads.some((head) => head.city === city.code));
    const chosen = heads.length > 0 && named.length > 0 ? named : cities;
    if (heads.length > 0 && named.length === 0 && cities.length > 1) {
      command.say(`没有城市“${heads[0]!.city}”。用 --city 说明要核对哪个城市`);
      return 2;
    }
    const answers: object[] = [];
    let faulty = false;
    for (const city of chosen) {
      const verified = await verifyCity(opened.database, city, {
        titles: ROUTE_TITLES,
        head: heads.find((head) => head.city === city.code) ?? heads[0],
        ownKeyId: opened.keys && keyIdOfPrivate(opened.keys.auditKey),
        progress: progressOf(command, city),
      });
      tell(command, city, verified);
      const { faults, links, waiting, tail } = verified;
      faulty ||= faults.total > 0;
      answers.push(
        faults.total > 0
          ? { city: city.code, links, waiting, total: faults.total, counts: faults.counts, faults: faults.told }
          : makeHead(
              city,
              tail ?? { n: 0, hash: '', algorithm: command.settings.auditHash },
              cityNow(city, new Date()),
              opened.keys?.auditKey,
            ),
      );
    }
    command.print(JSON.stringify(answers.length === 1 ? answers[0] : answers, null, 2));
    return faulty ? 1 : 0;
  } catch (error) {
    if ((error as { code?: string }).code !== '42P01') throw error;
    command.say('数据库的结构比程序旧，还没有审计链。请先用这一版程序启动一次服务');
    return 2;
  } finally {
    await opened.close();
  }
}
