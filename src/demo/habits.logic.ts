/** How a branch is used to do things: when it meets, how often it leaves something out or records it late, why members stay away. */
import { type Chance, Deck } from './chance.logic.ts';
import type { Half } from './days.logic.ts';
import type { Organization } from './model.logic.ts';
import { STORY_BRANCH } from './organizations.logic.ts';
import {
  CELL_TOPICS,
  COMMITTEE_TOPICS,
  GENERAL_TOPICS,
  LECTURE_TOPICS,
  THEME_TOPICS,
  type Topic,
} from './texts-life.logic.ts';

/** How a branch is used to do things, drawn once. */
export interface Habits {
  /** Chance that a regular thing is left out in a month. */
  gap: number;
  /** Chance that something is recorded weeks later. */
  late: number;
  /** Theme Party Days: the n-th such weekday, or about such a day of the month. */
  themeDay: { nth: number; weekday: number } | { number: number };
  half: Half;
  /** Month of the quarter (0 to 2) of its general meeting and of its lecture. */
  generalIn: number;
  lectureIn: number;
  /** Whether weekends are working days for it. */
  anyDay: boolean;
  /** Its members have retired: no duties keep them away, and no talk of posts. */
  retired: boolean;
  themes: Deck<Topic>;
  committee: Deck<Topic>;
  general: Deck<Topic>;
  lectures: Deck<Topic>;
  cells: Deck<Topic>;
}

/** Draws a branch's habits; the story's branch has none of the bad ones. */
export function habitsOf(branch: Organization, chance: Chance): Habits {
  const story = branch.name === STORY_BRANCH;
  const rural = branch.sector === 'village';
  return {
    gap: story
      ? 0
      : chance.weighted([
          [0.004, 86],
          [0.08, 11],
          [0.3, 3],
        ] as const),
    late: story
      ? 0
      : chance.weighted([
          [0.012, 93],
          [0.22, 7],
        ] as const),
    themeDay: story
      ? { nth: 4, weekday: 5 }
      : chance.yes(0.55)
        ? { nth: chance.int(1, 4), weekday: chance.int(3, 5) }
        : { number: chance.pick([5, 8, 10, 12, 15, 18, 20, 25, 26]) },
    half: story
      ? 'pm'
      : chance.weighted(
          rural
            ? ([
                ['am', 5],
                ['pm', 3],
                ['evening', 2],
              ] as const)
            : ([
                ['am', 2],
                ['pm', 8],
                ['evening', 0],
              ] as const),
        ),
    generalIn: story ? 2 : chance.int(0, 2),
    lectureIn: story ? 1 : chance.int(0, 2),
    anyDay: rural || branch.sector === 'community',
    retired: branch.name.includes('离退休'),
    themes: new Deck(THEME_TOPICS, chance.fork('themes')),
    committee: new Deck(COMMITTEE_TOPICS, chance.fork('committee')),
    general: new Deck(GENERAL_TOPICS, chance.fork('general')),
    lectures: new Deck(LECTURE_TOPICS, chance.fork('lectures')),
    cells: new Deck(CELL_TOPICS, chance.fork('cells')),
  };
}

/** Why members are absent, by weight, for each sort of branch. */
export const ABSENCES: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  retired: [
    ['病假', 6],
    ['事假', 2],
  ],
  village: [
    ['外出务工', 6],
    ['病假', 2],
    ['事假', 3],
  ],
  community: [
    ['病假', 3],
    ['事假', 4],
    ['外出务工', 2],
    ['其他', 1],
  ],
  twoNew: [
    ['出差', 4],
    ['事假', 4],
    ['其他', 1],
  ],
  organ: [
    ['公务', 5],
    ['出差', 4],
    ['病假', 2],
    ['事假', 2],
  ],
};
