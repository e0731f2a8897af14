/** The writer of the chain: links what was committed, in order, in batches; one process at a time. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { City, Database, Tx } from '../../store/database.server.ts';
import { CANONICAL_SESSION, FORM, readItems } from './canonical.server.ts';
import { type Algorithm, type ItemKind, type LinkContent, linkText, secondsOf } from './chain.logic.ts';

/** Items that one transaction links: few enough that hashing them holds up no request. */
const BATCH = 500;
/** Items that one transaction looks at where the last one found all linked. */
const SEEN = 5_000;

const TABLE = { act: 'act', line: 'audit_line' } as const satisfies Record<ItemKind, string>;

export const digestOf = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

/** The hash of a link, by the algorithm it names. */
export const hashOf = (previous: string, link: LinkContent): string =>
  digestOf(link.algorithm, linkText(previous, link));

export interface Tail {
  n: number;
  hash: string;
  algorithm: Algorithm;
}

/** The last link; undefined while there is none. */
export async function tailOf(tx: Tx): Promise<Tail | undefined> {
  const { rows } = await sql<Tail>`
    select n, encode(hash, 'hex') as hash, algorithm from audit_link order by n desc limit 1`.execute(tx);
  return rows[0];
}

interface Place {
  tx: string;
  seq: number;
}

interface Found extends Place {
  id: string;
}

/**
 * The next committed items after a place, by the order of their transactions: where the look came to, whether it was the end,
 * and which of them are not linked. What is linked stays in the database, since a first look goes over everything. Each item is
 * looked up by itself, so that no plan depends on what the statistics say of a table that grows.
 */
async function look(
  tx: Tx,
  kind: ItemKind,
  after: Place,
  most: number,
): Promise<{ last: Place; end: boolean; found: Found[] }> {
  // The order names the column of the table: the bare name would be the text that is answered, without the index and out of turn.
  const { rows } = await sql<{ looked: number; last: Place | null; unlinked: Found[] }>`
    with next as materialized (
      select i.id, i.tx, i.seq from ${sql.table(TABLE[kind])} i
      where (i.tx, i.seq) > (${after.tx}::xid8, ${after.seq}::bigint) order by i.tx, i.seq limit ${most})
    select (select count(*)::int from next) as looked,
      (select json_build_object('tx', n.tx::text, 'seq', n.seq) from next n order by n.tx desc, n.seq desc limit 1) as last,
      (select coalesce(json_agg(json_build_object('id', u.id, 'tx', u.tx::text, 'seq', u.seq) order by u.tx, u.seq), '[]')
        from (select * from next n
          where (select l.item_id from audit_link l where l.kind = ${kind} and l.item_id = n.id limit 1) is null
          order by n.tx, n.seq limit ${BATCH + 1}) u) as unlinked`.execute(tx);
  const { looked, last, unlinked } = rows[0]!;
  if (last === null) return { last: after, end: true, found: [] };
  const found = unlinked.slice(0, BATCH);
  const left = unlinked.length > BATCH;
  return { last: left ? found.at(-1)! : last, end: !left && looked < most, found };
}

async function addLinks(tx: Tx, links: readonly (LinkContent & { hash: string })[], at: Date): Promise<void> {
  const rows = links.map(({ n, kind, itemId, form, algorithm, digest, hash }) => ({
    n,
    kind,
    item_id: itemId,
    form,
    algorithm,
    digest: `\\x${digest}`,
    hash: `\\x${hash}`,
  }));
  await sql`
    insert into audit_link (n, kind, item_id, form, algorithm, digest, hash, chained_at)
    select l.*, ${at}::timestamptz from json_to_recordset(${JSON.stringify(rows)}::json)
      as l(n bigint, kind text, item_id uuid, form smallint, algorithm text, digest bytea, hash bytea)`.execute(tx);
}

/** Links the next batch of a kind. Answers where it came to, or 'another' when another process is at it. */
async function linkBatch(
  tx: Tx,
  kind: ItemKind,
  after: Place,
  most: number,
  algorithm: Algorithm,
  now: Date,
): Promise<{ last: Place; end: boolean; any: boolean } | 'another'> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('xieshi audit chain'), hashtext(current_schema())) as mine`.execute(tx);
  if (!rows[0]!.mine) return 'another';
  const { found, ...came } = await look(tx, kind, after, most);
  if (found.length === 0) return { ...came, any: false };
  await sql.raw(CANONICAL_SESSION).execute(tx);
  const ids = found.map(({ id }) => id);
  const items = await readItems(tx, kind, FORM, ids);
  const tail = await tailOf(tx);
  let previous = tail?.hash ?? '';
  const links = found.map(({ id }, at) => {
    const link: LinkContent = {
      n: (tail?.n ?? 0) + at + 1,
      kind,
      itemId: id,
      form: FORM,
      algorithm,
      digest: digestOf(algorithm, items.get(id)!.text),
      chainedAt: secondsOf(now),
    };
    previous = hashOf(previous, link);
    return { ...link, hash: previous };
  });
  await addLinks(tx, links, now);
  return { ...came, any: true };
}

/** A look over what is not linked, which may be left and gone on with. */
interface Look {
  /** The oldest transaction that was open when it began: what was written earlier is linked at its end. */
  oldestOpen: string;
  kinds: ItemKind[];
  place: Place;
  floor: string;
  /** Items to look at in the next transaction. */
  most: number;
}

const LOOK_AT_ALL_EVERY_MS = 3_600_000;

/** Knows for each city from where on something may not be linked yet. One for a process. */
export class Chain {
  readonly #database: Database;
  readonly #algorithm: Algorithm;
  readonly #looks = new Map<string, Look>();
  /** From which transaction on the next look begins, and when everything is looked at again. */
  readonly #floors = new Map<string, { tx: string; until: number }>();

  constructor(database: Database, algorithm: Algorithm) {
    this.#database = database;
    this.#algorithm = algorithm;
  }

  /**
   * Links what was committed before it began, for at most `forMs`; where there is more, the next call goes on. Answers 'another'
   * while another process is at it.
   */
  async link(city: City, now: () => Date, forMs = 200): Promise<'end' | 'more' | 'another'> {
    const key = city.schema;
    const until = performance.now() + forMs;
    const at = this.#looks.get(key) ?? (await this.#begin(city));
    this.#looks.set(key, at);
    for (let kind = at.kinds[0]; kind; kind = at.kinds[0]) {
      const [linking, after] = [kind, at.place];
      const batch = await this.#database.inCity(city, { as: 'chain' }, (tx) =>
        linkBatch(tx, linking, after, at.most, this.#algorithm, now()),
      );
      if (batch === 'another') return 'another';
      at.place = batch.last;
      at.most = batch.any ? BATCH : SEEN;
      if (batch.end) {
        at.kinds.shift();
        at.place = { tx: at.floor, seq: -1 };
      }
      if (at.kinds.length > 0 && performance.now() > until) return 'more';
    }
    this.#looks.delete(key);
    const known = this.#floors.get(key)?.until;
    this.#floors.set(key, { tx: at.oldestOpen, until: known ?? performance.now() + LOOK_AT_ALL_EVERY_MS });
    return 'end';
  }

  async #begin(city: City): Promise<Look> {
    const known = this.#floors.get(city.schema);
    if (known && known.until < performance.now()) this.#floors.delete(city.schema);
    const floor = this.#floors.get(city.schema)?.tx ?? '0';
    const oldestOpen = await this.#database.inCity(city, { as: 'chain' }, async (tx) => {
      const { rows } = await sql<{ xmin: string }>`
        select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`.execute(tx);
      return rows[0]!.xmin;
    });
    return { oldestOpen, kinds: ['act', 'line'], floor, place: { tx: floor, seq: -1 }, most: BATCH };
  }
}
