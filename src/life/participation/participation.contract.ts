/** Somebody's participation in organizational life, made by itself from what was recorded. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { MEASURES } from './participation.logic.ts';

const counts = z.object({ due: z.int(), present: z.int(), absent: z.int(), otherwise: z.int() });

const row = z.object({
  recordId: z.uuid(),
  kind: z.string(),
  kindName: z.string(),
  organization: z.string(),
  heldOn: daySchema,
  startsAt: z.string().nullable(),
  place: z.string(),
  title: z.string(),
  /** 主持人, 到会; 中文名 of the parts in this record. */
  parts: z.array(z.string()),
  absent: z.boolean(),
  reason: z.string().nullable(),
});

const overview = z.object({
  person: z.object({ personId: z.int(), name: z.string() }),
  from: daySchema,
  to: daySchema,
  total: counts,
  byKind: z.array(counts.extend({ kind: z.string(), name: z.string() })),
  /** The latest; the rest is opened by figure. */
  recent: z.array(row),
});

/** The year of the city's day when left out. */
const period = { from: daySchema.optional(), to: daySchema.optional() };
const opened = {
  ...period,
  kind: z.string().optional(),
  measure: z.enum(MEASURES).optional(),
  page: z.coerce.number<number>().int().positive().max(1_000).default(1),
};
const rows = z.object({
  /** The number that was opened; the rows of all pages make it. */
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
  rows: z.array(row),
});
const person = z.object({ id: z.coerce.number<number>().int().positive() });

export const participationOwn = route({
  id: 'participation.own',
  method: 'GET',
  path: '/participation',
  title: '自己的参加记录',
  ability: 'participation.own',
  query: z.object(period),
  answer: overview,
});

export const participationOwnRows = route({
  id: 'participation.ownRows',
  method: 'GET',
  path: '/participation/rows',
  title: '自己参加记录中一个数的明细',
  ability: 'participation.own',
  query: z.object(opened),
  answer: rows,
});

export const participationOwnWorkbook = route({
  id: 'participation.ownWorkbook',
  method: 'GET',
  path: '/participation/workbook',
  title: '自己的组织生活记实清单（表格文件）',
  ability: 'participation.own',
  query: z.object(period),
  file: true,
});

export const participationOfPerson = route({
  id: 'participation.ofPerson',
  method: 'GET',
  path: '/people/:id/participation',
  title: '一个人的参加记录',
  ability: 'person.read',
  params: person,
  query: z.object(period),
  answer: overview,
  readsPersonFile: true,
});

export const participationRows = route({
  id: 'participation.rows',
  method: 'GET',
  path: '/people/:id/participation/rows',
  title: '一个人参加记录中一个数的明细',
  ability: 'person.read',
  params: person,
  query: z.object(opened),
  answer: rows,
  readsPersonFile: true,
});

export const participationWorkbook = route({
  id: 'participation.workbook',
  method: 'GET',
  path: '/people/:id/participation/workbook',
  title: '一个人的组织生活记实清单（表格文件）',
  ability: 'person.read',
  params: person,
  query: z.object(period),
  file: true,
  readsPersonFile: true,
});
