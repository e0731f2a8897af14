/** The tabs of the phone, within thumb's reach; what does not fit stands under 更多. */
import { useState } from 'react';
import { AsOf } from '../../ui/as-of.tsx';
import { Go } from '../../ui/go.tsx';
import { RecordRow } from '../../ui/record-row.tsx';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { isOpen, type Navigation, TABS } from './navigation.logic.ts';
import { SignOut } from './sign-out.tsx';
import { useVisit } from './visit.ts';

interface Props {
  navigation: Navigation;
  path: string;
  onSearch: () => void;
}

export function PhoneTabs({ navigation, path, onSearch }: Props) {
  const { me } = useVisit();
  const [more, setMore] = useState(false);
  const tabs = navigation.bar.slice(0, TABS);
  const rest = [...navigation.bar.slice(TABS), ...navigation.menu];
  const inTabs = tabs.some((item) => isOpen(item, path));
  return (
    <>
      <nav className="tabs" aria-label="主导航">
        {tabs.map((item) => (
          <Go
            key={item.path}
            to={item.path}
            className={isOpen(item, path) ? 'on' : undefined}
            aria-current={isOpen(item, path) ? 'page' : undefined}
          >
            {item.short}
          </Go>
        ))}
        <button type="button" className={inTabs ? undefined : 'on'} onClick={() => setMore(true)}>
          更多
        </button>
      </nav>
      {more && (
        <SideSheet title={me.name} note={me.city.name} onClose={() => setMore(false)}>
          {navigation.registry && (
            <>
              <RecordRow
                k="查找"
                hint="人、组织、记录"
                onOpen={() => {
                  setMore(false);
                  onSearch();
                }}
              />
              <RecordRow k="看哪天" value={<AsOf />} />
            </>
          )}
          {rest.map((item) => (
            <Go key={item.path} className="row" to={item.path} onClick={() => setMore(false)}>
              <span className="v">{item.title}</span>
              <span className="chev" aria-hidden="true" />
            </Go>
          ))}
          <SignOut className="row" />
        </SideSheet>
      )}
    </>
  );
}
