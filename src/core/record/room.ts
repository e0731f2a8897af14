export * from './id.logic.ts';
export * from './record.logic.ts';
export * from './refusal.logic.ts';
