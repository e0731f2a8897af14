/** Who may do what, and how far it reaches. The table itself is platform/access; these are its words. */
import type { Day } from '../time/room.ts';

export const ROLES = [
  'leadingCadre',
  'leaderInCharge',
  'mainLeader',
  'organizationDept',
  'branchSecretary',
  'partyAffairsWorker',
  'member',
  'inspector',
  'scorer',
  'systemAdmin',
  'securityAdmin',
  'auditAdmin',
  'delegate',
] as const;
export type Role = (typeof ROLES)[number];

/** Roles that the security administrator gives; a delegate 代录人 is made by whom he types for. */
export const GIVEN_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'delegate');

/** How far an ability reaches. `self`: what concerns oneself. `charge`: people one is in charge of. `unit`: organizations at and below one's own. `city`: everything in the city. */
export type Reach = 'self' | 'charge' | 'unit' | 'city';

/** A role as somebody holds it today. */
export interface HeldRole {
  role: Role;
  orgId: number | null;
  /** Organizations at and below that one. */
  orgIds: readonly number[];
  /** Of a delegate: who stands for what he types there. */
  standsFor?: { personId: number; name: string };
}

/** A role that was given and does not count today, since what it rests on is gone. */
export interface LapsedRole {
  role: Role;
  restsOn: 'post' | 'membership';
  /** The organization of that post or membership, as it is called. */
  orgName: string;
  /** The first day without it; null when it was never held. */
  since: Day | null;
}

/** Someone signed in, with what the day's registry gives him. */
export interface Actor {
  accountId: number;
  /** 中文名 shown as author. */
  name: string;
  /** The person behind the account; null for the three administrators. */
  personId: number | null;
  roles: readonly HeldRole[];
  lapsed: readonly LapsedRole[];
  /** People he is in charge of. */
  chargeIds: readonly number[];
  /** Entries that were merged into his own and into those of people in his charge: what was recorded before names them. */
  merged?: { own: readonly number[]; inCharge: readonly number[] };
}

export const hasRole = (actor: Actor, role: Role): boolean => actor.roles.some((held) => held.role === role);
