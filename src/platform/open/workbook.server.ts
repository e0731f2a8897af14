/** Reading a file that somebody sends: apart from everything else, in bounded time and memory. */
import { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { Refusal } from '../../core/record/room.ts';
import { damaged, tooLarge, tooSlow } from './unreadable.logic.ts';
import type { Workbook } from './workbook.logic.ts';
import type { READY, WorkerAnswer } from './workbook-worker.server.ts';

/** For the file itself, so that with the start of a thread it is ten. */
const MOST_SECONDS = 9;
/** On a busy machine a thread starts late: that is not the file's fault. */
const MOST_STARTING_SECONDS = 60;
/** With what is unpacked and the rest of the service, below 600 MB. */
const MOST_HEAP_MB = 300;

/** The cells again. */
export const unpackWorkbook = (packed: Uint8Array): Workbook =>
  JSON.parse(gunzipSync(packed).toString('utf8')) as Workbook;

/**
 * Reads a file into plain cells, without identity-card and telephone numbers; packed, as they are kept.
 * Throws a Refusal `not-a-workbook` that says what is wrong with the file and what to do.
 */
export function readPackedWorkbook(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  const worker = new Worker(new URL('./workbook-worker.server.ts', import.meta.url), {
    workerData: { name, bytes },
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return new Promise((resolve, reject) => {
    const within = (seconds: number): NodeJS.Timeout =>
      setTimeout(() => {
        reject(tooSlow(name, seconds));
        void worker.terminate();
      }, seconds * 1000);
    let timer = within(MOST_STARTING_SECONDS);
    worker.on('message', (word: typeof READY | WorkerAnswer) => {
      if (typeof word === 'string') {
        clearTimeout(timer);
        timer = within(MOST_SECONDS);
      } else if ('packed' in word) resolve(word.packed);
      else reject(new Refusal(word.refusal));
    });
    worker.once('error', (error: Error & { code?: string }) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge(name) : damaged(name)),
    );
    worker.once('exit', () => {
      clearTimeout(timer);
      // Settled long before, unless it ended without a word.
      reject(damaged(name));
    });
  });
}

/** The same, unpacked at once. */
export const readWorkbook = async (name: string, bytes: Uint8Array): Promise<Workbook> =>
  unpackWorkbook(await readPackedWorkbook(name, bytes));
