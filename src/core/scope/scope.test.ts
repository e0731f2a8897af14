import { expect, test } from 'vitest';
import { type Actor, hasRole, ROLES } from './room.ts';

const actor = (...roles: Actor['roles']): Actor => ({
  accountId: 1,
  name: '张三',
  personId: 1,
  roles,
  lapsed: [],
  chargeIds: [],
});

test('an actor has the roles he holds, wherever he holds them, and no other', () => {
  const secretary = actor(
    { role: 'branchSecretary', orgId: 3, orgIds: [3] },
    { role: 'member', orgId: null, orgIds: [] },
  );
  expect(ROLES.filter((role) => hasRole(secretary, role))).toEqual(['branchSecretary', 'member']);
  expect(ROLES.filter((role) => hasRole(actor(), role))).toEqual([]);
});
