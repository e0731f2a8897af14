/** Tokens of machines: how they are written, which roles they may have, how long they may last. */
import { GIVEN_ROLES, type Role } from '../../core/scope/room.ts';
import { addDays, type Day, daysBetween } from '../../core/time/room.ts';
import { ABILITIES, type Ability, GRANTS, isAdministrator, openToMachines, REACH_NAMES } from '../access/room.ts';
import { needsPerson } from './accounts.logic.ts';

/** No token outlives a year: who still needs it asks again. */
export const MOST_DAYS = 366;

const SHAPE = /^xst_([a-z][a-z0-9]{1,19})_[\w-]{43}$/;

/** `xst_<city>_<random>`: the city stands in it, as it does in the cookie of a session. */
export const writtenToken = (city: string, random: string): string => `xst_${city}_${random}`;

/** The city of a token; undefined for what is none. */
export const cityOfToken = (token: string): string | undefined => SHAPE.exec(token)?.[1];

const abilitiesFor = (role: Role): Ability[] =>
  (Object.keys(GRANTS[role]) as Ability[]).filter((ability) => openToMachines(ability));

/** Roles that a machine may hold: no administrator's, none that works on one's own file, none that gives it nothing. */
export const MACHINE_ROLES: readonly Role[] = GIVEN_ROLES.filter(
  (role) => !isAdministrator(role) && !needsPerson(role) && abilitiesFor(role).length > 0,
);

/** What a machine with this role may do, in words: `查组织和人员（全市）`. */
export const machineMay = (role: Role): string[] =>
  abilitiesFor(role).map((ability) => `${ABILITIES[ability]}（${REACH_NAMES[GRANTS[role][ability]!]}）`);

/** Whether a token may last until this day. */
export const endsInTime = (endsOn: Day, today: Day): boolean =>
  endsOn >= today && daysBetween(today, endsOn) <= MOST_DAYS;

/** The first day on which its role is gone: spans in the store end before their last date. */
export const goneFrom = (endsOn: Day): Day => addDays(endsOn, 1);

export type TokenState = 'works' | 'over' | 'ended';

export function tokenState(token: { endsOn: Day; endedAt: string | null }, today: Day): TokenState {
  if (token.endedAt !== null) return 'ended';
  return token.endsOn < today ? 'over' : 'works';
}
