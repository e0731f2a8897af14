/** The tree of organizations: filtered, walked by keyboard, drawn only where it is in sight. */
import { useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import type { Day } from '../../core/time/room.ts';
import { Go } from '../../ui/go.tsx';
import { useSize } from '../../ui/screen-size.ts';
import { NO_COUNTY } from './counties.logic.ts';
import { ORG_KINDS, SECTORS } from './facts.logic.ts';
import { kindName, sectorName, type TreeLine } from './organizations.contract.ts';
import { fitting, type Tree, treeOf, treeRows, wayUp } from './tree.logic.ts';
import { TreeRows, Twist } from './tree-rows.screen.tsx';
import { useOpened, useTreeFilter } from './tree-state.screen.tsx';

const ROW = { desk: 36, phone: 48 } as const;

interface Props {
  organizations: readonly TreeLine[];
  on: Day;
  selected: number | undefined;
  /** Address of an organization, with the day that is looked at. */
  pathOf: (id: number) => string;
}

export function OrgTree({ organizations, on, selected, pathOf }: Props) {
  const router = useRouter();
  const height = ROW[useSize()];
  const tree = useMemo(() => treeOf(organizations), [organizations]);
  const state = useTreeFilter(on);
  const { filter } = state;
  const fits = useMemo(() => fitting(tree, filter), [tree, filter]);
  const tops = (tree.children.get(null) ?? []).map(({ id }) => id);
  const { opened, closed, toggle, openAll } = useOpened(tops, filter, fits !== undefined);
  const rows = useMemo(() => treeRows(tree, opened, fits, closed), [tree, opened, fits, closed]);
  const found = useMemo(() => fits && organizations.filter(fits).length, [organizations, fits]);

  // The way to what is selected is open, wherever it was opened from.
  useEffect(() => {
    if (selected !== undefined) openAll(wayUp(tree, selected).slice(1));
  }, [tree, selected, openAll]);

  return (
    <div className="org-tree">
      <Filter tree={tree} on={on} state={state} />
      <p className="note org-count" role="status">
        {found === undefined ? `共${organizations.length}个组织` : `${found}个符合，共${organizations.length}个`}
      </p>
      {rows.length === 0 ? (
        <p className="org-none ink2">没有符合的组织。换个词，或放宽条件。</p>
      ) : (
        <TreeRows
          label="组织"
          {...{ rows, height, selected, toggle }}
          onOpen={(org) => void router.navigate({ href: pathOf(org.id) })}
        >
          {(row) => (
            <>
              <Twist row={row} toggle={toggle} />
              <Go to={pathOf(row.org.id)} tabIndex={-1} title={row.org.name}>
                {row.org.shortName}
              </Go>
              <small>
                {row.org.kind === 'branch' ? sectorName(row.org.sector) : kindName(row.org.kind)}
                {row.org.kind !== 'branch' && <span className="org-sector">　{sectorName(row.org.sector)}</span>}
              </small>
            </>
          )}
        </TreeRows>
      )}
    </div>
  );
}

interface FilterProps {
  tree: Tree;
  on: Day;
  state: ReturnType<typeof useTreeFilter>;
}

function Filter({ tree, on, state }: FilterProps) {
  const { words, setWords, filter, chosen, set } = state;
  const phone = useSize() === 'phone';
  const [more, setMore] = useState(chosen > 0);
  const there = useMemo(() => {
    const { organizations } = tree;
    return {
      kinds: new Set(organizations.map(({ kind }) => kind)),
      sectors: new Set(organizations.map(({ sector }) => sector)),
      counties: organizations.filter(({ kind }) => kind === 'countyCommittee'),
    };
  }, [tree]);
  return (
    <div className="org-find screen-only">
      <input
        className="in"
        type="search"
        aria-label="按名称、简称或拼音首字母筛选组织"
        placeholder="名称、简称、拼音首字母"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {phone && (
        <button type="button" className="btn" aria-expanded={more} onClick={() => setMore(!more)}>
          {chosen > 0 ? `条件${chosen}` : '条件'}
        </button>
      )}
      {(more || !phone) && (
        <div className="org-conditions">
          <Select
            label="按类别筛选组织"
            all="全部类别"
            value={filter.kind}
            options={ORG_KINDS.filter(({ id }) => there.kinds.has(id))}
            onChange={(kind) => set({ kind })}
          />
          <Select
            label="按领域筛选组织"
            all="全部领域"
            value={filter.sector}
            options={SECTORS.filter(({ id }) => there.sectors.has(id))}
            onChange={(sector) => set({ sector })}
          />
          {there.counties.length > 0 && (
            <Select
              label="按区县筛选组织"
              all="全部区县"
              value={filter.county === undefined ? undefined : String(filter.county)}
              options={[
                ...there.counties.map(({ id, shortName }) => ({ id: String(id), name: shortName })),
                { id: String(NO_COUNTY), name: '市直' },
              ]}
              onChange={(county) => set({ county })}
            />
          )}
          <label className="org-changed" title={`${on.slice(0, 4)}年1月1日以来设立或有变动`}>
            <input
              type="checkbox"
              className="cb"
              checked={filter.changedSince !== undefined}
              onChange={(event) => set({ changed: event.target.checked ? 'year' : undefined })}
            />
            本年有变动
          </label>
        </div>
      )}
    </div>
  );
}

interface SelectProps {
  label: string;
  /** The option that filters nothing. */
  all: string;
  value: string | undefined;
  options: readonly { id: string; name: string }[];
  onChange: (value: string | undefined) => void;
}

function Select({ label, all, value, options, onChange }: SelectProps) {
  return (
    <select
      className="in"
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">{all}</option>
      {options.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
