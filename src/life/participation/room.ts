export * from './participation.contract.ts';
export * from './participation.logic.ts';
