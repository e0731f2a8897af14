export * from './facts.logic.ts';
