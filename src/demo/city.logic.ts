/** The sample city 示例市: one seed, one size, one instant at which it stops, and always the same city to the byte. */
import { addMonths, day, dayOf, instantAt, type Month, monthOf } from '../core/time/room.ts';
import { itemsFor, type LedgerRules } from '../duties/rules/room.ts';
import { type PlannedAccount, planAccounts } from './accounts.logic.ts';
import { BranchYear } from './activities.logic.ts';
import { Chance } from './chance.logic.ts';
import { Days } from './days.logic.ts';
import { keyPlans } from './key-plans.logic.ts';
import {
  holdStory,
  keepStoryAfternoon,
  leadMonth,
  STORY_CADRE,
  STORY_MONTH,
  talkMonth,
  teamMeeting,
} from './leadership.logic.ts';
import { factsOf, LATE_CADRE, LedgerWriter, NEAR_COPY_CADRE } from './ledgers.logic.ts';
import type { DemoDraft, DemoRecord, Ids, RegistryAct, Size } from './model.logic.ts';
import { planOrganizations, STORY_BRANCH } from './organizations.logic.ts';
import { planPeople } from './people.logic.ts';
import { registryActs } from './registry-acts.logic.ts';
import { storyDraft } from './story-draft.logic.ts';
import { World } from './world.logic.ts';

/** The sample city's now: a Wednesday in June, two days before the month's end. */
export const DEMO_NOW = instantAt(day('2017-06-28'), '14:00');
/** The full city's now: its year 2017 is over. */
export const FULL_NOW = instantAt(day('2018-01-04'), '14:00');
/** Share of branches that talk with a second member in a month: the city of the reference size has about 120,000 activities a year. */
const FURTHER_TALKS: Readonly<Record<Size, number>> = { small: 0, full: 0.6 };
export const DEMO_SEED = 'shili-2017';

export interface CityRequest {
  seed: string;
  size: Size;
  /** Nothing is recorded after it. */
  until: Date;
  rules: LedgerRules;
  ids: Ids;
}

export interface DemoCity {
  registry: readonly RegistryAct[];
  /** Activities, visits, lectures, ledgers and acts on them, in order of recording. */
  records: readonly DemoRecord[];
  accounts: readonly PlannedAccount[];
  drafts: readonly DemoDraft[];
}

/** Makes the city. Pure: chance comes from the seed, time from `until`. */
export function generateCity({ seed, size, until, rules, ids }: CityRequest): DemoCity {
  const chance = new Chance(seed);
  const plan = planOrganizations(size, chance.fork('organizations'));
  const population = planPeople(plan, chance.fork('people'));
  const accounts = planAccounts(population);
  const accountOf = new Map(
    accounts.flatMap(({ id, personId }) => (personId === null ? [] : [[personId, id] as const])),
  );
  const world = new World(population, new Days(rules.calendar), accountOf, ids);
  const months = monthsUntil(until);
  live(world, months, chance, FURTHER_TALKS[size]);
  const lastMonth = addMonths(monthOf(dayOf(until)), -1);
  const fields = new Map(
    [...plan.cadres.keys()].map((unitId) => [unitId, plan.organPlans.get(unitId)?.field ?? 'county']),
  );
  const making = {
    world,
    rules,
    until,
    fields,
    ids,
    lastMonth,
    waiting: waitingFor(world, chance.fork('waiting')),
  };
  const facts = factsOf(world, new Set(population.cadres.map((cadre) => cadre.personId)));
  const ledgers = population.cadres.flatMap((cadre) => {
    const writer = new LedgerWriter(
      making,
      cadre,
      facts.get(cadre.personId) ?? [],
      chance.fork('ledger', cadre.personId),
    );
    return months.flatMap((month) => writer.month(month));
  });
  const planning = { ids, accountOf, unitOf: (id: number) => world.organization(id), until };
  const plans = keyPlans(population.cadres, planning, chance.fork('keyPlans'));
  const department = accounts.find((account) => account.roles[0]!.role === 'organizationDept')!;
  const author = { accountId: department.id, name: department.name };
  const draft = storyDraft(population.cadres.find((cadre) => cadre.name === STORY_CADRE)!.personId, ids, until);
  return {
    registry: registryActs(
      population,
      author,
      until,
      chance.fork('registry'),
      itemsFor(rules, months[0]!).map(({ id }) => id),
    ),
    records: [...world.records, ...ledgers, ...plans]
      .filter((record) => record.recordedAt <= until)
      .sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1)),
    accounts,
    drafts: draft ? [draft] : [],
  };
}

function monthsUntil(until: Date): Month[] {
  const last = monthOf(dayOf(until));
  const months: Month[] = [];
  for (let month = '2017-01' as Month; month <= last && month <= '2017-12'; month = addMonths(month, 1))
    months.push(month);
  return months;
}

/** Month by month: leaders first, so that branches find them busy; then every branch. */
function live(world: World, months: readonly Month[], chance: Chance, furtherTalks: number): void {
  const { cadres, leaders } = world.population;
  const units = [...Map.groupBy(cadres, (cadre) => cadre.unitId)];
  const story = cadres.find((cadre) => cadre.name === STORY_CADRE)!;
  const storyBranch = world.branches.find((branch) => branch.name === STORY_BRANCH)!;
  const years = world.branches.map(
    (branch) => new BranchYear(world, branch, chance.fork('branch', branch.id), furtherTalks),
  );
  keepStoryAfternoon(world, storyBranch);
  holdStory(
    world,
    story,
    units.find(([id]) => id === story.unitId)![1],
    world.organization(story.unitId),
    chance.fork('story'),
  );
  const city = world.organization(1);
  for (const month of months) {
    if (month === '2017-01') {
      teamMeeting(world, city, undefined, chance.fork('team', 1));
      for (const [unitId, team] of units) {
        teamMeeting(world, world.organization(unitId), { personId: team[0]!.leaderId }, chance.fork('team', unitId));
      }
    }
    for (const leader of leaders)
      leadMonth(world, leader, city, month, 0.5, chance.fork('leader', leader.personId, month));
    for (const [unitId, team] of units) {
      const unit = world.organization(unitId);
      const own = month === STORY_MONTH ? team.filter((cadre) => cadre !== story) : team;
      for (const cadre of own) leadMonth(world, cadre, unit, month, 0.55, chance.fork('cadre', cadre.personId, month));
      talkMonth(world, own, unit, month, chance.fork('talks', unitId, month));
    }
    world.branches.forEach((branch, at) => {
      if (branch === storyBranch && month === STORY_MONTH) years[at]!.holdStoryJune();
      else years[at]!.hold(month);
    });
  }
}

/** Of each leader in charge, the cadres whose last month still waits for his check. */
function waitingFor(world: World, chance: Chance): Set<number> {
  const waiting = new Set<number>();
  for (const [leaderId, own] of Map.groupBy(world.population.cadres, (cadre) => cadre.leaderId)) {
    const shown = own.filter((cadre) => cadre.name === LATE_CADRE || cadre.name === NEAR_COPY_CADRE);
    const others = own.filter((cadre) => !shown.includes(cadre) && cadre.name !== STORY_CADRE);
    const share = shown.length > 0 ? Math.min(12, own.length) - shown.length : Math.round(own.length * 0.15);
    for (const cadre of [...shown, ...chance.fork(leaderId).some(others, share)]) waiting.add(cadre.personId);
  }
  return waiting;
}
