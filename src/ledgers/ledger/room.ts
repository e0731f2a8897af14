export * from './assemble.logic.ts';
export * from './compare.logic.ts';
export * from './ledger.contract.ts';
export * from './ledger-process.logic.ts';
export * from './ledger-signals.logic.ts';
export * from './month-ledger.logic.ts';
export * from './owed.logic.ts';
export * from './standing.logic.ts';
