/** What is in nobody's charge and what is in two leaders' at once. Numbers and their rows are the same lists. */
import type { ChargedOrg, ChargeItem } from './responsibility.contract.ts';

type Org = Pick<ChargedOrg, 'orgId' | 'name' | 'leading' | 'charge' | 'items'>;
type Leaders = ChargedOrg['charge'];

export interface ItemGap {
  orgId: number;
  name: string;
  /** Items of the team in nobody's charge. */
  missing: ChargeItem[];
  /** Nothing was divided in this team yet. */
  none: boolean;
}
export interface Overlap {
  orgId: number;
  name: string;
  /** Undefined: the organization as a whole. */
  item: ChargeItem | undefined;
  leaders: Leaders;
}

/** Leading organizations in nobody's charge. The city's own committee answers to nobody in it and is not `leading`. */
export const orgGaps = <O extends Org>(orgs: readonly O[]): O[] =>
  orgs.filter((org) => org.leading && org.charge.length === 0);

/** Leading organizations whose team leaves items in nobody's charge. */
export function itemGaps(orgs: readonly Org[], items: readonly ChargeItem[]): ItemGap[] {
  return orgs.flatMap((org) => {
    if (!org.leading) return [];
    const taken = new Set(org.items.filter(({ leaders }) => leaders.length > 0).map(({ itemId }) => itemId));
    const missing = items.filter(({ id }) => !taken.has(id));
    return missing.length > 0 ? [{ orgId: org.orgId, name: org.name, missing, none: taken.size === 0 }] : [];
  });
}

/** Organizations, and items of a team, that two leaders are in charge of. */
export function overlaps(orgs: readonly Org[], items: readonly ChargeItem[]): Overlap[] {
  const itemOf = new Map(items.map((item) => [item.id, item]));
  return orgs.flatMap((org) => [
    ...(org.charge.length > 1 ? [{ orgId: org.orgId, name: org.name, item: undefined, leaders: org.charge }] : []),
    ...org.items.flatMap(({ itemId, leaders }) => {
      const item = itemOf.get(itemId);
      return item && leaders.length > 1 ? [{ orgId: org.orgId, name: org.name, item, leaders }] : [];
    }),
  ]);
}
