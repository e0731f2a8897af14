/** The annual key-work plan 年度重点工作计划表: what a cadre takes on for a year, and how far each item is on a day. */
import { z } from 'zod';
import { type Day, daySchema, daysBetween } from '../../core/time/room.ts';

/** Kinds of the records: a plan in its versions, and what is said about one of its items. */
export const KEY_PLAN = 'annual-key-plan';
export const KEY_PLAN_PROGRESS = 'annual-key-plan-progress';

export const MOST_PLAN_ITEMS = 60;
export const yearSchema = z.coerce.number().int().min(2000).max(2100);

export const keyPlanItem = z.object({
  /** Stays through all versions, so that progress stays with its item. */
  key: z.string().min(1).max(60),
  work: z.string().trim().min(1, '请写明重点工作').max(200, '重点工作请不超过200字'),
  /** 目标和措施 */
  measures: z.string().trim().max(1000, '目标和措施请不超过1000字').default(''),
  /** The last day; null for what goes on without one. */
  dueOn: daySchema.nullable(),
  /** As it was written: 6月底前、长期坚持. */
  dueWords: z.string().trim().max(40, '完成时限请不超过40字').default(''),
  /** Which of the twelve items it belongs to; null: none. */
  itemId: z.string().max(60).nullable().default(null),
});
export type KeyPlanItem = z.output<typeof keyPlanItem>;

export const keyPlanBody = z.object({
  year: z.int(),
  person: z.string(),
  unit: z.string(),
  title: z.string(),
  items: z.array(keyPlanItem).max(MOST_PLAN_ITEMS),
});
export type KeyPlanBody = z.output<typeof keyPlanBody>;

export const progressBody = z.object({
  year: z.int(),
  itemKey: z.string(),
  /** Null: told in words only. */
  percent: z.int().min(0).max(100).nullable(),
  words: z.string().trim().max(500, '进展请不超过500字'),
});
export type ProgressBody = z.output<typeof progressBody>;

/** What was said about an item, in the order of its days. */
export interface Progress {
  id: string;
  on: Day;
  itemKey: string;
  percent: number | null;
  words: string;
  author: string;
}

/** Days before the last one from which an item counts as due soon. */
const SOON_DAYS = 15;

export const PLAN_STANDINGS = ['done', 'overdue', 'soon', 'open'] as const;
export type PlanStanding = (typeof PLAN_STANDINGS)[number];
export const STANDING_WORDS: Readonly<Record<PlanStanding, string>> = {
  done: '已完成',
  overdue: '逾期',
  soon: '快到期',
  open: '进行中',
};

export interface ItemState {
  /** Null: nothing was said in figures. */
  percent: number | null;
  standing: PlanStanding;
  /** Days past its last day, when it is overdue. */
  daysOver: number;
  /** All that was said up to the day, the latest first. */
  said: Progress[];
}

/** How far an item is on a day, by what was said up to it. */
export function itemStateOn(
  item: Pick<KeyPlanItem, 'key' | 'dueOn'>,
  progress: readonly Progress[],
  on: Day,
): ItemState {
  const said = progress.filter((one) => one.itemKey === item.key && one.on <= on).reverse();
  const percent = said.find((one) => one.percent !== null)?.percent ?? null;
  const left = item.dueOn === null ? Number.POSITIVE_INFINITY : daysBetween(on, item.dueOn);
  const standing = percent === 100 ? 'done' : left < 0 ? 'overdue' : left <= SOON_DAYS ? 'soon' : 'open';
  return { percent, standing, daysOver: standing === 'overdue' ? -left : 0, said };
}
