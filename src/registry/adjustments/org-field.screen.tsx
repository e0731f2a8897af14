/** An organization chosen by name, short name or initials among those of the day, each told apart by its superior. */
import { useId, useMemo, useState } from 'react';
import type { TreeLine } from '../organizations/room.ts';

export interface OrgChoices {
  all: readonly TreeLine[];
  byId: ReadonlyMap<number, TreeLine>;
}

interface Props {
  label: string;
  choices: OrgChoices;
  value: number | null;
  onChange: (id: number | null) => void;
  /** Not offered. */
  without?: readonly number[];
  /** What it means when none is chosen. */
  none?: string;
  problem?: string | undefined;
}

const SHOWN = 8;

/** How an organization is told apart: its superior's short name. */
export function superiorOf(choices: OrgChoices, org: TreeLine): string {
  const superior = org.parentId === null ? undefined : choices.byId.get(org.parentId);
  return superior?.shortName ?? '';
}

export function OrgField({ label, choices, value, onChange, without = [], none, problem }: Props) {
  const [words, setWords] = useState('');
  const error = useId();
  const list = useId();
  const chosen = value === null ? undefined : choices.byId.get(value);
  const found = useMemo(() => {
    const text = words.trim();
    if (text === '') return [];
    const spelled = text.toLowerCase();
    return choices.all
      .filter(
        (org) =>
          !without.includes(org.id) &&
          (org.name.includes(text) || org.shortName.includes(text) || org.initials.includes(spelled)),
      )
      .slice(0, SHOWN);
  }, [choices, words, without]);
  return (
    <div className="field adjust-org">
      <label>
        <span className="k">{label}</span>
        <input
          className="in"
          type="search"
          autoComplete="off"
          placeholder={none ?? '名称里的字或首字母'}
          value={chosen ? chosen.name : value === null ? words : ''}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : error}
          aria-controls={list}
          onChange={(event) => {
            // Typing over a choice begins anew.
            setWords(chosen ? event.target.value.replace(chosen.name, '') : event.target.value);
            onChange(null);
          }}
        />
      </label>
      <div id={list} className="adjust-found">
        {!chosen &&
          found.map((org) => (
            <button
              key={org.id}
              type="button"
              onClick={() => {
                onChange(org.id);
                setWords('');
              }}
            >
              {org.name}
              <small>{superiorOf(choices, org)}</small>
            </button>
          ))}
        {!chosen && words.trim() !== '' && found.length === 0 && <p className="note">当天没有这个组织</p>}
      </div>
      {problem !== undefined && (
        <p className="err" id={error}>
          {problem}
        </p>
      )}
    </div>
  );
}
