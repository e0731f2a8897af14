import { describe, expect, it } from 'vitest';
import type { Role } from '../../core/scope/room.ts';
import type { Ability } from '../../platform/access/room.ts';
import { abilitiesOf, GRANTS } from '../../platform/access/room.ts';
import { ADDRESSES } from './addresses.ts';
import { navigationFor } from './navigation.logic.ts';

const abilities = (role: Role): ReadonlySet<Ability> =>
  new Set(
    abilitiesOf({
      accountId: 1,
      name: '某某',
      personId: 1,
      roles: [{ role, orgId: 1, orgIds: [1] }],
      lapsed: [],
      chargeIds: [],
    }),
  );

describe('the addresses', () => {
  it('have a screen for everything that the navigation offers, open to the one it is offered to', () => {
    for (const role of Object.keys(GRANTS) as Role[]) {
      const mine = abilities(role);
      const { bar, menu, home } = navigationFor(mine);
      for (const path of [home, ...[...bar, ...menu].map((item) => item.path)]) {
        const address = ADDRESSES.find((one) => one.path === path);
        expect(address, `${role} is offered ${path}`).toBeDefined();
        expect(
          address?.needs.some((need) => mine.has(need)),
          `${role} may open ${path}`,
        ).toBe(true);
      }
    }
  });

  it('are each declared once', () => {
    const paths = ADDRESSES.map((one) => one.path);
    expect(new Set(paths).size).toBe(paths.length);
  });
});
