/** Planning files of the tray: small ones at once, large ones in a thread of their own, with progress and a way to stop. */
import { Worker } from 'node:worker_threads';
import { Refusal } from '../core/record/room.ts';
import { dayOf } from '../core/time/room.ts';
import type { LayoutId, TrayFile } from '../platform/open/room.ts';
import type { World } from '../registry/organizations/room.ts';
import type { City, Tx } from '../store/database.server.ts';
import { type ImportJob, stopped } from './import-jobs.server.ts';
import { readWords } from './import-memory.server.ts';
import { openKept, shownTray } from './import-shown.server.ts';
import type { KeptFile } from './import-tray.server.ts';
import {
  layoutsOf,
  ledgerTextOf,
  type PlannedFile,
  type PlanningOrder,
  planInOrder,
  rowsOf,
} from './import-work.server.ts';
import type { WorkerOrder, WorkerWord } from './import-worker.server.ts';
import { readWorld } from './import-world.server.ts';

/** Packed bytes up to which files are planned at once: some two thousand rows. */
const AT_ONCE_BYTES = 48 * 1024;
const MOST_HEAP_MB = 400;

const isLarge = (files: readonly KeptFile[]): boolean =>
  files.reduce((sum, { packed }) => sum + packed.byteLength, 0) > AT_ONCE_BYTES;

const tooLarge = (): Refusal =>
  new Refusal({ code: 'import-too-large', what: '这些表格一次放不下', now: '请先拿走一些，分几次导入' });

type ReadCity = (layouts: ReadonlySet<LayoutId>, ledgerText: string) => Promise<World>;

/** Runs the thread; `world` reads what it asks for. Resolves with its last word. */
function inThread(sent: WorkerOrder, job: ImportJob, world: ReadCity): Promise<WorkerWord> {
  const worker = new Worker(new URL('./import-worker.server.ts', import.meta.url), {
    workerData: sent,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return new Promise<WorkerWord>((resolve, reject) => {
    job.signal.addEventListener('abort', () => reject(stopped()), { once: true });
    worker.on('message', (word: WorkerWord) => {
      if (word.says === 'rows') job.done = word.done;
      else if (word.says === 'layouts') {
        job.stage = 'plan';
        job.of = word.rows;
        world(word.layouts, word.ledgerText).then((read) => worker.postMessage(read), reject);
      } else resolve(word);
    });
    worker.once('error', (error: Error & { code?: string }) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge() : error),
    );
    worker.once('exit', () => reject(new Error('the planning thread ended without a word')));
  }).finally(() => worker.terminate());
}

async function orderFor(tx: Tx, city: City, actId: string, now: Date): Promise<PlanningOrder> {
  return { cityCode: city.code, actId, now, words: await readWords(tx) };
}

interface Asked {
  tx: Tx;
  city: City;
  now: Date;
}

/** The files as their page shows them. */
export async function previewFiles({ tx, city, now }: Asked, files: readonly KeptFile[], job: ImportJob) {
  const order = await orderFor(tx, city, 'preview', now);
  const world: ReadCity = (layouts, text) => readWorld(tx, dayOf(now), layouts, text);
  if (!isLarge(files)) {
    const opened = openKept(files);
    return shownTray(opened, await world(layoutsOf(opened), ledgerTextOf(opened)), order, () => undefined);
  }
  const word = await inThread({ work: 'preview', files, order }, job, world);
  return word.says === 'shown' ? word.files : ([] as TrayFile[]);
}

/** The plans of the files for an act, in the order of import. */
export async function plansFor(
  { tx, city, now }: Asked,
  actId: string,
  files: readonly KeptFile[],
  job: ImportJob,
): Promise<readonly PlannedFile[]> {
  const order = await orderFor(tx, city, actId, now);
  const world: ReadCity = (layouts, text) => readWorld(tx, dayOf(now), layouts, text);
  if (!isLarge(files)) {
    const opened = openKept(files);
    job.stage = 'plan';
    job.of = rowsOf(opened);
    return planInOrder(opened, await world(layoutsOf(opened), ledgerTextOf(opened)), order);
  }
  const word = await inThread({ work: 'import', files, order }, job, world);
  return word.says === 'planned' ? word.files : [];
}
