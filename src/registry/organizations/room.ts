export * from './facts.logic.ts';
export * from './list-rows.logic.ts';
export * from './org-finder.logic.ts';
export * from './organizations.contract.ts';
export * from './plan.logic.ts';
export * from './registry-figures.logic.ts';
export * from './sheet-places.logic.ts';
export * from './world.logic.ts';
