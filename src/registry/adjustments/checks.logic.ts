/** What keeps an adjustment from being made: each with its field, the reason and the way on. */
import { addDays, type Day, dayName, monthsAfter } from '../../core/time/room.ts';
import { organizationChange } from '../organizations/history.logic.ts';
import { type AdjustmentInput, branchesSent, type InputOf, namedBy } from './acts.logic.ts';
import { aboveOn, orgName, orgOn, type RegistryState } from './state.logic.ts';
import { differingFields, type OrgFact, turns, valueOn } from './timeline.logic.ts';

export interface Problem {
  /** Stable, for machines. */
  code: string;
  /** Path of the field in the input: `parentId`, `parts.0.organization.name`. */
  field: string;
  what: string;
  now: string;
}

/** When an act is entered, and how far ahead of its day that may be (rules/registry/entries.yaml). */
export interface Entering {
  today: Day;
  monthsAhead: number;
}

/** The Party was founded then. */
const FIRST_DAY = '1921-07-01' as Day;

export function dayProblems(on: Day, { today, monthsAhead }: Entering): Problem[] {
  if (on >= FIRST_DAY && on <= monthsAfter(today, monthsAhead)) return [];
  return [
    {
      code: 'day-out-of-range',
      field: 'effectiveOn',
      what: `${dayName(on)}太${on < FIRST_DAY ? '早' : '晚'}`,
      now: `请核对生效日期，最多可以提前${monthsAhead}个月登记`,
    },
  ];
}

/** An organization that an act needs is not there on its day. */
export function absence(state: RegistryState, orgId: number, on: Day, field: string): Problem | null {
  if (orgOn(state, orgId, on)) return null;
  const timeline = state.orgs.get(orgId);
  if (!timeline) return { code: 'organization-unknown', field, what: '没有找到这个组织', now: '请重新选择组织' };
  const name = orgName(state, orgId, on);
  const ended = timeline.findLast(({ fact }) => fact.validFrom <= on);
  if (ended)
    return {
      code: 'organization-dissolved',
      field,
      what: `${name}已于${dayName(ended.fact.validFrom)}撤销`,
      now: '请选择当天还在的组织，或改用更早的生效日期',
    };
  const first = timeline.find(({ fact }) => !fact.ended)!.fact.validFrom;
  return {
    code: 'organization-not-yet',
    field,
    what: `${name}到${dayName(on)}还没有设立，登记的设立时间是${dayName(first)}`,
    now: `请把生效日期改为${dayName(first)}或以后，或另选组织`,
  };
}

/** What was said about an organization from a later day on, in words; null when nothing changes later. */
export function laterChange(state: RegistryState, orgId: number, on: Day): { day: Day; what: string } | null {
  const timeline = state.orgs.get(orgId) ?? [];
  let before = valueOn(timeline, on);
  for (const day of turns([timeline], on).sort()) {
    const now = valueOn(timeline, day);
    if (!now || !before || differingFields(before, now).length > 0) {
      const fact = timeline.findLast((said) => said.fact.validFrom === day)!.fact;
      return { day, what: organizationChange(before ?? undefined, fact, (id) => orgName(state, id, day)) };
    }
    before = now;
  }
  return null;
}

/** An organization that ends must have nothing said about it from later days on, and must have been there before. */
export function endingProblems(state: RegistryState, orgId: number, on: Day, field: string): Problem[] {
  const name = orgName(state, orgId, on);
  const later = laterChange(state, orgId, on);
  if (later)
    return [
      {
        code: 'changed-later',
        field,
        what: `${name}已登记自${dayName(later.day)}起${later.what}`,
        now: `请先在“设置调整”里收回或更正那一次，或把生效日期改为${dayName(later.day)}以后`,
      },
    ];
  if (!orgOn(state, orgId, addDays(on, -1)))
    return [
      {
        code: 'set-up-that-day',
        field,
        what: `${name}当天才设立`,
        now: '请改用以后的日期；如果设立本身有误，请收回那次设立',
      },
    ];
  return [];
}

/** Somebody is to go into an organization that is known to end later. */
export function endsLater(state: RegistryState, orgId: number, on: Day, field: string): Problem | null {
  const timeline = state.orgs.get(orgId) ?? [];
  const end = turns([timeline], on)
    .sort()
    .find((day) => valueOn(timeline, day) === null);
  if (!end) return null;
  return {
    code: 'ends-later',
    field,
    what: `${orgName(state, orgId, on)}已登记于${dayName(end)}撤销`,
    now: '请另选组织，或先在“设置调整”里收回那次撤销',
  };
}

export const groundProblems = (input: AdjustmentInput, entering: Entering): Problem[] => [
  ...dayProblems(input.effectiveOn, entering),
  ...(input.basis === ''
    ? [{ code: 'basis-missing', field: 'basis', what: '还没有写依据', now: '请写明批复或会议决定' }]
    : []),
];

/** Which field of the input names an organization. */
export function fieldOf(input: AdjustmentInput, orgId: number): string {
  const above = (path: string, one: { parentId: number | null; secondParentId: number | null }): string | undefined =>
    one.parentId === orgId ? `${path}parentId` : one.secondParentId === orgId ? `${path}secondParentId` : undefined;
  switch (input.act) {
    case 'setUp':
      return above('organization.', input.organization) ?? 'organization.name';
    case 'merge': {
      const at = input.orgIds.indexOf(orgId);
      if (at >= 0) return 'orgIds';
      return (input.organization && above('organization.', input.organization)) ?? 'intoId';
    }
    case 'split': {
      if (input.orgId === orgId) return 'orgId';
      const at = input.parts.findIndex((part) => part.branches.includes(orgId));
      if (at >= 0) return `parts.${at}.branches`;
      const under = input.parts.findIndex((part) => above('', part.organization));
      return under < 0 ? 'orgId' : above(`parts.${under}.organization.`, input.parts[under]!.organization)!;
    }
    case 'reparent':
      return input.orgId === orgId ? 'orgId' : (above('', input) ?? 'orgId');
    case 'dissolve':
      return dissolvedTo(input, orgId);
    default:
      return 'orgId';
  }
}

function dissolvedTo(input: InputOf<'dissolve'>, orgId: number): string {
  if (input.orgId === orgId) return 'orgId';
  if (input.membersTo === orgId) return 'membersTo';
  if (input.branchesTo === orgId) return 'branchesTo';
  const at = input.places.findIndex(({ toId }) => toId === orgId);
  if (at >= 0) return `places.${at}.toId`;
  return `places.${input.places.findIndex(({ branches }) => branches.includes(orgId))}.branches`;
}

/** Every organization that an act names must be there on its day, but those that are sent from it when they come. */
export function absences(state: RegistryState, input: AdjustmentInput): Problem[] {
  const sent = new Set(branchesSent(input));
  return [...new Set(namedBy(input))].flatMap((orgId) =>
    sent.has(orgId) && state.orgs.has(orgId)
      ? []
      : (absence(state, orgId, input.effectiveOn, fieldOf(input, orgId)) ?? []),
  );
}

const when = (day: Day, from: Day): string => (day === from ? '' : `到${dayName(day)}，`);

/**
 * What would be wrong with some organizations on any day from `from` on: a superior that is not there, a circle of superiors, a
 * namesake beside them. `fieldFor` names the field to mend, by organization and what is wrong.
 */
export function treeProblems(
  state: RegistryState,
  orgIds: readonly number[],
  from: Day,
  fieldFor: (org: OrgFact, wrong: 'parent' | 'second' | 'name') => string,
): Problem[] {
  const problems: Problem[] = [];
  const days = [from, ...turns([...state.orgs.values()], from)].sort();
  const names = new Set(orgIds.flatMap((id) => (state.orgs.get(id) ?? []).map(({ fact }) => fact.name)));
  const namesakes = [...state.orgs].filter(([, timeline]) => timeline.some(({ fact }) => names.has(fact.name)));
  for (const orgId of orgIds) {
    for (const day of days) {
      const org = orgOn(state, orgId, day);
      const found = org && problemOn(state, org, day, namesakes, from, fieldFor);
      if (!found) continue;
      problems.push(found);
      break;
    }
  }
  return problems;
}

/** Whether the two lines of management, taken together, lead from an organization up to itself. */
function standsBelowItself(state: RegistryState, orgId: number, day: Day): boolean {
  const seen = new Set<number>();
  const above = (id: number): number[] => {
    const org = orgOn(state, id, day);
    return [org?.parentId ?? null, org?.secondParentId ?? null].filter((one) => one !== null);
  };
  for (const todo = above(orgId); todo.length > 0; ) {
    const at = todo.pop()!;
    if (at === orgId) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    todo.push(...above(at));
  }
  return false;
}

function problemOn(
  state: RegistryState,
  org: OrgFact,
  day: Day,
  namesakes: readonly (readonly [number, RegistryState['orgs'] extends ReadonlyMap<number, infer T> ? T : never])[],
  from: Day,
  fieldFor: (org: OrgFact, wrong: 'parent' | 'second' | 'name') => string,
): Problem | null {
  const name = orgName(state, org.orgId, day);
  for (const wrong of ['parent', 'second'] as const) {
    const superior = wrong === 'parent' ? org.parentId : (org.secondParentId ?? null);
    if (superior === null) continue;
    const field = fieldFor(org, wrong);
    if (superior === org.orgId)
      return { code: 'parent-cycle', field, what: `${name}不能是自己的上级`, now: '请另选上级' };
    if (!orgOn(state, superior, day)) {
      const gone = absence(state, superior, day, field)!;
      return { ...gone, what: `${when(day, from)}${gone.what}，不能是${name}的上级` };
    }
  }
  const second = org.secondParentId ?? null;
  if (second !== null && second === org.parentId)
    return {
      code: 'second-same',
      field: fieldFor(org, 'second'),
      what: `${orgName(state, second, day)}已是${name}的上级，不用再写成另一个领导组织`,
      now: '请另选，或不选',
    };
  const way = aboveOn(state, org.orgId, day);
  if (way.includes(org.orgId))
    return {
      code: 'parent-cycle',
      field: fieldFor(org, 'parent'),
      what: `${when(day, from)}${orgName(state, org.parentId!, day)}在${name}之下，不能做它的上级`,
      now:
        day === from ? '请另选上级，或先把它改隶到别处' : `请另选上级，或先在“设置调整”里收回${dayName(day)}的那次改隶`,
    };
  if (standsBelowItself(state, org.orgId, day)) {
    const field = fieldFor(org, second === null ? 'parent' : 'second');
    return {
      code: 'second-cycle',
      field,
      what: `${when(day, from)}按双重管理算，${name}绕了一圈又在自己之下`,
      now: '请另选上级或另一个领导组织',
    };
  }
  const twin = namesakes.find(([id, timeline]) => {
    if (id === org.orgId) return false;
    const other = valueOn(timeline, day);
    return other !== null && other.name === org.name && other.parentId === org.parentId;
  });
  if (!twin) return null;
  return {
    code: 'name-taken',
    field: fieldFor(org, 'name'),
    what: `${when(day, from)}同一上级下已有${org.name}`,
    now: '请换一个名称，或核对是不是同一个组织',
  };
}
