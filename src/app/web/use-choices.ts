/** Saying something about a file of the tray: each word is laid over the one before at once, and they are kept in that order. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { chooseForFile, openTray, type Tray, type TrayFile } from '../../platform/open/import.contract.ts';
import { type ApiError, call, type NetworkLost } from '../../ui/api.ts';
import type { Choices } from './mending.logic.ts';

const TRAY = [openTray.id, {}];

export function useChoices({ id, choices: shown }: Pick<TrayFile, 'id' | 'choices'>) {
  const client = useQueryClient();
  const act = useMutation<unknown, ApiError | NetworkLost, Choices>({
    mutationKey: [chooseForFile.id],
    scope: { id: `choices of ${id}` },
    mutationFn: (body) => call(chooseForFile, { params: { id }, body }),
    onSettled: () => {
      // The last one asks for the preview: an answer to an earlier one would take back what was said since.
      if (client.isMutating({ mutationKey: [chooseForFile.id] }) === 1) return client.invalidateQueries();
      return undefined;
    },
  });
  const change = (of: (choices: Choices) => Choices, done?: () => void): void => {
    const known = client.getQueryData<Tray>(TRAY)?.files.find((file) => file.id === id)?.choices ?? shown;
    const choices = of(known);
    void client.cancelQueries({ queryKey: TRAY });
    client.setQueryData<Tray>(
      TRAY,
      (tray) => tray && { ...tray, files: tray.files.map((file) => (file.id === id ? { ...file, choices } : file)) },
    );
    act.mutate(choices, { onSuccess: done });
  };
  return { change, isPending: act.isPending, error: act.error };
}
