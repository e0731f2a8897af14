/** What the registry says, as far as planning an adjustment must know it. A state is never changed. */
import { addDays, type Day } from '../../core/time/room.ts';
import type { RegistryFact } from '../organizations/room.ts';
import { type HeldFact, keyOf, type OrgFact, type Timeline, valueOn, withSaid } from './timeline.logic.ts';

export interface RegistryState {
  /** First of the ids that new organizations get. */
  nextOrgId: number;
  /** Every organization of the city. */
  orgs: ReadonlyMap<number, Timeline<OrgFact>>;
  /**
   * Memberships, posts and charges by `keyOf`: all in the organizations concerned, and all memberships and posts of the people
   * who have any there.
   */
  held: ReadonlyMap<string, Timeline<HeldFact>>;
  /** Names of the people. */
  names: ReadonlyMap<number, string>;
}

/** Stands for the act that is only planned. */
export const PLANNED = 'planned';

export const EMPTY_STATE: RegistryState = { nextOrgId: 1, orgs: new Map(), held: new Map(), names: new Map() };

const isHeld = (fact: RegistryFact): fact is HeldFact =>
  fact.fact === 'membership' || fact.fact === 'post' || fact.fact === 'orgCharge' || fact.fact === 'itemCharge';

/** The state with an act's facts said after all others. */
export function withFacts(state: RegistryState, facts: readonly RegistryFact[], actId: string): RegistryState {
  const orgs = new Map(state.orgs);
  const held = new Map(state.held);
  let { nextOrgId } = state;
  const every = [...orgs.values(), ...held.values()].flat();
  let seq = every.reduce((highest, said) => Math.max(highest, said.seq), 0);
  for (const fact of facts) {
    seq += 1;
    if (fact.fact === 'organization') {
      orgs.set(fact.orgId, withSaid(orgs.get(fact.orgId) ?? [], { seq, actId, fact }));
      nextOrgId = Math.max(nextOrgId, fact.orgId + 1);
    } else if (isHeld(fact)) held.set(keyOf(fact), withSaid(held.get(keyOf(fact)) ?? [], { seq, actId, fact }));
  }
  return { ...state, nextOrgId, orgs, held };
}

/** The state as if the act had never been. Ids that it gave are not given again. */
export function withoutAct(state: RegistryState, actId: string): RegistryState {
  const left = <K, V extends Timeline>(map: ReadonlyMap<K, V>): Map<K, V> => {
    const kept = new Map<K, V>();
    for (const [key, timeline] of map) {
      const rest = timeline.filter((said) => said.actId !== actId);
      if (rest.length > 0) kept.set(key, rest as unknown as V);
    }
    return kept;
  };
  return { ...state, orgs: left(state.orgs), held: left(state.held) };
}

/** An organization on a day; null when it is not there. */
export const orgOn = (state: RegistryState, orgId: number, on: Day): OrgFact | null =>
  valueOn(state.orgs.get(orgId), on);

/** What an organization is called on a day; its last name when it is not there then. */
export function orgName(state: RegistryState, orgId: number, on: Day): string {
  const timeline = state.orgs.get(orgId) ?? [];
  const fact = valueOn(timeline, on) ?? valueOn(timeline, addDays(on, -1)) ?? timeline.at(-1)?.fact;
  return fact ? (fact.shortNames[0] ?? fact.name) : '一个已收回的组织';
}

/** Organizations above one on a day, the nearest first; ends where the way comes round. */
export function aboveOn(state: RegistryState, orgId: number, on: Day): number[] {
  const way: number[] = [];
  for (let at = orgOn(state, orgId, on)?.parentId ?? null; at !== null && !way.includes(at); ) {
    way.push(at);
    at = orgOn(state, at, on)?.parentId ?? null;
  }
  return way;
}

export function heldOf<K extends HeldFact['fact']>(
  state: RegistryState,
  fact: K,
): Timeline<Extract<HeldFact, { fact: K }>>[] {
  const found: Timeline<HeldFact>[] = [];
  for (const timeline of state.held.values()) if (timeline[0]?.fact.fact === fact) found.push(timeline);
  return found as unknown as Timeline<Extract<HeldFact, { fact: K }>>[];
}
