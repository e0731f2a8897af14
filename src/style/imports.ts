/** Who may import whom, by place and file ending. */
import { posix } from 'node:path';
import { CORE_ROOMS, GROUPS, type Place, placeOf, stepOf } from './places.ts';
import { folderOf, lineAt, type Rule } from './tree.ts';

export interface Import {
  from: string;
  line: number;
  /** As written: `../../core/time/room.ts`, `node:fs`, `zod`. */
  text: string;
  /** Path from the root when it is one of our files. */
  target?: string;
}

const IMPORT =
  /(?:^|[;}\n])\s*(?:import|export)\b[^;'"`]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;

/** The same text with comments blanked, line for line. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ' '));

export function importsOf(path: string, text: string): Import[] {
  const code = withoutComments(text);
  return [...code.matchAll(IMPORT)].map((match) => {
    const written = match[1] ?? match[2] ?? match[3] ?? '';
    const at = code.indexOf(written, match.index);
    const target = written.startsWith('.') ? posix.join(folderOf(path), written.replace(/\?.*$/, '')) : undefined;
    return { from: path, line: lineAt(code, at), text: written, ...(target ? { target } : {}) };
  });
}

/** Packages that a pure file may use: they neither read a clock nor touch the machine or the page. */
const PURE_PACKAGES = new Set(['zod']);
const SERVER_ONLY = /^(node:|pg$|pg-|kysely|fastify|@fastify\/|@node-rs\/|exceljs)/;

/** Whether a room may know another one: an earlier step, or its own group (cycles are refused apart). */
const mayKnow = (from: Place, to: Place): boolean =>
  from.area === to.area || (stepOf(to.area) >= 0 && stepOf(to.area) < stepOf(from.area));

const earlierCore = (from: Place, to: Place): boolean => {
  const order = CORE_ROOMS.map((room) => `core/${room}`);
  return from.room === to.room || order.indexOf(to.room) < order.indexOf(from.room);
};

const isGroup = (place: Place): boolean => GROUPS.includes(place.area);

/** What a file of this place may import, in words, and whether a given one of our files is among it. */
function permitted(from: Place): { words: string; allows(to: Place): boolean } {
  const { area, part } = from;
  if (area === 'core')
    return {
      words: `core may import earlier core rooms (${CORE_ROOMS.join(' → ')}) and zod`,
      allows: (to) => to.area === 'core' && to.part === 'pure' && earlierCore(from, to),
    };
  if (area === 'store')
    return {
      words: 'the store may import core and itself',
      allows: (to) => (to.area === 'core' && to.part === 'pure') || to.area === 'store',
    };
  if (area === 'style')
    return { words: 'style may import core and itself', allows: (to) => to.area === 'style' || to.area === 'core' };
  if (area === 'ui')
    return {
      words: 'ui components may import core, ui and pure files of platform and registry; never server, store or app',
      allows: (to) => to.area === 'ui' || (to.part === 'pure' && ['core', 'platform', 'registry'].includes(to.area)),
    };
  if (from.web)
    return {
      words: 'the composition of screens may import screens, ui and pure files; never server or store',
      allows: (to) => to.web || to.part === 'screen' || to.part === 'pure',
    };
  if (area === 'app')
    return part === 'pure'
      ? { words: 'a pure file of app may import pure files', allows: (to) => to.part === 'pure' }
      : {
          words: 'the server side of app may import everything but screens',
          allows: (to) => !to.web && to.part !== 'screen',
        };
  if (area === 'demo')
    return {
      words: 'the sample city may import core, rooms and, in server files, store; nothing of app, no screens',
      allows: (to) => to.area !== 'app' && (to.part === 'pure' || (part === 'server' && to.part === 'server')),
    };
  if (part === 'pure')
    return {
      words:
        'a pure file (kind, logic, contract, room) may import core, its own room and pure files of an earlier group',
      allows: (to) => to.part === 'pure' && (to.area === 'core' || (isGroup(to) && mayKnow(from, to))),
    };
  if (part === 'server')
    return {
      words: 'a server file may import core, store, its own room, and pure or server files of an earlier group',
      allows: (to) =>
        to.area === 'core' ||
        to.area === 'store' ||
        (isGroup(to) && mayKnow(from, to) && (to.part === 'pure' || to.part === 'server')),
    };
  return {
    words:
      'a screen may import core, ui, screens of its own group, and pure files of its own or an earlier group; never server or store',
    allows: (to) =>
      to.area === 'core' ||
      to.area === 'ui' ||
      (to.part === 'screen' && to.area === from.area) ||
      (to.part === 'pure' && isGroup(to) && mayKnow(from, to)),
  };
}

function packageRefused(from: Place, text: string): string | undefined {
  if (from.part === 'pure' && !PURE_PACKAGES.has(text)) {
    return `a pure file may use no package but ${[...PURE_PACKAGES].join(', ')}`;
  }
  if (from.part === 'screen' && SERVER_ONLY.test(text)) return 'a page has no Node and no database';
  if (from.part === 'server' && /^(react|antd|@tanstack\/)/.test(text)) return 'a server file draws no page';
  return undefined;
}

const code = (path: string): boolean => path.startsWith('src/') && /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path);

/** Every import of `src` stands in the table. Tests may import what they try. */
export const importTable: Rule = (tree) => {
  const faults: string[] = [];
  for (const [path, text] of tree) {
    if (!code(path)) continue;
    const from = placeOf(path);
    const { words, allows } = permitted(from);
    for (const { line, text: written, target } of importsOf(path, text)) {
      const where = `${path}:${line} imports ${written}`;
      if (target === undefined) {
        const refusal = packageRefused(from, written);
        if (refusal) faults.push(`${where}: ${refusal}`);
      } else if (!target.startsWith('src/')) {
        faults.push(`${where}: src imports nothing outside src; data is read by a server file`);
      } else if (/\.test\.tsx?$/.test(target)) {
        faults.push(`${where}: nothing imports a test`);
      } else if (!allows(placeOf(target))) {
        faults.push(`${where}: ${words}`);
      }
    }
  }
  return faults;
};

/** Rooms of one group may know each other one way only. */
export const noRoomCycles: Rule = (tree) => {
  const knows = new Map<string, Map<string, string>>();
  for (const [path, text] of tree) {
    if (!code(path)) continue;
    const from = placeOf(path);
    if (!isGroup(from)) continue;
    for (const { target, line } of importsOf(path, text)) {
      if (!target) continue;
      const to = placeOf(target);
      if (!isGroup(to) || to.room === from.room) continue;
      const known = knows.get(from.room) ?? new Map<string, string>();
      if (!known.has(to.room)) known.set(to.room, `${path}:${line}`);
      knows.set(from.room, known);
    }
  }
  const faults: string[] = [];
  for (const room of [...knows.keys()].sort()) {
    const way = wayBack(knows, room);
    // Told once, at the first room of the circle.
    if (way && way[0] === [...way].sort()[0]) {
      const first = knows.get(room)?.get(way[1] ?? '');
      faults.push(
        `${first} closes a circle of rooms: ${way.join(' → ')} → ${room}; let one of them not know the other`,
      );
    }
  }
  return faults;
};

/** The shortest way from a room back to itself, as the rooms on it. */
function wayBack(knows: ReadonlyMap<string, ReadonlyMap<string, string>>, room: string): string[] | undefined {
  const ways: string[][] = [[room]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const next of knows.get(way.at(-1)!)?.keys() ?? []) {
      if (next === room) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}
