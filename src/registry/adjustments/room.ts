export * from './acts.logic.ts';
