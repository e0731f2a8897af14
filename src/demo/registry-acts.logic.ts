/** The sample city's population as facts, in the acts that brought them: the first taking-over, then the year's changes day by day. */
import { addDays, type Day, day, dayOf, instantAt, shortDayName } from '../core/time/room.ts';
import type { RegistryFact } from '../registry/organizations/room.ts';
import type { Chance } from './chance.logic.ts';
import { chargeFacts } from './charges.logic.ts';
import type { Author, Membership, Organization, Person, Population, RegistryAct } from './model.logic.ts';

/** The day on which the city took its population over. */
const TAKEN_OVER = day('2017-01-03');
const CHARGE_FROM = day('2016-12-01');

const organizationFact = (org: Organization): RegistryFact => ({
  fact: 'organization',
  orgId: org.id,
  validFrom: org.validFrom,
  name: org.name,
  shortNames: org.shortNames,
  kind: org.kind,
  sector: org.sector,
  parentId: org.parentId,
  termExpiresOn: org.termExpiresOn,
});

const personFact = (person: Person, from: Day): RegistryFact => ({
  fact: 'person',
  personId: person.id,
  validFrom: from,
  name: person.name,
  sex: person.sex,
  joinedOn: person.joinedOn,
});

/** A membership's assertions: its beginning, the day of becoming a full member, its end. */
function membershipFacts(held: Membership): { on: Day; fact: RegistryFact }[] {
  const { personId, orgId } = held;
  const assertion = (validFrom: Day, category: 'full' | 'probationary', ended = false) => ({
    on: validFrom,
    fact: { fact: 'membership', personId, orgId, validFrom, category, ...(ended ? { ended } : {}) } as RegistryFact,
  });
  return [
    assertion(held.from, held.probationary ? 'probationary' : 'full'),
    ...(held.fullFrom ? [assertion(held.fullFrom, 'full')] : []),
    ...(held.to ? [assertion(held.to, 'full', true)] : []),
  ];
}

/** One branch takes another name in March, so that a name has a before and an after. */
function renaming(population: Population, until: Date): { at: Date; summary: string; fact: RegistryFact } | undefined {
  const branch = population.organizations.find((org) => org.shortNames.includes('市公共交通集团修理厂党支部'));
  const on = day('2017-03-20');
  const at = instantAt(addDays(on, 1), '15:20');
  if (!branch || at > until) return undefined;
  const short = '市公共交通集团维修分公司党支部';
  const named = { ...branch, validFrom: on, name: `示例${short}`, shortNames: [short] };
  return { at, summary: '市公共交通集团修理厂党支部更名', fact: organizationFact(named) };
}

/** All population acts up to an instant; `author` is the organization department's. */
export function registryActs(
  population: Population,
  author: Author,
  until: Date,
  chance: Chance,
  itemIds: readonly string[],
): RegistryAct[] {
  const firstMembership = new Map<number, Day>();
  for (const held of population.memberships) {
    const known = firstMembership.get(held.personId);
    if (!known || held.from < known) firstMembership.set(held.personId, held.from);
  }
  const dated = population.memberships.flatMap(membershipFacts);
  const later = dated.filter(({ on }) => on > TAKEN_OVER);
  const act = (id: Chance, recordedAt: Date, summary: string, facts: readonly RegistryFact[]): RegistryAct => ({
    id: id.id(recordedAt),
    kind: 'registry',
    author,
    summary,
    recordedAt,
    facts,
  });
  const at = (minutes: number): Date => new Date(instantAt(TAKEN_OVER, '09:00').getTime() + minutes * 60_000);
  const known = (person: Person): boolean => (firstMembership.get(person.id) ?? TAKEN_OVER) <= TAKEN_OVER;
  const from = (person: Person): Day => firstMembership.get(person.id) ?? day('2016-07-01');
  const acts = [
    act(chance, at(0), '接收党组织名册', population.organizations.map(organizationFact)),
    act(chance, at(20), '接收党员名册', [
      ...population.people.filter(known).map((person) => personFact(person, from(person))),
      ...dated.filter(({ on }) => on <= TAKEN_OVER).map(({ fact }) => fact),
    ]),
    act(
      chance,
      at(40),
      '接收职务名册',
      population.holdings.map((held) => ({
        fact: 'post',
        personId: held.personId,
        orgId: held.orgId,
        post: held.post,
        validFrom: held.from,
        title: held.title,
        rank: held.rank,
      })),
    ),
    act(
      chance,
      at(60),
      '接收分管关系',
      population.cadres.map((cadre) => ({
        fact: 'charge',
        leaderId: cadre.leaderId,
        personId: cadre.personId,
        validFrom: CHARGE_FROM,
      })),
    ),
    act(chance, at(80), '接收责任分工表', chargeFacts(population, itemIds, CHARGE_FROM)),
  ];
  const joinedOn = Map.groupBy(
    population.people.filter((person) => !known(person)),
    from,
  );
  const byDay = Map.groupBy(later, ({ on }) => on);
  for (const [on, changes] of [...byDay].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const recordedAt = new Date(instantAt(addDays(on, 1), '10:00').getTime() + chance.int(0, 9_000_000));
    if (recordedAt > until || on > dayOf(until)) continue;
    const joined = joinedOn.get(on) ?? [];
    const facts = [...joined.map((person) => personFact(person, on)), ...changes.map(({ fact }) => fact)];
    acts.push(act(chance.fork(on), recordedAt, `${shortDayName(on)}党员发展、转正和组织关系转接`, facts));
  }
  const renamed = renaming(population, until);
  return renamed ? [...acts, act(chance.fork('renaming'), renamed.at, renamed.summary, [renamed.fact])] : acts;
}
