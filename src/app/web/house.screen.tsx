/** The house of one signed-in visit: look, router, what is kept on this machine. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import type { Me } from '../../platform/identity/identity.contract.ts';
import { dropOldKept, forgetKept } from '../../ui/local-store.ts';
import { Look } from '../../ui/look.tsx';
import { notice } from '../../ui/notices.tsx';
import { watchReach } from '../../ui/online.ts';
import { onSent, startOutbox } from '../../ui/outbox.ts';
import { queryClient } from '../../ui/query.ts';
import { navigationFor } from './navigation.logic.ts';
import { makeRouter } from './routes.tsx';
import { type Visit, VisitContext } from './visit.ts';

export function House({ me, onLeave }: { me: Me; onLeave: (to?: string) => void }) {
  const router = useMemo(() => makeRouter({ home: navigationFor(new Set(me.abilities)).home }), [me]);
  const visit = useMemo<Visit>(
    () => ({
      me,
      leave: async (to) => {
        await forgetKept();
        onLeave(to);
      },
    }),
    [me, onLeave],
  );
  useEffect(() => {
    void dropOldKept();
    const stops = [
      startOutbox(),
      watchReach(),
      onSent((row) => {
        notice(`已送出：${row.label}`);
        void queryClient.invalidateQueries();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      // The session ended: the next one to sign in may be somebody else.
      queryClient.clear();
    };
  }, []);
  return (
    <VisitContext.Provider value={visit}>
      <QueryClientProvider client={queryClient}>
        <Look>
          <RouterProvider router={router} />
        </Look>
      </QueryClientProvider>
    </VisitContext.Provider>
  );
}
