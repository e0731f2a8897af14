/**
 * Locks between processes. The lock belongs to our open file, so the kernel gives it up however the process ends, and
 * no stale lock can be left. Node has no call for it: `flock` (util-linux) locks the file that it inherits from us.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { Refusal } from '../core/record/refusal.logic.ts';
import { refusalFor } from './embedded-host.server.ts';

export interface FileLock {
  /** Gives the lock up; further calls do nothing. */
  release(): void;
}

type Mode = 'exclusive' | 'shared';

/**
 * Takes a lock, waiting for those who hold it.
 * @param path file, made when missing
 * @param waitSeconds how long to wait; undefined is returned when it was not free by then
 */
export async function lockFile(path: string, mode: Mode, waitSeconds: number): Promise<FileLock | undefined> {
  const file = open(path);
  return new Promise((resolve, reject) => {
    const child = spawn('flock', [`--${mode}`, '--timeout', String(waitSeconds), '3'], {
      stdio: ['ignore', 'ignore', 'ignore', file],
    });
    child.once('error', () => {
      closeSync(file);
      reject(withoutFlock());
    });
    child.once('close', (code) => resolve(outcome(file, code)));
  });
}

/** Takes a lock only when it is free, without giving way to anything else: for the last moments of a process. */
export function lockFileNow(path: string, mode: Mode): FileLock | undefined {
  const file = open(path);
  const { status } = spawnSync('flock', [`--${mode}`, '--nonblock', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', file],
  });
  return outcome(file, status);
}

/** Opened for reading when it exists, so that accounts that share a data folder can lock one another's files. */
function open(path: string): number {
  try {
    return existsSync(path) ? openSync(path, 'r') : openSync(path, 'a');
  } catch (error) {
    throw refusalFor(error, path);
  }
}

function outcome(file: number, code: number | null): FileLock | undefined {
  if (code !== 0) {
    closeSync(file);
    return undefined;
  }
  let held = true;
  return {
    release() {
      if (held) closeSync(file);
      held = false;
    },
  };
}

function withoutFlock(): Refusal {
  return new Refusal({
    code: 'flock-missing',
    what: '本机没有 flock 命令，无法确认数据文件夹没有被两个进程同时启动',
    now: '请安装 util-linux（apt-get install util-linux）后重试',
    status: 503,
  });
}
