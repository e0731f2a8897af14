/**
 * What is held on a person, as one shape: the page, the workbook and the file for machines are drawn from the same object, so
 * that none tells more or less than another.
 */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { keptSchema } from './retention.logic.ts';

/** What the file for machines calls itself. */
export const FORMAT = 'xieshi-personal-data/1';

export const heldItem = z.object({
  /** Stable within its class: `membership/12/2016-07-01`. */
  key: z.string(),
  /** 组织关系 */
  what: z.string(),
  /** 编入机关第一党支部，正式党员 */
  says: z.string(),
  from: daySchema.nullable(),
  /** The last day; null while it lasts or where there is none. */
  until: daySchema.nullable(),
  note: z.string().nullable(),
  /** Where it came from: who recorded it, by which act, when. */
  source: z.object({ author: z.string().nullable(), act: z.string().nullable(), at: z.string() }).nullable(),
  /** Path of the screen where it opens. */
  to: z.string().nullable(),
  /** Whether correction may be asked for here. */
  correctable: z.boolean(),
  /** The same for machines, as it is stored. */
  data: z.record(z.string(), z.unknown()),
});
export type HeldItem = z.infer<typeof heldItem>;

/** In the order of the page. `kept`: the class in rules/retention that says how long. */
export const HELD_CLASSES = [
  { id: 'registry', name: '登记的情况', kept: 'registry' },
  { id: 'records', name: '有我的记录', kept: 'records' },
  { id: 'ledgers', name: '写实清单', kept: 'ledgers' },
  { id: 'ledgerEntries', name: '清单各条', kept: 'ledgers' },
  { id: 'ledgerActs', name: '清单的检查和批注', kept: 'ledgers' },
  { id: 'signals', name: '清单上的提示', kept: 'ledgers' },
  { id: 'keyPlans', name: '重点工作计划和进展', kept: 'ledgers' },
  { id: 'account', name: '账号和角色', kept: 'accounts' },
  { id: 'sessions', name: '登录', kept: 'sessions' },
  { id: 'drafts', name: '草稿', kept: 'drafts' },
  { id: 'uploads', name: '等待导入的表格', kept: 'uploads' },
  { id: 'acts', name: '我记录和办理的', kept: 'records' },
  { id: 'corrections', name: '更正申请', kept: 'corrections' },
  { id: 'reads', name: '谁看过我的档案', kept: 'audit' },
  { id: 'doings', name: '我自己的操作', kept: 'audit' },
] as const;
export type HeldClassId = (typeof HELD_CLASSES)[number]['id'];

export const heldClass = z.object({
  id: z.enum(HELD_CLASSES.map(({ id }) => id) as [HeldClassId, ...HeldClassId[]]),
  name: z.string(),
  purpose: z.string(),
  seenBy: z.string(),
  basis: z.array(z.string()),
  kept: keptSchema,
  items: z.array(heldItem),
});
export type HeldClass = z.infer<typeof heldClass>;

export const personalData = z.object({
  format: z.literal(FORMAT),
  city: z.string(),
  madeAt: z.string(),
  person: z.object({ id: z.int(), name: z.string() }),
  /** First day of who read it and of what one did. */
  logFrom: daySchema,
  classes: z.array(heldClass),
});
export type PersonalData = z.infer<typeof personalData>;

/** An item with what is left out empty. */
export const item = (
  key: string,
  what: string,
  says: string,
  more: Partial<Omit<HeldItem, 'key' | 'what' | 'says'>> = {},
): HeldItem => ({
  key,
  what,
  says,
  from: null,
  until: null,
  note: null,
  source: null,
  to: null,
  correctable: false,
  data: {},
  ...more,
});
