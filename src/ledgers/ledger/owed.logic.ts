/** Who owes which ledger for a month, until when, and whether it can still be handed in. */
import {
  addMonths,
  type Day,
  firstDay,
  lastDay,
  type Month,
  monthOf,
  UncoveredYear,
  type WorkingDayCalendar,
  workingDayAfter,
  workingDaysBetween,
} from '../../core/time/room.ts';
import type { MonthRule } from '../../duties/rules/room.ts';
import {
  type OrgKind,
  owesPartyBuildingLedger,
  POSTS,
  type Post,
  type Rank,
} from '../../registry/organizations/room.ts';
import type { LedgerForm } from './month-ledger.logic.ts';

/** A post that somebody held during some of the month. */
export interface HeldPost {
  orgId: number;
  orgKind: OrgKind;
  /** Short name of the organization. */
  orgName: string;
  post: Post;
  title: string;
  rank: Rank | null;
  validFrom: Day;
}

export interface Owed {
  forms: LedgerForm[];
  /** The post that he writes as. */
  main: HeldPost;
}

const isCountyLevel = (rank: Rank | null): boolean => rank === 'countyLevelChief' || rank === 'countyLevelDeputy';
const order = (post: Post): number => POSTS.findIndex(({ id }) => id === post);

/**
 * The forms a person owes by the posts of the month: the daily-duty ledger for a county-level leading cadre (AR-12), the
 * Party-building ledger too for one on a committee or leading group (AR-13). Undefined when he owes none.
 */
export function owedBy(posts: readonly HeldPost[]): Owed | undefined {
  const leading = posts
    .filter(({ rank }) => isCountyLevel(rank))
    .sort((a, b) => order(a.post) - order(b.post) || (a.validFrom < b.validFrom ? 1 : -1) || a.orgId - b.orgId);
  const main = leading[0];
  if (!main) return undefined;
  const partyBuilding = leading.some(({ orgKind, post }) => owesPartyBuildingLedger(orgKind, post));
  return { forms: partyBuilding ? ['dutyLedger', 'partyBuildingLedger'] : ['dutyLedger'], main };
}

export interface Deadline {
  day: Day;
  /** Working days left; 0 on the day itself, negative after it. */
  workingDaysLeft: number;
}

/** When a month's ledger is due; undefined when the calendar of that year has not been loaded. */
export function deadlineOf(
  period: Month,
  rule: Pick<MonthRule, 'dueWorkingDays'>,
  calendar: WorkingDayCalendar,
  today: Day,
): Deadline | undefined {
  try {
    const day = workingDayAfter(calendar, lastDay(period), rule.dueWorkingDays);
    return { day, workingDaysLeft: workingDaysBetween(calendar, today, day) };
  } catch (error) {
    if (error instanceof UncoveredYear) return undefined;
    throw error;
  }
}

/** Why a month cannot be handed in on a day: it has not begun, or it was closed long ago. */
export function periodRefusal(
  period: Month,
  rule: Pick<MonthRule, 'closesAfterMonths'>,
  today: Day,
): 'future' | 'closed' | undefined {
  if (firstDay(period) > today) return 'future';
  return monthOf(today) > addMonths(period, rule.closesAfterMonths) ? 'closed' : undefined;
}
