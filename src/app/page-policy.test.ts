import { expect, test } from 'vitest';
import { contentPolicy, PERMISSIONS_POLICY } from './page-policy.logic.ts';

const directive = (policy: string, name: string): string | undefined =>
  policy.split('; ').find((part) => part.startsWith(`${name} `));

test('scripts are files of our own, and nothing inline is taken anywhere', () => {
  const policy = contentPolicy([], 'abc');
  expect(directive(policy, 'script-src')).toBe("script-src 'self'");
  expect(directive(policy, 'style-src')).toBe("style-src 'self' 'nonce-abc'");
  expect(policy).not.toContain('unsafe');
  expect(policy).not.toMatch(/https?:|\*/);
});

test('an answer that is no page takes no inline style at all', () => {
  expect(directive(contentPolicy([]), 'style-src')).toBe("style-src 'self'");
});

test('only the office platforms that are named may frame the pages', () => {
  expect(directive(contentPolicy([]), 'frame-ancestors')).toBe("frame-ancestors 'self'");
  expect(directive(contentPolicy(['https://oa.example.gov.cn']), 'frame-ancestors')).toBe(
    "frame-ancestors 'self' https://oa.example.gov.cn",
  );
});

test('camera, microphone and place are closed to every page', () => {
  for (const device of ['camera', 'microphone', 'geolocation']) expect(PERMISSIONS_POLICY).toContain(`${device}=()`);
});
