export * from './charge-acts.contract.ts';
export * from './key-plan.contract.ts';
export * from './responsibility.contract.ts';
