import { describe, expect, test } from 'vitest';
import { type Actor, ROLES, type Role } from '../../core/scope/room.ts';
import { ABILITIES, type Ability, abilitiesOf, GRANTS, isAdministrator, may, reachesOf } from './room.ts';

const actor = (...roles: Role[]): Actor => ({
  accountId: 1,
  name: '某人',
  personId: 1,
  roles: roles.map((role) => ({ role, orgId: null, orgIds: [] })),
  lapsed: [],
  chargeIds: [],
});

describe('the table of abilities', () => {
  test.each(ROLES.filter(isAdministrator))('%s has its own work and nothing of another’s', (role) => {
    // A lost second factor is given back by any two of the three (factor.reset).
    const own = (Object.keys(GRANTS[role]) as Ability[]).filter(
      (ability) => ability !== 'account.own' && ability !== 'factor.reset',
    );
    expect(own).not.toEqual([]);
    for (const other of ROLES.filter((one) => one !== role))
      expect(own.filter((ability) => may(actor(other), ability))).toEqual([]);
  });

  test('no ability is granted that is not declared, and each declared one is granted to somebody', () => {
    const granted = new Set(ROLES.flatMap((role) => Object.keys(GRANTS[role])));
    expect([...granted].sort()).toEqual(Object.keys(ABILITIES).sort());
  });

  test('everybody may sign out and see his own sign-ins', () => {
    for (const role of ROLES) expect(reachesOf(actor(role), 'account.own')).toEqual(['self']);
  });

  test('two roles together reach as far as each, the widest last', () => {
    expect(reachesOf(actor('branchSecretary', 'leaderInCharge'), 'registry.read')).toEqual(['unit', 'city']);
    expect(reachesOf(actor('member', 'branchSecretary'), 'record.read')).toEqual(['self', 'unit']);
  });

  test('no role, no ability', () => {
    expect(abilitiesOf(actor())).toEqual([]);
  });
});
