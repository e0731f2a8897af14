/** What would be wrong with the tree, had an adjustment never been: then it cannot be taken back as things are. */
import type { Day } from '../../core/time/room.ts';
import type { Problem } from './checks.logic.ts';
import { treeProblems } from './checks.logic.ts';
import { orgName, orgOn, type RegistryState, withoutAct } from './state.logic.ts';
import { type HeldFact, type OrgFact, type Said, turns, valueOn } from './timeline.logic.ts';

/** All that an act said and that counts. */
export function saidBy(state: RegistryState, actId: string): Said<OrgFact | HeldFact>[] {
  const every = [...state.orgs.values(), ...state.held.values()] as (readonly Said<OrgFact | HeldFact>[])[];
  return every.flatMap((timeline) => timeline.filter((said) => said.actId === actId));
}

/**
 * Wrongs that the tree and its members would have without the act. Empty for a state that holds nothing of it.
 * @param after what counts instead, when the act is not only taken back
 * @param since from when that differs, when it may be earlier than the act
 */
export function takingBackProblems(
  state: RegistryState,
  actId: string,
  after: RegistryState = withoutAct(state, actId),
  since?: Day,
): Problem[] {
  const facts = saidBy(state, actId).map(({ fact }) => fact);
  const from = [...facts.map(({ validFrom }) => validFrom), ...(since ? [since] : [])].sort()[0];
  if (!from) return [];
  const touched = [...new Set(facts.flatMap((fact) => (fact.fact === 'organization' ? [fact.orgId] : [])))];
  // Whoever was placed below one of them later, or bears the name of one.
  const near = [...after.orgs].flatMap(([id, timeline]) =>
    timeline.some(({ fact }) => fact.parentId !== null && touched.includes(fact.parentId)) ? [id] : [],
  );
  const problems = treeProblems(after, [...new Set([...touched, ...near])], from, () => '');
  for (const [key, timeline] of after.held)
    for (const day of [from, ...turns([timeline, after.orgs.get(timeline[0]!.fact.orgId) ?? []], from)]) {
      const held = valueOn(timeline, day);
      const already = valueOn(state.held.get(key), day);
      const wasWrong = already !== null && !orgOn(state, already.orgId, day);
      if (held && !wasWrong && !orgOn(after, held.orgId, day))
        problems.push({
          code: 'organization-gone',
          field: '',
          what: `${orgName(state, held.orgId, day)}还有人或职务`,
          now: '请先收回或更正后来的登记',
        });
    }
  return problems;
}
