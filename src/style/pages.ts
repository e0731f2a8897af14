/** Pages for developers name files that exist. */
import { posix } from 'node:path';
import { folderOf, lineAt, type Rule, type Tree } from './tree.ts';

const withoutFences = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, (fence) => fence.replace(/[^\n]/g, ' '));

/** Whether a path, with `*` for any part of a name, is a file or a folder of the tree. */
function exists(tree: Tree, path: string): boolean {
  const pattern = new RegExp(`^${path.replace(/[.+()[\]{}$^|\\]/g, '\\$&').replaceAll('*', '[^/]*')}(/|$)`);
  return [...tree.keys()].some((file) => pattern.test(file));
}

/** Paths in back quotes from the root (`src/…`) and links (`](../x.md)`), outside of examples. */
export const pagesNameWhatExists: Rule = (tree) => {
  const faults: string[] = [];
  for (const [path, whole] of tree) {
    if (!/^(docs\/.*|README)\.md$|^src\/.*\/about\.md$/.test(path) && path !== 'README.md') continue;
    const text = withoutFences(whole);
    const named = [
      ...[...text.matchAll(/`((?:src|rules|docs|scenarios|e2e|bench|scripts)\/[^`\s]*)`/g)].map((match) => ({
        at: match.index,
        written: match[1]!,
        file: match[1]!.replace(/\/$/, ''),
      })),
      ...[...text.matchAll(/\]\(([^)#\s:]+)(?:#[^)]*)?\)/g)].map((match) => ({
        at: match.index,
        written: match[1]!,
        file: posix.join(folderOf(path), match[1]!),
      })),
    ];
    for (const { at, written, file } of named) {
      if (!exists(tree, file)) faults.push(`${path}:${lineAt(text, at)} names ${written}, which does not exist`);
    }
  }
  return faults;
};
