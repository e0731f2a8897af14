/** The tree of both days: at the left as it was, at the right as it is, and between the two what happened. */
import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { dayName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { Go } from '../../ui/go.tsx';
import { useSize } from '../../ui/screen-size.ts';
import { Empty } from '../../ui/states.tsx';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import type { organizationCompare } from './compare.contract.ts';
import { changeName, ORG_CHANGES, type OrgChange } from './compare.logic.ts';
import { type Days, onDay } from './compare-numbers.screen.tsx';
import { type ComparedLine, changeCounts, comparedLines, fittingLines } from './compare-tree.logic.ts';
import { kindName } from './organizations.contract.ts';
import { type TreeRow, treeOf, treeRows } from './tree.logic.ts';
import { TreeRows, Twist } from './tree-rows.screen.tsx';
import { useOpened, useTypedWords } from './tree-state.screen.tsx';

const ROW = { desk: 36, phone: 76 } as const;

interface Props {
  days: Days;
  comparison: Answer<typeof organizationCompare>;
}

/** Which lines are shown; in the address. */
function useCompareFilter() {
  const { words, setWords, wanted } = useTypedWords('name');
  const [all] = useUrlState('all');
  const [chosenText] = useUrlState('changes');
  const change = useUrlChange();
  const chosen = useMemo(
    () =>
      new Set(
        (chosenText ?? '').split('.').filter((one): one is OrgChange => ORG_CHANGES.some(({ id }) => id === one)),
      ),
    [chosenText],
  );
  const filter = useMemo(
    () => ({ text: wanted, changes: chosen, onlyChanged: all === undefined }),
    [wanted, chosen, all],
  );
  return {
    words,
    setWords,
    filter,
    showAll: (on: boolean) => change({ all: on ? 'yes' : undefined }),
    choose(one: OrgChange) {
      const next = new Set(chosen);
      if (!next.delete(one)) next.add(one);
      change({ changes: [...next].join('.') || undefined });
    },
  };
}

export function CompareTree({ days, comparison }: Props) {
  const size = useSize();
  const router = useRouter();
  const state = useCompareFilter();
  const { filter } = state;
  const lines = useMemo(() => comparedLines(comparison), [comparison]);
  const tree = useMemo(() => treeOf(lines), [lines]);
  const fits = useMemo(() => fittingLines(filter), [filter]);
  const tops = (tree.children.get(null) ?? []).map(({ id }) => id);
  const { opened, closed, toggle } = useOpened(tops, filter, fits !== undefined);
  const rows = useMemo(() => treeRows(tree, opened, fits, closed), [tree, opened, fits, closed]);
  const found = useMemo(() => (fits ? lines.filter(fits).length : lines.length), [lines, fits]);
  const counts = useMemo(() => changeCounts(lines), [lines]);
  const nothing = comparison.changed.length === 0;

  return (
    <div className="org-tree compare-tree">
      <div className="compare-find screen-only">
        <input
          className="in"
          type="search"
          aria-label="按名称筛选组织"
          placeholder="按现在或原来的名称筛选"
          value={state.words}
          onChange={(event) => state.setWords(event.target.value)}
        />
        <label className="org-changed">
          <input
            type="checkbox"
            className="cb"
            checked={filter.onlyChanged}
            onChange={(event) => state.showAll(!event.target.checked)}
          />
          只看变动
        </label>
        <fieldset className="compare-chips" aria-label="看哪些变动">
          {ORG_CHANGES.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              className="btn"
              aria-pressed={filter.changes.has(id)}
              disabled={!counts.has(id)}
              onClick={() => state.choose(id)}
            >
              <i className={`chg chg-${id}`} aria-hidden="true" />
              {name}
              <b>{counts.get(id) ?? 0}</b>
            </button>
          ))}
        </fieldset>
      </div>
      <p className="note org-count" role="status">
        {nothing ? `${dayName(days.from)}和${dayName(days.to)}的组织没有不同` : `${found}个组织符合`}
      </p>
      {rows.length === 0 ? (
        <Empty
          act={
            nothing ? (
              <button type="button" className="btn" onClick={() => state.showAll(true)}>
                看全部组织
              </button>
            ) : undefined
          }
        >
          {nothing
            ? '这两天之间没有组织变动。换一个更早的日期，或看全部组织。'
            : '没有符合的组织。换个词，或少选几种变动。'}
        </Empty>
      ) : (
        <>
          {size === 'desk' && (
            <div className="compare-cells compare-heads" aria-hidden="true">
              <span>{dayName(days.from)}</span>
              <span>{dayName(days.to)}</span>
              <span>变动</span>
            </div>
          )}
          <TreeRows
            label={`组织，${dayName(days.from)}与${dayName(days.to)}对照`}
            rows={rows}
            height={ROW[size]}
            selected={undefined}
            toggle={toggle}
            onOpen={(line) => void router.navigate({ href: pathOf(line, days) })}
          >
            {(row) => <Cells row={row} days={days} toggle={toggle} />}
          </TreeRows>
        </>
      )}
    </div>
  );
}

const pathOf = ({ id, after }: ComparedLine, days: Days): string =>
  onDay(`/organizations/${id}`, after ? days.to : days.from, days);

function Cells({ row, days, toggle }: { row: TreeRow<ComparedLine>; days: Days; toggle: (id: number) => void }) {
  const phone = useSize() === 'phone';
  const { before, after, changes, what, basis } = row.org;
  const spacer = <Twist row={{ ...row, hasChildren: false }} toggle={toggle} />;
  // On the phone the whole row opens one page, the later one; at the desk each name opens its own day.
  const side = (org: typeof before, on: Days['to'], absent: string, opens: boolean) => {
    if (!org) return <span className="ink3">{absent}</span>;
    if (!opens) return <span className="compare-name">{org.shortName}</span>;
    return (
      <Go to={onDay(`/organizations/${org.id}`, on, days)} tabIndex={-1} title={`${org.name}（${kindName(org.kind)}）`}>
        {org.shortName}
      </Go>
    );
  };
  // The way down to a change says nothing twice on the phone.
  if (phone && after && before?.shortName === after.shortName && changes.length === 0)
    return (
      <div className="compare-cells">
        {row.hasChildren && <Twist row={row} toggle={toggle} />}
        <span>
          {spacer}
          {side(after, days.to, '', true)}
        </span>
      </div>
    );
  return (
    <div className={`compare-cells${changes.length > 0 ? ' changed' : ''}`}>
      {phone && row.hasChildren && <Twist row={row} toggle={toggle} />}
      <span>
        {phone ? spacer : <Twist row={row} toggle={toggle} />}
        <span className="compare-day">前　</span>
        {side(before, days.from, '还没有设立', !phone || !after)}
      </span>
      <span>
        {spacer}
        <span className="compare-day">后　</span>
        {side(after, days.to, '已撤销', true)}
      </span>
      <span title={[what, basis].filter((part) => part !== '').join('　依据：')}>
        {changes.map((change) => (
          <b key={change} className="nb">
            <i className={`chg chg-${change}`} aria-hidden="true" />
            {changeName(change)}
          </b>
        ))}
        {changes.length > 0 && changes[0] !== 'dissolved' && <small>{what}</small>}
        {/* On the phone the page that the row opens says it in full. */}
        {!phone && basis !== '' && <small>依据：{basis}</small>}
      </span>
    </div>
  );
}
