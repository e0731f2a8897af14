/** A field for one organization, found by name, full pinyin or initials. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { call } from '../../ui/api.ts';
import type { NamedOrg } from './person-act-draft.logic.ts';
import { type SearchHit, searchFind } from './search.contract.ts';

interface Props {
  label: string;
  value: NamedOrg | null;
  onChange: (value: NamedOrg | null) => void;
  autoFocus?: boolean;
  /** What is wrong with it, below. */
  children?: ReactNode;
}

export function OrgField({ label, value, onChange, autoFocus, children }: Props) {
  const id = useId();
  const [words, setWords] = useState(value?.name ?? '');
  const [hits, setHits] = useState<readonly SearchHit[] | null>(null);
  const [at, setAt] = useState(0);
  const q = value ? '' : words.trim();

  useEffect(() => {
    setAt(0);
    if (q === '') {
      setHits(null);
      return;
    }
    let live = true;
    const timer = setTimeout(() => {
      call(searchFind, { query: { q } }).then(
        (answer) => live && setHits(answer.hits.filter(({ subject }) => subject === 'organization').slice(0, 8)),
        () => live && setHits([]),
      );
    }, 150);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [q]);

  const choose = (hit: SearchHit | undefined): void => {
    if (!hit) return;
    setWords(hit.name);
    setHits(null);
    onChange({ id: hit.id, name: hit.name });
  };
  const key = (event: KeyboardEvent): void => {
    if (hits === null) return;
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(hits[at]);
    else if (event.key === 'Escape') setHits(null);
    else return;
    event.preventDefault();
  };

  return (
    <div className="field org-field">
      <label className="k" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="in"
        type="text"
        inputMode="search"
        autoComplete="off"
        role="combobox"
        aria-expanded={hits !== null}
        aria-controls={hits === null ? undefined : `${id}-list`}
        aria-activedescendant={hits?.[at] ? `${id}-${hits[at].id}` : undefined}
        data-autofocus={autoFocus || undefined}
        placeholder="名称或拼音首字母"
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          if (value) onChange(null);
        }}
        onKeyDown={key}
      />
      {hits !== null && hits.length > 0 && (
        <div className="org-field-list" id={`${id}-list`} role="listbox" aria-label={label}>
          {hits.map((hit, index) => (
            <button
              key={hit.id}
              id={`${id}-${hit.id}`}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onClick={() => choose(hit)}
            >
              {hit.name}
              <small>{hit.detail}</small>
            </button>
          ))}
        </div>
      )}
      {hits !== null && hits.length === 0 && <small className="ink2">没有找到。换一个字，或试试拼音首字母。</small>}
      {children}
    </div>
  );
}
