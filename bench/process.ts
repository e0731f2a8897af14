/** A command of ours as a process of its own: how long it takes and how much memory it holds at most. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', 'src', 'app', 'main.server.ts');

/** Starts a command of the command line on a data folder; its words go to this process's standard error when it fails. */
export const command = (args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    env: { PATH: process.env.PATH, XIESHI_LOG: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Megabytes that a process holds now (`VmRSS`) or held at most (`VmHWM`); undefined when it has ended. */
export function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+) kB`));
    return line ? Number(line[1]) / 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** Runs a command to its end. Throws with what it said when it fails. */
export async function runToEnd(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ seconds: number; megabytes: number; said: string }> {
  const from = performance.now();
  const child = command(args, env);
  let said = '';
  let complaints = '';
  let megabytes = 0;
  child.stdout!.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr!.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, memoryOf(child.pid!, 'VmHWM') ?? 0);
  }, 20);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${args.join(' ')}: exit code ${code}\n${complaints}`);
  return { seconds: (performance.now() - from) / 1000, megabytes, said };
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await ended;
}
