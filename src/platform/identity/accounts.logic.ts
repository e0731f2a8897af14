/** Which roles an account may hold together, and what each needs. */
import type { Role } from '../../core/scope/room.ts';
import { type Ability, GRANTS, isAdministrator } from '../access/room.ts';

/** What a role rests on. It counts only while the account's person holds that post, or is a member there. */
export type Rests =
  | { on: 'nothing' }
  | { on: 'post'; orgId: number; post: string }
  | { on: 'membership'; orgId: number };

/** What a role rests on where nobody said: a member is one where he is a member. */
export const restsOf = ({ role, orgId, rests }: { role: Role; orgId: number | null; rests?: Rests }): Rests =>
  role === 'member' && orgId !== null ? { on: 'membership', orgId } : (rests ?? { on: 'nothing' });

/** The role works for an organization and those below it, so one must be named. */
export const needsOrganization = (role: Role): boolean => Object.values(GRANTS[role]).includes('unit');

/** What everybody who is a person has besides his work; alone it does not make a role need a person. */
const EVERYBODYS: readonly Ability[] = ['account.own', 'participation.own', 'person.own'];

/** The role works on one's own file or the people in one's charge, so the account must belong to a person. */
export const needsPerson = (role: Role): boolean =>
  Object.entries(GRANTS[role]).some(
    ([ability, reach]) => !EVERYBODYS.includes(ability as Ability) && (reach === 'self' || reach === 'charge'),
  );

export type RoleFault = 'administrators-apart' | 'organization-needed' | 'organization-not-used' | 'person-needed';

/**
 * What is wrong with these roles on one account; undefined when nothing is. An administrator holds nothing besides that one
 * role: the three must not do one another's work, nor see business data.
 */
export function roleFault(
  roles: readonly { role: Role; orgId: number | null; rests?: Rests }[],
  personId: number | null,
): RoleFault | undefined {
  const administrators = roles.filter(({ role }) => isAdministrator(role));
  if (administrators.length > 0 && roles.length > 1) return 'administrators-apart';
  for (const { role, orgId, rests } of roles) {
    if (needsOrganization(role) && orgId === null) return 'organization-needed';
    if (!needsOrganization(role) && orgId !== null) return 'organization-not-used';
    if ((needsPerson(role) || (rests && rests.on !== 'nothing')) && personId === null) return 'person-needed';
  }
  return undefined;
}
