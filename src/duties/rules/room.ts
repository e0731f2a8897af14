export * from './ledger-rules.logic.ts';
