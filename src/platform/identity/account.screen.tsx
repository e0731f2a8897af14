/** One's own account: who one is here, the password, where one is signed in. */
import { type FormEvent, useRef, useState } from 'react';
import { useFrame } from '../../ui/frame.ts';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { dateAndClock, dayAndClock } from '../../ui/words.ts';
import { ROLE_NAMES } from '../access/room.ts';
import { changePassword, endOtherSessions, endSession, type Me, mySessions, whoAmI } from './identity.contract.ts';
import { OwnFactor } from './own-factor.screen.tsx';
import { passwordRuleWords } from './password-rules.logic.ts';
import { DEFAULT_SECURITY } from './security.logic.ts';
import './account.css';

export function Screen() {
  const query = useRoute(whoAmI, {}, { keep: true });
  useTitle('我的账号');
  return (
    <article className="own-account sheet">
      <PhoneBar title="我的账号" />
      <Shown query={query}>{(me) => <Who me={me} />}</Shown>
      <Password shortest={query.data?.leastLength ?? DEFAULT_SECURITY.leastLength} />
      <OwnFactor />
      <Sessions />
    </article>
  );
}

function Who({ me }: { me: Me }) {
  return (
    <>
      <header>
        <h1>{me.name}</h1>
        <p className="ink2">{me.city.name}</p>
      </header>
      <section>
        <h2>角色</h2>
        <ul className="account-list">
          {me.roles.map(({ role, orgId, orgName }) => (
            <li key={`${role}/${orgId}`}>
              <span>{ROLE_NAMES[role]}</span>
              <span className="ink2">{orgName ?? ''}</span>
            </li>
          ))}
          {me.roles.length === 0 && <li className="ink3">还没有角色。</li>}
        </ul>
        <p className="note account-note">角色由安全管理员发放和收回，自己不能改。</p>
      </section>
    </>
  );
}

function Password({ shortest }: { shortest: number }) {
  const { who } = useFrame();
  const form = useRef<HTMLFormElement>(null);
  const [fault, setFault] = useState<string>();
  const change = useAct(changePassword, () => {
    form.current?.reset();
    notice('密码已改，别处的登录都已结束');
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const [current, next, again] = ['current', 'next', 'again'].map((name) => String(fields.get(name) ?? ''));
    const wrong =
      next!.length < shortest ? `新密码至少${shortest}位` : next !== again ? '两次输入的新密码不一样' : undefined;
    setFault(wrong);
    if (wrong === undefined) change.mutate({ body: { current: current!, next: next! } });
  };
  return (
    <section>
      <h2>改密码</h2>
      <form ref={form} onSubmit={submit} className="account-form">
        <input type="text" name="username" autoComplete="username" value={who.name} readOnly hidden />
        <label className="field">
          <span className="k">现在的密码</span>
          <input className="in" type="password" name="current" autoComplete="current-password" required />
        </label>
        <label className="field">
          <span className="k">
            新密码 <small>{passwordRuleWords(shortest)}</small>
          </span>
          <input
            className="in"
            type="password"
            name="next"
            autoComplete="new-password"
            required
            aria-invalid={fault !== undefined}
          />
        </label>
        <label className="field">
          <span className="k">再输一次新密码</span>
          <input className="in" type="password" name="again" autoComplete="new-password" required />
        </label>
        {fault !== undefined && (
          <p className="err" role="alert">
            {fault}
          </p>
        )}
        {change.error && <Refused error={change.error} />}
        <p>
          <button type="submit" className="btn pri" disabled={change.isPending}>
            改密码
          </button>
          <span className="note">　改后别处的登录都会结束。</span>
        </p>
      </form>
    </section>
  );
}

function Sessions() {
  const query = useRoute(mySessions, {});
  const end = useAct(endSession, () => notice('那一处登录已结束'));
  const endOthers = useAct(endOtherSessions, () => notice('别处的登录都已结束'));
  return (
    <section>
      <h2>正在登录的地方</h2>
      <Shown query={query} rows={2}>
        {(sessions) => (
          <ul className="account-list">
            {sessions.map((session) => (
              <li key={session.id}>
                <span>
                  {session.device}
                  <small>
                    {session.address === '' ? '' : `${session.address}　`}
                    {dateAndClock(session.startedAt)}登录，{dayAndClock(session.lastUsedAt)}用过
                  </small>
                </span>
                {session.current ? (
                  <span className="ink2 nb">就是这里</span>
                ) : (
                  <button
                    type="button"
                    className="btn"
                    disabled={end.isPending}
                    onClick={() => end.mutate({ params: { id: session.id } })}
                  >
                    结束
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Shown>
      {(query.data?.length ?? 0) > 1 && (
        <div className="do">
          <button type="button" className="btn" disabled={endOthers.isPending} onClick={() => endOthers.mutate({})}>
            结束别处的全部登录
          </button>
        </div>
      )}
      {end.error && <Refused error={end.error} />}
      {endOthers.error && <Refused error={endOthers.error} />}
    </section>
  );
}
