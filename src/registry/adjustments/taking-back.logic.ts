/** What would be wrong with the tree, had an adjustment never been: then it cannot be taken back as things are. */
import { type Day, dayName } from '../../core/time/room.ts';
import type { Problem } from './checks.logic.ts';
import { treeProblems } from './checks.logic.ts';
import { orgName, orgOn, type RegistryState, withoutAct } from './state.logic.ts';
import { type HeldFact, type OrgFact, type Said, turns, valueOn } from './timeline.logic.ts';

/** All that an act said and that counts. */
export function saidBy(state: RegistryState, actId: string): Said<OrgFact | HeldFact>[] {
  const every = [...state.orgs.values(), ...state.held.values()] as (readonly Said<OrgFact | HeldFact>[])[];
  return every.flatMap((timeline) => timeline.filter((said) => said.actId === actId));
}

/** Somebody would be in an organization that is not there: since when, and who. */
function goneWords(state: RegistryState, held: HeldFact, day: Day): string {
  const name = orgName(state, held.orgId, day);
  const ended = state.orgs.get(held.orgId)?.findLast(({ fact }) => fact.validFrom <= day && fact.ended);
  const who = state.names.get('personId' in held ? held.personId : held.leaderId);
  const what = held.fact === 'membership' ? '还编入那里' : held.fact === 'post' ? '在那里还有职务' : '还分管、联系它';
  const since = ended ? `${name}已登记自${dayName(ended.fact.validFrom)}起撤销` : `${name}到${dayName(day)}还没有设立`;
  return `${since}，${who ?? '有人'}${what}`;
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
          what: goneWords(after, held, day),
          now: '请先收回或更正那一次，或把这些人和职务排在外面',
        });
    }
  return problems;
}
