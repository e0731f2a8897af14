/** One account: its roles, a new password, switching it off and on. */
import { useState } from 'react';
import { dayName } from '../../core/time/room.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Refused, Shown } from '../../ui/states.tsx';
import { dateAndClock } from '../../ui/words.ts';
import { isAdministrator, ROLE_NAMES } from '../access/room.ts';
import { accountEndSession, accountEndSessions, accountSessions } from './account-sessions.contract.ts';
import {
  type AccountLine,
  accountEndRole,
  accountGiveRole,
  accountResetPassword,
  accountSetDisabled,
} from './accounts.contract.ts';
import { OncePassword } from './new-account.screen.tsx';
import { RolePicker } from './role-picker.screen.tsx';
import { accountUnbind } from './single-sign-on.contract.ts';

export function ManageAccount({ account, onClose }: { account: AccountLine; onClose: () => void }) {
  return (
    <SideSheet
      title={account.name}
      note={`用户名 ${account.username}${account.disabled ? '　已停用' : ''}`}
      onClose={onClose}
    >
      <div className="account-sheet">
        {account.own ? (
          <p className="ink2">这是您自己的账号。角色和状态请另一位安全管理员办理；改密码在“我的账号”。</p>
        ) : (
          <>
            <Awaited account={account} />
            <Roles account={account} />
            <Password account={account} />
            <Binding account={account} />
            <Sessions account={account} />
            <State account={account} />
          </>
        )}
      </div>
    </SideSheet>
  );
}

const AWAITED_WORDS: Readonly<Record<NonNullable<AccountLine['awaits']>, string>> = {
  account: '新建的管理员账号',
  role: '新发放的管理员角色',
  password: '管理员账号重设的密码',
};

/** Why nobody gets in yet, and the way on. */
function Awaited({ account }: { account: AccountLine }) {
  if (account.awaits === null) return null;
  return (
    <section>
      <h3>等待确认</h3>
      <p className="note account-note">
        {AWAITED_WORDS[account.awaits]}
        要系统管理员或审计管理员在“两人办理”里确认，确认前不能登录。申请24小时内有效；过了时间或已撤销的，请重设密码再申请。
      </p>
    </section>
  );
}

type Held = AccountLine['roles'][number];

function Roles({ account }: { account: AccountLine }) {
  const params = { id: account.id };
  const give = useAct(accountGiveRole, (_, { body }) =>
    notice(`已发放“${ROLE_NAMES[body.role]}”，${isAdministrator(body.role) ? '等另一位管理员确认后生效' : '立即生效'}`),
  );
  const end = useAct(accountEndRole, (_, { body }) => {
    const { role, orgId } = body;
    // Given back as it was: what rested on a post rests on it again.
    const rests = account.roles.find((held) => held.role === role && held.orgId === orgId)?.rests;
    notice(`已收回“${ROLE_NAMES[role]}”，立即生效`, () => give.mutate({ params, body: { role, orgId, rests } }));
  });
  return (
    <section>
      <h3>角色</h3>
      <ul className="account-list">
        {account.roles.map(({ role, orgId, orgName, from, ...rest }) => (
          <li key={`${role}/${orgId}`}>
            <span>
              {ROLE_NAMES[role]}
              <small>
                {orgName === null ? '' : `${orgName}　`}
                {dayName(from)}起
              </small>
              <small>{restsWords(rest)}</small>
            </span>
            <button
              type="button"
              className="btn"
              disabled={end.isPending}
              onClick={() => end.mutate({ params, body: { role, orgId } })}
            >
              收回
            </button>
          </li>
        ))}
        {account.roles.length === 0 && <li className="ink3">没有角色，登录后只能看自己的账号。</li>}
      </ul>
      {end.error && <Refused error={end.error} />}
      <RolePicker
        key={account.roles.length}
        held={account.roles}
        ofPerson={account.personId !== null}
        personId={account.personId}
        verb="发放"
        busy={give.isPending}
        onChoose={({ role, orgId, rests }) => give.mutate({ params, body: { role, orgId, rests } })}
      />
      {give.error && <Refused error={give.error} />}
    </section>
  );
}

/** What a role rests on, and that it does not count where that is gone. */
function restsWords({ rests, restsOrgName, restsTitle, counts }: Omit<Held, 'role' | 'orgId' | 'orgName' | 'from'>) {
  if (rests.on === 'nothing') return '不随职务';
  const on =
    rests.on === 'post' ? `随职务：${restsOrgName ?? ''}　${restsTitle ?? ''}` : `随党员身份：${restsOrgName ?? ''}`;
  return counts ? on : `${on}；现在不在任，不算数`;
}

function Password({ account }: { account: AccountLine }) {
  const reset = useAct(accountResetPassword);
  const [asked, setAsked] = useState(false);
  return (
    <section>
      <h3>密码</h3>
      {reset.data ? (
        <OncePassword password={reset.data.password} awaits={reset.data.awaits} />
      ) : (
        <>
          <p className="note account-note">
            {account.mustChange ? '还没有改过首次密码。' : ''}重设后，{account.name}在各处的登录立即结束。
          </p>
          <div className="do">
            {asked ? (
              <>
                <button
                  type="button"
                  className="btn pri"
                  disabled={reset.isPending}
                  onClick={() => reset.mutate({ params: { id: account.id } })}
                >
                  确定重设
                </button>
                <button type="button" className="btn" onClick={() => setAsked(false)}>
                  不重设
                </button>
              </>
            ) : (
              <button type="button" className="btn" onClick={() => setAsked(true)}>
                重设密码
              </button>
            )}
          </div>
        </>
      )}
      {reset.error && <Refused error={reset.error} />}
    </section>
  );
}

/** What ties the account to single sign-on; nothing where it never was used. */
function Binding({ account }: { account: AccountLine }) {
  const undo = useAct(accountUnbind, () => notice(`${account.name}和统一认证的绑定已解除`));
  if (account.boundTo === null) return null;
  return (
    <section>
      <h3>统一认证</h3>
      <p className="note account-note">
        已绑定，那边的编号是 <span className="account-code">{account.boundTo}</span>
        。解除后，下一次用统一认证登录时按用户名重新绑定。
      </p>
      <div className="do">
        <button
          type="button"
          className="btn"
          disabled={undo.isPending}
          onClick={() => undo.mutate({ params: { id: account.id } })}
        >
          解除绑定
        </button>
      </div>
      {undo.error && <Refused error={undo.error} />}
    </section>
  );
}

function Sessions({ account }: { account: AccountLine }) {
  const params = { id: account.id };
  const query = useRoute(accountSessions, { params });
  const end = useAct(accountEndSession, () => notice('那一处登录已结束'));
  const endAll = useAct(accountEndSessions, () => notice(`${account.name}在各处的登录已结束`));
  return (
    <section>
      <h3>正在登录的地方</h3>
      <Shown query={query} rows={1}>
        {({ sessions }) => (
          <>
            <ul className="account-list">
              {sessions.map(({ id, device, startedAt }) => (
                <li key={id}>
                  <span>
                    {device}
                    <small>{dateAndClock(startedAt)}登录</small>
                  </span>
                  <button
                    type="button"
                    className="btn"
                    disabled={end.isPending}
                    onClick={() => end.mutate({ params: { ...params, session: id } })}
                  >
                    结束
                  </button>
                </li>
              ))}
              {sessions.length === 0 && <li className="ink3">没有。</li>}
            </ul>
            {sessions.length > 1 && (
              <div className="do">
                <button
                  type="button"
                  className="btn"
                  disabled={endAll.isPending}
                  onClick={() => endAll.mutate({ params })}
                >
                  全部结束
                </button>
              </div>
            )}
          </>
        )}
      </Shown>
      {(end.error ?? endAll.error) && <Refused error={end.error ?? endAll.error} />}
    </section>
  );
}

function State({ account }: { account: AccountLine }) {
  const set = useAct(accountSetDisabled, (_, { params, body }) =>
    body.disabled
      ? notice(`${account.name}的账号已停用`, () => set.mutate({ params, body: { disabled: false } }))
      : notice(`${account.name}的账号已恢复`),
  );
  return (
    <section>
      <h3>{account.disabled ? '已停用' : '停用'}</h3>
      <p className="note account-note">
        {account.disabled ? '恢复后用原来的密码登录，角色照旧。' : '停用后立即退出，不能再登录；他记下的一切都还在。'}
      </p>
      <div className="do">
        <button
          type="button"
          className="btn"
          disabled={set.isPending}
          onClick={() => set.mutate({ params: { id: account.id }, body: { disabled: !account.disabled } })}
        >
          {account.disabled ? '恢复账号' : '停用账号'}
        </button>
      </div>
      {set.error && <Refused error={set.error} />}
    </section>
  );
}
