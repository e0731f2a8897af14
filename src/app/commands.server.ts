/** What each command does. A command answers its exit code. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../core/record/room.ts';
import { createCity } from '../store/migrate.server.ts';
import { dumpSchema } from '../store/schema-dump.server.ts';
import { type OpenHouse, openHouse } from './house.server.ts';
import { openApiText } from './open-api.server.ts';
import { makeService } from './serve.server.ts';
import type { Settings } from './settings.server.ts';

export interface Command {
  settings: Settings;
  /** Words after the command's own. */
  rest: readonly string[];
  options: { name?: string; city?: string; size?: string; 'dry-run'?: boolean; json?: boolean; check?: boolean };
  /** To standard error. */
  say(line: string): void;
  /** To standard output: the answer alone. */
  print(text: string): void;
}

/** Runs with the house open and closes it whatever happens. */
async function withHouse<T>(command: Command, work: (house: OpenHouse) => Promise<T>): Promise<T> {
  const house = await openHouse(command.settings, { log: command.say });
  const onExit = (): void => house.closeNow();
  process.on('exit', onExit);
  try {
    return await work(house);
  } finally {
    await house.close();
    process.off('exit', onExit);
  }
}

/** Resolves when the process is asked to stop. */
const askedToStop = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

/** Listens, says where, and serves until asked to stop. */
async function serveUntilStopped(
  command: Command,
  house: OpenHouse,
  welcome: (address: string) => void,
): Promise<void> {
  const { host, port, logLevel } = command.settings;
  const server = await makeService(house, { log: { level: logLevel === 'info' ? 'warn' : logLevel } });
  try {
    const address = await server.listen({ host, port });
    welcome(address);
    await askedToStop();
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    throw new Refusal({ code: 'port-taken', what: `端口 ${port} 已被占用`, now: '请换一个：PORT=8761 npm run …' });
  } finally {
    await server.close();
  }
}

async function start(command: Command): Promise<number> {
  await withHouse(command, (house) =>
    serveUntilStopped(command, house, (address) => command.say(`写实已启动：${address}`)),
  );
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
  schema,
  openapi,
} as const satisfies Record<string, (command: Command) => Promise<number>>;
