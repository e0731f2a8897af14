export * from './scope.logic.ts';
