export * from './ledger-process.logic.ts';
export * from './month-ledger.logic.ts';
