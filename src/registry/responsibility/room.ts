export * from './charge-acts.contract.ts';
export * from './responsibility.contract.ts';
