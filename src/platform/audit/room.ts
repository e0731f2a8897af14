export * from './audit.contract.ts';
export { ALGORITHMS, type Algorithm, type HeadFile, headFile, shortCode } from './chain.logic.ts';
export { FAULT_KINDS, type FaultKind } from './faults.logic.ts';
