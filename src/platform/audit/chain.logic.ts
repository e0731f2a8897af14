/**
 * The format of the audit chain: what is hashed for a link, what is signed in a head, and the file that the auditor takes away.
 * Settled in docs/decisions/0006-audit-chain.md; nothing here may change for links that exist.
 */
import { z } from 'zod';

export const ALGORITHMS = ['sha256', 'sm3'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export const ITEM_KINDS = ['line', 'act'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** A link without its own hash; hashes in hexadecimal. */
export interface LinkContent {
  n: number;
  kind: string;
  itemId: string;
  form: number;
  algorithm: string;
  digest: string;
  /** Seconds since 1970 with six decimals. */
  chainedAt: string;
}

/** What the hash of a link is made of. `previous` is empty before the first. */
export const linkText = (previous: string, link: LinkContent): string =>
  JSON.stringify([previous, link.n, link.kind, link.itemId, link.form, link.algorithm, link.digest, link.chainedAt]);

/** An instant as links have it. */
export function secondsOf(instant: Date): string {
  const ms = instant.getTime();
  return `${Math.floor(ms / 1000)}.${String(((ms % 1000) + 1000) % 1000).padStart(3, '0')}000`;
}

export const HEAD_FORMAT = 'xieshi-audit-head/1';

const hex = z.string().regex(/^([0-9a-f]{2})+$/);

/** The file of a head. One that nobody signed has no key and no signature: it holds by being kept elsewhere. */
export const headFile = z.object({
  format: z.literal(HEAD_FORMAT),
  city: z.string(),
  cityName: z.string(),
  n: z.int().min(0),
  hash: z.union([hex, z.literal('')]),
  algorithm: z.enum(ALGORITHMS),
  at: z.iso.datetime(),
  /** DER of the Ed25519 key (SPKI), base64. */
  publicKey: z.base64().nullable(),
  /** The first 16 hexadecimal digits of its SHA-256. */
  keyId: z.string().nullable(),
  /** Base64. */
  signature: z.base64().nullable(),
});
export type HeadFile = z.infer<typeof headFile>;

/** What the signature of a head covers: all that the file says but key and signature themselves. */
export const signedText = (head: Omit<HeadFile, 'format' | 'publicKey' | 'signature'>): string =>
  JSON.stringify([HEAD_FORMAT, head.city, head.cityName, head.n, head.hash, head.algorithm, head.at, head.keyId]);

/** A head in short, for paper: `9F3A 01C7 …`, the first 16 hexadecimal digits of its hash in fours. */
export const shortCode = (hash: string): string =>
  (
    hash
      .slice(0, 16)
      .toUpperCase()
      .match(/.{1,4}/g) ?? []
  ).join(' ');
