/**
 * Later acts that really rest on an adjustment. What was said later on the same thing rests on it only where it took over what the
 * adjustment had made of it; what was said about an organization that it brought rests on it as long as that one would not be
 * there.
 */
import { orgOn, type RegistryState } from './state.logic.ts';
import {
  differingFields,
  type HeldFact,
  type OrgFact,
  type Said,
  sameField,
  type Timeline,
  valueOn,
} from './timeline.logic.ts';

const timelineOf = (state: RegistryState, fact: OrgFact | HeldFact, key: string): Timeline =>
  (fact.fact === 'organization' ? state.orgs.get(fact.orgId) : state.held.get(key)) ?? [];

/** What would hold on the day of a fact, had it not been said. */
const standing = (timeline: Timeline, said: Said): ReturnType<typeof valueOn> =>
  valueOn(
    timeline.filter((one) => !(one.seq === said.seq && one.actId === said.actId)),
    said.fact.validFrom,
  );

function takesOver(before: Timeline, after: Timeline, said: Said): boolean {
  const had = standing(before, said);
  const has = standing(after, said);
  if (!had) return false;
  if (!has) return true;
  if (said.fact.ended) return false;
  return differingFields(had, has).some((field) => sameField(said.fact, had, field));
}

/** Organizations that a fact needs to be there. */
function needs(fact: OrgFact | HeldFact): number[] {
  if (fact.ended) return [];
  if (fact.fact !== 'organization') return [fact.orgId];
  return [fact.parentId, fact.secondParentId ?? null].filter((id) => id !== null);
}

/**
 * Ids of the acts that rest on an act.
 * @param before the state with the act
 * @param after the state without it, or with what is said instead
 */
export function restingOn(before: RegistryState, after: RegistryState, actId: string): Set<string> {
  const acts = new Set<string>();
  const born = bornBy(before, actId);
  const every = [...before.orgs.entries(), ...before.held.entries()] as [number | string, Timeline][];
  for (const [key, timeline] of every) {
    const own = timeline.filter((said) => said.actId === actId);
    const from = own.map(({ fact }) => fact.validFrom).sort()[0];
    const lastOwn = Math.max(0, ...own.map(({ seq }) => seq));
    for (const said of timeline) {
      if (said.actId === actId) continue;
      const later = from !== undefined && said.seq > lastOwn && said.fact.validFrom >= from;
      const follows = timelineOf(after, said.fact, String(key));
      if (later && takesOver(timeline, follows, said)) acts.add(said.actId);
      const gone = needs(said.fact).some((id) => born.has(id) && !orgOn(after, id, said.fact.validFrom));
      if (gone) acts.add(said.actId);
    }
  }
  return acts;
}

/** Organizations that an act brought into being. */
export function bornBy(state: RegistryState, actId: string): Set<number> {
  const ids = new Set<number>();
  for (const [orgId, timeline] of state.orgs) {
    const first = timeline[0]!;
    if (first.actId === actId && timeline.every((said) => said.actId === actId || said.seq > first.seq)) ids.add(orgId);
  }
  return ids;
}
