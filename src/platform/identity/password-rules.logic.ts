/** What a password must not be. Which passwords are common is asked of the caller, who has the list. */

export interface PasswordOwner {
  username: string;
  name: string;
  cityName: string;
}

export type PasswordFault = 'password-short' | 'password-common' | 'password-names' | 'password-same';

/** A word with figures and marks around it is guessed as soon as the word. */
const core = (password: string): string => password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

/** What is wrong with a new password; undefined when nothing is. */
export function passwordFault(
  password: string,
  leastLength: number,
  owner: PasswordOwner,
  isCommon: (word: string) => boolean,
): PasswordFault | undefined {
  if ([...password].length < leastLength) return 'password-short';
  const lower = password.toLowerCase();
  const names = [owner.username, owner.name, owner.cityName].map((word) => word.toLowerCase());
  if (names.some((word) => word.length >= 2 && lower.includes(word))) return 'password-names';
  if (new Set(lower).size < 4 || isCommon(lower) || isCommon(core(lower))) return 'password-common';
  return undefined;
}

/** The rules in words, for beside the field. */
export const passwordRuleWords = (leastLength: number): string =>
  `至少${leastLength}位，不用常见密码，不含用户名、姓名和城市名`;
