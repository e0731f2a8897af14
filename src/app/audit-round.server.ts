/** Chains each city's log and sources, and signs a head each hour (docs/decisions/0006-audit-chain.md). */
import { Chain } from '../platform/audit/chain.server.ts';
import { takeHeadWhenDue } from '../platform/audit/heads.server.ts';
import { cityNow } from './credential.server.ts';
import type { OpenHouse } from './house.server.ts';
import type { Round } from './rounds.server.ts';

const chains = new WeakMap<OpenHouse, Chain>();

function chainOf(house: OpenHouse): Chain {
  const chain = chains.get(house) ?? new Chain(house.database, house.auditHash);
  chains.set(house, chain);
  return chain;
}

export const auditRound: Round = {
  name: 'audit-chain',
  // With what a round takes, well within the second in which a line is to be linked.
  everyMs: 400,
  async run(house) {
    let more = false;
    for (const city of await house.cities()) {
      const now = () => cityNow(city, house.clock());
      const came = await chainOf(house).link(city, now);
      more ||= came === 'more';
      if (came !== 'end') continue;
      await house.database.inCity(city, { as: 'chain' }, (tx) => takeHeadWhenDue(tx, city, now(), house.keys.auditKey));
    }
    return more ? 'more' : undefined;
  },
};
