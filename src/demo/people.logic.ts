/** Who lives in the sample city's organizations: leaders, leading cadres, branch members, and the posts they hold. */
import { addDays, type Day, day } from '../core/time/room.ts';
import { isBranch, POSTS, type Post } from '../registry/organizations/room.ts';
import type { Chance } from './chance.logic.ts';
import type { Cadre, Holding, Membership, Organization, Person, Population } from './model.logic.ts';
import { NameMaker } from './names.logic.ts';
import type { CityPlan } from './organizations.logic.ts';
import { countySeats, LEADERS, organSeats, ROLLS, ROSTER, type SeatPlan } from './roster.logic.ts';

const START = day('2016-07-01');
/** Leading cadres' posts begin with the year, so that no month before it is owed. */
const MONTHS_OWED_FROM = day('2017-01-01');
const postName = (post: Post): string => POSTS.find((one) => one.id === post)!.name;

/** Posts of a branch by its size: a small one has a secretary alone, or with a deputy. */
function branchPosts(members: number): readonly Post[] {
  if (members < 7) return ['secretary'];
  if (members < 10) return ['secretary', 'organizationMember', 'publicityMember'];
  if (members < 22) return ['secretary', 'organizationMember', 'publicityMember', 'disciplineMember'];
  return ['secretary', 'deputySecretary', 'organizationMember', 'publicityMember', 'disciplineMember'];
}

class Crowd {
  readonly people: Person[] = [];
  readonly memberships: Membership[] = [];
  readonly holdings: Holding[] = [];
  readonly #chance: Chance;
  readonly #names: NameMaker;

  constructor(chance: Chance) {
    this.#chance = chance;
    this.#names = new NameMaker(chance.fork('names'));
    for (const { name } of LEADERS) this.#names.reserve(name);
    for (const lines of Object.values(ROSTER)) for (const [name] of lines) this.#names.reserve(name);
    for (const roll of Object.values(ROLLS)) for (const [name] of roll.members) this.#names.reserve(name);
  }

  person(given: {
    name?: string;
    sex?: 'male' | 'female';
    joined: readonly [number, number];
    attendance: number;
  }): Person {
    const chance = this.#chance;
    const sex = given.sex ?? (chance.yes(0.63) ? 'male' : 'female');
    const month = `${chance.int(...given.joined)}-${String(chance.int(1, 12)).padStart(2, '0')}`;
    const exact = chance.yes(0.2);
    const made: Person = {
      id: this.people.length + 1,
      name: given.name ?? this.#names.make(sex),
      sex,
      joinedOn: {
        day: day(`${month}-${exact ? String(chance.int(1, 28)).padStart(2, '0') : '01'}`),
        precision: exact ? 'day' : 'month',
      },
      attendance: given.attendance,
    };
    this.people.push(made);
    return made;
  }

  join(person: Person, org: Organization, from: Day = START, probationary = false): Membership {
    const made = { personId: person.id, orgId: org.id, from, to: null, probationary, fullFrom: null };
    this.memberships.push(made);
    return made;
  }

  hold(
    person: Person,
    org: Organization,
    seat: { post: Post; title: string; rank?: SeatPlan['rank'] },
    from = START,
  ): void {
    this.holdings.push({
      personId: person.id,
      orgId: org.id,
      from,
      rank: seat.rank ?? null,
      post: seat.post,
      title: seat.title,
    });
  }
}

/** Years in which a branch's members joined, and how surely they come. */
function manner(org: Organization, chance: Chance): { joined: readonly [number, number]; attendance: number } {
  if (org.name.includes('离退休')) {
    return { joined: [1958, 1988], attendance: chance.yes(0.06) ? 0.4 : 0.92 };
  }
  switch (org.sector) {
    case 'village':
      return { joined: [1972, 2015], attendance: chance.yes(0.06) ? 0.45 : 0.94 };
    case 'community':
      return { joined: [1975, 2015], attendance: chance.yes(0.04) ? 0.5 : 0.94 };
    case 'twoNew':
      return { joined: [1992, 2015], attendance: 0.92 };
    default:
      return { joined: [1984, 2015], attendance: chance.yes(0.15) ? 0.88 : 0.96 };
  }
}

/** Fills the plan with people. */
export function planPeople(plan: CityPlan, chance: Chance): Population {
  const crowd = new Crowd(chance);
  const byId = new Map(plan.organizations.map((org) => [org.id, org]));
  const branches = plan.organizations.filter((org) => isBranch(org.kind));
  const leaders = LEADERS.map(({ name, sex, post, title }) => {
    const person = crowd.person({ name, sex, joined: [1983, 1993], attendance: 0.9 });
    crowd.hold(person, byId.get(1)!, { post, title, rank: 'cityLevel' });
    return { personId: person.id, name, title };
  });
  const cadres = seatCadres(plan, byId, leaders, crowd, chance.fork('cadres'));

  // Leading cadres are ordinary members of their unit's office branches; city leaders of the municipal office's.
  const seated = new Map<number, Person[]>();
  const seat = (personId: number, org: Organization): void => {
    const person = crowd.people[personId - 1]!;
    crowd.join(person, org);
    seated.set(org.id, [...(seated.get(org.id) ?? []), person]);
  };
  const office = (unitId: number): Organization[] =>
    branches.filter((org) => org.parentId === unitId && org.sector === 'organ' && !org.name.includes('离退休'));
  const municipalOffice = plan.organizations.find((org) => org.shortNames.includes('市委办'))!.id;
  leaders.forEach(({ personId }, at) => {
    const homes = office(municipalOffice);
    seat(personId, homes[at % homes.length]!);
  });
  for (const unitId of plan.cadres.keys()) {
    const homes = office(unitId);
    // A branch whose roll is known takes its one cadre, the chief; his colleagues go to the others.
    const open = homes.filter((org) => !ROLLS[org.name]);
    cadres
      .filter((cadre) => cadre.unitId === unitId)
      .forEach((cadre, at) => {
        const known = at === 0 ? homes.find((org) => ROLLS[org.name]) : undefined;
        seat(cadre.personId, known ?? open[at % Math.min(open.length, 4)]!);
      });
  }
  for (const org of branches) fillBranch(crowd, org, seated.get(org.id) ?? [], chance.fork('branch', org.id));
  for (const org of plan.organizations) {
    if (org.kind === 'primaryCommittee' || org.kind === 'generalBranch') seatCommittee(crowd, org, branches);
  }
  const story = plan.organizations.find((org) => org.shortNames.includes('市教育局'))!;
  const worker = crowd.people.find((person) => person.name === '施雅文')!;
  crowd.hold(worker, story, { post: 'partyAffairsWorker', title: '党务工作者' });
  moveSome(crowd, branches, chance.fork('moves'));
  leadCells(crowd, plan.organizations, chance.fork('cells'));
  return {
    organizations: plan.organizations,
    people: crowd.people,
    memberships: crowd.memberships,
    holdings: crowd.holdings,
    ...withContactPoints(cadres, leaders, plan.organizations, chance.fork('contact')),
  };
}

type Unassigned = Omit<Cadre, 'contactPoints'>;

function seatCadres(
  plan: CityPlan,
  byId: ReadonlyMap<number, Organization>,
  leaders: readonly { personId: number; name: string }[],
  crowd: Crowd,
  chance: Chance,
): Unassigned[] {
  const cadres: Unassigned[] = [];
  for (const [unitId, count] of plan.cadres) {
    const unit = byId.get(unitId)!;
    const organ = plan.organPlans.get(unitId);
    const seats = organ
      ? organSeats(unit.kind as 'leadingGroup' | 'municipalOrganCommittee', organ.chief, count)
      : countySeats(plan.countyPlans.get(unitId)!.urban, count);
    const lines = ROSTER[unit.shortNames[0]!] ?? [];
    const unitLeader = leaders[1 + (unitId % (leaders.length - 1))]!;
    seats.forEach((seat, at) => {
      const line = lines[at];
      const person = crowd.person({
        ...(line ? { name: line[0], sex: line[1] === 'm' ? ('male' as const) : ('female' as const) } : {}),
        joined: [1986, 2008],
        attendance: chance.yes(0.2) ? 0.86 : 0.95,
      });
      crowd.hold(person, unit, seat, MONTHS_OWED_FROM);
      const leader = line ? leaders.find((one) => one.name === line[2])! : unitLeader;
      cadres.push({ personId: person.id, name: person.name, unitId, ...seat, leaderId: leader.personId });
    });
  }
  return cadres;
}

function fillBranch(crowd: Crowd, org: Organization, seated: readonly Person[], chance: Chance): void {
  const roll = ROLLS[org.name];
  const members: Person[] = [];
  const posts = roll?.posts ?? branchPosts(org.members);
  for (let at = 0; at < Math.max(org.members - seated.length, posts.length); at += 1) {
    const line = roll?.members[at];
    const { joined, attendance } = manner(org, chance);
    // Those who hold a post come more surely.
    const surely = at < posts.length ? Math.max(attendance, 0.95) : attendance;
    const named = line ? { name: line[0], sex: line[1] === 'm' ? ('male' as const) : ('female' as const) } : {};
    const person = crowd.person({ ...named, joined, attendance: surely });
    members.push(person);
    if (!roll && at >= posts.length && chance.yes(0.045)) admit(crowd, person, org, chance);
    else crowd.join(person, org);
  }
  posts.forEach((post, at) => {
    crowd.hold(members[at]!, org, { post, title: `党支部${postName(post)}` });
  });
}

/** Someone admitted within the year, or a probationary member who becomes a full one in it. */
function admit(crowd: Crowd, person: Person, org: Organization, chance: Chance): void {
  const dayInYear = (year: number, from: number): Day =>
    day(`${year}-${String(chance.int(from, 12)).padStart(2, '0')}-${String(chance.int(2, 27)).padStart(2, '0')}`);
  const fresh = chance.yes(0.4);
  const admitted = dayInYear(fresh ? 2017 : 2016, fresh ? 1 : 2);
  person.joinedOn = { day: admitted, precision: 'day' };
  const known = admitted < START;
  const membership = crowd.join(person, org, known ? START : admitted, true);
  // Probation lasts a year.
  if (!fresh) membership.fullFrom = day(`2017${admitted.slice(4)}`);
}

/** Committees between unit and branch are led by members of their first branch. */
function seatCommittee(crowd: Crowd, org: Organization, branches: readonly Organization[]): void {
  const first = branches.find((one) => one.parentId === org.id);
  if (!first) return;
  const posted = new Set(crowd.holdings.filter((held) => held.orgId === first.id).map((held) => held.personId));
  const free = crowd.memberships
    .filter((held) => held.orgId === first.id && !held.probationary && !posted.has(held.personId))
    .map((held) => crowd.people[held.personId - 1]!);
  const body = org.kind === 'generalBranch' ? '党总支' : org.name.endsWith('党工委') ? '党工委' : '党委';
  const seats: readonly { post: Post; title: string }[] = [
    { post: 'secretary', title: `${body}书记` },
    { post: 'deputySecretary', title: `${body}副书记` },
    { post: 'organizationMember', title: `${body}组织委员` },
    { post: 'partyAffairsWorker', title: '党务工作者' },
  ];
  for (const [at, seat] of seats.entries()) {
    const person = free[at];
    if (person) crowd.hold(person, org, seat);
  }
}

/** Some members move to another branch of their unit within the year. */
function moveSome(crowd: Crowd, branches: readonly Organization[], chance: Chance): void {
  const posted = new Set(crowd.holdings.map((held) => held.personId));
  const byId = new Map(branches.map((org) => [org.id, org]));
  const siblings = Map.groupBy(branches, (org) => org.unitId);
  for (const membership of [...crowd.memberships]) {
    const from = byId.get(membership.orgId)!;
    if (posted.has(membership.personId) || membership.probationary || ROLLS[from.name] || !chance.yes(0.012)) continue;
    const others = siblings.get(from.unitId)!.filter((org) => org.id !== from.id && !ROLLS[org.name]);
    if (others.length === 0) continue;
    const on = addDays(day('2017-01-10'), chance.int(0, 350));
    membership.to = on;
    crowd.join(crowd.people[membership.personId - 1]!, chance.pick(others), on);
  }
}

/** The Party groups of a branch part its members by this; the registry holds the groups and their leaders, not their rolls. */
export const cellOf = (personId: number, cells: number): number => personId % cells;

/** Each Party group has a leader among its members. */
function leadCells(crowd: Crowd, organizations: readonly Organization[], chance: Chance): void {
  const memberships = Map.groupBy(crowd.memberships, (held) => held.orgId);
  const cellsOf = Map.groupBy(
    organizations.filter((org) => org.kind === 'partyCell'),
    (cell) => cell.parentId!,
  );
  const busy = new Set(
    crowd.holdings.filter((held) => held.rank !== null || held.post === 'secretary').map((held) => held.personId),
  );
  for (const [branchId, cells] of cellsOf) {
    const branch = organizations[branchId - 1]!;
    for (const [at, cell] of cells.entries()) {
      const own = memberships
        .get(branchId)!
        .filter((held) => held.to === null && !held.probationary && held.from === START && !busy.has(held.personId))
        .filter((held) => cellOf(held.personId, cells.length) === at);
      const leader = crowd.people[chance.pick(own.slice(0, 6)).personId - 1]!;
      crowd.hold(leader, branch, { post: 'cellLeader', title: `${cell.shortNames[0]}组长` });
    }
  }
}

/** Contact points: villages, communities, schools and two-new organizations; two of them are known from the story. */
function withContactPoints(
  cadres: readonly Unassigned[],
  leaders: readonly { personId: number; name: string; title: string }[],
  organizations: readonly Organization[],
  chance: Chance,
): Pick<Population, 'cadres' | 'leaders'> {
  const candidates = organizations.filter(
    (org) => isBranch(org.kind) && ['village', 'community', 'twoNew', 'school'].includes(org.sector),
  );
  const branchNamed = (short: string): number => candidates.find((org) => org.shortNames.includes(short))!.id;
  const draw = (count: number, unitId?: number): number[] => {
    const near = candidates.filter((org) => org.unitId === unitId);
    return chance.some(near.length > 0 && chance.yes(0.7) ? near : candidates, count).map((org) => org.id);
  };
  return {
    cadres: cadres.map((cadre) => ({
      ...cadre,
      contactPoints:
        cadre.name === '周涛冬'
          ? [branchNamed('柳河村党支部'), branchNamed('市第三中学党支部')]
          : draw(chance.int(1, 2), cadre.unitId),
    })),
    leaders: leaders.map((leader) => ({ ...leader, contactPoints: draw(3) })),
  };
}
