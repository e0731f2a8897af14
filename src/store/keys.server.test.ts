import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readKeys } from './keys.server.ts';

const folder = mkdtempSync(join(tmpdir(), 'xieshi-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('keys are drawn once, readable by their owner alone, and are the same next time', async () => {
  const first = await readKeys(folder);
  const again = await readKeys(folder);
  expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
  expect(again.digest('device', 'a')).toEqual(first.digest('device', 'a'));
  expect(again.auditKey.equals(first.auditKey)).toBe(true);
});

test('what was sealed for one use is read for that use only, and not after a change', async () => {
  const keys = await readKeys(folder);
  const sealed = keys.seal('totp', Buffer.from('secret'));
  expect(keys.unseal('totp', sealed).toString()).toBe('secret');
  expect(sealed.includes('secret')).toBe(false);
  expect(() => keys.unseal('device', sealed)).toThrow();
  sealed[20]! ^= 1;
  expect(() => keys.unseal('totp', sealed)).toThrow();
  expect(keys.digest('device', 'a')).not.toEqual(keys.digest('throttle', 'a'));
});
