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
import type { Ability } from '../../platform/access/room.ts';
import { Go } from '../../ui/go.tsx';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import { ADDRESSES } from './addresses.ts';
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
