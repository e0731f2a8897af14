/** Every screen's address and where it is loaded from; each file exports `Screen`. Apart from the router, so that the entry can begin to load the first one. */
import type { ReactNode } from 'react';
import type { Ability } from '../../platform/access/room.ts';

export interface Address {
  /** With `$name` parameters. */
  path: string;
  /** One of these is needed; without it the page says who can give it. */
  needs: readonly Ability[];
  load: () => Promise<{ Screen: () => ReactNode }>;
}

const ledger = () => import('../../ledgers/ledger/ledger.screen.tsx');
const organizations = () => import('../../registry/organizations/organizations.screen.tsx');
const person = () => import('./person.screen.tsx');
const keyWork = () => import('../../registry/responsibility/key-work.screen.tsx');
const participation = () => import('../../life/participation/participation.screen.tsx');

/** More exact ones before those that they would also fit. */
export const ADDRESSES: readonly Address[] = [
  { path: '/ledger', needs: ['ledger.own'], load: ledger },
  { path: '/ledger/$period', needs: ['ledger.own', 'ledger.read'], load: ledger },
  { path: '/check', needs: ['ledger.check'], load: () => import('../../ledgers/month-check/desk.screen.tsx') },
  { path: '/branch', needs: ['record.write'], load: () => import('../../life/activities/branch-month.screen.tsx') },
  {
    path: '/record/$kind',
    needs: ['record.write'],
    load: () => import('../../life/activities/record-form.screen.tsx'),
  },
  {
    path: '/delegation',
    needs: ['delegation.own'],
    load: () => import('../../life/activities/delegation.screen.tsx'),
  },
  { path: '/records', needs: ['record.read'], load: () => import('../../life/activities/records.screen.tsx') },
  { path: '/records/$id', needs: ['record.read'], load: () => import('../../life/activities/record.screen.tsx') },
  { path: '/participation', needs: ['participation.own'], load: participation },
  { path: '/people/$id/participation', needs: ['person.read', 'participation.own'], load: participation },
  {
    path: '/people/$id/ledgers',
    needs: ['ledger.read'],
    load: () => import('../../reports/dashboards/person-ledgers.screen.tsx'),
  },
  {
    path: '/people/new',
    needs: ['registry.write'],
    load: () => import('../../registry/people/person-new.screen.tsx'),
  },
  {
    path: '/people/duplicates',
    needs: ['registry.write'],
    load: () => import('../../registry/people/duplicates.screen.tsx'),
  },
  { path: '/people/$id', needs: ['registry.read'], load: person },
  { path: '/organizations', needs: ['registry.read'], load: organizations },
  {
    path: '/organizations/compare',
    needs: ['registry.read'],
    load: () => import('../../registry/organizations/compare.screen.tsx'),
  },
  {
    path: '/organizations/adjust',
    needs: ['registry.write'],
    load: () => import('../../registry/adjustments/adjust.screen.tsx'),
  },
  {
    path: '/adjustments',
    needs: ['city.overview'],
    load: () => import('../../registry/adjustments/adjustments.screen.tsx'),
  },
  {
    path: '/adjustments/$id',
    needs: ['city.overview'],
    load: () => import('../../registry/adjustments/adjustment.screen.tsx'),
  },
  { path: '/organizations/$id', needs: ['registry.read'], load: organizations },
  {
    path: '/responsibility',
    needs: ['city.overview'],
    load: () => import('../../registry/responsibility/responsibility.screen.tsx'),
  },
  { path: '/key-work', needs: ['keyPlan.own'], load: keyWork },
  {
    path: '/key-work/city',
    needs: ['city.overview'],
    load: () => import('../../registry/responsibility/key-work-city.screen.tsx'),
  },
  { path: '/people/$id/key-work', needs: ['ledger.read'], load: keyWork },
  { path: '/import/words', needs: ['import.run'], load: () => import('./import-words.screen.tsx') },
  { path: '/import', needs: ['import.run'], load: () => import('./import.screen.tsx') },
  { path: '/city', needs: ['city.overview'], load: () => import('./city-home.screen.tsx') },
  {
    path: '/me/data',
    needs: ['person.own'],
    load: () => import('../../reports/personal-data/personal-data.screen.tsx'),
  },
  {
    path: '/corrections',
    needs: ['correction.answer'],
    load: () => import('../../reports/personal-data/corrections.screen.tsx'),
  },
  {
    path: '/retention',
    needs: ['operation.read'],
    load: () => import('../../reports/personal-data/retention.screen.tsx'),
  },
  { path: '/me/person', needs: ['person.own'], load: person },
  { path: '/me', needs: ['account.own'], load: () => import('../../platform/identity/account.screen.tsx') },
  { path: '/accounts', needs: ['account.manage'], load: () => import('../../platform/identity/accounts.screen.tsx') },
  {
    path: '/accounts/by-workbook',
    needs: ['account.manage'],
    load: () => import('../../platform/identity/account-sheet.screen.tsx'),
  },
  { path: '/tokens', needs: ['token.manage'], load: () => import('../../platform/identity/tokens.screen.tsx') },
  {
    path: '/security',
    needs: ['security.settings'],
    load: () => import('../../platform/identity/security-settings.screen.tsx'),
  },
  {
    path: '/factor-resets',
    needs: ['factor.reset'],
    load: () => import('../../platform/identity/factor-resets.screen.tsx'),
  },
  { path: '/abilities', needs: ['account.manage'], load: () => import('../../platform/identity/abilities.screen.tsx') },
  { path: '/audit', needs: ['audit.read'], load: () => import('../../platform/audit/audit.screen.tsx') },
  {
    path: '/operation',
    needs: ['operation.read'],
    load: () => import('../../platform/operation/operation.screen.tsx'),
  },
];

/** Begins to load the screen of a path, ahead of the house that will show it. */
export function loadAhead(pathname: string): void {
  const parts = pathname.split('/');
  const address = ADDRESSES.find(({ path }) => {
    const wanted = path.split('/');
    return wanted.length === parts.length && wanted.every((part, at) => part.startsWith('$') || part === parts[at]);
  });
  // Should it fail, the router meets the same error where it can be shown.
  address?.load().catch(() => {});
}
