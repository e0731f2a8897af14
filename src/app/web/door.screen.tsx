/** The sign-in page. Without any city yet it leads to the page that sets one up. */
import { type FormEvent, lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { secondFactor } from '../../platform/identity/factor.contract.ts';
import { door, type Me, signIn } from '../../platform/identity/identity.contract.ts';
import { beginElsewhere } from '../../platform/identity/single-sign-on.contract.ts';
import { type Answer, call } from '../../ui/api.ts';
import { Refused } from '../../ui/states.tsx';
import { DoorFrame } from './door-frame.tsx';

const SetUp = lazy(() => import('./set-up.screen.tsx').then((module) => ({ default: module.SetUp })));

interface Props {
  /** Why one is here again. */
  why?: string;
  onEnter: (me: Me, password: string) => void;
}

/** Shown codes change each half minute. */
const CODES_EVERY_MS = 10_000;

export function Door({ why, onEnter }: Props) {
  const [open, setOpen] = useState<Answer<typeof door>>();
  const [failed, setFailed] = useState<unknown>();
  const ask = useCallback((): void => {
    setFailed(undefined);
    call(door, {}).then(setOpen, setFailed);
  }, []);
  useEffect(ask, [ask]);
  const showsCodes = open?.cities.some(({ signIns }) => signIns?.some(({ code }) => code !== undefined)) ?? false;
  useEffect(() => {
    if (!showsCodes) return;
    const timer = setInterval(() => void call(door, {}).then(setOpen, () => undefined), CODES_EVERY_MS);
    return () => clearInterval(timer);
  }, [showsCodes]);

  if (failed !== undefined) {
    return (
      <DoorFrame title="登录">
        <Refused error={failed} />
        <p className="door-do">
          <button type="button" className="btn big" onClick={ask}>
            重试
          </button>
        </p>
      </DoorFrame>
    );
  }
  if (open === undefined) return null;
  if (open.needsSetup) {
    return (
      <Suspense fallback={null}>
        <SetUp onDone={ask} />
      </Suspense>
    );
  }
  return <SignIn cities={open.cities} elsewhere={open.elsewhere} why={why} onEnter={onEnter} />;
}

type ShownSignIn = NonNullable<Answer<typeof door>['cities'][number]['signIns']>[number];

async function secondStepShown(me: Me, username: string): Promise<Me> {
  if (me.stage !== 'password') return me;
  const { cities } = await call(door, {});
  const code = cities
    .find(({ code: city }) => city === me.city.code)
    ?.signIns?.find((one) => one.username === username)?.code;
  // One that is taken already: the page of the second step says what to do.
  return code === undefined ? me : call(secondFactor, { body: { code } }).catch(() => me);
}

const CITY_KEY = 'xieshi.city';

function SignIn({ cities, elsewhere, why, onEnter }: Props & Pick<Answer<typeof door>, 'cities' | 'elsewhere'>) {
  const last = localStorage.getItem(CITY_KEY);
  const [city, setCity] = useState(cities.find((one) => one.code === last)?.code ?? cities[0]?.code ?? '');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const chosen = cities.find((one) => one.code === city);

  const enter = (name: string, word: string, second?: (me: Me) => Promise<Me>): void => {
    setBusy(true);
    setError(undefined);
    const first = call(signIn, { body: { city, username: name, password: word } });
    (second ? first.then(second) : first).then(
      (me) => {
        localStorage.setItem(CITY_KEY, city);
        onEnter(me, word);
      },
      (reason: unknown) => {
        setBusy(false);
        setError(reason);
      },
    );
  };
  /** A shown sign-in goes through both steps: its code is the one of this moment, not of when the page was opened. */
  const enterShown = ({ username: name, password: word, code: shownCode }: ShownSignIn): void =>
    enter(name, word, shownCode === undefined ? undefined : (me) => secondStepShown(me, name));
  const goElsewhere = (): void => {
    setBusy(true);
    setError(undefined);
    call(beginElsewhere, { body: { city } }).then(
      ({ address }) => {
        localStorage.setItem(CITY_KEY, city);
        window.location.assign(address);
      },
      (reason: unknown) => {
        setBusy(false);
        setError(reason);
      },
    );
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter(username, password);
  };

  return (
    <DoorFrame title="登录" city={cities.length === 1 ? chosen?.name : undefined}>
      {why !== undefined && (
        <p className="door-why" role="status">
          {why}
        </p>
      )}
      <form onSubmit={submit}>
        {cities.length > 1 && (
          <label className="field">
            <span className="k">城市</span>
            <select className="in" value={city} onChange={(event) => setCity(event.target.value)}>
              {cities.map((one) => (
                <option key={one.code} value={one.code}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="field">
          <span className="k">用户名</span>
          <input
            className="in"
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            required
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        </label>
        <label className="field">
          <span className="k">密码</span>
          <input
            className="in"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <Refused error={error} />
        <p className="door-do">
          <button type="submit" className="btn pri big" disabled={busy}>
            {busy ? '正在登录' : '登录'}
          </button>
        </p>
      </form>
      {elsewhere !== undefined && (
        <p className="door-elsewhere">
          <button type="button" className="btn big" disabled={busy} onClick={goElsewhere}>
            用{elsewhere}登录
          </button>
        </p>
      )}
      {chosen?.signIns !== undefined && (
        <section className="door-demo" aria-label="样例账号">
          <p className="note">样例城市，人员都是虚构的。点一个直接登录：</p>
          <ul>
            {chosen.signIns.map((one) => (
              <li key={one.username}>
                <button type="button" disabled={busy} onClick={() => enterShown(one)}>
                  <span className="a">{one.who}</span>
                  <small>
                    {one.username}
                    {one.code !== undefined && `　口令 ${one.code}`}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </DoorFrame>
  );
}
