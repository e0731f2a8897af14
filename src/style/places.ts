/** Where a file stands in the house: its group, its room and what its ending makes of it (design: one package, a room a mechanism). */
import { folderOf, nameOf, type Tree } from './tree.ts';

/** Groups in their order. Those on one step do not know each other. */
const STEPS = [
  ['platform'],
  ['registry'],
  ['duties'],
  ['life', 'leadership', 'branches'],
  ['supervision', 'ledgers'],
  ['assessment'],
  ['reports'],
] as const;
export const GROUPS: readonly string[] = STEPS.flat();
export const CORE_ROOMS = ['time', 'record', 'rule', 'process', 'figure', 'scope', 'money', 'draw'] as const;
/** Folders of `src` that are no group of rooms. */
export const HOUSE_FOLDERS = ['core', 'store', 'ui', 'app', 'demo', 'style'] as const;

export type Part =
  /** kind, logic, contract, room: neither Node nor page, clock and chance come in as arguments */
  | 'pure'
  | 'server'
  | 'screen'
  | 'test'
  /** anything of no known ending */
  | 'unknown';

export interface Place {
  path: string;
  /** First folder below `src`: `core`, `store`, `life` …; empty outside `src`. */
  area: string;
  /** `life/activities`; for a folder without rooms its own name. */
  room: string;
  part: Part;
  /** In `src/app/web`: composition of screens. */
  web: boolean;
}

function partOf(path: string, area: string): Part {
  const name = nameOf(path);
  if (/\.test\.tsx?$/.test(name)) return 'test';
  if (area === 'ui' || path.startsWith('src/app/web/')) return /\.(tsx?|css)$/.test(name) ? 'screen' : 'unknown';
  if (/\.(kind|logic|contract)\.ts$/.test(name) || name === 'room.ts') return 'pure';
  if (/\.server\.ts$/.test(name)) return 'server';
  if (/\.screen\.tsx$/.test(name) || /\.css$/.test(name)) return 'screen';
  if (area === 'style' && /\.ts$/.test(name)) return 'server';
  return 'unknown';
}

export function placeOf(path: string): Place {
  const [root, area = '', second = ''] = path.split('/');
  if (root !== 'src') return { path, area: '', room: '', part: 'unknown', web: false };
  const hasRooms = area === 'core' || GROUPS.includes(area);
  return {
    path,
    area,
    room: hasRooms ? `${area}/${second}` : area,
    part: partOf(path, area),
    web: path.startsWith('src/app/web/'),
  };
}

/** Step of a group; groups on one step have the same. */
export const stepOf = (area: string): number => STEPS.findIndex((step) => (step as readonly string[]).includes(area));

/** Folders of rooms: every folder directly below a group or core, and the house's own folders. */
export function roomFolders(tree: Tree): string[] {
  const folders = new Set<string>();
  for (const path of tree.keys()) {
    const place = placeOf(path);
    if (place.area === '' || folderOf(path) === 'src') continue;
    if (folderOf(path).startsWith(`src/${place.room}`)) folders.add(`src/${place.room}`);
  }
  return [...folders].sort();
}
