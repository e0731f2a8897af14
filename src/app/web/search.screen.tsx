/** 查人、组织、记录: by name, full pinyin or initials; screens too. Ctrl K and `/` open it. */
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { type SearchHit, searchFind } from '../../registry/people/search.contract.ts';
import { useSameDay } from '../../ui/frame.ts';
import { useRoute } from '../../ui/query.ts';
import { Failed } from '../../ui/states.tsx';
import type { Item, Navigation } from './navigation.logic.ts';
import './search.css';

interface Found {
  key: string;
  to: string;
  name: string;
  detail: string;
}

const PATHS: Record<SearchHit['subject'], string> = { person: '/people', organization: '/organizations' };

export function Search({ navigation, onClose }: { navigation: Navigation; onClose: () => void }) {
  const router = useRouter();
  const sameDay = useSameDay();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useId();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const q = useDeferredValue(words.trim());
  const hits = useRoute(searchFind, { query: { q } }, { enabled: q !== '', hold: true });

  useEffect(() => dialog.current?.showModal(), []);

  const found: Found[] = [
    ...(q === '' ? [] : (hits.data?.hits ?? [])).map((hit) => ({
      key: `${hit.subject}-${hit.id}`,
      to: `${PATHS[hit.subject]}/${hit.id}`,
      name: hit.name,
      detail: hit.detail,
    })),
    ...screensFor(words, navigation),
  ];

  const open = (one: Found | undefined): void => {
    if (one === undefined) return;
    onClose();
    void router.navigate({ href: sameDay(one.to) });
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) open(found[at]);
    else return;
    event.preventDefault();
  };

  return (
    <dialog className="search" ref={dialog} aria-label="查人、组织、记录" onClose={onClose}>
      <div className="search-head">
        <input
          className="in"
          type="text"
          inputMode="search"
          role="combobox"
          aria-label="查人、组织、记录"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found[at] ? `${list}-${at}` : undefined}
          placeholder="姓名、组织名称或拼音，如 zhs"
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setAt(0);
          }}
          onKeyDown={key}
        />
        <button type="button" className="btn txt" onClick={onClose}>
          关闭
        </button>
      </div>
      {hits.error && <Failed error={hits.error} retry={() => void hits.refetch()} />}
      <div className="search-list" id={list} role="listbox" aria-label="找到的">
        {found.map((one, index) => (
          <button
            key={one.key}
            id={`${list}-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => open(one)}
          >
            <span>{one.name}</span>
            <small>{one.detail}</small>
          </button>
        ))}
      </div>
      {found.length === 0 && hits.isFetched && (
        <p className="search-none">没有找到“{q}”。换一个字，或试试拼音首字母。</p>
      )}
    </dialog>
  );
}

/** All screens while nothing is typed; else those whose title or spelling begins so. */
function screensFor(words: string, navigation: Navigation): Found[] {
  const typed = words.trim().toLowerCase();
  const answers = (item: Item): boolean =>
    typed === '' ||
    item.title.includes(typed) ||
    item.spelled.split(' ').some((spelling) => spelling.startsWith(typed));
  return [...navigation.bar, ...navigation.menu]
    .filter(answers)
    .map((item) => ({ key: item.path, to: item.path, name: item.title, detail: '页面' }));
}
