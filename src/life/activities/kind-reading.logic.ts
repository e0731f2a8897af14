/** Which kind of activity a register means, wherever it says so: in a column, a heading, a sheet's name or the topic itself. */
import type { RecordKind } from '../../core/record/room.ts';
import { squeezed } from '../../platform/open/room.ts';

export type KindNames = ReadonlyMap<string, RecordKind>;

/** Names of kinds as they are compared: half-width, brackets kept apart from `三会一课`. */
export const kindNames = (kinds: readonly RecordKind[]): KindNames =>
  new Map(kinds.flatMap((kind) => [kind.name, ...kind.aliases].map((name) => [squeezed(name), kind] as const)));

/** `（三）支委会` without its number, `召开支委会` without its verb. */
const bare = (text: string): string =>
  text
    .replace(/^(?:[(（]?[\d一二三四五六七八九十]+[)）.、]+|第[\d一二三四五六七八九十]+次)/, '')
    .replace(/^(?:召开|开展|组织|举行|举办|讲授?)(?:了)?/, '');

/** The kind that a text is the name of. */
export function kindOf(text: string, kinds: KindNames): RecordKind | undefined {
  const plain = squeezed(text);
  const inner = /\((.*?)\)/.exec(plain)?.[1];
  const outer = plain.replace(/\(.*?\)/g, '');
  const inBrackets = inner === undefined ? undefined : kinds.get(inner);
  return kinds.get(plain) ?? inBrackets ?? kinds.get(outer) ?? kinds.get(bare(outer));
}

/** The kinds whose names stand in a text, in the order in which they stand; a name within a longer one does not count. */
export function kindsIn(text: string, kinds: KindNames): RecordKind[] {
  const plain = squeezed(text);
  const found: { at: number; end: number; kind: RecordKind }[] = [];
  for (const [name, kind] of [...kinds].sort((a, b) => b[0].length - a[0].length)) {
    for (let at = plain.indexOf(name); at >= 0; at = plain.indexOf(name, at + name.length)) {
      const end = at + name.length;
      if (!found.some((other) => at < other.end && end > other.at)) found.push({ at, end, kind });
    }
  }
  return [...new Set(found.sort((a, b) => a.at - b.at).map(({ kind }) => kind))];
}
