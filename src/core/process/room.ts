export * from './process.logic.ts';
