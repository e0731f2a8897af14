/** How far planning is, is told row by row, whatever the workbook is. */
import { expect, it } from 'vitest';
import { CONTEXT, made } from '../../scenarios/made-workbooks.ts';
import { EMPTY_WORLD } from '../registry/organizations/room.ts';
import { PLANNERS, planWorkbook } from './import-plan.logic.ts';
import { EXAMPLES } from './template-examples.logic.ts';

const ROWS = 30;

it.each(PLANNERS.map(({ layout }) => [layout.name, layout] as const))('%s', (name, layout) => {
  const fields = Object.entries(EXAMPLES[layout.id]);
  const heads = fields.map(([field]) => layout.columns.find((column) => column.field === field)!.name);
  const rows = Array.from({ length: ROWS }, () => fields.map(([, example]) => example));
  const workbook = made(`${name}.xlsx`, { name, rows: [heads, ...rows] });
  let told = 0;
  const onRow = (): void => {
    told += 1;
  };
  const planned = planWorkbook(workbook, { layout: layout.id }, EMPTY_WORLD, { ...CONTEXT, onRow });
  expect(planned?.plan.rows).toBeGreaterThan(0);
  expect(told).toBe(ROWS);
});
