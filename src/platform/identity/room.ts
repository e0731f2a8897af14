export * from './accounts.contract.ts';
export * from './accounts.logic.ts';
export * from './identity.contract.ts';
