import { expect, test } from 'vitest';
import { deviceWords } from './device.logic.ts';

const KIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KIT} Chrome/120.0.0.0 Safari/537.36`, 'Chromium 120 · Windows'],
  [`Mozilla/5.0 (Windows NT 10.0) ${KIT} Chrome/122.0.0.0 Safari/537.36 Edg/122.0.2365.52`, 'Edge 122 · Windows'],
  [`Mozilla/5.0 (X11; Linux x86_64) ${KIT} HeadlessChrome/131.0.0.0 Safari/537.36`, 'Chromium 131 · Linux'],
  [`Mozilla/5.0 (X11; Linux x86_64; UOS) ${KIT} Chrome/100.0.4896.60 Safari/537.36`, 'Chromium 100 · 统信UOS'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1', 'Safari 17 · iPhone'],
  [`Mozilla/5.0 (Linux; Android 13) ${KIT} Chrome/116.0 Mobile MicroMessenger/8.0.44`, '微信 8 · 安卓'],
  ['Mozilla/5.0 (Windows NT 6.1; rv:109.0) Gecko/20100101 Firefox/115.0', 'Firefox 115 · Windows'],
  ['node', '其他浏览器 · 其他系统'],
  ['', '其他浏览器 · 其他系统'],
])('%s is called %s', (agent, words) => {
  expect(deviceWords(agent)).toBe(words);
});
