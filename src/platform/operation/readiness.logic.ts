/** From what was found to what keeps the service from its work. */
import type { Trouble } from '../open/room.ts';

/** Below this much free space the service says so, while there is still time to make room. */
export const DISK_FLOOR_BYTES = 512 * 1024 * 1024;

export interface Findings {
  databaseAnswers: boolean;
  /** Migrations that a city's schema or this program has and the other lacks, by city. */
  structure: readonly { city: string; missing: readonly string[]; unknown: readonly string[] }[];
  freeBytes: number | null;
  /** Why writes are refused just now. */
  writesStopped?: { code: string; what: string };
}

const megabytes = (bytes: number): number => Math.floor(bytes / 1024 / 1024);

/** What is wrong, the worst first, in words for the administrator; empty when all is well. */
export function troublesOf({ databaseAnswers, structure, freeBytes, writesStopped }: Findings): Trouble[] {
  const troubles: Trouble[] = [];
  if (!databaseAnswers)
    troubles.push({
      code: 'database-away',
      what: '数据库没有回答',
      now: '内置数据库会自己再启动；外接的请看那台服务器。原因在运行日志里',
    });
  if (structure.some(({ unknown }) => unknown.length > 0))
    troubles.push({ code: 'program-old', what: '数据库的结构比程序新', now: '请换用更新的程序' });
  else if (structure.some(({ missing }) => missing.length > 0))
    troubles.push({ code: 'structure-old', what: '数据库的结构比程序旧', now: '请重新启动，启动时会自动升级' });
  if (freeBytes !== null && freeBytes < DISK_FLOOR_BYTES)
    troubles.push({
      code: 'disk-low',
      what: `数据文件夹所在的磁盘只剩${megabytes(freeBytes)}MB`,
      now: `请腾出空间，至少留${megabytes(DISK_FLOOR_BYTES)}MB`,
    });
  if (writesStopped && !troubles.some(({ code }) => code === 'disk-low'))
    troubles.push({
      code: writesStopped.code,
      what: `已暂停写入：${writesStopped.what}`,
      now: '查阅照常；请看运行日志',
    });
  return troubles;
}
