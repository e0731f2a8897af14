/** The tree of organizations as the rows in sight: what is open, what fits the filter and the way to it. */
import type { OrgLine } from './organizations.contract.ts';

export interface TreeRow {
  org: OrgLine;
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
  /** Part of the name or of the short name. */
  text: string;
  kind: OrgLine['kind'] | undefined;
}

const fits = (org: OrgLine, { text, kind }: TreeFilter): boolean =>
  (kind === undefined || org.kind === kind) && (text === '' || org.name.includes(text) || org.shortName.includes(text));

/** Ids from an organization up to its top, itself first. */
export function wayUp(organizations: readonly OrgLine[], id: number): number[] {
  const byId = new Map(organizations.map((org) => [org.id, org]));
  const way: number[] = [];
  for (let at = byId.get(id); at && !way.includes(at.id); at = byId.get(at.parentId ?? -1)) way.push(at.id);
  return way;
}

/** Rows in the order of the tree. With a filter only those that fit and the ways to them, all open. */
export function treeRows(
  organizations: readonly OrgLine[],
  opened: ReadonlySet<number>,
  filter: TreeFilter,
): TreeRow[] {
  const known = new Set(organizations.map((org) => org.id));
  const filtering = filter.text !== '' || filter.kind !== undefined;
  const shown = filtering
    ? new Set(organizations.filter((org) => fits(org, filter)).flatMap((org) => wayUp(organizations, org.id)))
    : known;
  // A superior that is not there on the day leaves its subordinates as tops: nobody drops out of sight.
  const children = new Map<number | null, (typeof organizations)[number][]>();
  for (const org of organizations) {
    if (!shown.has(org.id)) continue;
    const above = org.parentId !== null && known.has(org.parentId) ? org.parentId : null;
    const siblings = children.get(above);
    if (siblings) siblings.push(org);
    else children.set(above, [org]);
  }
  const rows: TreeRow[] = [];
  const walk = (parent: number | null, depth: number): void => {
    const siblings = children.get(parent) ?? [];
    for (const [at, org] of siblings.entries()) {
      const hasChildren = children.has(org.id);
      const open = hasChildren && (filtering || opened.has(org.id));
      const onTheWay = filtering && !fits(org, filter);
      rows.push({ org, depth, hasChildren, open, onTheWay, place: at + 1, siblings: siblings.length });
      if (open) walk(org.id, depth + 1);
    }
  };
  walk(null, 0);
  return rows;
}
