/** Two days beside each other: what was set up, dissolved, renamed, re-parented, made another kind, or changed otherwise. */
import type { OrgLine } from './organizations.contract.ts';
import { treeOf } from './tree.logic.ts';

export const ORG_CHANGES = [
  { id: 'setUp', name: '新设' },
  { id: 'dissolved', name: '撤销' },
  { id: 'renamed', name: '更名' },
  { id: 'moved', name: '改隶' },
  { id: 'kind', name: '改类别' },
  { id: 'other', name: '其他变动' },
] as const;
export type OrgChange = (typeof ORG_CHANGES)[number]['id'];

export const changeName = (of: OrgChange): string => ORG_CHANGES.find(({ id }) => id === of)!.name;

/** What lies between the two days of one organization; empty when nothing does. */
export function changesBetween(before: OrgLine | undefined, after: OrgLine | undefined): OrgChange[] {
  if (!before) return after ? ['setUp'] : [];
  if (!after) return ['dissolved'];
  const changes: OrgChange[] = [];
  if (before.name !== after.name) changes.push('renamed');
  if (before.parentId !== after.parentId) changes.push('moved');
  if (before.kind !== after.kind) changes.push('kind');
  const rest = ({ sector, secondParentId, termExpiresOn, shortNames, covers }: OrgLine): string =>
    JSON.stringify([sector, secondParentId, termExpiresOn, shortNames, covers]);
  if (rest(before) !== rest(after)) changes.push('other');
  return changes;
}

export interface Compared {
  id: number;
  changes: OrgChange[];
  /** Undefined: it was not there on the first day, or is not on the second. */
  before: OrgLine | undefined;
  after: OrgLine | undefined;
}

/** Every organization that is there on either day, in the order of their ids. */
export function compareOrganizations(before: readonly OrgLine[], after: readonly OrgLine[]): Compared[] {
  const [was, is] = [before, after].map((side) => new Map(side.map((org) => [org.id, org]))) as [
    Map<number, OrgLine>,
    Map<number, OrgLine>,
  ];
  return [...new Set([...was.keys(), ...is.keys()])]
    .sort((a, b) => a - b)
    .map((id) => ({ id, before: was.get(id), after: is.get(id), changes: changesBetween(was.get(id), is.get(id)) }));
}

/** Ids of an organization and of all below it. */
export function atAndBelow(organizations: readonly OrgLine[], top: number): Set<number> {
  const { children } = treeOf(organizations);
  const found = new Set<number>();
  const walk = (id: number): void => {
    if (found.has(id)) return;
    found.add(id);
    for (const child of children.get(id) ?? []) walk(child.id);
  };
  walk(top);
  return found;
}
