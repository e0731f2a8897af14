/** 丢失手机: requests that two administrators settle together. */
import { useDeferredValue, useState } from 'react';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Empty, Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { dateAndClock, dayAndClock } from '../../ui/words.ts';
import { ROLE_NAMES } from '../access/room.ts';
import { type ResetLine, resetAsk, resetCancel, resetConfirm, resetFind, resetList } from './factor-reset.contract.ts';
import './account.css';

export function Screen() {
  const query = useRoute(resetList, {});
  const [asking, setAsking] = useState(false);
  useTitle('丢失手机');
  return (
    <article className="own-account sheet page resets">
      <PhoneBar title="丢失手机" />
      <header>
        <div>
          <h1>丢失手机</h1>
          <p className="ink2">
            替丢了手机、也没有恢复码的人重设动态口令。要两位不同的管理员：一位核实本人后申请，另一位确认；自己的要请另外两位办。
          </p>
        </div>
        <button type="button" className="btn pri" onClick={() => setAsking(true)}>
          申请重设
        </button>
      </header>
      <Shown query={query}>{({ requests }) => <Requests requests={requests} />}</Shown>
      {asking && <Ask onClose={() => setAsking(false)} />}
    </article>
  );
}

const CLOSED: Readonly<Record<Exclude<ResetLine['state'], 'open'>, string>> = {
  done: '已重设',
  canceled: '已撤销',
  lapsed: '过了24小时，没有确认',
};

function Requests({ requests }: { requests: readonly ResetLine[] }) {
  const open = requests.filter(({ state }) => state === 'open');
  const closed = requests.filter(({ state }) => state !== 'open');
  return (
    <>
      <section>
        <h2>等确认的</h2>
        {open.length === 0 ? (
          <Empty>没有等确认的申请。</Empty>
        ) : (
          <ul className="account-list">
            {open.map((one) => (
              <Open key={one.id} request={one} />
            ))}
          </ul>
        )}
      </section>
      {closed.length > 0 && (
        <section>
          <h2>办过的</h2>
          <ul className="account-list">
            {closed.map((one) => (
              <li key={one.id}>
                <span>
                  {one.name}
                  <small>
                    {one.reason}　{one.asked.name} {dateAndClock(one.asked.at)}申请
                  </small>
                </span>
                <span className="ink2 reset-end">
                  {one.state !== 'open' && CLOSED[one.state]}
                  {one.closed && (
                    <small>
                      {one.closed.name} {dayAndClock(one.closed.at)}
                    </small>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Open({ request }: { request: ResetLine }) {
  const { id, name, username, reason, asked, lapsesAt, mayConfirm, mayCancel } = request;
  const [sure, setSure] = useState(false);
  const confirm = useAct(resetConfirm, () => notice(`${name}的动态口令已作废，各处登录已结束；请他登录后重新设`));
  const cancel = useAct(resetCancel, () => notice(`${name}的申请已撤销`));
  return (
    <li className="reset">
      <span>
        {name} <small className="nb">用户名 {username}</small>
        <small>{reason}</small>
        <small>
          {asked.name === ROLE_NAMES[asked.role] ? asked.name : `${asked.name}（${ROLE_NAMES[asked.role]}）`}
          {dayAndClock(asked.at)}申请，{dayAndClock(lapsesAt)}前有效
        </small>
        {!mayConfirm && <small>要另一类管理员确认。</small>}
      </span>
      <span className="do">
        {mayConfirm && !sure && (
          <button type="button" className="btn" onClick={() => setSure(true)}>
            确认重设
          </button>
        )}
        {mayConfirm && sure && (
          <button
            type="button"
            className="btn pri"
            disabled={confirm.isPending}
            onClick={() => confirm.mutate({ params: { id } })}
          >
            核实无误，重设
          </button>
        )}
        {mayCancel && (
          <button
            type="button"
            className="btn"
            disabled={cancel.isPending}
            onClick={() => (sure ? setSure(false) : cancel.mutate({ params: { id } }))}
          >
            {sure ? '先不' : '撤销'}
          </button>
        )}
      </span>
      {(confirm.error ?? cancel.error) && <Refused error={confirm.error ?? cancel.error} />}
    </li>
  );
}

function Ask({ onClose }: { onClose: () => void }) {
  const [account, setAccount] = useState<{ id: number; name: string; username: string }>();
  const [words, setWords] = useState('');
  const [reason, setReason] = useState('');
  const q = useDeferredValue(words.trim());
  const query = useRoute(resetFind, { query: { q } }, { enabled: q !== '' && !account, hold: true });
  const found = q === '' || account ? undefined : query.data?.accounts;
  const ask = useAct(resetAsk, () => {
    notice('申请已提出，等另一类管理员确认');
    onClose();
  });
  const missing = [...(account ? [] : ['选人']), ...(reason.trim().length < 4 ? ['写原因'] : [])];
  return (
    <SideSheet
      title="申请重设动态口令"
      onClose={onClose}
      acts={
        <>
          {missing.length > 0 && <span className="note">还要{missing.join('、')}</span>}
          <button
            type="button"
            className="btn pri"
            disabled={missing.length > 0 || ask.isPending}
            onClick={() => account && ask.mutate({ body: { accountId: account.id, reason: reason.trim() } })}
          >
            提出申请
          </button>
        </>
      }
    >
      <div className="account-sheet">
        <div className="field">
          <label>
            <span className="k">谁丢了手机</span>
            <input
              className="in"
              type="search"
              data-autofocus
              placeholder="姓名或用户名里的字"
              value={account ? `${account.name}　${account.username}` : words}
              onChange={(event) => {
                setWords(account ? '' : event.target.value);
                setAccount(undefined);
              }}
            />
          </label>
          {found !== undefined && (
            <div className="account-found">
              {found.map((one) => (
                <button key={one.id} type="button" onClick={() => setAccount(one)}>
                  {one.name}
                  <small>{one.username}</small>
                </button>
              ))}
              {found.length === 0 && <p className="note account-sheet">没有设了动态口令的这个人。</p>}
            </div>
          )}
        </div>
        <label className="field">
          <span className="k">
            原因 <small>怎么核实了本人，手机怎么丢的</small>
          </span>
          <textarea
            className="in"
            rows={3}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="note account-note">
          确认后，他原来的动态口令和恢复码作废，各处登录结束，下次登录先重新设。密码不变。
        </p>
        {ask.error && <Refused error={ask.error} />}
      </div>
    </SideSheet>
  );
}
