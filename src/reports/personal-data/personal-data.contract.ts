/** What is held on oneself: the page, and the same to take along. */
import { z } from 'zod';
import { daySchema } from '../../core/time/room.ts';
import { route } from '../../platform/open/room.ts';
import { personalData } from './held.logic.ts';
import { retentionClassSchema } from './retention.logic.ts';

/** First day of who read it; a year ago when left out. */
const query = z.object({ logFrom: daySchema.optional() });

export const personalDataPage = route({
  id: 'personalData.page',
  method: 'GET',
  path: '/me/data',
  title: '系统里关于自己的全部内容，和谁看过',
  ability: 'person.own',
  query,
  answer: personalData,
});

export const personalDataExport = route({
  id: 'personalData.export',
  method: 'GET',
  path: '/me/data/export',
  title: '导出关于自己的内容（供程序读取）',
  ability: 'person.own',
  query,
  answer: personalData,
  readsPersonFile: true,
});

export const personalDataWorkbook = route({
  id: 'personalData.workbook',
  method: 'GET',
  path: '/me/data/workbook',
  title: '导出关于自己的内容（表格文件）',
  ability: 'person.own',
  query,
  file: true,
  readsPersonFile: true,
});

export const retentionRead = route({
  id: 'retention.read',
  method: 'GET',
  path: '/retention',
  title: '各类内容保存多久',
  ability: 'operation.read',
  answer: z.object({ classes: z.array(retentionClassSchema).readonly() }),
});
