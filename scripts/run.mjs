// What every npm script calls: `node scripts/run.mjs <command> [args…]`. Installs, builds what has changed, and runs
// the command on Node 24. Runs on any Node ≥ 20; its own words go to standard error.
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { project, run, Stop, say, typescriptNode } from './runtime.mjs';
import { ensureWeb } from './web.mjs';

const main = 'src/app/main.server.ts';

/** file and first arguments of each command; `build` alone ends with the web. */
const commands = {
  demo: { web: true, file: main, args: ['demo'] },
  start: { web: true, file: main, args: ['start'] },
  xieshi: { web: false, file: main, args: [] },
  bench: { web: true, file: 'bench/main.ts', args: [] },
  test: { web: false, file: 'scripts/test.mjs', args: [] },
  check: { web: false, file: 'scripts/test.mjs', args: ['--static'] },
  build: { web: true, file: undefined, args: [] },
};

async function start() {
  const [name = '', ...rest] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    throw new Stop(`没有命令“${name}”。可用的命令：${Object.keys(commands).join('、')}。`);
  }
  await ensureInstalled();
  if (command.web) await ensureWeb();
  if (command.file === undefined) return 0;
  const file = join(project, command.file);
  return await run(typescriptNode(), ['--disable-warning=ExperimentalWarning', file, ...command.args, ...rest]);
}

try {
  process.exitCode = await start();
} catch (error) {
  say(error instanceof Stop ? error.message : error.stack);
  process.exitCode = 1;
}
