/** Small states that belong into the address: an open sheet, a table's view. Back and reload find them again. */
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';

/**
 * One search parameter as state. `step: true` makes a change a step that Back undoes (opening a sheet); otherwise the
 * address is replaced (sorting, typing).
 */
export function useUrlState(
  name: string,
  step = false,
): [value: string | undefined, set: (next: string | undefined) => void] {
  const router = useRouter();
  const value = useRouterState({
    select: (state) => {
      const found = (state.location.search as Record<string, unknown>)[name];
      return found === undefined ? undefined : String(found);
    },
  });
  const set = useCallback(
    (next: string | undefined): void => {
      const url = new URL(router.history.location.href, window.location.origin);
      if (next === undefined || next === '') url.searchParams.delete(name);
      else url.searchParams.set(name, next);
      const href = `${url.pathname}${url.search}${url.hash}`;
      void router.navigate({ href, replace: !step, resetScroll: false });
    },
    [router, name, step],
  );
  return [value, set];
}
