/** The frame around every screen: bar, lines under it, the page, what stands below it. */
import { Outlet, useMatches, useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { dayName, isDay } from '../../core/time/room.ts';
import { CorrectionNews } from '../../reports/personal-data/correction-news.screen.tsx';
import { AsOfBand } from '../../ui/as-of.tsx';
import { type Frame, FrameContext } from '../../ui/frame.ts';
import { Notices } from '../../ui/notices.tsx';
import { OfflineLine } from '../../ui/offline-line.tsx';
import { useSize } from '../../ui/screen-size.ts';
import { Forbidden } from '../../ui/states.tsx';
import { usePlaceTitle } from '../../ui/title.ts';
import { useUrlState } from '../../ui/url-state.ts';
import { DeskBar } from './desk-bar.tsx';
import { isOpen, navigationFor } from './navigation.logic.ts';
import { PhoneTabs } from './phone-tabs.tsx';
import { Search } from './search.screen.tsx';
import '../../ui/frame.css';
import { useVisit } from './visit.ts';

/** What scrolls must take the keyboard: on a page of text alone nothing else would. */
const SCROLLS_BY_KEYS = { tabIndex: 0 };

export function Shell() {
  const { me } = useVisit();
  const size = useSize();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const navigation = useMemo(() => navigationFor(new Set(me.abilities)), [me]);
  const [bar, setBar] = useState<HTMLElement | null>(null);
  const [foot, setFoot] = useState<HTMLElement | null>(null);
  const [barTaken, takeBar] = useState(false);
  const [tabsHidden, hideTabs] = useState(false);
  const [searching, setSearching] = useState(false);
  const [on, setOn] = useUrlState('on');

  const needs = useMatches({ select: (matches) => matches.at(-1)?.staticData.needs });
  const allowed = needs === undefined || needs.some((need) => me.abilities.includes(need));

  const asOf = navigation.registry && on !== undefined && isDay(on) && on < me.today ? on : me.today;
  const frame = useMemo<Frame>(() => {
    const abilities = new Set<string>(me.abilities);
    return {
      bar,
      foot,
      hideTabs,
      takeBar,
      who: { accountId: me.accountId, personId: me.personId, name: me.name },
      may: (ability) => abilities.has(ability),
      today: me.today,
      asOf,
      setAsOf: (day) => setOn(day === me.today ? undefined : day),
    };
  }, [bar, foot, me, asOf, setOn]);

  const here = [...navigation.bar, ...navigation.menu].find((item) => isOpen(item, path));
  usePlaceTitle(here?.title ?? '');
  const page = usePageFocus(path);
  useSearchKeys(navigation.registry, () => setSearching(true));

  return (
    <FrameContext.Provider value={frame}>
      <div className={`frame${asOf === me.today ? '' : ' cool'}`}>
        <a className="skip" href="#page">
          跳到正文
        </a>
        {size === 'desk' ? (
          <DeskBar navigation={navigation} path={path} onSearch={() => setSearching(true)} />
        ) : (
          <header className="bar">
            <div className="bar-words" ref={setBar} />
            {!barTaken && <h1>{here?.title ?? '写实'}</h1>}
          </header>
        )}
        <section aria-label="提醒">
          {me.city.demo && !tabsHidden && (
            <p className="band plain">
              <span>
                样例城市，数据虚构；今天按<span className="nb">{dayName(me.today)}</span>算。
              </span>
            </p>
          )}
          <OfflineLine />
          <CorrectionNews />
          <AsOfBand />
        </section>
        <main className="frame-page" id="page" ref={page} {...SCROLLS_BY_KEYS} data-scroll-restoration-id="page">
          {allowed ? (
            <Outlet />
          ) : (
            <>
              <h1 className="unseen">{here?.title ?? '没有权限'}</h1>
              <Forbidden why={me.lapsed} />
            </>
          )}
        </main>
        <footer ref={setFoot} />
        {size === 'phone' && !tabsHidden && (
          <PhoneTabs navigation={navigation} path={path} onSearch={() => setSearching(true)} />
        )}
      </div>
      {searching && <Search navigation={navigation} onClose={() => setSearching(false)} />}
      <Notices />
    </FrameContext.Provider>
  );
}

/** Ctrl K anywhere, `/` outside of fields. */
function useSearchKeys(offered: boolean, open: () => void): void {
  useEffect(() => {
    if (!offered) return;
    const key = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement | null;
      const writing = target?.closest('input,textarea,select,[contenteditable]') !== null;
      const wanted =
        ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') || (event.key === '/' && !writing);
      if (!wanted || event.defaultPrevented) return;
      event.preventDefault();
      open();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  });
}

/** Puts the keyboard into the page when another one is opened, unless its screen has already chosen a place. */
function usePageFocus(path: string) {
  const page = useRef<HTMLElement>(null);
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    const at = document.activeElement;
    if (at === null || at === document.body || at.closest('.bar, .tabs') !== null)
      page.current?.focus({ preventScroll: true });
  });
  return page;
}
