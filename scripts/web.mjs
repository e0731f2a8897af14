// Builds the screens when what they are made of has changed. Must run on Node 20.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { modules, project, quiet, run, Stop, say, typescriptNode } from './runtime.mjs';

const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];
const stamp = join(project, 'dist', 'web.stamp');

/** Leaves dist/web as the sources say. The stamp is written last, so that a build cut short is made again. */
export async function ensureWeb() {
  const wanted = fingerprint();
  const built = existsSync(join(project, 'dist', 'web', 'index.html'));
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('正在构建网页（首次运行或源文件有变化时）……');
  rmSync(stamp, { force: true });
  const vite = join(modules, 'vite', 'bin', 'vite.js');
  const code = await run(typescriptNode(), [vite, 'build', '--logLevel', 'warn'], { stdio: quiet });
  if (code !== 0) throw new Stop(`网页构建失败（vite build 退出码 ${code}），原因见上。`);
  mkdirSync(join(project, 'dist'), { recursive: true });
  writeFileSync(stamp, wanted);
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((name) => [...files(join(project, name))])) {
    hash
      .update(`${relative(project, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Files below a path in a fixed order, without those that no screen is made of. */
function* files(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory()) for (const name of readdirSync(path).sort()) yield* files(join(path, name));
  else if (!/\.(server\.ts|test\.tsx?|md|sql)$/.test(path)) yield path;
}
