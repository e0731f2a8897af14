/** How folders and files are laid out. */
import { CORE_ROOMS, GROUPS, HOUSE_FOLDERS, placeOf, roomFolders } from './places.ts';
import { folderOf, type Rule, type Tree } from './tree.ts';

const NAMELESS = new Set(['utils', 'util', 'common', 'helpers', 'shared', 'misc', 'services', 'managers', 'lib']);

/** A folder is named for what it holds. */
export const noNamelessFolders: Rule = (tree) => {
  const faults = new Set<string>();
  for (const path of tree.keys()) {
    const folders = folderOf(path).split('/');
    const at = folders.findIndex((name) => NAMELESS.has(name.toLowerCase()));
    if (at >= 0) {
      faults.add(
        `${folders.slice(0, at + 1).join('/')}: name the folder for what it holds; “${folders[at]}” says nothing`,
      );
    }
  }
  return [...faults];
};

/** `src` has the folders of the plan and no others; core is a closed list. */
export const knownFolders: Rule = (tree) => {
  const faults = new Set<string>();
  for (const path of tree.keys()) {
    if (!path.startsWith('src/')) continue;
    const { area, room } = placeOf(path);
    if (folderOf(path) === 'src') faults.add(`${path}: src holds folders only`);
    else if (!GROUPS.includes(area) && !(HOUSE_FOLDERS as readonly string[]).includes(area)) {
      faults.add(`src/${area}: no such group; there are ${[...HOUSE_FOLDERS, ...GROUPS].join(', ')}`);
    } else if (area === 'core' && !(CORE_ROOMS as readonly string[]).includes(room.slice('core/'.length))) {
      faults.add(`${path}: core is a closed list of folders: ${CORE_ROOMS.join(', ')}`);
    } else if (GROUPS.includes(area) && folderOf(path) === `src/${area}`) {
      faults.add(`${path}: belongs into a room of ${area}`);
    }
  }
  return [...faults];
};

/** The ending says what a file may do, so every file has one. */
export const knownEndings: Rule = (tree) =>
  [...tree.keys()]
    .filter((path) => path.startsWith('src/') && /\.(tsx?|css)$/.test(path) && placeOf(path).part === 'unknown')
    .map(
      (path) =>
        `${path}: the ending says nothing; there are .kind.ts .logic.ts .contract.ts room.ts .server.ts .screen.tsx .test.ts`,
    );

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

/** Mechanisms that an about.md claims in its first line: `# M20 组织生活`, `# M14 M15 …`. */
export const mechanismsClaimed = (about: string): string[] => firstLine(about).match(/\bM\d\d\b/g) ?? [];

/** Every room tells what it is for. */
export const roomsTellThemselves: Rule = (tree) =>
  roomFolders(tree).flatMap((folder) => {
    const about = tree.get(`${folder}/about.md`);
    if (about === undefined) return [`${folder}: has no about.md (what for, its words, odd cases)`];
    const head = firstLine(about);
    const { area, room } = placeOf(`${folder}/about.md`);
    if (area === 'core') return head.startsWith(`# ${room}`) ? [] : [`${folder}/about.md: begins with “# ${room} …”`];
    if (!GROUPS.includes(area)) return /^# \S/.test(head) ? [] : [`${folder}/about.md: begins with “# …”`];
    return /^# M\d\d( M\d\d)* \S/.test(head)
      ? []
      : [`${folder}/about.md: begins with “# M20 组织生活”: the mechanism’s id and its name; it begins with “${head}”`];
  });

/** One room for each mechanism. */
export const oneRoomAMechanism: Rule = (tree) => {
  const owner = new Map<string, string>();
  const faults: string[] = [];
  for (const folder of roomFolders(tree)) {
    for (const id of mechanismsClaimed(tree.get(`${folder}/about.md`) ?? '')) {
      const other = owner.get(id);
      if (other) faults.push(`${folder}/about.md: ${id} is already the room ${other}; one room for each mechanism`);
      else owner.set(id, folder);
    }
  }
  return faults;
};

/** Every room has a test of its own. */
export const roomsAreTested: Rule = (tree) =>
  roomFolders(tree)
    .filter((folder) => !testsOf(tree, folder).length)
    .map((folder) => `${folder}: has no test beside its files`);

export const testsOf = (tree: Tree, folder: string): string[] =>
  [...tree.keys()].filter((path) => path.startsWith(`${folder}/`) && /\.test\.tsx?$/.test(path));

const LONGEST = 500;

/** A file that is longer holds more than one thing. */
export const noLongFiles: Rule = (tree) =>
  [...tree]
    .filter(([path]) => path.startsWith('src/') && /\.(tsx?|css)$/.test(path))
    .map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > LONGEST)
    .map(({ path, lines }) => `${path}: ${lines} lines; ${LONGEST} at most: it holds more than one thing`);
