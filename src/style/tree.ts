/** The project's files as text, so that a rule is a function of a tree and can be tried on an invented one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text of each file by its path from the project's root, with `/`. */
export type Tree = ReadonlyMap<string, string>;

/** What a rule finds: one readable sentence for each fault, beginning with the file. */
export type Rule = (tree: Tree) => string[];

/** Not ours, made by a run, or input of tests; only directly below the root. */
const SKIPPED = new Set([
  '.git',
  'node_modules',
  'dist',
  'data',
  'coverage',
  'test-results',
  'playwright-report',
  'samples',
]);
const TEXT =
  /\.(ts|tsx|mjs|js|json|css|html|md|sql|ya?ml|sh|svg|webmanifest)$|(^|\/)(run|\.npmrc|\.gitignore|\.gitattributes)$/;

/** Reads every file below a folder, leaving out what is installed or built; what is no text is there, and empty. */
export function readTree(root: string): Tree {
  const files = new Map<string, string>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (SKIPPED.has(path)) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) files.set(path, TEXT.test(path) ? readFileSync(join(root, path), 'utf8') : '');
    }
  };
  walk('');
  return files;
}

/** An invented tree. */
export const treeOf = (files: Readonly<Record<string, string>>): Tree => new Map(Object.entries(files));

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Number of the line on which an offset lies, from 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
