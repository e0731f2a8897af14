export * from './identity.contract.ts';
