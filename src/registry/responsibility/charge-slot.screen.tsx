/** A place in which names stand: read as a list, edited by taking names down and putting others up. */
import { type ReactNode, useState } from 'react';
import { call } from '../../ui/api.ts';
import { Go } from '../../ui/go.tsx';
import { type PersonOption, PersonPicker } from '../../ui/person-picker.tsx';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { searchFind } from '../people/room.ts';
import type { ChargeChange } from './charge-acts.contract.ts';
import { useEditing } from './charge-editing.screen.tsx';
import { chargeKey } from './charges.logic.ts';

type Subject = ChargeChange extends infer C ? (C extends ChargeChange ? Omit<C, 'do'> : never) : never;

interface Named {
  id: number;
  name: string;
  to: string;
}

interface Props {
  /** 市教育局的分管领导 */
  label: string;
  holders: readonly Named[];
  /** What it means that somebody or something stands here. */
  subjectOf: (id: number) => Subject;
  /** Whether people or organizations stand here. */
  of?: 'person' | 'organization';
  /** Who or what can be put up. */
  offered: readonly PersonOption[];
  /** Said where nothing stands. */
  none?: ReactNode;
}

export function ChargeSlot({ label, holders, subjectOf, of = 'person', offered, none }: Props) {
  const { on, stateOf, toggle, begun } = useEditing();
  const [choosing, setChoosing] = useState(false);
  if (!on) {
    if (holders.length === 0) return <>{none ?? <span className="ink3">—</span>}</>;
    return (
      <span className="charge-names">
        {holders.map(({ id, name, to }) => (
          <Go key={id} to={to}>
            {name}
          </Go>
        ))}
      </span>
    );
  }
  // Spellings are known to the search; what it finds besides those offered cannot stand here.
  const bySpelling = async (words: string): Promise<PersonOption[]> => {
    const { hits } = await call(searchFind, { query: { q: words } });
    const found = new Set(hits.filter(({ subject }) => subject === of).map(({ id }) => id));
    return offered.filter(({ id }) => found.has(id) && !holders.some((one) => one.id === id));
  };
  const begunKeys = new Set(begun.map(chargeKey));
  const added = offered.filter(({ id }) => begunKeys.has(chargeKey({ ...subjectOf(id), do: 'begin' } as ChargeChange)));
  const held = new Set(holders.map(({ id }) => id));
  return (
    <span className="charge-chips">
      {holders.map(({ id, name }) => {
        const ends = stateOf(subjectOf(id), true) === 'ends';
        return (
          <button
            key={id}
            type="button"
            className={ends ? 'charge-chip ends' : 'charge-chip'}
            aria-label={ends ? `${label}：恢复${name}` : `${label}：撤下${name}`}
            onClick={() => toggle(subjectOf(id), true)}
          >
            {name}
            <span aria-hidden="true">{ends ? '恢复' : '×'}</span>
          </button>
        );
      })}
      {added.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="charge-chip begins"
          aria-label={`${label}：不添${name}了`}
          onClick={() => toggle(subjectOf(id), false)}
        >
          {name}
          <span aria-hidden="true">新 ×</span>
        </button>
      ))}
      <button type="button" className="charge-chip add" aria-label={`${label}：添上`} onClick={() => setChoosing(true)}>
        ＋
      </button>
      {choosing && (
        <SideSheet title={label} onClose={() => setChoosing(false)}>
          <PersonPicker
            label={label}
            offered={offered.filter(({ id }) => !held.has(id))}
            find={bySpelling}
            chosen={new Set(added.map(({ id }) => id))}
            onChoose={({ id }) => {
              toggle(subjectOf(id), false);
              setChoosing(false);
            }}
          />
        </SideSheet>
      )}
    </span>
  );
}
