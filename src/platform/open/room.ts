export * from './cells.logic.ts';
export * from './day-cells.logic.ts';
export * from './layout.logic.ts';
export * from './route.logic.ts';
export * from './sheet-day.logic.ts';
export * from './sheet-rows.logic.ts';
export * from './understanding.logic.ts';
export * from './workbook.logic.ts';
