/** Tokens of other systems for the security administrator: what each may do, until when; giving and taking back. */
import { useState } from 'react';
import type { Role } from '../../core/scope/room.ts';
import { addDays, type Day, dayName } from '../../core/time/room.ts';
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Empty, Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { ROLE_NAMES } from '../access/room.ts';
import { needsOrganization } from './accounts.logic.ts';
import { OrganizationFinder } from './role-picker.screen.tsx';
import { type TokenLine, tokenEnd, tokenList, tokenMake } from './tokens.contract.ts';
import { MACHINE_ROLES, MOST_DAYS, machineMay, type TokenState, tokenState } from './tokens.logic.ts';
import './account.css';
import './tokens.css';

export function Screen() {
  const query = useRoute(tokenList, {});
  const [making, setMaking] = useState(false);
  useTitle('令牌');
  return (
    <article className="accounts tokens sheet">
      <PhoneBar title="令牌" />
      <header>
        <h1>令牌</h1>
        <button type="button" className="btn pri" onClick={() => setMaking(true)}>
          发放令牌
        </button>
      </header>
      <p className="note tokens-say">
        别的系统凭令牌读写这里的内容。一个令牌只有一个角色，到期自己失效；它做的每件事都以它的名称记入审计日志。
      </p>
      <Shown query={query} rows={4}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <Empty>还没有发放过令牌。</Empty>
          ) : (
            <ul className="tokens-list">
              {tokens.map((token) => (
                <Token key={token.id} token={token} />
              ))}
            </ul>
          )
        }
      </Shown>
      {making && <NewToken onClose={() => setMaking(false)} />}
    </article>
  );
}

const STATES: Readonly<Record<TokenState, string>> = { works: '', over: '已到期', ended: '已收回' };

function Token({ token }: { token: TokenLine }) {
  const { today } = useFrame();
  const [asked, setAsked] = useState(false);
  const end = useAct(tokenEnd, () => notice(`${token.name}的令牌已收回，立即不能再用`));
  const state = tokenState(token, today);
  return (
    <li className={state === 'works' ? undefined : 'ink3'}>
      <div className="tokens-what">
        <h2>{token.name}</h2>
        <p>
          {ROLE_NAMES[token.role]}
          {token.orgName !== null && `，${token.orgName}及下级`}
        </p>
        {state === 'works' && <May role={token.role} />}
      </div>
      <p className="tokens-when">
        {state === 'works' ? `用到${dayName(token.endsOn)}` : STATES[state]}
        <small>{token.madeBy}发放</small>
      </p>
      <div className="tokens-do">
        {state !== 'ended' && !asked && (
          <button type="button" className="btn" onClick={() => setAsked(true)}>
            收回
          </button>
        )}
        {state !== 'ended' && asked && (
          <>
            <button
              type="button"
              className="btn pri"
              disabled={end.isPending}
              onClick={() => end.mutate({ params: { id: token.id } })}
            >
              确定收回
            </button>
            <button type="button" className="btn" onClick={() => setAsked(false)}>
              不收回
            </button>
          </>
        )}
      </div>
      {end.error && <Refused error={end.error} />}
    </li>
  );
}

const May = ({ role }: { role: Role }) => <p className="note">能：{machineMay(role).join('；')}。</p>;

const USUAL_DAYS = 180;

function NewToken({ onClose }: { onClose: () => void }) {
  const { today } = useFrame();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role | undefined>();
  const [org, setOrg] = useState<{ id: number; name: string } | undefined>();
  const [endsOn, setEndsOn] = useState<Day | ''>(addDays(today, USUAL_DAYS));
  const make = useAct(tokenMake);
  const wantsOrg = role !== undefined && needsOrganization(role);
  const missing = [
    ...(name.trim().length < 2 ? ['写名称'] : []),
    ...(role === undefined ? ['选角色'] : []),
    ...(wantsOrg && !org ? ['选组织'] : []),
    ...(endsOn === '' ? ['定到期日'] : []),
  ];
  if (make.data) return <Made name={name.trim()} token={make.data.token} onClose={onClose} />;
  return (
    <SideSheet
      title="发放令牌"
      onClose={onClose}
      acts={
        <>
          {missing.length > 0 && <span className="note">还要{missing.join('、')}</span>}
          <button
            type="button"
            className="btn pri"
            disabled={missing.length > 0 || make.isPending}
            onClick={() =>
              role &&
              endsOn !== '' &&
              make.mutate({ body: { name: name.trim(), role, orgId: org?.id ?? null, endsOn } })
            }
          >
            发放
          </button>
        </>
      }
    >
      <div className="account-sheet">
        <section className="tokens-form">
          <label className="field">
            <span className="k">给哪个系统，显示为它写的记录的作者</span>
            <input
              className="in"
              data-autofocus
              value={name}
              maxLength={40}
              placeholder="例如 市直机关办公系统"
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <label className="field">
            <span className="k">角色</span>
            <select
              className="in"
              value={role ?? ''}
              onChange={(event) => {
                setRole(MACHINE_ROLES.find((one) => one === event.target.value));
                setOrg(undefined);
              }}
            >
              <option value="">请选择</option>
              {MACHINE_ROLES.map((one) => (
                <option key={one} value={one}>
                  {ROLE_NAMES[one]}
                </option>
              ))}
            </select>
          </label>
          {role && <May role={role} />}
          {wantsOrg && <OrganizationFinder chosen={org} onChoose={setOrg} />}
          <div className="field">
            <label className="k" htmlFor="token-end">
              用到哪一天，最多{MOST_DAYS}天
            </label>
            <DayField
              id="token-end"
              value={endsOn}
              onChange={setEndsOn}
              near={today}
              min={today}
              max={addDays(today, MOST_DAYS)}
            />
          </div>
        </section>
        {make.error && <Refused error={make.error} />}
      </div>
    </SideSheet>
  );
}

function Made({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  return (
    <SideSheet title={`${name}的令牌`} onClose={onClose}>
      <div className="account-sheet">
        <div className="account-once" role="status">
          <p>令牌</p>
          <code className="tokens-text">{token}</code>
          <p className="note">只显示这一次，这里也不保存。请用安全的方式交给那个系统的管理员。</p>
        </div>
        <div className="do">
          <button
            type="button"
            className="btn"
            onClick={() => void navigator.clipboard?.writeText(token).then(() => setCopied(true))}
          >
            {copied ? '已复制' : '复制'}
          </button>
        </div>
        <p className="note account-note">每次请求带上“Authorization: Bearer 令牌”。能调用什么见 /api/openapi.json。</p>
      </div>
    </SideSheet>
  );
}
