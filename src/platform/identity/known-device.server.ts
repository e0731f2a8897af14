/**
 * Devices on which an account has signed in before. The browser keeps a number of its own and a mark for each account, which only
 * we can make; nothing of it is stored here.
 */
import { randomBytes } from 'node:crypto';
import type { Keys } from '../../store/keys.server.ts';

export const DEVICE_COOKIE = 'xieshi_device';
export const DEVICE_COOKIE_SECONDS = 400 * 86_400;
const MOST_ACCOUNTS = 10;
const FORM = /^[\w-]{22}(\.[\w-]{22}){0,10}$/;

export interface DeviceAccount {
  cityCode: string;
  accountId: number;
}

const markOf = (keys: Keys, device: string, { cityCode, accountId }: DeviceAccount): string =>
  keys.digest('device', `${device}/${cityCode}/${accountId}`).subarray(0, 16).toString('base64url');

const read = (cookie: string | undefined): { device: string; marks: string[] } | undefined => {
  if (cookie === undefined || !FORM.test(cookie)) return undefined;
  const [device, ...marks] = cookie.split('.');
  return { device: device!, marks };
};

/** The device's number when this account has signed in on it before. */
export function knownDevice(keys: Keys, cookie: string | undefined, account: DeviceAccount): string | undefined {
  const kept = read(cookie);
  return kept?.marks.includes(markOf(keys, kept.device, account)) ? kept.device : undefined;
}

/** The cookie that makes the device known to one more account; the account that signed in longest ago may fall out. */
export function rememberedDevice(keys: Keys, cookie: string | undefined, account: DeviceAccount): string {
  const { device, marks } = read(cookie) ?? { device: randomBytes(16).toString('base64url'), marks: [] };
  const mark = markOf(keys, device, account);
  return [device, mark, ...marks.filter((other) => other !== mark)].slice(0, MOST_ACCOUNTS + 1).join('.');
}
