/** Routes as TanStack Query hooks. Everything is derived from what is recorded, so any write makes every answer stale. */
import { QueryClient, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Route } from '../platform/open/room.ts';
import { type Answer, ApiError, call, type Input, isReachable, NetworkLost, onReachChange } from './api.ts';
import { cachedRoute } from './kept.ts';

/** The one query client of the page. Works without network too: what is kept on the machine answers then. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 15_000,
      retry: (failures, error) => error instanceof NetworkLost && failures < (error.detail ? 3 : 1),
      refetchOnReconnect: 'always',
    },
    mutations: {
      networkMode: 'always',
      // What the server says it has not stored may go again by itself, after 1, 2 and 4 seconds.
      retry: (failures, error) => error instanceof NetworkLost && error.notStored && failures < 3,
      retryDelay: (failures) => 1_000 * 2 ** failures,
    },
  },
});

// What could not be read is asked for again once the server is back.
onReachChange(() => {
  if (isReachable()) void queryClient.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
});

interface ReadOptions {
  /** False: not yet asked, because something is missing. */
  enabled?: boolean;
  /** Keep the last answer on this machine and use it when there is no network. */
  keep?: boolean;
  /** Keep showing the former answer while the next one loads (paging, other day). */
  hold?: boolean;
  /** Ask again every so many milliseconds (progress of long work). */
  every?: number | false;
}

/** Reads a route. `error` is ApiError or NetworkLost; `<Failed error={…} />` shows either. */
export function useRoute<R extends Route>(
  route: R,
  input: Input<R>,
  { enabled = true, keep = false, hold = false, every = false }: ReadOptions = {},
): UseQueryResult<Answer<R>, ApiError | NetworkLost> {
  return useQuery<Answer<R>, ApiError | NetworkLost>({
    queryKey: [route.id, input],
    queryFn: async ({ signal }) =>
      keep ? (await cachedRoute(route, input, signal)).answer : await call(route, input, signal),
    enabled,
    refetchInterval: every,
    ...(hold ? { placeholderData: (former: Answer<R> | undefined) => former } : {}),
  } as Parameters<typeof useQuery<Answer<R>, ApiError | NetworkLost>>[0]);
}

/**
 * Does something through a route: `const submit = useAct(route); submit.mutate({ params, body })`.
 * All answers on screen are asked for again afterwards. For writes that must survive a lost network use `useOutbox`.
 */
export function useAct<R extends Route>(route: R, onDone?: (answer: Answer<R>, input: Input<R>) => void) {
  const client = useQueryClient();
  return useMutation<Answer<R>, ApiError | NetworkLost, Input<R>>({
    mutationKey: [route.id],
    mutationFn: (input) => call(route, input),
    onSuccess: (answer, input) => {
      onDone?.(answer, input);
      return client.invalidateQueries();
    },
  });
}

/** Asks for a route's answer ahead of time, for the next item of a queue. */
export function usePrefetch() {
  const client = useQueryClient();
  return <R extends Route>(route: R, input: Input<R>): void => {
    void client.prefetchQuery({
      queryKey: [route.id, input],
      queryFn: ({ signal }) => call(route, input, signal),
    });
  };
}

export { ApiError, NetworkLost };
