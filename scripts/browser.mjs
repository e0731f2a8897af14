// Makes sure of a browser and of Chinese fonts for the tests in the browser, from the distribution's own packages.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { quiet, run, Stop, say } from './runtime.mjs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium', '/usr/bin/google-chrome'];
const packages = ['chromium', 'fonts-noto-cjk'];

/**
 * Finds Chromium, installing it when we may.
 * @returns {Promise<string>} path of the executable
 */
export async function ensureBrowser() {
  const missing = absent();
  if (missing.length > 0) await installPackages(missing);
  const still = absent();
  if (still.length > 0) {
    throw new Stop(`安装后仍缺少 ${still.join('、')}。可用 XIESHI_CHROMIUM 指明 Chromium 的路径。`);
  }
  return chromium();
}

function absent() {
  return packages.filter((name) => (name === 'chromium' ? chromium() === undefined : !hasChineseFont()));
}

function chromium() {
  const named = process.env.XIESHI_CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Stop(`XIESHI_CHROMIUM 指向 ${named}，但那里没有文件。`);
    return named;
  }
  return places.find((place) => existsSync(place));
}

function hasChineseFont() {
  if (existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) return true;
  const listed = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return listed.status === 0 && listed.stdout.trim() !== '';
}

async function installPackages(names) {
  const root = process.getuid?.() === 0;
  const asRoot = root ? [] : ['sudo', '-n'];
  const mayBecomeRoot = root || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  const advice = `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (!existsSync('/usr/bin/apt-get') || !mayBecomeRoot) {
    throw new Stop(`浏览器测试需要 ${names.join('、')}，本机没有，当前用户也无权安装。请以 root 运行：${advice}`);
  }
  say(`正在安装 ${names.join('、')}……`);
  const apt = (...args) => {
    const line = [
      ...asRoot,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-qq',
      '-o',
      'DPkg::Lock::Timeout=300',
      ...args,
    ];
    return run(line[0], line.slice(1), { stdio: quiet });
  };
  const updated = await apt('update');
  const code = updated === 0 ? await apt('install', '-y', '--no-install-recommends', ...names) : updated;
  if (code !== 0) throw new Stop(`未能安装 ${names.join('、')}（apt-get 退出码 ${code}）。请手工运行：${advice}`);
}
