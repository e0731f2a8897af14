/**
 * Pages run in Chromium 100 and later (docs/operate.md). The build lowers syntax, not what a browser must bring along: methods and
 * properties of a later one may not be used where a browser may read them, unless an older one only loses a nicety.
 */
import { withoutComments } from './imports.ts';
import { placeOf } from './places.ts';
import { lineAt, type Rule } from './tree.ts';

interface Newer {
  what: string;
  /** The first Chromium that has it. */
  since: number;
  pattern: RegExp;
}

const CODE: readonly Newer[] = [
  { what: 'toSorted, toReversed, toSpliced', since: 110, pattern: /\.(?:toSorted|toReversed|toSpliced)\(/g },
  { what: 'groupBy', since: 117, pattern: /\b(?:Object|Map)\.groupBy\b/g },
  { what: 'Promise.withResolvers, Promise.try', since: 119, pattern: /\bPromise\.(?:withResolvers|try)\b/g },
  { what: 'URL.canParse, URL.parse', since: 120, pattern: /\bURL\.(?:canParse|parse)\b/g },
  { what: 'Array.fromAsync', since: 121, pattern: /\bArray\.fromAsync\b/g },
  {
    what: 'sets that are joined and compared',
    since: 122,
    pattern: /\.(?:isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(/g,
  },
  {
    what: 'methods of iterators',
    since: 122,
    pattern: /\.(?:values|entries|keys)\(\)\s*\.(?:map|filter|take|drop|flatMap|reduce|toArray|some|every|find)\(/g,
  },
  { what: 'AbortSignal.timeout, AbortSignal.any', since: 103, pattern: /\bAbortSignal\.(?:timeout|any)\b/g },
  { what: 'isWellFormed, toWellFormed', since: 111, pattern: /\.(?:isWellFormed|toWellFormed)\(/g },
  { what: 'RegExp.escape', since: 136, pattern: /\bRegExp\.escape\b/g },
  { what: 'Intl.DurationFormat', since: 129, pattern: /\bIntl\.DurationFormat\b/g },
  { what: 'checkVisibility', since: 105, pattern: /\.checkVisibility\(/g },
  { what: 'startViewTransition', since: 111, pattern: /\.startViewTransition\(/g },
  { what: 'the attribute inert', since: 102, pattern: /\sinert(?:=|\s|>)/g },
];

const STYLES: readonly Newer[] = [
  { what: ':has()', since: 105, pattern: /:has\(/g },
  { what: 'rules within rules', since: 120, pattern: /^\s+&/gm },
  { what: '@container', since: 105, pattern: /@container\b/g },
  { what: '@scope, @starting-style', since: 117, pattern: /@(?:scope|starting-style)\b/g },
  { what: 'ranges in @media', since: 104, pattern: /@media[^{]*[<>]/g },
  { what: 'color-mix, oklch, light-dark', since: 111, pattern: /\b(?:color-mix|oklch|oklab|light-dark)\(/g },
  { what: 'dvh and its like', since: 108, pattern: /\d(?:[dsl]v[hwib]|dvmin|dvmax)\b/g },
  { what: 'lh, cqw', since: 109, pattern: /\d(?:r?lh|cq[whib])\b/g },
  { what: 'translate, rotate, scale of their own', since: 104, pattern: /^\s*(?:translate|rotate|scale)\s*:/gm },
  { what: 'subgrid', since: 117, pattern: /\bsubgrid\b/g },
];

/** What stands within `@supports` is left out by a browser that lacks it. */
const withoutSupports = (text: string): string =>
  text.replace(/@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, (block) => block.replace(/[^\n]/g, ' '));

/** Files that a browser may read use nothing that Chromium 100 lacks. */
export const readByOldBrowsers: Rule = (tree) => {
  const faults: string[] = [];
  for (const [path, whole] of tree) {
    const { part, area } = placeOf(path);
    // The sample city is made on the server.
    if ((part !== 'screen' && part !== 'pure') || area === 'demo') continue;
    const isStyle = path.endsWith('.css');
    const text = isStyle ? withoutSupports(whole) : withoutComments(whole);
    for (const { what, since, pattern } of isStyle ? STYLES : CODE)
      for (const { index } of text.matchAll(pattern))
        faults.push(
          `${path}:${lineAt(text, index)} uses ${what}: a browser has it from Chromium ${since} on, pages run in 100`,
        );
  }
  return faults;
};
