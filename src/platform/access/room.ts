export * from './abilities.logic.ts';
