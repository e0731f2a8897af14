/** Lines as a workbook, written as they are read: a hundred thousand are never in memory at once. */
import { PassThrough } from 'node:stream';
import type { FileAnswer } from '../open/handler.server.ts';
import { streamedWorkbook } from '../open/new-workbook.server.ts';
import type { AuditLineShape } from './audit.contract.ts';
import { localTime } from './faults.logic.ts';

const OUTCOMES = { done: '做了', read: '看了', refused: '被拒绝' } as const;

/** @param pages lines in order, a page at a time */
export async function linesWorkbook(
  name: string,
  pages: AsyncIterable<readonly AuditLineShape[]>,
): Promise<FileAnswer> {
  const stream = new PassThrough();
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  const book = await streamedWorkbook({ stream });
  const sheet = book.addWorksheet('审计日志', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = [
    { header: '时间', width: 20 },
    { header: '谁', width: 14 },
    { header: '结果', width: 8 },
    { header: '什么事', width: 36 },
    { header: '对象', width: 36 },
  ];
  for await (const lines of pages) {
    for (const line of lines)
      sheet.addRow([localTime(line.at), line.actor, OUTCOMES[line.outcome], line.what, line.subject]).commit();
  }
  sheet.commit();
  await book.commit();
  return {
    name: `${name}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: Buffer.concat(parts),
  };
}
