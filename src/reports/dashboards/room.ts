export * from './changes.logic.ts';
export * from './city-home.contract.ts';
