/**
 * Saying something about a file of the tray: each word is laid over the one before at once, and they are kept in that order. While
 * the server does not answer they wait on this page and go by themselves once it is back.
 */
import { useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { chooseForFile, openTray, type Tray, type TrayFile } from '../../platform/open/import.contract.ts';
import { type ApiError, call, NetworkLost } from '../../ui/api.ts';
import type { Choices } from './mending.logic.ts';

const TRAY = [openTray.id, {}];
const AGAIN_MS = 3_000;
/** What was said and is not stored yet, by file: an older preview that arrives meanwhile takes none of it back. */
const unsent = new Map<string, Choices>();

export function useChoices({ id, choices: shown }: Pick<TrayFile, 'id' | 'choices'>) {
  const client = useQueryClient();
  const act = useMutation<unknown, ApiError | NetworkLost, Choices>({
    mutationKey: [chooseForFile.id],
    scope: { id: `choices of ${id}` },
    mutationFn: (body) => call(chooseForFile, { params: { id }, body }),
    // The same said twice is said once.
    retry: (_, error) => error instanceof NetworkLost,
    retryDelay: AGAIN_MS,
    onSettled: (_, __, body) => {
      if (unsent.get(id) === body) unsent.delete(id);
      // The last one asks for the preview: an answer to an earlier one would take back what was said since.
      if (client.isMutating({ mutationKey: [chooseForFile.id] }) === 1) return client.invalidateQueries();
      return undefined;
    },
  });
  const change = (of: (choices: Choices) => Choices, done?: () => void): void => {
    const known = client.getQueryData<Tray>(TRAY)?.files.find((file) => file.id === id)?.choices ?? shown;
    const choices = of(unsent.get(id) ?? known);
    unsent.set(id, choices);
    void client.cancelQueries({ queryKey: TRAY });
    client.setQueryData<Tray>(
      TRAY,
      (tray) => tray && { ...tray, files: tray.files.map((file) => (file.id === id ? { ...file, choices } : file)) },
    );
    act.mutate(choices, { onSuccess: done });
  };
  // While the server is away one may say more; it waits behind what was said before.
  return { change, isPending: act.isPending && act.failureReason === null, error: act.error };
}

/** Whether something that was said still waits for the server; the page is not left then without asking. */
export function useUnsent(): boolean {
  const failures = useMutationState({
    filters: { mutationKey: [chooseForFile.id], status: 'pending' },
    select: ({ state }) => state.failureReason,
  });
  const isWaiting = failures.some((failure) => failure !== null);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isWaiting]);
  return isWaiting;
}
