/** Passwords as Argon2id hashes. */
import { type Algorithm, hash, verify } from '@node-rs/argon2';

/** OWASP's second profile (19 MiB, 2 passes): about 20 ms here, so a sign-in is not felt. */
const PARAMETERS = {
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} as const;

export const hashPassword = (password: string): Promise<string> => hash(password, PARAMETERS);

export const verifyPassword = (stored: string, password: string): Promise<boolean> => verify(stored, password);

/** Verified against when there is no such account, so that an answer's time does not tell which accounts exist. */
let decoy: Promise<string> | undefined;
export function decoyHash(): Promise<string> {
  decoy ??= hashPassword('no account has this password');
  return decoy;
}
