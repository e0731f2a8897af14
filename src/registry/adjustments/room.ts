export * from './acts.logic.ts';
export * from './adjustments.contract.ts';
export * from './adjustments-figure.logic.ts';
