/** Usernames of the sample city: a name's pinyin, with a number for the second and further ones of it. */
import { spelledName } from '../platform/identity/usernames.server.ts';
import type { PlannedAccount } from './accounts.logic.ts';
import type { DemoAccount } from './model.logic.ts';

/** Gives every account its username; those that have one keep it. */
export function withUsernames(accounts: readonly PlannedAccount[]): DemoAccount[] {
  const taken = new Set(accounts.flatMap(({ username }) => username ?? []));
  return accounts.map((account) => {
    if (account.username !== null) return { ...account, username: account.username };
    const base = spelledName(account.name);
    let username = base;
    for (let at = 2; taken.has(username); at += 1) username = base + at;
    taken.add(username);
    return { ...account, username };
  });
}
