export * from './people.contract.ts';
export * from './person-acts.contract.ts';
export * from './search.contract.ts';
