/** Whose a paper ledger is: a cadre of the roster, by the name on it and the unit beside it. */
import { lastDay, type Month } from '../../core/time/room.ts';
import { readPersonName, squeezed } from '../../platform/open/room.ts';
import type { PlanDraft } from '../../registry/organizations/room.ts';
import {
  OrgFinder,
  type PlanContext,
  type World,
  type WorldOrg,
  type WorldPerson,
} from '../../registry/organizations/room.ts';
import { owedBy } from './owed.logic.ts';

export interface Owner {
  person: WorldPerson;
  unit: WorldOrg | undefined;
  unitName: string;
}

/** Says why all of a ledger's lines are left out. */
export type RejectAll = (reason: string, what: string) => void;

const cadresOf = (world: World): WorldPerson[] =>
  [...world.people.values()].filter((person) => person.posts.some((held) => held.rank !== null));

/** The one cadre whose name stands in the sheet's or the file's name, where no label says whose ledger it is. */
export function namedInTitles(titles: readonly string[], world: World): string | undefined {
  const text = titles.map(squeezed).join('|');
  const names = new Set(cadresOf(world).flatMap(({ name }) => (text.includes(name) ? [name] : [])));
  const longest = [...names].filter((name) => ![...names].some((other) => other !== name && other.includes(name)));
  return longest.length === 1 ? longest[0] : undefined;
}

/** The posts that the month's ledger is written from: those of the month, else those known at all. */
export function owedIn(person: WorldPerson, period: Month, world: World) {
  const posts = person.posts.flatMap(({ orgId, post, title, rank, from, to }) => {
    const org = world.orgs.get(orgId);
    const inMonth = from <= lastDay(period) && (to === null || to > `${period}-01`);
    const held = org && { orgId, orgKind: org.kind, orgName: org.name, post, title, rank, validFrom: from };
    return held ? [{ held, inMonth }] : [];
  });
  const month = owedBy(posts.filter((one) => one.inMonth).map((one) => one.held));
  return month ?? owedBy(posts.map((one) => one.held));
}

/** The cadre of a name: in the unit if there are several; otherwise it is asked which. */
function personOf(
  name: string,
  unit: WorldOrg | undefined,
  world: World,
  draft: PlanDraft,
  context: PlanContext,
): WorldPerson | 'many' | undefined {
  const cadres = cadresOf(world).filter((person) => person.name === name);
  const here = cadres.filter((person) => person.posts.some((held) => held.orgId === unit?.id));
  const fitting = here.length > 0 ? here : cadres;
  if (fitting.length <= 1) return fitting[0];
  const answer = draft.ask(
    {
      id: `ledger-person:${name}@${unit?.id ?? ''}`,
      ask: `有${fitting.length}位${name}，这份清单是谁的？`,
      options: fitting.map((person) => {
        const held = person.posts.find((post) => post.rank !== null);
        return {
          value: String(person.id),
          says: `${world.orgs.get(held?.orgId ?? 0)?.name ?? ''}${held?.title ?? ''}`,
        };
      }),
      default: null,
      certainty: 'unsure',
    },
    context.answers,
  );
  return fitting.find((person) => String(person.id) === answer) ?? 'many';
}

/** Whose ledger it is; otherwise all of it is rejected with the reason. */
export function findOwner(
  written: { name: string; unit: string; where: string },
  period: Month,
  draft: PlanDraft,
  rejectAll: RejectAll,
  world: World,
  context: PlanContext,
): Owner | undefined {
  const name = readPersonName(written.name);
  if (!name) {
    rejectAll('person-missing', '表头没有写姓名，不知道是谁的清单');
    return undefined;
  }
  const found = new OrgFinder(world).find(written.unit);
  const unit = found.found === 'one' ? found.org : undefined;
  const person = personOf(name, unit, world, draft, context);
  if (!person || person === 'many') {
    const what = person
      ? `有不止一位${name}，单位“${written.unit}”对不上`
      : `${name}不在领导干部花名册里，请先导入花名册`;
    rejectAll(person ? 'person-ambiguous' : 'person-unknown', what);
    return undefined;
  }
  const own = owedIn(person, period, world)?.main;
  if (written.unit !== '' && found.found !== 'one') {
    const near = found.found === 'many' ? found.orgs.slice(0, 3).map((org) => org.name) : found.near;
    const what = `没有找到单位“${written.unit}”，按花名册的单位导入${near.length > 0 ? `；相近的有：${near.join('、')}` : ''}`;
    draft.warn(written.where, 'unit-unknown', what, { written: written.unit, near });
  } else if (unit && own && !person.posts.some((held) => held.orgId === unit.id))
    draft.warn(
      written.where,
      'unit-differs-from-roster',
      `清单写的单位是${unit.name}，花名册里${name}在${own.orgName}`,
    );
  return { person, unit, unitName: unit?.name ?? (written.unit || own?.orgName) ?? '' };
}
