export * from './figure.logic.ts';
