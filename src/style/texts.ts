/** What no file may say. */
import { withoutComments } from './imports.ts';
import { placeOf } from './places.ts';
import { lineAt, type Rule, type Tree } from './tree.ts';

/** Every match of a pattern in the files that a filter lets through, as `path:line`. */
function found(
  tree: Tree,
  pattern: RegExp,
  of: (path: string) => boolean,
  comments = true,
): { at: string; text: string }[] {
  const all: { at: string; text: string }[] = [];
  for (const [path, text] of tree) {
    if (!of(path)) continue;
    const read = comments ? text : withoutComments(text);
    for (const match of read.matchAll(pattern))
      all.push({ at: `${path}:${lineAt(read, match.index)}`, text: match[0] });
  }
  return all;
}

const isPure = (path: string): boolean => placeOf(path).part === 'pure';
const isCode = (path: string): boolean => /\.(ts|tsx|mjs)$/.test(path);
/** This test itself names what it refuses. */
const notStyle = (path: string): boolean => !path.startsWith('src/style/');

/** Pure files get clock and chance as arguments. */
export const noClockNorChance: Rule = (tree) =>
  found(
    tree,
    /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\bcrypto\.\w+/g,
    isPure,
    false,
  ).map(({ at, text }) => `${at} uses ${text}: a pure file gets clock and chance as arguments`);

/** The project runs in any folder of any machine, from any registry. */
export const noMachineNorRegistry: Rule = (tree) =>
  found(
    tree,
    /(?<![\w.~*-])\/(?:home|Users|work|root|mnt|workspace)\/[\w.-]+|[a-z]:\\\\?Users\\|\bregistry\.[a-z0-9-]+\.[a-z]+|\b(?:npmmirror|verdaccio|artifactory|nexus)\b[\w.:/-]*|"resolved":/gi,
    notStyle,
  ).map(
    ({ at, text }) => `${at} names ${text}: a path of one machine or the address of a registry does not belong here`,
  );

/** Work that is left is an issue, and a fault is mended, not hushed. */
export const nothingHushed: Rule = (tree) =>
  found(
    tree,
    /\b(?:TODO|FIXME|XXX|HACK)\b|@ts-(?:ignore|nocheck|expect-error)|biome-ignore|eslint-disable|\b(?:test|it|describe)\.(?:only|skip|todo)\b/g,
    (path) => isCode(path) && notStyle(path),
  ).map(({ at, text }) => `${at} says ${text}: do it, mend it, or leave it out`);
