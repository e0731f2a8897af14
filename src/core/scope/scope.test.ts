import { expect, test } from 'vitest';
import { type Actor, hasRole, ROLES } from './room.ts';

const actor = (...roles: Actor['roles']): Actor => ({
  accountId: 1,
  name: '张三',
  personId: 1,
  roles,
  orgIds: [],
  chargeIds: [],
});

test('an actor has the roles he holds, wherever he holds them, and no other', () => {
  const secretary = actor({ role: 'branchSecretary', orgId: 3 }, { role: 'member', orgId: null });
  expect(ROLES.filter((role) => hasRole(secretary, role))).toEqual(['branchSecretary', 'member']);
  expect(ROLES.filter((role) => hasRole(actor(), role))).toEqual([]);
});
