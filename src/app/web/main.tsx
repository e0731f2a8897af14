/**
 * Finds out who is there, then shows the door or the house. Small, because it is all that a sign-in loads; the house
 * itself (antd, router, store on this machine) comes afterwards.
 */
import { Component, lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { type Me, whoAmI } from '../../platform/identity/identity.contract.ts';
import { BACK_PATH } from '../../platform/identity/single-sign-on.contract.ts';
import { ApiError, call, NetworkLost, onSessionEnded } from '../../ui/api.ts';
import { setOwner } from '../../ui/owner.ts';
import { Door } from './door.screen.tsx';
import { SecondStep } from './door-code.screen.tsx';
import { DoorFrame } from './door-frame.tsx';
import { FirstPassword } from './first-password.screen.tsx';
import { keepMe, keptMe } from './kept-me.ts';

// Compiled schemas need `eval`, which our own content policy forbids.
z.config({ jitless: true });

const Back = lazy(() => import('./back.screen.tsx').then((module) => ({ default: module.Back })));
const Enroll = lazy(() => import('./door-enroll.screen.tsx').then((module) => ({ default: module.Enroll })));
const House = lazy(() => import('./house.screen.tsx').then((module) => ({ default: module.House })));

/** What the identity provider sent the browser back with; taken out of the address, since it is good for once. */
function answerFromElsewhere(): string | undefined {
  if (window.location.pathname !== BACK_PATH) return undefined;
  const answer = window.location.search;
  window.history.replaceState(null, '', '/');
  return answer;
}

/** Says so when the house could not be loaded: no network, and not yet kept on this machine. */
class Unloaded extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }
  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <DoorFrame title="没有打开">
        <p>没有取到页面。请看一看网络，再重试；写下的内容都还在这台机器上。</p>
        <p className="door-do">
          <button type="button" className="btn big" onClick={() => window.location.reload()}>
            重试
          </button>
        </p>
      </DoorFrame>
    );
  }
}

type Start =
  | { at: 'asking' }
  | { at: 'door'; why?: string }
  | { at: 'back'; answer: string }
  | { at: 'code'; me: Me }
  | { at: 'password'; me: Me; current?: string }
  | { at: 'enroll'; me: Me }
  | { at: 'house'; me: Me };

function Entry() {
  const [start, setStart] = useState<Start>({ at: 'asking' });

  const enter = useCallback((me: Me, current?: string): void => {
    setOwner(`${me.city.code}/${me.accountId}`);
    keepMe(me);
    // What is left of signing in, in this order.
    if (me.stage === 'password') setStart({ at: 'code', me });
    else if (me.mustChangePassword) setStart({ at: 'password', me, current });
    else setStart({ at: me.stage === 'enroll' ? 'enroll' : 'house', me });
  }, []);

  useEffect(() => {
    const kept = keptMe();
    const answer = answerFromElsewhere();
    if (answer !== undefined) setStart({ at: 'back', answer });
    // Nobody has signed in on this machine: asking who it is would only be refused.
    else if (!kept) setStart({ at: 'door' });
    else
      call(whoAmI, {}).then(enter, (error: unknown) => {
        // Without network he who signed in here before goes on with what is kept on this machine.
        if (error instanceof NetworkLost) setStart({ at: 'house', me: kept });
        else setStart({ at: 'door' });
        if (!(error instanceof NetworkLost) && !(error instanceof ApiError)) throw error;
      });
    return onSessionEnded(() =>
      setStart((now) =>
        now.at === 'house' ? { at: 'door', why: '登录已过期，请重新登录；没交的内容已存在本机。' } : now,
      ),
    );
  }, [enter]);

  switch (start.at) {
    case 'asking':
      return null;
    case 'door':
      return <Door why={start.why} onEnter={enter} />;
    case 'back':
      return (
        <Suspense fallback={null}>
          <Back answer={start.answer} onEnter={enter} onDoor={() => setStart({ at: 'door' })} />
        </Suspense>
      );
    case 'code':
      return <SecondStep me={start.me} onEnter={enter} onAgain={(why) => setStart({ at: 'door', why })} />;
    case 'enroll':
      return (
        <Unloaded>
          <Suspense fallback={null}>
            <Enroll me={start.me} onDone={enter} onAgain={() => setStart({ at: 'door' })} />
          </Suspense>
        </Unloaded>
      );
    case 'password':
      return <FirstPassword me={start.me} current={start.current} onDone={(me) => enter(me)} />;
    case 'house':
      return (
        <Unloaded>
          <Suspense fallback={null}>
            <House
              me={start.me}
              onLeave={(to = '/') => {
                setOwner('');
                keepMe(undefined);
                // Loaded anew, so that nothing of the visit is left in memory.
                window.location.replace(to);
              }}
            />
          </Suspense>
        </Unloaded>
      );
  }
}

const RELOADED_KEY = 'xieshi.reloaded';
const RELOAD_AGAIN_MS = 30_000;

// An upgrade replaced the files that this page was built with: load it anew, once. Drafts lie on this machine already.
window.addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem(RELOADED_KEY) ?? 0);
  if (!navigator.onLine || Date.now() - last < RELOAD_AGAIN_MS) return;
  event.preventDefault();
  sessionStorage.setItem(RELOADED_KEY, String(Date.now()));
  window.location.reload();
});

createRoot(document.getElementById('root')!).render(<Entry />);

// Late, so that filling the cache does not hold up the first screen.
const CACHE_AFTER_MS = 5_000;
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  setTimeout(() => void navigator.serviceWorker.register('/sw.js'), CACHE_AFTER_MS);
}
