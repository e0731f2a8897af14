/**
 * Who must be placed when an organization is split or dissolved: those in it on the day, and those who are already known to come
 * later.
 */
import type { Day } from '../../core/time/room.ts';
import { POSTS } from '../organizations/room.ts';
import { heldOf, orgName, type RegistryState } from './state.logic.ts';
import { type HeldFact, type OrgFact, type Timeline, turns, valueOn } from './timeline.logic.ts';

/** The first day from `on` on which a thing is there as asked. */
function firstDay<F extends OrgFact | HeldFact>(timeline: Timeline<F>, on: Day, is: (fact: F) => boolean): Day | null {
  return (
    [on, ...turns([timeline], on).sort()].find((day) => {
      const fact = valueOn(timeline, day);
      return fact !== null && is(fact);
    }) ?? null
  );
}

/** Members of an organization on a day or later, with the day from which they are. */
export function membersFrom(state: RegistryState, orgId: number, on: Day): Map<number, Day> {
  const found = new Map<number, Day>();
  for (const timeline of heldOf(state, 'membership')) {
    const { personId, orgId: of } = timeline[0]!.fact;
    const day = of === orgId ? firstDay(timeline, on, () => true) : null;
    if (day) found.set(personId, day);
  }
  return found;
}

/** Organizations right below one on a day or later, with the day from which they are. */
export function branchesFrom(state: RegistryState, orgId: number, on: Day): Map<number, Day> {
  const found = new Map<number, Day>();
  for (const [id, timeline] of state.orgs) {
    const day = firstDay(timeline, on, ({ parentId }) => parentId === orgId);
    if (day) found.set(id, day);
  }
  return found;
}

export interface Placing {
  members: { personId: number; name: string; from: Day; posts: string[] }[];
  branches: { orgId: number; name: string; from: Day }[];
}

/** Everybody and everything to be placed, those first that are there on the day. */
export function placingOf(state: RegistryState, orgId: number, on: Day): Placing {
  const posts = heldOf(state, 'post').filter(([said]) => said!.fact.orgId === orgId);
  const titles = (personId: number, day: Day): string[] =>
    posts
      .flatMap((timeline) => valueOn(timeline, day) ?? [])
      .filter((post) => post.personId === personId)
      .map(({ title, post }) => title || POSTS.find(({ id }) => id === post)!.name);
  const byDay = (one: { from: Day }, other: { from: Day }): number => one.from.localeCompare(other.from);
  return {
    members: [...membersFrom(state, orgId, on)]
      .map(([personId, from]) => ({
        personId,
        name: state.names.get(personId) ?? '',
        from,
        posts: titles(personId, from),
      }))
      .sort((a, b) => byDay(a, b) || b.posts.length - a.posts.length || a.personId - b.personId),
    branches: [...branchesFrom(state, orgId, on)]
      .map(([id, from]) => ({ orgId: id, name: orgName(state, id, from), from }))
      .sort(byDay),
  };
}
