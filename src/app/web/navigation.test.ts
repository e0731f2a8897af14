import { describe, expect, it } from 'vitest';
import type { Role } from '../../core/scope/room.ts';
import { abilitiesOf } from '../../platform/access/room.ts';
import { navigationFor } from './navigation.logic.ts';

const of = (...roles: Role[]) =>
  navigationFor(
    new Set(
      abilitiesOf({
        accountId: 1,
        name: '某某',
        personId: 1,
        roles: roles.map((role) => ({ role, orgId: 1, orgIds: [1] })),
        lapsed: [],
        chargeIds: [],
      }),
    ),
  );
const titles = (...roles: Role[]): string[] => of(...roles).bar.map((item) => item.title);

describe('the navigation', () => {
  it('opens each one at what he came for', () => {
    expect(of('leadingCadre').home).toBe('/ledger');
    expect(of('leaderInCharge').home).toBe('/check');
    expect(of('branchSecretary').home).toBe('/branch');
    expect(of('organizationDept').home).toBe('/city');
    expect(of('mainLeader').home).toBe('/city');
    expect(of('member').home).toBe('/participation');
    expect(of('systemAdmin').home).toBe('/operation');
    expect(of('securityAdmin').home).toBe('/accounts');
    expect(of('auditAdmin').home).toBe('/audit');
  });

  it('shows a leading cadre his own month first, also when he is a secretary as well', () => {
    expect(of('leadingCadre', 'branchSecretary').home).toBe('/ledger');
  });

  it('shows the three administrators no business data', () => {
    expect(titles('systemAdmin')).toEqual(['系统运行', '两人办理']);
    expect(titles('securityAdmin')).toEqual(['账号', '令牌', '权限表', '安全设置', '两人办理']);
    expect(titles('auditAdmin')).toEqual(['审计日志', '两人办理']);
  });

  it('offers the search and another day to those who may read the registry, and so to no administrator', () => {
    expect(of('member').registry).toBe(true);
    expect(of('organizationDept').registry).toBe(true);
    expect(of('systemAdmin').registry).toBe(false);
    expect(of('securityAdmin').registry).toBe(false);
    expect(of('auditAdmin').registry).toBe(false);
  });

  it('gives a member his participation and nothing that he could not open', () => {
    expect(titles('member')).toEqual(['参加记录']);
  });

  it('offers each page once', () => {
    const { bar, menu } = of('leadingCadre', 'leaderInCharge', 'branchSecretary', 'organizationDept');
    const paths = [...bar, ...menu].map((item) => item.path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('opens the account page of someone who may do nothing else', () => {
    expect(navigationFor(new Set(['account.own'])).home).toBe('/me');
  });
});
