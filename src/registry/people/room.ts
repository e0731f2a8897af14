export * from './people.contract.ts';
export * from './search.contract.ts';
