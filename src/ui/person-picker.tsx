/** Finds a person by name, full pinyin or initials. */
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { answersTo, type PersonOption } from './person-match.ts';
import './person-picker.css';

export type { PersonOption };

interface Props {
  /** 主持人 */
  label: string;
  /** Shown while nothing is typed, and searched here when `find` is missing. */
  offered: readonly PersonOption[];
  /** Asks the server for others. Rejections are shown as an empty list; the offered ones still work offline. */
  find?: (words: string) => Promise<readonly PersonOption[]>;
  onChoose: (person: PersonOption) => void;
  /** Ids that are chosen already. */
  chosen?: ReadonlySet<number>;
}

const MAX_SHOWN = 50;

export function PersonPicker({ label, offered, find, onChoose, chosen }: Props) {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<readonly PersonOption[]>([]);
  const [at, setAt] = useState(0);
  const list = useId();

  useEffect(() => {
    setAt(0);
    if (find === undefined || words.trim() === '') {
      setFound([]);
      return;
    }
    let live = true;
    const timer = setTimeout(() => {
      find(words.trim()).then(
        (people) => live && setFound(people),
        () => live && setFound([]),
      );
    }, 150);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [words, find]);

  const near = offered.filter((person) => answersTo(person, words));
  const nearIds = new Set(near.map((person) => person.id));
  const shown = [...near, ...found.filter((person) => !nearIds.has(person.id))].slice(0, MAX_SHOWN);

  const key = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') {
      const person = shown[at];
      if (person) onChoose(person);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="picker">
      <div className="picker-find">
        <input
          className="in"
          type="search"
          role="combobox"
          data-autofocus
          aria-label={label}
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={shown[at] ? `${list}-${shown[at].id}` : undefined}
          placeholder="姓名或拼音，如 zhs"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={key}
        />
      </div>
      <div className="picker-list" id={list} role="listbox" aria-label={label}>
        {shown.map((person, index) => (
          <button
            key={person.id}
            id={`${list}-${person.id}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={chosen?.has(person.id) ?? false}
            className={index === at ? 'at' : undefined}
            onClick={() => onChoose(person)}
          >
            <span>
              {person.name}
              {person.detail !== undefined && <small>{person.detail}</small>}
            </span>
            {chosen?.has(person.id) && <small>已选</small>}
          </button>
        ))}
      </div>
      {shown.length === 0 && <p className="picker-none">没有找到。换一个字，或试试拼音首字母。</p>}
    </div>
  );
}
