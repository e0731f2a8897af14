/** One file read in a thread of its own, whose memory is bounded and which can be ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { Refusal, type RefusalDetail } from '../../core/record/room.ts';
import { checkPackage } from './package-check.server.ts';
import type { Workbook } from './workbook.logic.ts';
import { cellsOf, isPackage } from './workbook-cells.server.ts';

export type WorkerAnswer = { workbook: Workbook } | { refusal: RefusalDetail };

async function read({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<WorkerAnswer> {
  try {
    const { hidesColumns } = isPackage(bytes) ? await checkPackage(name, bytes) : { hidesColumns: false };
    return { workbook: cellsOf(name, bytes, hidesColumns) };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.detail };
    throw error;
  }
}

parentPort?.postMessage(await read(workerData));
