/** Every screen's address. Screens are loaded when first opened; each file exports `Screen`. */
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Ability } from '../../platform/access/room.ts';
import { Go } from '../../ui/go.tsx';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import { Shell } from './shell.screen.tsx';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The shell shows the screen to those who have one of these abilities. */
    needs?: readonly Ability[];
  }
}

export interface HouseContext {
  /** First page of the one who is signed in. */
  home: string;
}

interface Address {
  path: string;
  /** One of these is needed; without it the page says who can give it. */
  needs: readonly Ability[];
  load: () => Promise<{ Screen: () => ReactNode }>;
}

const ledger = () => import('../../ledgers/ledger/ledger.screen.tsx');
const organizations = () => import('../../registry/organizations/organizations.screen.tsx');
const participation = () => import('../../life/participation/participation.screen.tsx');

const ADDRESSES: readonly Address[] = [
  { path: '/ledger', needs: ['ledger.own'], load: ledger },
  { path: '/ledger/$period', needs: ['ledger.own', 'ledger.read'], load: ledger },
  { path: '/check', needs: ['ledger.check'], load: () => import('../../ledgers/month-check/desk.screen.tsx') },
  { path: '/branch', needs: ['record.write'], load: () => import('../../life/activities/branch-month.screen.tsx') },
  {
    path: '/record/$kind',
    needs: ['record.write'],
    load: () => import('../../life/activities/record-form.screen.tsx'),
  },
  { path: '/records', needs: ['record.read'], load: () => import('../../life/activities/records.screen.tsx') },
  { path: '/records/$id', needs: ['record.read'], load: () => import('../../life/activities/record.screen.tsx') },
  { path: '/participation', needs: ['participation.own'], load: participation },
  { path: '/people/$id/participation', needs: ['person.read', 'participation.own'], load: participation },
  { path: '/people/$id', needs: ['registry.read'], load: () => import('../../registry/people/person.screen.tsx') },
  { path: '/organizations', needs: ['registry.read'], load: organizations },
  { path: '/organizations/$id', needs: ['registry.read'], load: organizations },
  { path: '/import', needs: ['import.run'], load: () => import('./import.screen.tsx') },
  { path: '/city', needs: ['city.overview'], load: () => import('./city-home.screen.tsx') },
  { path: '/me', needs: ['account.own'], load: () => import('../../platform/identity/account.screen.tsx') },
  { path: '/accounts', needs: ['account.manage'], load: () => import('../../platform/identity/accounts.screen.tsx') },
  { path: '/abilities', needs: ['account.manage'], load: () => import('../../platform/access/abilities.screen.tsx') },
  { path: '/audit', needs: ['audit.read'], load: () => import('../../platform/audit/audit.screen.tsx') },
  {
    path: '/operation',
    needs: ['operation.read'],
    load: () => import('../../platform/operation/operation.screen.tsx'),
  },
];

const root = createRootRouteWithContext<HouseContext>()({ component: Shell, notFoundComponent: NoSuchPage });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ href: context.home, replace: true });
  },
});

const screens = ADDRESSES.map(({ path, needs, load }) =>
  createRoute({
    getParentRoute: () => root,
    path,
    staticData: { needs },
    component: lazyRouteComponent(load, 'Screen'),
  }),
);

/** The router of one signed-in visit. */
export const makeRouter = (context: HouseContext) =>
  createRouter({
    routeTree: root.addChildren([home, ...screens]),
    context,
    // Values in the address are texts, as people type and share them.
    parseSearch: parseSearchWith((value) => value),
    stringifySearch: stringifySearchWith(String),
    defaultPreload: 'intent',
    defaultPendingMs: 0,
    defaultPendingMinMs: 0,
    defaultPendingComponent: () => <Loading />,
    defaultErrorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
    scrollRestoration: true,
    scrollToTopSelectors: ['.frame-page'],
  });

function NoSuchPage() {
  return (
    <>
      <h1 className="unseen">没有这一页</h1>
      <Empty
        act={
          <p>
            <Go to="/">回到首页</Go>
          </p>
        }
      >
        没有这一页。可能地址不全，或内容已被收回。
      </Empty>
    </>
  );
}
