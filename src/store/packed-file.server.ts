/** Files of a backup: packed with gzip, known by size and SHA-256 of their content, checked while they are unpacked. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, link, open, readFile, rename, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform, type TransformCallback, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { Refusal } from '../core/record/refusal.logic.ts';
import { runAs } from './embedded-host.server.ts';

/** A file of a manifest: `path` is where its content belongs, relative; in the folder it lies there with `.gz`, unless plain. */
export interface PackedFile {
  path: string;
  size: number;
  sha256: string;
  plain?: true;
}

/** Fast, since it runs beside people's work. */
const LEVEL = 1;
/** Below this a file is read as a whole, which is quicker than a stream. */
const SMALL = 512 * 1024;
const CHUNK = 1024 * 1024;

export const nameIn = (file: PackedFile): string => (file.plain ? file.path : `${file.path}.gz`);

/** Passes bytes on and knows how many there were and their digest. */
class Measured extends Transform {
  size = 0;
  readonly #hash: Hash = createHash('sha256');

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.size += chunk.length;
    this.#hash.update(chunk);
    done(null, chunk);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

/** Takes bytes that only had to be read. */
class Sink extends Writable {
  override _write(_chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    done();
  }
}

/** Packs what a stream gives into a file. */
export async function packStream(
  source: Readable,
  target: string,
  signal?: AbortSignal,
): Promise<{ size: number; sha256: string }> {
  const measured = new Measured();
  const out = createWriteStream(target, { flags: 'wx', mode: 0o600 });
  await pipeline(source, measured, createGzip({ level: LEVEL, chunkSize: 64 * 1024 }), out, { signal });
  return { size: measured.size, sha256: measured.digest() };
}

/**
 * Packs a file as it is at this moment.
 * @returns undefined when it is not there any more
 */
export async function packFile(
  source: string,
  target: string,
  signal?: AbortSignal,
): Promise<{ size: number; sha256: string } | undefined> {
  const found = await stat(source).catch(whenGone);
  if (found === undefined) return undefined;
  if (found.size >= SMALL) return packStream(createReadStream(source, { highWaterMark: CHUNK }), target, signal);
  signal?.throwIfAborted();
  const bytes = await readFile(source).catch(whenGone);
  if (bytes === undefined) return undefined;
  await writeFile(target, gzipSync(bytes, { level: LEVEL }), { flag: 'wx', mode: 0o600 });
  return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function whenGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Takes a packed file that lies elsewhere: without using space where the disk is the same. */
export async function linkPacked(
  source: string,
  target: string,
  signal: AbortSignal,
): Promise<{ size: number; sha256: string }> {
  await link(source, target).catch((error: NodeJS.ErrnoException) => {
    // Another disk, or a system that does not let us link what the account of PostgreSQL owns.
    if (!['EXDEV', 'EPERM', 'EMLINK'].includes(error.code ?? '')) throw error;
    return copyFile(source, target);
  });
  return measuredIn(target, signal);
}

/**
 * Copies a packed file and looks into the copy.
 * @returns undefined when it is missing or cannot be unpacked
 */
export async function copyPacked(
  source: string,
  target: string,
): Promise<{ size: number; sha256: string } | undefined> {
  try {
    await copyFile(source, target);
    return await measuredIn(target);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT' || code.startsWith('Z_')) return undefined;
    throw error;
  }
}

async function measuredIn(path: string, signal?: AbortSignal): Promise<{ size: number; sha256: string }> {
  const measured = new Measured();
  await pipeline(createReadStream(path), createGunzip(), measured, new Sink(), { signal });
  return { size: measured.size, sha256: measured.digest() };
}

/** Keeps a small secret file as it is. */
export async function keepPlain(source: string, folder: string, path: string): Promise<PackedFile> {
  const bytes = await readFile(source);
  await writeFile(join(folder, path), bytes, { flag: 'wx', mode: 0o600 });
  return { path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), plain: true };
}

/**
 * Pours the content of a file of a backup into `target`.
 * @throws Refusal naming the file when it is missing or not what the manifest says
 */
export async function pour(folder: string, file: PackedFile, target: Writable): Promise<void> {
  const source = join(folder, nameIn(file));
  const measured = new Measured();
  const reading = createReadStream(source, { highWaterMark: CHUNK });
  try {
    await (file.plain ? pipeline(reading, measured, target) : pipeline(reading, createGunzip(), measured, target));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT') throw damaged(source, '不见了');
    if (code.startsWith('Z_')) throw damaged(source, '解不开');
    throw error;
  }
  if (measured.size !== file.size || measured.digest() !== file.sha256) throw damaged(source, '与清单上的摘要不符');
}

/** Unpacks into a folder that exists, in the place that the file came from. */
export async function unpackFile(folder: string, file: PackedFile, into: string): Promise<void> {
  const target = join(into, file.path);
  const options = { flags: 'wx', mode: 0o600 };
  if (file.size >= SMALL) return pour(folder, file, createWriteStream(target, options));
  await writeFile(target, await smallContent(folder, file), { flag: options.flags, mode: options.mode });
}

async function smallContent(folder: string, file: PackedFile): Promise<Buffer> {
  const source = join(folder, nameIn(file));
  const packed = await readFile(source).catch(whenGone);
  if (packed === undefined) throw damaged(source, '不见了');
  try {
    const bytes = file.plain ? packed : gunzipSync(packed, { maxOutputLength: SMALL });
    const same = bytes.length === file.size && createHash('sha256').update(bytes).digest('hex') === file.sha256;
    if (same) return bytes;
  } catch {
    throw damaged(source, '解不开');
  }
  throw damaged(source, '与清单上的摘要不符');
}

export const damaged = (file: string, how: string): Refusal =>
  new Refusal({
    code: 'backup-damaged',
    what: `备份损坏：${file} ${how}`,
    where: file,
    now: '请换用另一份备份；没有留下半成的内容',
  });

/** Sees that all that was written below a folder is on the disk. */
export async function settle(folder: string): Promise<void> {
  const { code, output } = await runAs(undefined, 'sync', ['-f', folder], process.env);
  if (code !== 0) throw new Error(`sync ${folder}: ${output}`);
}

/** Writes a file so that it is there whole or not at all. */
export async function writeJson(path: string, content: unknown): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content, null, 1)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

/** @throws Refusal when the disk of a folder has not that many bytes left */
export async function needSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes) return;
  const megabytes = (count: number): string => `${Math.ceil(count / 1024 / 1024)} MB`;
  throw new Refusal({
    code: 'no-space',
    what: `${folder} 所在的磁盘空间不够：约需 ${megabytes(bytes)}，还剩 ${megabytes(bavail * bsize)}`,
    now: '请腾出空间，或换到另一块磁盘后重试；没有留下半成的内容',
    status: 503,
  });
}
