/** Who in the sample city is in charge of which unit and which of the twelve items, with gaps and overlaps as cities have them. */
import type { Day } from '../core/time/room.ts';
import type { RegistryFact } from '../registry/organizations/room.ts';
import type { Population } from './model.logic.ts';

/** Every so many units one was forgotten when the work was divided. */
const UNIT_LEFT_OUT = 9;
/** Units whose team left items to nobody, and whose team gave one to two. */
const ITEMS_LEFT_OUT = 5;
const ITEM_TWICE = 7;

/** Charges of units and items, contact points of leaders. Pure: units and people in the population's order, no chance in it. */
export function chargeFacts(population: Population, itemIds: readonly string[], from: Day): RegistryFact[] {
  const { cadres, leaders } = population;
  const facts: RegistryFact[] = [];
  const at = { validFrom: from };
  [...Map.groupBy(cadres, ({ unitId }) => unitId)].forEach(([orgId, team], unit) => {
    const { leaderId } = team[0]!;
    if (unit % UNIT_LEFT_OUT !== UNIT_LEFT_OUT - 1)
      facts.push({ fact: 'orgCharge', leaderId, orgId, relation: 'charge', ...at });
    const taken = unit % ITEMS_LEFT_OUT === ITEMS_LEFT_OUT - 1 ? itemIds.slice(0, -3) : itemIds;
    taken.forEach((itemId, item) => {
      const { personId } = team[item % team.length]!;
      facts.push({ fact: 'itemCharge', leaderId: personId, orgId, itemId, ...at });
      const other = team[(item + 1) % team.length]!;
      if (item === 0 && unit % ITEM_TWICE === ITEM_TWICE - 1 && other.personId !== personId)
        facts.push({ fact: 'itemCharge', leaderId: other.personId, orgId, itemId, ...at });
    });
  });
  for (const { personId, contactPoints } of [...leaders, ...cadres])
    for (const orgId of contactPoints)
      facts.push({ fact: 'orgCharge', leaderId: personId, orgId, relation: 'contactPoint', ...at });
  return facts;
}
