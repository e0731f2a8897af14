/**
 * The check of the chain: re-hashes what stands in the sources and in the log, never trusting a stored digest, in one snapshot
 * and in bounded memory. Reads only; needs the owner's connection and no service.
 */
import { sql } from 'kysely';
import type { City, Database, Tx } from '../../store/database.server.ts';
import { CANONICAL_SESSION, type Item, readItems } from './canonical.server.ts';
import { ALGORITHMS, type Algorithm, type HeadFile, type ItemKind, type LinkContent } from './chain.logic.ts';
import { digestOf, hashOf } from './chain.server.ts';
import { aboutItem, Faults, itemName, localTime } from './faults.logic.ts';
import { HeadCheck } from './head-check.server.ts';
import { type BrokenLink, judged } from './misplaced.logic.ts';
import { strayRows, type Waiting, waitingItems } from './unlinked.server.ts';

/** Links that are read at once. */
const BATCH = 300;

export interface Verified {
  /** Links checked. */
  links: number;
  tail: { n: number; hash: string; algorithm: Algorithm } | undefined;
  /** Items written since the last link: they wait for the service. */
  waiting: Waiting;
  faults: Faults;
  /** What is no fault and yet worth a word. */
  remarks: string[];
}

export interface VerifyOptions {
  titles: ReadonlyMap<string, string>;
  /** The head that the auditor kept. */
  head?: HeadFile;
  /** The fingerprint of this deployment's key, where it is at hand. */
  ownKeyId?: string;
  /** Told from time to time: links checked, and how many there are. */
  progress?: (done: number, total: number) => void;
}

type Link = LinkContent & { hash: string };

async function linksAfter(tx: Tx, n: number): Promise<Link[]> {
  const { rows } = await sql<Link>`
    select n, kind, item_id as "itemId", form, algorithm, encode(digest, 'hex') as digest, encode(hash, 'hex') as hash,
      extract(epoch from chained_at)::text as "chainedAt"
    from audit_link where n > ${n} order by n limit ${BATCH}`.execute(tx);
  return rows;
}

async function itemsOf(tx: Tx, links: readonly Link[]): Promise<Map<string, Item>> {
  const items = new Map<string, Item>();
  const groups = Map.groupBy(links, ({ kind, form }) => `${kind} ${form}`);
  for (const group of groups.values()) {
    const { kind, form } = group[0]!;
    const ids = group.map(({ itemId }) => itemId);
    const found = await readItems(tx, kind as ItemKind, form, ids);
    for (const [id, item] of found) items.set(`${kind} ${id}`, item);
  }
  return items;
}

/** Of an algorithm that we do not know there is no hash, so nothing fits. */
const known = (algorithm: string): boolean => (ALGORITHMS as readonly string[]).includes(algorithm);
const hashIfKnown = (previous: string, link: LinkContent): string =>
  known(link.algorithm) ? hashOf(previous, link) : '';

const linkedAt = (link: LinkContent): string => {
  const ms = Number(link.chainedAt) * 1_000;
  return Number.isFinite(ms) && Math.abs(ms) < 8e15 ? new Date(ms).toISOString() : link.chainedAt;
};

/** Walks the chain from its first link on. */
class Walk {
  readonly faults: Faults;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #heads: HeadCheck;
  last: Link | undefined;
  count = 0;
  /** Links that do not follow from the one before. */
  readonly broken: BrokenLink[] = [];
  readonly #aboutBroken = new Map<number, string>();

  constructor(faults: Faults, titles: ReadonlyMap<string, string>, heads: HeadCheck) {
    this.faults = faults;
    this.#titles = titles;
    this.#heads = heads;
  }

  step(link: Link, item: Item | undefined): void {
    const before = this.last;
    const missing = link.n - (before?.n ?? 0) - 1;
    if (missing > 0) this.#gap(link, missing);
    const previous = before?.hash ?? '';
    const expected = hashIfKnown(previous, link);
    // After a gap the hash before is not known: the gap is told already.
    if (missing === 0 && expected !== link.hash) {
      this.broken.push({ ...link, expected, previous });
      if (item) this.#aboutBroken.set(link.n, aboutItem(item, this.#titles));
    }
    this.#item(link, item);
    this.#heads.met(link, item);
    this.last = link;
    this.count += 1;
  }

  /** What can be said only after the last link. */
  end(): void {
    for (const { link, movedFrom } of judged(this.broken, hashIfKnown)) {
      this.faults.add({
        kind: movedFrom === null ? 'edited' : 'reordered',
        n: link.n,
        when: linkedAt(link),
        item: { kind: link.kind, id: link.itemId },
        about: this.#aboutBroken.get(link.n) ?? '',
        says:
          movedFrom === null
            ? `第${link.n}环接不上前一环：这一环、或它前面的环，被改过或删过`
            : `第${link.n}环原来是第${movedFrom}环，次序被调换过`,
      });
    }
  }

  #gap(link: Link, missing: number): void {
    const from = link.n - missing;
    this.faults.add({
      kind: 'removed',
      n: from,
      when: linkedAt(link),
      item: null,
      about: '',
      says: missing === 1 ? `第${from}环被删掉` : `第${from}环到第${link.n - 1}环被删掉`,
    });
  }

  #item(link: Link, item: Item | undefined): void {
    const what = itemName(link.kind);
    const told = { n: link.n, item: { kind: link.kind, id: link.itemId } };
    if (!item) {
      const when = linkedAt(link);
      const says = `第${link.n}环的${what}被删掉（${localTime(when)}入链）`;
      this.faults.add({ kind: 'removed', ...told, when, about: '', says });
      return;
    }
    if (known(link.algorithm) && digestOf(link.algorithm, item.text) === link.digest) return;
    const about = aboutItem(item, this.#titles);
    const says = `第${link.n}环的${what}入链后被改过：${localTime(item.at)}　${about}`;
    this.faults.add({ kind: 'edited', ...told, when: item.at, about, says });
  }
}

/** Who had to do with acts that are gone: their lines still say so. */
async function nameRemoved(tx: Tx, faults: Faults, titles: ReadonlyMap<string, string>): Promise<void> {
  const gone = faults.told.filter(({ kind, item }) => kind === 'removed' && item?.kind === 'act');
  if (gone.length === 0) return;
  const ids = gone.map(({ item }) => item!.id);
  const { rows } = await sql<{ id: string; who: string; what: string; outcome: string }>`
    select act_id as id, actor as who, route as what, outcome from audit_line where act_id = any (${ids}::uuid[])`.execute(
    tx,
  );
  for (const row of rows) {
    for (const fault of gone.filter(({ item }) => item!.id === row.id)) {
      fault.about = aboutItem(row, titles);
      fault.says += `：${fault.about}`;
    }
  }
}

/** The same inside a transaction of the owner's. */
export async function verifyIn(tx: Tx, city: City, options: VerifyOptions): Promise<Verified> {
  await sql.raw(CANONICAL_SESSION).execute(tx);
  const { titles, progress } = options;
  const faults = new Faults();
  const heads = await HeadCheck.begin(tx, city, { file: options.head, ownKeyId: options.ownKeyId, titles });
  const { rows } = await sql<{ total: number }>`select count(*) as total from audit_link`.execute(tx);
  const walk = new Walk(faults, titles, heads);
  for (let links = await linksAfter(tx, 0); links.length > 0; links = await linksAfter(tx, walk.last!.n)) {
    const items = await itemsOf(tx, links);
    for (const link of links) walk.step(link, items.get(`${link.kind} ${link.itemId}`));
    progress?.(walk.count, rows[0]!.total);
  }
  walk.end();
  heads.end(walk.last?.n ?? 0, faults);
  const last = walk.last;
  // The first head is kept once all that the service found when it began is linked.
  const since = last && heads.anyKept ? Number(last.chainedAt) : undefined;
  const waiting = await waitingItems(tx, since, faults, titles);
  await strayRows(tx, faults);
  await nameRemoved(tx, faults, titles);
  return {
    links: walk.count,
    tail: last && { n: last.n, hash: last.hash, algorithm: last.algorithm as Algorithm },
    waiting,
    faults,
    remarks: heads.remarks,
  };
}

/** Checks a city's chain against all that it stands for. `database` is the owner's. */
export async function verifyCity(database: Database, city: City, options: VerifyOptions): Promise<Verified> {
  return database.inCityAsOwner(city, async (tx) => {
    await sql`set transaction isolation level repeatable read, read only`.execute(tx);
    return verifyIn(tx, city, options);
  });
}
