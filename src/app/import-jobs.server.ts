/** What is under way for whom: how far it is, and the way to stop it. Previews that were worked out are kept for the next look. */
import { Refusal } from '../core/record/room.ts';
import type { ImportProgress, TrayFile } from '../platform/open/room.ts';
import type { Sources } from '../store/append.server.ts';

export const stopped = (): Refusal =>
  new Refusal({
    code: 'import-stopped',
    status: 409,
    what: '已停下，什么也没有导入',
    now: '要接着看请重试，要导入请再按“导入”',
  });

/** One piece of work. */
export class ImportJob {
  readonly work: 'preview' | 'import';
  stage: 'read' | 'plan' | 'store' = 'read';
  done = 0;
  of = 0;
  readonly #stop = new AbortController();

  constructor(work: ImportJob['work']) {
    this.work = work;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Throws when somebody has stopped it: its transaction is undone. */
  check(): void {
    if (this.signal.aborted) throw stopped();
  }
}

interface KeptPreview {
  mark: string;
  /** Undefined: of no file that reads what was recorded. */
  records: string | undefined;
  files: TrayFile[];
}

/** Previews kept at once: of those who import just now. */
const KEPT = 24;

/** Jobs and previews of one house, by account. */
export class ImportDesk {
  readonly #jobs = new Map<string, ImportJob[]>();
  readonly #previews = new Map<string, KeptPreview>();

  async run<T>(who: string, kind: ImportJob['work'], work: (job: ImportJob) => Promise<T>): Promise<T> {
    const job = new ImportJob(kind);
    this.#jobs.set(who, [...(this.#jobs.get(who) ?? []), job]);
    try {
      return await work(job);
    } finally {
      const left = (this.#jobs.get(who) ?? []).filter((one) => one !== job);
      if (left.length > 0) this.#jobs.set(who, left);
      else this.#jobs.delete(who);
    }
  }

  progress(who: string): ImportProgress {
    const jobs = this.#jobs.get(who) ?? [];
    const job = jobs.find(({ work }) => work === 'import') ?? jobs.at(-1);
    return job ? { work: job.work, stage: job.stage, done: Math.min(job.done, job.of), of: job.of } : null;
  }

  stop(who: string): boolean {
    const jobs = this.#jobs.get(who) ?? [];
    for (const job of jobs) job.stop();
    return jobs.length > 0;
  }

  kept(who: string, mark: string, records: string): TrayFile[] | undefined {
    const preview = this.#previews.get(who);
    if (preview?.mark !== mark) return undefined;
    return preview.records === undefined || preview.records === records ? preview.files : undefined;
  }

  keep(who: string, mark: string, records: string, files: TrayFile[]): void {
    const reads = files.some(({ layout }) => layout === undefined || !REGISTRY_ONLY.has(layout));
    this.#previews.delete(who);
    this.#previews.set(who, { mark, records: reads ? records : undefined, files });
    for (const oldest of this.#previews.keys()) {
      if (this.#previews.size <= KEPT) break;
      this.#previews.delete(oldest);
    }
  }
}

/** Layouts that are planned upon the registry alone. */
const REGISTRY_ONLY: ReadonlySet<string> = new Set(['organizations', 'members', 'roster']);

const desks = new WeakMap<Sources, ImportDesk>();

/** The desk of a house, known by its sources. */
export function deskOf(sources: Sources): ImportDesk {
  const known = desks.get(sources);
  if (known) return known;
  const desk = new ImportDesk();
  desks.set(sources, desk);
  return desk;
}
