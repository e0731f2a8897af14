/** The county that an organization belongs to: the county committee at or above it. */
import type { OrgKind } from './facts.logic.ts';

export interface Placed {
  id: number;
  parentId: number | null;
  kind: OrgKind;
}

/** Stands for organizations that are in no county: 市直. */
export const NO_COUNTY = 0;

/** Organization → its county committee, `NO_COUNTY` when there is none above it. Each organization is walked once. */
export function countiesOf(organizations: readonly Placed[]): ReadonlyMap<number, number> {
  const byId = new Map(organizations.map((org) => [org.id, org]));
  const counties = new Map<number, number>();
  for (const start of organizations) {
    const way: number[] = [];
    let county: number | undefined;
    for (let at: Placed | undefined = start; at && county === undefined; at = byId.get(at.parentId ?? -1)) {
      county = counties.get(at.id) ?? (at.kind === 'countyCommittee' ? at.id : undefined);
      way.push(at.id);
      // Those of a circle of superiors are in no county.
      counties.set(at.id, county ?? NO_COUNTY);
    }
    for (const id of way) counties.set(id, county ?? NO_COUNTY);
  }
  return counties;
}
