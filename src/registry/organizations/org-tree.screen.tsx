/** The tree of organizations: filtered, walked by keyboard, drawn only where it is in sight. */

import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Go } from '../../ui/go.tsx';
import { useSize } from '../../ui/screen-size.ts';
import { useUrlState } from '../../ui/url-state.ts';
import { ORG_KINDS, type OrgKind } from './facts.logic.ts';
import { kindName, type OrgLine } from './organizations.contract.ts';
import { type TreeRow, treeRows, wayUp } from './tree.logic.ts';

const ROW = { desk: 36, phone: 48 } as const;
/** Rows drawn beyond the edges, so that scrolling shows no gaps. */
const BEYOND = 12;

interface Props {
  organizations: readonly OrgLine[];
  selected: number | undefined;
  /** Address of an organization, with the day that is looked at. */
  pathOf: (id: number) => string;
}

export function OrgTree({ organizations, selected, pathOf }: Props) {
  const size = useSize();
  const row = ROW[size];
  const [text, setText] = useUrlState('find');
  const [kindText, setKind] = useUrlState('kind');
  const kind = ORG_KINDS.find(({ id }) => id === kindText)?.id;
  const tops = useMemo(
    () => organizations.filter((org) => org.parentId === null).map((org) => org.id),
    [organizations],
  );
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set(tops));
  const rows = useMemo(
    () => treeRows(organizations, opened, { text: text ?? '', kind }),
    [organizations, opened, text, kind],
  );

  // The way to what is selected is open, wherever it was opened from.
  useEffect(() => {
    if (selected === undefined) return;
    const way = wayUp(organizations, selected).slice(1);
    setOpened((before) => (way.every((id) => before.has(id)) ? before : new Set([...before, ...way])));
  }, [organizations, selected]);

  const toggle = (id: number): void =>
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const found = text !== undefined || kind !== undefined ? rows.filter((one) => !one.onTheWay).length : undefined;
  const kinds = ORG_KINDS.filter(({ id }) => organizations.some((org) => org.kind === id));

  return (
    <div className="org-tree">
      <div className="org-find screen-only">
        <input
          className="in"
          type="search"
          aria-label="按名称筛选组织"
          placeholder="按名称筛选"
          value={text ?? ''}
          onChange={(event) => setText(event.target.value || undefined)}
        />
        <select
          className="in"
          aria-label="按类别筛选组织"
          value={kind ?? ''}
          onChange={(event) => setKind(event.target.value || undefined)}
        >
          <option value="">全部类别</option>
          {kinds.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <p className="note org-count" role="status">
        {found === undefined ? `共${organizations.length}个组织` : `${found}个符合，共${organizations.length}个`}
      </p>
      {rows.length === 0 ? (
        <p className="org-none ink2">没有符合的组织。换个词，或选全部类别。</p>
      ) : (
        <Rows {...{ rows, row, selected, pathOf, toggle }} />
      )}
    </div>
  );
}

interface RowsProps {
  rows: readonly TreeRow[];
  row: number;
  selected: number | undefined;
  pathOf: (id: number) => string;
  toggle: (id: number) => void;
}

function Rows({ rows, row, selected, pathOf, toggle }: RowsProps) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const [window, setWindow] = useState({ top: 0, height: 800 });
  const [at, setAt] = useState<number | undefined>(undefined);
  const current = at ?? selected ?? rows[0]?.org.id;
  const index = Math.max(
    0,
    rows.findIndex((one) => one.org.id === current),
  );

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => setWindow({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);

  const reveal = useCallback(
    (to: number): void => {
      const element = box.current;
      if (!element) return;
      if (to * row < element.scrollTop) element.scrollTop = to * row;
      else if ((to + 1) * row > element.scrollTop + element.clientHeight) {
        element.scrollTop = (to + 1) * row - element.clientHeight;
      }
    },
    [row],
  );
  // Once for each selection, not whenever opening something moves it.
  const revealed = useRef<number | undefined>(undefined);
  const selectedIndex = rows.findIndex((one) => one.org.id === selected);
  useEffect(() => {
    if (selectedIndex < 0 || revealed.current === selected) return;
    revealed.current = selected;
    setAt(undefined);
    reveal(selectedIndex);
  }, [selected, selectedIndex, reveal]);

  const go = (to: number): void => {
    const target = rows[to];
    if (!target) return;
    setAt(target.org.id);
    reveal(to);
  };
  const key = (event: KeyboardEvent): void => {
    const here = rows[index];
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
    switch (event.key) {
      case 'ArrowDown':
        go(index + 1);
        break;
      case 'ArrowUp':
        go(index - 1);
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(rows.length - 1);
        break;
      case 'ArrowRight':
        if (here.hasChildren && !here.open) toggle(here.org.id);
        else if (here.open) go(index + 1);
        break;
      case 'ArrowLeft':
        if (here.open) toggle(here.org.id);
        else go(rows.findIndex((one) => one.org.id === here.org.parentId));
        break;
      case 'Enter':
      case ' ':
        void router.navigate({ href: pathOf(here.org.id) });
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const first = Math.max(0, Math.floor(window.top / row) - BEYOND);
  const last = Math.min(rows.length, Math.ceil((window.top + window.height) / row) + BEYOND);
  return (
    <div
      className="org-rows"
      ref={box}
      role="tree"
      aria-label="组织"
      tabIndex={0}
      aria-activedescendant={rows[index] && index >= first && index < last ? `org-${rows[index].org.id}` : undefined}
      onKeyDown={key}
    >
      <div style={{ height: rows.length * row }} role="presentation">
        {rows.slice(first, last).map((one, offset) => (
          <div
            key={one.org.id}
            id={`org-${one.org.id}`}
            role="treeitem"
            aria-level={one.depth + 1}
            aria-posinset={one.place}
            aria-setsize={one.siblings}
            aria-selected={one.org.id === selected}
            aria-expanded={one.hasChildren ? one.open : undefined}
            tabIndex={-1}
            className={`org-row${one.org.id === selected ? ' on' : ''}${one.org.id === current ? ' at' : ''}${one.onTheWay ? ' way' : ''}`}
            style={{ top: (first + offset) * row, height: row, paddingLeft: 8 + one.depth * 18 }}
          >
            {one.hasChildren ? (
              <button
                type="button"
                className={`twist${one.open ? ' open' : ''}`}
                tabIndex={-1}
                aria-label={one.open ? `收起${one.org.shortName}` : `展开${one.org.shortName}`}
                onClick={() => toggle(one.org.id)}
              />
            ) : (
              <span className="twist none" />
            )}
            <Go to={pathOf(one.org.id)} tabIndex={-1} title={one.org.name}>
              {one.org.shortName}
            </Go>
            <small>{kindName(one.org.kind as OrgKind)}</small>
          </div>
        ))}
      </div>
    </div>
  );
}
