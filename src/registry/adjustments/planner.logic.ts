/**
 * Plans an adjustment: state and input in, facts out. What was said about later days goes along (members who joined later move
 * too, each from his own day) or is named as the reason of a refusal; days before the effective day stay as they are.
 */
import type { Day } from '../../core/time/room.ts';
import { isBranch, type RegistryFact } from '../organizations/room.ts';
import type { AdjustmentInput, InputOf, NewOrganization } from './acts.logic.ts';
import { type Changes, changesOf } from './changes.logic.ts';
import {
  absences,
  dayProblems,
  type Entering,
  endingProblems,
  endsLater,
  fieldOf,
  groundProblems,
  type Problem,
  treeProblems,
} from './checks.logic.ts';
import { branchesFrom, membersFrom } from './placing.logic.ts';
import { heldOf, orgName, orgOn, PLANNED, type RegistryState, withFacts } from './state.logic.ts';
import {
  differingFields,
  type MembershipFact,
  type OrgFact,
  restate,
  sameField,
  type Timeline,
  turns,
  valueOn,
} from './timeline.logic.ts';

export interface Plan {
  /** Nothing may be said while there are problems. */
  facts: RegistryFact[];
  changes: Changes;
  problems: Problem[];
}

/** What an act does, said in one way for all acts. */
interface Edit {
  born: OrgFact[];
  /** What an organization is on a day, out of what it was said to be; null: it is no more. */
  becomes(org: OrgFact, on: Day): OrgFact | null;
  /** The organization in which a member is afterwards. */
  goesTo(member: MembershipFact): number;
  /** Whether posts and charges in an organization go on, for this person. */
  staysOn(orgId: number, personId: number | null): boolean;
  problems: Problem[];
}

const NOTHING: Edit = {
  born: [],
  becomes: (org) => org,
  goesTo: ({ orgId }) => orgId,
  staysOn: () => true,
  problems: [],
};

/**
 * What must be said so that the act holds.
 * @param bornIds ids for the organizations that come into being, when they had some before (a correction)
 */
export function planAdjustment(
  state: RegistryState,
  input: AdjustmentInput,
  entering: Entering,
  bornIds: readonly number[] = [],
): Plan {
  const refused = (problems: Problem[]): Plan => ({ facts: [], changes: changesOf(state, state, input, []), problems });
  // Where day or organization do not stand, every further word would be wrong.
  const first = [...groundProblems(input, entering), ...absences(state, input)];
  if (dayProblems(input.effectiveOn, entering).length > 0 || first.some(({ code }) => code.startsWith('organization-')))
    return refused(first);
  const idAt = (at: number): number => bornIds[at] ?? state.nextOrgId + Math.max(0, at - bornIds.length);
  const edit = editOf(state, input, idAt);
  const facts = factsOf(state, input.effectiveOn, edit);
  const after = withFacts(state, facts, PLANNED);
  const changed = facts.flatMap((fact) => (fact.fact === 'organization' && !fact.ended ? [fact.orgId] : []));
  const problems = [...first, ...edit.problems];
  const wrong = treeProblems(after, [...new Set(changed)], input.effectiveOn, (org, what) =>
    fieldToMend(input, edit, org.orgId, what),
  );
  // What is already known to be wrong at a field explains the tree's fault there.
  problems.push(...wrong.filter(({ field }) => !problems.some((one) => one.field === field)));
  if (problems.length === 0 && facts.length === 0)
    problems.push({
      code: 'nothing-changes',
      field: input.act === 'changeKind' ? 'kind' : input.act === 'rename' ? 'name' : 'orgId',
      what: '和现在登记的一样，没有变化',
      now: '请核对要改的内容和生效日期',
    });
  // What the act would do is said before it is said on what it rests.
  const stands = problems.every(({ code }) => code === 'basis-missing');
  return { facts: stands ? facts : [], changes: changesOf(state, after, input, facts), problems };
}

function fieldToMend(input: AdjustmentInput, edit: Edit, orgId: number, wrong: 'parent' | 'second' | 'name'): string {
  const field = wrong === 'parent' ? 'parentId' : wrong === 'second' ? 'secondParentId' : 'name';
  const at = edit.born.findIndex((born) => born.orgId === orgId);
  if (at >= 0) return input.act === 'split' ? `parts.${at}.organization.${field}` : `organization.${field}`;
  if (input.act === 'reparent' && input.orgId === orgId && wrong !== 'name') return field;
  if (input.act === 'rename' && wrong === 'name') return field;
  if (input.act === 'merge') return wrong === 'name' ? 'orgIds' : 'intoId';
  if (input.act === 'dissolve') {
    const place = input.places.findIndex(({ branches }) => branches.includes(orgId));
    return place < 0 ? 'branchesTo' : `places.${place}.toId`;
  }
  return fieldOf(input, orgId);
}

function editOf(state: RegistryState, input: AdjustmentInput, idAt: (at: number) => number): Edit {
  const on = input.effectiveOn;
  switch (input.act) {
    case 'setUp':
      return { ...NOTHING, born: [born(input.organization, idAt(0), on)], problems: rootProblems(state, input) };
    case 'merge':
      return mergeEdit(state, input, idAt(0));
    case 'split':
      return splitEdit(state, input, idAt);
    case 'rename':
      return changing(state, input.orgId, on, { name: input.name, shortNames: input.shortNames });
    case 'reparent': {
      const { parentId, secondParentId } = input;
      const edit = changing(state, input.orgId, on, { parentId, secondParentId });
      const lost = parentId === null && orgOn(state, input.orgId, on)!.parentId !== null;
      return lost ? { ...edit, problems: [{ ...NO_PARENT, field: 'parentId' }] } : edit;
    }
    case 'changeKind':
      return changing(state, input.orgId, on, { kind: input.kind });
    case 'dissolve':
      return dissolveEdit(state, input);
    case 'details': {
      const { shortNames, sector, termExpiresOn, covers } = input;
      return changing(state, input.orgId, on, { shortNames, sector, termExpiresOn, covers });
    }
  }
}

const born = (organization: NewOrganization, orgId: number, validFrom: Day): OrgFact => ({
  fact: 'organization',
  orgId,
  validFrom,
  ...organization,
});

const NO_PARENT = { code: 'parent-missing', what: '还没有选上级组织', now: '请选择上级组织' };

/** Only the first organization of a city stands below none. */
function rootProblems(state: RegistryState, { organization, effectiveOn }: InputOf<'setUp'>): Problem[] {
  const some = [...state.orgs.values()].some((timeline) => valueOn(timeline, effectiveOn) !== null);
  if (organization.parentId !== null || !some) return [];
  return [{ ...NO_PARENT, field: 'organization.parentId' }];
}

/** Some fields change from the day on, each until the day from which it was already said to be something else. */
function changing(state: RegistryState, orgId: number, from: Day, fields: Partial<OrgFact>): Edit {
  const timeline = state.orgs.get(orgId)!;
  const base = valueOn(timeline, from)!;
  const until = (field: string): Day | undefined =>
    turns([timeline], from)
      .sort()
      .find((day) => {
        const later = valueOn(timeline, day);
        return later === null || !sameField(base, later, field);
      });
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  const ends = new Map(said.map(([field]) => [field, until(field)]));
  return {
    ...NOTHING,
    becomes: (org, on) =>
      org.orgId !== orgId
        ? org
        : {
            ...org,
            ...Object.fromEntries(said.filter(([field]) => ends.get(field) === undefined || on < ends.get(field)!)),
          },
  };
}

/** Organizations that end: what stood below them, in either line, stands below another one. */
const below =
  (ended: ReadonlySet<number>, to: (orgId: number) => number | null): Edit['becomes'] =>
  (org) => {
    if (ended.has(org.orgId)) return null;
    const parentId = org.parentId !== null && ended.has(org.parentId) ? to(org.orgId) : org.parentId;
    const second = org.secondParentId ?? null;
    const moved = second !== null && ended.has(second) ? to(org.orgId) : second;
    return { ...org, parentId, secondParentId: moved === org.orgId ? null : moved };
  };

function mergeEdit(state: RegistryState, input: InputOf<'merge'>, newId: number): Edit {
  const { effectiveOn: on, intoId, organization } = input;
  const ids = [...new Set(input.orgIds)];
  const problems: Problem[] = [];
  const sources = ids.filter((id) => id !== intoId);
  if (intoId === null && organization === null)
    problems.push({
      code: 'target-missing',
      field: 'intoId',
      what: '还没有选并入哪个组织',
      now: '请选择其中一个，或填写新组织',
    });
  if (sources.length < (intoId === null ? 2 : 1))
    problems.push({ code: 'too-few', field: 'orgIds', what: '合并至少要两个组织', now: '请再选一个要合并的组织' });
  for (const id of sources) problems.push(...endingProblems(state, id, on, 'orgIds'));
  if (intoId !== null) {
    const ending = endsLater(state, intoId, on, 'intoId');
    if (ending) problems.push(ending);
    problems.push(...ownBelow(state, sources, intoId, on, 'intoId', '并入'));
  }
  const target = intoId ?? newId;
  const ended = new Set(sources);
  return {
    born: intoId === null && organization ? [born(organization, newId, on)] : [],
    becomes: below(ended, () => target),
    goesTo: ({ orgId }) => (ended.has(orgId) ? target : orgId),
    staysOn: (orgId) => !ended.has(orgId),
    problems,
  };
}

/** A target that stands below what ends would stand below itself. */
function ownBelow(
  state: RegistryState,
  ended: readonly number[],
  target: number,
  from: Day,
  field: string,
  verb: string,
): Problem[] {
  for (const day of [from, ...turns([...state.orgs.values()], from)]) {
    for (let at = orgOn(state, target, day)?.parentId ?? null, steps = 0; at !== null && steps < 60; steps += 1) {
      if (ended.includes(at))
        return [
          {
            code: 'into-own-child',
            field,
            what: `${orgName(state, target, day)}在${orgName(state, at, day)}之下，上级不能${verb}自己的下级`,
            now: '请另选组织，或先把这个下级改隶到别处',
          },
        ];
      at = orgOn(state, at, day)?.parentId ?? null;
    }
  }
  return [];
}

function splitEdit(state: RegistryState, input: InputOf<'split'>, idAt: (at: number) => number): Edit {
  const { orgId, parts, effectiveOn: on } = input;
  const problems: Problem[] = [];
  for (const [at, part] of parts.entries())
    if (part.members.length + part.branches.length === 0)
      problems.push({
        code: 'part-empty',
        field: `parts.${at}.members`,
        what: `${part.organization.name}还没有人`,
        now: '请选择转入的党员，或改为办理“设立”',
      });
  const sent = sending(
    state,
    orgId,
    on,
    parts.map((part, at) => ({ ...part, toId: idAt(at), field: `parts.${at}` })),
  );
  problems.push(...sent.problems);
  return {
    born: parts.map((part, at) => born(part.organization, idAt(at), on)),
    becomes: (org) => {
      const to = sent.branches.get(org.orgId);
      return to !== undefined && org.parentId === orgId ? { ...org, parentId: to } : org;
    },
    goesTo: (member) => (member.orgId === orgId ? (sent.members.get(member.personId) ?? orgId) : member.orgId),
    staysOn: (of, personId) => of !== orgId || personId === null || !sent.members.has(personId),
    problems,
  };
}

interface Sent {
  members: Map<number, number>;
  branches: Map<number, number>;
  problems: Problem[];
}

/** Members and subordinates of an organization that are chosen to go somewhere, now or when they come. */
function sending(
  state: RegistryState,
  orgId: number,
  on: Day,
  places: readonly { toId: number; members: readonly number[]; branches: readonly number[]; field: string }[],
): Sent {
  const sent: Sent = { members: new Map(), branches: new Map(), problems: [] };
  const here = { members: membersFrom(state, orgId, on), branches: branchesFrom(state, orgId, on) };
  const name = orgName(state, orgId, on);
  for (const { toId, members, branches, field } of places) {
    for (const personId of members) {
      const called = state.names.get(personId) ?? '这名党员';
      if (!here.members.has(personId))
        sent.problems.push({
          code: 'not-a-member',
          field: `${field}.members`,
          what: `${called}当天和以后都不在${name}`,
          now: '请重新选择党员',
        });
      else if (sent.members.has(personId))
        sent.problems.push({
          code: 'chosen-twice',
          field: `${field}.members`,
          what: `${called}选了两次`,
          now: '请只留一处',
        });
      else sent.members.set(personId, toId);
    }
    for (const branch of branches) {
      const called = orgName(state, branch, on);
      if (!here.branches.has(branch))
        sent.problems.push({
          code: 'not-below',
          field: `${field}.branches`,
          what: `${called}当天和以后都不在${name}之下`,
          now: '请重新选择下级组织',
        });
      else if (sent.branches.has(branch))
        sent.problems.push({
          code: 'chosen-twice',
          field: `${field}.branches`,
          what: `${called}选了两次`,
          now: '请只留一处',
        });
      else sent.branches.set(branch, toId);
    }
  }
  return sent;
}

function dissolveEdit(state: RegistryState, input: InputOf<'dissolve'>): Edit {
  const { orgId, membersTo, branchesTo, places, effectiveOn: on } = input;
  const name = orgName(state, orgId, on);
  const problems = endingProblems(state, orgId, on, 'orgId');
  const chosen = places.map((place, at) => ({ ...place, field: `places.${at}` }));
  const sent = sending(state, orgId, on, chosen);
  problems.push(...sent.problems);
  const left = (all: ReadonlyMap<number, Day>, placed: ReadonlyMap<number, number>): number =>
    [...all.keys()].filter((id) => !placed.has(id)).length;
  const members = left(membersFrom(state, orgId, on), sent.members);
  const branches = left(branchesFrom(state, orgId, on), sent.branches);
  if (membersTo === null && members > 0)
    problems.push({
      code: 'members-left',
      field: 'membersTo',
      what: `${name}还有${members}名党员没有写明去处`,
      now: '请选择转入的组织',
    });
  if (branchesTo === null && branches > 0)
    problems.push({
      code: 'branches-left',
      field: 'branchesTo',
      what: `${name}还有${branches}个下级组织没有写明去处`,
      now: '请选择转入的组织',
    });
  const branchTo = (id: number): number | null => sent.branches.get(id) ?? branchesTo;
  const targets = [
    { field: 'membersTo', toId: membersTo, takesMembers: members > 0, takesBranches: false },
    { field: 'branchesTo', toId: branchesTo, takesMembers: false, takesBranches: true },
    ...chosen.map(({ field, ...place }) => ({
      field: `${field}.toId`,
      toId: place.toId,
      takesMembers: place.members.length > 0,
      takesBranches: place.branches.length > 0,
    })),
  ];
  for (const { field, toId, takesMembers, takesBranches } of targets) {
    if (toId === null) continue;
    if (toId === orgId) {
      problems.push({ code: 'into-itself', field, what: `${name}要撤销，不能再转入`, now: '请另选组织' });
      continue;
    }
    problems.push(...[endsLater(state, toId, on, field)].filter((one) => one !== null));
    const to = orgOn(state, toId, on);
    if (takesMembers && to && !isBranch(to.kind))
      problems.push({
        code: 'organization-no-branch',
        field,
        what: `${orgName(state, toId, on)}不是党支部`,
        now: '党员编入党支部，请选它下面的一个党支部',
      });
    // A subordinate may take in others when it goes elsewhere itself.
    if (takesBranches && branchTo(toId) === toId) problems.push(...ownBelow(state, [orgId], toId, on, field, '转入'));
  }
  for (const { field, members: people, branches: orgs } of chosen)
    if (people.length + orgs.length === 0)
      problems.push({
        code: 'place-empty',
        field: `${field}.members`,
        what: '这个去处还没有选党员或下级组织',
        now: '请选择，或去掉这个去处',
      });
  return {
    born: [],
    becomes: below(new Set([orgId]), branchTo),
    goesTo: (member) =>
      member.orgId === orgId ? (sent.members.get(member.personId) ?? membersTo ?? orgId) : member.orgId,
    staysOn: (of) => of !== orgId,
    problems,
  };
}

function factsOf(state: RegistryState, from: Day, edit: Edit): RegistryFact[] {
  const facts: RegistryFact[] = [...edit.born];
  for (const timeline of state.orgs.values())
    facts.push(
      ...restate(timeline, from, (on) => {
        const org = valueOn(timeline, on);
        if (!org) return null;
        const now = edit.becomes(org, on);
        return now && differingFields(org, now).length === 0 ? org : now;
      }),
    );
  facts.push(...membershipFacts(state, from, edit));
  for (const kind of ['post', 'orgCharge', 'itemCharge'] as const)
    for (const timeline of heldOf(state, kind)) {
      const { fact } = timeline[0]!;
      const stays = edit.staysOn(fact.orgId, fact.fact === 'post' ? fact.personId : null);
      if (!stays) facts.push(...restate(timeline, from, () => null));
    }
  return facts;
}

/** A member is where his membership goes; in two places that become one he is once. */
function membershipFacts(state: RegistryState, from: Day, edit: Edit): RegistryFact[] {
  const facts: RegistryFact[] = [];
  const byPerson = new Map<number, Timeline<MembershipFact>[]>();
  for (const timeline of heldOf(state, 'membership')) {
    const { personId } = timeline[0]!.fact;
    byPerson.set(personId, [...(byPerson.get(personId) ?? []), timeline]);
  }
  for (const [, lines] of byPerson) {
    if (lines.every(([said]) => edit.goesTo(said!.fact) === said!.fact.orgId)) continue;
    const days = turns(lines, from);
    const lineOf = new Map(lines.map((timeline) => [timeline[0]!.fact.orgId, timeline]));
    for (const orgId of new Set(lines.flatMap(([said]) => [said!.fact.orgId, edit.goesTo(said!.fact)]))) {
      const own = lineOf.get(orgId) ?? [];
      const wanted = (on: Day): MembershipFact | null => {
        const coming = lines
          .flatMap((timeline) => valueOn(timeline, on) ?? [])
          .filter((member) => edit.goesTo(member) === orgId);
        // What is said of him there already stands; of several that come, the full membership.
        const best =
          coming.find((member) => member.orgId === orgId) ??
          coming.find(({ category }) => category === 'full') ??
          coming[0];
        return best ? { ...best, orgId } : null;
      };
      facts.push(...restate(own, from, wanted, days));
    }
  }
  return facts;
}
