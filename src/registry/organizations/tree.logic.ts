/**
 * The tree of organizations as the rows in sight: what is open, what fits the filter and the way to it. Everything here walks each
 * organization once, so that typing into the filter of a city of 100,000 does not stutter.
 */
import type { Day } from '../../core/time/room.ts';
import { countiesOf } from './counties.logic.ts';
import type { TreeLine } from './organizations.contract.ts';

/** What stands in a tree. */
interface InTree {
  id: number;
  parentId: number | null;
  kind: TreeLine['kind'];
}

/** Organizations of a day, arranged once and asked often. */
export interface Tree<O extends InTree = TreeLine> {
  organizations: readonly O[];
  byId: ReadonlyMap<number, O>;
  /** Below an organization; at `null` the tops. */
  children: ReadonlyMap<number | null, readonly O[]>;
  /** Organization → its county committee; `NO_COUNTY` when in none. */
  counties: ReadonlyMap<number, number>;
}

/** Arranges organizations. One whose superior is not there on the day stands as a top: nobody drops out of sight. */
export function treeOf<O extends InTree>(organizations: readonly O[]): Tree<O> {
  const byId = new Map(organizations.map((org) => [org.id, org]));
  const children = new Map<number | null, O[]>();
  for (const org of organizations) {
    const above = org.parentId !== null && byId.has(org.parentId) ? org.parentId : null;
    const siblings = children.get(above);
    if (siblings) siblings.push(org);
    else children.set(above, [org]);
  }
  return { organizations, byId, children, counties: countiesOf(organizations) };
}

export interface TreeRow<O extends InTree = TreeLine> {
  org: O;
  /** 0 for a top. */
  depth: number;
  hasChildren: boolean;
  open: boolean;
  /** Does not fit the filter itself, stands there as the way to one that does. */
  onTheWay: boolean;
  /** Place among its siblings, from 1, and how many they are; for screen readers. */
  place: number;
  siblings: number;
}

export interface TreeFilter {
  /** Part of a name or short name, or pinyin initials. */
  text?: string | undefined;
  kind?: TreeLine['kind'] | undefined;
  sector?: TreeLine['sector'] | undefined;
  county?: number | undefined;
  /** Set up or changed on this day or after. */
  changedSince?: Day | undefined;
}

/** What a filter asks of one organization; undefined when it asks nothing. */
export function fitting(tree: Tree, filter: TreeFilter): ((org: TreeLine) => boolean) | undefined {
  const text = (filter.text ?? '').trim().toLowerCase();
  const { kind, sector, county, changedSince } = filter;
  if (text === '' && [kind, sector, county, changedSince].every((part) => part === undefined)) return undefined;
  const letters = /^[a-z]+$/.test(text);
  const named = (org: TreeLine): boolean =>
    org.name.toLowerCase().includes(text) ||
    org.shortNames.some((name) => name.toLowerCase().includes(text)) ||
    (letters && org.initials.includes(text));
  return (org) =>
    (kind === undefined || org.kind === kind) &&
    (sector === undefined || org.sector === sector) &&
    (county === undefined || tree.counties.get(org.id) === county) &&
    (changedSince === undefined || org.since >= changedSince) &&
    (text === '' || named(org));
}

/** Ids from an organization up to its top, itself first. */
export function wayUp<O extends InTree>({ byId }: Pick<Tree<O>, 'byId'>, id: number): number[] {
  const way = new Set<number>();
  for (let at = byId.get(id); at && !way.has(at.id); at = byId.get(at.parentId ?? -1)) way.add(at.id);
  return [...way];
}

/** Ids of those that fit and of all above them. */
function withWays<O extends InTree>({ organizations, byId }: Tree<O>, fits: (org: O) => boolean) {
  const fitted = new Set<number>();
  const shown = new Set<number>();
  for (const org of organizations) {
    if (!fits(org)) continue;
    fitted.add(org.id);
    // What is above something shown is shown already.
    for (let at: O | undefined = org; at && !shown.has(at.id); at = byId.get(at.parentId ?? -1)) shown.add(at.id);
  }
  return { fitted, shown };
}

/** Rows in the order of the tree. With a filter only those that fit and the ways to them, open unless they are among `closed`. */
export function treeRows<O extends InTree>(
  tree: Tree<O>,
  opened: ReadonlySet<number>,
  fits: ((org: O) => boolean) | undefined,
  closed: ReadonlySet<number> = new Set(),
): TreeRow<O>[] {
  const found = fits && withWays(tree, fits);
  const below = (id: number | null): readonly O[] => {
    const children = tree.children.get(id) ?? [];
    return found ? children.filter((org) => found.shown.has(org.id)) : children;
  };
  const rows: TreeRow<O>[] = [];
  const walk = (siblings: readonly O[], depth: number): void => {
    for (const [at, org] of siblings.entries()) {
      const children = below(org.id);
      const hasChildren = children.length > 0;
      const open = hasChildren && (found ? !closed.has(org.id) : opened.has(org.id));
      const onTheWay = found !== undefined && !found.fitted.has(org.id);
      rows.push({ org, depth, hasChildren, open, onTheWay, place: at + 1, siblings: siblings.length });
      if (open) walk(children, depth + 1);
    }
  };
  walk(below(null), 0);
  return rows;
}

/** The next row after `from` whose short name begins with what was typed, round the end; -1 when there is none. */
export function typedAhead(
  rows: readonly { org: { name: string; shortName: string; initials?: string } }[],
  from: number,
  typed: string,
): number {
  // While one name is being typed, the row reached already may go on fitting; a single letter moves on.
  const first = typed.length > 1 ? from : from + 1;
  for (let step = 0; step < rows.length; step += 1) {
    const at = (first + step) % rows.length;
    const { shortName, name, initials } = rows[at]!.org;
    const words = [shortName.toLowerCase(), name.toLowerCase(), ...(initials ?? '').split(' ')];
    if (words.some((word) => word.startsWith(typed))) return at;
  }
  return -1;
}
