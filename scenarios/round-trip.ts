/** A list through a real file into a city, for tests that what leaves comes back. */
import { expect } from 'vitest';
import { planWorkbook } from '../src/app/import-plan.logic.ts';
import { KINDS } from '../src/app/kinds.logic.ts';
import { day } from '../src/core/time/room.ts';
import { itemsFor } from '../src/duties/rules/room.ts';
import { readLedgerRules } from '../src/duties/rules/rules.server.ts';
import { type ListSheet, listsWorkbook } from '../src/platform/open/list-workbook.server.ts';
import { cellsOf } from '../src/platform/open/workbook-cells.server.ts';
import type { Plan, PlanContext, World } from '../src/registry/organizations/room.ts';

export const rules = readLedgerRules();
export const context: Omit<PlanContext, 'file'> = {
  today: day('2018-07-20'),
  now: '2018-07-20T01:00:00.000Z',
  since: day('2000-01-01'),
  newId: (key) => `id of ${key}`,
  ledgerId: (personId, period) => `ledger ${personId} ${period}`,
  keyPlanId: (personId, year) => `plan ${personId} ${year}`,
  kinds: KINDS,
  itemsFor: (period) => itemsFor(rules, period),
};

/** Through a real file into a city; nothing may be left out on the way. */
export async function carried(
  file: string,
  lists: readonly ListSheet[],
  world: World,
): Promise<{ plan: Plan; world: World }> {
  const written = await listsWorkbook(file, lists);
  return read(written.name, written.bytes, world);
}
export function read(name: string, bytes: Uint8Array, world: World): { plan: Plan; world: World } {
  const planned = planWorkbook(cellsOf(name, bytes), {}, world, context);
  if (!planned) throw new Error(`${name} is of no known layout`);
  expect(planned.plan.rejected).toEqual([]);
  expect(planned.plan.questions ?? []).toEqual([]);
  return planned;
}
