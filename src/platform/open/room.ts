export * from './route.logic.ts';
