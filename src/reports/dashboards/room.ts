export * from './changes.logic.ts';
export * from './city-home.contract.ts';
export * from './person-ledgers.contract.ts';
