/** The typed client: a route declaration in, its answer out. No library but the declarations' types, so that it is small. */
import type { z } from 'zod';
import type { ErrorAnswer, Route } from '../platform/open/room.ts';

/** What a route wants: only the parts that it declares anything in. */
export type Input<R extends Route> = Part<'params', z.input<R['params']>> &
  Part<'query', z.input<R['query']>> &
  Part<'body', z.input<R['body']>>;
type Part<K extends string, T> = keyof T extends never
  ? { [key in K]?: undefined }
  : Record<string, never> extends T
    ? { [key in K]?: T }
    : { [key in K]: T };

/** What a route answers. */
export type Answer<R extends Route> = z.output<R['answer']>;

/** The server said no, in words that can be shown as they are. */
export class ApiError extends Error {
  readonly status: number;
  readonly detail: ErrorAnswer['error'];
  constructor(status: number, detail: ErrorAnswer['error']) {
    super(detail.what);
    this.name = 'ApiError';
    this.status = status;
    this.detail = detail;
  }
}

/**
 * Not now: no answer came, or the server said that it can do nothing for the moment (503), in its words. The same is sent again
 * later. Without words nothing is known of whether it arrived.
 */
export class NetworkLost extends Error {
  readonly detail: ErrorAnswer['error'] | undefined;
  constructor(detail?: ErrorAnswer['error']) {
    super(detail?.what ?? '没有网络，或服务器没有回答');
    this.name = 'NetworkLost';
    this.detail = detail;
  }
  /** The server says that nothing of it was stored, so that anything may be sent again. */
  get notStored(): boolean {
    return this.detail !== undefined && this.detail.code !== 'database-broke-off';
  }
}

type Listener = () => void;
const sessionEnded = new Set<Listener>();

/** Tells when the server no longer knows this session. */
export function onSessionEnded(listener: Listener): () => void {
  sessionEnded.add(listener);
  return () => sessionEnded.delete(listener);
}

/** What the last calls told of the server. */
interface Reach {
  answered: boolean;
  /** Why it does nothing just now, in its words; of a write, reading may go on. */
  trouble?: { detail: ErrorAnswer['error']; ofWrite: boolean; at: number } | undefined;
}
let reach: Reach = { answered: true };
const reachListeners = new Set<Listener>();
function setReach(next: Reach): void {
  const same = next.answered === reach.answered && next.trouble?.detail.what === reach.trouble?.detail.what;
  reach = next;
  if (!same) for (const listener of reachListeners) listener();
}
/** An answer came: what a write was told stands until a write succeeds. */
function answered(method: Route['method']): void {
  setReach(reach.trouble?.ofWrite && method === 'GET' ? { ...reach, answered: true } : { answered: true });
}
/** Whether the last call was answered at all and not put off; the browser's own `navigator.onLine` knows only of the cable. */
export const isReachable = (): boolean => reach.answered && reach.trouble === undefined;
/** Why the server does nothing just now, in its words; undefined when it does, or does not answer. */
export const troubleWords = (): string | undefined => reach.trouble?.detail.what;
/** What nobody has met again for a minute is over, as far as anybody knows. */
export function forgetOldTrouble(): void {
  if (reach.trouble && Date.now() - reach.trouble.at > 60_000) setReach({ answered: reach.answered });
}
export function onReachChange(listener: Listener): () => void {
  reachListeners.add(listener);
  return () => reachListeners.delete(listener);
}

/** A request ready to be sent, now or later: plain data. */
export interface Request {
  method: Route['method'];
  /** Path below the site's root with parameters and query filled in. */
  url: string;
  body?: unknown;
  /** Its answer may take minutes. */
  slow?: boolean;
}

/** Fills parameters and query into a route's path. Throws when a parameter is missing: the caller is wrong. */
export function requestOf<R extends Route>(route: R, input: Input<R>): Request {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === null || value === '') throw new Error(`${route.id} needs ${name}`);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one));
  }
  const tail = query.size > 0 ? `?${query}` : '';
  const request: Request = { method: route.method, url: `/api${path}${tail}` };
  if (input.body !== undefined) request.body = input.body;
  if (route.slow) request.slow = true;
  return request;
}

/** Address of a route that answers a file, for a download link. */
export const fileUrl = <R extends Route>(route: R, input: Input<R>): string => requestOf(route, input).url;

/** Calls a route. Rejects with ApiError, or with NetworkLost when no answer came or the server said: not now. */
export async function call<R extends Route>(route: R, input: Input<R>, signal?: AbortSignal): Promise<Answer<R>> {
  return (await send(requestOf(route, input), signal)) as Answer<R>;
}

/** Uploads files to a route declared with `upload`. Rejects as `call` does. */
export async function upload<R extends Route>(
  route: R,
  input: Input<R>,
  files: readonly File[],
  signal?: AbortSignal,
): Promise<Answer<R>> {
  const { method, url } = requestOf(route, input);
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  return (await send({ method, url, body: form }, signal)) as Answer<R>;
}

/** How long an answer is waited for. */
const PATIENCE_MS = 30_000;
const LONG_PATIENCE_MS = 600_000;

/** Sends a request and reads its JSON answer. Rejects as `call` does. */
export async function send(request: Request, signal?: AbortSignal): Promise<unknown> {
  const isForm = request.body instanceof FormData;
  const given = new AbortController();
  const stop = (): void => given.abort();
  signal?.addEventListener('abort', stop);
  // A network that swallows everything gives no error by itself. Uploads may take as long as they take.
  const patience = isForm ? undefined : setTimeout(stop, request.slow ? LONG_PATIENCE_MS : PATIENCE_MS);
  const headers: Record<string, string> = { 'x-xieshi': '1', accept: 'application/json' };
  if (request.body !== undefined && !isForm) headers['content-type'] = 'application/json';
  let response: Response;
  let text: string;
  try {
    response = await fetch(request.url, {
      method: request.method,
      headers,
      body: isForm ? (request.body as FormData) : request.body === undefined ? null : JSON.stringify(request.body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: given.signal,
    });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    setReach({ answered: false });
    throw new NetworkLost();
  } finally {
    clearTimeout(patience);
    signal?.removeEventListener('abort', stop);
  }
  // A gateway in front that has lost its server is no answer of ours.
  if (response.status === 502 || response.status === 504) {
    setReach({ answered: false });
    throw new NetworkLost();
  }
  if (response.status === 503) {
    const detail = detailOf(503, text);
    setReach({ answered: true, trouble: { detail, ofWrite: request.method !== 'GET', at: Date.now() } });
    throw new NetworkLost(detail);
  }
  answered(request.method);
  if (response.ok) return text === '' ? undefined : JSON.parse(text);
  const error = new ApiError(response.status, detailOf(response.status, text));
  if (error.detail.code === 'not-signed-in') for (const listener of sessionEnded) listener();
  throw error;
}

function detailOf(status: number, text: string): ErrorAnswer['error'] {
  try {
    const answer = JSON.parse(text) as Partial<ErrorAnswer>;
    if (typeof answer.error?.what === 'string') return answer.error;
  } catch {
    // Not our server's words: a proxy's page. Said in our own below.
  }
  if (status === 503) return { code: 'service-away', what: '服务正在停下或重启', now: '稍后会自动再试' };
  return {
    code: 'unreadable',
    what: `服务器的回答读不懂（${status}）`,
    now: '请稍后重试；一直这样请联系系统管理员',
  };
}
