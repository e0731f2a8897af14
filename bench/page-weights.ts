/** What a browser fetches before a screen can be used, in kB of gzip, from vite's manifest of the built pages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { WEB_FOLDER } from '../src/app/web-files.server.ts';
import type { BenchRow } from './measure.ts';

interface Chunk {
  file: string;
  src?: string;
  isEntry?: boolean;
  imports?: string[];
  css?: string[];
}

/** Files that these modules need at once: their own, those they import statically, and their styles. */
function filesOf(manifest: Readonly<Record<string, Chunk>>, keys: readonly string[]): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const key of keys) visit(key);
  return files;
}

const weight = (files: Iterable<string>): number => {
  let bytes = 0;
  for (const file of files) bytes += gzipSync(readFileSync(join(WEB_FOLDER, file))).length;
  return Math.round(bytes / 100) / 10;
};

/** The sign-in page (≤ 120 kB) and the record screen with the shell around it (≤ 300 kB). */
export function pageWeights(): BenchRow[] {
  const manifest = JSON.parse(readFileSync(join(WEB_FOLDER, '.vite', 'manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  const keyOf = (part: string): string => {
    const found = Object.keys(manifest).find((key) => key.includes(part));
    if (!found) throw new Error(`no chunk of ${part} in the build`);
    return found;
  };
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry) ?? keyOf('start.ts');
  // The first lines fetch the door; the house comes after it.
  const door = [entry, keyOf('web/main.tsx')];
  const record = [...door, keyOf('house.screen'), keyOf('record-form.screen')];
  return [
    {
      name: '登录页首次载入（gzip）',
      value: weight(['index.html', ...filesOf(manifest, door)]),
      unit: 'kB',
      baseline: 120,
      ratio: null,
    },
    {
      name: '记录页首次载入（gzip）',
      value: weight(['index.html', ...filesOf(manifest, record)]),
      unit: 'kB',
      baseline: 300,
      ratio: null,
    },
  ];
}
