export * from './audit.contract.ts';
export { ALGORITHMS, type Algorithm, type HeadFile, headFile, shortCode } from './chain.logic.ts';
