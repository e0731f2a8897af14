/** Units: the organizations right below the top. What happens anywhere below a unit counts for it. */

interface Placed {
  id: number;
  parentId: number | null;
}

/** Organization → its unit; a top is its own unit. A chain that is broken ends at its last organization. */
export function unitsOf(organizations: readonly Placed[]): ReadonlyMap<number, number> {
  const parents = new Map(organizations.map((org) => [org.id, org.parentId]));
  const units = new Map<number, number>();
  const unitOf = (id: number, steps: number): number => {
    const known = units.get(id);
    if (known !== undefined) return known;
    const parent = parents.get(id) ?? null;
    const top = parent === null || !parents.has(parent) || steps > organizations.length;
    const grandparent = top ? null : (parents.get(parent) ?? null);
    // Right below a top: parent has no parent of its own.
    const unit = top || grandparent === null ? id : unitOf(parent, steps + 1);
    units.set(id, unit);
    return unit;
  };
  for (const { id } of organizations) unitOf(id, 0);
  return units;
}
