/**
 * Later acts that really rest on an adjustment. What was said later on the same thing rests on it only where it took over what the
 * adjustment had made of it; what was said about an organization that it brought rests on it as long as that one would not be
 * there.
 */
import type { Day } from '../../core/time/room.ts';
import { heldOf, orgOn, PLANNED, type RegistryState } from './state.logic.ts';
import {
  differingFields,
  type HeldFact,
  type MembershipFact,
  type OrgFact,
  type Said,
  saidOn,
  sameField,
  type Timeline,
  turns,
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
 * @param upon acts that count as said after it though they were said before: it says anew what they rest on
 */
export function restingOn(
  before: RegistryState,
  after: RegistryState,
  actId: string,
  upon: ReadonlySet<string> = new Set(),
): Set<string> {
  const acts = new Set<string>();
  const born = bornBy(before, actId, upon);
  const every = [...before.orgs.entries(), ...before.held.entries()] as [number | string, Timeline][];
  for (const [key, timeline] of every) {
    const own = timeline.filter((said) => said.actId === actId);
    const from = own.map(({ fact }) => fact.validFrom).sort()[0];
    const lastOwn = Math.max(0, ...own.map(({ seq }) => seq));
    for (const said of timeline) {
      if (said.actId === actId) continue;
      const since = said.seq > lastOwn || upon.has(said.actId);
      const later = from !== undefined && since && said.fact.validFrom >= from;
      const follows = timelineOf(after, said.fact, String(key));
      if (later && takesOver(timeline, follows, said)) acts.add(said.actId);
      const gone = needs(said.fact).some((id) => born.has(id) && !orgOn(after, id, said.fact.validFrom));
      if (gone) acts.add(said.actId);
    }
  }
  for (const id of movedOn(before, after, actId, upon)) acts.add(id);
  return acts;
}

/**
 * Acts said later that took somebody from where the act had brought him, or stopped where it took him away: without it he would be
 * nowhere, or in one place more.
 */
function movedOn(before: RegistryState, after: RegistryState, actId: string, upon: ReadonlySet<string>): Set<string> {
  const acts = new Set<string>();
  const own = heldOf(before, 'membership').flatMap((timeline) => timeline.filter((said) => said.actId === actId));
  const lastOwn = Math.max(0, ...own.map(({ seq }) => seq));
  const first = new Map<number, Day>();
  const anew = heldOf(after, 'membership').flatMap((timeline) => timeline.filter((said) => said.actId === PLANNED));
  for (const { fact } of [...own, ...anew]) {
    const known = first.get(fact.personId);
    if (!known || fact.validFrom < known) first.set(fact.personId, fact.validFrom);
  }
  const linesOf = (state: RegistryState): Map<number, Timeline<MembershipFact>[]> => {
    const lines = new Map<number, Timeline<MembershipFact>[]>();
    for (const timeline of heldOf(state, 'membership')) {
      const { personId } = timeline[0]!.fact;
      if (first.has(personId)) lines.set(personId, [...(lines.get(personId) ?? []), timeline]);
    }
    return lines;
  };
  const [were, are] = [linesOf(before), linesOf(after)];
  const onDay = (lines: readonly Timeline<MembershipFact>[] = [], day: Day) =>
    lines.flatMap((timeline) => {
      const said = saidOn(timeline, day);
      return said && !said.fact.ended ? [said] : [];
    });
  for (const [personId, from] of first) {
    const lines = are.get(personId) ?? [];
    const since = lines.flat().filter((said) => said.actId !== actId && (said.seq > lastOwn || upon.has(said.actId)));
    if (!since.some(({ actId: id }) => id !== PLANNED)) continue;
    for (const day of [from, ...turns(lines, from)]) {
      const [was, is] = [onDay(were.get(personId), day), onDay(lines, day)];
      const fewer = is.length === 0 && was.length > 0;
      const by = fewer ? since.filter(({ fact }) => fact.ended && fact.validFrom <= day) : since;
      if (!fewer && is.length <= was.length) continue;
      for (const said of by) if (said.actId !== PLANNED && (fewer || is.includes(said))) acts.add(said.actId);
    }
  }
  return acts;
}

/** Organizations that an act brought into being. `upon` as for `restingOn`. */
export function bornBy(state: RegistryState, actId: string, upon: ReadonlySet<string> = new Set()): Set<number> {
  const ids = new Set<number>();
  for (const [orgId, timeline] of state.orgs) {
    const first = timeline[0]!;
    if (
      first.actId === actId &&
      timeline.every((said) => said.actId === actId || said.seq > first.seq || upon.has(said.actId))
    )
      ids.add(orgId);
  }
  return ids;
}
