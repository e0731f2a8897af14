/** What a handler gets, and how it is tied to its route. */
import type { z } from 'zod';
import type { Refusal } from '../../core/record/room.ts';
import type { Actor } from '../../core/scope/room.ts';
import type { Day } from '../../core/time/room.ts';
import type { Sources } from '../../store/append.server.ts';
import type { AuditLine } from '../../store/audit.server.ts';
import type { Backups } from '../../store/backups.server.ts';
import type { City, Tx } from '../../store/database.server.ts';
import type { Keys } from '../../store/keys.server.ts';
import type { Route, Stage } from './route.logic.ts';
import type { ServiceState } from './service-state.logic.ts';

/** What a handler may know of the session at hand. */
export interface CallSession {
  id: string;
  mustChange: boolean;
  stage: Stage;
  /** After which times the city's sessions are over. */
  limits: { idleMinutes: number; absoluteHours: number };
}

/** One request of somebody signed in, inside its transaction. */
export interface Call {
  tx: Tx;
  city: City;
  actor: Actor;
  session: CallSession;
  /** The city's clock. */
  now: Date;
  today: Day;
  sources: Sources;
  /** Names what the audit line is about; a write always leaves a line, a read only when a person's file was read. */
  audit(subject: Pick<AuditLine, 'subjectKind' | 'subjectId' | 'subjectPerson' | 'actId'>): void;
  /** Makes the transaction's effects visible to the scope cache: who may see what has changed. */
  registryChanged(): void;
  files: readonly UploadedFile[];
  /** The network address that the request came from. */
  address: string;
  keys: Keys;
  /** How the running service fares, for its administrator. */
  service: () => Promise<ServiceState>;
  /** The backups of this server, for its administrator. */
  backups: Backups;
  /** The items of the Party-building ledger in force on a day. */
  itemsOn: (on: Day) => readonly { id: string; name: string; synonyms: readonly string[] }[];
}

export interface UploadedFile {
  name: string;
  bytes: Uint8Array;
}

/** An answer that is a file to keep. */
export interface FileAnswer {
  name: string;
  type: string;
  bytes: Uint8Array;
}

export interface RouteInput<R extends Route> {
  params: z.output<R['params']>;
  query: z.output<R['query']>;
  body: z.output<R['body']>;
}

type AnswerOf<R extends Route> = z.input<R['answer']>;

/** A route with what answers it. */
export interface Handler {
  route: Route;
  answer(call: Call, input: RouteInput<Route>): Promise<unknown>;
}

/**
 * Ties a handler to its declaration; types of input and answer come from there. A Refusal that is thrown undoes the transaction;
 * one that is returned is told after it was committed, so that what was kept stays kept.
 */
export function handle<R extends Route>(
  route: R,
  answer: (call: Call, input: RouteInput<R>) => Promise<AnswerOf<R> | Refusal>,
): Handler {
  return { route, answer: answer as Handler['answer'] };
}

/** Ties a handler to a route that answers a file. */
export function handleFile<R extends Route>(
  route: R,
  answer: (call: Call, input: RouteInput<R>) => Promise<FileAnswer>,
): Handler {
  return { route, answer: answer as Handler['answer'] };
}
