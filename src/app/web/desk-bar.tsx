/** The top bar on the desk: mark, city, what one may open, search, 截至, one's own menu. */
import { useEffect, useRef, useState } from 'react';
import { AsOf } from '../../ui/as-of.tsx';
import { Go } from '../../ui/go.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { isOpen, type Navigation } from './navigation.logic.ts';
import { SignOut } from './sign-out.tsx';
import { useVisit } from './visit.ts';

interface Props {
  navigation: Navigation;
  path: string;
  onSearch: () => void;
}

export function DeskBar({ navigation, path, onSearch }: Props) {
  const { me } = useVisit();
  return (
    <header className="bar">
      <Go className="mark" to="/">
        写实
      </Go>
      <span className="city">{me.city.name}</span>
      <nav className="main-nav" aria-label="主导航">
        {navigation.bar.map((item) => (
          <Go
            key={item.path}
            to={item.path}
            className={isOpen(item, path) ? 'on' : undefined}
            aria-current={isOpen(item, path) ? 'page' : undefined}
          >
            {item.title}
          </Go>
        ))}
      </nav>
      <span className="gap" />
      {navigation.registry && (
        <button type="button" className="find" aria-keyshortcuts="Control+K /" onClick={onSearch}>
          查人、组织、记录
          <Kbd>Ctrl K</Kbd>
        </button>
      )}
      <span className="right">
        {navigation.registry && <AsOf />}
        <NameMenu navigation={navigation} />
      </span>
    </header>
  );
}

function NameMenu({ navigation }: { navigation: Navigation }) {
  const { me } = useVisit();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      setOpen(false);
      opener.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', key, true);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', key, true);
    };
  }, [open]);
  return (
    <span className="menu" ref={box}>
      <button type="button" ref={opener} className="a" aria-expanded={open} onClick={() => setOpen(!open)}>
        {me.name}
      </button>
      {open && (
        <span className="menu-panel">
          {navigation.menu.map((item) => (
            <Go key={item.path} to={item.path} onClick={() => setOpen(false)}>
              {item.title}
            </Go>
          ))}
          <SignOut />
        </span>
      )}
    </span>
  );
}
