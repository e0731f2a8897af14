/** A long list of the map: found by a name, and only its beginning drawn until more is wanted. */
import { type ReactNode, useState } from 'react';
import { answersTo } from '../../ui/person-match.ts';
import { useUrlState } from '../../ui/url-state.ts';

/** So many are drawn at first: a city has a thousand units with a leader or a contact point. */
const DRAWN_FIRST = 60;

interface Props<T> {
  /** 单位或领导姓名 */
  label: string;
  all: readonly T[];
  /** The names by which one is found. */
  namesOf: (one: T) => readonly string[];
  /** 个单位 */
  unit: string;
  children: (shown: readonly T[]) => ReactNode;
}

export function Findable<T>({ label, all, namesOf, unit, children }: Props<T>) {
  const [words = '', setWords] = useUrlState('find');
  const [whole, setWhole] = useState(false);
  const found =
    words.trim() === '' ? all : all.filter((one) => namesOf(one).some((name) => answersTo({ id: 0, name }, words)));
  const shown = whole ? found : found.slice(0, DRAWN_FIRST);
  return (
    <>
      <div className="charge-find screen-only">
        <input
          className="in"
          type="search"
          aria-label={label}
          placeholder={label}
          value={words}
          onChange={(event) => setWords(event.target.value || undefined)}
        />
        <span className="note" role="status">
          {found.length === all.length ? `共${all.length}${unit}` : `${found.length}${unit}，共${all.length}${unit}`}
        </span>
      </div>
      {found.length === 0 ? <p className="ink2 charge-none">没有找到“{words}”。</p> : children(shown)}
      {shown.length < found.length && (
        <button type="button" className="btn screen-only charge-more" onClick={() => setWhole(true)}>
          显示其余{found.length - shown.length}
          {unit}
        </button>
      )}
    </>
  );
}
