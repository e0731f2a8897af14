/** What is kept on this machine: drafts, writes not yet sent, last answers. Always of one account; another one sees nothing of it. */
import { Dexie, type EntityTable } from 'dexie';
import type { ErrorAnswer } from '../platform/open/room.ts';
import type { Request } from './api.ts';
import { owner } from './owner.ts';

export interface DraftRow {
  /** `owner|subject` */
  key: string;
  owner: string;
  subject: string;
  value: unknown;
  /** ms since 1970 */
  savedAt: number;
}

export interface OutboxRow {
  /** Made by the client; the same in the request, so that sending twice is harmless. */
  id: string;
  owner: string;
  routeId: string;
  request: Request;
  /** What the person sees: 6月23日 主题党日. */
  label: string;
  /** Writes about one subject go in order; a refused one holds back those after it. */
  subject: string;
  /** Path of the screen where it can be mended. */
  back: string;
  /** ms since 1970 */
  madeAt: number;
  tries: number;
  refusal?: ErrorAnswer['error'];
}

export interface KeptRow {
  /** `owner|route id|input` */
  key: string;
  owner: string;
  answer: unknown;
  /** ms since 1970 */
  keptAt: number;
}

interface Store {
  drafts: EntityTable<DraftRow, 'key'>;
  outbox: EntityTable<OutboxRow, 'id'>;
  kept: EntityTable<KeptRow, 'key'>;
}

const dexie = new Dexie('xieshi') as Dexie & Store;
dexie.version(1).stores({ drafts: 'key, owner', outbox: 'id, owner, [owner+madeAt]', kept: 'key, owner, keptAt' });

export const localStore: Dexie & Store = dexie;

/** Removes the kept answers of the one who signs out. Drafts and unsent writes stay for his return; nobody else sees them. */
export async function forgetKept(): Promise<void> {
  await localStore.kept.where('owner').equals(owner()).delete();
}

const KEEP_DAYS = 30;

/** Removes answers that nobody has asked for in a month. */
export async function dropOldKept(): Promise<void> {
  await localStore.kept
    .where('keptAt')
    .below(Date.now() - KEEP_DAYS * 86_400_000)
    .delete();
}
