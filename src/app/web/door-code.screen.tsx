/** The second step of signing in: the code of the phone, or a recovery code when it is not at hand. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { secondFactor } from '../../platform/identity/factor.contract.ts';
import { type Me, signOut } from '../../platform/identity/identity.contract.ts';
import { ApiError, call } from '../../ui/api.ts';
import { Refused } from '../../ui/states.tsx';
import { DoorFrame } from './door-frame.tsx';

interface Props {
  me: Me;
  onEnter: (me: Me) => void;
  /** Back to the first step. */
  onAgain: (why?: string) => void;
}

/** The half-finished sign-in is over on the server. */
const isOver = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.detail.code === 'sign-in-again' || error.detail.code === 'not-signed-in');

export function SecondStep({ me, onEnter, onAgain }: Props) {
  const [by, setBy] = useState<'phone' | 'recovery'>('phone');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const field = useRef<HTMLInputElement>(null);
  // The one thing that is asked for here; it takes the place of the first step.
  useEffect(() => field.current?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    call(secondFactor, { body: { code } }).then(onEnter, (reason: unknown) => {
      if (isOver(reason)) {
        onAgain(`${reason.detail.what}。${reason.detail.now ?? ''}`);
        return;
      }
      setBusy(false);
      setCode('');
      setError(reason);
    });
  };
  const change = (to: 'phone' | 'recovery'): void => {
    setBy(to);
    field.current?.focus();
    setCode('');
    setError(undefined);
  };
  const phone = by === 'phone';
  return (
    <DoorFrame title="登录第二步" city={me.city.name}>
      <p className="door-why">
        {phone
          ? `${me.name}，请打开手机上的认证器，输入现在显示的6位数字。`
          : `${me.name}，请输入设动态口令时存下的一个恢复码。每个只能用一次。`}
      </p>
      <form onSubmit={submit}>
        <label className="field">
          <span className="k">{phone ? '动态口令' : '恢复码'}</span>
          <input
            className="in door-code"
            name="code"
            autoComplete={phone ? 'one-time-code' : 'off'}
            autoCapitalize="none"
            inputMode={phone ? 'numeric' : 'text'}
            ref={field}
            required
            minLength={6}
            maxLength={phone ? 7 : 20}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </label>
        <Refused error={error} />
        <p className="door-do">
          <button type="submit" className="btn pri big" disabled={busy}>
            {busy ? '正在核对' : '进入'}
          </button>
        </p>
      </form>
      <p className="door-else">
        <button type="button" className="btn txt" onClick={() => change(phone ? 'recovery' : 'phone')}>
          {phone ? '手机不在身边，用恢复码' : '用手机上的动态口令'}
        </button>
        <button
          type="button"
          className="btn txt"
          onClick={() =>
            call(signOut, {}).then(
              () => onAgain(),
              () => onAgain(),
            )
          }
        >
          换个账号
        </button>
      </p>
      {!phone && <p className="note">恢复码也没有了？请找两位管理员（系统、安全、审计中的两位）替您重设。</p>}
    </DoorFrame>
  );
}
