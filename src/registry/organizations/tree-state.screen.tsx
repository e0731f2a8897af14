/** How a tree is looked at: what is filtered (in the address) and what is open. */
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { type Day, firstDay, type Month } from '../../core/time/room.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { ORG_KINDS, SECTORS } from './facts.logic.ts';
import type { TreeFilter } from './tree.logic.ts';

/** Parameters of the address that links within the tree carry along. `find` is that of opened figures. */
export const FILTER_PARAMETERS = ['name', 'kind', 'sector', 'county', 'changed'] as const;

/** The first day of the year of a day: 本年有变动 is since then. */
export const yearOf = (on: Day): Day => firstDay(`${on.slice(0, 4)}-01` as Month);

/** Words that are typed: at once on the screen, in the address once the typing rests, for the rows when there is time. */
export function useTypedWords(parameter: string) {
  const [kept, setKept] = useUrlState(parameter);
  const [words, setWords] = useState(kept ?? '');
  useEffect(() => {
    if (words === (kept ?? '')) return;
    const timer = setTimeout(() => setKept(words || undefined), 200);
    return () => clearTimeout(timer);
  }, [words, kept, setKept]);
  return { words, setWords, wanted: useDeferredValue(words) };
}

/** The filter of the tree of a day. `chosen`: how many conditions beside the words are set. */
export function useTreeFilter(on: Day) {
  const { words, setWords, wanted } = useTypedWords('name');
  const [kindText] = useUrlState('kind');
  const [sectorText] = useUrlState('sector');
  const [countyText] = useUrlState('county');
  const [changed] = useUrlState('changed');
  const change = useUrlChange();
  const filter = useMemo(
    (): TreeFilter => ({
      text: wanted,
      kind: ORG_KINDS.find(({ id }) => id === kindText)?.id,
      sector: SECTORS.find(({ id }) => id === sectorText)?.id,
      county: countyText !== undefined && /^\d+$/.test(countyText) ? Number(countyText) : undefined,
      changedSince: changed === undefined ? undefined : yearOf(on),
    }),
    [wanted, kindText, sectorText, countyText, changed, on],
  );
  const chosen = [filter.kind, filter.sector, filter.county, filter.changedSince].filter((one) => one !== undefined);
  return { words, setWords, filter, chosen: chosen.length, set: change };
}

const NOTHING: ReadonlySet<number> = new Set();

/** What is open in a tree; under a filter everything is, but what was closed since it was set. */
export function useOpened(tops: readonly number[], filter: unknown, filtering: boolean) {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set(tops));
  const [shut, setShut] = useState({ filter, closed: NOTHING });
  const closed = shut.filter === filter ? shut.closed : NOTHING;
  const toggled = (before: ReadonlySet<number>, id: number): ReadonlySet<number> => {
    const next = new Set(before);
    if (!next.delete(id)) next.add(id);
    return next;
  };
  const toggle = (id: number): void => {
    if (filtering) setShut({ filter, closed: toggled(closed, id) });
    else setOpened((before) => toggled(before, id));
  };
  const openAll = useCallback((ids: readonly number[]): void => {
    setOpened((before) => (ids.every((id) => before.has(id)) ? before : new Set([...before, ...ids])));
  }, []);
  return { opened, closed, toggle, openAll };
}
