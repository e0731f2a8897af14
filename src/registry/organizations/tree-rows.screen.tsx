/** Rows of a tree: drawn only where they are in sight, walked by keyboard. What stands in a row is the caller's. */
import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { type TreeRow, typedAhead } from './tree.logic.ts';

/** Rows drawn beyond the edges, so that scrolling shows no gaps. */
const BEYOND = 12;
/** Scrolling draws anew after so many rows, not at every pixel. */
const STEP = 6;
/** Letters typed within this time are one word. */
const TYPED_MS = 800;

interface Org {
  id: number;
  parentId: number | null;
  kind: TreeRow['org']['kind'];
  name: string;
  shortName: string;
  initials?: string;
}

interface Props<O extends Org> {
  /** What the tree holds, for screen readers. */
  label: string;
  rows: readonly TreeRow<O>[];
  /** Height of a row in px. */
  height: number;
  selected: number | undefined;
  toggle: (id: number) => void;
  /** Enter or space on a row. */
  onOpen: (org: O) => void;
  children: (row: TreeRow<O>) => ReactNode;
}

export function TreeRows<O extends Org>({ label, rows, height, selected, toggle, onOpen, children }: Props<O>) {
  const box = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 800 });
  const [at, setAt] = useState<number | undefined>(undefined);
  const current = at ?? selected ?? rows[0]?.org.id;
  const index = Math.max(
    0,
    rows.findIndex((one) => one.org.id === current),
  );

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => {
      const step = STEP * height;
      const now = { top: Math.floor(element.scrollTop / step) * step, height: element.clientHeight };
      setSight((before) => (before.top === now.top && before.height === now.height ? before : now));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [height]);

  const reveal = useCallback(
    (to: number): void => {
      const element = box.current;
      if (!element) return;
      if (to * height < element.scrollTop) element.scrollTop = to * height;
      else if ((to + 1) * height > element.scrollTop + element.clientHeight) {
        element.scrollTop = (to + 1) * height - element.clientHeight;
      }
    },
    [height],
  );
  // Once for each selection, not whenever opening something moves it.
  const revealed = useRef<number | undefined>(undefined);
  const selectedIndex = selected === undefined ? -1 : rows.findIndex((one) => one.org.id === selected);
  useEffect(() => {
    if (selectedIndex < 0 || revealed.current === selected) return;
    revealed.current = selected;
    setAt(undefined);
    reveal(selectedIndex);
  }, [selected, selectedIndex, reveal]);

  const go = (to: number): void => {
    const target = rows[Math.max(0, Math.min(to, rows.length - 1))];
    if (!target) return;
    setAt(target.org.id);
    reveal(rows.indexOf(target));
  };
  const typed = useRef({ text: '', at: 0 });
  const typeAhead = (letter: string, now: number): void => {
    const before = now - typed.current.at < TYPED_MS ? typed.current.text : '';
    typed.current = { text: before + letter.toLowerCase(), at: now };
    const found = typedAhead(rows, index, typed.current.text);
    if (found >= 0) go(found);
  };
  const key = (event: KeyboardEvent): void => {
    const here = rows[index];
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(sight.height / height) - 1);
    switch (event.key) {
      case 'ArrowDown':
        go(index + 1);
        break;
      case 'ArrowUp':
        go(index - 1);
        break;
      case 'PageDown':
        go(index + page);
        break;
      case 'PageUp':
        go(index - page);
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
      case 'ArrowLeft': {
        const above = rows.findIndex((one) => one.org.id === here.org.parentId);
        if (here.open) toggle(here.org.id);
        else if (above >= 0) go(above);
        break;
      }
      case 'Enter':
      case ' ':
        onOpen(here.org);
        break;
      default:
        if (!/^[\p{L}\p{N}]$/u.test(event.key)) return;
        typeAhead(event.key, event.timeStamp);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const first = Math.max(0, Math.floor(sight.top / height) - BEYOND);
  const last = Math.min(rows.length, Math.ceil((sight.top + sight.height) / height) + STEP + BEYOND);
  return (
    <div
      className="org-rows"
      ref={box}
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={rows[index] && index >= first && index < last ? `org-${rows[index].org.id}` : undefined}
      onKeyDown={key}
    >
      <div style={{ height: rows.length * height }} role="presentation">
        {rows.slice(first, last).map((one, offset) => (
          <Row
            key={one.org.id}
            row={one}
            top={(first + offset) * height}
            height={height}
            on={one.org.id === selected}
            at={one.org.id === current}
            draw={children}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps<O extends Org> {
  row: TreeRow<O>;
  top: number;
  height: number;
  /** Its page is open. */
  on: boolean;
  /** The keyboard is at it. */
  at: boolean;
  draw: (row: TreeRow<O>) => ReactNode;
}

function RowDrawn<O extends Org>({ row, top, height, on, at, draw }: RowProps<O>) {
  return (
    <div
      id={`org-${row.org.id}`}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-selected={on}
      aria-expanded={row.hasChildren ? row.open : undefined}
      tabIndex={-1}
      className={`org-row${on ? ' on' : ''}${at ? ' at' : ''}${row.onTheWay ? ' way' : ''}`}
      style={{ top, height }}
    >
      {draw(row)}
    </div>
  );
}
/** Rows that stay in sight are not drawn anew while others come. */
const Row = memo(RowDrawn) as typeof RowDrawn;

/** What opens and closes a row, set in by its depth. */
export function Twist<O extends Org>({ row, toggle }: { row: TreeRow<O>; toggle: (id: number) => void }) {
  const { org, open, hasChildren, depth } = row;
  const style = { '--depth': depth } as CSSProperties;
  if (!hasChildren) return <span className="twist none" style={style} />;
  return (
    <button
      type="button"
      className={`twist${open ? ' open' : ''}`}
      style={style}
      tabIndex={-1}
      aria-label={`${open ? '收起' : '展开'}${org.shortName}`}
      onClick={() => toggle(org.id)}
    />
  );
}
