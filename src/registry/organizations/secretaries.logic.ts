/** Secretaries named in a list of organizations: a post for the person, where the city has exactly one who can be meant. */
import type { Day } from '../../core/time/room.ts';
import { readNames, type SheetRow } from '../../platform/open/room.ts';
import type { OrgFinder } from './org-finder.logic.ts';
import type { PlanContext, PlanDraft } from './plan.logic.ts';
import type { World, WorldOrg, WorldPerson } from './world.logic.ts';

const named = new WeakMap<World, ReadonlyMap<string, readonly WorldPerson[]>>();
function peopleNamed(world: World, name: string): readonly WorldPerson[] {
  let byName = named.get(world);
  if (!byName) {
    const made = new Map<string, WorldPerson[]>();
    for (const person of world.people.values()) made.set(person.name, [...(made.get(person.name) ?? []), person]);
    byName = made;
    named.set(world, made);
  }
  return byName.get(name) ?? [];
}

/** Those who sit at or under the organization's superior, where several have the name. */
function candidates(world: World, finder: OrgFinder, name: string, org: WorldOrg): readonly WorldPerson[] {
  const all = peopleNamed(world, name);
  const superior = org.parentId === null ? undefined : world.orgs.get(org.parentId);
  if (all.length <= 1 || !superior) return all;
  const near = all.filter((person) =>
    [...person.memberships, ...person.posts].some((held) => {
      const at = held.to === null ? world.orgs.get(held.orgId) : undefined;
      return at !== undefined && finder.isWithin(at, superior);
    }),
  );
  return near.length > 0 ? near : all;
}

/** Plans the post of the secretary that a row names; says it where he is not found. */
export function takeSecretary(
  row: SheetRow,
  org: WorldOrg,
  world: World,
  finder: OrgFinder,
  context: PlanContext,
  day: Day,
  draft: PlanDraft,
): void {
  const { names } = readNames(row.text('secretary'));
  for (const { name } of names.slice(0, 1)) {
    const found = candidates(world, finder, name, org);
    const [person] = found;
    if (!person) {
      const what = `“${org.name}”的书记${name}还不在册，职务没有导入；导入党员花名册或干部花名册后再补`;
      draft.warn(row.where('secretary'), 'secretary-unknown', what);
    } else if (found.length > 1) {
      const what = `叫${name}的有${found.length}人，分不清哪一位是“${org.name}”的书记，职务没有导入`;
      draft.warn(row.where('secretary'), 'secretary-ambiguous', what);
    } else {
      const validFrom = day > context.today ? context.today : day;
      const post = { orgId: org.id, post: 'secretary', title: '书记', rank: null } as const;
      draft.facts.push({ fact: 'post', personId: person.id, validFrom, ...post });
    }
  }
}
