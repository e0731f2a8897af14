export { DEMO_FACTOR, DEMO_SIGN_INS, PRACTICE_SIGN_INS, shown } from './accounts.logic.ts';
export { DEMO_NOW, DEMO_SEED, type DemoCity, generateCity } from './city.logic.ts';
export type { DemoDraft, DemoRecord, Ids, RegistryAct, Size } from './model.logic.ts';
