/** At the next visit: one line when a request for correction was answered, until it has been looked at on this machine. */
import { useSyncExternalStore } from 'react';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { owner } from '../../ui/owner.ts';
import { useRoute } from '../../ui/query.ts';
import { correctionProcess } from './correction-process.logic.ts';
import { correctionNews } from './corrections.contract.ts';

const KEY = 'xieshi.corrections-seen';
const keyOf = (): string => `${KEY}|${owner()}`;
const listeners = new Set<() => void>();

/** Answers up to this instant have been looked at. */
export function newsSeen(at: string): void {
  if ((localStorage.getItem(keyOf()) ?? '') >= at) return;
  localStorage.setItem(keyOf(), at);
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function CorrectionNews() {
  const { who, may } = useFrame();
  const query = useRoute(correctionNews, {}, { enabled: who.personId !== null && may('person.own') });
  const seen = useSyncExternalStore(subscribe, () => localStorage.getItem(keyOf()) ?? '');
  const fresh = query.data?.answered.filter(({ at }) => at > seen) ?? [];
  const [first] = fresh;
  if (!first) return null;
  return (
    <p className="band plain" role="status">
      <span>
        您申请更正的{first.what}
        {fresh.length > 1 ? `等${fresh.length}项有了答复` : `有了答复：${correctionProcess.states[first.state].name}`}。
        <Go to="/me/data?class=corrections">看答复</Go>
      </span>
    </p>
  );
}
