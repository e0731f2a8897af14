export * from './check.contract.ts';
