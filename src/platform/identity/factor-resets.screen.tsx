/** 两人办理: what two administrators settle together, lost phones and accounts of administrators. */
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
  useTitle('两人办理');
  return (
    <article className="own-account sheet page resets">
      <PhoneBar title="两人办理" />
      <header>
        <div>
          <h1>两人办理</h1>
          <p className="ink2">
            重设丢失手机的动态口令，启用管理员账号。要两类管理员：一位核实后申请，另一位再核实、确认；自己的要请另外两位办。
          </p>
        </div>
        <button type="button" className="btn pri" onClick={() => setAsking(true)}>
          手机丢了，申请重设
        </button>
      </header>
      <Shown query={query}>{({ requests }) => <Requests requests={requests} />}</Shown>
      {asking && <Ask onClose={() => setAsking(false)} />}
    </article>
  );
}

const CLOSED: Readonly<Record<Exclude<ResetLine['state'], 'open'>, string>> = {
  done: '已确认',
  canceled: '已撤销',
  lapsed: '过了24小时，没有确认',
};

/** What is asked for, with the reason where one was given. */
function askedWords({ kind, role, reason }: ResetLine): string {
  if (kind === 'factor' || role === null) return `丢失手机，重设动态口令。${reason}`;
  const named = ROLE_NAMES[role];
  if (kind === 'account') return `新建${named}账号`;
  return kind === 'role' ? `发放${named}角色` : `重设${named}账号的密码；这个账号还没有设动态口令`;
}

/** What is to be looked into before, and what comes of it. */
const CONFIRMING = {
  factor: {
    verb: '确认重设',
    sure: '核实无误，重设',
    done: (name: string) => `${name}的动态口令已作废，各处登录已结束；请他登录后重新设`,
  },
  administrator: {
    verb: '确认启用',
    sure: '核实无误，启用',
    done: (name: string) => `${name}的账号已可以登录`,
  },
} as const;

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
                    {askedWords(one)}　{one.asked.name} {dateAndClock(one.asked.at)}申请
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
  const { id, name, username, kind, asked, lapsesAt, mayConfirm, mayCancel } = request;
  const words = CONFIRMING[kind === 'factor' ? 'factor' : 'administrator'];
  const [sure, setSure] = useState(false);
  const confirm = useAct(resetConfirm, () => notice(words.done(name)));
  const cancel = useAct(resetCancel, () => notice(`${name}的申请已撤销`));
  return (
    <li className="reset">
      <span>
        {name} <small className="nb">用户名 {username}</small>
        <small>{askedWords(request)}</small>
        <small>
          {asked.name === ROLE_NAMES[asked.role] ? asked.name : `${asked.name}（${ROLE_NAMES[asked.role]}）`}
          {dayAndClock(asked.at)}申请，{dayAndClock(lapsesAt)}前有效
        </small>
        {!mayConfirm && <small>要另一类管理员确认。</small>}
        {mayConfirm && sure && kind !== 'factor' && (
          <small>确认前请核实：确要设这位管理员，账号和密码已交到本人手里。</small>
        )}
      </span>
      <span className="do">
        {mayConfirm && !sure && (
          <button type="button" className="btn" onClick={() => setSure(true)}>
            {words.verb}
          </button>
        )}
        {mayConfirm && sure && (
          <button
            type="button"
            className="btn pri"
            disabled={confirm.isPending}
            onClick={() => confirm.mutate({ params: { id } })}
          >
            {words.sure}
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
