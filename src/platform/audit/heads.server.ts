/** Heads: what the chain came to at an instant, signed; what the auditor takes away and holds against the log later. */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { sql } from 'kysely';
import type { City, Tx } from '../../store/database.server.ts';
import { HEAD_FORMAT, type HeadFile, signedText } from './chain.logic.ts';
import { type Tail, tailOf } from './chain.server.ts';

export const HEAD_EVERY_MS = 3_600_000;

/** The fingerprint of a public key given as DER. */
export const keyIdOf = (publicKey: Uint8Array): string =>
  createHash('sha256').update(publicKey).digest('hex').slice(0, 16);

const publicOf = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' });

/** The fingerprint of what a private key signs with. */
export const keyIdOfPrivate = (key: KeyObject): string => keyIdOf(publicOf(key));

/** A head of a city, signed when there is a key. */
export function makeHead(city: City, tail: Tail, at: Date, key: KeyObject | undefined): HeadFile {
  const publicKey = key && publicOf(key);
  const said = {
    city: city.code,
    cityName: city.name,
    n: tail.n,
    hash: tail.hash,
    algorithm: tail.algorithm,
    at: at.toISOString(),
    keyId: publicKey ? keyIdOf(publicKey) : null,
  };
  return {
    format: HEAD_FORMAT,
    ...said,
    publicKey: publicKey?.toString('base64') ?? null,
    signature: key ? sign(null, Buffer.from(signedText(said)), key).toString('base64') : null,
  };
}

/** Whether the signature of a head is that of the key it names. False for one that is not signed. */
export function signedRight(head: HeadFile): boolean {
  if (head.publicKey === null || head.signature === null) return false;
  const der = Buffer.from(head.publicKey, 'base64');
  if (keyIdOf(der) !== head.keyId) return false;
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, Buffer.from(signedText(head)), key, Buffer.from(head.signature, 'base64'));
  } catch {
    // No key at all.
    return false;
  }
}

interface HeadRow {
  n: number;
  hash: string;
  algorithm: HeadFile['algorithm'];
  at: string;
  city: string;
  city_name: string;
  public_key: Buffer;
  signature: Buffer;
}

const headOf = (row: HeadRow): HeadFile => ({
  format: HEAD_FORMAT,
  city: row.city,
  cityName: row.city_name,
  n: row.n,
  hash: row.hash,
  algorithm: row.algorithm,
  at: row.at,
  publicKey: row.public_key.toString('base64'),
  keyId: keyIdOf(row.public_key),
  signature: row.signature.toString('base64'),
});

/** The heads that are kept, the newest first. `n`: that one alone. */
export async function readHeads(tx: Tx, choice: { n?: number; limit?: number } = {}): Promise<HeadFile[]> {
  const { rows } = await sql<HeadRow>`
    select n, encode(hash, 'hex') as hash, algorithm, city, city_name, public_key, signature,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from audit_head where ${choice.n === undefined ? sql`true` : sql`n = ${choice.n}`}
    order by n desc limit ${choice.limit ?? null}::int`.execute(tx);
  return rows.map(headOf);
}

async function keepHead(tx: Tx, head: HeadFile): Promise<void> {
  await sql`
    insert into audit_head (n, hash, algorithm, at, city, city_name, public_key, signature)
    values (${head.n}, decode(${head.hash}, 'hex'), ${head.algorithm}, ${head.at}, ${head.city}, ${head.cityName},
      decode(${head.publicKey}, 'base64'), decode(${head.signature}, 'base64'))
    on conflict (n) do nothing`.execute(tx);
}

/** Signs and keeps a head of what the chain came to, unless one is there. Undefined while nothing is linked. */
export async function takeHead(tx: Tx, city: City, now: Date, key: KeyObject): Promise<HeadFile | undefined> {
  const tail = await tailOf(tx);
  if (!tail) return undefined;
  const [kept] = await readHeads(tx, { n: tail.n });
  if (kept) return kept;
  const head = makeHead(city, tail, now, key);
  await keepHead(tx, head);
  return head;
}

/** Takes a head when the last is an hour old; a clock that was set back makes one too. */
export async function takeHeadWhenDue(tx: Tx, city: City, now: Date, key: KeyObject): Promise<void> {
  const [last] = await readHeads(tx, { limit: 1 });
  const age = last ? now.getTime() - Date.parse(last.at) : Number.POSITIVE_INFINITY;
  if (age < 0 || age >= HEAD_EVERY_MS) await takeHead(tx, city, now, key);
}
