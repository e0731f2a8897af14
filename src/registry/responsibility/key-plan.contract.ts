/** Annual key-work plans over HTTP: one's own, somebody's, and where the city has none. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { keyPlanItem, MOST_PLAN_ITEMS, PLAN_STANDINGS, yearSchema } from './key-plan.logic.ts';
import { chargedCadre, chargeItem } from './responsibility.contract.ts';

const asked = z.object({ year: yearSchema.optional(), asOf: daySchema.optional() });
const ofPerson = z.object({ id: z.coerce.number().int().positive() });
const itemOf = z.object({ standing: z.enum(PLAN_STANDINGS), percent: z.int().nullable(), daysOver: z.int() });

export const planProgress = z.object({
  id: z.uuid(),
  on: daySchema,
  percent: z.int().nullable(),
  words: z.string(),
  author: z.string(),
});

export const keyPlanLine = keyPlanItem.extend(itemOf.shape).extend({ said: z.array(planProgress) });
export type KeyPlanLine = z.infer<typeof keyPlanLine>;

export const keyPlanPage = z.object({
  year: z.int(),
  asOf: daySchema,
  person: z.object({ id: z.int(), name: z.string(), unit: z.string(), title: z.string() }),
  /** Years of which there is a plan, the latest first. */
  years: z.array(z.int()),
  /** 0: there is none yet. */
  version: z.int(),
  /** The latest first, each with what it said, to be laid side by side. */
  versions: z.array(
    z.object({
      version: z.int(),
      at: z.string(),
      author: z.string(),
      reason: z.string().nullable(),
      items: z.array(keyPlanItem),
    }),
  ),
  items: z.array(keyPlanLine),
  /** The twelve items, which one may belong to. */
  catalog: z.array(chargeItem),
  /** It is one's own. */
  editable: z.boolean(),
});
export type KeyPlanPage = z.infer<typeof keyPlanPage>;

export const keyPlanOwn = route({
  id: 'keyPlan.own',
  method: 'GET',
  path: '/key-work',
  title: '自己的年度重点工作计划',
  ability: 'keyPlan.own',
  query: asked,
  answer: keyPlanPage,
});

export const keyPlanSave = route({
  id: 'keyPlan.save',
  method: 'PUT',
  path: '/key-work/:year',
  title: '保存自己的年度重点工作计划',
  ability: 'keyPlan.own',
  params: z.object({ year: yearSchema }),
  body: z.object({
    actId: z.uuid(),
    /** The version that was changed; 0 for the first one. */
    base: z.int().min(0),
    items: z.array(keyPlanItem).max(MOST_PLAN_ITEMS, `一年请不超过${MOST_PLAN_ITEMS}项`),
  }),
  answer: z.object({ version: z.int() }),
});

export const keyPlanSay = route({
  id: 'keyPlan.say',
  method: 'POST',
  path: '/key-work/:year/progress',
  title: '报一项重点工作的进展',
  ability: 'keyPlan.own',
  params: z.object({ year: yearSchema }),
  body: z.object({
    actId: z.uuid(),
    itemKey: z.string().min(1).max(60),
    on: daySchema,
    percent: z.int().min(0).max(100).nullable(),
    words: z.string().trim().max(500, '进展请不超过500字').default(''),
  }),
});

export const keyPlanUnsay = route({
  id: 'keyPlan.unsay',
  method: 'POST',
  path: '/key-work/progress/:id/take-back',
  title: '收回一条进展',
  ability: 'keyPlan.own',
  params: z.object({ id: z.uuid() }),
  body: z.object({ actId: z.uuid() }),
});

export const keyPlanOwnWorkbook = route({
  id: 'keyPlan.ownWorkbook',
  method: 'GET',
  path: '/key-work/workbook',
  title: '下载自己的年度重点工作计划表',
  ability: 'keyPlan.own',
  query: asked,
  file: true,
});

export const keyPlanRead = route({
  id: 'keyPlan.read',
  method: 'GET',
  path: '/people/:id/key-work',
  title: '看一名干部的年度重点工作计划',
  ability: 'ledger.read',
  params: ofPerson,
  query: asked,
  answer: keyPlanPage,
  readsPersonFile: true,
});

export const keyPlanWorkbook = route({
  id: 'keyPlan.workbook',
  method: 'GET',
  path: '/people/:id/key-work/workbook',
  title: '下载一名干部的年度重点工作计划表',
  ability: 'ledger.read',
  params: ofPerson,
  query: asked,
  file: true,
  readsPersonFile: true,
});

export const cityPlanItem = itemOf.extend({
  key: z.string(),
  work: z.string(),
  dueOn: daySchema.nullable(),
  dueWords: z.string(),
});

export const keyPlanCity = route({
  id: 'keyPlan.city',
  method: 'GET',
  path: '/key-work/city',
  title: '全市年度重点工作计划：谁有，谁还没有，哪些逾期',
  ability: 'city.overview',
  query: asked,
  answer: z.object({
    year: z.int(),
    asOf: daySchema,
    /** County-level cadres of the day. */
    cadres: z.array(chargedCadre.extend({ version: z.int(), items: z.array(cityPlanItem) })),
  }),
});

export const keyPlanCityWorkbook = route({
  id: 'keyPlan.cityWorkbook',
  method: 'GET',
  path: '/key-work/city/workbook',
  title: '下载全市年度重点工作计划表',
  ability: 'city.overview',
  query: asked,
  file: true,
});
