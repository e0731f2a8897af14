/** The comparison as one tree: each organization of either day once, at its place of the second day. */
import type { ChangedOrganization } from './compare.contract.ts';
import type { OrgChange } from './compare.logic.ts';
import type { OrgLine } from './organizations.contract.ts';

export interface ComparedLine {
  id: number;
  parentId: number | null;
  kind: OrgLine['kind'];
  name: string;
  shortName: string;
  /** Undefined: it was not there on the first day, or is not on the second. */
  before: OrgLine | undefined;
  after: OrgLine | undefined;
  changes: readonly OrgChange[];
  what: string;
  basis: string;
}

interface Comparison {
  organizations: readonly OrgLine[];
  before: readonly OrgLine[];
  changed: readonly ChangedOrganization[];
}

/** Lines in the order of ids; one that is gone stands where it was. */
export function comparedLines({ organizations, before, changed }: Comparison): ComparedLine[] {
  const was = new Map(before.map((org) => [org.id, org]));
  const became = new Map(changed.map((one) => [one.id, one]));
  const line = (after: OrgLine | undefined, first: OrgLine | undefined): ComparedLine => {
    const { id, parentId, kind, name, shortName } = (after ?? first)!;
    const { changes = [], what = '', basis = '' } = became.get(id) ?? {};
    return { id, parentId, kind, name, shortName, before: first, after, changes, what, basis };
  };
  const there = new Set(organizations.map(({ id }) => id));
  const gone = before.filter(({ id }) => !there.has(id));
  return [
    ...organizations.map((org) =>
      line(org, became.get(org.id)?.changes.includes('setUp') ? undefined : (was.get(org.id) ?? org)),
    ),
    ...gone.map((org) => line(undefined, org)),
  ].sort((a, b) => a.id - b.id);
}

export interface CompareFilter {
  /** Part of a name or short name of either day. */
  text: string;
  /** Only those with one of these changes; all when empty. */
  changes: ReadonlySet<OrgChange>;
  onlyChanged: boolean;
}

/** What the filter asks of a line; undefined when it asks nothing. */
export function fittingLines({
  text,
  changes,
  onlyChanged,
}: CompareFilter): ((line: ComparedLine) => boolean) | undefined {
  const wanted = text.trim();
  if (wanted === '' && changes.size === 0 && !onlyChanged) return undefined;
  const names = ({ before, after }: ComparedLine): string[] =>
    [before, after].flatMap((org) => (org ? [org.name, ...org.shortNames] : []));
  return (line) =>
    (!onlyChanged || line.changes.length > 0) &&
    (changes.size === 0 || line.changes.some((change) => changes.has(change))) &&
    (wanted === '' || names(line).some((name) => name.includes(wanted)));
}

/** How many lines each change has. */
export function changeCounts(lines: readonly { changes: readonly OrgChange[] }[]): ReadonlyMap<OrgChange, number> {
  const counts = new Map<OrgChange, number>();
  for (const { changes } of lines) for (const change of changes) counts.set(change, (counts.get(change) ?? 0) + 1);
  return counts;
}
