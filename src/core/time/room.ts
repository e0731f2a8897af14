export * from './time.logic.ts';
export * from './working-days.logic.ts';
