import { describe, expect, test } from 'vitest';
import { type Actor, ROLES, type Role } from '../../core/scope/room.ts';
import { day } from '../../core/time/room.ts';
import {
  ABILITIES,
  type Ability,
  abilitiesOf,
  FIELDS_OF_WORK,
  GRANTS,
  isAdministrator,
  lapsedWords,
  may,
  organizationsOf,
  reachesOf,
  standsFor,
} from './room.ts';

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

  test('each ability stands in one field of work', () => {
    expect(FIELDS_OF_WORK.flatMap(({ abilities }) => abilities).toSorted()).toEqual(Object.keys(ABILITIES).toSorted());
  });

  test('a role brings its own organizations, and no ability those of another', () => {
    const both: Actor = {
      ...actor(),
      roles: [
        { role: 'leadingCadre', orgId: 2, orgIds: [2, 3, 4] },
        { role: 'branchSecretary', orgId: 3, orgIds: [3] },
      ],
    };
    expect(organizationsOf(both, 'record.write')).toEqual([3]);
    expect(organizationsOf(both, 'person.read')).toEqual([3]);
    expect(organizationsOf(both, 'registry.read')).toEqual([2, 3, 4]);
  });

  test('who types for another does so only where he may not in his own right', () => {
    const zheng = { personId: 13, name: '郑帆晨' };
    const typing: Actor = {
      ...actor(),
      roles: [
        { role: 'branchSecretary', orgId: 3, orgIds: [3] },
        { role: 'delegate', orgId: 3, orgIds: [3], standsFor: { personId: 14, name: '某人' } },
        { role: 'delegate', orgId: 4, orgIds: [4], standsFor: zheng },
      ],
    };
    expect([3, 4, 5].map((org) => standsFor(typing, org))).toEqual([undefined, zheng, undefined]);
    const department: Actor = {
      ...typing,
      roles: [...typing.roles, { role: 'organizationDept', orgId: null, orgIds: [] }],
    };
    expect(standsFor(department, 4)).toBeUndefined();
  });

  test.each([
    ['post', '2017-06-28', '您自2017年6月28日起不再担任一支部的职务，“支部书记”的权限当天收回'],
    ['post', null, '您现在没有担任一支部的职务，“支部书记”的权限现在不能用'],
    ['membership', '2017-06-28', '您的组织关系自2017年6月28日起已不在一支部，“支部书记”的权限当天收回'],
    ['membership', null, '您不是一支部的党员，“支部书记”的权限现在不能用'],
  ] as const)('what became of a role that rested on a %s until %s is said in plain words', (restsOn, since, words) => {
    expect(lapsedWords({ role: 'branchSecretary', restsOn, orgName: '一支部', since: since && day(since) })).toBe(
      words,
    );
  });

  test('everybody may sign out and see his own sign-ins', () => {
    for (const role of ROLES) expect(reachesOf(actor(role), 'account.own')).toEqual(['self']);
  });

  test('two roles together reach as far as each, the widest last', () => {
    expect(reachesOf(actor('branchSecretary', 'leaderInCharge'), 'registry.read')).toEqual(['unit', 'city']);
    expect(reachesOf(actor('member', 'branchSecretary'), 'record.read')).toEqual(['self', 'unit']);
  });

  test('no role, no ability but that over his own account', () => {
    expect(abilitiesOf(actor())).toEqual(['account.own']);
  });
});
