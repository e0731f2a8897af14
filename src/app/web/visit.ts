/** The signed-in visit, for the shell's parts. */
import { createContext, useContext } from 'react';
import type { Me } from '../../platform/identity/identity.contract.ts';

export interface Visit {
  me: Me;
  /** Ends the visit after the server ended the session; goes on to where one signs out as well. */
  leave: (to?: string) => Promise<void>;
}

export const VisitContext = createContext<Visit | undefined>(undefined);

/** Who is signed in. Throws outside the house. */
export function useVisit(): Visit {
  const visit = useContext(VisitContext);
  if (visit === undefined) throw new Error('outside the house');
  return visit;
}
