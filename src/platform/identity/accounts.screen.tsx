/** Accounts for the security administrator. */
import { useState } from 'react';
import { fileUrl } from '../../ui/api.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Go } from '../../ui/go.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { dateAndClock } from '../../ui/words.ts';
import { ROLE_NAMES } from '../access/room.ts';
import { type AccountLine, accountsList, accountsWorkbook } from './accounts.contract.ts';
import { ManageAccount } from './manage-account.screen.tsx';
import { NewAccount } from './new-account.screen.tsx';
import './account.css';

const rolesOf = (account: AccountLine): string =>
  account.roles.map(({ role, orgName }) => ROLE_NAMES[role] + (orgName === null ? '' : `（${orgName}）`)).join('、');

const IN_USE = '在用';
const stateOf = (account: AccountLine): string =>
  account.disabled ? '已停用' : account.awaits ? '等待确认' : account.mustChange ? '未改首次密码' : IN_USE;

function columns(open: (id: number) => void): readonly Column<AccountLine>[] {
  return [
    {
      key: 'name',
      title: '姓名',
      value: (row) => row.name,
      render: (row) => (
        <button type="button" className="a" onClick={() => open(row.id)}>
          {row.name}
        </button>
      ),
      width: 160,
    },
    { key: 'username', title: '用户名', value: (row) => row.username, width: 180 },
    { key: 'roles', title: '角色', value: rolesOf },
    { key: 'state', title: '状态', value: stateOf, width: 140, filter: true },
    {
      key: 'created',
      title: '建立时间',
      value: (row) => row.createdAt,
      render: (row) => dateAndClock(row.createdAt),
      width: 200,
      hidden: true,
    },
  ];
}

export function Screen() {
  const query = useRoute(accountsList, {});
  const [openId] = useUrlState('account');
  const change = useUrlChange();
  // Opening is a step that Back undoes.
  const setOpenId = (id: string | undefined): void => change({ account: id }, id !== undefined);
  const [making, setMaking] = useState(false);
  useTitle('账号');
  const open = (id: number): void => {
    setMaking(false);
    setOpenId(String(id));
  };
  return (
    <article className="accounts sheet">
      <PhoneBar title="账号" />
      <header>
        <h1>账号</h1>
        <span className="accounts-do">
          <a className="btn" href={fileUrl(accountsWorkbook, {})} download>
            下载一览表
          </a>
          <Go to="/accounts/by-workbook" className="btn">
            用表格建账号
          </Go>
          <button
            type="button"
            className="btn pri"
            onClick={() => {
              setOpenId(undefined);
              setMaking(true);
            }}
          >
            建账号
          </button>
        </span>
      </header>
      <Shown query={query} rows={12}>
        {({ accounts }) => {
          const opened = accounts.find((account) => String(account.id) === openId);
          return (
            <>
              <DataTable
                name="accounts"
                label="账号"
                columns={columns(open)}
                rows={accounts}
                rowKey={(row) => row.id}
                empty="还没有账号。"
                phone={(row) => ({
                  title: (
                    <button type="button" className="a" onClick={() => open(row.id)}>
                      {row.name}
                    </button>
                  ),
                  note: `${row.username}　${rolesOf(row)}`,
                  at: stateOf(row) === IN_USE ? undefined : <small className="nb">{stateOf(row)}</small>,
                })}
              />
              {opened && !making && (
                <ManageAccount key={opened.id} account={opened} onClose={() => setOpenId(undefined)} />
              )}
            </>
          );
        }}
      </Shown>
      {making && <NewAccount onClose={() => setMaking(false)} />}
    </article>
  );
}
