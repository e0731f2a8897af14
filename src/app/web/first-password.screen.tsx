/** The first thing after the first sign-in: a password that only its owner knows. */
import { type FormEvent, useState } from 'react';
import { changePassword, type Me } from '../../platform/identity/identity.contract.ts';
import { passwordRuleWords } from '../../platform/identity/password-rules.logic.ts';
import { call } from '../../ui/api.ts';
import { Refused } from '../../ui/states.tsx';
import { DoorFrame } from './door-frame.tsx';

interface Props {
  me: Me;
  /** The password just typed at the door; asked for when the page was loaded anew. */
  current?: string;
  onDone: (me: Me) => void;
}

export function FirstPassword({ me, current, onDone }: Props) {
  const [old, setOld] = useState(current ?? '');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const { leastLength } = me;
  const short = next !== '' && next.length < leastLength;
  const differs = again !== '' && again !== next;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (next.length < leastLength || again !== next) return;
    setBusy(true);
    setError(undefined);
    call(changePassword, { body: { current: old, next } }).then(
      () => onDone({ ...me, mustChangePassword: false }),
      (reason: unknown) => {
        setBusy(false);
        setError(reason);
      },
    );
  };

  return (
    <DoorFrame title="先设自己的密码" city={me.city.name}>
      <p className="door-why">
        {me.name}，您用的是初始密码，或密码已到更换的期限。请设一个只有您自己知道的，以后用它登录。
      </p>
      <form onSubmit={submit}>
        <input className="unseen" name="username" autoComplete="username" tabIndex={-1} aria-hidden="true" readOnly />
        {current === undefined && (
          <label className="field">
            <span className="k">现在的密码</span>
            <input
              className="in"
              type="password"
              autoComplete="current-password"
              required
              value={old}
              onChange={(event) => setOld(event.target.value)}
            />
          </label>
        )}
        <label className="field">
          <span className="k">
            新密码 <small>{passwordRuleWords(leastLength)}</small>
          </span>
          <input
            className="in"
            type="password"
            autoComplete="new-password"
            required
            aria-invalid={short}
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
          {short && <span className="err">还差{leastLength - next.length}位</span>}
        </label>
        <label className="field">
          <span className="k">再写一遍</span>
          <input
            className="in"
            type="password"
            autoComplete="new-password"
            required
            aria-invalid={differs}
            value={again}
            onChange={(event) => setAgain(event.target.value)}
          />
          {differs && <span className="err">两遍不一样</span>}
        </label>
        <Refused error={error} />
        <p className="door-do">
          <button type="submit" className="btn pri big" disabled={busy}>
            {busy ? '正在保存' : '保存并进入'}
          </button>
        </p>
      </form>
    </DoorFrame>
  );
}
