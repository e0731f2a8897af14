/** Names that several places must agree on: record kinds, their parts, the glossary, the coverage table. */
import { parse } from 'yaml';
import type { RecordKind } from '../core/record/room.ts';
import { mechanismsClaimed, testsOf } from './layout.ts';
import { roomFolders } from './places.ts';
import type { Rule, Tree } from './tree.ts';

interface KindNamed {
  kind: string;
  parts: string[];
}

/** Every `kind:` with the `part:` or `parts:` beside it, wherever it stands in a rule file. */
function kindsNamed(node: unknown): KindNamed[] {
  if (Array.isArray(node)) return node.flatMap(kindsNamed);
  if (typeof node !== 'object' || node === null) return [];
  const { kind, part, parts } = node as { kind?: unknown; part?: unknown; parts?: unknown };
  const own =
    typeof kind === 'string'
      ? [{ kind, parts: [part, parts].flat().filter((name): name is string => typeof name === 'string') }]
      : [];
  return [...own, ...Object.values(node).flatMap(kindsNamed)];
}

function parsed(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${path} is no YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What the law book names, the house has. */
export const ruledKindsExist =
  (kinds: readonly RecordKind[]): Rule =>
  (tree) =>
    [...tree]
      .filter(([path]) => /^rules\/.*\.ya?ml$/.test(path))
      .flatMap(([path, text]) =>
        kindsNamed(parsed(path, text)).flatMap(({ kind: id, parts }) => {
          const kind = kinds.find((known) => known.id === id);
          if (!kind) return [`${path}: names the record kind ${id}, which src/app/kinds.logic.ts does not have`];
          return parts
            .filter((part) => !kind.parts.some((known) => known.key === part))
            .map(
              (part) => `${path}: names the part ${part} of ${id}; it has ${kind.parts.map((p) => p.key).join(', ')}`,
            );
        }),
      );

/** One word, one meaning: what becomes part of the API is in the glossary. */
export const wordsInGlossary =
  (words: readonly { word: string; what: string }[]): Rule =>
  (tree) => {
    const glossary = tree.get('docs/glossary.md') ?? '';
    const known = new Set(glossary.match(/[A-Za-z][A-Za-z0-9]*/g) ?? []);
    return words
      .filter(({ word }) => !known.has(word))
      .map(({ word, what }) => `docs/glossary.md: lacks ${word} (${what})`);
  };

export interface CoverageRow {
  id: string;
  state: string;
  /** Rooms in back quotes. */
  rooms: string[];
}

const STATES = ['works', 'part', 'not yet'];

/** Rows of the coverage table: `| M01 | name | works | \`registry/organizations\` | what works |`. */
export const coverageRows = (readme: string): CoverageRow[] =>
  [...readme.matchAll(/^\|\s*(M\d\d)\s*\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|\s*$/gm)].map((row) => ({
    id: row[1]!,
    state: row[3]!.trim(),
    rooms: [...row[4]!.matchAll(/`([^`]+)`/g)].map((room) => `src/${room[1]}`),
  }));

export const MECHANISMS = Array.from({ length: 52 }, (_, at) => `M${String(at + 1).padStart(2, '0')}`);

function rowFaults(tree: Tree, row: CoverageRow, claimed: ReadonlyMap<string, string>): string[] {
  const at = `README.md: ${row.id}`;
  if (!STATES.includes(row.state)) return [`${at} is “${row.state}”; a state is one of ${STATES.join(', ')}`];
  const owner = claimed.get(row.id);
  if (row.state === 'not yet') {
    const faults = row.rooms.map((room) => `${at} is not yet there, but names the room ${room}`);
    return owner ? [...faults, `${at} is not yet there, but ${owner}/about.md says it is that room`] : faults;
  }
  if (row.rooms.length === 0) return [`${at} is “${row.state}” but names no room`];
  const faults = row.rooms
    .filter((room) => ![...tree.keys()].some((path) => path.startsWith(`${room}/`)))
    .map((room) => `${at} names the room ${room}, which does not exist`);
  const told = row.rooms.some((room) => tree.get(`${room}/about.md`)?.includes(row.id));
  if (!told) faults.push(`${at}: no about.md of ${row.rooms.join(', ')} says ${row.id}`);
  if (!row.rooms.some((room) => testsOf(tree, room).length > 0)) faults.push(`${at}: its room has no test`);
  return faults;
}

/** The coverage table names every mechanism once and says no more than the tree. */
export const coverageIsTrue: Rule = (tree) => {
  const rows = coverageRows(tree.get('README.md') ?? '');
  const claimed = new Map(
    roomFolders(tree).flatMap((folder) =>
      mechanismsClaimed(tree.get(`${folder}/about.md`) ?? '').map((id) => [id, folder] as const),
    ),
  );
  const counts = MECHANISMS.flatMap((id) => {
    const times = rows.filter((row) => row.id === id).length;
    return times === 1 ? [] : [`README.md: the coverage table has ${id} ${times} times`];
  });
  return [...counts, ...rows.flatMap((row) => rowFaults(tree, row, claimed))];
};
