/** What an adjustment changes, in words and lines: the same for the preview and for an act that was made. */
import { type Day, dayName } from '../../core/time/room.ts';
import { organizationChange } from '../organizations/history.logic.ts';
import { isBranch, ORG_RELATIONS, owesPartyBuildingLedger, POSTS, type RegistryFact } from '../organizations/room.ts';
import type { AdjustmentInput } from './acts.logic.ts';
import { laterChange } from './checks.logic.ts';
import { heldOf, orgName, orgOn, type RegistryState } from './state.logic.ts';
import { type HeldFact, keyOf, type OrgFact, valueOn } from './timeline.logic.ts';

export interface Changes {
  organizations: { orgId: number; name: string; what: string; on: Day }[];
  /** Subordinate organizations that get another superior because theirs ends or is split. */
  branches: { orgId: number; name: string; from: string; to: string; on: Day; meets: boolean }[];
  members: { personId: number; name: string; from: string; to: string; on: Day }[];
  posts: { personId: number; name: string; org: string; title: string; on: Day }[];
  charges: { personId: number; name: string; org: string; what: string; on: Day }[];
  /** Who owes a ledger no longer, since the post that it came from ends. */
  ledgers: { personId: number; name: string; form: string }[];
  /** What to bear in mind. */
  notes: string[];
}

type Held<K extends HeldFact['fact']> = Extract<HeldFact, { fact: K }>;

/** What lies between two states: as it was, and with the facts said. */
export function changesOf(
  before: RegistryState,
  after: RegistryState,
  input: AdjustmentInput,
  facts: readonly RegistryFact[],
): Changes {
  const nameOf = (personId: number): string => before.names.get(personId) ?? '';
  const orgFacts = facts.filter((fact) => fact.fact === 'organization');
  const carried = orgFacts.filter((fact) => isCarried(before, input, fact));
  return {
    organizations: orgFacts
      .filter((fact) => !carried.includes(fact))
      .map((fact) => ({
        orgId: fact.orgId,
        name: fact.name,
        what: organizationChange(orgOn(before, fact.orgId, fact.validFrom) ?? undefined, fact, (id) =>
          orgName(after, id, fact.validFrom),
        ),
        on: fact.validFrom,
      })),
    branches: firstOf(carried, ({ orgId }) => String(orgId)).map((fact) => {
      const was = orgOn(before, fact.orgId, fact.validFrom)!;
      const second = was.parentId === fact.parentId;
      const [from, to] = second ? [was.secondParentId, fact.secondParentId] : [was.parentId, fact.parentId];
      const called = (id: number | null | undefined): string => (id == null ? '' : orgName(after, id, fact.validFrom));
      return {
        orgId: fact.orgId,
        name: orgName(after, fact.orgId, fact.validFrom),
        from: called(from),
        to: called(to),
        on: fact.validFrom,
        meets: isBranch(fact.kind),
      };
    }),
    members: movedMembers(before, after, facts, nameOf),
    posts: ended(before, facts, 'post').map((fact) => ({
      personId: fact.personId,
      name: nameOf(fact.personId),
      org: orgName(before, fact.orgId, fact.validFrom),
      title: fact.title || POSTS.find(({ id }) => id === fact.post)!.name,
      on: fact.validFrom,
    })),
    charges: [
      ...ended(before, facts, 'orgCharge').map((fact) => ({
        ...charge(before, nameOf, fact),
        what: ORG_RELATIONS.find(({ id }) => id === fact.relation)!.name,
      })),
      ...ended(before, facts, 'itemCharge').map((fact) => ({
        ...charge(before, nameOf, fact),
        what: '分管事项',
      })),
    ],
    ledgers: ledgersEnded(before, after, input.effectiveOn, nameOf),
    notes: notesOf(before, after, input),
  };
}

/** An organization that only follows because its superior ends or is split. */
function isCarried(before: RegistryState, input: AdjustmentInput, fact: OrgFact): boolean {
  if (fact.ended || !(input.act === 'merge' || input.act === 'split' || input.act === 'dissolve')) return false;
  return orgOn(before, fact.orgId, fact.validFrom) !== null;
}

function firstOf<T>(list: readonly T[], key: (one: T) => string): T[] {
  return [...new Map([...list].reverse().map((one) => [key(one), one])).values()].reverse();
}

const charge = (
  state: RegistryState,
  nameOf: (id: number) => string,
  { leaderId, orgId, validFrom: on }: { leaderId: number; orgId: number; validFrom: Day },
) => ({ personId: leaderId, name: nameOf(leaderId), org: orgName(state, orgId, on), on });

function ended<K extends HeldFact['fact']>(before: RegistryState, facts: readonly RegistryFact[], kind: K): Held<K>[] {
  const some = facts.filter(
    (fact) =>
      fact.fact === kind && fact.ended && valueOn(before.held.get(keyOf(fact as HeldFact)), fact.validFrom) !== null,
  ) as unknown as Held<K>[];
  return firstOf(some, keyOf);
}

/** Each person who leaves one organization for another, once for each that he leaves, from the day on which he does. */
function movedMembers(
  before: RegistryState,
  after: RegistryState,
  facts: readonly RegistryFact[],
  nameOf: (personId: number) => string,
): Changes['members'] {
  return ended(before, facts, 'membership').map(({ personId, orgId, validFrom: on }) => {
    const come = facts.find((fact) => fact.fact === 'membership' && fact.personId === personId && !fact.ended);
    const there = heldOf(after, 'membership').find(
      ([said]) => said!.fact.personId === personId && said!.fact.orgId !== orgId,
    );
    const to = come?.fact === 'membership' ? come.orgId : there?.[0]?.fact.orgId;
    return {
      personId,
      name: nameOf(personId),
      from: orgName(before, orgId, on),
      to: to === undefined ? '' : orgName(after, to, on),
      on,
    };
  });
}

function ledgersEnded(
  before: RegistryState,
  after: RegistryState,
  on: Day,
  nameOf: (personId: number) => string,
): Changes['ledgers'] {
  const owed = (state: RegistryState, day: Day): Map<string, { personId: number; form: string }> => {
    const found = new Map<string, { personId: number; form: string }>();
    for (const timeline of heldOf(state, 'post')) {
      const post = valueOn(timeline, day);
      if (!post || (post.rank !== 'countyLevelChief' && post.rank !== 'countyLevelDeputy')) continue;
      const { personId } = post;
      found.set(`${personId}/duty`, { personId, form: '履职写实清单' });
      const org = orgOn(state, post.orgId, day);
      if (org && owesPartyBuildingLedger(org.kind, post.post))
        found.set(`${personId}/partyBuilding`, { personId, form: '党建写实清单' });
    }
    return found;
  };
  const still = owed(after, on);
  return [...owed(before, on)]
    .filter(([key]) => !still.has(key))
    .map(([, { personId, form }]) => ({ personId, name: nameOf(personId), form }));
}

/** Organizations whose kind an act says or into which it brings members. */
function comingTo(before: RegistryState, after: RegistryState, input: AdjustmentInput): number[] {
  if (input.act === 'changeKind') return [input.orgId];
  if (input.act === 'merge' && input.intoId !== null) return [input.intoId];
  return [...after.orgs.keys()].filter((id) => !before.orgs.has(id));
}

/** Those that are no branches and have members all the same on the day, with how many. */
function outsideBranches(state: RegistryState, on: Day, orgIds: readonly number[]): [OrgFact, number][] {
  return orgIds.flatMap((id): [OrgFact, number][] => {
    const org = orgOn(state, id, on);
    if (!org || isBranch(org.kind)) return [];
    const members = heldOf(state, 'membership').filter((one) => valueOn(one, on)?.orgId === id).length;
    return members > 0 ? [[org, members]] : [];
  });
}

function notesOf(before: RegistryState, after: RegistryState, input: AdjustmentInput): string[] {
  const on = input.effectiveOn;
  const notes: string[] = [];
  if (input.act === 'rename' || input.act === 'reparent' || input.act === 'changeKind' || input.act === 'details') {
    const later = laterChange(before, input.orgId, on);
    if (later) notes.push(`已登记自${dayName(later.day)}起${later.what}，那以后的登记不变；这次只补上它之前的一段。`);
  }
  for (const [org, members] of outsideBranches(after, on, comingTo(before, after, input)))
    notes.push(`${members}名党员编入${orgName(after, org.orgId, on)}，它不是党支部，请再用“拆分”把他们转到党支部。`);
  if (input.act === 'merge' && input.organization) notes.push('新组织还没有书记和委员，选出后请登记任职。');
  return notes;
}

/** `3个支部、41名党员转入；2个职务终止`; what is not there is not said. */
export function sentenceOf(changes: Changes, roles: { ending: number } = { ending: 0 }): string {
  const { branches, members, posts, charges, ledgers } = changes;
  const meets = branches.filter((one) => one.meets).length;
  const others = branches.length - meets;
  const people = new Set(members.map(({ personId }) => personId)).size;
  const moved = [
    meets > 0 ? `${meets}个支部` : '',
    others > 0 ? `${others}个其他下级组织` : '',
    people > 0 ? `${people}名党员` : '',
  ].filter(Boolean);
  const said = [
    moved.length > 0 ? `${moved.join('、')}转入` : '',
    posts.length > 0 ? `${posts.length}个职务终止` : '',
    charges.length > 0 ? `${charges.length}项分管、联系终止` : '',
    roles.ending > 0 ? `${roles.ending}个账号角色终止` : '',
    ledgers.length > 0 ? `${ledgers.length}份清单不再应报` : '',
  ].filter(Boolean);
  return said.join('；') || '没有人员和下级组织变动';
}

/** The line for lists: `将甲支部、乙支部合并为丙支部，自2017年3月1日起`. */
export function summaryOf(state: RegistryState, input: AdjustmentInput): string {
  const on = input.effectiveOn;
  // A city has many 机关第一党支部: the list needs the whole name.
  const called = (orgId: number): string => orgOn(state, orgId, on)?.name ?? orgName(state, orgId, on);
  const what = ((): string => {
    switch (input.act) {
      case 'setUp':
        return `设立${input.organization.name}`;
      case 'merge': {
        const sources = input.orgIds.filter((id) => id !== input.intoId).map(called);
        return input.intoId === null
          ? `将${sources.join('、')}合并为${input.organization?.name ?? ''}`
          : `将${sources.join('、')}并入${called(input.intoId)}`;
      }
      case 'split':
        return `从${called(input.orgId)}分出${input.parts.map((part) => part.organization.name).join('、')}`;
      case 'rename':
        return `${called(input.orgId)}更名为${input.name}`;
      case 'reparent':
        return `${called(input.orgId)}改由${input.parentId === null ? '' : called(input.parentId)}领导`;
      case 'changeKind':
        return `${called(input.orgId)}改设`;
      case 'dissolve':
        return `撤销${called(input.orgId)}`;
      case 'details':
        return `${called(input.orgId)}改登记项`;
    }
  })();
  return `${what}，自${dayName(on)}起`;
}
