/** What each command does. A command answers its exit code. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../core/record/room.ts';
import { plantDemoFactors } from '../demo/factors.server.ts';
import { DEMO_CODE, hasDemo, loadDemo } from '../demo/load.server.ts';
import { makePracticeCity, PRACTICE_CODE } from '../demo/practice.server.ts';
import { type Progress, progressLine } from '../demo/progress.logic.ts';
import { DEMO_FACTOR, DEMO_SIGN_INS, PRACTICE_SIGN_INS, shown } from '../demo/room.ts';
import { createCity } from '../store/migrate.server.ts';
import { dumpSchema } from '../store/schema-dump.server.ts';
import { backupNow, cityExport, cityImport, restoreBackup } from './backup-command.server.ts';
import { type OpenHouse, openHouse } from './house.server.ts';
import { importWorkbooks } from './import-command.server.ts';
import { openApiText } from './open-api.server.ts';
import { rebuild } from './rebuild.server.ts';
import { makeService } from './serve.server.ts';
import { askedToStop, closeInTime, openWhenPossible } from './service-life.server.ts';
import type { Settings } from './settings.server.ts';
import { verifyAudit } from './verify-audit-command.server.ts';

export interface Command {
  settings: Settings;
  /** Words after the command's own. */
  rest: readonly string[];
  options: {
    name?: string;
    city?: string;
    size?: string;
    'dry-run'?: boolean;
    json?: boolean;
    answers?: string;
    'without-these-rows'?: boolean;
    check?: boolean;
    head?: string;
    verify?: boolean;
    at?: string;
    into?: string;
    code?: string;
  };
  /** To standard error. */
  say(line: string): void;
  /** To standard output: the answer alone. */
  print(text: string): void;
}

/** Runs with the house open, opening it when it is not, and closes it whatever happens. */
async function withHouse<T>(command: Command, work: (house: OpenHouse) => Promise<T>, opened?: OpenHouse): Promise<T> {
  const house = opened ?? (await openHouse(command.settings, { log: command.say }));
  const onExit = (): void => house.closeNow();
  process.on('exit', onExit);
  try {
    return await work(house);
  } finally {
    await house.close();
    process.off('exit', onExit);
  }
}

/** Listens, says where, and serves until asked to stop. */
async function serveUntilStopped(
  command: Command,
  house: OpenHouse,
  stop: Promise<void>,
  welcome: (address: string) => void,
): Promise<void> {
  const { host, port, logLevel } = command.settings;
  const server = await makeService(house, { log: { level: logLevel }, rules: command.settings });
  try {
    const address = await server.listen({ host, port });
    welcome(address);
    await stop;
    command.say('正在停止：等手头的请求答完……');
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    throw new Refusal({ code: 'port-taken', what: `端口 ${port} 已被占用`, now: '请换一个：PORT=8761 npm run …' });
  } finally {
    await closeInTime(server);
  }
}

/** A bar that redraws itself on a terminal; elsewhere one line a phase. */
function progressBar(command: Command): (at: Progress) => void {
  let phase = '';
  return (at) => {
    if (process.stderr.isTTY) {
      process.stderr.write(`\r${progressLine(at)}${at.done >= at.total ? '\n' : ''}`);
    } else if (at.phase !== phase) {
      phase = at.phase;
      command.say(`${phase}…`);
    }
  };
}

async function loadSample(command: Command, house: OpenHouse, size: 'small' | 'full') {
  const { admin, sources, keys, clock } = house;
  const loaded = await loadDemo({ admin, sources, size, now: clock(), progress: progressBar(command) });
  await plantDemoFactors(admin, keys, loaded.city, clock());
  return loaded;
}

/** How large the sample city is to be; undefined when the command says neither of the two. */
const sizeOf = ({ options: { size = 'small' } }: Command): 'small' | 'full' | undefined =>
  size === 'small' || size === 'full' ? size : undefined;

async function demoLoad(command: Command): Promise<number> {
  const size = sizeOf(command);
  if (!size) return usage(command, 'demo load --size small 或 full');
  const { city, rows } = await withHouse(command, (house) => loadSample(command, house, size));
  command.print(JSON.stringify({ code: city.code, name: city.name, size, rows }));
  return 0;
}

async function demo(given: Command): Promise<number> {
  const size = sizeOf(given);
  if (!size) return usage(given, 'demo [--size small 或 full]');
  // Nobody's work is in it: no backups by themselves, and no line a request between the sign-ins on the terminal.
  const { logLevel } = given.settings;
  const quiet = { backupAt: 'off', logLevel: logLevel === 'info' ? 'warn' : logLevel } as const;
  const command: Command = { ...given, settings: { ...given.settings, ...quiet } };
  const stop = askedToStop();
  await withHouse(command, async (house) => {
    if (!(await hasDemo(house.admin))) {
      command.say('正在造示例市（人和事都是虚构的）：');
      await loadSample(command, house, size);
    } else if (command.options.size) command.say('示例市已经有了，大小不变；要重造用 demo load --size');
    let cities = await house.cities();
    const sample = cities.find((city) => city.code === DEMO_CODE);
    if (sample && !cities.some((city) => city.code === PRACTICE_CODE)) {
      await makePracticeCity(house.admin, sample, house.clock());
      cities = await house.cities();
    }
    for (const city of cities.filter((one) => one.demo)) {
      await plantDemoFactors(house.admin, house.keys, city, house.clock());
    }
    const list = (signIns: typeof DEMO_SIGN_INS): void => {
      for (const { who, username, password } of shown(signIns)) {
        command.print(`  ${who.padEnd(12, '　')}用户名 ${username.padEnd(14)}密码 ${password}`);
      }
    };
    await serveUntilStopped(command, house, stop, (address) => {
      command.print(`\n写实　示例市　${address}\n`);
      list(DEMO_SIGN_INS);
      command.print('\n另有一个空的城市，用来练习导入 samples/ 里的五份表格（登录页上选城市）：\n');
      list(PRACTICE_SIGN_INS);
      command.print(`\n管理员登录还要动态口令：登录页上有，也可以把密钥 ${DEMO_FACTOR} 输进认证器。`);
      command.print('\n按 Ctrl+C 停止；再运行一次，数据还在。');
    });
  });
  return 0;
}

async function rebuildDerived(command: Command): Promise<number> {
  const { city: code, check = false } = command.options;
  return withHouse(command, async (house) => {
    const cities = (await house.cities()).filter((city) => code === undefined || city.code === code);
    if (cities.length === 0)
      throw new Refusal({ code: 'city-unknown', what: `没有城市“${code ?? ''}”`, now: '用 city create 先建一个' });
    const answers = [];
    for (const city of cities) {
      const answer = await rebuild({
        admin: house.admin,
        city,
        check,
        progress: (name) => command.say(`${city.code} ${name}…`),
      });
      answers.push({ city: city.code, ...answer });
    }
    command.print(JSON.stringify(answers));
    return answers.some((answer) => answer.differences.length > 0) ? 1 : 0;
  });
}

async function start(command: Command): Promise<number> {
  const stop = askedToStop();
  const open = (): Promise<OpenHouse> => openHouse(command.settings, { log: command.say });
  const opened = await openWhenPossible(open, stop, command.say);
  const serve = (house: OpenHouse): Promise<void> =>
    serveUntilStopped(command, house, stop, (address) => command.say(`写实已启动：${address}`));
  if (opened) await withHouse(command, serve, opened);
  return 0;
}

async function cityCreate(command: Command): Promise<number> {
  const code = command.rest[0];
  if (!code || !command.options.name) {
    command.say('用法：city create 代码 --name 名称');
    return 2;
  }
  await withHouse(command, (house) => createCity(house.admin, { code, name: command.options.name! }, house.clock()));
  command.print(JSON.stringify({ code, name: command.options.name }));
  return 0;
}

async function usage(command: Command, words: string): Promise<number> {
  command.say(`用法：${words}`);
  return 2;
}

/** Prints what the migrations add up to, from a database made for it and removed again. */
async function schema(command: Command): Promise<number> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'xieshi-schema-'));
  const settings = { ...command.settings, dataFolder, databaseUrl: undefined };
  try {
    await withHouse({ ...command, settings }, async (house) => {
      const city = await createCity(house.admin, { code: 'shown', name: '示例市' }, house.clock());
      command.print((await dumpSchema(house.admin, city.schema)).trimEnd());
    });
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
  return 0;
}

/** Prints the OpenAPI document; needs no database. */
async function openapi(command: Command): Promise<number> {
  command.print(openApiText().trimEnd());
  return 0;
}

export const commands = {
  start,
  'city create': cityCreate,
  'city export': (command) =>
    command.rest.length === 1 && command.options.into
      ? withHouse(command, (house) => cityExport(command, house))
      : usage(command, 'city export 代码 --into 文件夹'),
  'city import': (command) =>
    command.rest.length === 1
      ? withHouse(command, (house) => cityImport(command, house))
      : usage(command, 'city import 文件夹 [--code 新代码]'),
  backup: (command) => withHouse(command, (house) => backupNow(command, house)),
  restore: restoreBackup,
  demo,
  'demo load': demoLoad,
  import: (command) => importWorkbooks(command, (work) => withHouse(command, work)),
  rebuild: rebuildDerived,
  'verify-audit': verifyAudit,
  schema,
  openapi,
} as const satisfies Record<string, (command: Command) => Promise<number>>;
