/** A device in words, out of what its browser says of itself. */

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/, '鸿蒙'],
  [/Android/, '安卓'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'Mac'],
  [/UOS|Uos/, '统信UOS'],
  [/Kylin/i, '银河麒麟'],
  [/Linux/, 'Linux'],
];

/** The more exact first: most browsers also claim to be the one that they were made from. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger\/(\d+)/, '微信'],
  [/DingTalk\/(\d+)/, '钉钉'],
  [/Edg\/(\d+)/, 'Edge'],
  [/(?:360SE|QIHU 360EE|QIHU 360SE)()/, '360浏览器'],
  [/QQBrowser\/(\d+)/, 'QQ浏览器'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/HeadlessChrome\/(\d+)/, 'Chromium'],
  [/Chrome\/(\d+)/, 'Chromium'],
  [/Version\/(\d+).*Safari/, 'Safari'],
];

/** `Chromium 120 · Windows`. */
export function deviceWords(agent: string): string {
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1] ?? '其他系统';
  for (const [pattern, name] of BROWSERS) {
    const version = pattern.exec(agent)?.[1];
    if (version !== undefined) return `${name}${version === '' ? '' : ` ${version}`} · ${system}`;
  }
  return `其他浏览器 · ${system}`;
}
