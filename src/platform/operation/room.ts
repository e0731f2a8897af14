export * from './operation.contract.ts';
