/** Small states that belong into the address: an open sheet, a table's view. Back and reload find them again. */
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Changes several search parameters at once; undefined removes one. `step`: Back undoes it. */
export function useUrlChange(): (changes: Readonly<Record<string, string | undefined>>, step?: boolean) => void {
  const router = useRouter();
  return useCallback(
    (changes, step = false) => {
      const url = new URL(router.history.location.href, window.location.origin);
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === '') url.searchParams.delete(name);
        else url.searchParams.set(name, value);
      }
      void router.navigate({ href: `${url.pathname}${url.search}${url.hash}`, replace: !step, resetScroll: false });
    },
    [router],
  );
}

/** One search parameter as state; a change replaces the address (sorting, typing). */
export function useUrlState(name: string): [value: string | undefined, set: (next: string | undefined) => void] {
  const change = useUrlChange();
  const value = useRouterState({
    select: (state) => {
      const found = (state.location.search as Record<string, unknown>)[name];
      return found === undefined ? undefined : String(found);
    },
  });
  return [value, useCallback((next: string | undefined) => change({ [name]: next }), [change, name])];
}
