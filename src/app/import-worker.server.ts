/** Planning in a thread of its own: the service answers others meanwhile, and the thread can be ended at any moment. */
import { parentPort, workerData } from 'node:worker_threads';
import type { LayoutId, TrayFile } from '../platform/open/room.ts';
import type { World } from '../registry/organizations/room.ts';
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

export interface WorkerOrder {
  work: 'preview' | 'import';
  files: readonly KeptFile[];
  order: PlanningOrder;
}

/** What the thread tells: what it must know of the city, how far it is, what came of it. */
export type WorkerWord =
  | { says: 'layouts'; layouts: ReadonlySet<LayoutId>; ledgerText: string; rows: number }
  | { says: 'rows'; done: number }
  | { says: 'shown'; files: TrayFile[] }
  | { says: 'planned'; files: PlannedFile[] };

/** Rows between two words of progress. */
const EVERY = 250;

const { work, files, order } = workerData as WorkerOrder;
const say = (word: WorkerWord): void => parentPort?.postMessage(word);
const opened = openKept(files);
parentPort?.once('message', (world: World) => {
  let done = 0;
  const onRow = (): void => {
    done += 1;
    if (done % EVERY === 0) say({ says: 'rows', done });
  };
  if (work === 'preview') say({ says: 'shown', files: shownTray(opened, world, order, onRow) });
  else say({ says: 'planned', files: planInOrder(opened, world, order, onRow) });
});
say({ says: 'layouts', layouts: layoutsOf(opened), ledgerText: ledgerTextOf(opened), rows: rowsOf(opened) });
