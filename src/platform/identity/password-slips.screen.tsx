/** Slips of paper with first passwords, one a person, to be cut and handed over. Shown once: nothing of it is kept anywhere. */
import { useEffect } from 'react';
import { Go } from '../../ui/go.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useTitle } from '../../ui/title.ts';

interface Slip {
  name: string;
  unit: string;
  username: string;
  password: string;
}

/** Leaving would lose them for good, so the browser asks first. */
function useAskBeforeLeaving(): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
}

export function PasswordSlips({ slips }: { slips: readonly Slip[] }) {
  useTitle('首次密码条');
  useAskBeforeLeaving();
  return (
    <article className="accounts sheet">
      <PhoneBar title="首次密码条" />
      <header className="screen-only">
        <h1>已建{slips.length}个账号</h1>
        <span className="accounts-do">
          <Go to="/accounts" className="btn">
            都已交出，回到账号
          </Go>
          <button type="button" className="btn pri" onClick={() => window.print()}>
            打印
          </button>
        </span>
      </header>
      <p className="account-steps screen-only">
        首次密码只在这里显示这一次，离开就看不到了。请打印后裁开，当面交给本人；登录后必须先改密码。
      </p>
      <ul className="slips">
        {slips.map(({ name, unit, username, password }) => (
          <li key={username}>
            <p>
              <b>{name}</b>
              <small>{unit}</small>
            </p>
            <dl>
              <dt>网址</dt>
              <dd>{window.location.host}</dd>
              <dt>用户名</dt>
              <dd>{username}</dd>
              <dt>首次密码</dt>
              <dd className="slip-password">{password}</dd>
            </dl>
            <p className="note">写实。首次登录后请马上改密码；这张条看后销毁。</p>
          </li>
        ))}
      </ul>
    </article>
  );
}
