export * from './responsibility.contract.ts';
