import { expect, test } from 'vitest';
import type { Role } from '../../core/scope/room.ts';
import { roleFault } from './accounts.logic.ts';

const at = (role: Role, orgId: number | null = null) => ({ role, orgId });

test.each<[string, ReturnType<typeof at>[], number | null, string | undefined]>([
  ['the organization department needs neither person nor organization', [at('organizationDept')], null, undefined],
  [
    'a secretary who is a leading cadre',
    [at('branchSecretary', 3), at('leadingCadre', 2), at('member', 3)],
    11,
    undefined,
  ],
  ['a secretary of no branch', [at('branchSecretary')], 11, 'organization-needed'],
  ['an office account for a branch', [at('partyAffairsWorker', 3)], null, undefined],
  ['a department role tied to a unit', [at('organizationDept', 2)], null, 'organization-not-used'],
  ['a leading cadre who is nobody', [at('leadingCadre', 2)], null, 'person-needed'],
  ['a leader in charge who is nobody', [at('leaderInCharge')], null, 'person-needed'],
  ['one administrator', [at('auditAdmin')], null, undefined],
  ['two administrators in one', [at('systemAdmin'), at('auditAdmin')], null, 'administrators-apart'],
  ['an administrator who does business', [at('securityAdmin'), at('organizationDept')], null, 'administrators-apart'],
])('%s', (_, roles, personId, fault) => {
  expect(roleFault(roles, personId)).toBe(fault);
});
