export * from './correction-process.logic.ts';
export * from './correction-records.logic.ts';
export * from './corrections.contract.ts';
export * from './held.logic.ts';
export * from './personal-data.contract.ts';
export * from './retention.logic.ts';
