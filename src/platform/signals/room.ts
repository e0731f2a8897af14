export * from './signals.logic.ts';
