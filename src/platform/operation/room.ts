export * from './backups.contract.ts';
export * from './operation.contract.ts';
export * from './size.logic.ts';
