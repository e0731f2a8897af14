/** Judging a new password offline: its length, whether it is a common one, whether it is a name. */
import { Refusal } from '../../core/record/room.ts';
import { type PasswordFault, type PasswordOwner, passwordFault } from './password-rules.logic.ts';

/** The common passwords and words, unpacked when the first password is judged. */
let common: Promise<ReadonlySet<string>> | undefined;
async function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set([...dictionary['passwords-common'], ...dictionary['diceware-common']]),
  );
  return common;
}

const FAULTS: Readonly<Record<PasswordFault, { what: (leastLength: number) => string; now: string }>> = {
  'password-short': { what: (least) => `密码至少${least}位`, now: '请再长一些' },
  'password-common': { what: () => '这个密码太常见，容易被猜到', now: '请换几个不相干的词连起来' },
  'password-names': { what: () => '密码里不要有用户名、姓名或城市名', now: '请换一个' },
  'password-same': { what: () => '新密码和现在的一样', now: '请换一个' },
};

const refusal = (fault: PasswordFault, where: string, leastLength: number): Refusal =>
  new Refusal({ code: fault, where, what: FAULTS[fault].what(leastLength), now: FAULTS[fault].now });

/** Refuses a new password that the city's rules do not allow; `former` is the one that it replaces. */
export async function checkNewPassword(
  password: string,
  leastLength: number,
  owner: PasswordOwner,
  where: string,
  former?: string,
): Promise<void> {
  if (password === former) throw refusal('password-same', where, leastLength);
  const known = await commonPasswords();
  const fault = passwordFault(password, leastLength, owner, (word) => known.has(word));
  if (fault) throw refusal(fault, where, leastLength);
}
