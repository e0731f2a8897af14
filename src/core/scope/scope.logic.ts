/** Who may do what, and how far it reaches. The table itself is platform/access; these are its words. */

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
] as const;
export type Role = (typeof ROLES)[number];

/** How far an ability reaches. `self`: what concerns oneself. `charge`: people one is in charge of. `unit`: organizations at and below one's own. `city`: everything in the city. */
export type Reach = 'self' | 'charge' | 'unit' | 'city';

/** Someone signed in, with what the day's registry gives him. */
export interface Actor {
  accountId: number;
  /** 中文名 shown as author. */
  name: string;
  /** The person behind the account; null for the three administrators. */
  personId: number | null;
  roles: readonly { role: Role; orgId: number | null }[];
  /** Organizations at and below those of his roles. */
  orgIds: readonly number[];
  /** People he is in charge of. */
  chargeIds: readonly number[];
}

export const hasRole = (actor: Actor, role: Role): boolean => actor.roles.some((held) => held.role === role);
