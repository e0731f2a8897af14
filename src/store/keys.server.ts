/**
 * The keys of a deployment, drawn once and kept in its data folder, readable by us alone. They are no data of a city: a city that
 * moves to another server gets that server's keys; a backup of the server carries them along.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refusalFor } from './embedded-host.server.ts';

/** What the secret key is used for; each use has a key of its own, so that none can stand for another. */
type Use = 'totp' | 'device' | 'sign-in-state' | 'throttle';

export interface Keys {
  /** Signs the heads of the audit chain (Ed25519). */
  auditKey: KeyObject;
  /** Encrypts and authenticates a small secret for storing (AES-256-GCM). */
  seal(use: Use, secret: Uint8Array): Buffer;
  /** The secret again; throws when it was changed or sealed elsewhere. */
  unseal(use: Use, sealed: Uint8Array): Buffer;
  /** A keyed digest (HMAC-SHA-256): signs what a browser keeps for us, hides what need only be compared. */
  digest(use: Use, text: string): Buffer;
}

interface Stored {
  secret: string;
  audit: string;
}

const FILE = 'keys.json';
const IV = 12;
const TAG = 16;

function drawn(): Stored {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    secret: randomBytes(32).toString('base64url'),
    audit: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

async function stored(dataFolder: string): Promise<Stored> {
  const file = join(dataFolder, FILE);
  try {
    const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return undefined;
    });
    if (kept !== undefined) return JSON.parse(kept) as Stored;
    await mkdir(dataFolder, { recursive: true });
    const keys = drawn();
    await writeFile(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(`${file}.new`, file);
    return keys;
  } catch (error) {
    throw refusalFor(error, file);
  }
}

/** Reads the keys of a data folder, drawing them when there are none. Throws a Refusal when the folder does not allow it. */
export async function readKeys(dataFolder: string): Promise<Keys> {
  const { secret, audit } = await stored(dataFolder);
  const keyFor = (use: Use): Buffer => Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', use, 32));
  return {
    auditKey: createPrivateKey(audit),
    seal(use, plain) {
      const iv = randomBytes(IV);
      const cipher = createCipheriv('aes-256-gcm', keyFor(use), iv);
      return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    unseal(use, sealed) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', keyFor(use), bytes.subarray(0, IV));
      decipher.setAuthTag(bytes.subarray(-TAG));
      return Buffer.concat([decipher.update(bytes.subarray(IV, -TAG)), decipher.final()]);
    },
    digest: (use, text) => createHmac('sha256', keyFor(use)).update(text).digest(),
  };
}
