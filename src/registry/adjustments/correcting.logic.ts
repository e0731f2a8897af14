/**
 * Saying an act anew in place of one that is taken back. What was said since upon the old one (somebody who came by a merger and was
 * transferred in May) goes on upon the new one: the act is planned as if it had been said right the first time, and the later acts
 * are laid over it again.
 */
import type { RegistryFact } from '../organizations/room.ts';
import type { AdjustmentInput } from './acts.logic.ts';
import { type Entering, treeProblems } from './checks.logic.ts';
import { type Plan, planAdjustment } from './planner.logic.ts';
import { bornBy, restingOn } from './resting.logic.ts';
import { PLANNED, type RegistryState, withFacts, withoutAct } from './state.logic.ts';
import { type HeldFact, keyOf, type OrgFact, restate, type Timeline, turns, valueOn } from './timeline.logic.ts';

export interface Correction extends Plan {
  /** What counts without the act and without what rests on it: what the plan stands on. */
  base: RegistryState;
  /** What would count with what is said anew. */
  after: RegistryState;
}

/**
 * Plans a correction.
 * @param upon acts said after the one that was corrected first, though before `actId` when that is itself a correction
 */
export function planCorrection(
  all: RegistryState,
  actId: string,
  input: AdjustmentInput,
  entering: Entering,
  upon: ReadonlySet<string>,
): Correction {
  const left = withoutAct(all, actId);
  const resting = restingOn(all, left, actId, upon);
  const base = [...resting].reduce(withoutAct, left);
  const plan = planAdjustment(base, input, entering, [...bornBy(all, actId, upon)]);
  if (resting.size === 0) return { ...plan, base, after: withFacts(left, plan.facts, PLANNED) };
  const facts = laidUnder(left, base, plan.facts, resting);
  const after = withFacts(left, facts, PLANNED);
  const changed = facts.flatMap((fact) => (fact.fact === 'organization' && !fact.ended ? [fact.orgId] : []));
  const wrong = treeProblems(after, [...new Set(changed)], input.effectiveOn, () => 'effectiveOn');
  const problems = plan.problems.length > 0 ? plan.problems : wrong;
  return { ...plan, problems, facts: problems.length > 0 ? [] : facts, base, after };
}

const timelineIn = (state: RegistryState, fact: OrgFact | HeldFact): Timeline =>
  (fact.fact === 'organization' ? state.orgs.get(fact.orgId) : state.held.get(keyOf(fact))) ?? [];

/** The facts that, said last of all, have the effect of having been said before some acts. */
function laidUnder(
  left: RegistryState,
  base: RegistryState,
  facts: readonly RegistryFact[],
  over: ReadonlySet<string>,
): RegistryFact[] {
  const every = [...left.orgs.values(), ...left.held.values()] as Timeline[];
  const later = every.flatMap((timeline) => timeline.filter((said) => over.has(said.actId)));
  later.sort((one, other) => one.seq - other.seq);
  const wanted = withFacts(
    withFacts(base, facts, PLANNED),
    later.map(({ fact }) => fact),
    'later',
  );
  // The first that is said of each thing.
  const first = new Map<string, OrgFact | HeldFact>();
  for (const fact of facts as readonly (OrgFact | HeldFact)[]) {
    const known = first.get(keyOf(fact));
    if (!known || fact.validFrom < known.validFrom) first.set(keyOf(fact), fact);
  }
  return [...first.values()].flatMap((fact) => {
    const from = fact.validFrom;
    const want = timelineIn(wanted, fact);
    return restate<OrgFact | HeldFact>(timelineIn(left, fact), from, (on) => valueOn(want, on), turns([want], from));
  });
}
