/** One file read in a thread of its own, whose memory is bounded and which can be ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { Refusal, type RefusalDetail } from '../../core/record/room.ts';
import { checkPackage } from './package-check.server.ts';
import { cellsOf, isPackage } from './workbook-cells.server.ts';

/** `packed`: the cells as compressed JSON, so that the other thread need not copy them one by one. */
export type WorkerAnswer = { packed: Uint8Array<ArrayBuffer> } | { refusal: RefusalDetail };
/** Said first: from now on the file itself is read. */
export const READY = 'ready';

async function read({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<WorkerAnswer> {
  try {
    const { hides } = isPackage(bytes) ? await checkPackage(name, bytes) : { hides: false };
    return { packed: new Uint8Array(gzipSync(JSON.stringify(cellsOf(name, bytes, hides)), { level: 1 })) };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.detail };
    throw error;
  }
}

parentPort?.postMessage(READY);
parentPort?.postMessage(await read(workerData));
