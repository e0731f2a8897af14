// Where the project lies, which Node runs it, and how a command is run. Must itself run on Node 20.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('..', import.meta.url));
export const modules = join(project, 'node_modules');

/** Progress goes to standard error: standard output belongs to the answer of the command. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** An error whose message is meant for the reader; anything else is a fault of ours and shows its stack. */
export class Stop extends Error {}

/**
 * The Node that runs TypeScript by itself: the one npm brought, or else our own when it is new enough.
 * @returns {string} path of the executable
 */
export function typescriptNode() {
  const brought = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(brought)) return brought;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  throw new Stop(
    `没有找到 Node 24：本机是 ${process.platform}-${process.arch}、Node ${process.versions.node}。` +
      '请删除 node_modules 后重试，或自行安装 Node 24。',
  );
}

/** Our environment with the project's own tools first in PATH. */
export function toolEnvironment(more = {}) {
  return { ...process.env, PATH: [join(modules, '.bin'), process.env.PATH].join(delimiter), ...more };
}

/** Our environment without any node_modules/.bin in PATH: an install replaces what lies there. */
export function machineEnvironment() {
  const kept = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !/node_modules[\\/]\.bin[\\/]?$/.test(folder));
  return { ...process.env, PATH: kept.join(delimiter) };
}

/**
 * Runs a command, in the project folder unless told otherwise, and passes signals on to it.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {Promise<number>} its exit code, or 128 + n when signal n ended it
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? project,
      env: options.env ?? toolEnvironment(),
      stdio: options.stdio ?? 'inherit',
    });
    // At a terminal Ctrl-C reaches the whole foreground group, the child included: a second one would hurry it.
    const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    const passOn = (signal) => {
      if (!(signal === 'SIGINT' && atTerminal)) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, passOn);
    const settle = (done) => {
      for (const signal of signals) process.off(signal, passOn);
      done();
    };
    child.once('error', (error) => settle(() => reject(new Stop(`无法运行 ${command}：${error.message}`))));
    child.once('close', (code, signal) =>
      settle(() => resolve(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0))),
    );
  });
}

/** stdio of a command that prepares something: nothing comes in, all words go to standard error. */
export const quiet = ['ignore', process.stderr.fd, process.stderr.fd];
