/** The service as its users start it: a process of its own on a data folder, with a PostgreSQL that it brings along. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startTestHouse, type TestCity } from './harness.ts';

const PROGRAM = join(import.meta.dirname, '..', 'src', 'app', 'main.server.ts');

export interface ServiceProcess {
  address: string;
  child: ChildProcess;
  /** All that it has said so far. */
  said(): string;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts `start`, or another command, without waiting for it to answer. */
export function startService(
  dataFolder: string,
  port: number,
  env: Record<string, string> = {},
  command: readonly string[] = ['start'],
): ServiceProcess {
  const child = spawn(process.execPath, [PROGRAM, ...command], {
    env: { PATH: process.env.PATH, XIESHI_DATA: dataFolder, PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const add = (chunk: Buffer): void => {
    text += chunk.toString();
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return { address: `http://127.0.0.1:${port}`, child, said: () => text };
}

export const answers = (address: string): Promise<boolean> =>
  fetch(`${address}/api/door`, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );

/** Waits until the service answers from its database. Throws with its last words when it does not. */
export async function untilItAnswers(service: ServiceProcess, within = 120_000): Promise<void> {
  const end = Date.now() + within;
  while (!(await answers(service.address))) {
    if (Date.now() > end || service.child.exitCode !== null) {
      throw new Error(`the service does not answer; it said:\n${service.said()}`);
    }
    await pause(20);
  }
}

/** Resolves with the exit code once the process has ended. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** Makes a data folder with one arranged city, whose clock stands at 28 June 2017 14:00 when the service starts. */
export async function arrangedFolder(
  code: string,
  arrange: (city: TestCity) => Promise<void>,
  folder = mkdtempSync(join(tmpdir(), 'xieshi-lost-')),
): Promise<string> {
  const instant = '2017-06-28T14:00:00+08:00';
  const house = await startTestHouse(instant, folder);
  try {
    const city = await house.makeCity(code);
    await arrange(city);
    const shift = Math.round((Date.parse(instant) - Date.now()) / 1000);
    await city.asOwner(`update xieshi.city set clock_shift = make_interval(secs => $1) where code = $2`, [shift, code]);
  } finally {
    await house.close();
  }
  return folder;
}

/** The superuser's connection to the cluster of a data folder. */
export async function adminOf(dataFolder: string): Promise<pg.Client> {
  const { postgres } = JSON.parse(readFileSync(join(dataFolder, 'passwords.json'), 'utf8')) as { postgres: string };
  const client = new pg.Client({
    host: join(dataFolder, 'run'),
    user: 'postgres',
    password: postgres,
    database: 'xieshi',
    ssl: false,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const text = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Number of the live postmaster of a data folder; undefined when there is none. */
export function postmasterOf(dataFolder: string): number | undefined {
  const pid = Number(text(join(dataFolder, 'database', 'postmaster.pid')).split('\n')[0]);
  return pid > 1 && text(`/proc/${pid}/cmdline`).includes('postgres') ? pid : undefined;
}

/** Processes that serve connections of the application. */
export function backendsOf(dataFolder: string): number[] {
  const postmaster = postmasterOf(dataFolder);
  if (postmaster === undefined) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => text(`/proc/${name}/stat`).split(') ')[1]?.split(' ')[1] === String(postmaster))
    .filter((name) => text(`/proc/${name}/cmdline`).includes('xieshi_app'))
    .map(Number);
}

/** Ends a process at once; one that has just ended by itself is as well. */
export function killNow(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Ends what is left of a service and its PostgreSQL, and removes the folder. */
export async function clearAway(dataFolder: string, service: ServiceProcess | undefined): Promise<void> {
  if (service) {
    killNow(service.child.pid);
    await ended(service.child);
  }
  const postmaster = postmasterOf(dataFolder);
  killNow(postmaster);
  await pause(200);
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
